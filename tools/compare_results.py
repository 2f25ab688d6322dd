"""What a change of the code changes in the results: every field of every page, before and after.

    PYTHONPATH=/before/src python tools/compare_results.py record before.jsonl.gz FOLDER... [--files LIST] [--skip GLOB]
    PYTHONPATH=src         python tools/compare_results.py record after.jsonl.gz FOLDER... [--files LIST] [--skip GLOB]
    python tools/compare_results.py compare before.jsonl.gz after.jsonl.gz [--ignore FIELDS] [--only FIELDS]

`record` writes what the threadkit that Python imports right now gives for each file: `parse_file` with the mark-up kept
and without it, the text that `to_text` makes of the first, and each record of `read_records`. An error is a result like
any other: class, code and message. Pages are known by the name of the folder that was given and the path below it, so
that the two runs may lie in different places.

`compare` prints each field that differs (page, path, before, after) and a summary by field; its status is 1 if there is
any difference, else 0. Comments are matched by their ids where some were added or lost, so that one comment more does
not make all that follow it differ.
"""

from __future__ import annotations

import argparse
import fnmatch
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

ABSENT = "(absent)"


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if options.command == "record":
        return _record(options)
    return _compare(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Compare the results of two states of the code, field by field.")
    commands = parser.add_subparsers(dest="command", required=True)
    record = commands.add_parser("record", help="write the results of the threadkit that is imported")
    record.add_argument("output", type=Path, help="the file to write (JSON Lines, gzip)")
    record.add_argument("folders", nargs="*", type=Path, help="folders or single files")
    record.add_argument("--files", action="append", default=[], type=Path, help="a list of files, one path a line")
    record.add_argument("--skip", action="append", default=[], metavar="GLOB", help="names of files to leave out")
    record.add_argument("--limit", type=int, help="take no more than so many files of each folder")
    compare = commands.add_parser("compare", help="print what differs between two such files")
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    compare.add_argument("--ignore", type=_fields, default=(), help="fields to leave out, e.g. issues,comments[].html")
    compare.add_argument("--only", type=_fields, default=(), help="fields to look at, and no others")
    compare.add_argument("--how", type=_fields, default=(), help="only these results: html, plain, text, read[0]")
    compare.add_argument("--show", type=int, metavar="N", help="print no more than N differences a field")
    compare.add_argument("--full", action="store_true", help="print values at full length")
    return parser


def _fields(value: str) -> tuple[str, ...]:
    return tuple(field.strip() for field in value.split(",") if field.strip())


# -- record -----------------------------------------------------------------------------------------------------------


def _record(options: argparse.Namespace) -> int:
    import threadkit  # here, so that `compare` needs none

    print(f"threadkit of {Path(threadkit.__file__).parent}", file=sys.stderr)
    count = 0
    with gzip.open(options.output, "wt", encoding="utf-8") as file:
        for name, path, root in _files(options):
            for how, result in _results(path, root):
                row = {"page": name, "how": how, **result}
                file.write(json.dumps(row) + "\n")
            count += 1
    print(f"{count} files", file=sys.stderr)
    return 0 if count else 2


def _files(options: argparse.Namespace) -> Iterator[tuple[str, Path, Path]]:
    """The files to read: the name by which both runs know each, its path, and the folder that was given."""
    for folder in options.folders:
        if folder.is_file():
            yield folder.name, folder, folder.parent
            continue
        inside = (path for path in sorted(folder.rglob("*")) if path.is_file() and not _skipped(path, options.skip))
        for number, path in enumerate(inside):
            if options.limit is not None and number >= options.limit:
                break
            yield f"{folder.resolve().name}/{path.relative_to(folder).as_posix()}", path, folder
    for listing in options.files:
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.strip():
                path = listing.parent / line.strip()
                yield f"{path.resolve().parent.name}/{path.name}", path, path.parent


def _skipped(path: Path, globs: list[str]) -> bool:
    return any(fnmatch.fnmatch(path.name, glob) for glob in globs)


def _results(path: Path, root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    from threadkit import parse_file, read_records, to_dict, to_text

    kept: list[Any] = []

    def parsed(keep_html: bool) -> dict[str, Any]:
        thread = parse_file(path, keep_html=keep_html)
        if keep_html:
            kept.append(thread)
        return {"thread": to_dict(thread)}

    yield "html", _tried(lambda: parsed(keep_html=True))
    yield "plain", _tried(lambda: parsed(keep_html=False))
    if kept:
        yield "text", _tried(lambda: {"text": to_text(kept[0]).split("\n")})
    number = 0
    try:
        for record in read_records(path):
            yield f"read[{number}]", {"record": _plain_record(record, str(root))}
            number += 1
    except Exception as error:  # noqa: BLE001 (whatever it is, it is this page's result)
        yield f"read[{number}]", _error(error)


def _tried(make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return make()
    except Exception as error:  # noqa: BLE001 (as above)
        return _error(error)


def _error(error: BaseException) -> dict[str, Any]:
    return {"error": {"class": type(error).__name__, "code": getattr(error, "code", None), "message": str(error)}}


def _plain_record(record: Any, root: str) -> dict[str, Any]:
    from threadkit import to_dict

    thread = None if record.thread is None else to_dict(record.thread)
    capture = {name: getattr(record.capture, name) for name in ("url", "captured_at", "record_id", "path", "offset")}
    if capture["captured_at"] is not None:
        capture["captured_at"] = capture["captured_at"].isoformat()
    for where in (capture, (thread or {}).get("capture") or {}):
        if where.get("path"):  # where the pages lie is no result
            where["path"] = where["path"].removeprefix(root).lstrip("/")
    return {
        "outcome": record.outcome,
        "reason": record.reason,
        "error": None if record.error is None else _error(record.error)["error"],
        "url": record.url,
        "media_type": record.media_type,
        "size": record.size,
        "capture": capture,
        "thread": thread,
    }


# -- compare ----------------------------------------------------------------------------------------------------------


def _compare(options: argparse.Namespace) -> int:
    before, after = _rows(options.before), _rows(options.after)
    total: Counter[str] = Counter()
    pages: dict[str, set[str]] = {}
    for key in [*before, *(key for key in after if key not in before)]:
        page, how = key
        if options.how and how not in options.how:
            continue
        for path, old, new in _row_differences(before.get(key), after.get(key)):
            field = _field(path)
            if _matches(field, options.ignore) or (options.only and not _matches(field, options.only)):
                continue
            total[field] += 1
            pages.setdefault(field, set()).add(page)
            if options.show is None or total[field] <= options.show:
                _print_difference(f"{page} ({how}): {path}", old, new, full=options.full)
    if total:
        print(f"\n{'field':40} {'differences':>11} {'pages':>6}")
        for field, count in total.most_common():
            print(f"{field:40} {count:11} {len(pages[field]):6}")
    return 1 if total else 0


def _rows(path: Path) -> dict[tuple[str, str], str]:
    """The lines as they stand, by page and by how it was read: most of them are equal and need no decoding."""
    rows = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            rows[row["page"], row["how"]] = line
    return rows


def _row_differences(before: str | None, after: str | None) -> Iterator[tuple[str, Any, Any]]:
    if before == after:
        return
    old, new = (_content(line) for line in (before, after))
    if old is None or new is None or _kind(old) != _kind(new):
        yield "(result)", _summary(old), _summary(new)
    else:
        yield from differences(old, new)


def _content(line: str | None) -> dict[str, Any] | None:
    """A row's result with the thread's fields on top: a path says ``title``, whichever way the page was read."""
    if line is None:
        return None
    row = json.loads(line)
    if "record" in row:
        record = row.pop("record")
        thread = record.pop("thread") or {}
        row.update({f"record.{name}": value for name, value in record.items()})
        row.update(thread)
    row.update(row.pop("thread", None) or {})
    del row["page"], row["how"]
    return row


def _kind(content: dict[str, Any]) -> str:
    return "thread" if "comments" in content else "text" if "text" in content else "none"


def _summary(content: dict[str, Any] | None) -> Any:
    if content is None:
        return ABSENT
    if _kind(content) == "thread":
        return f"a thread: title {content['title']!r}, {len(content['comments'])} comments"
    if _kind(content) == "text":
        return f"a text of {len(content['text'])} lines"
    return content.get("error") or content.get("record.error") or content.get("record.reason")


def differences(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Each place in which two pieces of JSON differ: its path, the value before, the value after."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            inner = f"{path}.{key}" if path else key
            if key not in new or key not in old:
                yield inner, old.get(key, ABSENT), new.get(key, ABSENT)
            else:
                yield from differences(old[key], new[key], inner)
    elif isinstance(old, list) and isinstance(new, list):
        for index, one, other in _matched(old, new):
            if one is ABSENT or other is ABSENT:
                yield f"{path}[{index}]", one, other
            else:
                yield from differences(one, other, f"{path}[{index}]")
    elif type(old) is not type(new) or old != new:
        yield path, old, new


def _matched(old: list[Any], new: list[Any]) -> Iterator[tuple[int, Any, Any]]:
    """The items that belong together, each pair with its index (that of before, where there is one)."""
    old_names, new_names = [_name(item) for item in old], [_name(item) for item in new]
    if old_names == new_names:
        yield from zip(range(len(old)), old, new, strict=True)
        return
    matcher = SequenceMatcher(None, old_names, new_names)
    for _, start, end, other_start, other_end in matcher.get_opcodes():
        shared = min(end - start, other_end - other_start)
        for step in range(shared):
            yield start + step, old[start + step], new[other_start + step]
        yield from ((index, old[index], ABSENT) for index in range(start + shared, end))
        yield from ((index, ABSENT, new[index]) for index in range(other_start + shared, other_end))


def _name(item: Any) -> str:
    """What tells items of a list apart: a comment's id, an issue's code, else the item itself."""
    if isinstance(item, dict):
        for key in ("id", "code"):
            if key in item:
                return str(item[key])
    return json.dumps(item)


_INDEX = re.compile(r"\[\d+\]")


def _field(path: str) -> str:
    """The path without its numbers: ``comments[].author.name``.

    >>> _field("comments[3].author.name")
    'comments[].author.name'
    """
    return _INDEX.sub("[]", path)


def _matches(field: str, wanted: Iterable[str]) -> bool:
    """Whether a field is one of those, or lies in one of them.

    >>> _matches("comments[].author.name", ("comments",)), _matches("comments[].text", ("comments[].author",))
    (True, False)
    """
    return any(field == name or field.startswith((f"{name}.", f"{name}[")) for name in wanted)


def _print_difference(place: str, old: Any, new: Any, *, full: bool) -> None:
    print(place)
    if isinstance(old, str) and isinstance(new, str) and not full and ABSENT not in (old, new):
        start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        skipped = max(0, start - 30)
        old, new = (f"… {value[skipped:]}" if skipped else value for value in (old, new))
    for sign, value in (("-", old), ("+", new)):
        shown = value if value is ABSENT else json.dumps(value, ensure_ascii=True)
        print(f"  {sign} {shown if full or len(shown) <= 160 else shown[:157] + '...'}")


if __name__ == "__main__":
    sys.exit(main())
