"""The model: frozen data, and views that are derived in linear time without recursion."""

from __future__ import annotations

import copy
import pickle
import re
import time
import timeit
from datetime import date, datetime
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given

from strategies import bodies, comment_trees, threads
from threadkit import dumps, loads, model
from threadkit.model import Answer, Author, Comment, Exchange, Issue, Layout, Letter, Passage, Thread

CLASSES = [kind for name in model.__all__ if isinstance(kind := getattr(model, name), type) and attrs.has(kind)]
TREE = Thread(
    comments=(
        Comment(id="1"),
        Comment(id="1.1", parent_id="1", depth=1),
        Comment(id="1.1.1", parent_id="1.1", depth=2),
        Comment(id="1.2", parent_id="1", depth=1),
        Comment(id="2"),
    )
)


def ids(comments):
    return [comment.id for comment in comments]


# -- data ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", CLASSES)
def test_classes_are_frozen_slotted_and_keyword_only(kind):
    required = {
        field.name: () if "tuple" in str(field.type) else "x"
        for field in attrs.fields(kind)
        if field.default is attrs.NOTHING
    }
    thing = kind(**required)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(thing, attrs.fields(kind)[0].name, "y")
    assert not hasattr(thing, "__dict__")
    assert all(field.kw_only for field in attrs.fields(kind))


@given(threads())
def test_threads_can_be_copied_compared_and_sent_to_other_processes(thread):
    assert copy.deepcopy(thread) == attrs.evolve(thread) == pickle.loads(pickle.dumps(thread)) == thread
    assert attrs.evolve(thread, dialect=thread.dialect + "x") != thread


def test_views_play_no_part_in_equality():
    looked_at = attrs.evolve(TREE)
    list(looked_at.walk())
    assert looked_at == TREE
    assert pickle.loads(pickle.dumps(looked_at)) == TREE


@pytest.mark.parametrize("depth", [-1, 0.5, "1", None])
def test_a_depth_is_a_whole_number_from_0(depth):
    with pytest.raises((TypeError, ValueError)):
        Comment(id="1", depth=depth)


@pytest.mark.parametrize("kind", [Letter, Answer])
@pytest.mark.parametrize("confidence", [-0.01, 1.01, float("nan"), float("inf"), "1", None])
def test_a_confidence_lies_between_0_and_1(kind, confidence):
    with pytest.raises((TypeError, ValueError)):
        kind(text="x", confidence=confidence)


# -- what can be built can be written --------------------------------------------------------------------------------

ZONE = ZoneInfo("America/New_York")
MISFITS = {
    "an id that is a number": (lambda: Comment(id=7), TypeError, "Comment.id: expected a string, found 7"),
    "no id": (lambda: Comment(id=None), TypeError, "Comment.id: expected a string, found None"),
    "an unknown kind": (
        lambda: Comment(id="7", kind="zzz"),
        ValueError,
        "Comment.kind: expected 'comment', 'pingback' or 'trackback', found 'zzz'",
    ),
    "an author that is a name": (
        lambda: Comment(id="7", author="Ann"),
        TypeError,
        "Comment.author: expected an Author (write Author(name=…)), found 'Ann'",
    ),
    "a depth that is true": (lambda: Comment(id="7", depth=True), TypeError, "Comment.depth: expected a whole number"),
    "a depth below 0": (lambda: Comment(id="7", depth=-1), ValueError, "Comment.depth: expected a whole number from 0"),
    "a depth that no page has": (lambda: Comment(id="7", depth=10**7), ValueError, "found 10000000"),
    "a score in words": (lambda: Comment(id="7", score="5"), TypeError, "Comment.score: expected a whole number"),
    "a flag that is a number": (
        lambda: Comment(id="7", is_post_author=1),
        TypeError,
        "Comment.is_post_author: expected True or False, found 1",
    ),
    "a day without a time": (
        lambda: Comment(id="7", published=date(2011, 5, 3)),
        TypeError,
        "Comment.published: expected a datetime, found a date",
    ),
    "a time as text": (lambda: Comment(id="7", published="2011"), TypeError, "expected a datetime, found '2011'"),
    "text of bytes": (lambda: Comment(id="7", text=b"x"), TypeError, "Comment.text: expected a string, found a bytes"),
    "an unknown grade": (
        lambda: Issue(code="x", message="y", grade="bad"),
        ValueError,
        "Issue.grade: expected 'error', 'warning' or 'info', found 'bad'",
    ),
    "a line before the first": (lambda: Issue(code="x", message="y", line=0), ValueError, "found 0"),
    "an unknown basis": (lambda: Letter(text="x", basis="sure"), ValueError, "Letter.basis: expected 'marked' or"),
    "an unknown kind of passage": (lambda: Passage(text="x", kind="lost"), ValueError, "Passage.kind: expected 'body'"),
    "a count of 4,301 digits": (
        lambda: Thread(declared_comment_count=10**4_300),
        ValueError,
        f"Thread.declared_comment_count: expected a whole number from 0 to {2**53 - 1}, found a number of many digits",
    ),
    "a letter that is none": (
        lambda: Thread(body=["May I sing?"]),
        TypeError,
        "Thread.body: expected a tuple or list of Letter or Answer or Passage and nothing else",
    ),
    "one part alone": (lambda: Thread(body=Letter(text="x")), TypeError, "Thread.body: expected a tuple or list of"),
    "comments in words": (lambda: Thread(comments="none"), TypeError, "Thread.comments: expected a tuple or list of"),
    "a comment that is none": (lambda: Thread(comments=[Comment(id="1"), None]), TypeError, "None is not"),
    "two comments with one id": (
        lambda: Thread(comments=[Comment(id="1"), Comment(id="2"), Comment(id="1")]),
        ValueError,
        "Thread.comments: more than one comment has the id '1'",
    ),
}


