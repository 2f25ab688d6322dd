"""Renderings → renderings: the mutators work on lines, their indents, and the headers and numbers of lists.

In goes a text and a source of chance; out comes the text after one change: what other tools, other versions of one
tool, and hands that copied it make of a text.
"""

from __future__ import annotations

import re
from random import Random
from typing import Final

from fuzz.characters import strange

__all__ = ["lines", "mutate"]

_NUMBER: Final = re.compile(r"\d+")
_INDENT: Final = re.compile(r"[ \t]*")
_MARKER: Final = re.compile(r"([ \t]*)(\d+\.|[•*-])(?= |$)")

LINES: Final = [
    "", " ", "\t", "Comments", "{ 3 comments }", "1 comment", "3 Responses to “hoses”", "Leave a comment",
    "Comments are closed.", "  1. Ann*", "    1. Bo* Post author", "  7. ", "  • Ann", "  1.", "1. Ann*", "Ann says:",
    "May 3, 2011 at 4:05 pm", "Reply", "Ann May 3, 2011 at 4:05 pm", "by Bo on May 3, 2011", "A reader writes:", "Q:",
    "A: No.", "Dear Clementine,", "Worried", "[thread]", "[thread] hoses", "[letter]", "[answer] x",
    "[comments] 3 closed", "[comments] " + "9" * 5000, "[signature] x", "  1. Ann* Post author Orphan Pingback",
    "\\[letter]", "Pingback: Links of the week", "{ " + "9" * 5000 + " comments }", "<p>", "<html>",
    "<!DOCTYPE html>", "* * *", "----", "  99999999999999999999. Ann*", " " * 500 + "1. Ann*",
]  # fmt: skip


def lines(text: str) -> list[str]:
    """The lines, each with its end.

    >>> lines("a\\n\\n b")
    ['a\\n', '\\n', ' b']
    """
    return text.splitlines(keepends=True)


def mutate(text: str, chance: Random, other: str) -> str:
    """The text after one change; `other` is a text to borrow from."""
    parts = lines(text)
    if not parts:
        return other
    change = chance.choice(_CHANGES)
    return "".join(change(parts, chance, other))


def _span(parts: list[str], chance: Random, most: int = 20) -> tuple[int, int]:
    start = chance.randrange(len(parts))
    return start, min(len(parts), start + chance.randint(1, most))


def _listed(parts: list[str], chance: Random) -> int:
    """The place of a list item's first line, if one is met soon."""
    for _ in range(30):
        place = chance.randrange(len(parts))
        if _MARKER.match(parts[place]):
            return place
    return chance.randrange(len(parts))


def _drop(parts: list[str], chance: Random, other: str) -> list[str]:
    start, end = _span(parts, chance, 3)
    return parts[:start] + parts[end:]


def _drop_range(parts: list[str], chance: Random, other: str) -> list[str]:
    start, end = _span(parts, chance)
    return parts[:start] + parts[end:]


def _drop_blank(parts: list[str], chance: Random, other: str) -> list[str]:
    share = chance.choice((0.1, 0.5, 1.0))
    return [part for part in parts if part.strip() or chance.random() >= share]


def _double(parts: list[str], chance: Random, other: str) -> list[str]:
    start, end = _span(parts, chance)
    return parts[:end] + parts[start:]


def _double_header(parts: list[str], chance: Random, other: str) -> list[str]:
    place = _listed(parts, chance)
    return parts[: place + 1] + ["\n"] * chance.randint(0, 1) + parts[place:]


