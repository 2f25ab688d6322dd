"""What the fuzzer found and what was mended: each case, made small, holds now what its target promises."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("fuzz", reason="the fuzzer is not here")
pytest.importorskip("resource", reason="limits of memory are for POSIX")

from fuzz.running import kind_of
from threadkit import dumps, loads, parse

LD = '<script type="application/ld+json">'
HEADER = '<meta name="generator" content="WordPress"><title>The hose</title><h1>The hose</h1>'
NINES = "9" * 5000


def layout(*pieces):
    return json.dumps({"schema": 1, "title": "hoses", "layout": {"pieces": pieces, "newline": "\n", "shape": ""}})


FOUND = {
    "a list of replies before the record that it follows": (
        "html",
        '<div><ul><span id="comment1"></ul><span id="comment4"><dl class=thread-even>',
    ),
    "the same in a definition list": (
        "html",
        '<t class=depth-1><dd class="depth-1"><DL><DT ID="COMMENT0"><SPAN><SPAN></DD><DT ID="COMM3"><SPAN><a>',
    ),
    "controls in a tag's name": ("html", '<a\x01 name="c179305">><a\x01 class="url">M'),
    "a quotation mark in a tag's name": ("html", '<I">Meg still hears it.<BR><BR>l'),
    "half of a surrogate pair, deep down": ("html", "<div id=comment-1>" * 3000 + "\ud83d<!--\ud83d--></div>"),
    "a count of thousands of digits in JSON-LD": (
        "html",
        f'{HEADER}{LD}{{"@type": "Article", "commentCount": "{NINES}"}}</script>',
    ),
    "a count that is a list in JSON-LD": (
        "html",
        f'{HEADER}{LD}{{"@type": [["Article"], "Article"], "commentCount": [3]}}</script>',
    ),
    "a count of thousands of digits in a heading": ("html", f"{HEADER}<h3>{NINES} comments</h3><p id=comment-1>No."),
    "headings in headings": ("html", f"{HEADER}{'<div><h2><span>' * 5000}"),
    "headings in headings, with links": ("html", HEADER + '<h2><p><a href="/x">so</a><div>' * 2000),
    "a rule between letter and answer": ("html", '<div class="readerquestion">.</div><hr>Aof this is slanted.a'),
    "records in records, thousands deep": (
        "html",
        HEADER + '<label><a role="comment">x<li class="comment depth-3">3 comments' * 900,
    ),
    "names in names, thousands deep": ("html", '<a><li id="comment-7">x' * 2600),
    "names in names, with a post": ("html", HEADER + '<a><script></script><li id="comment-7">x' * 1400),
    "inline elements in one another": ("html", HEADER + "<div class=entry><font><i>no <a>" * 2000),
    "a deep soup": ("tree", "<ol>" * 4000 + "x"),
    "a count of thousands of digits in our own text": ("rendering", f"[thread]\n[comments] {NINES}\n"),
    "a layout with an empty reference": ("json", layout("", "", "")),
    "a layout with a wide indentation": ("json", layout("", "title@999999999", "")),
    "a layout with a number of thousands of digits": ("json", layout("", f"title@{NINES}", "", f"title#{NINES}/1", "")),
    "a layout with a line that is not there": ("json", layout("", "title#7/1", "")),
}


@pytest.mark.parametrize("name", FOUND)
def test_holds(name):
    target, source = FOUND[name]
    assert kind_of(target, source) is None


def test_a_count_of_many_digits_is_none():
    assert parse(f"[thread] hoses\n\n[comments] {NINES}\n").declared_comment_count is None


@pytest.mark.parametrize("reference", ["title@999999999", "title#7/1", ""])
def test_a_layout_that_names_no_place_does_not_apply(reference):
    """Its checksum may be right all the same: whoever writes the JSON can count, too."""
    thread = loads(layout("", reference, ""))
    with pytest.MonkeyPatch.context() as patch:
        from threadkit.renderings import layout as layouts

        patch.setattr(layouts, "_shape", lambda thread, placed: "")
        assert layouts.fill(thread) is None
    assert loads(dumps(thread)) == thread


def test_numbers_of_lists_cost_nothing_for_depth():
    """A depth without its parents, as a text by hand may have it: every other comment stands a thousand levels deep."""
    from threadkit import Comment, Thread
    from threadkit.serializers.text import _ordinals

    comments = [Comment(id=str(i), depth=1_000_000 * (i % 2)) for i in range(2000)]
    assert list(_ordinals(Thread(comments=tuple(comments)).comments))[:4] == [1, 1, 2, 1]
