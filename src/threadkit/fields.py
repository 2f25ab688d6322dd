"""What the fields of the model may hold: each value is checked, and where it says the same in another form, put right.

`check(thing)` is called by every class of `model` when an object is made (`attrs.evolve` included). It goes by the
annotations of the class and by `BOUNDS`, so that nothing is written down twice. Its purpose is that what can be built
can be written: ``loads(dumps(thread)) == thread`` for every `Thread` that exists, and `to_text` and all tables take it.

* a list, or any other iterable, becomes a tuple; a subclass of `str`, `int`, `float` or `datetime` the plain value (a
  string of a parser may hold all of its page);
* a surrogate pair that is two characters becomes the character that it stands for: JSON can't tell them apart;
* the zone of a time becomes its offset, which is what JSON writes;
* all else that does not fit is a `TypeError`, or, out of bounds, a `ValueError`, in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timezone
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import attrs

from threadkit import lazy_re

__all__ = ["BOUNDS", "LARGEST", "check"]

LARGEST: Final = 2**53 - 1
"""The largest whole number that every reader of JSON holds exactly; no table or database is too small for it."""

BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "confidence": (0, 1),
    "declared_comment_count": (0, LARGEST),
    "depth": (0, 1_000_000),
    "line": (1, LARGEST),
    "offset": (0, LARGEST),
    "score": (-LARGEST, LARGEST),
}
"""The least and the greatest value of each field that holds a number. `to_text` indents a comment by its depth."""

_Rule = Callable[[Any], Any]
"""A value → the value as it is kept; raises `_UnfitError` where it does not fit."""


class _UnfitError(Exception):
    """A value does not fit: what was expected instead, and the error that this is."""

    def __init__(self, expected: str, error: type[Exception] = TypeError) -> None:
        super().__init__(expected)
        self.expected = expected
        self.error = error


def check(thing: Any) -> None:
    """Check each field of an object of the model that is being made, and put it right where need be.

    >>> from threadkit.model import Comment
    >>> Comment(id=7)
    Traceback (most recent call last):
    TypeError: Comment.id: expected a string, found 7
    >>> Comment(id="7", kind="zzz")
    Traceback (most recent call last):
    ValueError: Comment.kind: expected 'comment', 'pingback' or 'trackback', found 'zzz'
    """
    kind: Any = type(thing)
    _checker(kind)(thing)


@cache
def _checker(kind: Any) -> Callable[[Any], None]:
    """The function that checks an object of this class.

    A page has a dozen and a half values a comment, and nearly all are as usual: a call for each would cost more than
    all of `assembly`. So it is one function, written from the annotations as attrs writes ``__init__``: for each field
    an expression that is true of usual values, and the rule for all others.
    """
    types = get_type_hints(kind)
    lines = ["def checker(thing):"]
    names: dict[str, Any] = {"datetime": datetime, "timezone": timezone}
    for attribute in attrs.fields(kind):
        name = attribute.name
        names[f"rule_{name}"] = partial(_set, name, _rule(types[name], name))
        lines.append(f"    value = thing.{name}")
        lines.append(f"    if not ({_usual(types[name], name, names)}): rule_{name}(thing, value)")
    exec("\n".join(lines), names)  # noqa: S102 (nothing in it comes from outside)
    checker: Callable[[Any], None] = names["checker"]
    return checker


def _usual(kind: Any, name: str, names: dict[str, Any]) -> str:
    """An expression that is true of the usual values of a field, and of none that does not fit."""
    if isinstance(kind, UnionType) and NoneType in get_args(kind):
        inner = next(choice for choice in get_args(kind) if choice is not NoneType)
        return f"value is None or {_usual(inner, name, names)}"
    if get_origin(kind) is Literal:
        return f"type(value) is str and value in {get_args(kind)!r}"
    if attrs.has(kind):
        names[kind.__name__] = kind
        return f"type(value) is {kind.__name__}"
    if kind in (int, float):
        least, greatest = BOUNDS[name]
        return f"type(value) is {kind.__name__} and {least} <= value <= {greatest}"
    if kind is datetime:
        return "type(value) is datetime and (value.tzinfo is None or type(value.tzinfo) is timezone)"
    return {str: "type(value) is str and value.isascii()", bool: "value is True or value is False"}.get(kind, "False")


def _set(name: str, rule: _Rule, thing: Any, value: Any) -> None:
    try:
        fitting = rule(value)
    except _UnfitError as unfit:
        message = f"{type(thing).__name__}.{name}: expected {unfit.expected}, found {_shown(value)}"
        raise unfit.error(message) from None
    if fitting is not value:
        object.__setattr__(thing, name, fitting)


def _shown(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST:
        return "a number of many digits"
    shown = ascii(value) if isinstance(value, (str, bool, int, float, NoneType)) else f"a {type(value).__name__}"
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


# -- one rule for each annotation ------------------------------------------------------------------------------------


def _rule(kind: Any, name: str) -> _Rule:
    """What is asked of a field's value, whatever it is."""
    if isinstance(kind, UnionType) and NoneType in get_args(kind):
        return partial(_optional, _rule(next(choice for choice in get_args(kind) if choice is not NoneType), name))
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        return _strings if item is str else partial(_several, get_args(item) or (item,))
    if get_origin(kind) is Literal:
        return partial(_word, get_args(kind))
    if attrs.has(kind):
        return partial(_object, kind)
    if kind in (int, float):
        return partial(_whole if kind is int else _number, *BOUNDS[name])
    rules: Mapping[Any, _Rule] = {str: _string, bool: _truth, datetime: _time}
    return rules[kind]