def _repeat(parts: list[str], chance: Random, other: str) -> list[str]:
    start, end = _span(parts, chance, 8)
    size = max(1, sum(map(len, parts[start:end])))
    return parts[:end] + parts[start:end] * min(chance.choice((5, 100, 2000)), 60_000 // size) + parts[end:]


def _move(parts: list[str], chance: Random, other: str) -> list[str]:
    start, end = _span(parts, chance, 6)
    rest = parts[:start] + parts[end:]
    target = chance.randint(0, len(rest))
    return rest[:target] + parts[start:end] + rest[target:]


def _indent(parts: list[str], chance: Random, other: str) -> list[str]:
    """Some lines in a row move to the left or to the right."""
    start, end = _span(parts, chance, 40)
    step = chance.choice((-4, -2, -1, 1, 2, 3, 4, 8, 200))
    moved = [
        " " * step + part if step > 0 else part[min(-step, _INDENT.match(part).end()) :] for part in parts[start:end]
    ]
    return parts[:start] + moved + parts[end:]


def _deepen(parts: list[str], chance: Random, other: str) -> list[str]:
    """A list in which each line stands deeper than the one before."""
    deep = chance.choice((5, 100, 400))
    start = chance.randint(0, len(parts))
    steps = [f"{' ' * (2 * level + 2)}1. Ann*\n\n{' ' * (2 * level + 4)}Hm.\n\n" for level in range(deep)]
    return parts[:start] + steps + parts[start:]


def _marker(parts: list[str], chance: Random, other: str) -> list[str]:
    new = chance.choice(("1.", "2.", "0.", "-1.", "999999999999.", "•", "*", "-", "1)", "a.", "", "1.1", "٣."))
    share = chance.choice((0.1, 0.5, 1.0))
    return [_MARKER.sub(rf"\g<1>{new}", part) if chance.random() < share else part for part in parts]


def _number(parts: list[str], chance: Random, other: str) -> list[str]:
    place = _listed(parts, chance)
    new = chance.choice(("0", "1", "99", "9" * 30, "9" * 5000, "²"))
    return [*parts[:place], _NUMBER.sub(new, parts[place], count=1), *parts[place + 1 :]]


def _line(parts: list[str], chance: Random, other: str) -> list[str]:
    target = chance.randint(0, len(parts))
    return [*parts[:target], chance.choice(LINES) + "\n", *parts[target:]]


def _rewrite(parts: list[str], chance: Random, other: str) -> list[str]:
    place = chance.randrange(len(parts))
    return [*parts[:place], chance.choice(LINES) + "\n", *parts[place + 1 :]]


def _join(parts: list[str], chance: Random, other: str) -> list[str]:
    place = chance.randrange(len(parts))
    return [*parts[:place], parts[place].rstrip("\r\n") + " ", *parts[place + 1 :]]


def _split(parts: list[str], chance: Random, other: str) -> list[str]:
    place = chance.randrange(len(parts))
    inside = chance.randint(0, len(parts[place]))
    end = chance.choice(("\n", "\n\n", "\r", "\r\n", "\x0b", "\x0c", "\u2028", "\x85"))
    return [*parts[:place], parts[place][:inside], end, parts[place][inside:], *parts[place + 1 :]]


def _ends(parts: list[str], chance: Random, other: str) -> list[str]:
    """Other line ends, everywhere or here and there."""
    end = chance.choice(("\r\n", "\r", "\n"))
    share = chance.choice((0.1, 1.0))
    return [part.rstrip("\r\n") + end if part.endswith("\n") and chance.random() < share else part for part in parts]


def _cut(parts: list[str], chance: Random, other: str) -> list[str]:
    text = "".join(parts)
    place = chance.randint(0, len(text))
    return [text[place:] if chance.random() < 0.3 else text[:place]]


def _splice(parts: list[str], chance: Random, other: str) -> list[str]:
    borrowed = lines(other) or [""]
    start, end = _span(borrowed, chance, 60)
    target = chance.randint(0, len(parts))
    return parts[:target] + borrowed[start:end] + parts[target:]


def _noise(parts: list[str], chance: Random, other: str) -> list[str]:
    place = chance.randrange(len(parts))
    inside = chance.randint(0, len(parts[place]))
    return [*parts[:place], parts[place][:inside] + strange(chance) + parts[place][inside:], *parts[place + 1 :]]


_CHANGES: Final = [
    _drop, _drop_range, _drop_blank, _double, _double_header, _repeat, _move, _indent, _indent, _indent, _deepen,
    _marker, _number, _line, _line, _rewrite, _join, _split, _ends, _cut, _splice, _noise,
]  # fmt: skip
