"""The typed objects: what a page holds, as frozen attrs classes.

A `Thread` is the post (title, author, date, body) and its comments. The body is a tuple of `Letter`,
`Answer` and `Passage` in page order; the comments are one flat tuple in page order (pre-order), each
with its `depth` and `parent_id`. Everything else (exchanges, roots, replies, walks) is derived from
these when it is asked for, in time linear in what is returned, and never recurses, so that a thread
of 5,000 nested replies is as good as any other.

All classes are frozen, slotted and keyword-only; edit with ``attrs.evolve``. A value that does not fit its field is an
error as soon as the object is made, and a list becomes a tuple (`fields`), so that what can be built can be written.
The words follow the docs' glossary; names of other vocabularies stand beside them there.
"""

from __future__ import annotations

import html as _html
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Final, Literal

from attrs import frozen

from threadkit.fields import check

__all__ = [
    "SCHEMA_VERSION",
    "Answer",
    "Author",
    "Basis",
    "Capture",
    "Comment",
    "Exchange",
    "Issue",
    "Kind",
    "Layout",
    "Letter",
    "Part",
    "Passage",
    "PassageKind",
    "Thread",
]

SCHEMA_VERSION: Final = 1
"""The number in ``"schema"`` of the JSON form; it grows when a reader of the old form would be misled."""

Basis = Literal["marked", "inferred"]
Kind = Literal["comment", "pingback", "trackback"]
PassageKind = Literal["body", "unread"]


@frozen(kw_only=True)
class Author:
    """Who wrote something, as the page names them.

    >>> Author(name="Nightfall")
    Author(name='Nightfall', url=None)
    """

    name: str
    """The name as displayed, without what the theme prints around it ("says:", "*", "Post author")."""
    url: str | None = None
    """Where the name links to, absolute where the page's address is known; None without a link."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class Capture:
    """The snapshot that a page was read from."""

    url: str | None = None
    """The page's own address at capture time, without the archive's prefix; None if unknown."""
    captured_at: datetime | None = None
    """When it was captured (aware, UTC); None if the archive does not say."""
    record_id: str | None = None
    """The record's identifier in its container, e.g. a WARC-Record-ID; None outside such."""
    path: str | None = None
    """The file (and member) that held it, e.g. "crawl.wacz/archive/data.warc.gz"; None for a page in memory."""
    offset: int | None = None
    """Where the record begins in that file, in bytes; None if unknown."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class Issue:
    """A recoverable problem met while parsing, reported as data.

    >>> print(Issue(code="count-mismatch", message="67 comments declared, 62 found"))
    warning: count-mismatch: 67 comments declared, 62 found
    """

    code: str
    """A stable word for programs, e.g. "count-mismatch"; the docs list them all."""
    message: str
    """One sentence for people: what is wrong and where."""
    grade: Literal["error", "warning", "info"] = "warning"
    """"error": part of the thread is lost or its structure can't be trusted (what `strict=True` raises for);
    "warning": something is missing or uncertain and the data says what; "info": worth knowing."""
    line: int | None = None
    """The line of the input, from 1; None where it does not lie in one place."""
    comment_id: str | None = None
    """The `Comment.id` that it concerns; None for the thread as a whole."""

    def __attrs_post_init__(self) -> None:
        check(self)

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line is not None else ""
        return f"{self.grade}: {place}{self.code}: {self.message}"


@frozen(kw_only=True)
class Letter:
    """What a reader wrote in.

    >>> Letter(text="What should I do?", signature="Worried", basis="marked").confidence
    1.0
    """

    text: str
    """The letter as plain text, without salutation and signature; paragraphs apart by one blank line."""
    heading: str | None = None
    """The heading above it where a page holds several, e.g. "1. My boss reads my calendar"; None without one."""
    label: str | None = None
    """What the page prints to name the speaker, e.g. "Q:" or "Reader:"; None without one."""
    salutation: str | None = None
    """E.g. "Dear Prudence,"; None without one."""
    signature: str | None = None
    """E.g. "Confused in Ohio"; None without one."""
    html: str | None = None
    """The archived inner mark-up; None when the input was text or the caller asked for none."""
    basis: Basis = "marked"
    """"marked" where the page says that this is a letter, "inferred" where its wording does."""
    confidence: float = 1.0
    """How likely its ends are right, 0 to 1; 1.0 where marked."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class Answer:
    """What the columnist, or a guest, replied.

    >>> Answer(text="Tell her this week.").basis
    'marked'
    """

    text: str
    """The answer as plain text, without salutation and signature; paragraphs apart by one blank line."""
    label: str | None = None
    """What the page prints to name the speaker, e.g. "A:" or "Karla:"; None without one."""
    salutation: str | None = None
    """E.g. "Dear Confused,"; None without one."""
    signature: str | None = None
    """E.g. "Prudie"; None without one."""
    html: str | None = None
    """The archived inner mark-up; None when the input was text or the caller asked for none."""
    author: Author | None = None
    """Who answered, where the page says so: the post's author or a guest; None if it does not."""
    basis: Basis = "marked"
    """"marked" where the page says that this is an answer, "inferred" where its wording does."""
    confidence: float = 1.0
    """How likely its ends are right, 0 to 1; 1.0 where marked."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True)
class Passage:
    """What is neither letter nor answer: an introduction, an editor's note, links; or what could not be read.

    >>> Passage(text="A reader writes:")
    Passage(text='A reader writes:', html=None, kind='body')
    """

    text: str
    """The passage as plain text; paragraphs apart by one blank line."""
    html: str | None = None
    """The archived inner mark-up; None when the input was text or the caller asked for none."""
    kind: PassageKind = "body"
    """"body": a part of the post. "unread": no part of it, but what stands where comments stand and could not be read,
    behind the body and in one piece, with an `unread-comments` issue."""

    def __attrs_post_init__(self) -> None:
        check(self)


Part = Letter | Answer | Passage
"""One part of a post's body."""


