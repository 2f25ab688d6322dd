"""One walk over a page that notes everything which may tell where its post is.

In comes the tree (and the elements that hold its comments, which are not entered); out come `Landmarks`: the head's
declarations, the headings, the elements that are named as a post's body, its date or its author, and how much prose
each container holds. Nothing is decided here: `post` chooses among what was found.

Names count where they are a convention of many themes, never of one: microformats ("entry-content"), schema.org
("articleBody"), and the words that WordPress, Blogger and Movable Type themes share ("post-body", "storycontent").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from attrs import define, field
from lxml.html import HtmlElement

__all__ = ["Landmarks", "Spot", "is_aside", "is_named_title", "is_strong_body", "survey", "words_of"]


@define(eq=False)
class Spot:
    """One element of interest."""

    element: HtmlElement
    start: int
    """Its place in page order; what lies inside it has a place between `start` and `end`."""
    end: int = 0
    names: str = ""
    """Its class, id and itemprop, lower case, between blanks."""
    aside: bool = False
    """Whether it lies in a sidebar, the navigation, the site's header or footer, or a list of other posts."""
    frame: bool = False
    """Whether it lies in the site's own header."""
    post: bool = False
    """Whether it lies in what is named as a whole post."""
    text: int = 0
    """How many characters of text it holds outside links."""
    links: int = 0
    """How many characters of text it holds in links."""
    score: float = 0.0
    """How many characters stand in its own paragraphs, and half of those in its children's."""

    def holds(self, other: Spot) -> bool:
        """Whether the other spot lies inside this one."""
        return self.start < other.start <= self.end


@define(eq=False)
class Landmarks:
    """What one walk over a page has found."""

    meta: dict[str, str] = field(factory=dict)
    """Name or property of each meta element, lower case → its first content."""
    title: str = ""
    """The title element's text."""
    jsonld: list[str] = field(factory=list)
    """The JSON-LD scripts."""
    body_names: str = ""
    """The body element's classes and id, between blanks."""
    headings: list[Spot] = field(factory=list)
    """h1 to h6, and what is named as a title."""
    bodies: list[Spot] = field(factory=list)
    """What is named as a post's body."""
    posts: list[Spot] = field(factory=list)
    """What is named as a whole post, with its title and its body."""
    dates: list[Spot] = field(factory=list)
    """What is named as a date."""
    authors: list[Spot] = field(factory=list)
    """What is named as an author."""
    containers: list[Spot] = field(factory=list)
    """What holds paragraphs."""


