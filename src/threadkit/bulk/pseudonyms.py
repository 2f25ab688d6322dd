"""Names → pseudonyms, so that who replied to whom can be published without saying who they were.

A pseudonym is a keyed hash (HMAC-SHA256) of the name: the same for the same name and key on every page, another with
another key, and nobody without the key can try out names. All authors of a thread get one, the columnist and guests
too, and wherever one of their names stands as words of their own in any text (a greeting, a quotation, an answer's
label), the pseudonym stands instead; behind an @ in any case of letters, and by the first word alone where it is one
author's. What can't be searched like that is left out: mark-up, links of authors, and a rendering's layout.

Names are found by walking each text's words along a tree of the names' words: the cost does not depend on how many
authors there are. Addresses are kept but for the names in them, in any case of letters and with what slugs put between
words. What remains by design: persons who are named but wrote nothing on the page.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
import warnings
from base64 import b32encode
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeVar, cast

import attrs
from attrs import Factory, define

from threadkit import lazy_re
from threadkit.errors import OptionError
from threadkit.model import Answer, Author, Comment, Issue, Letter, Passage, Thread

__all__ = ["SHORTEST_KEY", "check_key", "pseudonym", "pseudonymize", "weakness"]

SHORTEST_KEY: Final = 16
"""Bytes of a key that nobody can find by trying out keys."""

_WORDS: Final = lazy_re.pattern(r"\w+|\W")
_SHORTEST: Final = 3
"""Letters of a first word that stands for the whole name behind an @."""
_LONGEST: Final = 64
"""Words of a name that are looked for: nobody is called more, and a text of such words must not cost its square."""
_T = TypeVar("_T", bound=attrs.AttrsInstance)


def check_key(key: str | None, *, stacklevel: int = 2) -> None:
    """Look at a key before anything is read; None asks for no pseudonyms.

    Raises `OptionError` for one that is empty, under which everybody can try out names; warns of a short one, whose
    warning is laid to the caller `stacklevel` frames up.
    """
    if key is None:
        return
    _refuse_empty(key)
    weak = weakness(key)
    if weak is not None:
        warnings.warn(weak, stacklevel=stacklevel + 1)


def weakness(key: str) -> str | None:
    """What is weak about a key, in one sentence; None if it is long enough.

    >>> weakness("secret")
    'the key of the pseudonyms has 6 bytes and can be found by trial; take 16 or more at random'
    """
    size = len(key.encode("utf-8", "surrogatepass"))
    if size >= SHORTEST_KEY:
        return None
    many = f"{size} byte{'' if size == 1 else 's'}"
    return f"the key of the pseudonyms has {many} and can be found by trial; take {SHORTEST_KEY} or more at random"


def _refuse_empty(key: str) -> None:
    if not isinstance(key, str):
        raise TypeError(f"the key of the pseudonyms is a string, not {type(key).__name__}")
    if not key.strip():
        raise OptionError(
            "the key of the pseudonyms is empty: anybody could find out the names; give a long random one"
        )


def pseudonym(name: str, key: str) -> str:
    """What stands for a name under a key: "person-" and twelve letters and digits.

    Case, white space and Unicode's different spellings make no difference.

    >>> pseudonym("Wilma", "secret") == pseudonym("  wilma", "secret") != pseudonym("Wilma", "other")
    True

    Raises `OptionError` for an empty key.
    """
    _refuse_empty(key)
    same = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    digest = hmac.new(key.encode("utf-8", "surrogatepass"), same.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return f"person-{b32encode(digest.digest())[:12].decode().lower()}"


def pseudonymize(thread: Thread, key: str) -> Thread:
    """The thread with a pseudonym for every author, everywhere in its texts.

    >>> wilma, otto = Author(name="Wilma"), Author(name="Otto")
    >>> thread = Thread(comments=(Comment(id="1", author=wilma), Comment(id="2", author=otto, text="Thanks, @wilma!")))
    >>> found = pseudonymize(thread, "secret")
    >>> found.comments[1].text == f"Thanks, @{found.comments[0].author.name}!"
    True

    Raises `OptionError` for an empty key.
    """
    _refuse_empty(key)  # also where the thread names nobody
    names = _Names.of(_authors(thread), key)
    capture = thread.capture
    if capture is not None:
        capture = attrs.evolve(capture, url=names.unaddressed(capture.url), path=names.unaddressed(capture.path))
    return attrs.evolve(
        _rewritten(thread, names),
        capture=capture,
        body=tuple(_rewritten(part, names) for part in thread.body),
        comments=tuple(_rewritten(comment, names) for comment in thread.comments),
        issues=tuple(_rewritten(issue, names) for issue in thread.issues),
        layout=None,
    )


_TEXTS: Final[dict[type, tuple[str, ...]]] = {
    Thread: ("title", "published_raw"),
    Letter: ("text", "heading", "label", "salutation", "signature"),
    Answer: ("text", "label", "salutation", "signature"),
    Passage: ("text",),
    Comment: ("text", "published_raw"),
    Issue: ("message",),
}
"""The fields in which names may stand."""


def _authors(thread: Thread) -> Iterator[str]:
    writers: list[Any] = [thread, *thread.answers, *thread.comments]
    return (writer.author.name for writer in writers if writer.author is not None)


def _rewritten(item: _T, names: _Names) -> _T:
    changes: dict[str, Any] = {name: names.hidden(getattr(item, name)) for name in _TEXTS[type(item)]}
    if hasattr(item, "url"):
        changes["url"] = names.unaddressed(item.url)
    if hasattr(item, "html"):
        changes["html"] = None
    author = getattr(item, "author", None)
    if author is not None:
        changes["author"] = Author(name=names.pseudonyms[author.name])
    return attrs.evolve(cast("Any", item), **changes)  # type: ignore[no-any-return]


# -- names in texts --------------------------------------------------------------------------------------------------


@define
class _Node:
    """A place in the tree of names: which words may follow, and whose name ends here."""

    next: dict[str, _Node] = Factory(dict)
    ends: str | None = None


@define
class _Names:
    """The authors' names as trees of words: as they are written, and in small letters behind an @ and in addresses."""

    pseudonyms: dict[str, str] = Factory(dict)
    written: _Node = Factory(_Node)
    called: _Node = Factory(_Node)
    addressed: _Node = Factory(_Node)

    @classmethod
    def of(cls, names: Iterable[str], key: str) -> _Names:
        found = cls()
        firsts: dict[str, set[str]] = {}
        for name in names:
            if name in found.pseudonyms:
                continue
            stands = found.pseudonyms[name] = pseudonym(name, key)
            words = _WORDS.findall(name.strip())[:_LONGEST]
            _grow(found.written, words, stands)
            small = [word.casefold() for word in words]
            _grow(found.called, small, stands)
            for between in ("", "-", "_", "+", "."):
                plain = (word for word in small if word.isalnum())
                _grow(found.addressed, _WORDS.findall(between.join(plain)), stands)
            if words and len(words[0]) >= _SHORTEST:
                firsts.setdefault(words[0].casefold(), set()).add(stands)
        for first, whose in firsts.items():
            node = found.called.next[first]
            if len(whose) == 1 and node.ends is None:
                node.ends = next(iter(whose))
        return found

    def hidden(self, text: str | None) -> str | None:
        """The text with pseudonyms for names."""
        if not text or not self.pseudonyms:
            return text
        words = _WORDS.findall(text)
        small = [word.casefold() for word in words] if "@" in text else []
        out: list[str] = []
        at = 0
        while at < len(words):
            called = "@" in words[max(0, at - 2) : at] and (words[at - 1] == "@" or words[at - 1] == " ")
            end, stands = _longest(self.called, small, at) if called else (0, None)
            if stands is None:
                end, stands = _longest(self.written, words, at)
            out.append(words[at] if stands is None else stands)
            at = at + 1 if stands is None else end
        return "".join(out)

    def unaddressed(self, address: str | None) -> str | None:
        """The address with pseudonyms for names."""
        if not address or not self.pseudonyms:
            return address
        words = _WORDS.findall(address)
        small = [word.casefold() for word in words]
        out: list[str] = []
        at = 0
        while at < len(words):
            end, stands = _longest(self.addressed, small, at)
            out.append(words[at] if stands is None else stands)
            at = at + 1 if stands is None else end
        return "".join(out)


def _grow(node: _Node, words: Iterable[str], stands: str) -> None:
    for word in words:
        node = node.next.setdefault(word, _Node())
    node.ends = stands  # of the root, for a name without words, it is never looked at


def _longest(node: _Node, words: list[str], at: int) -> tuple[int, str | None]:
    """The longest name that begins at a word: where it ends, and what stands for it."""
    found: tuple[int, str | None] = (at, None)
    while at < len(words) and (following := node.next.get(words[at])) is not None:
        node, at = following, at + 1
        if node.ends is not None:
            found = at, node.ends
    return found
