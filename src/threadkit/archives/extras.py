"""Libraries that not everybody needs: imported when a file asks for them, and asked for by name where missing."""

from __future__ import annotations

import importlib
from typing import Any

from threadkit.errors import ArchiveError

__all__ = ["require"]


def require(module: str, *, extra: str, what: str) -> Any:
    """The module. Raises `ArchiveError` with one sentence that says what to install."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise ArchiveError(f"{what} need the extra {extra!r}: pip install 'threadkit[{extra}]'") from None
