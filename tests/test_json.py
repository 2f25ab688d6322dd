"""JSON: what goes out comes back equal; what is not a thread's JSON is refused with its path and one sentence."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import threads
from threadkit.errors import SchemaError
from threadkit.model import Answer, Author, Capture, Comment, Issue, Layout, Letter, Passage, Thread
from threadkit.serializers.json import dumps, from_dict, loads, to_dict

LOCAL_MEAN_TIME = timezone(-timedelta(hours=4, minutes=56, seconds=2))

SEEN = {"first_seen": datetime(2011, 1, 2, tzinfo=UTC), "last_seen": datetime(2013, 5, 6, 7, 8, 9, tzinfo=UTC)}

FULL = Thread(
    url="https://example.org/2009/05/choir",
    title="my boss sings",
    author=Author(name="Ines", url="https://example.org/about"),
    published=datetime(2009, 5, 3, 16, 10, tzinfo=timezone(timedelta(hours=-4))),
    published_raw="May 3, 2009 at 4:10 pm",
    body=(
        Passage(text="A reader writes:", html="<p>A reader writes:</p>"),
        Letter(heading="1. Singing", label="Q:", salutation="Dear Ines,", text="He sings.", signature="Deaf in Delft"),
        Answer(label="A:", text="Join in.", author=Author(name="Guest"), basis="inferred", confidence=0.75),
    ),
    comments=(
        Comment(id="7", author=Author(name="Bo"), published=datetime(2009, 5, 4, 9, 0, 1, 250), text="Ha!\n\nHa."),
        Comment(id="9", parent_id="7", depth=1, is_post_author=True, is_letter_writer=True, kind="pingback", **SEEN),
    ),
    declared_comment_count=3,
    comments_open=False,
    capture=Capture(url="https://example.org/", captured_at=datetime(2011, 1, 2, tzinfo=UTC), path="a.warc", offset=12),
    dialect="wordpress",
    issues=(Issue(code="count-mismatch", message="3 declared, 2 found", grade="error", line=4, comment_id="9"),),
    layout=Layout(pieces=("", "title", "\n\n"), newline="\r\n", shape="5e"),
)
"""Every field of every class with a value that is not its default."""


# -- out and back ----------------------------------------------------------------------------------------------------


@given(threads())
def test_any_thread_comes_back_from_text(thread):
    assert loads(dumps(thread)) == thread


@given(threads(), st.sampled_from([None, 0, 1, 4]))
def test_json_text_is_utf8_in_every_indentation(thread, indent):
    text = dumps(thread, indent=indent)
    assert loads(text.encode()) == loads("\ufeff" + text) == loads(text.encode("utf-16")) == thread


@given(threads())
def test_any_thread_comes_back_from_plain_data(thread):
    data = to_dict(thread)
    assert from_dict(data) == thread
    assert to_dict(from_dict(data)) == data


def test_every_field_comes_back():
    again = loads(dumps(FULL))
    for field in attrs.fields(Thread):
        assert getattr(again, field.name) == getattr(FULL, field.name), field.name
    assert again.published.utcoffset() == timedelta(hours=-4)
    assert again.comments[0].published.tzinfo is None


def test_keys_stand_in_the_order_of_the_fields():
    data = to_dict(FULL)
    assert [*data] == ["schema", *(field.name for field in attrs.fields(Thread))]
    assert [*data["comments"][0]] == [field.name for field in attrs.fields(Comment)]
    assert [*data["body"][1]] == ["kind", *(field.name for field in attrs.fields(Letter))]
    assert [part["kind"] for part in data["body"]] == ["passage", "letter", "answer"]


def test_plain_data_is_what_json_has():
    plain = {dict, list, str, int, float, bool, type(None)}
    waiting = [to_dict(FULL)]
    while waiting:
        value = waiting.pop()
        assert type(value) in plain
        waiting.extend(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())


@pytest.mark.parametrize(
    ("time", "written"),
    [
        (datetime(2009, 5, 3, 16, 10), "2009-05-03T16:10:00"),
        (datetime(2009, 5, 3, 16, 10, tzinfo=UTC), "2009-05-03T16:10:00+00:00"),
        (
            datetime(1, 1, 1, 0, 0, 0, 1, tzinfo=LOCAL_MEAN_TIME),
            "0001-01-01T00:00:00.000001-04:56:02",
        ),
    ],
)
def test_times_are_iso_8601_with_an_offset_only_where_there_is_one(time, written):
    thread = Thread(published=time)
    assert to_dict(thread)["published"] == written
    assert loads(dumps(thread)).published.isoformat() == written


def test_z_is_utc():
    assert from_dict({"schema": 1, "published": "2009-05-03T16:10:00Z"}).published.utcoffset() == timedelta(0)


def test_text_that_files_and_terminals_stumble_over_is_written_as_escapes():
    thread = Thread(title="\x1b[2J \x9b31m \x7f \u2028 \x85 \udc80 \ud83d é \U0001f600")
    text = dumps(thread)
    assert len(text.splitlines()) == 1
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in text)
    assert "é \U0001f600" in text
    assert json.loads(text.encode())["title"] == thread.title


def test_a_surrogate_pair_in_two_characters_is_the_character_that_it_stands_for():
    assert loads(dumps(Thread(title="\ud83d\ude00"))).title == "\U0001f600"


def test_five_thousand_nested_replies():
    deep = tuple(Comment(id=str(n), parent_id=str(n - 1) if n else None, depth=n) for n in range(5_000))
    assert loads(dumps(Thread(comments=deep))).comments == deep


# -- what the reader lets pass ----------------------------------------------------------------------------------------


def test_absent_keys_take_their_defaults():
    assert loads('{"schema": 1}') == Thread()
    thread = from_dict({"schema": 1, "body": [{"kind": "letter", "text": "x"}], "comments": [{"id": "1"}]})
    assert thread == Thread(body=(Letter(text="x"),), comments=(Comment(id="1"),))


def test_unknown_keys_are_ignored_at_every_level():
    later = to_dict(FULL)
    later["language"] = {"code": "nl"}
    for place in (later["author"], later["capture"], *later["body"], *later["comments"], *later["issues"]):
        place["later"] = [1, {"x": None}]
    assert from_dict(later) == FULL


def test_a_whole_number_is_a_confidence():
    data = {"schema": 1, "body": [{"kind": "letter", "text": "x", "confidence": 1}]}
    assert from_dict(data).letter.confidence == 1.0


def test_tuples_are_arrays():
    assert from_dict({"schema": 1, "comments": ({"id": "1"},)}).comments == (Comment(id="1"),)


# -- what it refuses ---------------------------------------------------------------------------------------------------


def changed(path, value):
    """The full thread's data with another value at a path such as "comments.1.depth"; `...` removes the key."""
    data = json.loads(dumps(FULL))
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = data
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


