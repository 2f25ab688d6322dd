"""BeautifulSoup's objects as input.

Imported only where one is met: it costs more than all else that a parser backend loads.
"""

from __future__ import annotations

from bs4 import NavigableString, PageElement, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter

__all__ = ["soup_text"]


def soup_text(soup: PageElement) -> str:
    """A soup, or a part of one, as mark-up.

    BeautifulSoup writes it as well, but compares elements on the way with all that is in them, one in the other, which
    ends in a RecursionError for deep pages.

    >>> from bs4 import BeautifulSoup
    >>> soup_text(BeautifulSoup("<p class='a b' hidden>x &lt; y<br></p><!-- c -->", "html.parser"))
    '<p class="a b" hidden="">x &lt; y<br/></p><!-- c -->'
    """
    formatter = HTMLFormatter(entity_substitution=EntitySubstitution.substitute_xml)
    pieces: list[str] = []
    waiting: list[PageElement | str] = [soup]  # what is to be written, the next one last; a str is written as it is
    while waiting:
        one = waiting.pop()
        if isinstance(one, NavigableString):
            pieces.append(one.output_ready(formatter))
        elif not isinstance(one, Tag):
            pieces.append(str(one))
        else:
            if not one.hidden:
                name = f"{one.prefix}:{one.name}" if one.prefix else one.name
                close = "/" if one.is_empty_element else ""
                pieces.append(f"<{name}{_attributes(one, formatter)}{close}>")
                if not close:
                    waiting.append(f"</{name}>")
            waiting += reversed(one.contents)
    return "".join(pieces)


def _attributes(tag: Tag, formatter: HTMLFormatter) -> str:
    """The attributes in the page's own order, which BeautifulSoup would sort."""
    pieces: list[str] = []
    for name, value in tag.attrs.items():
        if value is None:
            pieces.append(f" {name}")
        else:
            text = formatter.attribute_value(" ".join(value) if isinstance(value, (list, tuple)) else str(value))
            pieces.append(' {}="{}"'.format(name, text.replace('"', "&quot;")))
    return "".join(pieces)
