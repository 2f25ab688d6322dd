"""Which comments the letter's writer wrote: only where they say so.

In come a thread's comments and letters; out go the ids of comments whose writer claims the letter, by what they wrote
("OP here"), by the name they chose ("LW2"), or by a name equal to a letter's signature. Quotations are set aside, and
conditions and denials ("if I were the OP") are no claims.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from threadkit._letter_cues import signer
from threadkit.model import Author, Comment, Letter

__all__ = ["letter_writers"]

_HERE: Final = re.compile(
    r"(?:^|[.!?\n(—–-]\s*)(?:(?:hi|hey|hello|so|yes|yep|ok|okay|oh|well|um|the|actual|original)\b[^.!?\n]{0,25}?[,!.–—-]*\s*){0,2}"
    r"(?:the\s+)?(?:OP|LW\s?#?\d?|letter[- ]writer(?:\s?#?\d)?|original (?:poster|letter[- ]writer))\s+(?:\(?#?\d\)?\s+)?here\b(?:\s*$|\s*[,.!:;)(–—-]|\s+(?:again|with|and|to|just|checking|for|!))",
    re.IGNORECASE,
)
_I_AM: Final = re.compile(
    r"(?<!if )(?<!though )\b(?:i['’]m|i am|i was|this is|it['’]s me,?)\s+(?:actually\s+|indeed\s+)?(?:(?:the\s+)?(?:OP|LW\s?#?\d?|letter[- ]writer|original (?:poster|letter[- ]writer))(?!['’]s)\b(?!\s+(?:who|that|and not|is|was|should)\b)"
    r"|the (?:person|one|reader|woman|man|guy|writer|author) (?:who|that|of) (?:wrote|sent|asked|submitted|this|the letter|the question)\b)",
    re.IGNORECASE,
)
_MY_LETTER: Final = re.compile(
    r"\b(?:i (?:wrote|sent|submitted|asked) (?:in )?(?:with )?(?:this|the original|that) (?:letter|question|e-?mail)\b|(?:this|that|#\d|number \w+) (?:is|was) my (?:letter|question)\b"
    r"|(?:thanks|thank you)(?: \w+[,!]?){0,4}? for (?:answering|publishing|posting|printing|running|taking|tackling|featuring|picking|choosing|responding to|replying to|using|including|considering) (?:my|our) (?:question|letter|e-?mail|query|dilemma|problem)\b)",
    re.IGNORECASE,
)
_WRITER_NAME: Final = re.compile(
    r"(?:(?:the|actual) )?(?:OP|LW|letter[- ]?writer|original (?:poster|letter[- ]?writer))\s?(?:here\b)?\s?#?\d{0,2}|.{1,40}[\s,]*[(\[]\s?(?:the )?(?:OP|LW|letter[- ]?writer)\s?#?\d{0,2}\s?[)\]]|.{1,40}(?:,| -| –| —|/) ?(?:the )?(?:OP|LW|letter[- ]?writer)\s?#?\d{0,2}",
    re.IGNORECASE,
)
_GENERIC: Final = frozenset(
    "anonymous anon guest me reader commenter name user unknown nobody someone visitor a anonymouse anonymoose nn x op lw".split()
)
_QUOTE: Final = re.compile(r"“[^”]{0,2000}”|\"[^\"]{0,2000}\"|(?m:^\s*>.*$)")


def letter_writers(comments: Sequence[Comment], letters: Sequence[Letter]) -> frozenset[str]:
    """The ids of the comments whose writer says in so many words that the letter is theirs.

    Evidence is a comment's own wording ("OP here", "thanks for answering my question"), the writer's name ("LW2"), or
    a name equal to a letter's signature. It carries over to the same name's other comments, unless the name is one
    that anybody uses. A comment by the post's author never counts.

    >>> xg = Comment(id="7", author=Author(name="XG"), text="Thanks for answering my question!")
    >>> sorted(letter_writers([xg, Comment(id="8", author=Author(name="Kim"), text="If I were the OP, I'd go.")], []))
    ['7']
    """
    signed = {signer(letter.signature) for letter in letters if letter.signature} - _GENERIC - {""}
    names: set[str] = set()
    found: set[str] = set()
    for comment in comments:
        if comment.is_post_author or not _claims(comment, signed):
            continue
        found.add(comment.id)
        name = _name(comment)
        if name and name not in _GENERIC:
            names.add(name)
    found.update(c.id for c in comments if not c.is_post_author and _name(c) in names)
    return frozenset(found)


def _name(comment: Comment) -> str:
    return comment.author.name.strip().casefold() if comment.author else ""


def _claims(comment: Comment, signed: set[str]) -> bool:
    name = _name(comment)
    if name and (name in signed or _WRITER_NAME.fullmatch(name)):
        return True
    text = _QUOTE.sub(" ", comment.text)
    return bool(_HERE.search(text) or _I_AM.search(text) or _MY_LETTER.search(text))
