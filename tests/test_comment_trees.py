"""Whose reply a comment is, and what is no comment, where a page says so in one way only.

Each page is printed from a tree that is known, so that what comes out can be held against it: trees without any number
on the page, parents named in an attribute while the mark-up nests otherwise, and notices of links that nothing but
their wording tells from comments.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import threadkit

HEAD = (
    '<html><head><meta name="generator" content="WordPress 5.0"></head><body><div class="entry"><p>On moss.</p></div>'
)


def page(*records):
    return f'{HEAD}<ol class="commentlist">{"".join(records)}</ol></body></html>'


@st.composite
def trees(draw):
    """For each comment the place of its parent, None for a comment on the post; a parent stands before its replies."""
    parents, path = [], []
    for place in range(draw(st.integers(2, 12))):
        del path[draw(st.integers(0, len(path))) :]
        parents.append(path[-1] if path else None)
        path.append(place)
    return parents


def depths_of(parents):
    depths = []
    for parent in parents:
        depths.append(0 if parent is None else depths[parent] + 1)
    return depths


def paths_of(parents):
    """The ids that comments without a number get: their ordinals from the root on."""
    paths, counts = [], {}
    for parent in parents:
        counts[parent] = counts.get(parent, 0) + 1
        paths.append(f"{counts[parent]}" if parent is None else f"{paths[parent]}.{counts[parent]}")
    return paths


def nested(parents, begin, *, end="</li>", replies='<ul class="children">{}</ul>'):
    """The records with their replies inside them; `begin` is given a comment's place, and prints all but the end."""
    children = {place: [] for place in (None, *range(len(parents)))}
    for place, parent in enumerate(parents):
        children[parent].append(place)

    def printed(place):
        inner = "".join(map(printed, children[place]))
        return begin(place) + (replies.format(inner) if inner else "") + end

    return [printed(place) for place in children[None]]


def said(place):
    return (
        f'<div class="comment-author"><cite class="fn">Reader {place}</cite> <span class="says">says:</span></div>'
        f'<div class="comment-meta">May 3, 2012 at 4:{place + 10} pm</div><p>Moss number {place}.</p>'
    )


def read(source):
    thread = threadkit.parse(source)
    assert [comment.text for comment in thread.comments] == [f"Moss number {n}." for n in range(len(thread.comments))]
    return thread.comments


# -- no comment has a number -------------------------------------------------------------------------------------------

WITHOUT_IDS = {
    "a list inside each": lambda parents, depths: nested(
        parents, lambda at: f'<li class="comment depth-{depths[at] + 1}">{said(at)}'
    ),
    "a list inside each, and no level in any class": lambda parents, depths: nested(
        parents, lambda at: f'<li class="comment">{said(at)}'
    ),
    "boxes inside each other": lambda parents, depths: nested(
        parents,
        lambda at: f'<div class="comment thread-even depth-{depths[at] + 1}">{said(at)}',
        end="</div>",
        replies='<div class="children">{}</div>',
    ),
    "flat, the level in a class": lambda parents, depths: [
        f'<li class="comment depth-{depth + 1}">{said(at)}</li>' for at, depth in enumerate(depths)
    ],
}


# A tree comes out as it was printed, each comment under an id of its own, although the page numbers none of them.
@pytest.mark.parametrize("name", WITHOUT_IDS)
@settings(max_examples=40)
@given(parents=trees())
def test_a_tree_without_ids_is_the_tree_that_was_printed(name, parents):
    depths, paths = depths_of(parents), paths_of(parents)
    comments = read(page(*WITHOUT_IDS[name](parents, depths)))
    assert [comment.depth for comment in comments] == depths
    assert [comment.id for comment in comments] == paths
    assert [comment.parent_id for comment in comments] == [p if p is None else paths[p] for p in parents]
    assert [comment.author.name for comment in comments] == [f"Reader {at}" for at in range(len(parents))]


# -- a parent is named in an attribute ---------------------------------------------------------------------------------


def named(parents, attribute):
    """How a record begins that names its parent: 0 where it has none."""

    def begin(at):
        above = 0 if parents[at] is None else parents[at] + 100
        return f'<li class="comment" id="comment-{at + 100}" {attribute}="{above}">{said(at)}'

    return begin