CORRUPTIONS = [
    ("schema", ..., "schema", "required"),
    ("schema", 0, "schema", "expected 1"),
    ("schema", True, "schema", "expected 1"),
    ("schema", "1", "schema", "expected 1"),
    ("schema", 2, "schema", "later threadkit"),
    ("title", 5, "title", "expected a string, found a number"),
    ("title", ["x"], "title", "expected a string, found an array"),
    ("author", "Ines", "author", "expected an object, found a string"),
    ("author.name", None, "author.name", "expected a string, found null"),
    ("author.name", ..., "author.name", "required"),
    ("published", "yesterday", "published", "expected a time"),
    ("published", "2009-05-33T00:00:00", "published", "expected a time"),
    ("published", "2009-05-03", "published", "expected a time"),
    ("published", "2009-05-03T16:10:00\n", "published", "expected a time"),
    ("published", "２００９-05-03T16:10:00", "published", "expected a time"),
    ("published", "2009-05-03T16:10:00+24:00", "published", "expected a time"),
    ("published", 1241381400, "published", "expected a time as a string, found a number"),
    ("capture.captured_at", "", "capture.captured_at", "expected a time"),
    ("capture.offset", "12", "capture.offset", "expected a whole number, found a string"),
    ("capture", [], "capture", "expected an object, found an array"),
    ("body", None, "body", "expected an array, found null"),
    ("body", "text", "body", "expected an array, found a string"),
    ("body", {"0": {}}, "body", "expected an array, found an object"),
    ("body.1", 5, "body[1]", "expected an object, found a number"),
    ("body.1.kind", ..., "body[1].kind", "required"),
    ("body.1.kind", "reply", "body[1].kind", '"letter", "answer", "passage" or "unread", found "reply"'),
    ("body.1.kind", None, "body[1].kind", "found null"),
    ("body.1.text", ..., "body[1].text", "required"),
    ("body.2.author", {"url": None}, "body[2].author.name", "required"),
    ("body.2.basis", "guessed", "body[2].basis", '"marked" or "inferred", found "guessed"'),
    ("body.2.confidence", 1.01, "body[2].confidence", "out of range"),
    ("body.2.confidence", -0.5, "body[2].confidence", "out of range"),
    ("body.2.confidence", 10**400, "body[2].confidence", "out of range"),
    ("body.2.confidence", True, "body[2].confidence", "expected a number, found true"),
    ("body.2.confidence", "1", "body[2].confidence", "expected a number, found a string"),
    ("comments", {}, "comments", "expected an array, found an object"),
    ("comments.1", None, "comments[1]", "expected an object, found null"),
    ("comments.1.id", ..., "comments[1].id", "required"),
    ("comments.1.id", 9, "comments[1].id", "expected a string, found a number"),
    ("comments.1.id", "7", "comments[1].id", '"7" is the id of comments[0] already'),
    ("comments.1.depth", -1, "comments[1].depth", "from 0 to 1000000"),
    ("comments.1.depth", None, "comments[1].depth", "expected a whole number, found null"),
    ("comments.1.depth", 1.0, "comments[1].depth", "found a number with a fraction"),
    ("comments.1.depth", False, "comments[1].depth", "expected a whole number, found false"),
    ("comments.1.text", None, "comments[1].text", "expected a string, found null"),
    ("comments.1.is_post_author", "yes", "comments[1].is_post_author", "expected true or false, found a string"),
    ("comments.1.is_post_author", 1, "comments[1].is_post_author", "expected true or false, found a number"),
    ("comments.1.kind", "reply", "comments[1].kind", '"comment", "pingback" or "trackback"'),
    ("comments.0.author.name", 5, "comments[0].author.name", "expected a string, found a number"),
    ("declared_comment_count", 2.5, "declared_comment_count", "found a number with a fraction"),
    ("issues.0.message", ..., "issues[0].message", "required"),
    ("issues.0.grade", "fatal", "issues[0].grade", '"error", "warning" or "info"'),
    ("layout.pieces", ..., "layout.pieces", "required"),
    ("layout.pieces", "abc", "layout.pieces", "expected an array, found a string"),
    ("layout.pieces.1", 5, "layout.pieces[1]", "expected a string, found a number"),
]


