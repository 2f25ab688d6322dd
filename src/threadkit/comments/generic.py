"""Comments of a system that nobody here knows: several ways to find records on any page, each a proposal.

In comes a page; out come proposals, each the records that one way finds, the surest way first. None is sure of itself:
`doubts` judges what is read from them.

* **numbered families**: nodes whose ids repeat with numbers, as WordPress prints them and many after it.
"""

from __future__ import annotations

from collections.abc import Iterator

from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import CommentRecord
from threadkit.comments.systems.wordpress import numbered_records

__all__ = ["proposals"]


def proposals(page: CommentPage) -> Iterator[list[CommentRecord]]:
    """The records that each way finds, without those ways that find none."""
    if records := numbered_records(page):
        yield records
