"""BeautifulSoup at the edges: its objects as input, and its guess of an encoding.

Imported only where one of these is met: it costs more than all else that a parser backend loads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bs4 import PageElement, Tag
from bs4.dammit import EncodingDetector, EntitySubstitution
from bs4.formatter import HTMLFormatter

__all__ = ["guess_encoding", "soup_text"]


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


def guess_encoding(sample: bytes) -> str | None:
    """The first encoding that BeautifulSoup would try and that fits; None if none does."""
    # The detector rather than UnicodeDammit around it: that one logs a warning where nothing fits.
    for name in EncodingDetector(sample, is_html=False).encodings:
        try:
            sample.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
        return name
    return None
