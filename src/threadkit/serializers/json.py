"""Thread ↔ JSON: `to_dict`/`from_dict` between objects and plain data, `dumps`/`loads` between objects and JSON text.

The form is the model written down: one object a class, keys in the order of the fields, `"schema"` first;
tuples are arrays, times ISO 8601 with an offset exactly where the time has one, and each part of the body says by
`"kind"` what it is. All of the work is done by one cattrs converter, with hooks that are strict about types: nothing
is coerced, and what is wrong is reported with its path. Keys that are not known are ignored, so that a
file written by a later minor version still loads; a `"schema"` that is higher than ours does not.

Two places of the text itself need care. JSON allows what Python's reader takes silently or adds to it (a key given
twice, ``NaN``): both are errors here. And archived text holds characters that break the file that JSON is
written to, or the terminal that it is shown on (lone surrogates, C1 controls, U+2028): they are written as escapes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial, reduce
from types import GenericAlias, UnionType
from typing import Any, Final, Literal, NoReturn, get_args, get_origin, get_type_hints

import attrs
from cattrs import AttributeValidationNote, Converter, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from threadkit import lazy_re
from threadkit.errors import SchemaError
from threadkit.fields import BOUNDS
from threadkit.model import SCHEMA_VERSION, Answer, Comment, Letter, Part, Passage, Thread

__all__ = ["DATETIME", "KINDS", "dumps", "from_dict", "loads", "to_dict"]

KINDS: Final[Mapping[str, type[Part]]] = {"letter": Letter, "answer": Answer, "passage": Passage, "unread": Passage}
"""What a part of the body says in `"kind"`, and the class that it becomes. A passage that is no part of the post has a
word of its own, so that nobody takes it for one."""

DATETIME: Final = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)?"
)
"""The shape of a time in JSON (a regular expression): what `datetime.isoformat` writes, and ``Z``."""


def dumps(thread: Thread, *, indent: int | None = None) -> str:
    r"""A thread as JSON text: one line, or with `indent` spaces a level.

    The text is valid JSON and encodes to UTF-8 whatever the thread holds. ``loads(dumps(thread)) == thread``.

    >>> from threadkit.model import Thread
    >>> dumps(Thread(title="may I sing at work?"))[:48]
    '{"schema": 1, "url": null, "title": "may I sing '
    """
    text = json.dumps(to_dict(thread), ensure_ascii=False, allow_nan=False, indent=indent)
    return _UNSAFE.sub(_escape, text)


def loads(text: str | bytes) -> Thread:
    """The thread that `dumps` wrote. Bytes are UTF-8 (or UTF-16 or UTF-32, as JSON detects them).

    Raises `SchemaError` for what is not JSON or not the JSON of a thread, with the path of the (first) wrong place.

    >>> loads('{"schema": 1, "title": "may I sing at work?"}').title
    'may I sing at work?'
    >>> loads('{"schema": 1, "comments": [{"id": 5}]}')
    Traceback (most recent call last):
    threadkit.errors.SchemaError: comments[0].id: expected a string, found a number
    """
    if not isinstance(text, (str, bytes)):
        raise TypeError(f"loads() takes JSON as str or bytes, not {type(text).__name__}")
    return from_dict(_decode(text.removeprefix("\ufeff") if isinstance(text, str) else text))


def to_dict(thread: Thread) -> dict[str, Any]:
    """A thread as what JSON has: dicts, lists, strings, numbers, booleans and None.

    >>> from threadkit.model import Passage, Thread
    >>> to_dict(Thread(body=(Passage(text="A reader writes:"),)))["body"]
    [{'kind': 'passage', 'text': 'A reader writes:', 'html': None}]
    """
    if not isinstance(thread, Thread):
        raise TypeError(f"expected a Thread, not {type(thread).__name__}")
    data: dict[str, Any] = {"schema": SCHEMA_VERSION}
    data.update(_CONVERTER.unstructure(thread, unstructure_as=Thread))
    return data


def from_dict(data: Mapping[str, Any]) -> Thread:
    """The thread that `to_dict` took apart; `SchemaError` where `data` has another shape.

    >>> from_dict({"schema": 1, "comments": [{"id": "1"}]}).comments[0].depth
    0
    >>> from_dict({"schema": 2})
    Traceback (most recent call last):
    threadkit.errors.SchemaError: schema: this threadkit reads 1 and no later form: install a later threadkit
    """
    _check_version(data)
    try:
        return _CONVERTER.structure(data, Thread)
    except ExceptionGroup as group:
        _raise_all(list(_wrong_places(group)))
    except _WrongError as error:
        raise SchemaError(str(error)) from None


# -- JSON text ---------------------------------------------------------------------------------------------------

_UNSAFE: Final = lazy_re.pattern("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What JSON lets stand raw, and files, line readers and terminals do not. Outside of strings JSON has none of them."""


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _decode(text: str | bytes) -> Any:
    try:
        return _decode_with(text, _unique_keys, _no_constant)
    except _WrongError:
        # The hooks don't know where they are: decode once more with the flaws left in, and look for the first.
        data = _decode_with(text, partial(_flawed, _unique_keys), partial(_flawed, _no_constant))
        path, flaw = _first_flaw(data)
        raise SchemaError(str(flaw), path=path) from None


