"""Hypothesis strategies for random threads: any Unicode text, unique ids, trees in page order.

`threads()` makes everything that the model allows; each argument narrows one thing, for tests of a form that holds
less than the model does (``threads(text=st.text("ab \n"), layout=st.none())``).
"""

from __future__ import annotations

import re
from datetime import timedelta, timezone

from hypothesis import strategies as st

from threadkit.fields import LARGEST
from threadkit.model import Answer, Author, Capture, Comment, Issue, Layout, Letter, Passage, Thread

_SPLIT_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _join_pairs(text):
    """As the model keeps a text: two characters that make a surrogate pair are the one that the pair stands for."""
    return _SPLIT_PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


# The characters at which JSON, line readers, terminals and codecs stumble come up more often than by chance.
_TROUBLE = '"\\/\0\t\n\r\x0b\x0c\x1b\x7f\x85\x9b\u2028\u2029\ud83d\udc80\ufeff\uffff\U0001f600é'
_CHARACTERS = st.one_of(st.characters(), st.sampled_from(_TROUBLE))
TEXTS = st.text(_CHARACTERS, max_size=20)


def offsets():
    """Fixed offsets from UTC, down to the second, as old local times have them."""
    return st.integers(-86_399, 86_399).map(lambda seconds: timezone(timedelta(seconds=seconds)))


def times():
    """Naive and aware times."""
    return st.datetimes(timezones=st.none() | offsets())


def authors(text=TEXTS):
    return st.builds(Author, name=text, url=st.none() | text)


def captures(text=TEXTS):
    maybe = st.none() | text
    aware = st.none() | st.datetimes(timezones=offsets())
    offset = st.none() | st.integers(0, LARGEST)
    return st.builds(Capture, url=maybe, captured_at=aware, record_id=maybe, path=maybe, offset=offset)


def issues(text=TEXTS):
    grade = st.sampled_from(["error", "warning", "info"])
    line = st.none() | st.integers(1, LARGEST)
    return st.builds(Issue, code=text, message=text, grade=grade, line=line, comment_id=st.none() | text)


def bodies(text=TEXTS, *, max_size=5):
    """The parts of a post, in any order and number."""
    maybe = st.none() | text
    words = {"label": maybe, "salutation": maybe, "signature": maybe, "html": maybe, "text": text}
    sure = {"basis": st.sampled_from(["marked", "inferred"]), "confidence": st.floats(0, 1)}
    letter = st.builds(Letter, heading=maybe, **words, **sure)
    answer = st.builds(Answer, author=st.none() | authors(text), **words, **sure)
    passages = st.builds(Passage, text=text, html=maybe, kind=st.sampled_from(["body", "body", "unread"]))
    return st.lists(letter | answer | passages, max_size=max_size).map(tuple)


@st.composite
def comment_trees(draw, text=TEXTS, *, max_size=8, orphans=True):
    """Comments in page order: each reply behind its parent, one deeper; some replies without a parent on the page."""
    ids = draw(st.lists(text, max_size=max_size, unique_by=_join_pairs))
    path = []
    comments = []
    for number in ids:
        depth = draw(st.integers(0, len(path)))
        if depth and orphans and draw(st.integers(0, 9)) == 0:
            path[:depth] = [None] * depth  # nor are the ancestors of those that follow it on the page
        parent = path[depth - 1] if depth else None
        comments.append(draw(_comments(text, id=number, parent_id=parent, depth=depth)))
        path[depth:] = [number]
    return tuple(comments)


def _comments(text, **place):
    maybe = st.none() | text
    said = {"text": text, "html": maybe, "url": maybe, "author": st.none() | authors(text)}
    aware = st.none() | st.datetimes(timezones=offsets())
    when = {"published": st.none() | times(), "published_raw": maybe, "first_seen": aware, "last_seen": aware}
    who = {"is_post_author": st.none() | st.booleans(), "is_letter_writer": st.none() | st.just(True)}
    kind = st.sampled_from(["comment", "comment", "pingback", "trackback"])
    score = st.none() | st.integers(-LARGEST, LARGEST)
    fixed = {name: st.just(value) for name, value in place.items()}
    return st.builds(Comment, **fixed, **said, **when, **who, kind=kind, score=score)


def layouts(text=TEXTS):
    pieces = st.lists(text, max_size=3).map(lambda some: ("", *(piece for one in some for piece in (one, one))))
    return st.builds(Layout, pieces=pieces, newline=st.sampled_from(["\n", "\r\n", "\r"]), shape=text)


def threads(text=TEXTS, *, comments=None, body=None, layout=None):
    """Whole threads."""
    maybe = st.none() | text
    return st.builds(
        Thread,
        url=maybe,
        title=maybe,
        author=st.none() | authors(text),
        published=st.none() | times(),
        published_raw=maybe,
        body=bodies(text) if body is None else body,
        comments=comment_trees(text) if comments is None else comments,
        declared_comment_count=st.none() | st.integers(0, LARGEST),
        comments_open=st.none() | st.booleans(),
        capture=st.none() | captures(text),
        dialect=text,
        issues=st.lists(issues(text), max_size=2).map(tuple),
        layout=st.none() | layouts(text) if layout is None else layout,
    )
