"""Which systems may claim a page: a look-up for all of them at once, so that a page costs no question a system.

In come the systems and a page; out come those of them, in their order, of which the page has a word that their marks
need, a generator, or a file's address. Whether they really do is asked of each by `contract.claims`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from attrs import frozen

from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import System
from threadkit.comments.selecting import needed_words

__all__ = ["likely"]


@frozen
class _Directory:
    """What the marks of some systems need, each → the systems' places."""

    classes: dict[str, frozenset[int]]
    attributes: dict[str, frozenset[int]]
    by_generator: frozenset[int]
    by_assets: frozenset[int]
    assets: re.Pattern[str] | None
    """All patterns of addresses as one."""
    always: frozenset[int]
    """Systems that say by a function what they claim, or by a mere tag."""


def likely(systems: tuple[System, ...], page: CommentPage) -> Iterator[System]:
    """The systems that may claim a page, in their order."""
    directory = _directory(systems)
    found = set(directory.always)
    if page.generator:
        found |= directory.by_generator
    if directory.assets is not None and directory.assets.search(page.assets):
        found |= directory.by_assets
    for word in page.index.words.keys() & directory.classes.keys():
        found |= directory.classes[word]
    for name in page.index.attributes.keys() & directory.attributes.keys():
        found |= directory.attributes[name]
    return (systems[place] for place in sorted(found))


@lru_cache(maxsize=8)
def _directory(systems: tuple[System, ...]) -> _Directory:
    classes: dict[str, set[int]] = defaultdict(set)
    attributes: dict[str, set[int]] = defaultdict(set)
    always: set[int] = set()
    for place, system in enumerate(systems):
        if system.claim is not None:
            always.add(place)
        for word, name in needed_words(system.marks) if system.marks else ():
            if word is not None:
                classes[word].add(place)
            elif name is not None:
                attributes[name].add(place)
            else:
                always.add(place)
    patterns = dict.fromkeys(system.assets for system in systems if system.assets)
    return _Directory(
        {word: frozenset(places) for word, places in classes.items()},
        {name: frozenset(places) for name, places in attributes.items()},
        frozenset(place for place, system in enumerate(systems) if system.generator),
        frozenset(place for place, system in enumerate(systems) if system.assets),
        re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None,
        frozenset(always),
    )
