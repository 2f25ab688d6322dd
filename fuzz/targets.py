"""The targets: how each makes a case, and in one sentence what must hold of it.

`check` of a target takes one input and returns, or raises: `BrokenError` where the invariant does not hold, and
whatever escapes from threadkit. A `ThreadkitError` is a good answer to a bad page, and to nothing else.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from random import Random
from typing import Any, Final, NamedTuple

import attrs
import bs4
import lxml.etree
import lxml.html

from fuzz import html, json, text
from fuzz.corpus import Corpus
from threadkit import Thread, ThreadkitError, dumps, loads, parse, to_text

__all__ = ["TARGETS", "BrokenError", "Target", "make"]


class BrokenError(Exception):
    """An invariant does not hold; the message says which, the same for all cases of the kind."""


class Target(NamedTuple):
    """What is fuzzed, with what, and how it is looked at."""

    check: Callable[[Any], None]
    seeds: Callable[[Corpus], list[str]]
    mutate: Callable[[str, Random, str], str]
    pieces: Callable[[str], list[str]]
    """What a case is made of, for making it smaller."""
    as_bytes: float = 0.0
    """How often a case is given as bytes, in some encoding."""


def make(target: Target, corpus: Corpus, chance: Random) -> str | bytes:
    """One case: a seed, changed a few times."""
    seeds = target.seeds(corpus)
    source = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 20))):
        source = target.mutate(source, chance, chance.choice(seeds))[:200_000]
    if chance.random() < target.as_bytes:
        return _encoded(source, chance)
    return source


_ENCODINGS: Final = [
    "utf-8",
    "utf-8",
    "utf-8",
    "latin-1",
    "windows-1251",
    "shift_jis",
    "utf-16",
    "utf-16-le",
    "iso2022_jp",
]


def _encoded(source: str, chance: Random) -> bytes:
    encoding = chance.choice(_ENCODINGS)
    data = source.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
    while data and chance.random() < 0.4:
        place = chance.randrange(len(data))
        data = data[:place] + chance.randbytes(chance.randint(0, 2)) + data[place + 1 :]
    return data


# -- the invariants ----------------------------------------------------------------------------------------------------


def html_page(source: str | bytes) -> None:
    """`parse` gives a thread that comes back from JSON equal, whose tree holds together, and which is the same but for
    the mark-up without `keep_html`; or it raises a `ThreadkitError`."""
    thread = _parsed(source)
    if thread is None:
        return
    _comes_back(thread)
    _holds_together(thread)
    _same(_without_html(thread), parse(source, keep_html=False), "keep_html=False changes more than the mark-up")
    _ = to_text(thread)


def html_tree(source: str) -> None:
    """A tree of lxml or of BeautifulSoup gives a thread that comes back from JSON equal, or a `ThreadkitError`."""
    for build in (_lxml_tree, _soup):
        tree = build(source)
        if tree is not None:
            thread = _parsed(tree)
            if thread is not None:
                _comes_back(thread)
                _holds_together(thread)


def rendering(source: str) -> None:
    """`to_text` gives the rendering back, to the letter, also through JSON; or `parse` raises a `ThreadkitError`."""
    for dialect in (None, "resiliparse"):
        thread = _parsed(source, dialect=dialect)
        if thread is None or (dialect is None and thread.layout is None):
            continue
        if to_text(thread) != source:
            raise BrokenError("the text does not come back")
        _comes_back(thread)
        if to_text(loads(dumps(thread))) != source:
            raise BrokenError("the text does not come back through JSON")
        _holds_together(thread)


def json_text(source: str) -> None:
    """`loads` gives a thread that comes back equal and that `to_text` can write, or it raises a `ThreadkitError`."""
    try:
        thread = loads(source)
    except ThreadkitError:
        return
    _comes_back(thread)
    _ = to_text(thread), thread.exchanges, repr(thread), [str(issue) for issue in thread.issues]
    if sum(1 for root in thread.roots for _ in thread.walk(root)) != len(thread.comments):
        raise BrokenError("walking the roots does not visit each comment once")


def text_back(source: str | bytes) -> None:
    """What `to_text` writes of any page's thread is read as the same title, letters, answers and comments."""
    thread = _parsed(source)
    if thread is None:
        return
    try:
        again = parse(to_text(thread))
    except ThreadkitError as error:
        raise BrokenError(f"the text of a thread is refused ({getattr(error, 'code', None)})") from error
    _same(_said(thread), _said(again), "the text of a thread is read as another")


