"""What a dialect's reader hands back; see the package's contract."""

from __future__ import annotations

from attrs import frozen

from threadkit.model import Thread

__all__ = ["Reading"]


@frozen(kw_only=True)
class Reading:
    """A thread and where in the text its parts begin (offsets in characters)."""

    thread: Thread
    """The thread, without its layout."""
    body_at: int = 0
    """Where the post's body begins."""
    comments_at: tuple[tuple[int, int], ...] = ()
    """For each comment, where it begins and where its body does."""
