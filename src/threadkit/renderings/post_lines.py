"""The post in a rendering: title, byline, date and the body's blocks, from the lines above the comments.

A rendering of the main content begins with the title; one of the whole page has the site's name, a menu and other
posts' titles before it. So the title is the last short line, not a sentence and not a byline, above the first long
paragraph, unless the comment introduction quotes it ("3 Responses to “Title”"), which settles it.
What stands between title and text is the byline; what stands behind the text (tags, an author's box, links to the
neighbouring posts) is told by its first words, and kept as blocks of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from attrs import frozen

from threadkit import lazy_re
from threadkit.dates import find_time
from threadkit.letters import Block
from threadkit.model import Author, Thread
from threadkit.renderings.headers import looks_like_name
from threadkit.renderings.introduction import comments_open, count_in_passing, read_introduction
from threadkit.renderings.lines import Line, dedent
from threadkit.vocabulary.patterns import ALL_BY, COMMENTS, NUMBER, any_of, words_of
from threadkit.vocabulary.words import AUTHOR_WORDS, SHARE_LINKS

__all__ = ["Post", "is_list_of_posts", "read_post"]

_LONG: Final = 140
"""Characters from which on a line is a paragraph of the text, not a title or a byline."""

_META: Final = lazy_re.pattern(
    # what themes print before and behind a post's text, by its first words; English first, then other locales
    r"(?:tags?|tagged(?: with| as)?|categor(?:y|ies)|filed under|posted(?: (?:in|by|on|at)|\s*:)|published (?:in|by|on)"
    r"|written (?:by|on)"
    r"|this (?:entry|post) was|about (?!to\b|the\b|a\b|my\b)|view all posts|bookmark the|you can (?:follow|leave"
    r"|skip)|both comments|share (?:this|on)"
    r"|related(?: posts)?|like this|post navigation|previous post|next post|rss feed|trackback|leave a|print this"
    r"|email this"
    r"|you (?:may|might) (?:also )?(?:like|enjoy|be interested)|recommended|more (?:posts )?from|see also"
    r"|further reading|(?:rss )?feed for|comments (?:rss )?feed|trackbacks?"
    r"|subscribe|skip to|author:?|post (?:author|date|categor)|no comments|no trackbacks|comments (?:are|off|rss|feed)"
    r"|schlagw|kategorie|veröffentlicht|verschlagwortet|geschrieben (?:von|am)|dieser (?:beitrag|eintrag)|beitrags"
    r"|étiquet|catégorie|publié|écrit par|ce(?:tte)? (?:article|entrée)|mots-clés"
    r"|etiquet|categor[ií]|publicad|escrito por|esta entrada|pubblicat|scritto da|geplaatst|categorieën)\b",
    re.IGNORECASE,
)
_BY: Final = lazy_re.pattern(
    rf"(?:^|(?<=\W))(?:{ALL_BY}|{any_of(AUTHOR_WORDS)})\b\s*:?\s*(?P<name>\S.*?)"
    r"(?=\s+(?:on|in|at|am|um|le|el|il|op|under|posted|filed)\b|\s*[·|,—–/(\x01]|\s*$)",
    re.IGNORECASE,
)
_BY_ONLY: Final = lazy_re.pattern(rf"{ALL_BY}\s*:?", re.IGNORECASE)
_BEFORE_NAME: Final = lazy_re.pattern(rf"{_BY_ONLY.pattern}|in|categor(?:y|ies)\s*:?", re.IGNORECASE)
"""A line before the author's name or a category, neither of which is the title."""
_NEIGHBOUR: Final = lazy_re.pattern(r"\b(?:previous|next|older|newer) (?:post|entr|article|comment)", re.IGNORECASE)
_INTRODUCES: Final = lazy_re.pattern(r"[:：]\s*\Z|\b(?:writes|asks)\b", re.IGNORECASE)
_SALUTES: Final = lazy_re.pattern(
    r"(?:dear|hi|hello|hey|liebe[rs]?|querid[ao]|cher|chère|caro|cara)\b.{0,40}[,:—–-]+\s*\Z", re.IGNORECASE
)
_LABELLED: Final = lazy_re.pattern(
    r"(?:q|a|question|answer|frage|antwort|pregunta|respuesta)\s?\d{0,3}\s?[:.]\s", re.IGNORECASE
)
"""A line that says who speaks: a question's or an answer's first."""
_QUOTED: Final = lazy_re.pattern(
    r"[“\"„«‘](.{1,400})[”\"“»’]\s*+\Z|\b(?:to|on)\s++[“\"„«]?(.{1,400}?)[”\"“»]?\s*\Z", re.DOTALL
)
_SENTENCE: Final = lazy_re.pattern(
    r"\A(?=.*[.!?…:。][”\"’')\]]*+\Z).*?(?:[.…。][”\"’')\]]*+\Z|[.!?…][”\"’')\]]*+ [^\Wa-z])", re.DOTALL
)
"""A full stop at the end, or one sentence's end before another."""
_FOOTER: Final = lazy_re.pattern(
    # sentences that no writer begins like this, and words that run into what follows them where a theme hides them
    r"this (?:entry|post) was (?:posted|published|written)|by [^|]{2,60}\|"
    r"|(?-i:Categories|Category|Tags|Tagged|Posted (?:by|on|in)|Published(?: by)?|Filed under)(?-i:(?=[A-Z]))"
    r"|categori[sz]ed as |published [a-z]{3,9} \d{1,2}\b",
    re.IGNORECASE,
)
_COUNTED: Final = lazy_re.pattern(rf"\W*(?:with\s+)?{NUMBER}\s*{COMMENTS}\W*", re.IGNORECASE)
"""A line that says nothing but how many comments there are."""
_CAPITALS: Final = lazy_re.pattern(r"[—–-]? ?(?-i:[A-ZÀ-Ö])[\w'’]*\.?(?: (?-i:[A-ZÀ-Ö])[\w'’]*\.?){0,2}")
"""One to three capitalised words and nothing else."""
_PIPED: Final = lazy_re.pattern(r"\S ?\| ?\S")
"""Parts of a line apart by strokes: "Work | plums, noise"."""
_STROKES: Final = lazy_re.pattern(r"(?<!\s)\s+[/–—-]\s+|(?:(?<!\s)\s+)?[|·•]\s*")
"""What parts a line of small print; a run of white space is tried from its beginning only."""
_CUT_OFF: Final = lazy_re.pattern(
    r"\b(?:read (?:more|the (?:full|rest))|continue reading|keep reading|weiterlesen|mehr lesen|lire la suite|leer más"
    r"|seguir leyendo|leggi tutto|continua a leggere|continue lendo|leia mais|lees verder|läs mer"
    r"|czytaj (?:dalej|więcej))\b",
    re.IGNORECASE,
)
"""A link to the rest of a post that is cut off."""
_SEVERAL: Final = 3
_SAID_AGAIN: Final = 12
"""A title of so many letters is not in the first line by chance."""
_BYLINE: Final = 40
"""A longer line is more than a name behind "by"."""
_SHARES: Final = frozenset(words_of(SHARE_LINKS))
"""What buttons to share a post say."""
_ENDS: Final = lazy_re.pattern(r"[.!?…。！？:：,;][”\"’')\]]*\Z")
"""How sentences end, and lines of a letter."""
_NUMBERED: Final = lazy_re.pattern(r"\d{1,2}[.)]\s")
"""The heading of one of several letters."""
_PICTURE: Final = lazy_re.pattern(r"\.(?:jpe?g|png|gif|webp|svg)\Z", re.IGNORECASE)
"""A picture's alternative text is often its file name."""
_NO_WORDS: Final = lazy_re.pattern(r"[\W_]*")


