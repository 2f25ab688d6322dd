"""The page as columns: what a tree says by links is arithmetic, and what is written as mark-up comes back the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from threadkit import inner_text
from threadkit.document.columns import COMMENT, columns_of, parse_columns
from threadkit.document.markup import inner_html

FIXTURES = sorted((Path(__file__).parent / "fixtures").rglob("*.html"))
PIECES = ("<div>", "</div>", "<p class=a>", "</p>", "<ul>", "<li id=x>", "</li>", "</ul>", "<b>", "</b>", "<br>")
PIECES += ("Ann ", "\n", "&amp;", "<!-- c -->", "<pre>", "</pre>", "<q>", "<td>", "<img alt=':)'>", "<h1 hidden>")
ENDS = ("</body>", "</html>")
pages = st.lists(st.sampled_from(PIECES + ENDS), max_size=60).map("".join)
parts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def joined(page):
    """The events with neighbouring texts made one, nodes by tag and attributes."""
    found = []
    for event in page.events:
        if isinstance(event, str):
            if found and found[-1][0] == "text":
                found[-1] = ("text", found[-1][1] + event)
            else:
                found.append(("text", event))
        else:
            node = event if event >= 0 else ~event
            valued = {name: "" if name == value else value for name, value in page.attributes[node].items()}
            found.append((event >= 0, page.tags[node], valued if event >= 0 else {}))
    return found


@given(pages)
def test_relations_are_arithmetic(text):
    page, _ = parse_columns(text)
    if page is None:
        return
    for node in range(len(page)):
        assert page.events[page.starts[node]] == node
        assert page.events[page.stops[node]] == ~node
        parent = page.parents[node]
        assert (parent == -1) == (node == 0)
        assert node == 0 or parent < node < page.ends[node] <= page.ends[parent]
        children = page.children(node)
        assert [page.parents[child] for child in children] == [node] * len(children)
        assert [page.next_sibling(child) for child in children] == [*children[1:], *[None] * bool(children)]
        assert [page.previous_sibling(child) for child in children] == [*[None] * bool(children), *children[:-1]]
        whole = page.own_text(node) + "".join(page.all_text(c) + page.tail(c) for c in children)
        assert page.all_text(node) == whole == "".join(page.texts(node))
        assert list(page.ancestors(node))[:1] == [parent] * (parent >= 0)
        assert all(page.holds(node, inner) for inner in page.inside(node))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_a_parsed_tree_gives_the_same_columns(path):
    text = path.read_bytes().decode("utf-8", "replace").replace("\0", "")
    tree = etree.fromstring(text.encode(), html.HTMLParser(encoding="utf-8", huge_tree=True))
    page, _ = parse_columns(text)
    assert joined(page) == joined(columns_of(tree))


@given(parts)
def test_markup_that_is_written_is_read_back(text):
    page, _ = parse_columns(f"<div>{text}")
    if page is None:
        return
    written = inner_html(page, 0)
    again, _ = parse_columns(written)
    assert again is None or inner_html(again, 0) == written


def test_what_follows_the_page_is_kept_unless_it_is_nothing():
    page, _ = parse_columns("<html><body><p>Ann</p></body></html>\n<!-- served in 0.4 s -->\n")
    assert COMMENT not in page.tags
    page, _ = parse_columns("<html><body><p>Ann</p></body></html>\n<p>Bob</p>")
    assert [page.all_text(node) for node in range(len(page)) if page.tags[node] == "p"] == ["Ann", "Bob"]


def test_no_element_is_no_page():
    assert parse_columns("")[0] is None


def test_deep_pages_are_no_recursion():
    root = html.Element("div")
    inner = root
    for _ in range(20_000):
        inner = etree.SubElement(inner, "div")
    inner.text = "Ann"
    page = columns_of(root)
    assert inner_text.text_of(page, 0) == "Ann"
    assert inner_html(page, 0).count("<div>") == 20_000
