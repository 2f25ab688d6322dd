"""JSON of threads → JSON that is almost one: the mutators work on keys and values, and at times on the characters.

In goes JSON text and a source of chance; out comes the text after one change. It need not be JSON any more.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any, Final

from fuzz.characters import strange

__all__ = ["mutate"]

VALUES: Final[list[Any]] = [
    None, True, False, 0, 1, -1, 7, 0.5, 1e300, -0.0, 2**31, 2**63, 10**9, "", "x", " ", "1", "comment", "pingback",
    "letter", "passage", "error", "2011-05-03", "2011-05-03T16:05:00", "2011-05-03T16:05:00+02:00",
    "2011-05-03T16:05:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999999-23:59", "2011-02-30T00:00:00",
    "\0", "\n", "a\r\nb", "<b>x</b>", "title", "body.0.text", "comments.1.author", [], {}, [[]], [None],
    {"name": "Ann"}, {"name": "Ann", "url": None}, {"id": "1"}, {"kind": "passage", "text": "x"},
    {"pieces": ["", "title", ""]},
]  # fmt: skip
HUGE: Final = "9" * 5000


def mutate(text: str, chance: Random, other: str) -> str:
    """The text after one change; `other` is a text to borrow from."""
    if chance.random() < 0.1:
        return _characters(text, chance)
    try:
        data = json.loads(text)
        borrowed = json.loads(other)
    except (ValueError, RecursionError):
        return _characters(text, chance)
    places = list(_places(data))
    if not places:
        return other
    holder, key = chance.choice(places)
    _change(holder, key, chance, places, borrowed)
    written = json.dumps(data, ensure_ascii=chance.random() < 0.5)
    return written.replace('"HUGE"', HUGE)


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Each container with each of its keys or indexes; those near the top come up as often as all of their content."""
    waiting = [(data, 0)]
    while waiting:
        holder, level = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        for key in keys:
            yield from [(holder, key)] * max(1, 6 - 2 * level)
            waiting.append((holder[key], level + 1))


def _change(holder: Any, key: Any, chance: Random, places: list[tuple[Any, Any]], borrowed: Any) -> None:
    kind = chance.randrange(9)
    value = holder[key]
    if kind == 0:
        del holder[key]
    elif kind <= 2:
        holder[key] = copy.deepcopy(chance.choice(VALUES))
    elif kind == 3:
        holder[key] = "HUGE"
    elif kind == 4:
        other_holder, other_key = chance.choice(places)
        holder[key] = copy.deepcopy(other_holder[other_key])
    elif kind == 5:
        theirs = list(_places(borrowed)) or [({"x": 1}, "x")]
        other_holder, other_key = chance.choice(theirs)
        holder[key] = other_holder[other_key]
    elif isinstance(value, list) and value:
        _change_list(value, chance)
    elif isinstance(value, dict):
        value[chance.choice(("x", "schema", "kind", "id"))] = copy.deepcopy(chance.choice(VALUES))
    elif isinstance(value, str):
        place = chance.randint(0, len(value))
        holder[key] = value[:place] + strange(chance) + value[place:]
    else:
        holder[key] = [value]


def _change_list(items: list[Any], chance: Random) -> None:
    kind = chance.randrange(5)
    if kind == 0:
        items.append(copy.deepcopy(chance.choice(items)))
    elif kind == 1:
        chance.shuffle(items)
    elif kind == 2:
        items.insert(chance.randint(0, len(items)), copy.deepcopy(chance.choice(VALUES)))
    elif kind == 3:
        del items[: chance.randint(1, len(items))]
    else:
        items.extend(copy.deepcopy(items[:20]) * chance.choice((1, 20)))


def _characters(text: str, chance: Random) -> str:
    place = chance.randint(0, len(text))
    kind = chance.randrange(5)
    if kind == 0:
        return text[:place]
    if kind == 1:
        return text[:place] + text[place + 1 :]
    if kind == 2:
        return text[:place] + strange(chance) + text[place:]
    if kind == 3:
        return text[:place] + chance.choice('[]{},:"0-') + text[place:]
    return "[" * chance.choice((1, 100_000)) + text
