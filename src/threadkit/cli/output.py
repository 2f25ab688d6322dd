"""What the commands print, as bytes for standard output: JSON, text, one line an issue or a record."""

from __future__ import annotations

import codecs
import json
import re
from typing import Final

from threadkit import lazy_re
from threadkit.archives.records import Record
from threadkit.cli import terminal
from threadkit.cli.errors import display_name
from threadkit.model import Issue

__all__ = ["finding_json", "finding_line", "json_bytes", "record_json", "record_line", "write_text"]


def json_bytes(text: str) -> bytes:
    """A JSON document and a newline: UTF-8 as far as standard output can take it, else the same in ASCII."""
    encoding = terminal.stdout_encoding()
    if codecs.lookup(encoding).name != "utf-8":
        text = _NOT_ASCII.sub(_escape, text)
    elif terminal.stdout_is_terminal():
        text = _TURNING.sub(_escape, text)
    return f"{text}\n".encode()


_NOT_ASCII: Final = lazy_re.pattern(r"[^\x00-\x7f]")
_TURNING: Final = lazy_re.pattern("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What JSON lets stand raw and a terminal obeys."""


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))


def finding_line(name: str, issue: Issue) -> bytes:
    """One line of `check`."""
    place = display_name(name) if issue.line is None else f"{display_name(name)}:{issue.line}"
    about = "" if issue.comment_id is None else f" [comment {issue.comment_id}]"
    line = terminal.visible_line(f"{place}: {issue.grade}: {issue.code}: {issue.message}{about}")
    return f"{line}\n".encode(terminal.stdout_encoding(), "backslashreplace")


def finding_json(name: str, issue: Issue) -> bytes:
    """The same as one JSON object."""
    finding = {
        "file": name,
        "line": issue.line,
        "grade": issue.grade,
        "code": issue.code,
        "message": issue.message,
        "comment_id": issue.comment_id,
    }
    return json_bytes(json.dumps(finding))


def write_text(text: str) -> None:
    """A page as text: as it is, but made harmless on a terminal."""
    if terminal.stdout_is_terminal():
        terminal.write(terminal.visible(text).encode(terminal.stdout_encoding(), "backslashreplace"))
    else:
        terminal.write(text.encode("utf-8", "surrogateescape"))


def record_line(name: str, record: Record) -> bytes:
    """One line of `ls`: of fixed width as far as its columns have one."""
    kind = record.media_type or ("-" if record.thread is None else record.thread.dialect)
    size = "-" if record.size is None else str(record.size)
    when = record.capture.captured_at
    captured = "-" if when is None else when.strftime("%Y-%m-%d %H:%M:%S")
    place = record.url or record.capture.path or display_name(name)
    line = f"{record.outcome:7}  {kind:24}  {size:>9}  {captured:19}  {place}  {_told(record)}"
    return f"{terminal.visible_line(line)}\n".encode(terminal.stdout_encoding(), "backslashreplace")


def _told(record: Record) -> str:
    """The thread in a few words, or why there is none."""
    if record.thread is None:
        return record.reason or ""
    count = len(record.thread.comments)
    return f"{record.thread.title or '(no title)'} ({count} comment{'' if count == 1 else 's'})"


def record_json(name: str, record: Record) -> bytes:
    """The same as one JSON object."""
    thread, capture = record.thread, record.capture
    row = {
        "file": name,
        "outcome": record.outcome,
        "kind": record.media_type,
        "url": record.url,
        "size": record.size,
        "captured_at": None if capture.captured_at is None else capture.captured_at.isoformat(),
        "record_id": capture.record_id,
        "path": capture.path,
        "offset": capture.offset,
        "reason": record.reason,
        "title": None if thread is None else thread.title,
        "comments": None if thread is None else len(thread.comments),
    }
    return json_bytes(json.dumps(row))
