"""Where a page's post is, and what it says: title, author, date, body.

In comes a `Document` and the elements that hold its comments; out comes a `Post`. No rule knows a site. One walk
(`landmarks`) notes what is named or declared; here it is weighed, in this order, because each helps with the next:

* **title**: the heading that the page's own title element, its OpenGraph title or its JSON-LD headline repeats. So the
  post's h2 beats the blog's h1, and the title element loses the site's name. Without such a heading the declared title
  counts, and the title element without its site part is the last resort;
* **body**: what a standard or a convention names as the body, next after the title; where nothing is named, the
  element whose paragraphs hold most text (old themes and hand-made pages);
* **author and date**: what is named so near the title and the body, then what the head declares (JSON-LD, ``article:*``),
  then the line of small print next to the title ("by Ann on May 3, 2009 at 4:10 pm").

The body's blocks are made by `blocks`; which of them are letters is decided elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from attrs import define, frozen
from lxml.html import HtmlElement

from threadkit import prose
from threadkit.blocks import blocks_of, is_furniture
from threadkit.dates import Stamp, find_time, read_times
from threadkit.document import Document
from threadkit.landmarks import Landmarks, Spot, is_aside, is_named_title, is_strong_body, survey
from threadkit.letters import Block
from threadkit.model import Author, Issue

__all__ = ["Post", "read"]


@frozen(kw_only=True)
class Post:
    """What a page says about its post."""

    title: str | None = None
    """The post's title without the site's name; None if it was not found."""
    author: Author | None = None
    """Who wrote it; None where the page does not say."""
    published: datetime | None = None
    """When it appeared; None if it can't be read for certain."""
    published_raw: str | None = None
    """The displayed date; None where the page shows none."""
    blocks: tuple[Block, ...] = ()
    """The body in page order."""
    declared_comment_count: int | None = None
    """How many comments the page's metadata declares; None where it does not."""
    listing: str | None = None
    """Why the page is a list of posts (a front page, an archive, a search result) and no thread; None where it is none."""
    issues: tuple[Issue, ...] = ()
    """What was not found, or is not certain."""


def read(
    document: Document,
    *,
    areas: Sequence[HtmlElement] = (),
    keep_html: bool = True,
    tz: tzinfo | None = None,
    first_reply: datetime | None = None,
) -> Post:
    """The post of a page; never fails, and says in `Post.issues` what it did not find.

    `areas` are the elements that hold comments. `first_reply` is the time of the earliest of them: where the post's own
    date could be read with day and month swapped, it decides, since nobody replies to a post before it is there.

    >>> from threadkit.document import load
    >>> page = "<title>Mugs – Ask Ann</title><h1>Ask Ann</h1><h2>Mugs</h2><p>by Ann</p><div class=entry><p>Four hundred.</div>"
    >>> post = read(load(page))
    >>> post.title, post.author.name, [block.text for block in post.blocks]
    ('Mugs', 'Ann', ['Four hundred.'])
    """
    found = survey(document.root, areas)
    declared = _read_declared(found)
    heading = _choose_heading(found, declared, document.url)
    body = _choose_body(found, heading)
    issues: list[Issue] = []
    title = _title_text(heading) or _declared_title(found, declared)
    if title is None:
        issues.append(Issue(code="no-title", message="the page names no title for its post"))
    blocks: Sequence[Block] = ()
    dropped: Sequence[HtmlElement] = ()
    if body is None:
        issues.append(Issue(code="no-body", message="no element of the page holds a post's text"))
    else:
        blocks, dropped = _blocks(body, heading, areas, keep_html)
    near = _Near.of(found, heading, body, dropped, areas)
    if body is not None and not is_strong_body(body):
        small = _leading_small_print(blocks, declared.author, document.language)
        near.between = [*(line for block in blocks[:small] for line in block.text.split("\n")), *near.between]
        blocks = blocks[small:]
    author = _author(near, declared, document)
    stamp, raw = _stamp(near, declared, document.language)
    published = None
    if stamp is not None:
        times = read_times([stamp], language=document.language, tz=tz)
        if times.published[0] is None and first_reply is not None and raw is not None:
            ordered = Stamp(displayed=_in_order(raw, first_reply.date()))
            times = read_times([ordered], language=document.language, tz=tz)
        published = times.published[0]
        issues.extend(issue for issue in times.issues if issue.grade != "info" and published is None)
    return Post(
        title=title,
        author=author,
        published=published,
        published_raw=raw,
        blocks=tuple(blocks),
        declared_comment_count=declared.comment_count,
        listing=_listing(found, heading, document.url),
        issues=tuple(issues),
    )