BODY: Final = re.compile(
    r" (?:entry-?content|e-content|post-?content|post-?body|post-?entry|post-?text|article-?body|article-?content"
    r"|story-?content|story-?body|entry-?body|entry-?text|single-?content|content-?body|blog-?content|body-?text"
    r"|format_text|wp-block-post-content|postcontent|asset-body|td-post-content|text-?content|post_content|post_body"
    r"|entry_content|article_body|story_content|the-?content|articlebody|entry-inner|snap_preview|entrytext|entry"
    r"|storytext|post__content|article__body|article__content|c-entry-content|content-text|post-inner-content) "
)
_STRONG_BODY: Final = re.compile(r" (?:entry-content|e-content|articlebody|wp-block-post-content) ")
_POST: Final = re.compile(r" (?:hentry|h-entry|post|type-post|article|blog-post|single-post|post-outer|story|entry) ")
_TITLE: Final = re.compile(
    r" (?:entry-title|p-name|post-?title|posttitle|story-?title|storytitle|article-?title|article-?headline|headline"
    r"|entry-header|entry-heading|post_title|wp-block-post-title|titulo|post-titulo|title|single-title|name) "
)
_DATE: Final = re.compile(
    r" (?:published|dt-published|entry-date|post-?date|post_date|date-?header|datepublished|dateline|date|pubdate"
    r"|posted-on|timestamp|article-date|entry_date|post-time|story-date|publish-date|post-timestamp|time|chronodata"
    r"|wp-block-post-date|meta-date|entry-time|day) "
)
_AUTHOR: Final = re.compile(
    r" (?:author|p-author|byline|post-?author|post_author|entry-author|by-author|author-name|article-author|vcard"
    r"|wp-block-post-author-name|wp-block-post-author|fn|writer|byline-author|meta-author|posted-by) "
)
_ASIDE: Final = re.compile(
    r" (?:(?:(?:left|right|primary|secondary|main|site)[-_]?)?side-?bar(?:[-_]?(?:\d+|left|right|primary"
    r"|secondary|main|inner|container|list|wrap|area|column|content))?|widget(?:[-_]\S*)?|widgets"
    r"|\S+[-_]widget|footer|colophon|site-footer|page-footer|footer\S*|nav|navigation|nav-\S+|menu|menu-\S+|main-menu"
    r"|top-?nav|breadcrumbs?|related\S*|jp-relatedposts|recent\S*|popular\S*|more-posts|wp-block-query"
    r"|wp-block-latest-posts|rp4wp\S*|yarpp\S*|crp_related|post-?nav\S*|pagination\S*|previous-?post"
    r"|next-?post|postnavi|archives|blogroll|featured-?posts?|fp_wrap|tag-?cloud|wm-ipp\S*|donato|modal|popup|cookie\S*|comments?"
    r"|commentlist|comment-list|comment-form|respond|author-?(?:box|bio|info)|about-?author|entry-author-info) "
)
# WordPress sidebars; as classes these words only number columns.
_ASIDE_IDS: Final = frozenset({"secondary", "tertiary"})
_FRAME: Final = re.compile(
    r" (?:site-?title|blog-?title|site-?name|site-?header|masthead|logo|site-?logo|branding|site-?branding|blog-?name"
    r"|site-?description|tagline|banner|wp-block-site-title|header-?image|header|hode|title-area|headerimg|blogtitle"
    r"|blog-header|page-header) "
)
_SKIPPED: Final = frozenset("script style noscript template svg select textarea iframe object button".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_INLINE_TITLES: Final = frozenset("div p span a header td strong".split())
_PARAGRAPHS: Final = frozenset("p pre blockquote td li dd font span em i b strong a u center".split())
_CONTAINERS: Final = frozenset("div section article main td body li form center dd blockquote".split())


def words_of(element: HtmlElement) -> str:
    """Class, id and itemprop of an element as lower-case words between blanks, for the patterns here."""
    get = element.get
    names = " ".join(filter(None, (get("class"), get("id"), get("itemprop"))))
    return f" {' '.join(names.lower().split())} " if names else ""


def survey(root: HtmlElement, areas: Collection[HtmlElement]) -> Landmarks:
    """Walk over the page once and note what may matter.

    >>> import lxml.html
    >>> page = lxml.html.fromstring("<h1>Mugs</h1><div class='entry-content'><p>Four hundred.</p></div>")
    >>> found = survey(page, ())
    >>> [spot.element.tag for spot in found.headings + found.bodies]
    ['h1', 'div']
    """
    found = Landmarks()
    skip = frozenset(areas)
    counter = 0
    # One frame for each open element: its spot, what is left of its children, and whether a link surrounds it.
    stack: list[tuple[Spot, Iterator[HtmlElement], bool]] = []
    spot = Spot(root, 0)
    _note(found, spot)
    stack.append((spot, iter(root), False))
    if root.text:
        spot.text += len(root.text)
    while stack:
        parent, children, linked = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            parent.end = counter
            if stack:
                _hand_up(parent, stack)
            continue
        tail = child.tail
        if tail is not None and len(tail) > 1:
            _count(parent, tail, linked)
        tag = child.tag
        if not isinstance(tag, str) or tag in _SKIPPED or child in skip:
            if tag == "script":
                _declare(found, child)
            continue
        if tag in ("meta", "title"):
            _declare(found, child)
            continue
        if tag == "head":
            _read_head(found, child)
            continue
        counter += 1
        spot = Spot(child, counter, counter, words_of(child), parent.aside, parent.frame, parent.post)
        _note(found, spot)
        inside_link = linked or tag == "a"
        text = child.text
        if text is not None and len(text) > 1:
            _count(spot, text, inside_link)
        if len(child):
            stack.append((spot, iter(child), inside_link))
        else:
            _hand_up(spot, stack)
    return found


def _count(spot: Spot, text: str, linked: bool) -> None:
    size = len(text) if text[0] not in " \n\t\r" else len(text.strip())
    if linked:
        spot.links += size
    else:
        spot.text += size
        if size > 20:
            spot.score += size


def _hand_up(spot: Spot, stack: list[tuple[Spot, Any, bool]]) -> None:
    """Add what an element holds to the element around it; its paragraphs' text counts for those that hold it."""
    parent = stack[-1][0]
    parent.text += spot.text
    parent.links += spot.links
    if spot.element.tag in _PARAGRAPHS:
        parent.score += spot.score
    elif spot.element.tag not in _HEADINGS:
        parent.score += spot.score / 2


def _note(found: Landmarks, spot: Spot) -> None:
    """Put an element into the lists that its tag and its names call for."""
    tag, names = spot.element.tag, spot.names
    if tag == "body":
        found.body_names = names
        found.containers.append(spot)
        return
    if tag in ("aside", "nav") or (tag == "footer" and not spot.post):
        spot.aside = True
    if names:
        if is_aside(spot.element, names):
            spot.aside = True
        if _FRAME.search(names):
            spot.frame = True
    if tag in _HEADINGS:
        found.headings.append(spot)
        return
    if tag in _CONTAINERS:
        found.containers.append(spot)
    if tag == "time":
        found.dates.append(spot)
    elif tag == "address" or (tag == "a" and _is_author_link(spot.element)):
        found.authors.append(spot)
    if tag == "article":
        found.posts.append(spot)
        spot.post = True
    if names:
        _note_named(found, spot, tag, names)


def _note_named(found: Landmarks, spot: Spot, tag: str, names: str) -> None:
    if BODY.search(names) and tag not in ("a", "span", "body"):
        found.bodies.append(spot)
    if tag != "article" and tag not in ("a", "span") and (_POST.search(names) or " post-" in names):
        found.posts.append(spot)
        spot.post = True
    if tag in _INLINE_TITLES and _TITLE.search(names):
        found.headings.append(spot)
    if tag != "time" and _DATE.search(names):
        found.dates.append(spot)
    if tag != "address" and _AUTHOR.search(names) and not (tag == "a" and _is_author_link(spot.element)):
        found.authors.append(spot)


def _is_author_link(link: HtmlElement) -> bool:
    return link.get("rel") == "author" or "/author/" in (link.get("href") or "")


def _read_head(found: Landmarks, head: HtmlElement) -> None:
    for element in head.iter("meta", "title", "script"):
        _declare(found, element)


def _declare(found: Landmarks, element: HtmlElement) -> None:
    """Note a meta, title or script element; broken pages have them in the body too."""
    if element.tag == "meta":
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = (element.get("content") or "").strip()
        if name and content:
            found.meta.setdefault(name, content)
    elif element.tag == "title":
        found.title = found.title or "".join(element.itertext())
    elif (element.get("type") or "").strip().lower() == "application/ld+json" and element.text:
        found.jsonld.append(element.text)


def is_aside(element: HtmlElement, names: str | None = None) -> bool:
    """Whether an element is a sidebar, the navigation, or a list of other posts; `names` are its `words_of`."""
    if element.tag in ("aside", "nav"):
        return True
    names = words_of(element) if names is None else names
    if not names or " widget blog " in names:  # Blogger's posts stand in a widget of that name
        return False
    return _ASIDE.search(names) is not None or element.get("id") in _ASIDE_IDS


def is_strong_body(spot: Spot) -> bool:
    """Whether an element is declared to be a post's body by a standard: hAtom, microformats, schema.org, WordPress."""
    return bool(_STRONG_BODY.search(spot.names))


def is_named_title(spot: Spot) -> bool:
    """Whether an element is named as a post's title."""
    return bool(_TITLE.search(spot.names))