class _Chunk(NamedTuple):
    """Lines that stand together: a paragraph, or a list."""

    lines: Sequence[Line]
    listed: bool

    @property
    def text(self) -> str:
        return dedent(self.lines, self.lines[0].indent)

    @property
    def single(self) -> str:
        """The text of a paragraph of one line; "" of any other."""
        return self.lines[0].full_text if len(self.lines) == 1 and not self.listed else ""


@frozen(kw_only=True)
class Post:
    """What stands above the comments."""

    thread: Thread
    """Title, author and displayed date only; the date is read together with the comments'."""
    blocks: tuple[Block, ...]
    """The body's blocks, for `letters.split`."""
    furniture: tuple[str, ...]
    """What stands behind the text: tags, the author's box, neighbouring posts."""
    body_at: int
    """Where the body begins, in characters."""


def read_post(lines: Sequence[Line], introduction: str | None) -> Post:
    """The post in the lines above the comments; `introduction` is the comment introduction, if there is one."""
    chunks = _apart(_chunks(lines))
    title = _find_title(chunks, introduction)
    first = 0 if title is None else title + 1
    author, raw, first = _byline(chunks, first)
    if raw is None and title and _is_byline(chunks[title - 1].single):
        raw = _time_in(chunks[title - 1].single)  # WordPress 1.x set the date above the title
    last = _body_end(chunks, first, author)
    thread = Thread(
        title=chunks[title].single if title is not None else None,
        author=Author(name=author) if author else None,
        published_raw=raw,
    )
    end = lines[-1].start if lines else 0
    return Post(
        thread=thread,
        blocks=tuple(_block(chunk) for chunk in chunks[first:last]),
        furniture=tuple(chunk.text for chunk in chunks[last:] if not read_introduction(chunk.single)),
        body_at=chunks[first].lines[0].start if first < len(chunks) else end,
    )