# -- what the head declares ----------------------------------------------------------------------------------------

_ARTICLES: Final = frozenset(
    "article blogposting newsarticle reportagenewsarticle qapage question discussionforumposting socialmediaposting"
    " webpage advertisercontentarticle opinionnewsarticle analysisnewsarticle".split()
)


@define
class _Declared:
    """What metadata says: JSON-LD, OpenGraph and other meta elements."""

    titles: tuple[str, ...] = ()
    site: str | None = None
    author: str | None = None
    author_url: str | None = None
    published: str | None = None
    comment_count: int | None = None
    kind: str = ""


def _read_declared(found: Landmarks) -> _Declared:
    meta = found.meta
    declared = _Declared(site=meta.get("og:site_name"), kind=meta.get("og:type", "").lower())
    titles = [meta.get(name, "") for name in ("og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title")]
    for item in _articles(found.jsonld):
        titles.insert(0, _string(item.get("headline")) or _string(item.get("name")) or "")
        declared.published = declared.published or _string(item.get("datePublished"))
        name, url = _person(item.get("author"))
        declared.author, declared.author_url = declared.author or name, declared.author_url or url
        count = item.get("commentCount")
        if declared.comment_count is None and str(count).isdecimal() and str(count).isascii():
            declared.comment_count = int(str(count))
    declared.published = declared.published or next(
        (meta[name] for name in ("article:published_time", "datepublished", "dc.date.issued", "dc.date", "pubdate",
                                 "publishdate", "parsely-pub-date", "sailthru.date", "date") if name in meta),
        None,
    )  # fmt: skip
    if declared.author is None:
        author = next((meta[name] for name in ("author", "article:author", "dc.creator", "byl", "parsely-author",
                                               "sailthru.author", "twitter:data1") if name in meta), None)  # fmt: skip
        if author is not None and not author.lower().startswith(("http:", "https:", "//")):
            declared.author = author
    declared.titles = tuple(" ".join(title.split()) for title in titles if title.strip())
    return declared


