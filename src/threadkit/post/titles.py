"""Which heading is the post's title, what the title says, and whether the page is one post's at all.

The page's own title element, its OpenGraph title and its JSON-LD headline repeat the post's title, with the site's name
before or behind it; the heading that they repeat is the post's, whatever its level. On a list of posts (a front page,
an archive, a search result) they repeat the site's name, and the posts' titles lead on to pages of their own.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from attrs import frozen

from threadkit import inner_text, lazy_re
from threadkit.document.columns import Columns
from threadkit.post.blocks import is_boilerplate
from threadkit.post.declared import Declared
from threadkit.post.landmarks import Landmarks, Spot
from threadkit.vocabulary.class_names import COMMENTS, TITLE, meaning_of

__all__ = ["choose_heading", "declared_title", "heading_text", "join", "listing", "title_text"]


def _bare(text: str) -> str:
    """Letters and digits only, to compare titles that differ in quotes, dashes and case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def choose_heading(
    page: Columns, found: Landmarks, declared: Declared, url: str | None, body: Spot | None
) -> Spot | None:
    """The heading that names the post; `body` is what looks like its text, seen without knowing the title."""
    titles = _PageTitle.of(found.title, declared)
    site = _bare(declared.site) if declared.site else None
    scores: list[tuple[float, Spot]] = []
    for spot in found.headings:
        if spot.end - spot.start > _MOST_NODES:
            continue
        text = heading_text(page, spot)
        bare = _bare(text)
        if not bare or len(text) > _LONGEST_TITLE:
            continue
        score = _heading_score(spot, bare, titles)
        score -= 50 * (spot.frame or bare == site) + 40 * spot.aside
        score -= 35 * _leads_home(page, spot) or 25 * _leads_elsewhere(page, spot, url)
        if score > 0:
            scores.append((score, spot))
    nearest = max((spot.start for _, spot in scores if body is not None and spot.start < body.start), default=-1)
    best: tuple[float, Spot] | None = None
    for score, spot in scores:
        # The site's name may be the longer part of the page's title: the post's title stands next to its text.
        whole = score + 15 * (spot.start == nearest)
        # Two headings that say the same: the outer one may hold more than the title, the first one is the post's.
        if best is None or whole > best[0] or (whole == best[0] and best[1].holds(spot)):
            best = whole, spot
    return best[1] if best is not None else None


_LONGEST_TITLE: Final = 400
_MOST_NODES: Final = 200
"""Elements in a heading. One that holds more was not closed, and thousands of those, each in the one before, would each
be read to the end of the page."""


def _heading_score(spot: Spot, bare: str, page: _PageTitle) -> float:
    score = 0.0
    if any(bare == title for title in page.declared):
        score += 60
    elif any(bare in title for title in page.declared) and len(bare) > 3:
        score += 25 * len(bare) / max(map(len, page.declared))
    if bare in page.parts:
        score += 40
    elif bare in page.whole:
        score += 20 + 20 * len(bare) / len(page.whole)
    if spot.means & TITLE:
        score += 12
    level = {"h1": 10, "h2": 8, "h3": 5, "h4": 3}.get(spot.tag, 0)
    return score + level if score or level >= 8 else 0


@frozen
class _PageTitle:
    """What the page's title and its declared titles say, bare."""

    whole: str
    parts: frozenset[str]
    """What stands between separators: "a – b – site" has "a", "b", "a – b" and so on."""
    declared: tuple[str, ...]

    @classmethod
    def of(cls, title: str, declared: Declared) -> _PageTitle:
        pieces = [_bare(piece) for piece in _SEPARATED.split(" ".join(title.split()))][:_MANY_PARTS]
        ends = range(1, len(pieces) + 1)
        parts = {"".join(pieces[start:end]) for start in range(len(pieces)) for end in ends if start < end}
        return cls(_bare(title), frozenset(parts - {""}), tuple(_bare(one) for one in declared.titles))


_MANY_PARTS: Final = 8


def heading_text(page: Columns, spot: Spot) -> str:
    inner = (node for node in page.inside(spot.start) if page.tags[node] in _HOLD_EXTRAS)
    skip = frozenset(node for node in inner if _is_extra(page, node))
    return " ".join(inner_text.text_of(page, spot.start, skip=skip).split())


_HOLD_EXTRAS: Final = frozenset({"a", "span", "small", "div", "p"})


def _is_extra(page: Columns, node: int) -> bool:
    """What themes put into a heading beside the title: an edit link, a comment count, a permalink sign."""
    if is_boilerplate(page, node) or meaning_of(page.attributes[node]) & COMMENTS:
        return True
    return page.tags[node] == "a" and page.own_text(node).strip() in ("#", "¶", "§", "∞")


def _first_link(page: Columns, spot: Spot) -> str:
    """Where the first link of a heading leads; "" without one."""
    link = next((node for node in range(spot.start, spot.end + 1) if page.tags[node] == "a"), None)
    return (page.get(link, "href") or "") if link is not None else ""


def _leads_home(page: Columns, spot: Spot) -> bool:
    """Whether a heading links to the site's front page, as the site's name does."""
    href = _first_link(page, spot).strip()
    if not href or href.startswith("#"):
        return False
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return parts.path in ("", "/", "/index.php", "/index.html", "/blog/") and not parts.query and not parts.fragment


