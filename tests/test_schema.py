"""The JSON Schema: current, complete, true of all that `dumps` writes, and as strict as `loads`."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from strategies import threads
from test_json import CORRUPTIONS, FULL, changed
from threadkit import model
from threadkit.serializers.json import dumps, to_dict
from threadkit.serializers.schema import json_schema

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
PUBLISHED = Path(__file__).parents[1] / "docs" / "schema.json"

BEYOND_SCHEMA = {
    ("comments.1.id", "7"),  # that ids differ
    ("comments.1.depth", 1.0),  # to JSON Schema 1.0 is a whole number
    ("published", "2009-05-33T00:00:00"),  # that a month has so many days
    ("published", "2009-05-03T16:10:00+24:00"),
    ("published", "2009-05-03T16:10:00\n"),  # Python's $ stands before a last line end, too
}


def test_it_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


def test_the_published_copy_is_current():
    text = json.dumps(SCHEMA, ensure_ascii=False, indent=2) + "\n"
    hint = "write it again: threadkit schema > docs/schema.json"
    assert PUBLISHED.read_text(encoding="utf-8") == text, hint


@given(threads())
def test_what_dumps_writes_is_valid(thread):
    VALIDATOR.validate(json.loads(dumps(thread)))


@pytest.mark.parametrize(("where", "value", "path", "message"), CORRUPTIONS)
def test_what_loads_refuses_is_not_valid(where, value, path, message):
    beyond = (where, value) in BEYOND_SCHEMA if not isinstance(value, (dict, list)) else False
    assert VALIDATOR.is_valid(changed(where, value)) == beyond


def test_unknown_keys_are_valid():
    data = to_dict(FULL)
    data["later"] = data["comments"][0]["later"] = {"x": 1}
    VALIDATOR.validate(data)


def test_only_what_has_no_default_is_required():
    VALIDATOR.validate({"schema": 1, "comments": [{"id": "1"}], "body": [{"kind": "passage", "text": ""}]})
    assert SCHEMA["$defs"]["Letter"]["required"] == ["kind", "text"]
    assert SCHEMA["$defs"]["Comment"]["required"] == ["id"]


def test_every_field_of_every_class_is_there_and_described():
    for name, kind in vars(model).items():
        if name not in model.__all__ or not attrs.has(kind) or name == "Exchange":  # derived, never written
            continue
        properties = SCHEMA["properties"] if name == "Thread" else SCHEMA["$defs"][name]["properties"]
        for field in attrs.fields(kind):
            described = properties[field.name]
            assert described["description"], (name, field.name)
            assert "None" not in described["description"]
            if (name, field.name) == ("Passage", "kind"):
                assert described["enum"] == [
                    "passage",
                    "unread",
                ]  # one word says which part it is, and which kind of it
            elif field.default is not attrs.NOTHING:
                assert described["default"] == (list(field.default) if field.default == () else field.default)


def test_the_limits_are_the_model_s_own():
    for kind, name in ((model.Letter, "confidence"), (model.Answer, "confidence"), (model.Comment, "depth")):
        limits = SCHEMA["$defs"][kind.__name__]["properties"][name]
        required = {"id": "1"} if kind is model.Comment else {"text": ""}
        kind(**required, **{name: limits["minimum"]})
        with pytest.raises(ValueError, match=name):
            kind(**required, **{name: limits["minimum"] - 1})
        if "maximum" in limits:
            kind(**required, **{name: limits["maximum"]})
            with pytest.raises(ValueError, match=name):
                kind(**required, **{name: limits["maximum"] + 1})


def test_it_is_new_each_time():
    json_schema()["properties"].clear()
    assert json_schema() == SCHEMA