def _articles(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article, with those that are not valid JSON left out."""
    for script in scripts:
        try:
            data = json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        queue = [data]
        while queue:
            item = queue.pop(0)
            if isinstance(item, list):
                queue.extend(item)
            elif isinstance(item, dict):
                kinds = item.get("@type")
                names = {str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])}
                if names & _ARTICLES and ("headline" in item or "webpage" not in names):
                    yield item
                for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                    if isinstance(item.get(key), (list, dict)):
                        queue.append(item[key])


def _string(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return prose.text_of(_fragment(value)).replace("\n", " ").strip() or None if isinstance(value, str) else None


def _fragment(text: str) -> HtmlElement:
    """JSON-LD strings are often HTML-escaped once more: they are read as the text of an element."""
    from html import unescape

    from lxml.html import Element

    element: HtmlElement = Element("span")
    element.text = _CONTROLS.sub("", unescape(text))
    return element


_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _person(value: object) -> tuple[str | None, str | None]:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        return _string(value), None
    if isinstance(value, dict):
        url = value.get("url")
        return _string(value.get("name")), url if isinstance(url, str) else None
    return None, None


# -- the title -----------------------------------------------------------------------------------------------------


def _bare(text: str) -> str:
    """Letters and digits only, to compare titles that differ in quotes, dashes and case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _choose_heading(found: Landmarks, declared: _Declared, url: str | None) -> Spot | None:
    page_title = _bare(found.title)
    declared_titles = [_bare(title) for title in declared.titles]
    site = _bare(declared.site) if declared.site else None
    best: tuple[float, Spot] | None = None
    for spot in found.headings:
        text = _heading_text(spot)
        bare = _bare(text)
        if not bare or len(text) > 400:
            continue
        score = _heading_score(spot, bare, page_title, declared_titles)
        if spot.frame or bare == site:
            score -= 50
        if spot.aside:
            score -= 40
        if _leads_elsewhere(spot.element, url):
            score -= 25
        # Two headings that say the same: the outer one may hold more than the title, the first one is the post's.
        if score > 0 and (best is None or score > best[0] or (score == best[0] and best[1].holds(spot))):
            best = score, spot
    return best[1] if best is not None else None


def _heading_score(spot: Spot, bare: str, page_title: str, declared_titles: Sequence[str]) -> float:
    score = 0.0
    if any(bare == title for title in declared_titles):
        score += 60
    elif any(bare in title for title in declared_titles) and len(bare) > 3:
        score += 25 * len(bare) / max(map(len, declared_titles))
    if page_title and bare in page_title:
        score += 20 + 25 * len(bare) / len(page_title)
    if is_named_title(spot):
        score += 12
    level = {"h1": 10, "h2": 8, "h3": 5, "h4": 3}.get(spot.element.tag, 0)
    return score + level if score or level >= 8 else 0


def _heading_text(spot: Spot) -> str:
    element = spot.element
    skip = frozenset(node for node in element.iter("a", "span", "small", "div", "p") if node is not element and _is_extra(node))
    return " ".join(prose.text_of(element, skip=skip).split())


def _is_extra(element: HtmlElement) -> bool:
    """What themes put into a heading beside the title: an edit link, a comment count, a permalink sign."""
    text = (element.text or "").strip()
    return is_furniture(element) or (element.tag == "a" and text in ("#", "¶", "§", "∞"))


def _leads_elsewhere(element: HtmlElement, url: str | None) -> bool:
    """Whether a heading links to another page: then it names that page's post."""
    link = element if element.tag == "a" else next(element.iter("a"), None)
    if link is None and element.getparent() is not None and element.getparent().tag == "a":
        link = element.getparent()
    href = link.get("href") if link is not None else None
    if not href or href.startswith("#") or url is None:
        return False
    there, here = urlsplit(_join(url, href)), urlsplit(url)
    return (there.path.rstrip("/"), there.query) != (here.path.rstrip("/"), here.query)


def _join(base: str | None, href: str) -> str:
    try:
        return urljoin(base, href) if base else href
    except ValueError:
        return href


def _title_text(heading: Spot | None) -> str | None:
    return _heading_text(heading) if heading is not None else None


_SEPARATED: Final = re.compile(r"\s+[|»«›‹·•–—:-]+\s+|\s*[|»«]\s*|:: ")


def _declared_title(found: Landmarks, declared: _Declared) -> str | None:
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
        frame = {_bare(_heading_text(spot)) for spot in found.headings if spot.frame or spot.element.tag == "h1"}
        title = parts[-1] if _bare(parts[0]) in frame else title[: list(_SEPARATED.finditer(title))[-1].start()]
    return title.strip() or None


# -- the body ------------------------------------------------------------------------------------------------------


def _choose_body(found: Landmarks, heading: Spot | None) -> Spot | None:
    """The named body next after the title that holds prose; else the element whose paragraphs hold most text."""
    densest = _densest(found, heading)
    most = densest.text if densest is not None else 0
    best: tuple[float, Spot] | None = None
    for spot in found.bodies:
        if spot.text + spot.links == 0:
            continue
        rating = min(spot.text, 4_000) / 40 - spot.links / 20
        rating += 60 if is_strong_body(spot) else 0
        rating -= 150 if spot.aside else 0
        if heading is not None:
            rating += 40 if spot.start > heading.start else -20
            rating -= 60 * sum(_between(found, heading, spot))
        if best is None or rating > best[0]:
            best = rating, spot
    if best is not None and (best[1].text * 5 > most or best[0] > 100):
        return _innermost(found, best[1])
    return densest


def _between(found: Landmarks, heading: Spot, body: Spot) -> Iterator[bool]:
    """For each other post's beginning between the title and a body: True."""
    for post in found.posts:
        if heading.end < post.start <= body.start and not post.holds(body) and post is not body:
            yield True


def _innermost(found: Landmarks, body: Spot) -> Spot:
    """Named elements stand in each other ("post-content" around "entry-content"): the inner one that holds as much."""
    for spot in found.bodies:
        if body.holds(spot) and spot.text * 10 >= body.text * 9:
            body = spot
    return body


def _densest(found: Landmarks, heading: Spot | None) -> Spot | None:
    best: tuple[float, Spot] | None = None
    for spot in found.containers:
        if spot.text == 0:
            continue
        rating = spot.score * spot.text / (spot.text + spot.links)
        if spot.aside:
            rating /= 5
        if heading is not None and spot.end < heading.start:
            rating /= 3
        if rating > 0 and (best is None or rating > best[0]):
            best = rating, spot
    return best[1] if best is not None else None


def _blocks(
    body: Spot, heading: Spot | None, areas: Sequence[HtmlElement], keep_html: bool
) -> tuple[list[Block], list[HtmlElement]]:
    """The body's blocks, and the elements that were left out of it because they are named as small print."""
    skip = set(areas)
    loose = not is_strong_body(body)
    if heading is not None and body.holds(heading):
        skip.add(heading.element)
        loose = True
    dropped: list[HtmlElement] = []
    blocks = blocks_of(body.element, skip=skip, keep_html=keep_html, loose=loose, dropped=dropped)
    return blocks, dropped


def _leading_small_print(blocks: Sequence[Block], author: str | None, language: str | None) -> int:
    """How many of a loose body's first blocks are its byline and date: a name, "by", a time, and nothing else."""
    count = 0
    for block in blocks[:6]:
        text = block.text
        if len(text) > _SHORT_LINE or block.kind not in ("paragraph", "list", "heading"):
            break
        span = find_time(text, language)
        rest = text[: span[0]] + text[span[1] :] if span is not None else text
        rest = _BY.sub("", " ".join(rest.split()).strip(" ,|·•-–—@()")).strip()
        if rest and not (span is not None and len(rest) < 30) and rest != author:
            break
        count += 1
    return count


_SHORT_LINE: Final = 100


# -- author and date -----------------------------------------------------------------------------------------------


@define
class _Near:
    """What stands around the title and the body, where a byline and a date are looked for."""

    found: Landmarks
    first: int = 0
    last: int = -1
    heading: Spot | None = None
    body: Spot | None = None
    between: Sequence[str] = ()
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    dropped: frozenset[HtmlElement] = frozenset()

    @classmethod
    def of(
        cls,
        found: Landmarks,
        heading: Spot | None,
        body: Spot | None,
        dropped: Sequence[HtmlElement],
        areas: Sequence[HtmlElement],
    ) -> _Near:
        known = [spot for spot in (heading, body) if spot is not None]
        if not known:
            return cls(found)
        first, last = min(spot.start for spot in known), max(spot.end for spot in known)
        # The post's own element, where there is one; else a few elements before and after.
        around = [post for post in found.posts if post.start <= first and post.end >= last]
        if around:
            inner = max(around, key=lambda post: post.start)
            near = cls(found, min(inner.start, first - 6), inner.end, heading, body)
        else:
            near = cls(found, first - 12, last + 25, heading, body)
        if body is not None:
            skip = frozenset((*areas, *(spot.element for spot in known)))
            near.between, near.before, near.after = _lines_around(heading, body, dropped, skip)
            near.dropped = frozenset(dropped)
        return near

    def spots(self, spots: Iterable[Spot]) -> list[Spot]:
        """Those of the spots that stand near, and not inside the body or a sidebar, nearest to the title first."""
        title = self.heading.start if self.heading is not None else self.first
        near = [spot for spot in spots if self.first <= spot.start <= self.last and self._counts(spot)]
        return sorted(near, key=lambda spot: abs(spot.start - title))

    def _counts(self, spot: Spot) -> bool:
        """Whether a spot may tell of the post: no sidebar or site header does, nor the post's own text."""
        if spot.aside or spot.frame:
            return False
        if self.body is None or not self.body.holds(spot):
            return True
        return spot.element in self.dropped or any(node in self.dropped for node in spot.element.iterancestors())


_BY: Final = re.compile(
    r"^(?:(?:written|posted|published|story|words|article)?\s*(?:by|von|par|por|av|af|di|da|door)\b:?|author:|autor:|—|–|-)\s*",
    re.IGNORECASE,
)
_NAME: Final = r"(?P<name>[^\s,|·•(@][^,|·•(@\n—–]{1,60}?)"
_BYLINE: Final = re.compile(
    r"(?:^|[\s·|•,(—–-])(?P<verb>(?:posted|written|published|story)\s+)?(?:by|von|par|por)\s*:?\s+" + _NAME +
    r"(?=\s*(?:$|[,|·•(@\n—–»]|\s(?:on|in|at|am|um|le|el|unter|\d|filed|under|-)(?:\s|$)))",
    re.IGNORECASE,
)
# "Filed under: Work — Rosalind Quill @ 12:03 PM", as the themes of WordPress 1.x have it.
_DASHED: Final = re.compile(r"[—–]\s*" + _NAME + r"\s*@(?:\s*\d{1,2}[:.]\d\d|\s*$)")


def _author(near: _Near, declared: _Declared, document: Document) -> Author | None:
    for spot in near.spots(near.found.authors):
        author = _named_author(spot, document)
        if author is not None:
            return author
    if declared.author is not None:
        return Author(name=" ".join(declared.author.split()), url=declared.author_url)
    for line in (*near.between, *near.before):
        name = _name_in(line, document.language)
        if name is not None:
            return Author(name=name)
    # Below the post a bare "by" is as likely a reader's.
    names = (_name_in(line, document.language, said=True) for line in near.after)
    name = next((name for name in names if name), None)
    return Author(name=name) if name is not None else None


def _name_in(line: str, language: str | None, *, said: bool = False) -> str | None:
    """The name in a line such as "Posted by Ann on May 3, 2009"; with `said`, only where the verb stands there."""
    span = find_time(line, language)
    if span is not None:
        line = f"{line[: span[0]].rstrip()} @ {line[span[1] :]}"
    match = _BYLINE.search(line)
    # "Of the bloggers, by the bloggers" is a slogan: a byline opens its line, names the deed, or comes with a date.
    if match is not None and not match["verb"] and (said or (match.start() > 0 and span is None)):
        match = None
    if match is None and not said:
        match = _DASHED.search(line)
    if match is None:
        return None
    return " ".join(match["name"].split())


def _named_author(spot: Spot, document: Document) -> Author | None:
    element = spot.element
    inner = next((node for node in element.iter() if node.get("itemprop") == "name" or _has_class(node, "fn")), None)
    link = next((node for node in element.iter("a") if _is_author_link(node)), None)
    named = inner if inner is not None else link if link is not None else element
    text = " ".join(prose.text_of(named).split())
    name = _BY.sub("", text)
    if named is element:
        span = find_time(name, document.language)
        if span is not None:
            name = name[: span[0]].rstrip(" ,|·•-–—@") or name[span[1] :].lstrip(" ,|·•-–—@")
        name = _name_in(text, document.language) or name
    if not name or len(name) > 80 or not any(char.isalpha() for char in name):
        return None
    href = link.get("href") if link is not None else element.get("href") if element.tag == "a" else None
    return Author(name=name, url=_join(document.url, href.strip()) if href and href.strip() not in ("", "#") else None)


def _has_class(element: HtmlElement, name: str) -> bool:
    return isinstance(element.tag, str) and name in (element.get("class") or "").split()


def _is_author_link(element: HtmlElement) -> bool:
    rel = (element.get("rel") or "").lower().split()
    return "author" in rel or _has_class(element, "url") or "/author/" in (element.get("href") or "")


def _stamp(near: _Near, declared: _Declared, language: str | None) -> tuple[Stamp | None, str | None]:
    """The post's date as displayed and as declared, and the displayed form alone."""
    machine: str | None = None
    for spot in near.spots(near.found.dates):
        if _is_update(spot):
            continue
        raw = _time_in(" ".join(prose.text_of(spot.element).split()), language)
        attribute = _attribute(spot.element)
        if raw is not None:
            return Stamp(displayed=raw, machine=attribute or machine or declared.published), raw
        machine = machine or attribute
    machine = machine or declared.published
    lines = (*near.between, *near.before, *near.after)
    raw = next((raw for line in lines if (raw := _time_in(line, language)) is not None), None)
    if machine is None:
        return (Stamp(displayed=raw), raw) if raw is not None else (None, None)
    # A line near the post may show some other day than its own: the declared time tells.
    if raw is None or not _agree(raw, machine, language):
        return Stamp(machine=machine), None
    return Stamp(displayed=raw, machine=machine), raw


def _time_in(line: str, language: str | None) -> str | None:
    span = find_time(line, language)
    return line[span[0] : span[1]] if span is not None else None


def _attribute(element: HtmlElement) -> str | None:
    """The machine's form of a date, on the element or on a time or abbr element inside it."""
    node = element if element.tag in ("time", "abbr") else next(element.iter("time", "abbr"), element)
    value = node.get("datetime") or (node.get("title") if node.tag == "abbr" else None) or node.get("content")
    return value if value and _MACHINE.match(value.strip()) else None


def _agree(displayed: str, machine: str, language: str | None) -> bool:
    """Whether a displayed and a declared time are no more than a time zone apart."""
    shown = read_times([Stamp(displayed=displayed)], language=language).published[0]
    declared = read_times([Stamp(machine=machine)], language=language).published[0]
    if shown is None or declared is None:
        return False
    return abs((shown.replace(tzinfo=None) - declared.replace(tzinfo=None)).total_seconds()) < 40 * 3600


_NUMBERS: Final = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d\d)(?!\d)")