def is_list_of_posts(lines: Sequence[Line]) -> bool:
    """Whether several paragraphs are followed by the same short line that leads to the rest of each."""
    ends: Counter[str] = Counter()
    above = ""
    for line in lines:
        if line.blank:
            continue
        if len(line.text) <= _BYLINE and len(above) >= _LONG and _CUT_OFF.search(line.text):
            ends[line.text] += 1
        above = line.text
    return any(n >= _SEVERAL for n in ends.values())


def _chunks(lines: Sequence[Line]) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    current: list[Line] = []
    for line in lines:
        if current and (line.blank or _is_list(line, current) != _is_list(current[0], current)):
            chunks.append(_Chunk(current, _is_list(current[0], current)))
            current = []
        if not line.blank:
            current.append(line)
    if current:
        chunks.append(_Chunk(current, _is_list(current[0], current)))
    return chunks


def _apart(chunks: Sequence[_Chunk]) -> list[_Chunk]:
    """The same, with the lines above the text apart where a theme sets date and title in one block."""
    body = next((i for i, chunk in enumerate(chunks) if _is_prose(chunk)), 0)
    out: list[_Chunk] = []
    for i, chunk in enumerate(chunks):
        if i < body and not chunk.listed and any(_is_furniture(line.full_text) for line in chunk.lines):
            out += (_Chunk([line], listed=False) for line in chunk.lines)
        else:
            out.append(chunk)
    return out


def _is_list(line: Line, chunk: Sequence[Line]) -> bool:
    # a list item's further lines (from <br>) are indented, but carry no marker
    return line.marked or (bool(chunk) and chunk[0].marked and line.indent > chunk[0].indent)


def _block(chunk: _Chunk) -> Block:
    return Block(text=chunk.text, kind="list" if chunk.listed else "paragraph")


def _find_title(chunks: Sequence[_Chunk], introduction: str | None) -> int | None:
    quoted = _quoted_title(introduction)
    if quoted:
        for i, chunk in enumerate(chunks):
            if chunk.single and _plain(chunk.single) == quoted:
                return i
    body = next((i for i, chunk in enumerate(chunks) if _is_prose(chunk)), len(chunks))
    # nobody is greeted above the title
    body = next((i for i in range(1, body) if _SALUTES.match(chunks[i].single)), body)
    candidates = [
        i for i in range(body) if _may_be_title(chunks[i]) and not (i and _BEFORE_NAME.fullmatch(chunks[i - 1].single))
    ]
    if not candidates:
        return None
    named = _plain(chunks[0].lines[0].text)  # a browser's title, which the post's is part of
    again = [i for i in candidates if i and len(chunks[i].single) > _SAID_AGAIN and _plain(chunks[i].single) in named]
    if again:
        return again[-1]
    headings = [i for i in candidates if chunks[i].lines[0].heading]
    candidates = headings or candidates
    # A site's name and motto stand above the title, so it is the last candidate; a name right below one settles it
    # (a date alone may stand above the title as well).
    signed = [i for i in candidates if i + 1 < len(chunks) and _author_in(chunks[i + 1].lines[0].full_text)]
    if body == len(chunks) and not signed:
        return candidates[0]
    if signed:
        return signed[-1]
    # What stands between title and text (an advertiser's note, a first heading) is short beside a title.
    last = len(chunks[candidates[-1]].single)
    return next((i for i in reversed(candidates) if len(chunks[i].single) > 2 * last), candidates[-1])


def _quoted_title(introduction: str | None) -> str | None:
    found = _QUOTED.search(introduction) if introduction else None
    return _plain(found[1] or found[2]) if found else None


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _is_prose(chunk: _Chunk) -> bool:
    if chunk.listed or _META.match(chunk.lines[0].text) or _is_link(chunk.text[: 2 * _LONG]):
        return False
    return any(
        len(line.text) >= _LONG or (len(line.text) >= 50 and _SENTENCE.search(line.text)) for line in chunk.lines
    )


