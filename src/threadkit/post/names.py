"""What may be an author's name: the one gate that names pass, wherever on a page they were found.

In comes a text that stands where a name stands; out come the names in it, or none. Programs fill in what nobody is
called ("Super User", "No Author", ". ."), themes print sentences and addresses there, and two people may have written.
"""

from __future__ import annotations

import re
from typing import Final

from threadkit import lazy_re

__all__ = ["names_in"]

_NOBODY: Final = frozenset(
    "super user|superuser|no author|author|authors|unknown|unknown author|anonymous author|none|null|undefined|nobody"
    "|n/a|by|von|par|autor|publisher|letzte aktualisierung|last updated|updated|published|posted|view all posts".split(
        "|"
    )
)
_NO_NAME: Final = lazy_re.pattern(
    r"https?:|www\.|//|@[^\s@]+\.\w|\w\.(?:com|org|net|html?|php)\b|[<>{}=?]|[^\W\d_]{4}\.$", re.IGNORECASE
)
_ENDS: Final = lazy_re.pattern(
    r"\s(?:last\s)?(?:updated|modified|published|posted)\b.*$|(?<![\s:,–—-])[\s:,–—-]+$", re.IGNORECASE
)
_BETWEEN: Final = lazy_re.pattern(r"\s*(?:;|\s&\s|\sand\s|\sund\s|\set\s|\sy\s|\se\s)\s*", re.IGNORECASE)
_LONGEST: Final = 80
_MOST_WORDS: Final = 8


def names_in(text: str) -> tuple[str, ...]:
    """The names in a text that stands where an author's name stands; () where it names nobody.

    >>> names_in("Ann Oak last updated"), names_in("Ann Oak and Bo Elm"), names_in("Ask and Answer")
    (('Ann Oak',), ('Ann Oak', 'Bo Elm'), ('Ask and Answer',))
    >>> [names_in(text) for text in (". .", "Super User", "to profit from an attractive rate.", "http://a.example/ann")]
    [(), (), (), ()]
    """
    text = _ENDS.sub("", " ".join(text.split())).strip()
    if not text or len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return ()
    if not any(char.isalpha() for char in text) or text.casefold().rstrip(":") in _NOBODY or _NO_NAME.search(text):
        return ()
    parts = [part.strip() for part in _BETWEEN.split(text)]
    if len(parts) > 1 and all(_is_full(part) for part in parts):
        return tuple(parts)
    return (text,)


def _is_full(name: str) -> bool:
    """Whether a part of a name is a whole one: two or three words that begin with capitals."""
    words = name.split()
    return 2 <= len(words) <= 3 and all(word[:1].isupper() for word in words)
