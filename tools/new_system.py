"""Make a first draft of a comment system from one of its pages: its file, its fixture folder, the expected JSON.

    python tools/new_system.py NAME PAGE.html         propose a row, write the file and the fixture
    python tools/new_system.py --expect NAME          write the expected JSON anew, once the row is in `SYSTEMS`

What comes out is to be read and mended: the row (``src/threadkit/comments/systems/NAME.py``), which says where things
stand, and ``tests/fixtures/html/NAME``, a page with the mark-up of the first few records and none of their words. Then
put the row into `SYSTEMS`, run ``--expect``, and read the JSON.

The strategy: the general reader reads the page; for each field, the selector is taken that most often means the node
whose text is what the reader found. So a field that it reads wrong is proposed wrong: look at what is printed.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from comment_pages import dump, read_page  # noqa: E402 - the folders are on the path only now
from threadkit.assembly import CommentRow  # noqa: E402
from threadkit.comments import generic  # noqa: E402
from threadkit.comments.comment_page import CommentPage  # noqa: E402
from threadkit.comments.contract import System  # noqa: E402
from threadkit.comments.doubts import doubts_of, worth  # noqa: E402
from threadkit.comments.threads import read_thread  # noqa: E402
from threadkit.document.columns import Columns, parse_columns  # noqa: E402

SYSTEMS = ROOT / "src" / "threadkit" / "comments" / "systems"
FIXTURES = ROOT / "tests" / "fixtures" / "html"
SHOWN = 4
"""Records that the fixture has."""
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})
NAMES = ("Ottilie Brandt", "Marta Quill", "hen_pecked", "Cyril of the Marsh")
WORDS = "the rooster next door crows at four and nobody in this street has slept since Lent so say good morning".split()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--expect", action="store_true", help="write the expected JSON anew")
    parser.add_argument("name")
    parser.add_argument("page", nargs="?", type=Path)
    asked = parser.parse_args(arguments)
    folder = FIXTURES / asked.name
    if asked.expect:
        (folder / "expected.json").write_text(dump(read_page(folder)), encoding="utf-8")
        return 0
    if asked.page is None or not re.fullmatch(r"[a-z][a-z0-9_]*", asked.name):
        parser.error("a name of small letters and a page are needed")
    columns, _ = parse_columns(asked.page.read_bytes())
    found = best_reading(columns) if columns is not None else None
    if columns is None or found is None:
        print("the general reader finds no comments on this page: write the row by hand")
        return 1
    outers, rows = found
    facts = dict(fields_of(columns, outers, rows))
    (SYSTEMS / f"{asked.name}.py").write_text(row_file(asked.name, facts), encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "input.html").write_text(fixture(columns, outers, rows), encoding="utf-8")
    meta = f'{{\n  "url": "http://{asked.name}.example/rooster",\n  "language": "en",\n  "shape": "…"\n}}\n'
    (folder / "meta.json").write_text(meta, encoding="utf-8")
    row = System(name=asked.name, marks=facts["records"], **facts)
    with patch("threadkit.comments.all_systems", lambda: (row,)):
        (folder / "expected.json").write_text(dump(read_page(folder)), encoding="utf-8")
    first = rows[0]
    print(f"{len(rows)} comments; the first is by {first.author and first.author.name!r}: {first.text[:60]!r}")
    print(row_file(asked.name, facts), f"now put {asked.name.upper()} into SYSTEMS, and run --expect", sep="\n")
    return 0


def best_reading(columns: Columns) -> tuple[list[int], list[CommentRow]] | None:
    """The records' nodes and what the general reader reads of them, by the proposal that gives the most."""
    page = CommentPage(columns=columns)
    readings = [read_thread(page, proposal.records) for proposal in generic.proposals(page)]
    readings = [reading for reading in readings if reading.rows]
    if not readings:
        return None
    best = max(readings, key=lambda reading: worth(reading.rows, doubts_of(reading.rows)))
    return list(best.records), list(best.rows)


def fields_of(columns: Columns, outers: Sequence[int], rows: Sequence[CommentRow]) -> Iterator[tuple[str, str]]:
    """Each field of the row with the selector that most records agree on; none for a field that is in no node."""
    yield "records", _commonest(_selector(columns, outer) for outer in outers)
    holders = {
        name
        for outer in outers[:SHOWN]
        for name, value in columns.attributes[outer].items()
        if any(row.id and row.id in value for row in rows)
    }
    if holders:
        yield "number", " ".join(sorted(holders))
    wanted: dict[str, Callable[[CommentRow], str]] = {
        "author": lambda row: row.author.name if row.author else "",
        "time": lambda row: row.published_raw or "",
        "body": lambda row: row.text,
    }
    for field, text_of in wanted.items():
        found = (_node_of(columns, outer, text_of(row)) for outer, row in zip(outers, rows, strict=True))
        if selector := _commonest(_selector(columns, node) for node in found if node is not None):
            yield field, selector


