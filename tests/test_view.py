"""The view for a person: nothing lost, nothing wider than the screen, nothing that a terminal obeys, at any depth."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from strategies import threads
from threadkit.cli.terminal import visible
from threadkit.cli.view import render
from threadkit.model import Answer, Author, Capture, Comment, Issue, Letter, Passage, Thread

OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
DRAWN = re.compile(r"[\s│┊●┃]")


def shown(thread, **options):
    return "\n".join(render(thread, **options))


def chain(length, text="A reply."):
    """Each comment a reply to the one before it."""
    ids = [str(number) for number in range(length)]
    return tuple(Comment(id=n, parent_id=ids[i - 1] if i else None, depth=i, text=text) for i, n in enumerate(ids))


def test_the_whole_view():
    ann, bob = Author(name="Ann"), Author(name="Bob")
    thread = Thread(
        title="may I sing at work?",
        author=ann,
        published=datetime(2011, 5, 4),
        published_raw="May 4, 2011",
        url="https://example.org/sing",
        body=(
            Passage(text="A reader writes:"),
            Letter(heading="1. Singing", salutation="Dear Ann,", text="I sing.\n\nMay I?", signature="Loud in Leeds"),
            Answer(label="A:", text="You may not.", author=bob, basis="inferred", confidence=0.8),
        ),
        comments=(
            Comment(id="7", author=bob, text="So do I.", published=datetime(2011, 5, 4, 9, 5, tzinfo=UTC)),
            Comment(id="8", parent_id="7", depth=1, author=ann, is_post_author=True, text="You\nmay not either."),
            Comment(id="9", depth=2, text="Who?", published_raw="last year", is_letter_writer=True),
        ),
        declared_comment_count=5,
        comments_open=False,
        capture=Capture(captured_at=datetime(2012, 1, 1, tzinfo=UTC), path="crawl.warc.gz"),
        issues=(
            Issue(code="noted", message="worth knowing", grade="info"),
            Issue(code="lost", message="a part is lost", grade="error", line=3, comment_id="9"),
        ),
    )
    assert shown(thread, width=60) == (
        """\
may I sing at work?
by Ann · 2011-05-04
https://example.org/sing
1 letter · 1 answer · 3 comments (the page says 5), closed
· 2 issues
captured 2012-01-01 00:00 +0000 · from crawl.warc.gz

A reader writes:

LETTER · 1. Singing
│ Dear Ann,
│
│ I sing.
│
│ May I?
│
│ — Loud in Leeds

ANSWER · by Bob · A: · inferred, 80% sure
┃ You may not.

COMMENTS ──────────────────────────────────────────────────

● Bob · 2011-05-04 09:05 +0000 · #7
│ So do I.
│
│ ● Ann ★ post author · #8
│ │ You
│ │ may not either.
│ │
│ │ ● (no name) ★ letter writer · last year · #9 · its
│ │ │ parent is not on the page
│ │ │ Who?

ISSUES ────────────────────────────────────────────────────
error    lost: a part is lost (line 3, #9)
info     noted: worth knowing"""
    )


@settings(max_examples=60, deadline=None)
@given(threads(), st.integers(20, 120), st.booleans(), st.sampled_from(["utf-8", "ascii"]))
def test_any_thread_fits_the_screen_and_sends_it_no_command(thread, width, colour, encoding):
    for line in render(thread, width=width, colour=colour, encoding=encoding):
        bare = COLOUR.sub("", line) if colour else line
        assert not OBEYED.search(bare)
        assert cell_len(bare) <= width


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab c 日「本。ש👩\u200d❤\ufe0f\n\t\u00a0\x1b"), max_size=200), st.integers(20, 60))
def test_no_word_of_a_comment_is_lost(text, width):
    lines = list(render(Thread(comments=(Comment(id="1", text=text),)), width=width))
    below = "".join(lines[next(i for i, line in enumerate(lines) if "#1" in line) + 1 :])
    assert DRAWN.sub("", below) == DRAWN.sub("", visible(text))


def test_chinese_and_japanese_break_between_signs_but_not_before_a_stop():
    lines = list(render(Thread(comments=(Comment(id="1", text="漢字" * 8 + "。"),)), width=20))
    assert lines[-2:] == ["│ " + "漢字" * 4, "│ " + "漢字" * 4 + "。"] or not lines[-1].startswith("│ 。")
    assert all(cell_len(line) <= 20 for line in lines)


def test_right_to_left_text_keeps_its_order_of_characters():
    assert "│ שלום לכולם, תודה!" in shown(Thread(comments=(Comment(id="1", text="שלום לכולם, תודה!"),)))


def test_beyond_the_guides_that_fit_the_depth_is_a_number():
    view = shown(Thread(comments=chain(36)), width=80)
    assert "depth 12" not in view
    assert "┊ │ │ │ │ │ │ │ │ │ │ │ ● (no name) · #35 · depth 35" in view
    assert max(map(len, view.splitlines())) <= 80


@pytest.mark.parametrize("width", [20, 40, 200])
def test_words_keep_their_room_at_any_depth(width):
    words = " ".join(["word"] * 20)
    lines = list(render(Thread(comments=chain(50, words)), width=width))
    assert lines[-1].count("word") >= min(2, width // 20)


def test_5000_nested_and_20000_wide_threads_are_shown_in_linear_time():
    begun = time.perf_counter()
    assert sum(1 for _ in render(Thread(comments=chain(5_000)))) > 10_000
    wide = tuple(Comment(id=str(number), text="Short.") for number in range(20_000))
    assert sum(1 for _ in render(Thread(comments=wide))) > 60_000
    assert time.perf_counter() - begun < 20


def test_the_first_screen_does_not_wait_for_the_last():
    wide = tuple(Comment(id=str(number), text="Short.") for number in range(50_000))
    lines = render(Thread(title="long", comments=wide))
    begun = time.perf_counter()
    assert next(lines) == "long"
    assert time.perf_counter() - begun < 0.2


def test_a_very_long_word_is_no_trouble():
    assert sum(1 for _ in render(Thread(body=(Passage(text="x" * 200_000 + "é" * 200_000),)))) > 4_000


@pytest.mark.parametrize("signature", ["Loud in Leeds", "— Loud in Leeds"])
def test_a_signature_has_one_dash(signature):
    letter = Letter(text="May I?", signature=signature)
    assert shown(Thread(body=(letter,))).endswith("│ May I?\n│\n│ — Loud in Leeds")


def test_scores_are_shown_and_what_was_not_read_is_set_off():
    thread = Thread(
        body=(Passage(text="A rope."), Passage(text="Bo said: tie it.", kind="unread")),
        comments=(Comment(id="7", author=Author(name="Ann"), text="Why?", score=-2),),
    )
    lines = shown(thread, width=60).splitlines()
    assert lines.index("A rope.") < next(at for at, line in enumerate(lines) if "NOT READ" in line)
    assert any("score -2" in line for line in lines)


def test_an_empty_thread():
    assert shown(Thread()) == "(no title)\nno letter · no answer · no comment"