def _leads_elsewhere(page: Columns, spot: Spot, url: str | None) -> bool:
    """Whether a heading links to another page: then it names that page's post."""
    parent = page.parents[spot.start]
    has_link = any(page.tags[node] == "a" for node in range(spot.start, spot.end + 1))
    around = page.get(parent, "href") if not has_link and parent >= 0 and page.tags[parent] == "a" else None
    href = _first_link(page, spot) or around
    if not href or href.startswith("#") or url is None:
        return False
    try:
        there, here = urlsplit(join(url, href)), urlsplit(url)
    except ValueError:
        return False
    return (there.path.rstrip("/"), there.query) != (here.path.rstrip("/"), here.query)


def join(base: str | None, href: str) -> str:
    try:
        return urljoin(base, href) if base else href
    except ValueError:
        return href


def title_text(page: Columns, heading: Spot | None) -> str | None:
    return heading_text(page, heading) if heading is not None else None


_SEPARATED: Final = lazy_re.pattern(r"\s+[|»«›‹·•–—:-]+\s+|\s*[|»«]\s*|:: ")


def declared_title(page: Columns, found: Landmarks, declared: Declared) -> str | None:
    """The declared title, else the title element, both without the site's name."""
    whole = " ".join(found.title.split())
    title = declared.titles[0] if declared.titles else whole
    site = _bare(declared.site or "")
    parts = [part for part in _SEPARATED.split(title) if part and part.strip()]
    if len(parts) > 1 and site and site in (_bare(parts[0]), _bare(parts[-1])):
        cut = _SEPARATED.search(title) if _bare(parts[0]) == site else list(_SEPARATED.finditer(title))[-1]
        if cut is not None:
            title = title[cut.end() :] if _bare(parts[0]) == site else title[: cut.start()]
    elif len(parts) > 1 and not declared.titles:
        # Nobody says which part is the site's name: it is what the page's own frame repeats, else the last part.
        frame = {_bare(heading_text(page, spot)) for spot in found.headings if spot.frame or spot.tag == "h1"}
        title = parts[-1] if _bare(parts[0]) in frame else title[: list(_SEPARATED.finditer(title))[-1].start()]
    return title.strip() or None


# -- lists of posts --------------------------------------------------------------------------------------------------

_LISTING_CLASS: Final = lazy_re.pattern(
    r" (?:home|blog|archive|category|tag|search|search-results|search-no-results|date|author|paged|error404"
    r"|post-type-archive|tax-\S+|index-page|archive-page|front-page) "
)
_SINGLE_CLASS: Final = lazy_re.pattern(
    r" (?:single|single-\S+|postid-\d+|page-id-\d+|page|attachment|singular|item-page|post-template\S*|item-view) "
)
_POST_QUERY: Final = lazy_re.pattern(r"(?:^|&)p(?:age_id)?=\d")
_LISTING_PATH: Final = lazy_re.pattern(
    r"^/?$|^/(?:page/\d+|category/.+|tag/.+|tags/.+|author/[^/]+|search/?.*|index\.(?:html?|php)|blog|archives?)/?$"
    r"|^/\d{4}(?:/\d{1,2}){0,2}/?$|/page/\d+/?$",
    re.IGNORECASE,
)


def listing(page: Columns, found: Landmarks, heading: Spot | None, body: Spot | None, url: str | None) -> str | None:
    """Why a page is a list of posts; None where it is one post's page.

    A list has several titles that lead to pages of their own. A post's page may have such titles too ("More posts"),
    but then its own title is the one that the page's title repeats.
    """
    links = _titles_that_lead_on(page, found)
    if body is not None and sum(body.holds(spot) for spot in links.values()) > 2 < sum(map(body.holds, found.posts)):
        return f"the {len(links)} titles of other posts in its text"
    classes = found.body_names
    if _SINGLE_CLASS.search(classes):
        return None
    by_class = _LISTING_CLASS.search(classes)
    parts = _split(url)
    by_path = parts is not None and _LISTING_PATH.search(parts.path) and not _POST_QUERY.search(parts.query)
    if by_class and (len(links) > 1 or not _has_own_title(page, found, heading)):
        return f"its class {by_class[0].strip()!r} and {len(links)} titles that lead to other pages"
    if by_path and parts is not None and len(links) > 1:
        return f"its address {parts.path!r} and {len(links)} titles that lead to other pages"
    if len(links) > 2 and not _has_own_title(page, found, heading):
        return f"{len(links)} titles that lead to other pages, and none of its own"
    return None


def _split(url: str | None) -> SplitResult | None:
    try:
        return urlsplit(url) if url else None
    except ValueError:
        return None


def _has_own_title(page: Columns, found: Landmarks, heading: Spot | None) -> bool:
    return heading is not None and _bare(heading_text(page, heading)) in _bare(found.title)


def _titles_that_lead_on(page: Columns, found: Landmarks) -> dict[str, Spot]:
    """The titles of posts outside the page's frame and sidebars, by the address that each links to."""
    addresses: dict[str, Spot] = {}
    for spot in found.headings:
        if spot.frame or spot.aside or spot.tag not in ("h1", "h2", "h3", "h4") or spot.end - spot.start > _MOST_NODES:
            continue
        href = _first_link(page, spot).strip()
        if href and not href.startswith("#") and len(heading_text(page, spot)) > 3:
            addresses.setdefault(href.partition("#")[0], spot)
    return addresses