def _node_of(columns: Columns, outer: int, text: str) -> int | None:
    """The outermost node in a record whose text is this one."""
    wanted = _squashed(text)
    inside = range(outer + 1, columns.ends[outer])
    return next((node for node in inside if wanted and _squashed(columns.all_text(node)) == wanted), None)


def _squashed(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _selector(columns: Columns, node: int) -> str:
    """A node's tag and first class that is not numbered; the tag of what is around it where it has none."""
    names = (columns.classes[node] or "").split()
    classes = [name for name in names if re.fullmatch(r"[A-Za-z_](?:[\w-]*[A-Za-z_])?", name)]
    if classes:
        return f"{columns.tags[node]}.{classes[0]}"
    around = columns.parents[node]
    classes = (columns.classes[around] or "").split() if around >= 0 else []
    return f".{classes[0]} > {columns.tags[node]}" if classes else columns.tags[node]


def _commonest(selectors: Iterator[str]) -> str:
    ranked = Counter(selectors).most_common(1)
    return ranked[0][0] if ranked else ""


def row_file(name: str, facts: dict[str, str]) -> str:
    """The system's file; what claims a page is a record with a body in it."""
    marks = " ".join(filter(None, (facts.get("records"), facts.get("body", "").rpartition(" ")[2])))
    fields = "".join(f'    {field}="{selector}",\n' for field, selector in facts.items())
    return (
        f'"""{name.capitalize()}: what it is, its years, and how its mark-up differs between them."""\n\n'
        "from __future__ import annotations\n\nfrom typing import Final\n\n"
        f'from threadkit.comments.contract import System\n\n__all__ = ["{name.upper()}"]\n\n'
        f'{name.upper()}: Final = System(\n    name="{name}",\n    marks="{marks}",\n{fields})\n'
    )


def fixture(columns: Columns, outers: Sequence[int], rows: Sequence[CommentRow]) -> str:
    """A page with the mark-up of the first records, other people's names and invented words."""
    names = dict(zip(dict.fromkeys(row.author.name for row in rows if row.author), cycle(NAMES), strict=False))
    times = {row.published_raw for row in rows if row.published_raw}
    texts = [{" ".join(text.split()) for text in columns.texts(outer)} for outer in outers[:SHOWN]]
    keep = times | set.intersection(*texts)
    words = cycle(WORDS)
    pieces = []
    for outer in outers[:SHOWN]:
        if any(columns.holds(other, outer) for other in outers[:SHOWN] if other != outer):
            continue
        for event in columns.events[columns.starts[outer] : columns.stops[outer] + 1]:
            if isinstance(event, str):
                pieces.append(_said_otherwise(event, names, keep, words))
            elif event >= 0:
                pieces.append(_tag(columns, event))
            elif columns.tags[~event] not in VOID and columns.tags[~event][0] != "#":
                pieces.append(f"</{columns.tags[~event]}>")
        pieces.append("\n")
    story = "<h1>The rooster next door</h1>\n<p>Dear Marta, the man next door has bought a rooster.</p>\n"
    return f'<!DOCTYPE html>\n<html lang="en">\n<body>\n{story}{"".join(pieces)}</body>\n</html>\n'


def _said_otherwise(text: str, names: dict[str, str], keep: set[str], words: Iterator[str]) -> str:
    """A text with the names exchanged and each word replaced; times stay, and what all records have: the theme's."""
    bare = " ".join(text.split())
    if bare in names:
        return text.replace(bare, names[bare])
    if not bare or bare in keep or any(time in bare for time in keep if any(map(str.isdigit, time))):
        return text
    return re.sub(r"[^\W\d_]+", lambda _word: next(words), bare)


def _tag(columns: Columns, node: int) -> str:
    """A beginning, with the attributes that tell what a node is and none that tells whose."""
    if columns.tags[node][0] == "#":
        return ""
    kept = {
        name: value
        for name, value in columns.attributes[node].items()
        if name in ("id", "class", "name", "datetime", "itemprop", "role") or name.startswith("data-")
    }
    if "href" in columns.attributes[node]:
        kept["href"] = "#"
    return "".join((f"<{columns.tags[node]}", *(f' {name}="{value}"' for name, value in kept.items()), ">"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
