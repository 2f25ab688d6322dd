"""The seeds: what the fuzzer starts from.

In come the fixtures of the tests and the folders that the caller names; out goes, for each kind of target, a list of
texts. A page's own text (`to_text`) and JSON (`dumps`) are seeds too, so that a new fixture is a seed for all targets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from threadkit import ThreadkitError, dumps, parse, to_text

__all__ = ["Corpus", "read"]

FIXTURES: Final = Path(__file__).resolve().parent.parent / "tests" / "fixtures"
LONGEST: Final = 200_000
"""Longer pages are left out: a case is to take milliseconds, not seconds."""


class Corpus(NamedTuple):
    """Seeds by kind."""

    html: list[str]
    text: list[str]
    json: list[str]


def read(folders: Iterable[Path] = ()) -> Corpus:
    """The seeds of the fixtures and of the folders, in the order of their names."""
    corpus = Corpus([], [], [])
    for path in _files([FIXTURES, *folders]):
        source = path.read_bytes().decode("utf-8", "replace")
        if len(source) > LONGEST:
            continue
        (corpus.html if path.suffix in {".html", ".htm"} else corpus.text).append(source)
        try:
            thread = parse(source)
        except ThreadkitError:
            continue
        corpus.json.append(dumps(thread))
        if path.suffix != ".txt":
            corpus.text.append(to_text(thread))
    return corpus


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".html", ".htm", ".txt"} and path.name != "why.txt":
                yield path