def _in_order(raw: str, first_reply: date) -> str:
    """A date of numbers in the one order of day and month that puts the post just before its first reply."""
    match = _NUMBERS.search(raw)
    if match is None:
        return raw
    year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
    fitting = []
    for month, day in {(int(match[1]), int(match[3])), (int(match[3]), int(match[1]))}:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if -1 <= (first_reply - found).days <= _SOON:
            fitting.append(found)
    return f"{raw[: match.start()]}{fitting[0].isoformat()}{raw[match.end() :]}" if len(fitting) == 1 else raw


_SOON: Final = 7
"""A post's first reply comes within so many days; where day and month are swapped it is off by a month or more."""
_MACHINE: Final = re.compile(r"\d{4}-?\d\d-?\d\d|\d{9,13}$|\w{3,9},? \w+ \w+,? \d\d")


def _is_update(spot: Spot) -> bool:
    return " updated " in spot.names and " published " not in spot.names or "modified" in spot.names


def _small_print(near: _Near) -> Iterator[str]:
    """The short lines around the post: what its body left out, between title and body, before the title, after both."""
    yield from near.between
    yield from near.before
    yield from near.after


def _lines_around(
    heading: Spot | None, body: Spot, dropped: Sequence[HtmlElement], skip: frozenset[HtmlElement]
) -> tuple[list[str], list[str], list[str]]:
    """The lines between title and body (with those that the body left out), before both, and after both."""
    first, last = body.element, body.element
    between = [line for element in dropped for line in _lines(element, skip)]
    if heading is not None and not body.holds(heading):
        first, last = (heading.element, last) if heading.start < body.start else (first, heading.element)
        between += _neighbours(first, skip | {last}, forward=True, until=last)
    before = _neighbours(first, skip, forward=False)
    after = _neighbours(last, skip, forward=True)
    return between, before, after