def _optional(rule: _Rule, value: Any) -> Any:
    return None if value is None else rule(value)


_PAIR: Final = lazy_re.pattern("[\ud800-\udbff][\udc00-\udfff]")


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise _UnfitError("a string")
    plain = str.__str__(value)
    try:
        plain.encode()
    except UnicodeEncodeError:
        return _PAIR.sub(_joined, plain) if _PAIR.search(plain) else plain
    return plain


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _UnfitError("True or False")
    return value


def _whole(least: int, greatest: int, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _UnfitError("a whole number")
    if not least <= value <= greatest:
        raise _UnfitError(f"a whole number from {least} to {greatest}", ValueError)
    return int(value)


def _number(least: float, greatest: float, value: Any) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise _UnfitError("a number")
    if not least <= value <= greatest:
        raise _UnfitError(f"a number from {least} to {greatest}", ValueError)
    return value if type(value) is float else float(value)


def _word(words: tuple[str, ...], value: Any) -> str:
    for word in words:
        if value is word or (isinstance(value, str) and value == word):
            return word
    expected = ", ".join(map(repr, words[:-1])) + f" or {words[-1]!r}"
    raise _UnfitError(expected, ValueError if isinstance(value, str) else TypeError)


def _time(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise _UnfitError("a datetime")
    time = value if type(value) is datetime else datetime.combine(datetime.date(value), datetime.timetz(value))
    if time.tzinfo is None or type(time.tzinfo) is timezone:
        return time
    offset = time.utcoffset()
    return time.replace(tzinfo=None if offset is None else timezone(offset), fold=0)


def _object(kind: type, value: Any) -> Any:
    if type(value) is kind:
        return value
    article = "an" if kind.__name__[0] in "AEIOU" else "a"
    hint = " (write Author(name=…))" if kind.__name__ == "Author" and isinstance(value, str) else ""
    raise _UnfitError(f"{article} {kind.__name__}{hint}")


def _tuple(value: Any, expected: str) -> tuple[Any, ...]:
    if isinstance(value, tuple) and type(value) is tuple:
        return value
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise _UnfitError(expected)
    return tuple(value)


def _several(kinds: tuple[type, ...], value: Any) -> tuple[Any, ...]:
    names = " or ".join(kind.__name__ for kind in kinds)
    found = _tuple(value, f"a tuple or list of {names}")
    if not set(map(type, found)) <= set(kinds):
        other = next(item for item in found if type(item) not in kinds)
        raise _UnfitError(f"a tuple or list of {names} and nothing else, in which {_shown(other)} is not")
    return found


def _strings(value: Any) -> tuple[str, ...]:
    found = _tuple(value, "a tuple or list of strings")
    if set(map(type, found)) <= {str} and all(map(str.isascii, found)):
        return found
    fitting = tuple(map(_string, found))
    return found if fitting == found and set(map(type, found)) <= {str} else fitting