@pytest.mark.parametrize("name", MISFITS)
def test_what_does_not_fit_is_an_error_in_one_sentence(name):
    make, error, message = MISFITS[name]
    with pytest.raises(error, match=re.escape(message)) as caught:
        make()
    assert "\n" not in str(caught.value)
    assert caught.value.__context__ is None or caught.value.__suppress_context__


class _Word(str):
    __slots__ = ("page",)


class _Moment(datetime):
    pass


PUT_RIGHT = {
    "lists": (Thread(comments=[Comment(id="1")], issues=[]), Thread(comments=(Comment(id="1"),))),
    "iterators": (Thread(body=iter([Passage(text="x")])), Thread(body=(Passage(text="x"),))),
    "a pair of surrogates": (Passage(text="a\ud83d\ude00b"), Passage(text="a\U0001f600b")),
    "a string of a parser": (Author(name=_Word("Ann")), Author(name="Ann")),
    "a time of a library": (Thread(published=_Moment(2011, 5, 3, 4)), Thread(published=datetime(2011, 5, 3, 4))),
    "a whole confidence": (Letter(text="x", confidence=1), Letter(text="x", confidence=1.0)),
    "a layout's pieces": (Layout(pieces=["", "title", "\ud83d\ude00"]), Layout(pieces=("", "title", "\U0001f600"))),
}


@pytest.mark.parametrize("name", PUT_RIGHT)
def test_what_says_the_same_in_another_form_is_put_right(name):
    made, expected = PUT_RIGHT[name]
    assert made == expected
    for field in attrs.fields(type(made)):
        assert type(getattr(made, field.name)) is type(getattr(expected, field.name))


def test_a_lone_surrogate_is_kept():
    assert Passage(text="a\ud83d b\ude00").text == "a\ud83d b\ude00"


def test_a_zone_becomes_its_offset():
    for fold in (0, 1):
        made = Comment(id="1", published=datetime(2011, 11, 6, 1, 30, tzinfo=ZONE, fold=fold)).published
        assert made.isoformat() == f"2011-11-06T01:30:00-0{4 + fold}:00"
        assert loads(dumps(Thread(published=made))).published == made


def test_a_parent_is_one_that_stands_before():
    thread = Thread(comments=[Comment(id="5", parent_id="6", depth=1), Comment(id="6", parent_id="5", depth=1)])
    assert [thread.parent(comment) for comment in thread.comments] == [None, thread.comments[0]]
    assert ids(thread.roots) == ["5"]


def test_checking_costs_little():
    text = {"text": "It’s a text. " * 20, "html": "<p>It’s a text.</p>" * 20, "published": datetime(2011, 5, 3)}
    built = min(timeit.repeat(lambda: Comment(id="1", **text), number=2_000, repeat=5))
    copied = min(timeit.repeat(lambda: copy.copy(TREE.comments[0]), number=2_000, repeat=5))
    assert built < 5 * copied


# -- letters and answers ---------------------------------------------------------------------------------------------

Q1, Q2 = Letter(text="may I sing?"), Letter(text="may I hum?")
H1, H2 = Letter(text="may I sing?", heading="1. Singing"), Letter(text="may I hum?", heading="2. Humming")
A1, A2 = Answer(text="yes"), Answer(text="no")
NOTE = Passage(text="A reader writes:")


@pytest.mark.parametrize(
    ("body", "exchanges"),
    [
        ((), []),
        ((NOTE,), []),
        ((NOTE, Q1, NOTE, A1, NOTE), [((Q1,), A1)]),
        ((Q1,), [((Q1,), None)]),
        ((A1,), [((), A1)]),
        ((Q1, A1, Q2, A2), [((Q1,), A1), ((Q2,), A2)]),
        ((Q1, Q2, A1), [((Q1, Q2), A1)]),
        ((Q1, A1, A2), [((Q1,), A1), ((), A2)]),
        ((H1, A1, H2, A2), [((H1,), A1), ((H2,), A2)]),
        ((H1, H2, A2), [((H1,), None), ((H2,), A2)]),
        ((H1, Q2, A2), [((H1, Q2), A2)]),
    ],
)
def test_exchanges(body, exchanges):
    assert [(exchange.letters, exchange.answer) for exchange in Thread(body=body).exchanges] == exchanges