def _neighbours(
    element: HtmlElement, skip: frozenset[HtmlElement], *, forward: bool, until: HtmlElement | None = None
) -> list[str]:
    """The lines that stand before or after an element, nearest first, up to a dozen, without sidebars and the like."""
    lines: list[str] = []
    around = frozenset(until.iterancestors()) if until is not None else frozenset()
    node: HtmlElement | None = element
    while node is not None and len(lines) < _MANY_LINES:
        if forward and node.tail and node.tail.strip():
            lines.append(" ".join(node.tail.split()))
        sibling = node.getnext() if forward else node.getprevious()
        if sibling is None:
            node = node.getparent()
            if node is None or node.tag in ("body", "html"):
                break
            continue
        node = sibling
        if node is until:
            break
        if node in around:
            lines += _lines(node, skip)
            break
        if isinstance(node.tag, str) and node not in skip and not is_aside(node):
            found = _lines(node, skip)
            lines += found if forward else reversed(found)
        if not forward and node.tail and node.tail.strip():
            lines.append(" ".join(node.tail.split()))
    return [line for line in lines[:_MANY_LINES] if len(line) < _LONG_LINE]


_MANY_LINES: Final = 12
_LONG_LINE: Final = 300


def _lines(element: HtmlElement, skip: frozenset[HtmlElement]) -> list[str]:
    """The lines that an element shows, with a blank between neighbours ("<span>May 14</span><span>59 replies</span>")."""
    lines: list[list[str]] = [[]]
    stack: list[HtmlElement | str | None] = [element]
    budget = _MANY_NODES
    while stack and budget:
        node = stack.pop()
        budget -= 1
        if node is None:
            lines.append([])
        elif isinstance(node, str):
            lines[-1].append(node)
        elif isinstance(node.tag, str) and node.tag not in _NO_LINES and node not in skip and not _is_no_line(node):
            ends_line = node.tag not in _INLINE
            glue = None if ends_line else "" if node.tag in _GLUED else " "
            stack.append(glue)
            for child in reversed(node):
                if child.tail:
                    stack.append(child.tail)
                stack.append(child)
            if node.text:
                stack.append(node.text)
            stack.append(glue)
    found = (" ".join("".join(line).split()) for line in lines)
    return [line for line in found if line]


