"""What a page says of itself in its head: its canonical address and its language."""

from __future__ import annotations

from lxml.html import HtmlElement

from threadkit.document import wayback

__all__ = ["self_description"]


def self_description(root: HtmlElement) -> tuple[str | None, str | None]:
    """The page's canonical address and its language, each None if it does not say."""
    language = root.get("lang") or root.get("xml:lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    links: dict[str, str] = {}
    for element in root.iter("meta", "link", "body"):
        if element.tag == "body":
            language = language or element.get("lang")
            continue
        name = (element.get("property") or element.get("rel") or element.get("http-equiv") or "").strip().lower()
        value = (element.get("content") or element.get("href") or "").strip()
        if name in ("canonical", "og:url", "og:locale", "content-language") and value:
            links.setdefault(name, value)
    canonical = links.get("canonical") or links.get("og:url")
    if canonical is not None:
        canonical = wayback.unwrap_url(canonical)[0]
    if canonical is not None and not canonical.lower().startswith(("http://", "https://")):
        canonical = None
    language = (language or links.get("og:locale") or links.get("content-language") or "").replace("_", "-").strip()
    return canonical, language or None
