r"""`to_text`: a thread as plain text, byte for byte for a rendering, in the layout of a rendering for all others.

Three steps, the first that fits: (1) a thread with a layout is set as it was (``layout.fill``); (2) any other is set
as Resiliparse would have set it; (3) where that would not be read back as the same thread, with every part tagged
(``renderings/canonical.py``, the twin of `_tagged` below). So what is written can always be read again.

An edited field changes the text, or stands in `NOT_CARRIED`: nothing vanishes in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from threadkit import renderings
from threadkit.assembly import parents_by_level
from threadkit.errors import ParseError
from threadkit.model import Answer, Comment, Letter, Part, Passage, Thread
from threadkit.options import check_thread
from threadkit.renderings import canonical, layout

__all__ = ["NOT_CARRIED", "ONLY_IN_A_LAYOUT", "to_text"]

NOT_CARRIED: Final[Mapping[str, frozenset[str]]] = {
    "Thread": frozenset({"url", "published", "capture", "dialect", "issues"}),
    "Letter": frozenset({"html", "basis", "confidence"}),
    "Answer": frozenset({"html", "basis", "confidence"}),
    "Passage": frozenset({"html"}),
    "Comment": frozenset({"id", "is_letter_writer", "published", "score", "html", "url", "first_seen", "last_seen"}),
    "Author": frozenset({"url"}),
    "Capture": frozenset({"url", "captured_at", "record_id", "path", "offset"}),
    "Issue": frozenset({"code", "message", "grade", "line", "comment_id"}),
}
"""The fields of each class of the model that no text carries; `threadkit.dumps` carries all."""

ONLY_IN_A_LAYOUT: Final[Mapping[str, frozenset[str]]] = {"Comment": frozenset({"published_raw"})}
"""The fields that a rendering's own layout carries, and no other text does."""


def to_text(thread: Thread) -> str:
    """The thread as plain text.

    For a thread that was parsed from a rendering this is the rendering, byte for byte, also after a trip through
    JSON; a field edited with ``attrs.evolve`` stands in its old place. For any other thread it is the layout that
    Resiliparse gives an Ask-a-Manager page, where need be with tags, and parsing it gives the same title, letters,
    answers and comments (author, depth, flag, text). Times of comments, URLs, ids and mark-up are not in it:
    `dumps` carries everything.

    >>> from threadkit import Author, Comment, Thread
    >>> thread = Thread(title="my boss sings", comments=(Comment(id="7", author=Author(name="Ann"), text="Mine too."),))
    >>> print(to_text(thread))
    my boss sings
    <BLANKLINE>
    { 1 comment }
    <BLANKLINE>
      1. Ann*
    <BLANKLINE>
        Mine too.
    <BLANKLINE>
    """
    check_thread("to_text", thread)
    set_as_it_was = layout.fill(thread)
    if set_as_it_was is not None:
        return set_as_it_was
    plain = "\n".join(_plain(thread))
    return plain if _reads_back(plain, thread) else "\n".join(_tagged(thread))


def _reads_back(text: str, thread: Thread) -> bool:
    if not text.strip() or canonical.claims(text) or "\r" in text:
        return False
    try:
        return _said(renderings.read_text(text).thread) == _said(thread)
    except ParseError:
        return False


def _said(thread: Thread) -> object:
    """What the text must carry."""
    body = [_part_said(part) for part in thread.body]
    places = {comment.id: i for i, comment in enumerate(thread.comments)}
    comments = [
        (places.get(c.parent_id or ""), c.depth, c.author.name if c.author else None, c.is_post_author, c.kind, c.text)
        for c in thread.comments
    ]
    return thread.title, thread.author.name if thread.author else None, thread.comments_open, body, comments


def _part_said(part: Part) -> tuple[object, ...]:
    if isinstance(part, Passage):
        return "passage", part.kind, part.text
    signed = (part.label, part.salutation, part.text, part.signature)
    if isinstance(part, Letter):
        return "letter", part.heading, *signed
    return "answer", part.author.name if part.author else None, *signed


# -- the layout of a rendering -----------------------------------------------------------------------------------------


def _plain(thread: Thread) -> Iterator[str]:
    if thread.title is not None:
        yield from (thread.title, "")
    if thread.author is not None:
        yield from (f"by {thread.author.name}" + (f" on {thread.published_raw}" if thread.published_raw else ""), "")
    elif thread.published_raw:
        yield from (thread.published_raw, "")
    for part in thread.body:
        for paragraph in _paragraphs(part):
            yield from (paragraph, "")
    if thread.comments or thread.declared_comment_count is not None:
        count = len(thread.comments) if thread.declared_comment_count is None else thread.declared_comment_count
        yield from ("{ 1 comment }" if count == 1 else f"{{ {count} comments }}", "")
    for comment, ordinal in zip(thread.comments, _ordinals(thread.comments), strict=True):
        yield from _plain_comment(comment, ordinal)
    if thread.comments_open is not None:
        yield from ("Leave a comment" if thread.comments_open else "Comments are closed.", "")


