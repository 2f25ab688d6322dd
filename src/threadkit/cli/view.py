"""A thread as a person wants to see it in a terminal: `render` gives the lines, plain or coloured.

Top to bottom as on the page: title, byline and date, the body with letters and answers told apart by a bar and a
heading of their own, the comments as a tree, and at the end what was met while parsing, worst first.

The tree is drawn by guides, one bar a level, in colours that repeat: a comment's bar hangs from the bullet before its
author and runs on beside all replies to it. Where the screen gets too narrow for its depth the outermost bars are
left out, the first that remains is dashed, and the depth is given as a number; so the words keep their room
at any depth. Every line is built from spans (text, style), wrapped by the width that characters really have,
and made at the moment it is asked for: a pager shows the first screen of a long thread at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from attrs import frozen
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from threadkit import lazy_re
from threadkit.cli.terminal import visible
from threadkit.model import Answer, Author, Comment, Issue, Letter, Passage, Thread

__all__ = ["render"]

Span = tuple[str, str]
"""A piece of a line: its text, and the name of its style."""
Line = Sequence[Span]

_STYLES: Final = {
    "": Style(),
    "title": Style(bold=True),
    "dim": Style(dim=True),
    "section": Style(bold=True),
    "letter": Style(color="yellow"),
    "letter head": Style(color="yellow", bold=True),
    "answer": Style(color="cyan"),
    "answer head": Style(color="cyan", bold=True),
    "post author": Style(color="green", bold=True),
    "letter writer": Style(color="yellow", bold=True),
    "nobody": Style(italic=True, dim=True),
    "error": Style(color="red", bold=True),
    "warning": Style(color="yellow"),
    "info": Style(color="blue"),
    "level 0": Style(color="blue"),
    "level 1": Style(color="magenta"),
    "level 2": Style(color="cyan"),
    "level 3": Style(color="green"),
    "level 4": Style(color="yellow"),
    "level 5": Style(color="red"),
}
"""The sixteen colours of the terminal's own theme, which its user can read on their background."""

_LEVELS: Final = 6
_READING_WIDTH: Final = 100
"""Longer lines are hard to read, however wide the screen is."""
_LEAST_WORDS: Final = 48
"""The columns that a comment's words keep, rather than one more guide; three quarters of a narrow screen."""
_MOST_GUIDES: Final = 12
"""Nobody counts more bars than this."""


@frozen(kw_only=True)
class _Glyphs:
    bar: str = "│ "
    broken: str = "┊ "
    bullet: str = "● "
    letter: str = "│ "
    answer: str = "┃ "
    rule: str = "─"
    dot: str = " · "
    star: str = "★ "
    dash: str = "— "


_DRAWN: Final = _Glyphs()
_TYPED: Final = _Glyphs(
    bar="| ", broken=": ", bullet="* ", letter="| ", answer="# ", rule="-", dot=" - ", star="* ", dash="-- "
)
"""For a terminal whose encoding has no line drawing."""


def render(thread: Thread, *, width: int = 80, colour: bool = False, encoding: str = "utf-8") -> Iterator[str]:
    r"""The lines of the view, without line ends, none wider than `width` columns (where `width` is at least 20).

    `colour` adds the terminal's colours; without it there is not one escape character. `encoding` is the one that the
    lines will be written in: where it has no line drawing, plain signs stand in. Every control character of
    the page is shown as a visible symbol.

    >>> from threadkit.model import Author, Comment
    >>> comments = (Comment(id="1", author=Author(name="Ann"), text="Mine\x1b too."),)
    >>> print(*render(Thread(title="my boss sings", comments=comments)), sep="\n")
    my boss sings
    no letter · no answer · 1 comment
    <BLANKLINE>
    COMMENTS ──────────────────────────────────────────────────────────────────────
    <BLANKLINE>
    ● Ann · #1
    │ Mine␛ too.
    """
    view = _View(width=max(20, min(width, _READING_WIDTH)), glyphs=_glyphs_for(encoding))
    paint = _painted if colour else _plain
    for line in view.lines(thread):
        yield paint(line)