_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data em font i img ins kbd label mark q s small span strike strong sub sup"
    " time tt u var".split()
)
_GLUED: Final = frozenset("b em i sup sub font u strong img".split())
_NO_LINES: Final = frozenset("form script style nav aside noscript svg select button template iframe textarea".split())
_MANY_NODES: Final = 400


def _is_no_line(element: HtmlElement) -> bool:
    if is_aside(element):
        return True
    return "hidden" in (element.get("class") or "").lower() or element.get("hidden") is not None


# -- lists of posts ------------------------------------------------------------------------------------------------

_LISTING_CLASS: Final = re.compile(
    r" (?:home|blog|archive|category|tag|search|search-results|search-no-results|date|author|paged|error404|post-type-archive"
    r"|tax-\S+|index-page|archive-page|front-page) "
)
_SINGLE_CLASS: Final = re.compile(r" (?:single|single-\S+|postid-\d+|page-id-\d+|page|attachment|singular|item-page|post-template\S*|item-view) ")
_LISTING_PATH: Final = re.compile(
    r"^/?$|^/(?:page/\d+|category/.+|tag/.+|tags/.+|author/[^/]+|search/?.*|index\.(?:html?|php)|blog|archives?)/?$"
    r"|^/\d{4}(?:/\d{1,2}){0,2}/?$|/page/\d+/?$",
    re.IGNORECASE,
)


