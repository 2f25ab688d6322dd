"""Every field of the model: edit it, and `to_text` changes, or the field is listed as one that no text carries."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args, get_origin, get_type_hints

import attrs
import pytest

from threadkit import model, parse, to_text
from threadkit.model import Answer, Author, Capture, Comment, Issue, Layout, Letter, Passage, Thread
from threadkit.serializers.text import NOT_CARRIED, ONLY_IN_A_LAYOUT

RENDERING = """the rope that nobody returned

by Clementine Oak on May 3, 2011

A reader writes:

Dear Clementine, my neighbor keeps my rope. Should I ask for it?

Signed, Ropeless

You should ask for it this week, and mean it when you do.

{ 5 comments }

  1. Nightfall* May 3, 2011 at 9:05 am

    Tie it to the fence.

    Twice.

    1. Clementine Oak* May 3, 2011 at 9:30 am Post author

      That is one way.

  2. Bo* May 4, 2011 at 8:00 am

    Or to the neighbor.

    1. Kit* May 4, 2011 at 8:15 am

      Not legal here.

  3. Pingback: Knots weekly

Comments are closed.
"""
READ = parse(RENDERING)
FULL = Thread(
    url="http://knots.example/rope/",
    title="the rope",
    author=Author(name="Clementine Oak", url="http://knots.example/oak/"),
    published=datetime(2011, 5, 3),
    published_raw="May 3, 2011",
    body=(
        Passage(text="A reader writes:"),
        Letter(
            text="May I ask?", heading="1. Rope", label="Q:", salutation="Dear C,", signature="Ropeless", html="<p>"
        ),
        Answer(text="Yes.", label="A:", salutation="Dear R,", signature="C.", html="<p>", author=Author(name="C. O.")),
    ),
    comments=(
        Comment(id="71", author=Author(name="Bo", url="http://bo.example/"), is_post_author=False, text="Tie it."),
        Comment(id="72", author=Author(name="Kit"), is_post_author=False, text="To what?"),
        Comment(id="73", parent_id="71", depth=1, author=Author(name="Una"), is_post_author=True, text="The fence."),
    ),
    declared_comment_count=3,
    comments_open=True,
    capture=Capture(url="http://knots.example/rope/", captured_at=datetime(2012, 1, 1, tzinfo=UTC)),
    dialect="wordpress",
    issues=(Issue(code="no-title", message="none"),),
)
BARE = attrs.evolve(
    FULL,
    author=None,
    published_raw=None,
    body=(Passage(text="A rope is a rope."),),
    comments=tuple(attrs.evolve(comment, is_post_author=None, parent_id=None, depth=0) for comment in FULL.comments),
    declared_comment_count=None,
    comments_open=None,
)
SOURCES = {"a rendering": READ, "a page": FULL, "a page that says little": BARE}


# -- edits -----------------------------------------------------------------------------------------------------------


def others(value, hint, thread):
    """Other values that a field of this type may have."""
    kinds = get_args(hint) if get_origin(hint) not in (None, tuple) or type(None) in get_args(hint) else (hint,)
    if type(None) in kinds and value is not None:
        yield None
    for kind in kinds:
        if kind is str:
            yield f"{value or ''} Zx"
        elif kind is bool:
            yield value is not True
        elif kind in (int, float):
            yield value / 2 if kind is float else (value or 0) + 1
        elif kind is datetime:
            yield datetime(1999, 1, 2, 3, 4, tzinfo=UTC)
        elif kind is Author:
            yield Author(name="Zenobia")
        elif kind is Capture:
            yield Capture(url="http://other.example/")
        elif isinstance(kind, str):  # a word of a Literal
            yield from () if kind == value else (kind,)
        elif kind is Layout and value is not None:
            yield attrs.evolve(value, pieces=(f"{value.pieces[0]}Zx", *value.pieces[1:]))
        elif get_origin(kind) is tuple and value:
            yield value[:-1]
            yield value[1:] if len(value) > 1 and not isinstance(value[0], Comment) else value[:-1]


def objects(thread):
    """Each object of the thread, with a function that puts another in its place."""
    yield thread, lambda new: new
    for name in ("author", "capture", "layout"):
        if (one := getattr(thread, name)) is not None:
            yield one, lambda new, name=name: attrs.evolve(thread, **{name: new})
    for name in ("body", "comments", "issues"):
        many = getattr(thread, name)
        for at, one in enumerate(many):

            def put(new, name=name, many=many, at=at):
                return attrs.evolve(thread, **{name: (*many[:at], new, *many[at + 1 :])})

            yield one, put
            if isinstance(one, (Answer, Comment)) and one.author is not None:
                yield one.author, lambda new, one=one, put=put: put(attrs.evolve(one, author=new))


def edits(thread):
    """(class, field, edited thread) of every edit of one field."""
    for one, put in objects(thread):
        kind = type(one).__name__
        hints = get_type_hints(type(one))
        for field in attrs.fields(type(one)):
            if (kind, field.name) == ("Comment", "parent_id"):
                continue  # below
            for value in others(getattr(one, field.name), hints[field.name], thread):
                if (kind, field.name) != ("Comment", "id") or thread.comments[-1] is one:
                    yield kind, field.name, put(attrs.evolve(one, **{field.name: value}))


def is_carried(kind, name, thread):
    if name in ONLY_IN_A_LAYOUT.get(kind, ()):
        return thread.layout is not None
    return name not in NOT_CARRIED.get(kind, ())


@pytest.mark.parametrize("source", SOURCES)
def test_an_edited_field_changes_the_text_or_is_listed(source):
    thread = SOURCES[source]
    text = to_text(thread)
    seen = set()
    for kind, name, edited in edits(thread):
        seen.add((kind, name))
        if is_carried(kind, name, thread):
            assert to_text(edited) != text, (kind, name, edited)
        elif thread.layout is None:
            assert to_text(edited) == text, f"{kind}.{name} is carried after all"
    if thread is FULL:
        wanted = {
            (kind.__name__, field.name)
            for kind in (Thread, Letter, Answer, Passage, Comment, Author, Capture, Issue)
            for field in attrs.fields(kind)
        }
        assert wanted - seen == {("Comment", "parent_id"), ("Thread", "layout")}


def test_the_lists_name_fields_that_there_are():
    for listed in (NOT_CARRIED, ONLY_IN_A_LAYOUT):
        for kind, names in listed.items():
            assert names <= {field.name for field in attrs.fields(getattr(model, kind))}


@pytest.mark.parametrize("source", SOURCES)
def test_an_edited_kind_of_part_is_read_back(source):
    thread = SOURCES[source]
    for at, part in enumerate(thread.body):
        for new in (Letter(text=part.text), Answer(text=part.text), *(Passage(text=part.text, kind=k) for k in KINDS)):
            if (type(new), getattr(new, "kind", None)) != (type(part), getattr(part, "kind", None)):
                edited = attrs.evolve(thread, body=(*thread.body[:at], new, *thread.body[at + 1 :]))
                back = parse(to_text(edited)).body[at]
                assert (type(back), back.text, getattr(back, "kind", None)) == (
                    type(new),
                    new.text,
                    getattr(new, "kind", None),
                )


KINDS = ("body", "unread")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "another rope"),
        ("author", Author(name="Zenobia")),
        ("author", None),
        ("published_raw", "June 4, 2012"),
        ("declared_comment_count", 9),
        ("comments_open", True),
        ("comments_open", None),
    ],
)
def test_an_edited_fact_of_a_renderings_post_is_read_back(name, value):
    back = parse(to_text(attrs.evolve(READ, **{name: value})))
    assert getattr(back, name) == value


def test_an_edited_parent_is_read_back():
    for thread in (FULL, READ):
        *_, last = (comment for comment in thread.comments if comment.depth == 1)
        for parent in [*(comment.id for comment in thread.comments[:3] if comment.depth == 0), None]:
            if parent == last.parent_id:
                continue
            at = thread.comments.index(last)
            moved = attrs.evolve(last, parent_id=parent)
            edited = attrs.evolve(thread, comments=(*thread.comments[:at], moved, *thread.comments[at + 1 :]))
            back = parse(to_text(edited))
            places = {comment.id: place for place, comment in enumerate(back.comments)}
            wanted = {comment.id: place for place, comment in enumerate(thread.comments)}
            assert places.get(back.comments[at].parent_id) == wanted.get(parent)
            assert back.comments[at].depth == 1
