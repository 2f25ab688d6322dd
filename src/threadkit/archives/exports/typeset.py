"""Straight quotes, dots and dashes as they are typed and stored → curly ones, as a WordPress blog shows them.

In comes the content of a post, a comment or a title from an export; out goes the same mark-up with the text between
its tags set in type, so that an export and a page of the same thread hold the same words. The rules are those by which
English is set; WordPress sets other languages with the quotes of the language, and their exports stay as typed.

A quote opens at the beginning of a text, behind white space, a bracket or a dash, and closes anywhere else; behind a
digit it is a prime (6' 2"), unless a quotation is waiting for its end. An apostrophe is one inside a word and before a
year ('99). Two dashes are a dash: long where they stand free, short inside words; three are long.
"""

from __future__ import annotations

import re
from typing import Final

from threadkit import lazy_re

__all__ = ["as_set", "with_links"]

_TAG: Final = lazy_re.pattern(r"(<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>|\[/?[a-z][\w-]*(?:\s[^\[\]<>]*)?\])", re.DOTALL)
_NOT_SET: Final = lazy_re.pattern(r"<(/?)(pre|code|kbd|style|script|tt|textarea)\b", re.IGNORECASE)
_SPACE: Final = r"(?:\s|&nbsp;)"
_PLAIN: Final = (
    (lazy_re.pattern(r"\.\.\."), "…"),
    (lazy_re.pattern("``"), "“"),
    (lazy_re.pattern("''"), "”"),
    (lazy_re.pattern(r" \(tm\)", re.IGNORECASE), " ™"),
    (lazy_re.pattern(r"(?<!\w)'(?=(?:tain't|twere|twas|tis|twill|til|bout|nuff|round|cause|em)\b)"), "’"),
    (lazy_re.pattern(r"(?<![\w.,])((?:0x|\d)[\d.,]*)x(\d[\d.,]*)\b"), r"\1×\2"),
)
_DASHES: Final = (
    (lazy_re.pattern("---"), "—"),
    (lazy_re.pattern(rf"(?:(?<=^)|(?<=\s)|(?<=&nbsp;))--(?=$|{_SPACE})"), "—"),
    (lazy_re.pattern("(?<!xn)--"), "–"),
    (lazy_re.pattern(rf"(?:(?<=^)|(?<=\s)|(?<=&nbsp;))-(?=$|{_SPACE})"), "–"),
)
_QUOTES: Final = lazy_re.pattern(
    r"(?P<opens>(?:^|(?<=[\s(\[{\-\u2013\u2014\u00a0\"“‘])|(?<=&lt;)|(?<=&nbsp;)))?(?P<digit>(?<=\d))?(?P<quote>[\"'])"
    r"(?P<year>(?=\d\d(?![\d%])(?![.,]\d)))?(?P<space>(?=\s|&nbsp;))?(?P<word>(?=[^\s.,:;!?\"'(){}\[\]\-&]))?"
)
_ADDRESS: Final = lazy_re.pattern(r"(?:^|(?<=[\s>(]))(www\.[^\s<>()\"']+[^\s<>()\"'.,:;!?])")


def as_set(content: str) -> str:
    '''The content with its quotes, dots and dashes set; what is in tags and in code stays as it is.

    >>> as_set("""<b>"It's</b> 'fine'," she said -- in '99... <code>a -- "b"</code>""")
    '<b>“It’s</b> ‘fine’,” she said — in ’99… <code>a -- "b"</code>'
    >>> as_set("""6' 2" tall, a "5" and 2x4""")
    '6′ 2″ tall, a “5” and 2×4'
    '''
    pieces = _TAG.split(content)
    code: list[str] = []
    for at, piece in enumerate(pieces):
        if at % 2:
            _enter_or_leave(piece, code)
        elif piece and not code:
            pieces[at] = _set(piece)
    return "".join(pieces)


def with_links(content: str) -> str:
    """The content with bare addresses as links, which is how a comment's are shown.

    >>> with_links("See www.knots.example.")
    'See <a href="http://www.knots.example">http://www.knots.example</a>.'
    """
    if "www." not in content:
        return content
    pieces = _TAG.split(content)
    inside = False
    for at, piece in enumerate(pieces):
        if at % 2:
            inside = (inside or piece[:3].lower() in ("<a ", "<a>")) and not piece.lower().startswith("</a")
        elif not inside:
            pieces[at] = _ADDRESS.sub(r'<a href="http://\1">http://\1</a>', piece)
    return "".join(pieces)


def _enter_or_leave(tag: str, code: list[str]) -> None:
    found = _NOT_SET.match(tag)
    if found is None:
        return
    name = found[2].lower()
    if not found[1]:
        code.append(name)
    elif name in code:
        del code[code.index(name) :]


def _set(text: str) -> str:
    for pattern, shown in _PLAIN:
        text = pattern.sub(shown, text)
    if '"' in text or "'" in text:
        text = _Quotes().set(text)
    if "-" in text:
        for pattern, shown in _DASHES:
            text = pattern.sub(shown, text)
    return text


class _Quotes:
    """The quotes of one text: which are open when the next one comes."""

    def __init__(self) -> None:
        self.waiting = {'"': False, "'": False}

    def set(self, text: str) -> str:
        return _QUOTES.sub(self._quote, text)

    def _quote(self, found: re.Match[str]) -> str:
        quote = found["quote"]
        opening, closing, prime = ("“", "”", "″") if quote == '"' else ("‘", "’", "′")
        if quote == "'" and found["year"] is not None and found["digit"] is None:
            return "’"
        if found["opens"] is not None and (quote == "'" or found["space"] is None):
            self.waiting[quote] = True
            return opening
        if quote == "'" and found["word"] is not None and found["digit"] is None:
            return "’"
        if found["digit"] is not None and not self.waiting[quote]:
            return prime
        self.waiting[quote] = False
        return closing
