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

    def is_here(self, path: str) -> bool:
        """Whether an address without its fragment is this page's own, or one of its thread's other pages."""
        if not path or not self.url or _NOWHERE.match(path):
            return True
        address = self.absolute(path) or ""
        if _bare(address) != _bare(self.url):
            return False
        theirs, own = _questions(address), _questions(self.url)
        return all(own[key] == theirs[key] for key in own.keys() & theirs.keys() - _PAGING)


_LOADED: Final = frozenset({"link", "script", "form", "iframe"})
_NOWHERE: Final = lazy_re.pattern(r"(?:javascript|about|data):", re.IGNORECASE)
_ABSOLUTE: Final = lazy_re.pattern(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PAGES: Final = lazy_re.pattern(r"/(?:comment-page|page)-\d+(?=/|$)|/comments/?$", re.IGNORECASE)
_SCHEME: Final = lazy_re.pattern(r"https?://(?:www\.)?")
_PAGING: Final = frozenset(
    {"page", "start", "st", "offset", "cpage", "commentpage", "pg", "seite", "sort", "order", "view"}
)
"""What differs between the addresses of one thread's pages."""


def _bare(address: str) -> str:
    """An address without what differs between links to one thread: scheme, "www.", query, page of comments."""
    path = _PAGES.sub("", address.partition("#")[0].partition("?")[0].rstrip("/")).rstrip("/")
    return path[found.end() :] if (found := _SCHEME.match(path)) else path


def _questions(address: str) -> dict[str, str]:
    """The query of an address by its names."""
    pairs = (pair.partition("=") for pair in address.partition("#")[0].partition("?")[2].split("&"))
    return {name.lower(): value for name, _, value in pairs}
