"""Whether a text is mark-up or a plain-text rendering, told from how it begins and how densely tags stand in it."""

from __future__ import annotations

import re
from typing import Final

from threadkit import lazy_re

__all__ = ["looks_like_html"]

_OPENS_A_PAGE: Final = lazy_re.pattern(r"<(?:!doctype\s+html|html|head|body|meta|title|link|script)\b", re.IGNORECASE)
_OPENS_A_BLOCK: Final = lazy_re.pattern(
    r"<(div|p|ol|ul|dl|table|article|section|main|header|h[1-6]|li|blockquote|span|a)(?:\s[^<>]*)?>", re.IGNORECASE
)
_LAYOUT_TAG: Final = lazy_re.pattern(
    r"</?(?:p|div|li|ul|ol|dl|dt|dd|td|tr|table|span|a|br|h[1-6]|article|section|html|body|head|meta|link)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def looks_like_html(text: str) -> bool:
    """Whether a text is mark-up; False for a plain-text rendering, also one in which a reader quotes some tags.

    Costs no more than a look at the first 20,000 characters.

    >>> looks_like_html("<!DOCTYPE html><title>a</title>"), looks_like_html('<div id="comments"><p>Hi</p></div>')
    (True, True)
    >>> looks_like_html("is <b> the same as <strong>?\\n\\n{ 2 comments }")
    False
    """
    beginning = text[:20_000]
    start = _after_prologue(beginning)
    if _OPENS_A_PAGE.match(beginning, start):
        return True
    match = _OPENS_A_BLOCK.match(beginning, start)
    if match and (f"</{match[1].lower()}" in text.lower() or len(_LAYOUT_TAG.findall(beginning)) > 1):
        return True
    tags = len(_LAYOUT_TAG.findall(beginning))
    return tags >= 10 and tags * 300 > len(beginning)


def _after_prologue(text: str) -> int:
    """Where a text begins behind white space, an XML declaration and comments."""
    position = 0
    while True:
        while position < len(text) and (text[position].isspace() or text[position] == "\ufeff"):
            position += 1
        end = "-->" if text.startswith("<!--", position) else "?>" if text.startswith("<?xml", position) else None
        found = text.find(end, position) if end is not None else -1
        if end is None or found < 0:
            return position
        position = found + len(end)