def _is_link(text: str) -> bool:
    """Whether a line leads elsewhere: "« Older post", "Newer post →". A pair of guillemets is a quotation."""
    if "←" in text or "→" in text or _NEIGHBOUR.search(text):
        return True
    opens, closes = text[0] in "«‹<", text[-1] in "»›>"
    return opens != closes and not (opens and re.search(r"[»›>]", text)) and not (closes and re.search(r"[«‹<]", text))


def _may_be_title(chunk: _Chunk) -> bool:
    text = chunk.single
    if not text or _NO_WORDS.fullmatch(text) or len(text) > _LONG or text[-1] in ".…,;。" or "\u00a0" in text:
        return False
    if _NUMBERED.match(text) or _PICTURE.search(text) or text.isdecimal():
        return False
    if (
        _META.match(text)
        or _FOOTER.match(text)
        or text.lower() == "in"
        or _INTRODUCES.search(text)
        or _SALUTES.match(text)
        or _LABELLED.match(text)
        or _BY_ONLY.fullmatch(text)
    ):
        return False
    return not _is_byline(text) and text.lower() not in _SHARES and not _COUNTED.fullmatch(text)


def _is_byline(text: str) -> bool:
    """Whether a line names the author or gives the date, and little else."""
    if len(text) > _LONG:
        return False
    span = find_time(text)
    rest = text if span is None else f"{text[: span[0]]}\x01{text[span[1] :]}"
    by = _BY.search(rest)
    if by and (by.start() == 0 or span is not None) and looks_like_name(by["name"].strip(" .")):
        return True
    return span is not None and len(rest) <= 60 and not rest.rstrip().endswith((".", "!", "?"))


def _byline(chunks: Sequence[_Chunk], first: int) -> tuple[str | None, str | None, int]:
    """Author and displayed date from the lines under the title, and where the text begins."""
    author = raw = None
    named = False  # a line "by" alone: the next one is the name
    while first < len(chunks):
        chunk = chunks[first]
        lines = [line.full_text for line in chunk.lines]
        if named and author is None and looks_like_name(lines[0]):
            author, named = lines[0], False
        elif any(len(line) > _LONG for line in lines) or not all(_is_furniture(line) for line in lines):
            break
        for line in lines:
            named = named or bool(_BY_ONLY.fullmatch(line))
            author, raw = author or _author_in(line), raw or _time_in(line)
        first += 1
    return author, raw, first


def _is_furniture(line: str) -> bool:
    return bool(
        _NO_WORDS.fullmatch(line)
        or _BY_ONLY.fullmatch(line)
        or _META.match(line)
        or _is_byline(line)
        or re.fullmatch(
            r"in\b.{0,40}|\{?\s*\d+ (?:comments?|responses?|replies)\b.{0,60}|leave a .{0,20}", line, re.IGNORECASE
        )
    )


def _author_in(line: str) -> str | None:
    span = find_time(line)
    rest = line if span is None else f"{line[: span[0]]}\x01{line[span[1] :]}"
    found = _BY.search(rest)
    name = found["name"].strip(" .·|") if found else _between_strokes(rest)
    return name if name and looks_like_name(name) else None


def _between_strokes(rest: str) -> str:
    """The name in a line of date, name and count apart by strokes: "May 3, 2010 / Mabel Roe / 3 Comments"."""
    parts = [part.strip() for part in _STROKES.split(rest)]
    if len(parts) < 3 or "\x01" not in parts or not any(_COUNTED.fullmatch(part) for part in parts):
        return ""
    names = [part for part in parts if len(part.split()) in (2, 3) and all(word[0].isupper() for word in part.split())]
    return names[0] if len(names) == 1 else ""


def _time_in(line: str) -> str | None:
    span = find_time(line)
    return line[span[0] : span[1]] if span else None


def _body_end(chunks: Sequence[_Chunk], first: int, author: str | None) -> int:
    """The index behind the text's last block: before the first line that begins like furniture, near the end."""
    left = 0
    end = len(chunks)
    # what a speaker's label opens is the text's, and so is the date between the label and the words
    said = max((i + 2 for i in range(first, end) if _LABELLED.match(chunks[i].lines[0].full_text)), default=first)
    for i in range(len(chunks) - 1, said, -1):
        left += len(chunks[i].text)
        if left > 900:
            break
        head = chunks[i].lines[0].full_text
        signed = author is not None and _plain(head) in (_plain("by " + author), _plain("author " + author))
        signed = signed or (len(head) <= _BYLINE and _is_byline(head) and _BY.match(head) is not None)
        if signed or _begins_furniture(head, chunks[i]):
            end = i
    end = _tail_begins(chunks, first, end, author)
    if end - first > 2 and _follows_a_signature(chunks[end - 2], chunks[end - 1], author):
        end -= 1
    return end