def _listing(found: Landmarks, heading: Spot | None, url: str | None) -> str | None:
    """Why a page is a list of posts; None where it is one post's page.

    A list has several titles that lead to pages of their own. A post's page may have such titles too ("More posts"),
    but then its own title is the one that the page's title repeats.
    """
    links = _titles_that_lead_on(found)
    classes = found.body_names
    if _SINGLE_CLASS.search(classes):
        return None
    by_class = _LISTING_CLASS.search(classes)
    parts = urlsplit(url) if url else None
    by_path = parts is not None and (_LISTING_PATH.search(parts.path) is not None and not re.search(r"(?:^|&)p(?:age_id)?=\d", parts.query))
    if by_class and (len(links) > 1 or not _has_own_title(found, heading)):
        return f"its class {by_class[0].strip()!r} and {len(links)} titles that lead to other pages"
    if by_path and parts is not None and len(links) > 1:
        return f"its address {parts.path!r} and {len(links)} titles that lead to other pages"
    if len(links) > 2 and not _has_own_title(found, heading):
        return f"{len(links)} titles that lead to other pages, and none of its own"
    return None


def _has_own_title(found: Landmarks, heading: Spot | None) -> bool:
    return heading is not None and _bare(_heading_text(heading)) in _bare(found.title)


def _titles_that_lead_on(found: Landmarks) -> set[str]:
    """The addresses that the titles of posts outside the page's frame and sidebars link to."""
    addresses = set()
    for spot in found.headings:
        if spot.frame or spot.aside or spot.element.tag not in ("h1", "h2", "h3", "h4"):
            continue
        link = next(spot.element.iter("a"), None)
        href = (link.get("href") or "").strip() if link is not None else ""
        if href and not href.startswith("#") and len(_heading_text(spot)) > 3:
            addresses.add(href.partition("#")[0])
    return addresses
