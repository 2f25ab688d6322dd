r"""threadkit's own text, for threads that the plain layout can't carry; the twin of ``serializers/text.py``.

`to_text` writes the layout of a Resiliparse rendering, in which nothing marks where the letter ends or what in a body
is the writer's own list. Where that would not be read back as the same thread, it writes this form, in which every
part has its tag and nothing is inferred:

    [thread] my boss sings            title; "[thread]" alone where there is none
    [author] Clementine Oak           these two where known
    [date] May 3, 2011

    [letter] 1. The heading           the tag opens a part: [letter], [answer], [passage], or [unread] for a passage of
                                      that kind; a letter's heading follows it
    [label] Q:                        these where the part has them
    [salutation] Dear Clementine,

    The text, one line a line.

    [signature] Worried

    [comments] 67 closed              the declared count, "open" or "closed", "unmarked" where nobody is marked

      1. Nightfall*                   two columns a level; name, star, and then the marks: "Post author", "Unmarked",
                                      "Orphan", "Under 3" (what it replies to is the third comment, and not the last one
                                      that stands a level further out), "Pingback", "Trackback"; no star where the
                                      author is unknown
        The text, indented.

Lines are separated by "\n" alone. A line of a text that could be taken for a tag or a header has a backslash before
it; in the one-line values "\\", "\n" and "\r" are written as in Python. What stands between a header and the next
one is the text, less one empty line at each end, so that every text comes back to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from threadkit import lazy_re
from threadkit.assembly import CommentRow, PostRow, assemble, parents_by_level
from threadkit.errors import ParseError
from threadkit.model import Answer, Author, Letter, Part, Passage, Thread
from threadkit.renderings.contract import Reading

__all__ = ["NAME", "TAG", "claims", "escape_line", "escape_value", "read"]

NAME: Final = "threadkit"
TAG: Final = "[thread]"
"""What the text begins with."""

_TAGGED: Final = lazy_re.pattern(
    r"\[(author|date|letter|answer|passage|unread|label|salutation|signature|by|comments)\](?: (.*))?", re.DOTALL
)
_HEADER: Final = lazy_re.pattern(
    r"( *)(\d+)\.(?: (.*)\*)?((?: Post author| Unmarked)?)((?: Orphan| Under [0-9]{1,9})?)((?: Pingback| Trackback)?)",
    re.DOTALL,
)
_COUNT: Final = lazy_re.pattern(r"[0-9]{1,16}")
_NEEDS_ESCAPE: Final = lazy_re.pattern(
    r"\\|\[(?:author|date|letter|answer|passage|unread|label|salutation|signature|by|comments)\]"
)
_ESCAPES: Final = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}


def claims(text: str) -> bool:
    """Whether the text says that it is threadkit's own."""
    return text.startswith(TAG)


def escape_line(line: str) -> str:
    """A line of a text, so that it can't be taken for a tag or a header."""
    return "\\" + line if _NEEDS_ESCAPE.match(line) or _HEADER.fullmatch(line) else line


def escape_value(value: str) -> str:
    """A value on one line."""
    return re.sub(r"[\\\n\r]", lambda found: _ESCAPES[found.group()], value)


def _unescape_line(line: str) -> str:
    return line.removeprefix("\\")


def _unescape_value(value: str) -> str:
    return re.sub(r"\\([\\nr])", lambda found: {"\\": "\\", "n": "\n", "r": "\r"}[found[1]], value)


class _Lines(NamedTuple):
    """The lines of a text and where each begins."""

    lines: Sequence[str]
    starts: Sequence[int]


