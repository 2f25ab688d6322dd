"""What a tag and its class attribute suggest about an element of a comment record.

In comes (tag, class); out goes a `Hint`: how likely this is the author's name, the time, the body, a control, a
badge. Nothing here knows a theme: the words are those that twenty years of themes drew from one small English
vocabulary, and the microformats (hCard ``fn``, ``url``) that WordPress itself prints. A hint is a suggestion;
`records` weighs it against where the element stands. Each distinct pair is judged once a page.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from threadkit.vocabulary.comment_class_names import (
    AUTHOR,
    BADGE,
    BODY,
    BY_POST_AUTHOR,
    CONTROL,
    DECORATION,
    DEPTH,
    HEADER,
    KIND,
    NAME,
    NO_AUTHOR,
    TIME,
    WORDPRESS_COMMENT,
)

__all__ = ["NO_HINT", "Hint", "hint_of"]


class Hint(NamedTuple):
    """What an element's tag and class suggest; all zero for an element that says nothing."""

    author: int = 0
    """How strongly this is (or holds) the author's name: 10 by its class, 8 a cite, 6 a header, 3 a mere link."""
    time: int = 0
    """How strongly this is (or holds) the time: 10 a time element, 6 by its class, 2 a line of metadata."""
    body: bool = False
    """By its class the comment's text, or a box around the text and more."""
    control: bool = False
    """Something to click on, or a word of the theme's: reply, edit, like, report."""
    badge: bool = False
    """Words that say that the writer is the post's author, not part of a name or a text."""
    decoration: bool = False
    """Decoration inside a header that is no part of the name: "says:", an avatar."""
    marked: bool = False
    """Says that the writer is the post's author."""
    classed: bool = False
    """Has the classes that WordPress gives every comment; a page that has them marks its author's comments too."""
    kind: str = ""
    """"pingback" or "trackback" where the class says so."""
    depth: int = 0
    """The level from 1 where the class says so, else 0."""


NO_HINT: Final = Hint()


_TAGS: Final = {
    "cite": Hint(author=8),
    "strong": Hint(author=4),
    "b": Hint(author=4),
    "h2": Hint(author=3),
    "h3": Hint(author=3),
    "h4": Hint(author=3),
    "h5": Hint(author=3),
    "h6": Hint(author=3),
    "time": Hint(time=10),
    "abbr": Hint(time=3),
    "button": Hint(control=True),
    "form": Hint(control=True),
    "input": Hint(control=True),
    "label": Hint(control=True),
    "nav": Hint(control=True),
    "noscript": Hint(decoration=True),
    "script": Hint(decoration=True),
    "style": Hint(decoration=True),
    "template": Hint(decoration=True),
    "img": Hint(decoration=True),
    "svg": Hint(decoration=True),
}
_PROPERTIES: Final = {
    "author": Hint(author=7),
    "creator": Hint(author=7),
    "name": Hint(author=9),
    "datepublished": Hint(time=9),
    "datecreated": Hint(time=9),
    "commenttime": Hint(time=9),
    "text": Hint(body=True),
    "commenttext": Hint(body=True),
    "description": Hint(body=True),
}


def hint_of(tag: object, classes: str | None, itemprop: str | None = None) -> Hint:
    """What a tag, its class attribute and its microdata property suggest together.

    >>> hint_of("b", "fn").author, hint_of("span", "comment_time").time, hint_of("div", "comment-text").body
    (10, 6, True)
    >>> hint = hint_of("li", "comment byuser comment-author-jo bypostauthor odd depth-2")
    >>> hint.marked, hint.depth, hint.author, hint.body
    (True, 2, 0, False)
    """
    hint = _TAGS.get(tag, NO_HINT) if isinstance(tag, str) else NO_HINT
    if itemprop:
        for name in itemprop.lower().split():
            hint = _joined(hint, _PROPERTIES.get(name, NO_HINT))
    for token in (classes or "").lower().split():
        hint = _joined(hint, _of_token(token))
    if hint.classed:
        # The record itself, or a box in its place: "comment-author-jo" or "comment" name no part of it.
        return Hint(marked=hint.marked, classed=True, kind=hint.kind, depth=hint.depth)
    return hint


@lru_cache(maxsize=4096)
def _of_token(token: str) -> Hint:
    """What one class says; remembered, because themes share most of theirs."""
    if BADGE.fullmatch(token):
        return Hint(badge=True, marked=bool(BY_POST_AUTHOR.fullmatch(token)))
    if DECORATION.fullmatch(token):
        return Hint(decoration=True)
    if found := KIND.fullmatch(token):
        return Hint(kind=found[1])
    depth = DEPTH.fullmatch(token)
    if depth or WORDPRESS_COMMENT.fullmatch(token):
        return Hint(classed=bool(WORDPRESS_COMMENT.fullmatch(token)), depth=int(depth[1]) if depth else 0)
    return Hint(
        author=_author(token),
        time=6 if TIME.fullmatch(token) else 2 if HEADER.fullmatch(token) else 0,
        body=bool(BODY.fullmatch(token)),
        control=bool(CONTROL.fullmatch(token)),
        marked=bool(BY_POST_AUTHOR.fullmatch(token)),
    )


def _author(token: str) -> int:
    if token == "url" or NAME.fullmatch(token):
        return 10
    return 6 if AUTHOR.fullmatch(token) and not NO_AUTHOR.fullmatch(token) else 0


def _joined(one: Hint, other: Hint) -> Hint:
    """Both hints at once: the stronger of each."""
    if other == NO_HINT:
        return one
    if one is NO_HINT:
        return other
    return Hint(
        author=max(one.author, other.author),
        time=max(one.time, other.time),
        body=one.body or other.body,
        control=one.control or other.control,
        badge=one.badge or other.badge,
        decoration=one.decoration or other.decoration,
        marked=one.marked or other.marked,
        classed=one.classed or other.classed,
        kind=one.kind or other.kind,
        depth=one.depth or other.depth,
    )