def _decode_with(text: str | bytes, unique: Callable[[Any], Any], constant: Callable[[str], Any]) -> Any:
    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=constant)
    except RecursionError:
        raise SchemaError("this is not the JSON of a thread: it is nested too deeply") from None
    except UnicodeDecodeError as error:
        raise SchemaError(f"this is not JSON: byte {error.start} is not {error.encoding.upper()}") from None
    except json.JSONDecodeError as error:
        raise SchemaError(f"this is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except ValueError:  # the only one left is int()'s limit on digits
        raise SchemaError("this is not the JSON of a thread: it holds a number of thousands of digits") from None


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise _WrongError(f"the key {_quote(twice)} is given twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise _WrongError(f"{name} is not JSON; an unknown number is null")


def _flawed(hook: Callable[[Any], Any], argument: Any) -> Any:
    try:
        return hook(argument)
    except _WrongError as flaw:
        return flaw


def _first_flaw(data: Any) -> tuple[str, _WrongError]:
    """The path of the first flaw in the order of the document, and the flaw; without recursion."""
    steps: list[str | int] = []
    trail = [iter(_inside(data))]
    while not isinstance(data, _WrongError):
        entry = next(trail[-1], None)
        if entry is None:
            trail.pop()
            steps.pop()
        else:
            step, data = entry
            steps.append(step)
            trail.append(iter(_inside(data)))
    return reduce(_join, steps, ""), data


def _inside(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


# -- what is wrong, and where ---------------------------------------------------------------------------------------


class _WrongError(Exception):
    """One value is not what the model wants: a sentence, to which the path is added while unwinding."""


_SHOWN: Final = 5
"""How many wrong places one error names; the rest is counted."""


def _wrong_places(group: ExceptionGroup[Exception]) -> Iterator[tuple[str, str]]:
    """(path, sentence) of each wrong value, in the order of the document."""
    stack: list[tuple[str, Exception]] = [("", group)]
    while stack:
        path, error = stack.pop()
        for note in reversed(getattr(error, "__notes__", [])):  # each level adds its own behind the inner ones
            if isinstance(note, AttributeValidationNote):
                path = _join(path, note.name)
            elif isinstance(note, IterableValidationNote):
                path = _join(path, note.index)
        if isinstance(error, ExceptionGroup):
            stack.extend((path, inner) for inner in reversed(error.exceptions))
        elif isinstance(error, KeyError):
            yield path, "is required and not there"
        else:
            yield path, str(error)


def _raise_all(places: list[tuple[str, str]]) -> NoReturn:
    (path, message), *more = places
    also = [f"{where}: {what}" for where, what in more[: _SHOWN - 1]]
    if len(more) >= _SHOWN:
        also.append(f"and {len(more) - len(also)} more")
    raise SchemaError("; ".join([message, *also]), path=path) from None


def _check_version(data: object) -> None:
    if not isinstance(data, Mapping):
        raise SchemaError(f"expected an object, found {_found(data)}")
    if "schema" not in data:
        raise SchemaError("is required and not there: this is not the JSON of a thread", path="schema")
    version = data["schema"]
    if type(version) is not int or version < 1:
        raise SchemaError(f"expected {SCHEMA_VERSION}, found {_found(version)}", path="schema")
    if version > SCHEMA_VERSION:
        message = f"this threadkit reads {SCHEMA_VERSION} and no later form: install a later threadkit"
        raise SchemaError(message, path="schema")


def _join(path: str, step: str | int) -> str:
    if isinstance(step, int):
        return f"{path}[{step}]"
    if not step.isidentifier():  # a key from the document, not from the model
        return f"{path}[{_quote(step)}]"
    return f"{path}.{step}" if path else step


def _quote(text: str) -> str:
    """A text from the document, short and on one line."""
    return json.dumps(text if len(text) <= 40 else text[:39] + "…")


def _found(value: object) -> str:
    """The kind of a value in JSON's words."""
    if isinstance(value, str):
        return "a string"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, (list, tuple)):
        return "an array"
    return "an object" if isinstance(value, Mapping) else f"a {type(value).__name__}"


# -- the converter --------------------------------------------------------------------------------------------------


_Hook = Callable[[Any, Any], Any]
"""How cattrs structures a value: (value, type) → value."""

_PLAIN: Final[Mapping[type, tuple[type | tuple[type, ...], str]]] = {
    str: (str, "a string"),
    bool: (bool, "true or false"),
    int: (int, "a whole number"),
    float: ((float, int), "a number"),
}
"""What JSON writes as itself: the Python types that are taken for it, and the words for it."""


def _plain_hook(kind: type, *, optional: bool) -> _Hook:
    """A thread has a dozen plain values a comment: each is looked at by one `isinstance`, None included."""
    expected, words = _PLAIN[kind]
    allowed = (expected, type(None)) if optional else expected
    no_booleans = kind in (int, float)

    def hook(value: Any, _: Any) -> Any:
        if isinstance(value, allowed) and not (no_booleans and isinstance(value, bool)):
            return value
        fraction = kind is int and isinstance(value, float)
        raise _WrongError(f"expected {words}, found {'a number with a fraction' if fraction else _found(value)}")

    return hook


def _bounded(hook: Callable[[Any, Any], Any], least: int, greatest: int, value: Any, kind: Any) -> Any:
    number = hook(value, kind)
    if number is None or least <= number <= greatest:
        return number
    raise _WrongError(f"is out of range: expected a number from {least} to {greatest}")


_DATETIME: Final = lazy_re.pattern(DATETIME)


def _datetime(value: Any, _: Any) -> datetime:
    if not isinstance(value, str):
        raise _WrongError(f"expected a time as a string, found {_found(value)}")
    if _DATETIME.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    raise _WrongError(f'expected a time such as "2009-05-03T16:10:00-04:00", found {_quote(value)}')


def _literal(allowed: tuple[str, ...], value: Any, _: Any) -> str:
    if isinstance(value, str) and value in allowed:
        return value
    words = ", ".join(map(_quote, allowed[:-1])) + f" or {_quote(allowed[-1])}"
    raise _WrongError(f"expected {words}, found {_quote(value) if isinstance(value, str) else _found(value)}")


def _array(value: Any) -> list[Any] | tuple[Any, ...]:
    if isinstance(value, (list, tuple)):
        return value
    raise _WrongError(f"expected an array, found {_found(value)}")


def _optional(hook: _Hook, value: Any, kind: Any) -> Any:
    return None if value is None else hook(value, kind)


def _object(hook: _Hook, value: Any, kind: Any) -> Any:
    if isinstance(value, (dict, Mapping)):  # dict first: asking an ABC costs three times as much
        return hook(value, kind)
    raise _WrongError(f"expected an object, found {_found(value)}")


def _part(hooks: Mapping[str, Callable[[Any, Any], Part]], value: Any, _: Any) -> Part:
    if not isinstance(value, Mapping):
        raise _WrongError(f"expected an object, found {_found(value)}")
    try:
        kind = _literal(tuple(hooks), value["kind"], str)
    except (KeyError, _WrongError) as error:
        error.add_note(AttributeValidationNote("in the part's kind", "kind", str))
        raise
    part = hooks[kind](value, KINDS[kind])
    return attrs.evolve(part, kind="unread") if isinstance(part, Passage) and kind == "unread" else part


def _tuple_hook(kind: Any, converter: Converter) -> _Hook:
    item = get_args(kind)[0]
    array = GenericAlias(list, (item,))
    several = converter.get_structure_hook(array)

    def hook(value: Any, _: Any) -> tuple[Any, ...]:
        # A rendering's layout has ten strings a comment: one by one only where one of them is wrong.
        if item is str and isinstance(value, list) and all(isinstance(text, str) for text in value):
            return tuple(value)
        return tuple(several(_array(value), array))

    return hook


def _class_hook(kind: type[attrs.AttrsInstance], converter: Converter) -> _Hook:
    types = get_type_hints(kind)
    names = [name for name in BOUNDS if name in types]
    hooks: dict[str, _Hook] = {
        name: partial(_bounded, converter.get_structure_hook(types[name]), *BOUNDS[name]) for name in names
    }
    if kind is Thread:
        hooks["comments"] = partial(_unique, converter.get_structure_hook(types["comments"]))
    overrides: dict[str, Any] = {name: override(struct_hook=hook) for name, hook in hooks.items()}
    if kind is Passage:  # its `kind` is the part's
        overrides["kind"] = override(omit=True)
    return partial(_object, make_dict_structure_fn(kind, converter, **overrides))


def _unique(hook: _Hook, value: Any, kind: Any) -> Any:
    """The comments, if their ids differ from one another."""
    comments: tuple[Comment, ...] = hook(value, kind)
    first: dict[str, int] = {}
    for place, comment in enumerate(comments):
        earlier = first.setdefault(comment.id, place)
        if earlier != place:
            error = _WrongError(f"{_quote(comment.id)} is the id of comments[{earlier}] already")
            error.add_note(AttributeValidationNote("in a comment's id", "id", str))
            error.add_note(IterableValidationNote("in a comment", place, Comment))
            raise error
    return comments


def _optional_hook(kind: Any, converter: Converter) -> _Hook:
    inner = next(choice for choice in get_args(kind) if choice is not type(None))
    if inner in _PLAIN:
        return _plain_hook(inner, optional=True)
    return partial(_optional, converter.get_structure_hook(inner))


def _part_hook(_: Any, converter: Converter) -> Callable[[Any, Any], Part]:
    return partial(_part, {name: converter.get_structure_hook(kind) for name, kind in KINDS.items()})


def _part_writer(_: Any, converter: Converter) -> Callable[[Part], dict[str, Any]]:
    skip = override(omit=True)
    writers = {kind: make_dict_unstructure_fn(kind, converter, kind=skip) for kind in KINDS.values()}

    def write(part: Part) -> dict[str, Any]:
        kind = type(part)
        unread = isinstance(part, Passage) and part.kind == "unread"
        name = "unread" if unread else kind.__name__.lower()
        return {"kind": name, **writers[kind](part)}

    return write


def _is_of(origin: object, kind: object) -> bool:
    return get_origin(kind) is origin


def _is_optional(kind: Any) -> bool:
    return isinstance(kind, UnionType) and type(None) in get_args(kind)


def _build_converter() -> Converter:
    converter = Converter(unstruct_collection_overrides={tuple: list})
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_unstructure_hook(float, float)
    converter.register_unstructure_hook_factory(lambda kind: kind == Part, _part_writer)
    converter.register_structure_hook(datetime, _datetime)
    for plain in _PLAIN:
        converter.register_structure_hook(plain, _plain_hook(plain, optional=False))
    structure = converter.register_structure_hook_factory
    structure(attrs.has, _class_hook)
    structure(partial(_is_of, tuple), _tuple_hook)
    structure(partial(_is_of, Literal), lambda kind: partial(_literal, get_args(kind)))
    structure(_is_optional, _optional_hook)
    structure(lambda kind: kind == Part, _part_hook)
    return converter


_CONVERTER: Final = _build_converter()
