"""The errors: one root, a place in each message, and whole after a trip between processes."""

from __future__ import annotations

import copy
import pickle

import pytest

from threadkit import errors
from threadkit.errors import ArchiveError, ParseError, SchemaError, ThreadkitError

CASES = [
    (ParseError("no title", code="empty"), "no title", {"code": "empty", "line": None, "column": None}),
    (ParseError("no title", code="empty", line=3), "line 3: no title", {"line": 3, "column": None}),
    (ParseError("odd", code="binary", line=3, column=9), "line 3, column 9: odd", {"line": 3, "column": 9}),
    (ArchiveError("cut off"), "cut off", {"offset": None}),
    (ArchiveError("cut off", offset=0), "byte 0: cut off", {"offset": 0}),
    (SchemaError("expected a string"), "expected a string", {"path": ""}),
    (SchemaError("expected a string", path="comments[3].text"), "comments[3].text: expected a string", {}),
]


@pytest.mark.parametrize(("error", "text", "facts"), CASES)
def test_the_message_says_where(error, text, facts):
    assert str(error) == text
    assert error.message in text
    assert {name: getattr(error, name) for name in facts} == facts


@pytest.mark.parametrize("name", errors.__all__)
def test_there_is_one_root(name):
    kind = getattr(errors, name)
    assert issubclass(kind, ThreadkitError)
    assert kind is ThreadkitError or issubclass(kind, ValueError)
    assert name in errors.__doc__


@pytest.mark.parametrize(("error", "text", "facts"), CASES)
@pytest.mark.parametrize("travel", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
def test_errors_travel_between_processes(error, text, facts, travel):
    again = travel(error)
    assert type(again) is type(error)
    assert str(again) == text
    assert vars(again) == vars(error)
