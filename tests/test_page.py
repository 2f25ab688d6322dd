"""A whole HTML page → its thread: whatever form it comes in, wherever it was cut, however deep it goes."""

from __future__ import annotations

import re
import time
from pathlib import Path

import attrs
import lxml.html
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from threadkit.errors import ParseError, ThreadkitError
from threadkit.model import Answer, Letter
from threadkit.options import Options
from threadkit.page import parse_html

SHARED = Path(__file__).parents[2] / "shared"
URL = "http://ann.example/2009/05/mugs"


def comment(number):
    return f"""<li class="comment even depth-1" id="comment-{number}">
<div id="div-comment-{number}" class="comment-body"><div class="comment-author vcard">
<cite class="fn"><a href="/u/{number}" class="url">Reader {number}</a></cite> <span class="says">says:</span></div>
<div class="comment-meta commentmetadata"><a href="#comment-{number}">May {number % 28 + 1}, 2009 at 4:10 pm</a></div>
<p>It is reply number {number}; I agree.</p><p>A second paragraph, caf\u00e9.</p>
<div class="reply"><a href="?r={number}">Reply</a></div></div></li>
"""


def page(comments):
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>My husband owns 400 mugs | Ask Ann</title></head>
<body class="single single-post"><div id="header"><h1><a href="http://ann.example/">Ask Ann</a></h1></div>
<div id="post-1" class="post hentry"><h2 class="entry-title">My husband owns 400 mugs</h2>
<div class="meta">by <span class="author vcard"><span class="fn">Ann Oak</span></span> on May 1, 2009</div>
<div class="entry-content"><p>A reader writes:</p><p>My husband owns 400 mugs. What should I do?</p>
<p>You need a bigger shelf. You could also ask him which ten he likes.</p></div></div>
<div id="comments"><h3>{comments.count("<li")} Responses</h3><ol class="commentlist">{comments}</ol></div>
<div id="sidebar"><p>About Ann</p></div></body></html>
"""


def flat(count):
    return page("".join(comment(number) for number in range(1, count + 1)))


def nested(count):
    opened = "".join(
        comment(number).removesuffix("</li>\n") + '<ul class="children">' for number in range(1, count + 1)
    )
    return page(opened + "</ul></li>" * count)


def test_the_whole_of_a_page():
    thread = parse_html(flat(3).encode(), url=URL)
    assert thread.title == "My husband owns 400 mugs"
    assert thread.author.name == "Ann Oak"
    assert thread.published.date().isoformat() == "2009-05-01"
    assert [type(part) for part in thread.body][-2:] == [Letter, Answer]
    assert [(one.id, one.author.name) for one in thread.comments] == [(f"{n}", f"Reader {n}") for n in (1, 2, 3)]
    assert (thread.url, thread.dialect, thread.capture) == (URL, "wordpress", None)


# -- one page, many forms ------------------------------------------------------------------------------------------


def captured(text):
    """What the Wayback Machine makes of a page: links rewritten, scripts, a toolbar and a note added."""
    prefix = "https://web.archive.org/web/20160330101229"
    text = re.sub(r'(href|src)="(?=https?:)', rf'\1="{prefix}/', text)
    text = re.sub(r'(href|src)="(?=/)', rf'\1="{prefix}/http://ann.example', text)
    text = re.sub(r'href="(?=\?)', f'href="{prefix}/{URL}', text)
    scripts = f'<script>WB_wombat_Init("{prefix[:27]}", "20160330101229", "ann.example:80");</script>\n'
    text = text.replace("<head>", f"<head>{scripts}<!-- End Wayback Rewrite JS Include -->\n")
    begin, end = (f"<!-- {word} WAYBACK TOOLBAR INSERT -->" for word in ("BEGIN", "END"))
    text = text.replace('single-post">', f'single-post">{begin}<div id="wm-ipp"><h2>The Machine</h2></div>{end}')
    return text + "<!--\n     FILE ARCHIVED ON 10:12:29 Mar 30, 2016 AND RETRIEVED FROM THE INTERNET ARCHIVE -->"


FORMS = {
    "bytes": str.encode,
    "utf-16": lambda text: text.encode("utf-16"),
    "element": lxml.html.document_fromstring,
    "tree": lambda text: lxml.html.document_fromstring(text).getroottree(),
    "another kind of element": etree.HTML,
    "soup": lambda text: BeautifulSoup(text, "html.parser"),
    "soup by lxml": lambda text: BeautifulSoup(text, "lxml"),
    "capture": captured,
    "capture as an element": lambda text: lxml.html.document_fromstring(captured(text)),
}


@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("text", [flat(5), nested(5)], ids=["flat", "nested"])
def test_every_form_of_a_page_is_the_same_thread(make, text):
    expected = parse_html(text, url=URL)
    thread = parse_html(make(text), url=URL)
    assert attrs.evolve(thread, capture=None) == expected
    assert (thread.capture is not None) == (make in (FORMS["capture"], FORMS["capture as an element"]))


def test_a_callers_tree_is_left_as_it_was():
    tree = lxml.html.document_fromstring(captured(nested(4)))
    soup = BeautifulSoup(captured(nested(4)), "html.parser")
    before = lxml.html.tostring(tree), str(soup)
    parse_html(tree)
    parse_html(soup)
    assert (lxml.html.tostring(tree), str(soup)) == before


@pytest.mark.parametrize("keep", [True, False])
def test_markup_is_kept_or_left_out(keep):
    thread = parse_html(flat(2), options=Options(keep_html=keep))
    assert {(part.html is not None) for part in (*thread.body, *thread.comments)} == {keep}


# -- pages that end early ------------------------------------------------------------------------------------------


def test_a_cut_page_keeps_the_comments_that_are_whole():
    raw = flat(30).encode()
    ends = [match.start() for match in re.finditer(rb'<div class="reply">', raw)]
    for cut in range(0, len(raw), 331):
        whole = sum(end <= cut for end in ends)
        try:
            thread = parse_html(raw[:cut], options=Options(keep_html=False))
        except ParseError:
            assert whole == 0
            continue
        assert len(thread.comments) >= whole
        assert "truncated" in [issue.code for issue in thread.issues] or b"</body>" in raw[:cut]
        assert thread.title == "My husband owns 400 mugs"


# -- pages that are none -------------------------------------------------------------------------------------------

TEASERS = "".join(
    f'<div class="post hentry"><h2 class="entry-title"><a href="/p{n}">Post number {n}</a></h2>'
    "<p>How it begins, and on it goes.</p></div>"
    for n in range(5)
)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "empty"),
        ("  \n ", "empty"),
        (b"%PDF-1.4\n" + bytes(range(30)) * 30, "binary"),
        ("<html><head><title>x</title></head><body></body></html>", "not-a-thread"),
        (f"<html><title>Ask Ann</title><body class='home blog'>{TEASERS}</body></html>", "not-a-thread"),
        (f"<html><title>Results for mug - Ask Ann</title><body class='search'>{TEASERS}</body></html>", "not-a-thread"),
        (f"<html><title>May 2009 - Ask Ann</title><body class='archive date'>{TEASERS}</body></html>", "not-a-thread"),
    ],
)
def test_what_is_no_thread_says_so(source, code):
    with pytest.raises(ParseError) as caught:
        parse_html(source, url="http://ann.example/")
    assert caught.value.code == code


@given(st.text(st.sampled_from(list("<>/=\"' abh1pdivol-&#;\n")), max_size=120))
def test_any_mark_up_is_a_thread_or_one_of_our_errors(text):
    """Whatever stands in a page, it is read, or the one documented error says why not."""
    source = f"<html><body><h1>t</h1><div id=comments><li id=comment-1 class=comment>{text}"
    try:
        parse_html(source)
    except Exception as error:  # noqa: BLE001 - the point of the test
        assert isinstance(error, ThreadkitError)  # noqa: PT017


# -- pages that go deep --------------------------------------------------------------------------------------------


def test_five_thousand_nested_replies():
    thread = parse_html(nested(5_000), options=Options(keep_html=False))
    assert [one.depth for one in thread.comments] == list(range(5_000))
    assert thread.comments[-1].text.startswith("It is reply number 5000")
    assert len(thread.letters) == 1


@pytest.mark.parametrize("tag", ["div", "b", "font", "blockquote"])
def test_unclosed_tags_before_the_comments(tag):
    def cost(count):
        begin = time.perf_counter()
        thread = parse_html(
            flat(20).replace('<div id="comments">', f"<{tag}>" * count + '<div id="comments">'),
            options=Options(keep_html=False),
        )
        assert len(thread.comments) == 20
        assert thread.title == "My husband owns 400 mugs"
        return time.perf_counter() - begin

    small, large = cost(3_000), cost(30_000)
    assert large < 30 * small + 0.5


# -- pages whose truth is known ------------------------------------------------------------------------------------


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared pages are not here")
@pytest.mark.parametrize("theme", ["kubrick", "thesis-182", "p2", "twentytwentyfive"])
def test_known_pages_in_every_form(theme):
    for file in sorted((SHARED / "oracle" / theme).glob("*.html"))[:2]:
        text = file.read_text("utf-8")
        expected = parse_html(text, url=URL, options=Options(keep_html=False))
        for form in ("element", "soup", "soup by lxml"):
            assert parse_html(FORMS[form](text), url=URL, options=Options(keep_html=False)) == expected


def test_white_space_between_tags_makes_no_other_page():
    """BeautifulSoup folds runs of nothing but white space; `html` is the same from the page and from its soup."""
    text = (
        "<title>Mugs</title><h1>Mugs</h1><div class='entry-content'>\n\n  <p>A reader writes: \t</p>\n \n"
        "<p>My mugs are gone. Who has them?</p> \t <p>You <b>do</b>  <i>not</i>  want to know.</p></div>"
    )
    assert parse_html(text) == parse_html(BeautifulSoup(text, "html.parser"))
