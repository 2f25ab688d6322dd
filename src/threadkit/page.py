"""One HTML page → its `Thread`: the whole HTML flow on one screen.

    source → document.load → comments.read → post.read → letters.split → assembly.assemble → Thread

The comments come first, because what holds them is no part of the post's body. Every step hands on its issues.
"""

from __future__ import annotations

from typing import Any, Final

from threadkit import comments as comment_systems
from threadkit import document, letters, post
from threadkit.assembly import PostRow, assemble
from threadkit.errors import ParseError
from threadkit.model import Author, Thread
from threadkit.options import Options

__all__ = ["parse_html"]


_USUAL: Final = Options()


def parse_html(source: Any, *, url: str | None = None, options: Options = _USUAL) -> Thread:
    """The thread that an HTML page holds, also where it is not what `Options.only` asks for: that is asked at the end.

    `source` is what `document.load` takes: bytes, decoded or not, str, a BeautifulSoup object or an lxml element.
    Raises `ParseError` where the page is empty or binary, and ("not-a-thread") where it is a front page, an archive, a
    search result, or holds neither a post nor comments.

    >>> thread = parse_html("<title>Mugs | Ask Ann</title><h2>Mugs</h2><div class=entry><p>A reader writes: Help!")
    >>> thread.title
    'Mugs'
    """
    page = document.load(source, url=url)
    keep_html, tz = options.keep_html, options.tz
    replies = comment_systems.read(page.page, url=page.url, language=page.language, keep_html=keep_html, tz=tz)
    first_reply = min((one.published.replace(tzinfo=None) for one in replies.rows if one.published), default=None)
    article = post.read(
        page, areas=replies.areas, keep_html=keep_html, tz=tz, first_reply=first_reply, is_forum=replies.is_forum
    )
    if article.listing is not None and len(replies.rows) < 2:
        raise ParseError(f"a list of posts and no thread, as {article.listing} show", code="not-a-thread")
    if not replies.rows and not article.blocks and not replies.issues:
        raise ParseError("the page holds neither a post nor comments", code="not-a-thread")
    body = letters.split(article.blocks, author=article.author, title=article.title)
    if replies.unread is not None:
        body = (*body, replies.unread)
    declared = replies.declared_comment_count
    found = PostRow(
        url=page.url,
        title=article.title,
        author=_author(article, replies),
        published=article.published,
        published_raw=article.published_raw,
        body=body,
        declared_comment_count=article.declared_comment_count if declared is None else declared,
        comments_open=replies.comments_open,
        capture=page.capture,
        dialect=replies.dialect,
    )
    return assemble(found, replies.rows, before=(*page.issues, *article.issues), after=replies.issues)


def _author(article: post.PagePost, replies: comment_systems.Comments) -> Author | None:
    """Who wrote the post; a forum's thread is of whoever wrote its first post."""
    if replies.is_forum and replies.rows and not article.blocks:
        return replies.rows[0].author or article.author
    return article.author
