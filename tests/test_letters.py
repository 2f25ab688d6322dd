"""Letter, answer, passage: the forms that columns take, each as a folder of blocks and what is in them.

A fixture is ``blocks.json`` (what a front end hands over), ``expected.json`` (the parts, fields that are None left
out) and ``meta.json`` (the page shape it stands for, the post's author and title).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from threadkit.letters import Block, letter_writers, split
from threadkit.model import Answer, Author, Comment, Letter, Part, Passage

FIXTURES = Path(__file__).parent / "fixtures" / "letters"
CASES = sorted(folder.name for folder in FIXTURES.iterdir() if folder.is_dir())
SHARED = Path(__file__).resolve().parents[2] / "shared"

FIELDS = ("heading", "label", "salutation", "text", "signature")


def load(name: str, file: str) -> Any:
    return json.loads((FIXTURES / name / file).read_text("utf-8"))


def block(facts: dict[str, Any]) -> Block:
    return Block(**{**facts, "styles": frozenset(facts.get("styles", ()))})


def told(part: Part) -> dict[str, Any]:
    """A part as the fixtures write it."""
    found = {name: value for name in FIELDS if (value := getattr(part, name, None)) is not None}
    if isinstance(part, Answer) and part.author:
        found["author"] = part.author.name
    return {"kind": type(part).__name__.lower(), **found}


def parts_of(name: str) -> tuple[Part, ...]:
    meta = load(name, "meta.json")
    author = Author(name=meta["author"]) if "author" in meta else None
    return split([block(facts) for facts in load(name, "blocks.json")], author=author, title=meta.get("title"))


@pytest.mark.parametrize("name", CASES)
def test_every_form_is_read_exactly(name: str) -> None:
    assert [told(part) for part in parts_of(name)] == load(name, "expected.json")
