"""What the comment systems are given: a page's columns with what the caller knows about it."""

from __future__ import annotations

import re
from datetime import tzinfo
from functools import cached_property
from typing import Final
from urllib.parse import urljoin

from attrs import define

from threadkit import lazy_re
from threadkit.comments.selecting import Index
from threadkit.document.columns import Columns

__all__ = ["CommentPage"]


@define(kw_only=True, slots=False, eq=False)
class CommentPage:
    """One page, as a comment system sees it; nothing here changes it."""

    columns: Columns
    url: str | None = None
    """The page's own address, without an archive's prefix."""
    language: str | None = None
    keep_html: bool = True
    tz: tzinfo | None = None

    @cached_property
    def index(self) -> Index:
        """The page's nodes by their class names, for selectors."""
        return Index(self.columns)

    @property
    def generator(self) -> str:
        """What ``<meta name="generator">`` says wrote the page, in lower case; "" if it says nothing."""
        return self._traces[0]

    @property
    def assets(self) -> str:
        """The addresses of the page's scripts, styles and forms, one a line, to look for traces of a system in."""
        return self._traces[1]

    @cached_property
    def _traces(self) -> tuple[str, str]:
        """Generator and assets, of one walk over the few elements that may have them."""
        generators: list[str] = []
        assets: list[str] = []
        for tag, attributes in zip(self.columns.tags, self.columns.attributes, strict=True):
            if tag in _LOADED:
                assets.append(attributes.get("src") or attributes.get("href") or attributes.get("action") or "")
            elif tag == "meta" and (attributes.get("name") or "").lower() == "generator":
                generators.append(attributes.get("content") or "")
        return " ".join(generators).lower(), "\n".join(assets).lower()

    def absolute(self, address: str | None) -> str | None:
        """An address on the page as an absolute one; None for what leads nowhere (empty, script, bare fragment)."""
        address = (address or "").strip()
        if not address or address == "#" or _NOWHERE.match(address):
            return None
        if _ABSOLUTE.match(address):
            return address
        if not self.url:
            return None if address.startswith("#") else address
        try:
            return urljoin(self.url, address)
        except ValueError:
            return address


_LOADED: Final = frozenset({"link", "script", "form", "iframe"})
_NOWHERE: Final = lazy_re.pattern(r"(?:javascript|about|data):", re.IGNORECASE)
_ABSOLUTE: Final = lazy_re.pattern(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
