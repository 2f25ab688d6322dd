"""What a reader of containers is handed besides the bytes: the caller's options, and the way down to members."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import attrs
from attrs import Factory, frozen

from threadkit.archives.entry import Entry
from threadkit.archives.originals import Originals
from threadkit.archives.stream import Stream
from threadkit.errors import ArchiveError

__all__ = ["DEEPEST", "Context"]

DEEPEST: Final = 5
"""Containers inside containers: a zip of a tar.gz of a WARC.gz is three. More is an archive that holds itself."""


@frozen(kw_only=True)
class Context:
    """The caller's options and the place in the nest of containers."""

    descend: Callable[[Stream, Context], Iterator[Entry]]
    """Reads whatever a stream holds: the dispatcher of `threadkit.archives`."""
    columns: Mapping[str, str] = Factory(dict)
    """Which column of a corpus row holds what: "content", "url", "captured_at", "id"."""
    keep_html: bool = True
    """Whether threads that are ready (`Ready`) keep their mark-up."""
    on_read: Callable[[int], object] | None = None
    """Told how many bytes were read from a file; None where nobody asks."""
    originals: Originals = Factory(Originals)
    """Where the bodies lie that later records of the same archive repeat."""
    depth: int = 0
    """How many containers this one lies in."""

    def inside(self, stream: Stream) -> Iterator[Entry]:
        """The entries of one member, whatever it is. Raises `ArchiveError` where archives nest without an end."""
        if self.depth >= DEEPEST:
            raise ArchiveError(f"archives within archives, {DEEPEST} deep and no end; take the inner ones out")
        return self.descend(stream, attrs.evolve(self, depth=self.depth + 1))
