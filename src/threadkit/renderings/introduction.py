"""The line between post and comments, and the lines around them that say how many there are and whether more may come.

"{ 67 comments… read them below }" · "12 thoughts on “Title”" · "3 Responses to Title" · "Comments (5)" ·
"Ein Kommentar zu …" · "Comments" · "Reader Interactions"
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from attrs import frozen

from threadkit import lazy_re
from threadkit.vocabulary.patterns import CLOSED, COMMENTS, NUMBER, ONE, OPEN, ZERO, any_of, number_of
from threadkit.vocabulary.words import COMMENTS_HEADINGS

__all__ = ["Introduction", "comments_open", "count_in_passing", "invites", "read_introduction"]

_NUMBERED: Final = lazy_re.pattern(
    rf"\W*(?P<n>{NUMBER}|(?:{ONE}|{ZERO})\b)\s*(?P<word>{COMMENTS})(?P<rest>(?!\w).*)", re.IGNORECASE | re.DOTALL
)
_WORD_FIRST: Final = lazy_re.pattern(rf"\W*{COMMENTS}\s*+(?:[:(\[-]\s*+)?(?P<n>{NUMBER})\W*", re.IGNORECASE)
_ASIAN: Final = lazy_re.pattern(
    r".*?(?P<n>\d[\d,]*)\s*(?:件のコメント|件のフィードバック|条评论|則留言|个评论|개의 댓글).*"
    r"|.*?(?:コメント|评论|留言|댓글)\s*[(（:]?\s*(?P<m>\d+).*",
    re.DOTALL,
)
_BARE: Final = lazy_re.pattern(rf"\W*{any_of(COMMENTS_HEADINGS)}\W*", re.IGNORECASE)
_CONNECTS: Final = lazy_re.pattern(
    # what may follow "3 responses" in an introduction, as opposed to a sentence of the text
    r"\s*+(?:\Z|[\W_]|(?:to|on|for|so far|about|zu|auf|für|über|sur|à|pour|en|sobre|a|para|su|per|em|para|op|over"
    r"|voor|till|på|om|do|o|на|к|о|"
    r"add|leave|read|post|received|have|has|already|bisher|»|על|ל|בנושא)\b)",
    re.IGNORECASE,
)
_TAGGED: Final = lazy_re.pattern(rf"{COMMENTS}\s*\((?P<n>{NUMBER})\)", re.IGNORECASE)

_WORTH_A_LOOK: Final = lazy_re.pattern(
    r"comm?ent|repl|respon|discuss|conversation|add one|kommentar|antwort|comentári|respuesta|reactie|svar"
    r"|komentarz|коммент|תגוב|コメント",
    re.IGNORECASE,
)
"""Every line that `CLOSED` or `OPEN` can match holds one of these; most lines do not."""
_INVITATION: Final = 120
_AT_ONCE: Final = 12
"""So many letters may stand before the asking: "2 Comments | Leave a comment"."""
_MAX: Final = 300
"""An introduction may quote a long title, but is no paragraph."""


@frozen
class Introduction:
    """What a line says about the comments below it."""

    count: int | None
    """How many are declared; None for a bare heading."""


def read_introduction(line: str) -> Introduction | None:
    """What a line says as a comment introduction; None if it is none.

    >>> read_introduction("{ 67 comments… read them below }")
    Introduction(count=67)
    >>> read_introduction("Comments (5)"), read_introduction("Comments"), read_introduction("Ein Kommentar zu „Titel“")
    (Introduction(count=5), Introduction(count=None), Introduction(count=1))
    >>> read_introduction("2 responses come to mind.") is None
    True
    """
    if not line or len(line) > _MAX:
        return None
    if _BARE.fullmatch(line):
        return Introduction(None)
    if (found := _NUMBERED.fullmatch(line)) and _CONNECTS.match(found["rest"]) and not _is_sentence(found["rest"]):
        return Introduction(number_of(found["n"]))
    if found := _WORD_FIRST.fullmatch(line):
        return Introduction(number_of(found["n"]))
    if len(line) < 80 and (found := _ASIAN.fullmatch(line)):
        return Introduction(number_of(found["n"] or found["m"]))
    return None


def count_in_passing(line: str) -> int | None:
    """The count that a byline mentions ("Published in: Work … Comments (59)"); None without one."""
    found = _TAGGED.search(line) if len(line) <= _MAX else None
    return number_of(found["n"]) if found else None


def comments_open(lines: Iterable[str]) -> bool | None:
    """Whether the lines around the comments say that more may be left.

    >>> comments_open(["Comments are closed."]), comments_open(["Leave a Reply"]), comments_open(["Anything"])
    (False, True, None)
    """
    says: bool | None = None
    for line in lines:
        if 0 < len(line) <= _MAX:
            if not _WORTH_A_LOOK.search(line):
                continue
            if CLOSED.search(line):
                return False
            if OPEN.search(line):
                says = True
    return says


def invites(line: str) -> bool:
    """Whether a line is about leaving comments and nothing else: it says that none may be left, or begins by asking
    for one. A reader who would "add one thing" says neither.

    >>> invites("Leave a Reply"), invites("Comments are closed."), invites("Right, but I'd add one thing.")
    (True, True, False)
    """
    if not 0 < len(line) <= _INVITATION or not _WORTH_A_LOOK.search(line):
        return False
    if CLOSED.search(line):
        return True
    found = OPEN.search(line)
    return found is not None and found.start() <= _AT_ONCE


def _is_sentence(rest: str) -> bool:
    return rest.rstrip().endswith((".", ";")) and len(rest.split()) > 3 and not re.search(r"[“\"„«»”…]", rest)
