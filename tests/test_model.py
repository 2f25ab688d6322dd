"""The model: frozen data, and views that are derived in linear time without recursion."""

from __future__ import annotations

import copy
import pickle
import time

import attrs
import pytest
from hypothesis import given

from strategies import bodies, comment_trees, threads
from threadkit import model
from threadkit.model import Answer, Author, Comment, Exchange, Issue, Letter, Passage, Thread

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
    required = {field.name: "x" for field in attrs.fields(kind) if field.default is attrs.NOTHING}
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