def _glyphs_for(encoding: str) -> _Glyphs:
    try:
        "│┊●┃─·★—".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return _TYPED
    return _DRAWN


def _plain(line: Line) -> str:
    return "".join([text for text, _ in line]).rstrip()


def _painted(line: Line) -> str:
    return "".join([_STYLES[style].render(text, color_system=ColorSystem.STANDARD) for text, style in line])


# -- the view ------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _View:
    """The view at one width. Its methods yield lines; each begins with the blank line that sets it apart."""

    width: int
    glyphs: _Glyphs

    def lines(self, thread: Thread) -> Iterator[Line]:
        yield from self._head(thread)
        yield from self._body(thread)
        yield from self._comments(thread)
        yield from self._issues(thread.issues)

    # -- the post

    def _head(self, thread: Thread) -> Iterator[Line]:
        yield from self._block(thread.title or "(no title)", style="title" if thread.title else "nobody")
        time = _time(thread.published, thread.published_raw)
        yield from self._facts([f"by {thread.author.name}" if thread.author else None, time])
        yield from self._facts([thread.url])
        yield from self._facts(_counts(thread))
        if thread.capture is not None:
            when, path = _time(thread.capture.captured_at, None), thread.capture.path
            yield from self._facts([when and f"captured {when}", path and f"from {path}"])

    def _facts(self, facts: Sequence[str | None]) -> Iterator[Line]:
        known = [fact for fact in facts if fact]
        if known:
            yield from self._block(self.glyphs.dot.join(known).replace("\n", " "), style="dim")

    def _body(self, thread: Thread) -> Iterator[Line]:
        letters, answers = len(thread.letters), len(thread.answers)
        letter = answer = 0
        for part in thread.body:
            yield ()
            if isinstance(part, Letter):
                letter += 1
                yield from self._letter(part, _numbered("LETTER", letter, letters))
            elif isinstance(part, Answer):
                answer += 1
                yield from self._answer(part, _numbered("ANSWER", answer, answers), thread.author)
            else:
                yield from self._passage(part)

    def _letter(self, letter: Letter, name: str) -> Iterator[Line]:
        name = self.glyphs.dot.join(filter(None, [name, letter.heading]))
        yield from self._part(name, [letter.label, _basis(letter)], letter, "letter", self.glyphs.letter)

    def _answer(self, answer: Answer, name: str, post_author: Author | None) -> Iterator[Line]:
        author = answer.author.name if answer.author and answer.author != post_author else None
        facts = [author and f"by {author}", answer.label, _basis(answer)]
        yield from self._part(name, facts, answer, "answer", self.glyphs.answer)

    def _part(
        self, name: str, facts: Sequence[str | None], part: Letter | Answer, style: str, bar: str
    ) -> Iterator[Line]:
        details = "".join(self.glyphs.dot + " ".join(fact.split()) for fact in facts if fact)
        bars = [(bar, style)]
        yield from self._flowed([(" ".join(name.split()), f"{style} head"), (details, "dim")])
        if part.salutation:
            yield from self._block(part.salutation, bars)
            yield bars
        yield from self._block(part.text, bars)
        if part.signature:
            yield bars
            # A signature that the page sets off by a dash has one already.
            dash = "" if part.signature.startswith(("-", "–", "—", "―")) else self.glyphs.dash
            yield from self._block(dash + part.signature, bars)

    def _passage(self, passage: Passage) -> Iterator[Line]:
        if passage.kind == "unread":
            yield self._rule("NOT READ")
        yield from self._block(passage.text)

    # -- the comments

    def _comments(self, thread: Thread) -> Iterator[Line]:
        if not thread.comments:
            return
        yield ()
        yield self._rule("COMMENTS")
        guides = _guides(self.width)
        above = 0
        for comment in thread.comments:
            # The bars between two comments are those of the replies that go on below.
            yield self._bars(min(above, comment.depth), guides)
            yield from self._comment(comment, guides, orphan=comment.depth > 0 and thread.parent(comment) is None)
            above = comment.depth + 1

    def _comment(self, comment: Comment, guides: int, *, orphan: bool) -> Iterator[Line]:
        outer = self._bars(comment.depth, guides)
        own = f"level {comment.depth % _LEVELS}"
        head = _flow(self._comment_head(comment, own, guides, orphan=orphan), self._room(outer) - 2)
        yield [*outer, (self.glyphs.bullet, own), *next(head, ())]
        inner = [*outer, (self.glyphs.bar, own)]
        for rest in head:
            yield [*inner, *rest]
        yield from self._block(comment.text, inner)

    def _comment_head(self, comment: Comment, own: str, guides: int, *, orphan: bool) -> list[Span]:
        spans: list[Span] = [(" ".join(comment.author.name.split()), "title")] if comment.author else []
        if not spans:
            spans = [("(no name)", "nobody")]
        if comment.is_post_author:
            spans = [(spans[0][0], "post author"), (f" {self.glyphs.star}post author", "post author")]
        if comment.is_letter_writer:
            spans.append((f" {self.glyphs.star}letter writer", "letter writer"))
        facts: list[str] = [] if comment.kind == "comment" else [comment.kind]
        facts += [_time(comment.published, comment.published_raw), f"#{comment.id}"]
        facts += [] if comment.score is None else [f"score {comment.score}"]
        if orphan:
            facts.append("its parent is not on the page")
        spans.append(("".join(self.glyphs.dot + fact for fact in facts if fact), "dim"))
        if comment.depth > guides:
            spans.append((f"{self.glyphs.dot}depth {comment.depth}", own))
        return [(visible(text).replace("\n", " "), style) for text, style in spans]

    def _bars(self, depth: int, guides: int) -> list[Span]:
        first = max(0, depth - guides)
        bars = [(self.glyphs.bar, f"level {level % _LEVELS}") for level in range(first, depth)]
        if first and bars:
            bars[0] = (self.glyphs.broken, bars[0][1])
        return bars

    # -- the issues

    def _issues(self, issues: Sequence[Issue]) -> Iterator[Line]:
        if not issues:
            return
        yield ()
        yield self._rule("ISSUES")
        for grade in ("error", "warning", "info"):
            for issue in issues:
                if issue.grade == grade:
                    yield from self._issue(issue)

    def _issue(self, issue: Issue) -> Iterator[Line]:
        line = None if issue.line is None else f"line {issue.line}"
        comment = None if issue.comment_id is None else f"#{issue.comment_id}"
        place = ", ".join(filter(None, [line, comment]))
        words = visible(f"{issue.code}: {issue.message}" + (f" ({place})" if place else "")).replace("\n", " ")
        lead: Span = (f"{issue.grade:<9}", issue.grade)
        for line_of_words in _flow([(words, "")], self._room([lead])):
            yield [lead, *line_of_words]
            lead = (" " * 9, "")

    # -- lines

    def _rule(self, name: str) -> Line:
        return [(f"{name} ", "section"), (self.glyphs.rule * (self.width - len(name) - 2), "dim")]

    def _block(self, text: str, bars: Sequence[Span] = (), *, style: str = "") -> Iterator[Line]:
        """Text with bars before each of its lines, wrapped into the room that they leave."""
        room = self._room(bars)
        for paragraph in visible(text).split("\n"):
            if not paragraph.strip():
                yield bars
            for line in _flow([(paragraph, style)], room):
                yield [*bars, *line]

    def _flowed(self, spans: Sequence[Span]) -> Iterator[Line]:
        return _flow([(visible(text).replace("\n", " "), style) for text, style in spans], self.width)

    def _room(self, bars: Sequence[Span]) -> int:
        return max(8, self.width - 1 - sum(len(text) for text, _ in bars))


