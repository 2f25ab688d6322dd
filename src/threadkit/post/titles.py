"""Which heading is the post's title, what the title says, and whether the page is one post's at all.

The page's own title element, its OpenGraph title and its JSON-LD headline repeat the post's title, with the site's name
before or behind it; the heading that they repeat is the post's, whatever its level. On a list of posts (a front page,
an archive, a search result) they repeat the site's name, and the posts' titles lead on to pages of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from attrs import frozen

from threadkit import inner_text, lazy_re
from threadkit.dates import find_time
from threadkit.document.columns import Columns
from threadkit.post.blocks import is_boilerplate
from threadkit.post.body import Body
from threadkit.post.declared import Declared
from threadkit.post.landmarks import Landmarks, Spot
from threadkit.vocabulary.class_names import COMMENTS, DATE, TITLE, meaning_of

__all__ = ["choose_heading", "declared_title", "heading_text", "join", "listing", "title_of"]


def _bare(text: str) -> str:
    """Letters and digits only, to compare titles that differ in quotes, dashes and case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def choose_heading(
    page: Columns, found: Landmarks, declared: Declared, url: str | None, body: Spot | None
) -> Spot | None:
    """The heading that names the post; `body` is what looks like its text, seen without knowing the title.

    None where the page declares a title and no heading says it: then the first heading of a section is none either.
    """
    titles = _PageTitle.of(found.title, declared)
    site = _bare(declared.site) if declared.site else None
    scores: list[tuple[float, Spot, float]] = []
    for spot in found.headings:
        if spot.end - spot.start > _MOST_NODES:
            continue
        text = heading_text(page, spot)
        bare = _bare(text)
        if not bare or len(text) > _LONGEST_TITLE:
            continue
        agrees = titles.agreement(text, bare)
        if not agrees and not _may_stand_alone(page, found, spot, titles, body):
            continue
        score = agrees + (12 if spot.means & TITLE else 0)
        level = _LEVELS.get(spot.tag, 0)
        score += level if score or level >= 8 else 0
        is_sites = spot.frame and not (spot.post and agrees)  # a post may have a header too
        score -= 50 * (is_sites or bare == site) + 40 * spot.aside
        # Without an address a link may be the page's own; then the page's title repeats the heading.
        away = 25 if url is not None else 25 - agrees / 4
        score -= 35 * _leads_home(page, spot) or max(away, 0) * _leads_elsewhere(page, spot, url)
        if score > 0:
            scores.append((score, spot, agrees))
    nearest = max((spot.start for _, spot, _ in scores if body is not None and spot.start < body.start), default=-1)
    best: tuple[float, Spot] | None = None
    for score, spot, _ in scores:
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
_LEVELS: Final = {"h1": 10, "h2": 8, "h3": 5, "h4": 3}


def _may_stand_alone(page: Columns, found: Landmarks, spot: Spot, titles: _PageTitle, body: Spot | None) -> bool:
    """Whether a heading that the page's title does not repeat may still be the post's: no section's heading is."""
    if titles.declared and spot.tag != "h1" and not spot.means & TITLE:
        return False
    if body is None or not titles.whole:
        return True
    return found.prose_between(page.starts[body.start], page.starts[spot.start]) < _LEAD


_LEAD: Final = 40
"""Characters of prose, before which a heading is one of the text."""