@frozen(kw_only=True)
class Exchange:
    """A letter with its answer, as `Thread.exchanges` pairs them; either may be missing."""

    heading: str | None = None
    """The letter's heading; None without one."""
    letters: tuple[Letter, ...] = ()
    """The letters that this answer replies to: usually one; empty for an answer without a letter."""
    answer: Answer | None = None
    """The answer; None for a letter without one."""

    def __attrs_post_init__(self) -> None:
        check(self)

    @property
    def letter(self) -> Letter | None:
        """The first letter, or None."""
        return self.letters[0] if self.letters else None


@frozen(kw_only=True)
class Comment:
    """One reader's reply under the post.

    >>> Comment(id="5.1", parent_id="5", depth=1, author=Author(name="Katie"), text="Agreed!")
    Comment(id='5.1', parent_id='5', depth=1, author='Katie', text='Agreed!')
    """

    id: str
    """The page's own number ("48213" of ``comment-48213``); where it has none, the path of ordinals ("5.1.2").
    Unique within a thread."""
    parent_id: str | None = None
    """The `id` of the comment that this one replies to; None for a comment on the post, and for a reply whose
    parent is not on the page (then its `depth` is above 0 and an issue says so). Exports and feeds name the parent
    also where they do not hold it: `Thread.parent` is None then, and the issue is the same."""
    depth: int = 0
    """0 for a comment on the post, the parent's depth + 1 for a reply, as the page shows it."""
    author: Author | None = None
    """Who wrote it; None where the page names nobody."""
    is_post_author: bool | None = None
    """Whether the page marks the writer as the post's author; None where it marks nobody."""
    is_letter_writer: bool | None = None
    """True where the comment says that its writer wrote the letter; None otherwise."""
    published: datetime | None = None
    """When, as the page says: aware where it gives an offset, naive where it does not; None if it can't be read
    for certain."""
    published_raw: str | None = None
    """The displayed time as it stands on the page; None where it shows none."""
    score: int | None = None
    """Votes or likes as the page shows them, those against taken off; None where it shows none."""
    text: str = ""
    """The body as plain text: paragraphs apart by one blank line, ``<br>`` as one newline."""
    html: str | None = None
    """The archived inner mark-up of the body; None when the input was text or the caller asked for none."""
    url: str | None = None
    """The comment's permalink; None without one."""
    kind: Kind = "comment"
    """What it is: a reader's comment, or a notice that another site linked here."""
    first_seen: datetime | None = None
    """When the earliest capture that shows it was made (aware, UTC), as `merge` found; None before merging, and where
    no capture says when it was made."""
    last_seen: datetime | None = None
    """When the latest capture that shows it was made, likewise: a later capture of the thread without it means that it
    was deleted, or stands on another page."""

    def __attrs_post_init__(self) -> None:
        check(self)

    def __repr__(self) -> str:
        parts = [f"id={self.id!r}", f"parent_id={self.parent_id!r}", f"depth={self.depth}"]
        parts.append(f"author={self.author.name if self.author else None!r}")
        if self.is_post_author:
            parts.append("is_post_author=True")
        if self.kind != "comment":
            parts.append(f"kind={self.kind!r}")
        parts.append(f"text={_shorten(self.text)!r}")
        return f"Comment({', '.join(parts)})"