def read(text: str, url: str | None) -> Reading:
    """The thread of a text in this form. Raises `ParseError` (code "damaged") where a line has no place in it."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    tags = _tags(lines)
    facts: dict[str, str] = {}
    parts: list[Part] = []
    opened: dict[str, str] | None = None
    rows: list[CommentRow] = []
    comments_at: list[tuple[int, int]] = []
    stops = [at for at, _, _ in tags[1:]] + [len(lines)]
    for (at, tag, value), stop in zip(tags, stops, strict=False):
        if tag in ("letter", "answer", "passage", "unread"):
            _close(opened, parts)
            opened = {"kind": tag, "heading": value}
        elif tag in ("author", "date", "comments"):
            facts[tag] = value
        elif opened is None:
            raise ParseError(f"[{tag}] stands outside of a part", code="damaged", line=at + 1)
        else:
            opened[tag] = value
        if tag == "comments":
            rows, comments_at = _rows(_Lines(lines, starts), at + 1, stop, unmarked="unmarked" in value.split())
        elif opened is not None and (body := _body(lines, at + 1, stop)) is not None:
            opened["text"] = body
    _close(opened, parts)
    return Reading(
        thread=_thread(lines[0], facts, parts, rows, url),
        body_at=starts[tags[0][0]] if tags else len(text),
        comments_at=tuple(comments_at),
    )


def _tags(lines: Sequence[str]) -> list[tuple[int, str, str]]:
    """Every tag line: index, tag, value. Behind [comments] there are none."""
    found = []
    for i, line in enumerate(lines):
        if line.startswith("[") and (tagged := _TAGGED.fullmatch(line)):
            found.append((i, tagged[1], _unescape_value(tagged[2] or "")))
            if tagged[1] == "comments":
                break
    return found


def _body(lines: Sequence[str], low: int, high: int) -> str | None:
    """A part's text between two tags, less one empty line at each end; None where tags follow each other."""
    if high - low < 2:
        return None
    return "\n".join(_unescape_line(line) for line in lines[low + 1 : high - 1])


def _close(opened: dict[str, str] | None, parts: list[Part]) -> None:
    if opened is None:
        return
    text = opened.get("text", "")
    label, salutation, signature = (opened.get(name) for name in ("label", "salutation", "signature"))
    if opened["kind"] == "letter":
        heading = opened["heading"] or None
        parts.append(Letter(text=text, heading=heading, label=label, salutation=salutation, signature=signature))
    elif opened["kind"] == "answer":
        author = Author(name=opened["by"]) if "by" in opened else None
        parts.append(Answer(text=text, author=author, label=label, salutation=salutation, signature=signature))
    else:
        parts.append(Passage(text=text, kind="unread" if opened["kind"] == "unread" else "body"))


def _rows(source: _Lines, low: int, high: int, *, unmarked: bool) -> tuple[list[CommentRow], list[tuple[int, int]]]:
    # A body's line can't be taken for a header: escape_line saw to that.
    headers = [(i, found) for i in range(low, high) if (found := _HEADER.fullmatch(source.lines[i]))]
    stops = [i for i, _ in headers[1:]] + [high]
    depths = [max(0, len(found[1]) // 2 - 1) for _, found in headers]
    rows: list[CommentRow] = []
    at: list[tuple[int, int]] = []
    for (i, found), stop, depth, above in zip(headers, stops, depths, parents_by_level(depths), strict=False):
        text = _indented_body(source.lines, i, stop, depth)
        row = _row(found, text, unmarked=unmarked)
        parent = _parent(found[5], len(rows)) if found[5] else above
        rows.append(row._replace(parent=parent, depth=depth, line=i + 1))
        at.append((source.starts[i], source.starts[min(i + 2, len(source.lines) - 1)]))
    return rows, at


def _parent(mark: str, before: int) -> int | None:
    """What "Under 3" names, if it is one of the comments before; None for "Orphan"."""
    place = int(mark.removeprefix(" Under ")) - 1 if mark != " Orphan" else -1
    return place if 0 <= place < before else None


def _row(found: re.Match[str], text: str, *, unmarked: bool) -> CommentRow:
    flag = {" Post author": True, " Unmarked": None}.get(found[4], None if unmarked else False)
    return CommentRow(
        author=None if found[3] is None else Author(name=_unescape_value(found[3])),
        is_post_author=flag,
        text=text,
        kind="pingback" if found[6] == " Pingback" else "trackback" if found[6] else "comment",
    )


def _indented_body(lines: Sequence[str], header: int, stop: int, depth: int) -> str:
    pad = " " * (2 * depth + 4)
    return "\n".join(_unescape_line(line.removeprefix(pad)) for line in lines[header + 2 : stop - 1])


def _thread(
    first: str, facts: dict[str, str], parts: Sequence[Part], rows: Sequence[CommentRow], url: str | None
) -> Thread:
    said = facts.get("comments", "").split()
    post = PostRow(
        url=url,
        title=_unescape_value(first.removeprefix(TAG + " ")) if first != TAG else None,
        author=Author(name=facts["author"]) if "author" in facts else None,
        published_raw=facts.get("date"),
        body=tuple(parts),
        declared_comment_count=next((int(word) for word in said if _COUNT.fullmatch(word)), None),
        comments_open=True if "open" in said else False if "closed" in said else None,
        dialect=NAME,
    )
    return assemble(post, rows, lacks="is not in the text")
