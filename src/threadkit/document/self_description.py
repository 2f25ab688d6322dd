"""What a page says of itself in its head: its canonical address and its language."""

from __future__ import annotations

from typing import Final

from threadkit.document import wayback
from threadkit.document.columns import Columns

__all__ = ["self_description"]

_LANGUAGE: Final = ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang")


def self_description(page: Columns) -> tuple[str | None, str | None]:
    """The page's canonical address and its language, each None if it does not say."""
    language = next((value for name in _LANGUAGE if (value := page.get(0, name))), None)
    links: dict[str, str] = {}
    for tag, attributes in zip(page.tags, page.attributes, strict=True):
        if tag == "body":
            language = language or attributes.get("lang")
        if tag not in ("meta", "link"):
            continue
        name = attributes.get("property") or attributes.get("rel") or attributes.get("http-equiv") or ""
        value = (attributes.get("content") or attributes.get("href") or "").strip()
        if (name := name.strip().lower()) in _SAYS and value:
            links.setdefault(name, value)
    canonical = links.get("canonical") or links.get("og:url")
    if canonical is not None:
        canonical = wayback.unwrap_url(canonical)[0]
    if canonical is not None and not canonical.lower().startswith(("http://", "https://")):
        canonical = None
    language = (language or links.get("og:locale") or links.get("content-language") or "").replace("_", "-").strip()
    return canonical, language or None


_SAYS: Final = frozenset({"canonical", "og:url", "og:locale", "content-language"})