@pytest.mark.parametrize(("where", "value", "path", "message"), CORRUPTIONS)
def test_a_wrong_value_is_named_by_its_path(where, value, path, message):
    data = changed(where, value)
    with pytest.raises(SchemaError) as caught:
        from_dict(data)
    assert caught.value.path == path
    assert message in caught.value.message
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    with pytest.raises(SchemaError) as read:
        loads(json.dumps(data))
    assert str(read.value) == str(caught.value)


def test_one_error_names_several_places_and_counts_the_rest():
    comments = [{"id": number} for number in range(8)]
    with pytest.raises(SchemaError) as caught:
        from_dict({"schema": 1, "title": 1, "comments": comments})
    assert caught.value.path == "title"
    assert "; comments[0].id: expected a string" in str(caught.value)
    assert str(caught.value).endswith("and 4 more")


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("", "", "not JSON"),
        ("  \n", "", "not JSON"),
        ("thread", "", "line 1, column 1"),
        ('{"schema": 1', "", "not JSON"),
        ('{"schema": 1} {"schema": 1}', "", "Extra data"),
        ('{"schema": 1,\n "title": "a\nb"}', "", "line 2"),
        ("null", "", "expected an object, found null"),
        ("true", "", "expected an object, found true"),
        ("[]", "", "expected an object, found an array"),
        ('"{}"', "", "expected an object, found a string"),
        (b"\xff\x00", "", "not JSON"),
        (b'{"schema": 1, "title": "\xe9"}', "", "byte 24 is not UTF-8"),
        ('{"schema": 1, "title": NaN}', "title", "NaN is not JSON"),
        ('{"schema": 1, "later": {"x": [0, -Infinity]}}', "later.x[1]", "-Infinity is not JSON"),
        ('{"schema": 1, "body": [{"kind": "letter", "text": "", "confidence": NaN}]}', "body[0].confidence", "NaN"),
        ('{"schema": 1, "body": [{"kind": "letter", "text": "", "confidence": 1e999}]}', "body[0].confidence", "range"),
        ('{"schema": 1, "\\u001b[2J": [{"": NaN}]}', '["\\u001b[2J"][0][""]', "NaN is not JSON"),
        ('{"schema": 1, "title": NaN', "", "not JSON"),
        ('{"schema": 1, "later": {"x": [[], {}, {"y": []}, [5, {"z": "", "z": 0}]]}}', "later.x[3][1]", "twice"),
        ('{"a": NaN, "b": ' + "[" * 200_000, "", "nested too deeply"),
        ("NaN", "", "NaN is not JSON"),
        ('{"schema": 1, "schema": 1}', "", 'the key "schema" is given twice'),
        ('{"schema": 1, "comments": [{"id": "1"}, {"id": "2", "id": "3"}]}', "comments[1]", '"id" is given twice'),
        ('{"schema": 1, "declared_comment_count": ' + "9" * 5_000 + "}", "", "digits"),
        ("[" * 200_000, "", "nested too deeply"),
        ('{"schema": 1, "later": ' + '{"a":' * 200_000, "", "nested too deeply"),
    ],
)
def test_what_is_not_the_json_of_a_thread_is_refused(text, path, message):
    with pytest.raises(SchemaError) as caught:
        loads(text)
    assert caught.value.path == path
    assert message in caught.value.message
    assert len(str(caught.value)) < 200