def _guides(width: int) -> int:
    """How many bars a comment has at most, at this width."""
    return min(_MOST_GUIDES, (width - min(_LEAST_WORDS, width * 3 // 4)) // 2)


def _numbered(name: str, number: int, total: int) -> str:
    return name if total == 1 else f"{name} {number} of {total}"


def _basis(part: Letter | Answer) -> str | None:
    return None if part.basis == "marked" else f"inferred, {part.confidence:.0%} sure"


def _counts(thread: Thread) -> list[str]:
    counts = [(len(thread.letters), "letter"), (len(thread.answers), "answer"), (len(thread.comments), "comment")]
    facts = [f"{number or 'no'} {noun}{'' if number in (0, 1) else 's'}" for number, noun in counts]
    if thread.declared_comment_count not in (None, len(thread.comments)):
        facts[-1] += f" (the page says {thread.declared_comment_count})"
    if thread.comments_open is not None:
        facts[-1] += ", open" if thread.comments_open else ", closed"
    if thread.issues:
        facts.append(f"{len(thread.issues)} issue{'' if len(thread.issues) == 1 else 's'}")
    return facts


def _time(when: datetime | None, displayed: str | None) -> str:
    """A time in one form for all pages; as the page shows it where it could not be read."""
    if when is None:
        return " ".join((displayed or "").split())
    # Midnight is the hour that a date has whose page gives the day only.
    day_only = when.tzinfo is None and when.timetz().isoformat() == "00:00:00" and ":" not in (displayed or "")
    return f"{when:%Y-%m-%d}" if day_only else f"{when:%Y-%m-%d %H:%M %z}".rstrip()


# -- wrapping ------------------------------------------------------------------------------------------------------

_SPACE: Final = " \t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"
"""Where a line may break: white space, but not the no-break spaces."""
_IDEOGRAPHS: Final = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_OPENING: Final = "「『（【〈《〔［｛"
_CLOSING: Final = "」』）】〉》〕］｝、。，．！？：；…"
_TOKEN: Final = lazy_re.pattern(
    f"[{_OPENING}]*[{_IDEOGRAPHS}][{_CLOSING}]*"  # a line of Chinese or Japanese breaks between any two signs
    f"|[^{_SPACE}{_IDEOGRAPHS}{_OPENING}]+|[{_OPENING}]+"
    f"|[{_SPACE}]+"
)


def _flow(spans: Sequence[Span], width: int) -> Iterator[Line]:
    """One paragraph in lines of at most `width` columns, broken between words; no line for no text."""
    line: list[Span] = []
    used = 0
    for token, style in _tokens(spans, width):
        cells = _cells(token)
        if used + cells > width and line:
            yield line
            line, used = [], 0
            # The space that a line breaks at is its end; one at a paragraph's beginning sets the paragraph in.
            if token.isspace():
                continue
        if line and line[-1][1] == style:
            line[-1] = (line[-1][0] + token, style)
        else:
            line.append((token, style))
        used += cells
    if line:
        yield line


def _tokens(spans: Sequence[Span], width: int) -> Iterator[Span]:
    """Words and the spaces between them; what is wider than a line, in pieces."""
    for text, style in spans:
        for match in _TOKEN.finditer(text.expandtabs(4)):
            token = match[0]
            if _cells(token) <= width:
                yield token, style
            else:
                for piece in _pieces(token, width):
                    yield piece, style


_SIGN: Final = lazy_re.pattern("(?s:.(?:\ufe0f|\u200d.)*)")
"""What is one sign on the screen: an emoji may be several characters, told to be one picture."""


def _pieces(word: str, width: int) -> Iterator[str]:
    if word.isascii():
        yield from (word[place : place + width] for place in range(0, len(word), width))
        return
    start = used = 0
    for sign in _SIGN.finditer(word):
        cells = _cells(sign[0])
        if used + cells > width:
            yield word[start : sign.start()]
            start, used = sign.start(), 0
        used += cells
    yield word[start:]


def _cells(text: str) -> int:
    """The columns that a text takes; control characters are gone by now."""
    return len(text) if text.isascii() else cell_len(text)