@frozen
class _PageTitle:
    """What the page's title and its declared titles say, bare."""

    whole: str
    parts: frozenset[str]
    """What stands between separators: "a – b – site" has "a", "b", "a – b" and so on."""
    declared: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    """The words of each declared title, or of the page's where none is declared."""

    @classmethod
    def of(cls, title: str, declared: Declared) -> _PageTitle:
        pieces = [_bare(piece) for piece in _SEPARATED.split(" ".join(title.split()))][:_MANY_PARTS]
        ends = range(1, len(pieces) + 1)
        parts = {"".join(pieces[start:end]) for start in range(len(pieces)) for end in ends if start < end}
        words = tuple(_words(one) for one in declared.titles or (title,))
        return cls(_bare(title), frozenset(parts - {""}), tuple(_bare(one) for one in declared.titles), words)

    def agreement(self, text: str, bare: str) -> float:
        """How much a heading says of what the page's titles say, and no more than they do."""
        score = 0.0
        if any(bare == title for title in self.declared):
            score += 60
        elif any(bare in title for title in self.declared) and len(bare) > 3:
            score += 25 * len(bare) / max(map(len, self.declared))
        if bare in self.parts:
            score += 40
        elif bare in self.whole:
            score += 20 + 20 * len(bare) / len(self.whole)
        if score >= _CERTAIN:
            return score
        own = _words(text)
        shared = max((2 * len(own & words) / (len(own) + len(words)) for words in self.words if words), default=0.0)
        return max(score, (50 if self.declared else 35) * shared if shared > _ALIKE else 0.0)


_CERTAIN: Final = 60
_ALIKE: Final = 0.6
"""The share of the words of two titles that both have, from which on they are the same title in other words."""


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


_MANY_PARTS: Final = 8


def heading_text(page: Columns, spot: Spot) -> str:
    if spot.end == spot.start:
        return " ".join(page.all_text(spot.start).split())
    inner = [node for node in page.inside(spot.start) if page.tags[node] in _HOLD_EXTRAS]
    skip = frozenset(node for node in inner if _is_extra(page, node))
    text = " ".join(inner_text.text_of(page, spot.start, skip=skip).split())
    for node in inner:  # <span>First line</span><span>Second line</span>
        events, stop = page.events, page.stops[node]
        if events[stop + 1] == page.ends[node] and node not in skip and page.ends[node] not in skip:
            before, after = (" ".join(page.all_text(one).split()) for one in (node, page.ends[node]))
            if before[-1:].islower() and after[:1].isupper():
                text = text.replace(before + after, f"{before} {after}", 1)
    return text


_HOLD_EXTRAS: Final = frozenset({"a", "span", "small", "div", "p"})


def _is_extra(page: Columns, node: int) -> bool:
    """What themes put into a heading beside the title: an edit link, a comment count, a permalink sign."""
    if is_boilerplate(page, node) or meaning_of(page.attributes[node]) & COMMENTS:
        return True
    if page.tags[node] == "a":
        return page.own_text(node).strip() in ("#", "¶", "§", "∞")
    return _is_date(page, node)


def _is_date(page: Columns, node: int) -> bool:
    """Whether an element behind a title holds a date and nothing else ("<span>| 2024-03-10</span>")."""
    text = page.own_text(node)
    if len(text) > _SMALL_PRINT or not any(char.isdigit() for char in text) or page.has_children(node):
        return False
    before = page.events[page.starts[node] - 1]
    if not isinstance(before, str) or not before.strip():
        return False
    if meaning_of(page.attributes[node]) & DATE:
        return True
    span = find_time(text, None)
    return span is not None and not any(char.isalnum() for char in text[: span[0]] + text[span[1] :])


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
    if not href or href.startswith("#"):
        return False
    if url is None:
        return True  # its own address too, but the page's title makes up for that
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


def title_of(
    page: Columns, found: Landmarks, declared: Declared, heading: Spot | None, language: str | None
) -> str | None:
    """What the post is called: its heading's words without small print, else the declared title without the site's."""
    text = heading_text(page, heading) if heading is not None else ""
    if not text:
        return _tidied(declared_title(page, found, declared) or "", (), language) or None
    return _tidied(text, _spellings(found, declared), language)


def _spellings(found: Landmarks, declared: Declared) -> tuple[str, ...]:
    """The titles that the head gives: declared ones, and the page's with and without what follows a separator."""
    whole = " ".join(found.title.split())
    cuts = [whole[: cut.start()] for cut in _SEPARATED.finditer(whole)][:_MANY_PARTS]
    return (*declared.titles, whole, *cuts)


