"""Whether a page ends before it is closed.

In comes a page's mark-up; out goes an issue, or None. The end of the text is looked at first, because nearly every page
closes there; only where it does not are the page's own elements counted.
"""

from __future__ import annotations

import re
from typing import Final

from threadkit import lazy_re
from threadkit.model import Issue

__all__ = ["truncation"]

_PAGE_END: Final = lazy_re.pattern(r"</(?:body|html)\s*>", re.IGNORECASE)
_CONTAINER_TAG: Final = lazy_re.pattern(r"<(/?)(?:div|ol|ul|dl|table|article|section|main)\b", re.IGNORECASE)
_PAGE_START: Final = lazy_re.pattern(r"<(?:html|body|head|!doctype)\b", re.IGNORECASE)


def truncation(text: str) -> Issue | None:
    """An issue where the text ends before the page does: inside a tag or with the page's own elements open."""
    end = max((match.start() for match in _PAGE_END.finditer(text, max(0, len(text) - 4096))), default=None)
    if end is not None and not _in_script(text, end):
        return None
    last = text.rfind("<")
    line = text.count("\n") + 1
    if last >= 0 and ">" not in text[last:] and re.match(r"<(?:[a-zA-Z/!][^<]*)?\Z", text[last:]):
        message = "the document ends inside a tag; what came after it is lost"
        return Issue(code="truncated", message=message, grade="error", line=line)
    if not _PAGE_START.search(text[:100_000]):
        return None
    ends = [match.start() for match in _PAGE_END.finditer(text)]
    if ends and not _in_script(text, ends[-1]):
        return None
    if sum(-1 if match[1] else 1 for match in _CONTAINER_TAG.finditer(text)) > 0:
        message = "the document ends before it is closed; what came after it is lost"
        return Issue(code="truncated", message=message, grade="error", line=line)
    # HTML lets a page leave these two out, and some tools that shrink pages do.
    message = "the document has no </body> and no </html>; if it was cut, what came after is lost"
    return Issue(code="truncated", message=message, grade="warning", line=line)


def _in_script(text: str, position: int) -> bool:
    start = max(text.rfind("<script", 0, position), text.rfind("<!--", 0, position))
    return start >= 0 and not re.search(r"</script|-->", text[start:position], re.IGNORECASE)
