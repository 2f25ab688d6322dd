"""What the class names, ids and item properties of pages mean.

In come an element's attributes; out comes a set of flags, e.g. ``BODY | POST`` for ``class="entry"``. A name counts
where it is a convention of many themes, never of one: microformats ("entry-content"), schema.org ("articleBody"), and
the words that the themes of WordPress, Blogger and Movable Type share ("post-body", "storycontent", "sharedaddy").
Each name is looked up once, since a site prints the same few hundred names on all its pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from threadkit import lazy_re

__all__ = [
    "ANSWER",
    "ASIDE",
    "AUTHOR",
    "BODY",
    "BOILERPLATE",
    "BOLD",
    "CHANGED",
    "COMMENTS",
    "DATE",
    "FRAME",
    "INDENTED",
    "LETTER",
    "META",
    "POST",
    "PUBLISHED",
    "STRONG_BODY",
    "TITLE",
    "meaning_of",
]

BODY: Final = 1 << 0
"""A post's body."""
STRONG_BODY: Final = 1 << 1
"""A post's body by a standard: hAtom, microformats, schema.org, WordPress's own blocks."""
POST: Final = 1 << 2
"""A whole post, with title and body."""
TITLE: Final = 1 << 3
"""A post's title."""
DATE: Final = 1 << 4
"""A date."""
AUTHOR: Final = 1 << 5
"""A name, or the line it stands in."""
ASIDE: Final = 1 << 6
"""A sidebar, the navigation, or a list of other posts."""
FRAME: Final = 1 << 7
"""The site's own header, with its name."""
BOILERPLATE: Final = 1 << 8
"""Inside a post's body: not the post's (share buttons, related posts, author boxes, ads, comments)."""
META: Final = 1 << 9
"""The small print of a post: byline, date, categories."""
LETTER: Final = 1 << 10
"""What a reader wrote in."""
ANSWER: Final = 1 << 11
"""What the columnist replied."""
INDENTED: Final = 1 << 12
"""A box or an indentation."""
BOLD: Final = 1 << 13
"""Bold type."""
COMMENTS: Final = 1 << 16
"""What holds comments."""
CHANGED: Final = 1 << 14
"""The date of a later change."""
PUBLISHED: Final = 1 << 15
"""The date of publication, by a standard."""

