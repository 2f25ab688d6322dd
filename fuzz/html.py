"""HTML → HTML that browsers forgive: the mutators work on tags and the text between them.

In goes a page and a source of chance; out comes the page after one change. A change is whatever the web, a crawler or
a plugin does to pages: tags lost, doubled, moved; pages cut off or run together; attributes emptied; ids that repeat;
characters that no name and no text should hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final

from fuzz.characters import strange

__all__ = ["mutate", "tokens"]

_TOKEN: Final = re.compile(r"<[^<>]*>|[^<]+|<")
_NAME: Final = re.compile(r"</?([^\s/>]+)")
_ATTRIBUTE: Final = re.compile(r"""\s([^\s=<>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
_ID: Final = re.compile(r"""\sid\s*=\s*["']?([^\s"'>]*)""")

TAGS: Final = """
a abbr address article aside b base blockquote body br button center cite code col dd details div dl dt em fieldset
font footer form frameset h1 h2 h3 head header hr html i iframe img input ins label legend li link main math meta nav
noscript object ol option p param plaintext pre q script section select small span strong style sub svg table tbody td
template textarea tfoot th thead time title tr u ul video xmp
""".split()

WORDS: Final = [
    "Reply", "says:", "said…", "Ann", "by Bo on May 3, 2011", "3 Responses to “hoses”", "12 comments", "No comments",
    "Comments are closed.", "May 3, 2011 at 4:05 pm", "2011-05-03T16:05:00+02:00", "vor 3 Jahren", "Permalink",
    "Post author", "A reader writes:", "Dear Clementine,", "Q:", "A:", "Worried in Oslo", "1.", "1,204", "Load more",
    "{ 3 comments }", "Pingback: Links of the week", "99999999999999999999", "31 February 2011", "<!--", "-->", "]]>",
    "&lt;p&gt;", "&#0;", "&#xD83D;", "&#1114112;", "&nbsp;", "&amp;amp;", "9" * 5000,
]  # fmt: skip

ATTRIBUTES: Final = [
    'class="comment"', 'class="comment depth-3"', 'class="children"', 'class="commentlist"', 'class="bypostauthor"',
    'class="thread-even"', 'class="vcard fn author"', 'class="comment-body"', 'class="entry-content"', 'class=""',
    'id="comments"', 'id="comment-7"', 'id="comment-7"', 'id="li-comment-8"', 'id="div-comment-9"', 'id="c10"',
    'id=""', 'id="comment-99999999999999999999999"', 'datetime="2011-05-03T16:05:00+02:00"', 'datetime="9999-99-99"',
    'datetime=""', 'href="#comment-7"', 'href="http://[::1"', 'href="//"', 'href="?replytocom=7"',
    'style="margin-left:99999999px"', 'data-parent="7"', 'data-depth="999999999"', 'itemprop="comment"',
    'itemtype="http://schema.org/Comment"', "itemscope", 'lang="de"', 'role="comment"', "hidden", 'rel="canonical"',
    'property="og:title"', 'content="2"', 'charset="utf-16"', 'title="2011-05-03T16:05:00Z"',
]  # fmt: skip


def tokens(page: str) -> list[str]:
    """The tags and what stands between them.

    >>> tokens("<p>Hm <b>so</p>")
    ['<p>', 'Hm ', '<b>', 'so', '</p>']
    """
    return _TOKEN.findall(page)


def mutate(page: str, chance: Random, other: str) -> str:
    """The page after one change; `other` is a page to borrow from."""
    parts = tokens(page)
    if not parts:
        return other
    change = chance.choices(_CHANGES, _WEIGHTS)[0]
    return "".join(change(parts, chance, other))


# -- changes: tokens in, tokens out ------------------------------------------------------------------------------------


def _is_tag(part: str) -> bool:
    return part.startswith("<") and part.endswith(">") and len(part) > 2


def _pick(parts: list[str], chance: Random, wanted: Callable[[str], bool] = _is_tag) -> int:
    """The place of some token that is wanted; of any where there is none among those that were looked at."""
    for _ in range(50):
        place = chance.randrange(len(parts))
        if wanted(parts[place]):
            return place
    return chance.randrange(len(parts))


def _span(parts: list[str], chance: Random, most: int = 60) -> tuple[int, int]:
    start = chance.randrange(len(parts))
    return start, min(len(parts), start + chance.randint(1, most))


def _drop(parts: list[str], chance: Random, other: str) -> list[str]:
    place = _pick(parts, chance)
    return parts[:place] + parts[place + 1 :]


def _drop_range(parts: list[str], chance: Random, other: str) -> list[str]:
    start, end = _span(parts, chance)
    return parts[:start] + parts[end:]


def _drop_all_of_a_kind(parts: list[str], chance: Random, other: str) -> list[str]:
    kind = parts[_pick(parts, chance)].split()[0].rstrip(">")
    return [part for part in parts if part.split(maxsplit=1)[:1] != [kind] and part.rstrip(">") != kind]


def _double(parts: list[str], chance: Random, other: str) -> list[str]:
    place = _pick(parts, chance)
    return parts[: place + 1] + parts[place:]


def _double_range(parts: list[str], chance: Random, other: str) -> list[str]:
    start, end = _span(parts, chance)
    return parts[:end] + parts[start:]


def _repeat_range(parts: list[str], chance: Random, other: str) -> list[str]:
    start, end = _span(parts, chance, 12)
    size = max(1, sum(map(len, parts[start:end])))
    return parts[:start] + parts[start:end] * min(chance.choice((5, 50, 1000)), 60_000 // size + 1) + parts[end:]


def _move(parts: list[str], chance: Random, other: str) -> list[str]:
    place = _pick(parts, chance)
    rest = parts[:place] + parts[place + 1 :]
    target = chance.randint(0, len(rest))
    return [*rest[:target], parts[place], *rest[target:]]


def _swap(parts: list[str], chance: Random, other: str) -> list[str]:
    one, two = _pick(parts, chance), _pick(parts, chance)
    parts = list(parts)
    parts[one], parts[two] = parts[two], parts[one]
    return parts


def _swap_neighbours(parts: list[str], chance: Random, other: str) -> list[str]:
    place = _pick(parts, chance)
    parts = list(parts)
    parts[place - 1], parts[place] = parts[place], parts[place - 1]
    return parts


def _cut(parts: list[str], chance: Random, other: str) -> list[str]:
    page = "".join(parts)
    place = chance.randint(0, len(page))
    return [page[place:] if chance.random() < 0.2 else page[:place]]


def _splice(parts: list[str], chance: Random, other: str) -> list[str]:
    strange_parts = tokens(other) or [""]
    start, end = _span(strange_parts, chance, 200)
    target = chance.randint(0, len(parts))
    return parts[:target] + strange_parts[start:end] + parts[target:]


def _run_together(parts: list[str], chance: Random, other: str) -> list[str]:
    strange_parts = tokens(other)
    return parts[: chance.randint(0, len(parts))] + strange_parts[chance.randint(0, len(strange_parts)) :]


def _insert(parts: list[str], chance: Random, other: str) -> list[str]:
    tag = chance.choice(TAGS)
    new = f"</{tag}>" if chance.random() < 0.3 else f"<{tag} {chance.choice(ATTRIBUTES)}>"
    target = chance.randint(0, len(parts))
    return [*parts[:target], new, *parts[target:]]


def _wrap_deep(parts: list[str], chance: Random, other: str) -> list[str]:
    tag = chance.choice(TAGS)
    deep = chance.choice((3, 300, 3000))
    start, end = _span(parts, chance)
    opening = f"<{tag} {chance.choice(ATTRIBUTES)}>" if chance.random() < 0.5 else f"<{tag}>"
    return [*parts[:start], opening * deep, *parts[start:end], f"</{tag}>" * deep, *parts[end:]]


def _rename(parts: list[str], chance: Random, other: str) -> list[str]:
    """One tag, or all of its name, gets another name."""
    name = _NAME.match(parts[_pick(parts, chance)])
    if name is None:
        return parts
    new = chance.choice(TAGS) if chance.random() < 0.8 else name[1] + strange(chance)
    old = re.compile(rf"(</?){re.escape(name[1])}(?=[\s/>])")
    share = chance.choice((0.1, 0.5, 1.0))
    return [old.sub(lambda m: m[1] + new, part) if chance.random() < share else part for part in parts]


def _attribute(parts: list[str], chance: Random, other: str) -> list[str]:
    """An attribute is emptied, dropped, doubled, made huge, or replaced."""
    place = _pick(parts, chance, lambda part: "=" in part and _is_tag(part))
    found = list(_ATTRIBUTE.finditer(parts[place]))
    if not found:
        return parts
    one = chance.choice(found)
    value = (one[2] or "").strip("\"'")
    new = chance.choice((
        f' {one[1]}=""', f" {one[1]}", "", one[0] * 2, f" {chance.choice(ATTRIBUTES)}",
        f' {one[1]}="{value[:300] * 200}"', f' {one[1]}="{value}{strange(chance)}"',
        f' {one[1]}="{value[: len(value) // 2]}', f" {one[1]}={value}", f' {one[1]}="{chance.choice(WORDS)}"',
    ))  # fmt: skip
    return [*parts[:place], parts[place][: one.start()] + new + parts[place][one.end() :], *parts[place + 1 :]]


def _add_attribute(parts: list[str], chance: Random, other: str) -> list[str]:
    place = _pick(parts, chance, lambda part: _is_tag(part) and not part.startswith("</"))
    tag = parts[place].rstrip(">").rstrip("/")
    return [*parts[:place], f"{tag} {chance.choice(ATTRIBUTES)}>", *parts[place + 1 :]]


def _repeat_id(parts: list[str], chance: Random, other: str) -> list[str]:
    """Some elements get the id of another, or one that differs from it in one character."""
    place = _pick(parts, chance, lambda part: _ID.search(part) is not None)
    found = _ID.search(parts[place])
    own = found[1] if found else "comment-1"
    share = chance.choice((0.05, 0.3, 1.0))
    return [
        _ID.sub(f' id="{own}', part) if chance.random() < share and _ID.search(part) and '"' in part else part
        for part in parts
    ]


def _digits(parts: list[str], chance: Random, other: str) -> list[str]:
    place = _pick(parts, chance, lambda part: any(c.isdigit() for c in part))
    new = chance.choice(("0", "1", "-1", "7", "9" * 30, "9" * 5000, "٣", "²", "", "1e9", "0x7"))
    return [*parts[:place], re.sub(r"\d+", new, parts[place], count=1), *parts[place + 1 :]]


def _text(parts: list[str], chance: Random, other: str) -> list[str]:
    place = _pick(parts, chance, lambda part: not part.startswith("<"))
    word = chance.choice(WORDS)
    old = parts[place]
    new = chance.choice((word, f"{old} {word}", f"{word} {old}", ""))
    return [*parts[:place], new, *parts[place + 1 :]]


def _noise(parts: list[str], chance: Random, other: str) -> list[str]:
    """Strange characters anywhere, most often inside of tags."""
    place = _pick(parts, chance) if chance.random() < 0.6 else chance.randrange(len(parts))
    inside = chance.randint(0, len(parts[place]))
    return [*parts[:place], parts[place][:inside] + strange(chance) + parts[place][inside:], *parts[place + 1 :]]


def _bracket(parts: list[str], chance: Random, other: str) -> list[str]:
    """What opens and is not closed."""
    new = chance.choice(
        ("<", ">", "</", "<!--", "<!-- >", "<![CDATA[", "<!DOCTYPE", "<?xml", '<a href="', "<!>", "&", "&#")
    )
    target = chance.randint(0, len(parts))
    return [*parts[:target], new, *parts[target:]]


def _upper(parts: list[str], chance: Random, other: str) -> list[str]:
    start, end = _span(parts, chance, 300)
    return parts[:start] + [part.upper() if _is_tag(part) else part for part in parts[start:end]] + parts[end:]


_CHANGES: Final = [
    _drop, _drop_range, _drop_all_of_a_kind, _double, _double_range, _repeat_range, _move, _swap, _swap_neighbours,
    _cut, _splice, _run_together, _insert, _wrap_deep, _rename, _attribute, _add_attribute, _repeat_id, _digits,
    _text, _noise, _bracket, _upper,
]  # fmt: skip
_WEIGHTS: Final = [
    4, 3, 2, 3, 3, 1, 4, 3, 3, 2, 3, 1, 4, 1, 4, 5, 4, 3, 3, 4, 3, 2, 1,
]  # fmt: skip