def _tidied(text: str, spellings: tuple[str, ...], language: str | None) -> str:
    """A heading without "Thread:" before and without a date or the name of a site behind the title."""
    if (named := _THREAD.match(text)) and text[named.end() :].strip():
        text = text[named.end() :]
    for title in sorted(spellings, key=len, reverse=True):
        rest = text[len(title) :].strip()
        if not title or not rest or len(rest) > _SMALL_PRINT or text[: len(title)].casefold() != title.casefold():
            continue
        span = find_time(rest, language)
        left = rest[: span[0]] + rest[span[1] :] if span is not None else _IN_BRACKETS.sub("", rest)
        if len(re.findall(r"\w+", left)) <= (span is not None):  # "May 2, 2013 7:02 PM Subscribe"
            return text[: len(title)].strip()
    return text.strip()


_SMALL_PRINT: Final = 40
_THREAD: Final = lazy_re.pattern(r"(?:thread|topic|thema|sujet|discussion)\s*:\s+", re.IGNORECASE)
_IN_BRACKETS: Final = lazy_re.pattern(r"\((?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?\)", re.IGNORECASE)
_SEPARATED: Final = lazy_re.pattern(r"(?<!\s)\s++[|»«›‹·•–—:-]++\s++|(?:(?<!\s)\s++)?[|»«]\s*+|:: ")


def declared_title(page: Columns, found: Landmarks, declared: Declared) -> str | None:
    """The declared title, else the title element, both without the site's name."""
    whole = " ".join(found.title.split())
    title = declared.titles[0] if declared.titles else whole
    sites = {_bare(found.meta.get(name, "")) for name in _SITE_NAMES} - {""}
    if declared.titles:
        sites |= {_bare(heading_text(page, spot)) for spot in found.headings if spot.frame}
    parts = [part for part in _SEPARATED.split(title) if part and part.strip()]
    if len(parts) > 1 and not sites.isdisjoint((_bare(parts[0]), _bare(parts[-1]))):
        first = _bare(parts[0]) in sites
        cut = _SEPARATED.search(title) if first else list(_SEPARATED.finditer(title))[-1]
        if cut is not None:
            title = title[cut.end() :] if first else title[: cut.start()]
    elif len(parts) > 1 and not declared.titles:
        # Nobody says which part is the site's name: it is what the page's own frame repeats, else the last part.
        frame = {_bare(heading_text(page, spot)) for spot in found.headings if spot.frame or spot.tag == "h1"}
        title = parts[-1] if _bare(parts[0]) in frame else title[: list(_SEPARATED.finditer(title))[-1].start()]
    return title.strip() or None


_SITE_NAMES: Final = ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site")


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


def listing(
    page: Columns, found: Landmarks, declared: Declared, heading: Spot | None, body: Body | None, url: str | None
) -> str | None:
    """Why a page is a list of posts; None where it is one post's page.

    A list has several titles that lead to pages of their own. A post's page may have such titles too ("More posts"),
    but then its own title is the one that the page's title repeats, or its head says that it is an article, or
    most of the page's prose is the post's.
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
    if declared.is_article or _is_dominant(page, found, links, body):
        return None
    if len(links) > 2 and not _has_own_title(page, found, heading):
        return f"{len(links)} titles that lead to other pages, and none of its own"
    return None


def _split(url: str | None) -> SplitResult | None:
    try:
        return urlsplit(url) if url else None
    except ValueError:
        return None


def _is_dominant(page: Columns, found: Landmarks, links: Mapping[str, Spot], body: Body | None) -> bool:
    """Whether one text with no other post's title in it holds most of the page's prose."""
    if body is None or any(body.holds(spot) for spot in links.values()):
        return False
    return body.inside >= _TEXT and body.inside * 2 > found.prose_between(0, len(page.events))


_TEXT: Final = 600
"""Characters from which on a text is no teaser."""


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