@pytest.mark.parametrize("attribute", ["data-parent", "data-parent-id", "data-parentid", "data-comment-parent"])
def test_a_parent_in_an_attribute_makes_a_tree_of_a_flat_list(attribute):
    begin = named([None, 0, 1, 0, None, 4], attribute)
    comments = read(page(*(begin(at) + "</li>" for at in range(6))))
    assert [comment.parent_id for comment in comments] == [None, "100", "101", "100", None, "104"]
    assert [comment.depth for comment in comments] == [0, 1, 2, 1, 0, 1]


# What an attribute says holds, whatever contains what: themes nest only so deep, and move what is deeper.
@settings(max_examples=40)
@given(parents=trees().filter(lambda parents: parents.count(None) < len(parents)), shown=st.data())
def test_a_parent_in_an_attribute_wins_over_nesting(parents, shown):
    other = [None]
    for place in range(1, len(parents)):  # a tree in which each stands under any that is open, or under none
        path = [place - 1]
        while (above := other[path[-1]]) is not None:
            path.append(above)
        other.append(shown.draw(st.sampled_from([None, *path])))
    comments = read(page(*nested(other, named(parents, "data-parent"))))
    assert [comment.parent_id for comment in comments] == [p if p is None else f"{p + 100}" for p in parents]
    assert [comment.depth for comment in comments] == depths_of(parents)


def test_attributes_that_name_nobody_leave_the_nesting_as_it_is():
    parents = [None, 0, 1, 0, None]
    comments = read(page(*nested(parents, named([None] * 5, "data-parent"))))
    assert [comment.parent_id for comment in comments] == [None, "100", "101", "100", None]


# -- what only its wording tells from a comment ------------------------------------------------------------------------


def noticed(body, *, link="http://fern.example/"):
    name = f'<a href="{link}" class="url">Fern &amp; Co.</a>' if link else "Fern &amp; Co."
    other = f'<li class="comment" id="comment-7">{said(0)}</li>'
    notice = (
        f'<li class="comment" id="comment-8"><div class="comment-author"><cite class="fn">{name}</cite></div>'
        f'<div class="comment-meta">May 4, 2012 at 4:10 pm</div>{body}</li>'
    )
    first, second = threadkit.parse(page(other, notice)).comments
    assert (first.kind, first.text) == ("comment", "Moss number 0.")
    assert second.author is not None
    assert second.author.name == "Fern & Co."
    return second.kind


PINGS = {
    "an excerpt between ellipses": ("<p>[…] moss is a lawn that gave up […]</p>", "pingback"),
    "ellipses of three points": ("<p>[...] moss is a lawn that gave up [...]</p>", "pingback"),
    "an excerpt of two lines": ("<p>[…] moss is a lawn<br>that gave up […]</p>", "pingback"),
    "a title in bold and how it begins": ("<p><strong>Moss and…</strong></p><p>It began with rain…</p>", "trackback"),
}


@pytest.mark.parametrize("name", PINGS)
def test_a_notice_of_a_link_is_told_by_its_wording_alone(name):
    body, kind = PINGS[name]
    assert noticed(body) == kind


@pytest.mark.parametrize("name", PINGS)
def test_a_reader_without_a_link_writes_no_notice(name):
    # A notice names the page that it is about: what has no link is somebody's quotation.
    body, _ = PINGS[name]
    assert noticed(body, link="") == "comment"


COMMENTS = {
    "ellipses at the beginning alone": "<p>[…] and so it ended.</p>",
    "ellipses in the middle": "<p>She said […] and left.</p>",
    "an excerpt and an opinion": "<p>[…] moss is a lawn […]</p><p>How true!</p>",
    "a bold word": "<p><strong>Never…</strong> it began with rain…</p>",
    "a plain title": "<p>Moss and…</p><p>It began with rain…</p>",
    "the word alone": "<p>Pingback is an odd word.</p>",
}


@pytest.mark.parametrize("name", COMMENTS)
def test_what_reads_like_a_notice_in_part_is_a_comment(name):
    assert noticed(COMMENTS[name]) == "comment"


def test_a_notice_that_is_a_link_and_nothing_else_is_a_pingback():
    reader = f'<li class="comment" id="comment-7">{said(0)}</li>'
    notice = (
        '<li class="comment" id="comment-8"><p>Pingback: <a href="http://fern.example/" class="url">Fern</a></p></li>'
    )
    _, second = threadkit.parse(page(reader, notice)).comments
    assert (second.kind, second.text, second.published_raw) == ("pingback", "", None)
    assert second.author == threadkit.Author(name="Fern", url="http://fern.example/")
