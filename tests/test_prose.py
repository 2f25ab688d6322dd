"""The text of mark-up: one table of (mark-up, text), and what must hold for any page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadkit.document.building import build
from threadkit.document.columns import Columns
from threadkit.document.markup import inner_html, markup_of
from threadkit.inner_text import text_of, text_of_parts

CASES = {
    "paragraphs": ("<p>One.</p>\n<p>Two.</p>", "One.\n\nTwo."),
    "white space folds": ("<p>  a \n\t b  <b> c</b></p>", "a b c"),
    "a no-break space stays": ("<p>a&nbsp; b</p>", "a\xa0 b"),
    "an empty paragraph shows nothing": ("<p>a</p><p>&nbsp;</p><p> </p><p>b</p>", "a\n\nb"),
    "break": ("<p>roses<br />\nviolets</p>", "roses\nviolets"),
    "two breaks are a blank line": ("a<br><br>\nb", "a\n\nb"),
    "more breaks are no more": ("a<br><br><br> <br>b", "a\n\nb"),
    "a last break shows nothing": ("<p>a<br></p><p>b</p>", "a\n\nb"),
    "a last break in a box": ("<div>a<br></div><div>b</div>", "a\nb"),
    "a line of its own": ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
    "a break after a box": ("<div>a</div><br>b", "a\n\nb"),
    "boxes are lines": ("<div>a</div><div>b</div>", "a\nb"),
    "text around a paragraph": ("a<p>b</p>c", "a\n\nb\n\nc"),
    "bullets": ("<p>x:</p><ul>\n<li>a</li>\n<li>b</li></ul>y", "x:\n\n• a\n• b\n\ny"),
    "numbers": ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
    "numbers from five": ("<ol start=5><li>a<li value=9>b<li>c</ol>", "5. a\n9. b\n10. c"),
    "a senseless start": ("<ol start='many'><li>a</ol>", "1. a"),
    "nested lists": ("<ul><li>a<ol><li>b<li>c</ol><li>d</ul>", "• a\n  1. b\n  2. c\n• d"),
    "a list's paragraphs": ("<ol><li><p>a</p><p>b<br>c</p></li><li>d</li></ol>", "1. a\n\n  b\n  c\n\n2. d"),
    "an item that shows nothing": ("<ol><li></li><li>b</li></ol>", "2. b"),
    "an item without a list": ("<li>a</li>", "• a"),
    "quotation": ("<p>a</p><blockquote><p>b</p><blockquote>c</blockquote></blockquote>d", "a\n\nb\n\nc\n\nd"),
    "quotation marks": ("<p>He said <q>no</q>.</p>", "He said “no”."),
    "preformatted": ("<p>a</p><pre>\n  x = 1\n\n  y\t= 2 \n</pre>b", "a\n\n  x = 1\n\n  y\t= 2\n\nb"),
    "preformatted with mark-up": ("<pre>a<br><b>b</b> c</pre>", "a\nb c"),
    "table": ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td></td></tr></table>", "a\tb\nc"),
    "definitions": ("<dl><dt>tea</dt><dd>a drink</dd></dl>", "tea\na drink"),
    "rule": ("a<hr>b", "a\n\nb"),
    "smiley by class": ("<p>hi <img class='wp-smiley' alt=':mrgreen:'>!</p>", "hi :mrgreen:!"),
    "smiley by its look": ("<p>hi <img src=x.gif alt=';-)'></p>", "hi ;-)"),
    "emoji": ("<p>hi <img src=x.png alt='🐢'></p>", "hi 🐢"),
    "picture": ("<p>hi <img src=x.png alt='A turtle'>there</p>", "hi there"),
    "unseen": ("a<script>b</script><style>c</style><noscript><img alt=':)'>d</noscript><!-- e -->f", "af"),
    "entities": ("<p>2 &lt; 3 &amp; &eacute;&#8217;</p>", "2 < 3 & é’"),
    "nothing": ("", ""),
}


def _page(markup: str) -> tuple[Columns, int]:
    """The mark-up in a box of its own, and the node of that."""
    page, _ = build(f"<html><body><div>{markup}</div></body></html>")
    return page, 2


def _node(page: Columns, tag: str) -> int:
    """The first element of a tag inside the box."""
    return page.tags.index(tag, 3)


@pytest.mark.parametrize(("markup", "text"), CASES.values(), ids=CASES.keys())
def test_text_of(markup: str, text: str) -> None:
    assert text_of(*_page(markup)) == text


def test_skip_leaves_out_an_element_but_not_what_follows() -> None:
    page, box = _page("<p>Body.</p><p><a class=reply href=#>Reply</a> tail</p><div>Like</div>end")
    skip = {_node(page, "a"), _node(page, "div")}
    assert text_of(page, box, skip=skip) == "Body.\n\ntail\n\nend"
    assert text_of(page, _node(page, "a"), skip=skip) == ""


def test_parts_are_set_as_one_body() -> None:
    page, box = _page("x<p>one</p>two<br>three<p>four</p>")
    p, br, last = page.children(box)
    assert text_of_parts(page, [p, "two", br, "three"]) == "one\n\ntwo\nthree"
    assert markup_of(page, [p, "two <", br]) == "<p>one</p>two &lt;<br>"
    assert text_of(page, last) == "four"


def test_inner_html_has_the_mark_up_and_not_the_tail() -> None:
    page, box = _page("<div> <p>a</p> b <i>c</i></div>tail")
    assert inner_html(page, box + 1) == "<p>a</p> b <i>c</i>"


def test_depth_costs_no_stack() -> None:
    assert text_of(*_page("<div>" * 15_000 + "x" + "</div>" * 15_000)) == "x"


TAGS = st.sampled_from(["p", "div", "br", "ul", "ol", "li", "b", "blockquote", "pre", "q", "img", "td", "table", "hr"])
MARKUP = st.recursive(
    st.text(alphabet="ab \n\xa0<&", max_size=6),
    lambda inner: st.builds(lambda tag, kids: f"<{tag}>{''.join(kids)}</{tag}>", TAGS, st.lists(inner, max_size=4)),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(MARKUP)
def test_no_letter_is_lost_and_no_text_begins_or_ends_blank(markup: str) -> None:
    page, box = _page("z" + markup)
    text = text_of(page, box)
    seen = "".join(c for c in page.all_text(box) if c in "abz<&")
    assert "".join(c for c in text if c in "abz<&") == seen
    assert text == text.strip(" \n")
    assert "\0" not in text
    assert "\x01" not in text
    assert "\n\n\n" not in text or "<pre>" in markup