TARGETS: Final[dict[str, Target]] = {
    "html": Target(html_page, lambda corpus: corpus.html, html.mutate, html.tokens, as_bytes=0.3),
    "tree": Target(html_tree, lambda corpus: corpus.html, html.mutate, html.tokens),
    "rendering": Target(rendering, lambda corpus: corpus.text, text.mutate, text.lines),
    "json": Target(json_text, lambda corpus: corpus.json, json.mutate, list),
    "back": Target(text_back, lambda corpus: corpus.html, html.mutate, html.tokens),
}


# -- what they are made of ---------------------------------------------------------------------------------------------


def _parsed(source: Any, **options: Any) -> Thread | None:
    try:
        return parse(source, **options)
    except ThreadkitError:
        return None


def _lxml_tree(source: str) -> Any:
    try:
        return lxml.html.document_fromstring(source)
    except (ValueError, lxml.etree.LxmlError, AssertionError):  # lxml refuses it, not we
        return None


def _soup(source: str) -> Any:
    with warnings.catch_warnings(action="ignore"):
        try:
            return bs4.BeautifulSoup(source[:20_000], "html.parser")
        except (ValueError, AssertionError, bs4.ParserRejectedMarkup, RecursionError):
            return None


def _comes_back(thread: Thread) -> None:
    _same(thread, loads(dumps(thread)), "loads(dumps(thread)) != thread")


def _holds_together(thread: Thread) -> None:
    known: dict[str, int] = {}
    for comment in thread.comments:
        if comment.id in known:
            raise BrokenError("two comments have one id")
        if comment.parent_id is None:
            pass  # a comment on the post, or a reply whose parent nobody knows
        elif comment.parent_id in known and comment.depth != known[comment.parent_id] + 1:
            raise BrokenError("a reply is not one deeper than its parent")
        elif comment.parent_id not in known and any(one.id == comment.parent_id for one in thread.comments):
            raise BrokenError("a reply stands before its parent")
        known[comment.id] = comment.depth


def _without_html(thread: Thread) -> Thread:
    body = tuple(attrs.evolve(part, html=None) for part in thread.body)
    comments = tuple(attrs.evolve(comment, html=None) for comment in thread.comments)
    return attrs.evolve(thread, body=body, comments=comments)


def _said(thread: Thread) -> dict[str, Any]:
    places = {comment.id: place for place, comment in enumerate(thread.comments)}
    return {
        "title": thread.title,
        "letters": [(one.heading, one.salutation, one.text, one.signature) for one in thread.letters],
        "answers": [(one.salutation, one.text, one.signature) for one in thread.answers],
        "comments": [
            (places.get(c.parent_id or ""), c.depth, c.author and c.author.name, c.is_post_author, c.text)
            for c in thread.comments
        ],
    }


def _same(one: Any, other: Any, what: str) -> None:
    if one != other:
        raise BrokenError(f"{what}: {_first_difference(one, other)}")


def _first_difference(one: Any, other: Any) -> str:
    """The name of the first field that differs, without numbers."""
    if attrs.has(type(one)) and type(one) is type(other):
        one, other = ({f.name: getattr(x, f.name) for f in attrs.fields(type(x))} for x in (one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        name = next((name for name in one if one[name] != other.get(name)), "?")
        inner = _first_difference(one.get(name), other.get(name))
        return f"{name}.{inner}" if inner else str(name)
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        if len(one) != len(other):
            return "number"
        pair = next(((a, b) for a, b in zip(one, other, strict=True) if a != b), (None, None))
        return _first_difference(*pair)
    return ""
