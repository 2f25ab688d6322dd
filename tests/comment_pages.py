"""Whole pages of comments as fixtures: a folder with a page, what is known of it, and what is to come out."""

from __future__ import annotations

import json
from pathlib import Path

from threadkit.assembly import PostRow, assemble
from threadkit.comments import Comments, read
from threadkit.document.columns import parse_columns
from threadkit.model import Thread

__all__ = ["assembled", "dump", "read_page"]


def assembled(found: Comments) -> Thread:
    """What a page says of its comments, as the thread that becomes of it."""
    post = PostRow(
        declared_comment_count=found.declared_comment_count, comments_open=found.comments_open, dialect=found.dialect
    )
    return assemble(post, found.rows, after=found.issues)


def read_page(folder: Path) -> Thread:
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    columns, _ = parse_columns((folder / "input.html").read_bytes())
    assert columns is not None
    return assembled(read(columns, url=meta["url"], language=meta["language"], keep_html=False))


def dump(found: Thread) -> str:
    """What a page gave, as the fixtures write it: facts that are not there are left out."""
    comments = []
    for comment in found.comments:
        fields = {
            name: getattr(comment, name)
            for name in ("id", "parent_id", "depth", "is_post_author", "published_raw", "score", "url")
        }
        fields["author"] = comment.author and [comment.author.name, comment.author.url]
        fields["published"] = comment.published and comment.published.isoformat()
        fields["kind"] = None if comment.kind == "comment" else comment.kind
        fields["text"] = comment.text.split("\n")
        comments.append({name: value for name, value in fields.items() if value is not None})
    page = {
        "dialect": found.dialect,
        "declared_comment_count": found.declared_comment_count,
        "comments_open": found.comments_open,
        "issues": sorted(issue.code for issue in found.issues),
        "comments": comments,
    }
    return json.dumps(page, indent=1, ensure_ascii=False) + "\n"