def _tail_begins(chunks: Sequence[_Chunk], first: int, end: int, author: str | None) -> int:
    """Where the theme's words behind the text begin, given one place where they do: they are judged as a whole, and
    all that stands between the last sentence and there is theirs but the columnist's name.
    """
    if end == len(chunks):
        if end - first < 2 or not _is_navigation(chunks[-1], chunks[-2]):
            return end
        end -= 1
    start = end
    while start - 1 > first and _is_loose(chunks[start - 1], chunks[start - 2]):
        start -= 1
    if start < end and _signs(chunks[start], chunks[first:start], author):
        start += 1
    return start


def _is_navigation(chunk: _Chunk, above: _Chunk) -> bool:
    """Whether a list behind the last sentence is no more than the titles of the posts before and after."""
    items = [line.text for line in chunk.lines]
    ended = _SENTENCE.search(above.lines[-1].text) is not None
    return chunk.listed and ended and len(items) <= 2 and not any(_ENDS.search(item) for item in items)


def _is_loose(chunk: _Chunk, above: _Chunk) -> bool:
    """Whether a block is no sentence, and no list that a sentence announces."""
    if above.lines[-1].text.endswith((":", "：")):
        return False
    limit = 60 if chunk.listed else 100
    return all(len(line.text) <= limit and not _ENDS.search(line.text) for line in chunk.lines)


def _signs(chunk: _Chunk, text: Sequence[_Chunk], author: str | None) -> bool:
    """Whether a line behind the text is the columnist's name: the author's, or one that somebody was called above."""
    sign = chunk.single.strip(" —–-~")
    if not sign or len(sign) > 40:
        return False
    if chunk.single[0] in "—–-~":
        return True
    words = set(sign.casefold().split())
    if author is not None and words <= set(author.casefold().split()):
        return True
    greeted = " ".join(part.lines[0].text for part in text if _SALUTES.match(part.lines[0].text)).casefold()
    return all(word in greeted for word in words) and bool(greeted)


def _follows_a_signature(signature: _Chunk, last: _Chunk, author: str | None) -> bool:
    """Whether the last line stands behind the columnist's own name, and so is a theme's: a category, the full name."""
    sign = signature.single.strip(" —–-.")
    if not sign or not last.single or len(last.single) > 40 or _SENTENCE.search(last.single):
        return False
    if author is None:  # two capitalised lines below each other are a name and a category
        return all(_CAPITALS.fullmatch(text) for text in (signature.single, last.single))
    return set(sign.casefold().split()) <= set(author.casefold().split())


def _begins_furniture(head: str, chunk: _Chunk) -> bool:
    if _NO_WORDS.fullmatch(head):
        return not re.search(r"[*~#_=-]", head)  # stars and dashes are the writer's rule, arrows are the theme's
    if _FOOTER.match(head) or _is_share_list(chunk):
        return True
    if len(head) > 300:
        return False
    signed = _time_in(head) and _is_byline(head.lstrip("~–—- "))
    if chunk.single and (signed or (_PIPED.search(head) and not _SENTENCE.search(head))):
        return True
    if (
        read_introduction(head)
        or comments_open([head]) is not None
        or (len(head) < 60 and count_in_passing(head) is not None)
    ):
        return True
    links = [line.full_text for line in chunk.lines if len(line.text) < _LONG]
    if len(links) == len(chunk.lines) and any(map(_is_link, links)):
        return True
    alone = chunk.single or any(_META.match(line.full_text) for line in chunk.lines[1:])
    if alone and len(head) < 60 and head.islower() and head[-1].isalnum() and len(head.split()) <= 8:
        return True  # bare tags: no writer ends without a capital or a full stop
    return bool(_META.match(head.lstrip("• ")) or re.fullmatch(r"permalink|.*toggle comments", head, re.IGNORECASE))


def _is_share_list(chunk: _Chunk) -> bool:
    """Whether a list is of buttons: "• Facebook • Pinterest • Email"."""
    items = [line.text.strip().lower() for line in chunk.lines]
    return chunk.listed and len(items) > 1 and 2 * sum(item in _SHARES for item in items) > len(items)
