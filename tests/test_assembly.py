"""Rows → a thread: ids, parents, order, depth, counts, and what is said of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadkit import dumps, loads, parse
from threadkit.assembly import CommentRow, PostRow, assemble, parents_by_level
from threadkit.model import Answer, Author, Issue, Letter


def tree(rows, **options):
    """What became of the rows: (id, parent, depth) of each comment, and the codes of the issues."""
    thread = assemble(PostRow(), rows, **options)
    assert loads(dumps(thread)) == thread
    return [(c.id, c.parent_id, c.depth) for c in thread.comments], [(i.code, i.comment_id) for i in thread.issues]


# -- ids -------------------------------------------------------------------------------------------------------------


def test_numbers_are_kept_and_places_stand_in_for_those_that_are_missing():
    rows = [CommentRow(id="81"), CommentRow(parent=0), CommentRow(parent=1), CommentRow(), CommentRow(parent=3)]
    assert tree(rows) == (
        [("81", None, 0), ("81.1", "81", 1), ("81.1.1", "81.1", 2), ("2", None, 0), ("2.1", "2", 1)],
        [],
    )


def test_a_place_that_is_some_comments_number_is_given_another_name():
    assert tree([CommentRow(), CommentRow(id="1"), CommentRow(id="2"), CommentRow()]) == (
        [("1~2", None, 0), ("1", None, 0), ("2", None, 0), ("4", None, 0)],
        [],
    )


def test_a_number_that_is_there_twice_loses_no_comment_and_is_said():
    rows = [CommentRow(id="7", text="a"), CommentRow(id="7", text="b"), CommentRow(id="8", parent_id="7")]
    assert tree(rows) == ([("7", None, 0), ("7~2", None, 0), ("8", "7", 1)], [("repeated-id", "7~2")])


def test_a_place_is_not_taken_for_a_parent_that_is_not_there():
    rows = [CommentRow(), CommentRow(id="9", parent_id="1")]
    assert tree(rows) == ([("1~2", None, 0), ("9", "1", 1)], [("missing-parent", "9")])


def test_an_empty_number_is_a_number_and_nobodys_parent():
    assert tree([CommentRow(id=""), CommentRow(id="2")])[0] == [("", None, 0), ("2", None, 0)]


def test_a_ping_without_an_id_before_the_first_comment():
    page = """<html><head><meta name="generator" content="WordPress 4.2"><title>Knots</title></head><body>
      <h1>Knots</h1><p>A reader writes: what is a good knot for a very short rope?</p>
      <ol class="commentlist"><li class="pingback">Pingback: <a href="http://rope.example/">Rope</a></li>
      <li class="comment" id="comment-1"><cite class="fn">Ann</cite> <p>The short one, of course.</p></li></ol>"""
    thread = parse(page)
    assert [comment.id for comment in thread.comments] == ["1~2", "1"]
    assert loads(dumps(thread)) == thread


# -- parents ---------------------------------------------------------------------------------------------------------


def test_a_reply_that_stands_before_its_parent_is_moved_behind_it():
    rows = [
        CommentRow(id="5", parent_id="3"),
        CommentRow(id="4"),
        CommentRow(id="3"),
        CommentRow(id="6", parent_id="5"),
    ]
    assert tree(rows) == ([("4", None, 0), ("3", None, 0), ("5", "3", 1), ("6", "5", 2)], [])


def test_a_reply_behind_its_parent_keeps_its_place_unless_all_are_to_be_sorted():
    rows = [
        CommentRow(id="1"),
        CommentRow(id="2"),
        CommentRow(id="3", parent_id="1"),
        CommentRow(id="4", parent_id="3"),
    ]
    assert [number for number, _, _ in tree(rows)[0]] == ["1", "2", "3", "4"]
    assert [number for number, _, _ in tree(rows, sorts=True)[0]] == ["1", "3", "4", "2"]


def test_a_missing_parent_is_named_where_the_source_names_it():
    thread = assemble(PostRow(), [CommentRow(id="7", parent_id="5"), CommentRow(id="8", depth=2)], lacks="is lost")
    assert [(c.parent_id, c.depth) for c in thread.comments] == [("5", 1), (None, 2)]
    assert [issue.message for issue in thread.issues] == [
        "comment 7 replies to comment 5, which is lost",
        "comment 8 is a reply, but what it replies to is lost",
    ]


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ({"5": "5"}, [("5", None, 0)]),
        ({"5": "6", "6": "5"}, [("5", None, 0), ("6", "5", 1)]),
        ({"8": "6", "6": "7", "7": "6", "9": "8"}, [("6", None, 0), ("8", "6", 1), ("9", "8", 2), ("7", "6", 1)]),
    ],
)
@pytest.mark.parametrize("sorts", [True, False])
def test_a_circle_is_cut_above_its_first_comment_and_said_once(parents, expected, sorts):
    rows = [CommentRow(id=number, parent_id=parent) for number, parent in parents.items()]
    found, issues = tree(rows, sorts=sorts)
    assert sorted(found) == sorted(expected)
    assert issues == [("parent-circle", expected[0][0])]


@given(
    st.lists(st.tuples(st.none() | st.sampled_from("123456"), st.none() | st.sampled_from("1234567"))), st.booleans()
)
def test_any_rows_give_a_sound_thread(facts, sorts):
    """Whatever numbers and parents the rows have: no comment is lost, ids are unique, parents come first."""
    rows = [CommentRow(id=own, parent_id=parent, text=str(at)) for at, (own, parent) in enumerate(facts)]
    thread = assemble(PostRow(), rows, sorts=sorts)
    assert sorted(int(comment.text) for comment in thread.comments) == list(range(len(rows)))
    seen = {}
    for comment in thread.comments:
        assert comment.id not in seen
        if comment.parent_id in seen:
            assert comment.depth == seen[comment.parent_id] + 1
        elif comment.depth:
            assert [i.code for i in thread.issues if i.comment_id == comment.id][-1] == "missing-parent"
        seen[comment.id] = comment.depth
    assert sorted(map(id, thread.walk())) == sorted(map(id, thread.comments))


def test_levels_alone_tell_parents():
    assert parents_by_level([1, 2, 0, 1, 3, 2, 1]) == [None, 0, None, 2, None, 3, 2]
    assert parents_by_level([]) == []


def test_a_chain_of_replies_costs_time_in_proportion_to_its_length():
    def cost(size, step):
        rows = [CommentRow(id=str(at), parent_id=str(at + step)) for at in range(size)]
        times = []
        for _ in range(3):
            begin = time.process_time()
            assert len(assemble(PostRow(), rows).comments) == size
            times.append(time.process_time() - begin)
        return min(times) / size

    for step in (1, -1):
        assert cost(16_000, step) < 4 * cost(2_000, step)


# -- the thread ------------------------------------------------------------------------------------------------------


def codes(declared, kinds):
    rows = [CommentRow(kind=kind) for kind in kinds]
    return [issue.code for issue in assemble(PostRow(declared_comment_count=declared), rows).issues]


def test_the_declared_count_may_count_pings_or_not():
    kinds = ["comment", "comment", "pingback"]
    assert codes(2, kinds) == codes(3, kinds) == codes(None, kinds) == codes(0, []) == []
    assert codes(4, kinds) == codes(1, kinds) == ["count-mismatch"]


def test_the_letters_writer_is_found():
    post = PostRow(body=(Letter(text="May I sing?", signature="Una"), Answer(text="No.")))
    rows = [CommentRow(author=Author(name="Una")), CommentRow(author=Author(name="Kim")), CommentRow(text="OP here.")]
    assert [comment.is_letter_writer for comment in assemble(post, rows).comments] == [True, None, True]


def test_issues_stand_in_the_order_in_which_they_were_met_and_doubts_come_last():
    one, two, three = (Issue(code=code, message="x") for code in ("one", "two", "three"))
    seen = []

    def doubts(thread):
        seen.append(thread)
        return [three]

    post = PostRow(declared_comment_count=5)
    thread = assemble(post, [CommentRow(depth=1)], before=[one], after=[two], doubts=doubts)
    assert [issue.code for issue in thread.issues] == ["one", "missing-parent", "two", "count-mismatch", "three"]
    assert seen[0].issues == thread.issues[:-1]
