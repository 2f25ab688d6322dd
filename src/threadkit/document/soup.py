"""BeautifulSoup's objects as input.

Imported only where one is met: it costs more than all else that a parser backend loads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bs4 import PageElement, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter

__all__ = ["soup_text"]


class _AsTheyStand(HTMLFormatter):
    """BeautifulSoup's formatters sort attributes; the page's own order is kept here."""

    def attributes(self, tag: Tag) -> Iterable[tuple[str, Any]]:
        return tag.attrs.items()


def soup_text(soup: PageElement) -> str:
    """A soup, or a part of one, as mark-up."""
    if not isinstance(soup, Tag):
        return str(soup)
    formatter = _AsTheyStand(entity_substitution=EntitySubstitution.substitute_xml)
    return str(soup.decode(formatter=formatter))
