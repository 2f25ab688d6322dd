"""The model → JSON Schema (2020-12): what `dumps` writes and `loads` reads, for those who read it without Python.

Nothing is written down twice. The properties come from the attrs classes, their types from the annotations, their
descriptions from the strings below the fields (read once, by ast, from the model's source), the limits and
the shape of times from what enforces them. Each class is one entry of ``$defs``.

A schema cannot say all: that the ids of the comments differ from one another is checked by `loads` only. And it allows
keys that it does not know, as `loads` does, so that a file of a later minor version is valid.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from types import UnionType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import attrs

from threadkit import model
from threadkit.fields import BOUNDS
from threadkit.model import SCHEMA_VERSION, Thread
from threadkit.serializers.json import DATETIME, KINDS

__all__ = ["json_schema"]

_Schema = dict[str, Any]

_PLAIN: Final[Mapping[object, str]] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the JSON form of a `Thread`, as plain data; ``docs/schema.json`` is its published copy.

    >>> schema = json_schema()
    >>> schema["required"], schema["properties"]["title"]["type"]
    (['schema'], ['string', 'null'])
    >>> schema["$defs"]["Comment"]["properties"]["depth"]["minimum"]
    0
    """
    docs = _field_docs()
    classes = sorted({*_classes(Thread)} - {Thread}, key=lambda kind: kind.__name__)
    thread = _class(Thread, docs)
    version = {"const": SCHEMA_VERSION, "description": "The version of this form; a higher one is not for this reader."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Thread",
        "description": _summary(Thread),
        "type": "object",
        "properties": {"schema": version, **thread["properties"]},
        "required": ["schema", *thread["required"]],
        "additionalProperties": True,
        "$defs": {kind.__name__: _class(kind, docs) for kind in classes},
    }


def _class(kind: type[attrs.AttrsInstance], docs: Mapping[str, Mapping[str, str]]) -> _Schema:
    types = get_type_hints(kind)
    properties: _Schema = {}
    names = [name for name, part in KINDS.items() if kind is part]
    if names:
        said = {"const": names[0]} if len(names) == 1 else {"enum": names}
        properties["kind"] = {**said, "description": "Which of the parts of a body this is."}
    required = [*properties]
    for attribute in attrs.fields(kind):
        if attribute.name in properties:
            continue
        properties[attribute.name] = _field(attribute, types[attribute.name], docs.get(kind.__name__, {}))
        if attribute.default is attrs.NOTHING:
            required.append(attribute.name)
    described = {"description": _summary(kind), "type": "object", "properties": properties}
    return {**described, "required": required, "additionalProperties": True}


def _field(attribute: attrs.Attribute[Any], kind: object, docs: Mapping[str, str]) -> _Schema:
    schema = _type(kind)
    least, greatest = BOUNDS.get(attribute.name, (None, None))
    limits = {"minimum": least, "maximum": greatest}
    schema.update({key: limit for key, limit in limits.items() if limit is not None})
    if attribute.name in docs:
        schema["description"] = docs[attribute.name]
    if attribute.default is not attrs.NOTHING:
        schema["default"] = [] if attribute.default == () else attribute.default
    return schema


def _type(kind: Any) -> _Schema:
    """The schema of one annotation; the model has no others than these."""
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if kind is datetime:
        return {"type": "string", "pattern": f"^{DATETIME}$"}
    if get_origin(kind) is Literal:
        return {"enum": [*get_args(kind)]}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _type(get_args(kind)[0])}
    if isinstance(kind, UnionType):
        return _either([_type(choice) for choice in get_args(kind)])
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _either(choices: list[_Schema]) -> _Schema:
    """A union: types with nothing but a name, or a pattern beside null, need no ``anyOf``."""
    names = [choice["type"] for choice in choices if "type" in choice]
    if len(names) < len(choices):
        return {"anyOf": choices}
    merged: _Schema = {}
    for choice in choices:
        merged.update(choice)
    return {**merged, "type": names}


def _classes(kind: Any) -> list[type[attrs.AttrsInstance]]:
    """The attrs classes that an annotation names, with those of their fields."""
    found: list[type[attrs.AttrsInstance]] = []
    waiting = [kind]
    while waiting:
        current = waiting.pop()
        if attrs.has(current) and current not in found:
            found.append(current)
            waiting.extend(get_type_hints(current)[field.name] for field in attrs.fields(current))
        waiting.extend(choice for choice in get_args(current) if not isinstance(choice, str))
    return found


def _summary(kind: type) -> str:
    return (inspect.getdoc(kind) or "").partition("\n\n")[0].replace("\n", " ")


def _field_docs() -> dict[str, dict[str, str]]:
    """Class → field → the string below the field, in JSON's words; empty where the source is not at hand."""
    try:
        tree = ast.parse(inspect.getsource(model))
    except OSError:
        return {}
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {node.name: dict(_documented(node.body)) for node in classes}


def _documented(body: list[ast.stmt]) -> list[tuple[str, str]]:
    return [
        (field.target.id, re.sub(r"\bNone\b", "null", " ".join(doc.value.value.split())))
        for field, doc in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant) and isinstance(doc.value.value, str)
    ]