@frozen(kw_only=True)
class Layout:
    """How a rendering set its thread in type: what `to_text` needs to give the text back byte for byte.

    `pieces` alternates between literal text and references to fields ("title", "body.0.text",
    "comments.5.1.author"), so nothing of the thread is stored twice; ``renderings/layout.py`` describes the
    notation. `shape` is a checksum of the thread's structure: where an edit changed it (a comment removed, a
    depth altered), the layout no longer applies and `to_text` writes the canonical layout.
    """

    pieces: tuple[str, ...]
    """Literal, reference, literal, … , literal: an odd number of strings."""
    newline: str = "\n"
    """The line end inside referenced fields: "\\n", "\\r\\n" or "\\r"."""
    shape: str = ""
    """Checksum of the structure that the layout belongs to."""

    def __attrs_post_init__(self) -> None:
        check(self)


@frozen(kw_only=True, repr=False)
class Thread:
    """What a page holds: the post and its comments.

    >>> thread = Thread(title="my boss sings", comments=(Comment(id="1", text="Mine too."),))
    >>> thread
    <Thread 'my boss sings': no letter, no answer, 1 comment>
    >>> thread.roots
    (Comment(id='1', parent_id=None, depth=0, author=None, text='Mine too.'),)
    """

    url: str | None = None
    """The page's address: the caller's, else the page's own canonical link; None if unknown."""
    title: str | None = None
    """The post's title without the site's name; None if it was not found."""
    author: Author | None = None
    """Who wrote the post; None where the page does not say."""
    published: datetime | None = None
    """When the post appeared: aware where the page gives an offset, else naive; None if it can't be read for
    certain. Midnight of a naive time may mean that the page gives the day only; `published_raw` shows it."""
    published_raw: str | None = None
    """The post's displayed date as it stands on the page; None where it shows none."""
    body: tuple[Part, ...] = ()
    """The post in page order: letters, answers, and passages that are neither. Nothing of the post is dropped."""
    comments: tuple[Comment, ...] = ()
    """All comments, flat, in page order (a reply follows its parent)."""
    declared_comment_count: int | None = None
    """How many comments the page says that it has; None where it does not."""
    comments_open: bool | None = None
    """Whether new comments could be left; None where the page does not show it."""
    capture: Capture | None = None
    """The snapshot that the page was read from; None for a page that came from no archive."""
    dialect: str = "unknown"
    """How the page was read: the name of a comment system ("wordpress") or of a rendering ("resiliparse")."""
    issues: tuple[Issue, ...] = ()
    """What was met while parsing that a careful user wants to know."""
    layout: Layout | None = None
    """A rendering's typography, for `to_text`; None for threads from elsewhere."""

    def __attrs_post_init__(self) -> None:
        check(self)
        if len({comment.id for comment in self.comments}) < len(self.comments):
            [(twice, _)] = Counter(comment.id for comment in self.comments).most_common(1)
            raise ValueError(f"Thread.comments: more than one comment has the id {twice!a}")

    # -- derived views: never stored in JSON, never compared -------------------------------------------------

    @property
    def letters(self) -> tuple[Letter, ...]:
        """The letters in page order."""
        return tuple(part for part in self.body if isinstance(part, Letter))

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers in page order."""
        return tuple(part for part in self.body if isinstance(part, Answer))

    @property
    def letter(self) -> Letter | None:
        """The first letter, or None."""
        return next(iter(self.letters), None)

    @property
    def answer(self) -> Answer | None:
        """The first answer, or None."""
        return next(iter(self.answers), None)

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The letters with their answers, in page order.

        An answer belongs to the letters before it that nothing has answered yet; where such a letter
        has a heading of its own, it begins a new exchange (a letter that was left without an answer).

        >>> q, a = Letter(text="May I?"), Answer(text="You may.")
        >>> [(e.letter.text, e.answer.text) for e in Thread(body=(q, a)).exchanges]
        [('May I?', 'You may.')]
        """
        found: list[Exchange] = []
        waiting: list[Letter] = []

        def close(answer: Answer | None) -> None:
            if waiting or answer:
                heading = waiting[0].heading if waiting else None
                found.append(Exchange(heading=heading, letters=tuple(waiting), answer=answer))
                waiting.clear()

        for part in self.body:
            if isinstance(part, Letter):
                if part.heading is not None:
                    close(None)
                waiting.append(part)
            elif isinstance(part, Answer):
                close(part)
        close(None)
        return tuple(found)

    @property
    def roots(self) -> tuple[Comment, ...]:
        """The comments without a parent on the page; walking each of them visits every comment once."""
        return self._index.roots

    def comment(self, comment_id: str) -> Comment:
        """The comment of that id; KeyError if there is none."""
        return self._index.by_id[comment_id]

    def replies(self, comment: Comment) -> tuple[Comment, ...]:
        """The direct replies to a comment, in page order."""
        return tuple(self._index.children.get(comment.id, ()))

    def parent(self, comment: Comment) -> Comment | None:
        """The comment that this one replies to; None if there is none on the page."""
        return self._index.parents.get(comment.id)

    def walk(self, comment: Comment | None = None) -> Iterator[Comment]:
        """A comment and all replies below it, parents first; the whole tree where none is given.

        >>> a, b = Comment(id="1"), Comment(id="1.1", parent_id="1", depth=1)
        >>> [c.id for c in Thread(comments=(a, b)).walk(a)]
        ['1', '1.1']
        """
        children = self._index.children
        stack = list(reversed(self.roots)) if comment is None else [comment]
        while stack:
            current = stack.pop()
            yield current
            stack.extend(reversed(children.get(current.id, ())))

    @cached_property
    def _index(self) -> _Index:
        return _Index.of(self.comments)

    def __repr__(self) -> str:
        def count(n: int, noun: str) -> str:
            return f"{n or 'no'} {noun}{'' if n in (0, 1) else 's'}"

        contents = [count(len(self.letters), "letter"), count(len(self.answers), "answer")]
        contents.append(count(len(self.comments), "comment"))
        if self.issues:
            contents.append(count(len(self.issues), "issue"))
        return f"<Thread {_shorten(self.title or '(no title)')!r}: {', '.join(contents)}>"

    def _repr_html_(self) -> str:
        """For notebooks: the thread as a foldable outline; everything from the page is escaped."""
        esc = _html.escape
        out = [f"<div class='threadkit'><b>{esc(self.title or '(no title)')}</b>"]
        if self.author:
            out.append(f" · {esc(self.author.name)}")
        if self.published_raw or self.published:
            out.append(f" · {esc(self.published_raw or str(self.published))}")
        for part in self.body:
            name = "Not read" if isinstance(part, Passage) and part.kind == "unread" else type(part).__name__
            out.append(f"<details><summary>{name}: {esc(_shorten(part.text, 90))}</summary>")
            out.append(f"<div style='white-space:pre-wrap'>{esc(part.text)}</div></details>")
        out.append(f"<details><summary>{len(self.comments)} comments</summary>")
        for comment in self.comments[:_NOTEBOOK_COMMENTS]:
            name = esc(comment.author.name) if comment.author else "<i>unnamed</i>"
            star = " ★" if comment.is_post_author else ""
            indent = 1.5 * min(comment.depth, 30)
            out.append(
                f"<div style='margin-left:{indent}em'><b>{name}</b>{star} {esc(_shorten(comment.text, 120))}</div>"
            )
        if len(self.comments) > _NOTEBOOK_COMMENTS:
            out.append(f"<div>… and {len(self.comments) - _NOTEBOOK_COMMENTS} more</div>")
        out.append("</details>")
        if self.issues:
            out.append(f"<details><summary>{len(self.issues)} issues</summary>")
            out.extend(f"<div>{esc(str(issue))}</div>" for issue in self.issues)
            out.append("</details>")
        out.append("</div>")
        return "".join(out)


_NOTEBOOK_COMMENTS: Final = 500
"""A notebook cell with more than this is slow to scroll; the rest is counted, not shown."""


@frozen
class _Index:
    """The comment tree, built once a thread: each comment is looked at twice."""

    by_id: dict[str, Comment]
    parents: dict[str, Comment]
    children: dict[str, list[Comment]]
    roots: tuple[Comment, ...]

    @classmethod
    def of(cls, comments: Sequence[Comment]) -> _Index:
        by_id: dict[str, Comment] = {}
        parents: dict[str, Comment] = {}
        children: dict[str, list[Comment]] = {}
        roots: list[Comment] = []
        for comment in comments:
            # A parent that stands later on the page can't be one: it would allow cycles, which walk() must not meet.
            if comment.parent_id is not None and comment.parent_id in by_id:
                parents[comment.id] = by_id[comment.parent_id]
                children.setdefault(comment.parent_id, []).append(comment)
            else:
                roots.append(comment)
            by_id[comment.id] = comment
        return cls(by_id, parents, children, tuple(roots))


def _shorten(text: str, width: int = 60) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text[: 4 * width].split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"