def _paragraphs(part: Part) -> Iterator[str]:
    names = {
        Letter: ("heading", "label", "salutation", "text", "signature"),
        Answer: ("label", "salutation", "text", "signature"),
    }
    for name in names.get(type(part), ("text",)):
        value = getattr(part, name)
        if value:
            yield value


def _plain_comment(comment: Comment, ordinal: int) -> Iterator[str]:
    column = 2 * comment.depth + 2
    marker = f"{' ' * column}{ordinal}. "
    lines = comment.text.split("\n")
    if comment.kind != "comment":
        yield f"{marker}{comment.kind.capitalize()}: {comment.author.name if comment.author else ''}"
    elif comment.author is None:
        yield marker + lines.pop(0)
    else:
        yield f"{marker}{comment.author.name}*{' Post author' if comment.is_post_author else ''}"
    if comment.author is not None or comment.kind != "comment":
        yield ""
    pad = " " * (column + 2)
    yield from (pad + line if line else "" for line in lines)
    yield ""


def _ordinals(comments: Sequence[Comment]) -> Iterator[int]:
    """Each comment's number in its list; a reply without a parent begins a new one."""
    open_lists: list[tuple[int, str | None, int]] = []  # depth, parent, and how many there are so far
    for comment in comments:
        while open_lists and open_lists[-1][0] > comment.depth:
            open_lists.pop()
        count = 1
        if open_lists and open_lists[-1][0] == comment.depth:
            _, parent, before = open_lists.pop()
            count = before + 1 if parent == comment.parent_id else 1
        open_lists.append((comment.depth, comment.parent_id, count))
        yield count


# -- the tagged form; renderings/canonical.py reads it, in the same order ---------------------------------------------


def _tagged(thread: Thread) -> Iterator[str]:
    value = canonical.escape_value
    yield canonical.TAG if thread.title is None else f"{canonical.TAG} {value(thread.title)}"
    if thread.author is not None:
        yield f"[author] {value(thread.author.name)}"
    if thread.published_raw is not None:
        yield f"[date] {value(thread.published_raw)}"
    yield ""
    for part in thread.body:
        yield from _tagged_part(part)
    if thread.comments or thread.declared_comment_count is not None or thread.comments_open is not None:
        yield from _tagged_comments(thread)


def _tagged_part(part: Part) -> Iterator[str]:
    value = canonical.escape_value
    heading = part.heading if isinstance(part, Letter) else None
    name = "unread" if isinstance(part, Passage) and part.kind == "unread" else type(part).__name__.lower()
    yield f"[{name}]" + (f" {value(heading)}" if heading else "")
    if isinstance(part, Answer) and part.author is not None:
        yield f"[by] {value(part.author.name)}"
    for name in ("label", "salutation"):
        if (said := getattr(part, name, None)) is not None:
            yield f"[{name}] {value(said)}"
    yield ""
    yield from (canonical.escape_line(line) for line in part.text.split("\n"))
    yield ""
    if (signature := getattr(part, "signature", None)) is not None:
        yield f"[signature] {value(signature)}"


def _tagged_comments(thread: Thread) -> Iterator[str]:
    unmarked = bool(thread.comments) and all(c.is_post_author is None for c in thread.comments)
    count = thread.declared_comment_count
    words = ["[comments]", *([] if count is None else [str(count)])]
    words += [] if thread.comments_open is None else ["open" if thread.comments_open else "closed"]
    yield " ".join([*words, *(["unmarked"] if unmarked else [])])
    yield ""
    for comment, ordinal, above in zip(
        thread.comments, _ordinals(thread.comments), _parent_marks(thread.comments), strict=True
    ):
        pad = " " * (2 * comment.depth + 2)
        name = "" if comment.author is None else f" {canonical.escape_value(comment.author.name)}*"
        flag = (
            " Post author"
            if comment.is_post_author
            else ""
            if comment.is_post_author is False or unmarked
            else " Unmarked"
        )
        kind = "" if comment.kind == "comment" else f" {comment.kind.capitalize()}"
        yield from (f"{pad}{ordinal}.{name}{flag}{above}{kind}", "")
        yield from (f"{pad}  {canonical.escape_line(line)}" if line else "" for line in comment.text.split("\n"))
        yield ""


def _parent_marks(comments: Sequence[Comment]) -> Iterator[str]:
    """What is said of each comment's parent, where it is not the last comment one level up."""
    places: dict[str, int] = {}
    implied = parents_by_level([comment.depth for comment in comments])
    for place, (comment, parent) in enumerate(zip(comments, implied, strict=True)):
        stated = places.get(comment.parent_id) if comment.parent_id is not None else None
        if stated is not None and comments[stated].depth != comment.depth - 1:
            stated = None  # the depth is what a text shows
        if stated is None:
            yield " Orphan" if comment.depth else ""
        else:
            yield "" if stated == parent else f" Under {stated + 1}"
        places[comment.id] = place
