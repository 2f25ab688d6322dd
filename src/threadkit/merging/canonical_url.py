"""Addresses of one page in its many spellings → one address, and the number of a page of comments.

In comes a URL as a crawl, a feed or a caller has it; out goes the address that stands for the post. What a reader,
a tracker or a theme adds is taken off by rules that hold for any site: the scheme and ``www.``, mobile and AMP
twins, pages of comments, anchors, tracking parameters, index files, trailing slashes. What may tell one post from
another (the path, ``?p=12``, any parameter that is not known) stays.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from threadkit import lazy_re
from threadkit.document import wayback

__all__ = ["canonical_address", "page_number"]

_AMP_CACHE: Final = lazy_re.pattern(
    r"(?:[\w-]+\.)?cdn\.ampproject\.org/(?:[a-z]/)(?:s/)?|(?:www\.)?google\.[a-z.]{2,6}/amp/(?:s/)?", re.IGNORECASE
)
_TWIN_HOSTS: Final = frozenset({"www", "m", "mobile", "amp", "touch", "wap"})
_BLOGSPOT: Final = lazy_re.pattern(r"\.blogspot\.(?:com\.)?[a-z]{2,3}(?:\.[a-z]{2})?$")
"""Blogger served each blog under the reader's own country: name.blogspot.de is name.blogspot.com."""
_PATH_ENDS: Final = lazy_re.pattern(
    r"(?:/(?:comment-page-\d+|amp|feed(?:/(?:atom|rss2?|rdf))?|(?:index|default)\.(?:html?|php|aspx?|jsp))"
    r"|;jsessionid=[^/]*|/){1,8}$",
    re.IGNORECASE,
)
_PAGE: Final = lazy_re.pattern(r"/comment-page-(\d+)|[?&](?:cpage|commentPage)=(\d+)")
_TRACKING: Final = lazy_re.pattern(
    r"utm_\w+|(?:fb|g|d|y|ms|tw|tt|li_fat_|wbra|gbra|gad_|ga_)clid|fbclid|gclsrc|mc_[ce]id|igsh(?:id)?|_ga|_gl|_hs\w+|hsa_\w+"
    r"|fb_\w+|ref|ref_src|spref|share|nb|ncid|cmpid|wt_mc|mkt_tok|__twitter_impression|doing_wp_cron|preview\w*"
    r"|cpage|commentpage|replytocom|showcomment|like_comment|unapproved|moderation-hash|amp|outputtype|m|mobile|print|noamp",
    re.IGNORECASE,
)


def canonical_address(url: str | None) -> str | None:
    """The one address that stands for a post; None for None and for what is no web address.

    Costs one walk over the address, and never fails.

    >>> canonical_address("http://www.example.org/2015/07/dish.html/comment-page-3/?utm_source=x#comment-9")
    'https://example.org/2015/07/dish.html'
    >>> canonical_address("https://m.example.org/dish/amp/?p=7") == canonical_address("http://example.org/dish?p=7")
    True
    """
    parts = _split(url)
    if parts is None:
        return None
    host, path, query = parts
    path = re.sub(r"\.amp(\.html?)?$", r"\1", _PATH_ENDS.sub("", re.sub(r"/{2,}", "/", path)))
    kept = [(name, value) for name, value in _parameters(query) if not _TRACKING.fullmatch(name)]
    rest = "?" + urlencode(sorted(kept), errors="surrogatepass") if kept else ""
    return f"https://{host}{path or '/'}{rest}"


def page_number(url: str | None) -> int | None:
    """The page of comments that an address asks for; None where it asks for none.

    >>> page_number("https://example.org/dish/comment-page-3/"), page_number("https://example.org/dish")
    (3, None)
    """
    found = _PAGE.search(url) if url else None
    return int((found[1] or found[2])[:9]) if found else None


def _split(url: str | None) -> tuple[str, str, str] | None:
    """Host, path and query, each in one spelling."""
    if not url or len(url) > 8_192:
        return None
    own = (wayback.unwrap_url(url.strip())[0] or url).strip()
    rest = re.sub(r"^(?:https?:)?//", "", own, flags=re.IGNORECASE)
    if (cache := _AMP_CACHE.match(rest)) is not None:
        rest = rest[cache.end() :]
    try:
        parts = urlsplit(f"//{rest}")
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:
        return None
    if not host:
        return None
    path = quote(unquote(parts.path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~", errors="surrogatepass")
    return _host(host) + (f":{port}" if port not in (None, 80, 443) else ""), path, parts.query


def _host(host: str) -> str:
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _TWIN_HOSTS:
        del labels[0]
    return _BLOGSPOT.sub(".blogspot.com", ".".join(labels))


def _parameters(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=100, errors="surrogateescape")
    except ValueError:
        return [(query, "")]
