"""Which comments the letter's writer wrote: only where they say so.

In come a thread's comments and letters; out go the ids of the comments whose writer claims the letter, by what they
wrote ("OP here"), by the name they chose ("LW2"), or by a name equal to a letter's signature. Quotations are set aside;
conditions and denials ("if I were the OP", "I'm not the LW") are no claims, and a page without a letter has no writer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.letters.cues import signer
from threadkit.model import Comment, Letter

__all__ = ["letter_writers"]

_ROLE: Final = r"(?:op|lw\s?#?\d{0,2}|letter[- ]?writer(?:\s?#?\d{1,2})?|original (?:poster|letter[- ]writer))"

_HERE: Final = lazy_re.pattern(
    r"(?:^|[.!?\n(—–-]\s{0,20})"
    r"(?:(?:hi|hey|hello|so|yes|yep|ok|okay|oh|well|um|actual|original)\b[^.!?\n]{0,25}?[,!.–—-]{0,9}\s{0,9}){0,2}"
    rf"(?:the\s+)?{_ROLE}\s+(?:[(]?#?\d{{1,2}}[)]?\s+)?here\b"
    r"(?:\s*$|\s*[,.!:;)(–—-]|\s*\n|\s+(?:again|with|and|to|just|checking|for)\b)",
)
"""A sentence of its own: "OP here!", while "the OP here is wrong" is another's. Patterns read lower case."""
_I_AM: Final = lazy_re.pattern(
    r"\b(?:i'm|i am|this is|it's me,?)\s+(?:actually\s+|indeed\s+|also\s+)?"
    rf"(?:(?:the\s+)?{_ROLE}\b(?!'s)(?!\s+(?:is|was|should|of (?:that|this) (?:comment|thread))\b)"
    r"|the (?:person|one|reader|woman|man|guy|writer|author) (?:who|that|of) (?:wrote (?:in|this|that|the)"
    r"|sent (?:in|this)|asked (?:this|the)|submitted|(?:this|the|that) (?:letter|question))\b)",
)
_ONLY_IF: Final = ("if", "like", "unless", "though", "think", "wish", "pretend", "suppose", "not")
"""What stands before a claim that is none."""
_MY_LETTER: Final = lazy_re.pattern(
    r"\b(?:i (?:wrote|sent|submitted) (?:in )?(?:with )?(?:this|the original) (?:letter|question|e-?mail)\b"
    r"|(?:this|that) (?:is|was) my letter\b|(?:#\d|number \w+) (?:is|was) my (?:letter|question)\b)",
)
_THANKS: Final = lazy_re.pattern(
    r"\b(?:thanks|thank you)(?: [^\s.!?]+){0,4}? for (?:answering|publishing|posting|printing|running|taking|tackling"
    r"|featuring|picking|choosing|responding to|replying to|using|including|considering|addressing)"
    r" (?:my|our) (?:question|letter|e-?mail|query|dilemma|problem)\b",
)
_NAMED: Final = lazy_re.pattern(
    rf"(?:the |actual )?{_ROLE}(?: here)?|.{{1,40}}[\s,]*[(\[]\s?(?:the )?{_ROLE}\s?[)\]]"
    rf"|.{{1,40}}(?:,| -| –| —|/) ?(?:the )?{_ROLE}",
)
_CLAIMED: Final = lazy_re.pattern(r"\b(?:op|lw|letter|original)")
_QUOTED: Final = lazy_re.pattern(r"“[^“”]{0,2000}”|\"[^\"]{0,2000}\"|(?m:^\s{0,8}>.*$)")
_SHARED: Final = frozenset("guest me reader commenter name user unknown nobody someone visitor a nn x op lw".split())
"""Names that anybody uses: what one of them claims says nothing of the next."""


def letter_writers(comments: Sequence[Comment], letters: Sequence[Letter]) -> frozenset[str]:
    """The ids of the comments whose writer says in so many words that the letter is theirs.

    Evidence is a comment's own wording ("OP here", "thanks for answering my question"), the writer's name ("LW2"), or
    a name equal to a letter's signature. It carries over to the same name's other comments, unless the name is one
    that anybody uses ("Anonymous"). A comment by the post's author never counts.

    >>> from threadkit.model import Author
    >>> una = Comment(id="7", author=Author(name="Una"), text="Thanks for answering my question!")
    >>> kim = Comment(id="8", author=Author(name="Kim"), text="If I were the OP, I'd go.")
    >>> sorted(letter_writers([una, kim], [Letter(text="Should I go?")]))
    ['7']
    """
    if not letters:
        return frozenset()
    signed = {name for letter in letters if letter.signature and not _anybody(name := signer(letter.signature))}
    by_id = {comment.id: comment for comment in comments}
    claims = [c for c in comments if not c.is_post_author and _claims(c, signed, by_id)]
    names = {name for comment in claims if not _anybody(name := _name(comment))}
    return frozenset(
        [comment.id for comment in claims]
        + [comment.id for comment in comments if not comment.is_post_author and _name(comment) in names]
    )


def _name(comment: Comment) -> str:
    return comment.author.name.strip().casefold() if comment.author else ""


def _anybody(name: str) -> bool:
    return not name or name in _SHARED or name.startswith("anon")


def _claims(comment: Comment, signed: set[str], by_id: Mapping[str, Comment]) -> bool:
    name = _name(comment)
    if name in signed or (len(name) <= 60 and _CLAIMED.search(name) and _NAMED.fullmatch(name)):
        return True
    said = comment.text.lower().replace("’", "'")
    if not _speaks_for_itself(said):
        return False
    said = _QUOTED.sub(" ", said) if '"' in said or "“" in said or ">" in said else said
    if _HERE.search(said) or _outright(_I_AM, said) or _outright(_MY_LETTER, said):
        return True
    if _THANKS.search(said) is None:
        return False
    # below the columnist's own comment, "my question" is the one that was asked in the comments
    parent = by_id.get(comment.parent_id or "")
    return parent is None or not parent.is_post_author


def _outright(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a claim is made without an "if" before it."""
    return any(
        not text[max(0, match.start() - 12) : match.start()].rstrip().endswith(_ONLY_IF)
        for match in pattern.finditer(text)
    )


_ROLE_ENDS: Final = ("op", "lw", "writer", "poster", ")", *"0123456789")
_BEGINNINGS: Final = (("i'm ", _I_AM), ("i am ", _I_AM), ("this is ", _I_AM), ("it's me", _I_AM), ("thank", _THANKS))
_MY_LETTER_HINTS: Final = ("my letter", "my question", "i wrote", "i sent", "i submitted")


def _speaks_for_itself(said: str) -> bool:
    """Whether a text may hold a claim: asked of every comment, so the patterns are tried only where one could begin."""
    at = said.find(" here")
    while at >= 0:
        if said[max(0, at - 8) : at].rstrip().endswith(_ROLE_ENDS):
            return True
        at = said.find(" here", at + 5)
    for words, pattern in _BEGINNINGS:
        at = said.find(words)
        while at >= 0:
            if pattern.match(said, at):
                return True
            at = said.find(words, at + 4)
    return any(words in said for words in _MY_LETTER_HINTS) and _MY_LETTER.search(said) is not None
