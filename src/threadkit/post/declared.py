"""What a page's head declares of its post: JSON-LD, OpenGraph, and the other meta elements.

In comes what `landmarks` noted; out comes `Declared`: plain strings, of which nothing is certain. Themes and plugins
contradict each other there ("headline" beside "og:title" beside the page's own heading), so `post` only takes from it
what the page itself confirms or does not show.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, Final

from attrs import define

from threadkit import lazy_re
from threadkit.post.landmarks import Landmarks

__all__ = ["Declared", "read_declared"]

_ARTICLES: Final = frozenset(
    "article blogposting newsarticle reportagenewsarticle qapage question discussionforumposting socialmediaposting"
    " webpage advertisercontentarticle opinionnewsarticle analysisnewsarticle".split()
)


_COUNT: Final = lazy_re.pattern(r"[0-9]{1,15}")
_TITLE_NAMES: Final = ("og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title")
_DATE_NAMES: Final = (
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "publishdate",
    "parsely-pub-date",
    "sailthru.date",
    "date",
)
_AUTHOR_NAMES: Final = ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author")


@define
class Declared:
    """What metadata says: JSON-LD, OpenGraph and other meta elements."""

    titles: tuple[str, ...] = ()
    site: str | None = None
    authors: tuple[str, ...] = ()
    author_url: str | None = None
    published: str | None = None
    comment_count: int | None = None
    kind: str = ""
    is_organization: bool = False
    """Whether what is declared as the author is no person."""
    is_article: bool = False
    """Whether the head says that the page is one article, by its type or by when it was published."""


def read_declared(found: Landmarks) -> Declared:
    meta = found.meta
    declared = Declared(site=meta.get("og:site_name"), kind=meta.get("og:type", "").lower())
    titles = [meta.get(name, "") for name in _TITLE_NAMES]
    for item in _articles(found.jsonld):
        titles.insert(0, _string(item.get("headline")) or _string(item.get("name")) or "")
        declared.published = declared.published or _string(item.get("datePublished"))
        if not declared.authors:
            _take_authors(declared, item.get("author"))
        count = item.get("commentCount")
        if declared.comment_count is None and isinstance(count, (int, str)) and _COUNT.fullmatch(str(count)):
            declared.comment_count = int(count)
    declared.published = declared.published or next((meta[name] for name in _DATE_NAMES if name in meta), None)
    author = next((meta[name] for name in _AUTHOR_NAMES if name in meta), None)
    if not declared.authors and author is not None and not author.lower().startswith(("http:", "https:", "//")):
        declared.authors = (author,)
    declared.is_article = declared.kind == "article" or declared.published is not None
    declared.titles = tuple(" ".join(title.split()) for title in titles if title.strip())
    return declared


def _articles(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article, with those that are not valid JSON left out."""
    for script in scripts:
        try:
            data = json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        queue = deque([data])
        while queue:
            item = queue.popleft()
            if isinstance(item, list):
                queue.extend(item)
            elif isinstance(item, dict):
                kinds = item.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                names = {kind.lower() for kind in kinds if isinstance(kind, str)}
                if names & _ARTICLES and ("headline" in item or "webpage" not in names):
                    yield item
                nested = (item.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))
                queue.extend(value for value in nested if isinstance(value, list | dict))


def _string(value: object) -> str | None:
    """A JSON-LD string as plain text: many are HTML-escaped once more, and some hold tags."""
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str):
        return None
    return " ".join(_UNWANTED.sub("", unescape(value)).split()) or None


_UNWANTED: Final = lazy_re.pattern("</?[a-z][^<>]*>|[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _take_authors(declared: Declared, value: object) -> None:
    """Who wrote it, as JSON-LD says: a name, an object with one, or a list of these."""
    values = value if isinstance(value, list) else [value]
    people = [_person(one) for one in values[:_MANY]]
    declared.authors = tuple(name for name, _ in people if name)
    declared.author_url = next((url for name, url in people if name), None)
    first = values[0] if values else None
    declared.is_organization = isinstance(first, dict) and "organization" in str(first.get("@type", "")).lower()


_MANY: Final = 20


def _person(value: object) -> tuple[str | None, str | None]:
    if isinstance(value, str):
        return _string(value), None
    if isinstance(value, dict):
        url = value.get("url")
        return _string(value.get("name")), url if isinstance(url, str) else None
    return None, None