@given(bodies())
def test_every_letter_and_answer_is_in_one_exchange(body):
    thread = Thread(body=body)
    assert tuple(letter for exchange in thread.exchanges for letter in exchange.letters) == thread.letters
    assert tuple(exchange.answer for exchange in thread.exchanges if exchange.answer) == thread.answers


def test_an_exchange_has_the_heading_of_its_letter():
    (exchange,) = Thread(body=(H1, Q2, A1)).exchanges
    assert (exchange.heading, exchange.letter) == ("1. Singing", H1)
    assert Exchange(answer=A1).letter is None


def test_the_first_letter_and_answer():
    assert (Thread().letter, Thread().answer) == (None, None)
    thread = Thread(body=(NOTE, Q1, A1, Q2, A2))
    assert (thread.letter, thread.answer) == (Q1, A1)


# -- the comment tree ------------------------------------------------------------------------------------------------


def test_roots_replies_parents_and_walks():
    assert ids(TREE.roots) == ["1", "2"]
    assert ids(TREE.replies(TREE.comment("1"))) == ["1.1", "1.2"]
    assert TREE.parent(TREE.comment("1.1.1")) == TREE.comment("1.1")
    assert TREE.parent(TREE.comment("2")) is None
    assert ids(TREE.walk(TREE.comment("1.1"))) == ["1.1", "1.1.1"]
    assert ids(TREE.walk()) == ids(TREE.comments)
    with pytest.raises(KeyError):
        TREE.comment("3")


def test_a_reply_without_its_parent_is_a_root():
    lost = Thread(comments=(Comment(id="4", parent_id="3", depth=1), Comment(id="5", depth=2)))
    assert ids(lost.roots) == ["4", "5"]
    assert lost.parent(lost.comments[0]) is None


@pytest.mark.parametrize("parents", [("1", None), ("2", "1"), ("2", "3", "1"), ("3", None, "2")])
def test_walks_end_where_parents_run_in_circles(parents):
    comments = tuple(Comment(id=str(n), parent_id=parent) for n, parent in enumerate(parents, 1))
    assert sorted(ids(Thread(comments=comments).walk())) == sorted(ids(comments))


@given(comment_trees())
def test_a_walk_visits_each_comment_once_in_page_order(comments):
    thread = Thread(comments=comments)
    assert tuple(thread.walk()) == comments
    for comment in comments:
        assert all(thread.parent(reply) == comment for reply in thread.replies(comment))


def seconds(action):
    """The best of three: the work itself, without what else the machine does."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return min(times)


@pytest.mark.parametrize("deep", [True, False])
def test_views_take_time_in_proportion_to_the_comments(deep):
    def look(size):
        def parent(n):
            return str(n - 1) if deep and n else ("0" if n else None)

        comments = tuple(Comment(id=str(n), parent_id=parent(n)) for n in range(size))
        thread = Thread(comments=comments)
        assert sum(1 for _ in thread.walk()) == size
        assert sum(len(thread.replies(comment)) for comment in comments) == size - 1

    assert seconds(lambda: look(20_000)) < 10 * 3 * seconds(lambda: look(2_000))


# -- how they show themselves ----------------------------------------------------------------------------------------


def test_a_thread_shows_itself_in_one_line():
    assert repr(Thread()) == "<Thread '(no title)': no letter, no answer, no comment>"
    issue = Issue(code="count-mismatch", message="2 declared, 3 found")
    busy = Thread(title="a\nb" * 90, body=(Q1, Q2, A1), comments=TREE.comments, issues=(issue,))
    assert repr(busy).endswith("…': 2 letters, 1 answer, 5 comments, 1 issue>")
    assert len(repr(busy)) < 130


def test_a_comment_shows_itself_in_one_line():
    comment = Comment(id="7", author=Author(name="Bo"), is_post_author=True, kind="pingback", text="so\n\n" * 99)
    assert repr(comment).startswith(
        "Comment(id='7', parent_id=None, depth=0, author='Bo', is_post_author=True, kind='ping"
    )
    assert len(repr(comment)) < 170


def test_an_issue_says_how_grave_where_and_what():
    assert str(Issue(code="c", message="m", grade="error", line=4)) == "error: line 4: c: m"


def test_notebooks_get_escaped_html():
    evil = "<script>alert(1)</script>&'\""
    author = Author(name=evil)
    thread = Thread(
        title=evil,
        author=author,
        published_raw=evil,
        body=(Letter(text=evil), Passage(text=evil)),
        comments=(Comment(id=evil, author=author, text=evil), Comment(id="2", depth=9_999)),
        issues=(Issue(code=evil, message=evil),),
    )
    shown = thread._repr_html_()
    assert "<script" not in shown
    assert shown.count("&lt;script") >= 8
    assert shown.count("<div") == shown.count("</div>")
    assert shown.count("<details") == shown.count("</details>") == 4


def test_notebooks_get_no_more_than_they_can_show():
    many = Thread(comments=tuple(Comment(id=str(n)) for n in range(2_000)))
    assert "and 1500 more" in many._repr_html_()
    assert len(many._repr_html_()) < 60_000


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_says_what_it_is(kind):
    assert kind.__doc__