def test_a_long_wrong_text_is_shown_short():
    with pytest.raises(SchemaError) as caught:
        from_dict({"schema": 1, "published": "x" * 10_000 + "\x1b"})
    assert len(str(caught.value)) < 150


@given(st.text() | st.binary())
def test_any_input_is_a_thread_or_a_schema_error(text):
    with pytest.raises(SchemaError):
        loads(text)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
_PLACES = sorted({where for where, *_ in CORRUPTIONS})


@given(st.sampled_from(_PLACES), _JSON)
def test_any_value_at_any_place_is_read_or_refused(where, value):
    data = changed(where, value)
    try:
        thread = from_dict(data)
    except SchemaError:
        return
    assert loads(dumps(thread)) == thread


def test_a_mutilated_document_is_a_schema_error():
    whole = dumps(FULL)
    for end in range(0, len(whole), 7):
        with pytest.raises(SchemaError):
            loads(whole[:end])


@pytest.mark.parametrize("argument", [None, 5, ["{}"], {"schema": 1}])
def test_another_argument_is_a_type_error(argument):
    with pytest.raises(TypeError):
        loads(argument)
    with pytest.raises(TypeError):
        dumps(argument)


def test_schema_errors_travel_between_processes():
    error = SchemaError("expected a string", path="title")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.path) == (str(error), "title")


def test_a_passage_that_is_no_part_of_the_post_has_a_kind_of_its_own():
    thread = Thread(body=(Passage(text="A rope."), Passage(text="Bo said: tie it.", kind="unread")))
    assert [part["kind"] for part in to_dict(thread)["body"]] == ["passage", "unread"]
    assert loads(dumps(thread)) == thread


def test_a_thread_that_holds_pairs_of_surrogates_and_zones_comes_back():
    when = datetime(2011, 11, 6, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=1)
    thread = Thread(title="\ud83d\ude00", published=when, comments=[Comment(id="\ud83d\ude00", score=-5)])
    assert loads(dumps(thread)) == thread