_PATTERNS: Final = {
    BODY: (
        r"entry-?content|e-content|available-content|post-?content|post-?body|post-?entry|post-?text|article-?body|article-?content"
        r"|story-?content|story-?body|entry-?body|entry-?text|single-?content|content-?body|blog-?content"
        r"|body-?text|wp-block-post-content|postcontent|asset-body|td-post-content|text-?content"
        r"|post_content|post_body|entry_content|article_body|story_content|the-?content|articlebody|entry-inner"
        r"|entrytext|entry|storytext|post__content|article__body|article__content|c-entry-content"
        r"|content-text|post-inner-content"
    ),
    STRONG_BODY: (r"entry-content|e-content|articlebody|wp-block-post-content"),
    POST: (r"hentry|h-entry|post|type-post|article|blog-post|single-post|post-outer|story|entry|post-\d+"),
    TITLE: (
        r"entry-title|p-name|post-?title|posttitle|story-?title|storytitle|article-?title|article-?headline"
        r"|headline|entry-header|entry-heading|post_title|wp-block-post-title|title"
        r"|single-title|name"
    ),
    DATE: (
        r"published|dt-published|entry-date|post-?date|post_date|date-?header|datepublished|dateline|date|pubdate"
        r"|posted-on|timestamp|article-date|entry_date|post-time|story-date|publish-date|post-timestamp|time"
        r"|wp-block-post-date|meta-date|entry-time|day"
    ),
    AUTHOR: (
        r"author|p-author|byline|post-?author|post_author|entry-author|by-author|author-name|article-author|vcard"
        r"|wp-block-post-author-name|wp-block-post-author|fn|writer|byline-author|meta-author|posted-by"
    ),
    ASIDE: (
        r""
        r"(?:(?:left|right|primary|secondary|main|site)[-_]?)?side-?bar(?:[-_]?(?:\d+|left|right|primary|secondary|main|inner|container|list|wrap|area|column|content))?"
        r"|widget(?:[-_]\S*)?|widgets|\S+[-_]widget|footer|colophon|site-footer|page-footer|footer\S*|nav"
        r"|navigation|nav-\S+|menu|menu-\S+|main-menu|top-?nav|breadcrumbs?|related\S*|jp-relatedposts|recent\S*"
        r"|popular\S*|more-posts|wp-block-query|wp-block-latest-posts|rp4wp\S*|yarpp\S*|crp_related|post-?nav\S*"
        r"|pagination\S*|previous-?post|next-?post|postnavi|archives|blogroll|featured-?posts?|tag-?cloud"
        r"|wm-ipp\S*|donato|modal|popup|cookie\S*|comments?|commentlist|comment-list|comment-form|respond"
        r"|author-?(?:box|bio|info)|about-?author|entry-author-info"
    ),
    FRAME: (
        r"site-?title|blog-?title|site-?name|site-?header|masthead|logo|site-?logo|branding|site-?branding"
        r"|blog-?name|site-?description|tagline|banner|wp-block-site-title|header-?image|header|title-area"
        r"|headerimg|blogtitle|blog-header|page-header"
    ),
    BOILERPLATE: (
        r"share\S*|sharing\S*|sd-\S+|social\S*|\S+[-_](?:share|sharing|social|ads?|advert|related|newsletter)"
        r"|addtoany\S*|a2a_\S+|addthis\S*|sociable\S*|hupso\S*|shariff\S*|heateor\S*|ssba\S*|essb\S*|mashsb\S*"
        r"|swp_\S+|jp-relatedposts|jp-post-flair|wpl-likebox|wpcnt|wpa|likes?-?\S*|related\S*|yarpp\S*|crp_related"
        r"|zem_rp\S*|rp4wp\S*|linkwithin\S*|outbrain\S*|taboola\S*|ads?|adsense|adsbygoogle|ad-\S+|ads-\S+"
        r"|advert\S*|sponsor\S*|author-?(?:box|bio|info)\S*|about-?author\S*|post-author-box|entry-author-info"
        r"|abh_box|saboxplugin\S*|navigation|nav-\S+|pagination\S*|page-?links?|pagelink|wp-pagenavi|post-?nav\S*"
        r"|breadcrumbs?|edit-?link|post-edit-link|editlink|post-ratings|ratingblock|kksr\S*|pd-rating|rating\S*"
        r"|gdrts\S*|newsletter\S*|subscribe\S*|mc4wp\S*|mailchimp\S*|optin\S*|signup\S*|feedback|feedburner\S*"
        r"|print-?link|printfriendly\S*|screen-reader-text|visually-hidden|sr-only|hidden|hide|skip-link"
        r"|toc_container|wm-ipp\S*|donato|tags?-?links|cat-?links|posted-?in|post-?tags?|entry-tags"
        r"|post-?categor\S*|tagcloud|comments-link|comment-count|tweet\S*|tw_button|twitter-(?:share|follow)\S*"
        r"|fb-(?:like|share)\S*"
        r"|wp-block-buttons"
        r"|wp-block-post-(?:date|author|author-name|terms|title|navigation-link)"
    ),
    META: (
        r"entry-?meta|post-?meta\S*|posts?-?metadata|post-?info|entry-?utility|entry-?footer|post-?footer\S*"
        r"|entry-?info|entry-foot|post-?details|post-?header-?line\S*|meta|metadata|byline|postinfo|postmeta"
        r"|post_meta|entry_meta|post-byline|headline_meta|article-meta|post-?date|post_date|entry-?date"
        r"|date-header|post-timestamp|post-labels|post-icons|post-share-buttons|permalink|posted-on"
        r"|author-info|info|under|filed"
    ),
    LETTER: (
        r"letter|question|reader-?letter|reader-?question|letter-?(?:text|body|content)"
        r"|question-?(?:text|body|content)|q|acceptedquestion|dilemma"
    ),
    ANSWER: (r"answer|response|reply|answer-?(?:text|body|content)|columnist-?reply|acceptedanswer|suggestedanswer"),
    INDENTED: (r"indent(?:ed)?|blockquote|quote|has-border|letter-box"),
    BOLD: (r"bold|strong|\S+-bold|bold-\S+"),
    COMMENTS: r"comments?|comments-\S+|comment-?list|respond|disqus_thread|livefyre\S*|wp-block-comments\S*",
    CHANGED: r"updated|\S*modified\S*",
    PUBLISHED: r"published|datepublished|dt-published",
}
_MEANINGS: Final = [(flag, lazy_re.pattern(rf"(?:{pattern})\Z")) for flag, pattern in _PATTERNS.items()]
# WordPress sidebars by their ids; as classes these words only number columns.
_ASIDE_IDS: Final = frozenset({"secondary", "tertiary"})


def meaning_of(attributes: Mapping[str, str]) -> int:
    """The flags of all names that an element's attributes give it: class, id and itemprop.

    >>> meaning_of({"class": "entry-content clear"}) == BODY | STRONG_BODY
    True
    """
    if not attributes:
        return 0
    return _meaning_of_names(attributes.get("class"), attributes.get("id"), attributes.get("itemprop"))


@lru_cache(maxsize=8192)
def _meaning_of_names(names: str | None, ident: str | None, prop: str | None) -> int:
    flags = 0
    if names:
        tokens = names.split()
        for token in tokens:
            flags |= _meaning(token)
        if flags & ASIDE and "widget" in tokens and "Blog" in tokens:
            flags &= ~ASIDE  # Blogger's posts stand in a widget of that name
    if ident:
        flags |= _meaning(ident)
        if ident in _ASIDE_IDS:
            flags |= ASIDE
    if prop:
        for token in prop.split():
            flags |= _meaning(token)
    return flags


@lru_cache(maxsize=8192)
def _meaning(name: str) -> int:
    name = name.lower()
    return sum(flag for flag, pattern in _MEANINGS if pattern.match(name))
