"""Comments of HTML pages: one thread in many themes' mark-up, whole pages as fixtures, and what must always hold."""

# ruff: noqa: E501 - mark-up stands on the lines that themes print it on

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from comment_pages import assembled, dump, read_page
from threadkit.comments import Comments, read
from threadkit.comments.learning.shapes import Decisions
from threadkit.comments.learning.survey import Surveyor
from threadkit.comments.systems import SYSTEMS
from threadkit.document.columns import Columns, parse_columns
from threadkit.document.markup import inner_html
from threadkit.model import Thread

URL = "http://garden.example/2012/05/moles/"


def _read(page: str, **options: object) -> Thread:
    columns = _columns(page)
    before = inner_html(columns, 0)
    found = read(columns, url=URL, **options)  # type: ignore[arg-type]
    assert inner_html(columns, 0) == before, "the page was changed"
    return assembled(found)


def _columns(page: str | bytes) -> Columns:
    columns, _ = parse_columns(page)
    assert columns is not None
    return columns


# -- one thread in many themes -----------------------------------------------------------------------------------------


class Reader(NamedTuple):
    """One comment of the thread that all themes print."""

    number: int
    name: str
    link: str
    minute: int
    body: str
    text: str
    depth: int
    parent: int | None
    owner: bool = False

    @property
    def time(self) -> str:
        return f"May 3, 2012 at 4:{self.minute} pm"

    @property
    def stamp(self) -> str:
        return f"2012-05-03T16:{self.minute}:00+02:00"

    @property
    def linked(self) -> str:
        return f'<a href="{self.link}" rel="external nofollow" class="url">{self.name}</a>' if self.link else self.name

    @property
    def classes(self) -> str:
        mark = "byuser comment-author-mo bypostauthor " if self.owner else ""
        return f"comment {mark}{'odd' if self.number % 2 else 'even'} depth-{self.depth + 1}"

    @property
    def here(self) -> str:
        return f"{URL}#comment-{self.number}"


THREAD = (
    Reader(7, "Ann", "", 10, "<p>Mine dug up the lawn.</p>\n<p>Twice!</p>", "Mine dug up the lawn.\n\nTwice!", 0, None),
    Reader(9, "Bob & Sons", "http://bob.example/", 12, "<p>Try <em>garlic</em>.<br />\nOr patience.</p>",
           "Try garlic.\nOr patience.", 1, 7),
    Reader(12, "Mo the Gardener", "http://garden.example/", 15, "<p>Garlic, yes.</p>", "Garlic, yes.", 2, 9, owner=True),
    Reader(8, "Cleo", "", 20, "<p>Ask them to leave:</p><ol><li>Politely.</li><li>Firmly.</li></ol>",
           "Ask them to leave:\n\n1. Politely.\n2. Firmly.", 0, None),
    Reader(15, "D.", "http://d.example/d", 31, "<p>As <cite>Aunt Lou</cite> says: <strong>no</strong>. 3 &lt; 4</p>",
           "As Aunt Lou says: no. 3 < 4", 1, 8),
    Reader(16, "Эва", "", 44, "<p>.</p>", ".", 0, None),
)  # fmt: skip

REPLY = '<div class="reply"><a class="comment-reply-link" href="#respond" onclick="return x()">Reply</a></div>'


class Theme(NamedTuple):
    """How a theme prints one comment (with its replies inside), and what it shows."""

    record: Callable[[Reader, str], str]
    replies: str = '<ul class="children">{}</ul>'
    page: str = '<h3 id="comments">6 Responses to &#8220;Moles&#8221;</h3><ol class="commentlist">{}</ol>'
    tree: bool = True
    link: bool = True
    time: str = "naive"
    mark: bool | None = False
    dialect: str = "wordpress"
    head: str = '<meta name="generator" content="WordPress 3.4" />'


def _classic(c: Reader, inner: str) -> str:
    return f"""<li class="{c.classes}" id="comment-{c.number}"><div id="div-comment-{c.number}" class="comment-body">
    <div class="comment-author vcard"><img alt="" src="a.png" class="avatar" /><cite class="fn">{c.linked}</cite>
    <span class="says">says:</span></div><div class="comment-meta commentmetadata"><a href="{c.here}">{c.time}</a>
    <a class="comment-edit-link" href="/wp-admin/x">(Edit)</a></div>{c.body}{REPLY}</div>{inner}</li>"""


def _html5(c: Reader, inner: str) -> str:
    return f"""<li id="comment-{c.number}" class="{c.classes}"><article id="div-comment-{c.number}" class="comment-body">
    <footer class="comment-meta"><div class="comment-author vcard"><b class="fn">{c.linked}</b>
    <span class="says">says:</span>{'<span class="post-author">Post author</span>' if c.owner else ""}</div>
    <div class="comment-metadata"><a href="{c.here}"><time datetime="{c.stamp}">{c.time}</time></a></div></footer>
    <div class="comment-content">{c.body}</div>{REPLY}</article>{inner}</li>"""


def _two_ids(c: Reader, inner: str) -> str:
    return f"""<li class="{c.classes}" id="li-comment-{c.number}"><div id="comment-{c.number}">
    <div class="comment-author vcard"><cite class="fn">{c.linked}</cite> on <a href="{c.here}">{c.time}</a> said:</div>
    <div class="comment-text">{c.body}</div>{REPLY}</div>{inner}</li>"""


def _default_2005(c: Reader, inner: str) -> str:
    return f"""<li class="alt" id="comment-{c.number}"><cite>{c.linked}</cite> Says:<br />
    <small class="commentmetadata"><a href="#comment-{c.number}" title="">{c.time}</a></small>{c.body}{inner}</li>"""


def _body_first(c: Reader, inner: str) -> str:
    return f"""<li id="comment-{c.number}">{c.body}<p><cite>Comment by {c.linked} &#8212; May 3, 2012 @
    <a href="#comment-{c.number}">4:{c.minute} pm</a></cite></p>{inner}</li>"""


def _posted_by(c: Reader, inner: str) -> str:
    return f"""<li id="comment-{c.number}"><div class="index">{c.number}.</div><div class="commentmetadata">May 3,<br />2012
    <br /><a href="#comment-{c.number}">4:{c.minute} pm</a></div><div class="comment">{c.body}
    <p><cite>&#8212; Posted by {c.name}</cite></p></div>{inner}</li>"""


def _definitions(c: Reader, inner: str) -> str:
    return f"""<dt class="{c.classes}" id="comment-{c.number}"><span class="comment_author">{c.linked}</span>
    <span class="comment_time"><a href="#comment-{c.number}">{c.time}</a></span></dt>
    <dd class="{c.classes}"><div class="format_text">{c.body}</div>{inner}</dd>"""


def _date_before(c: Reader, inner: str) -> str:
    return f"""<dt class="when">{c.time}</dt><dd id="comment-{c.number}"><p class="who">{c.linked}</p>{c.body}</dd>"""


def _siblings(c: Reader, inner: str) -> str:
    return f"""<div class="{c.classes}" id="comment-{c.number}"><a href="{c.link}">{c.name}</a> wrote @ {c.time}</div>
    {c.body}{inner}"""


def _list_behind(c: Reader, inner: str) -> str:
    return f"""<div class="note" id="comment-{c.number}"><div class="head">by <span class="author_link">{c.linked}</span><br />
    Posted on {c.time}</div>{c.body}<div class="foot"> </div></div>{inner}"""


def _one_line(c: Reader, inner: str) -> str:
    return f"""<li class="{c.classes}" id="comment-{c.number}"><cite>on {c.time}{c.linked} Said: </cite>
    <div align="left"><img src="a.png" class="avatar" /></div>{c.body}<p></p>{inner}</li>"""


def _heading(c: Reader, inner: str) -> str:
    return f"""<li class="{c.classes}" id="comment-{c.number}"><h4>{c.linked}<span class="meta">
    <abbr title="{c.stamp}">4:{c.minute} pm <em>on</em> May 3, 2012</abbr> <span class="actions">
    <a href="{c.here}">Permalink</a> | <a href="#respond">Reply</a></span></span></h4>
    <div class="commentcontent" id="commentcontent-{c.number}">{c.body}</div>{inner}</li>"""


def _meta_list(c: Reader, inner: str) -> str:
    return f"""<li class="post" id="comment-{c.number}"><div class="meta"><ul><li class="gravatar"><img src="a.png" /></li>
    <li class="auth"><em>By</em> {c.linked}</li><li class="date"><a href="{c.here}">{c.time}</a></li></ul></div>
    <div class="postbody"><div class="entry">{c.body}{REPLY}</div></div>{inner}</li>"""


def _divs(c: Reader, inner: str) -> str:
    return f"""<div id="comment-{c.number}"><div class="head"><strong>{c.linked}</strong> {c.time}
    <a href="?replytocom={c.number}#respond">Answer</a></div>{c.body}{inner}</div>"""


def _part_numbered(c: Reader, inner: str) -> str:
    return f"""<li class="{c.classes}"><article><footer><cite>{c.linked}</cite>
    <a class="comment-link" href="#comment-{c.number}"><time pubdate="1">{c.time}</time></a></footer>
    <div class="comment-content">{c.body}</div><div class="comment-meta" id="comment-{c.number}">
    <a class="comment-reply-link" href="#respond">Reply</a></div></article>{inner}</li>"""


def _anchored(c: Reader, inner: str) -> str:
    return f"""<li><a name="comment-{c.number}"></a><h3 class="commenttitle">{c.linked} said</h3>
    <p class="commentmeta">{c.time}</p>{c.body}</li>"""


def _builder(c: Reader, inner: str) -> str:
    badge = '<span class="author-badge">Author</span>' if c.owner else ""
    return f"""<li class="{c.classes}" id="li-comment-{c.number}"><article id="comment-{c.number}" class="comment-body clearfix">
    <div class="comment_avatar"><img src="a.png" /></div><div class="comment_postinfo"><span class="fn">{c.linked}</span>
    {badge} <span class="comment_date">on {c.time}</span></div><div class="comment_area">
    <div class="comment-content clearfix">{c.body}<span class="reply-container"><a class="comment-reply-link"
    href="#respond">Reply</a></span></div></div></article>{inner}</li>"""


def _header_in_content(c: Reader, inner: str) -> str:
    return f"""<li id="comment-{c.number}" class="{c.classes}"><article class="comment-body"><div class="comment-avatar">
    <img src="a.png" /></div><div class="comment-content"><div class="comment-author"><h3 class="comment-link">
    <cite class="fn">{c.linked}</cite></h3><span class="comment-meta"><span class="comment-date">{c.time}</span></span></div>
    <div class="comment-entry">{c.body}<p class="comment-likes"><a class="comment-like-link" href="?like">Like</a></p>
    </div></div></article>{inner}</li>"""


def _three_spans(c: Reader, inner: str) -> str:
    return f"""<li id="comment-{c.number}" class="{c.classes}"><div class="info"><span class="commentname">by {c.linked}</span>
    <span class="stamp"><span class="date">May 3, 2012</span> <span class="sep">&middot;</span>
    <span class="time">4:{c.minute} pm</span></span></div><div class="txt">{c.body}</div>{inner}</li>"""


def _blocks(c: Reader, inner: str) -> str:
    return f"""<li id="comment-{c.number}" class="{c.classes}"><div class="wp-block-group"><div class="wp-block-avatar">
    <img alt="{c.name} Avatar" src="a.png" /></div><div class="wp-block-group"><div class="wp-block-comment-date">
    <time datetime="{c.stamp}"><a href="{c.here}">{c.time}</a></time></div><div class="wp-block-comment-author-name">
    {c.linked}</div><div class="wp-block-comment-content">{c.body}</div><div class="wp-block-comment-reply-link">
    <a class="comment-reply-link" href="#respond">Reply</a></div></div></div>{inner}</li>"""


def _plugin(c: Reader, inner: str) -> str:
    kind = "wpd-blog-post_author" if c.owner else "wpd-blog-guest"
    return f"""<div id="wpd-comm-{c.number}_{c.parent or 0}" class="comment wpd-comment {kind} wpd_comment_level-{c.depth + 1}">
    <div id="comment-{c.number}" class="wpd-comment-right"><div class="wpd-comment-header"><div class="wpd-comment-author">
    {c.linked}</div><div class="wpd-comment-date" title="{c.time}">{c.time}</div></div><div class="wpd-comment-text">{c.body}
    </div><div class="wpd-comment-footer"><div class="wpd-vote"><div class="wpd-vote-result">0</div></div>
    <div class="wpd-reply-button"><span>Reply</span></div></div></div>{inner}</div>"""


def _microdata(c: Reader, inner: str) -> str:
    return f"""<li id="comment-{c.number}" class="{c.classes}"><article itemprop="comment" itemscope>
    <header><p itemprop="author" itemscope><span itemprop="name">{c.linked}</span> says</p>
    <p><time itemprop="datePublished" datetime="{c.stamp}">{c.time}</time></p></header>
    <div itemprop="text">{c.body}</div></article>{inner}</li>"""


def _unnumbered(c: Reader, inner: str) -> str:
    return f"""<li class="{c.classes}"><cite class="fn">{c.linked}</cite><span class="date">{c.time}</span>
    <div class="comment-text">{c.body}<a class="comment-reply-link" data-commentid="{c.number}" href="#respond">Reply</a></div>
    {inner}</li>"""


def _blogger_2006(c: Reader, inner: str) -> str:
    return f"""<dt class="comment-author" id="c11479{c.number:02d}"><a name="c11479{c.number:02d}"></a>{c.linked} said...</dt>
    <dd class="comment-body">{c.body}</dd><dd class="comment-footer"><span class="comment-timestamp">
    <a href="#c11479{c.number:02d}" title="comment permalink">{c.time}</a>
    <span class="item-control"><a href="https://www.blogger.com/delete-comment.g?x">x</a></span></span></dd>"""


def _blogger_2013(c: Reader, inner: str) -> str:
    owner = " blog-author" if c.owner else ""
    return f"""<li class="comment" id="bc_{c.number}B"><div class="avatar-image-container"><img src="a.png" /></div>
    <div id="c11479{c.number:02d}" class="comment-block"><div class="comment-header"><cite class="user{owner}">{c.linked}</cite>
    <span class="icon user{owner}"></span><span class="datetime secondary-text"><a href="{URL}?showComment=1#c11479{c.number:02d}">
    {c.time}</a></span></div><div class="comment-content">{c.body}</div>
    <span class="comment-actions secondary-text"><a href="javascript:;">Reply</a></span></div>
    <div class="comment-replies">{inner}</div></li>"""


BLOGGER = '<meta name="generator" content="Blogger" />'
PLAIN = "{}"

THEMES: dict[str, Theme] = {
    "classic walker": Theme(_classic),
    "html5 walker": Theme(_html5, time="aware"),
    "two ids": Theme(_two_ids),
    "the default of 2005": Theme(_default_2005, mark=None),
    "body first": Theme(_body_first, mark=None),
    "posted by": Theme(_posted_by, mark=None, link=False),
    "definition list": Theme(_definitions, replies="<dl>{}</dl>", page='<dl id="comment_list">{}</dl>'),
    "date before its record": Theme(_date_before, replies=PLAIN, page='<dl class="commentlist">{}</dl>', tree=False, mark=None),
    "body beside its record": Theme(_siblings, page='<div class="commentlist">{}</div>'),
    "replies behind their parent": Theme(_list_behind, page='<ol id="comments" class="commentlist">{}</ol>', mark=None),
    "header on one line": Theme(_one_line),
    "header in a heading": Theme(_heading, time="aware"),
    "a list for the header": Theme(_meta_list, mark=None),
    "nothing but divs": Theme(_divs, replies="<div>{}</div>", page='<div id="comments">{}</div>', mark=None),
    "number on a part": Theme(_part_numbered),
    "number on an anchor": Theme(_anchored, replies=PLAIN, tree=False, mark=None),
    "page builder": Theme(_builder),
    "header inside the content": Theme(_header_in_content),
    "time in three elements": Theme(_three_spans),
    "block theme": Theme(_blocks, replies="<ol>{}</ol>", page='<ol class="wp-block-comment-template">{}</ol>', time="aware"),
    "levels on flat siblings": Theme(_html5, replies=PLAIN, page='<div class="commentlist">{}</div>', time="aware"),
    "plugin with parents in ids": Theme(_plugin, replies=PLAIN, page='<div id="wpd-threads">{}</div>'),
    "microdata": Theme(_microdata, time="aware"),
    "no numbers but on reply links": Theme(_unnumbered),
    "blogger of 2006": Theme(_blogger_2006, replies=PLAIN, page='<dl id="comments-block">{}</dl>', tree=False, mark=None,
                             dialect="blogger", head=BLOGGER),
    "blogger of 2013": Theme(_blogger_2013, replies="<ol>{}</ol>", page='<div class="comment-thread"><ol>{}</ol></div>',
                             dialect="blogger", head=BLOGGER),
}  # fmt: skip


def _page(theme: Theme, thread: tuple[Reader, ...] = THREAD) -> str:
    """The thread as a theme prints it, from the last comment to the first, so that replies end up in their parents."""
    inner: dict[int | None, str] = {}
    for comment in reversed(thread):
        own = inner.pop(comment.number, "")
        record = theme.record(comment, theme.replies.format(own) if own else "")
        inner[comment.parent] = record + inner.get(comment.parent, "")
    if theme.replies == PLAIN:
        inner[None] = "".join(theme.record(comment, "") for comment in thread)
    body = f"<div class='post'><h1>Moles</h1><p>A reader writes: help!</p></div>{theme.page.format(inner[None])}"
    return f"<html><head><title>Moles</title>{theme.head}</head><body>{body}</body></html>"


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_one_thread_in_many_themes(theme: Theme) -> None:
    found = _read(_page(theme))
    assert found.dialect == theme.dialect
    assert [comment.text for comment in found.comments] == [comment.text for comment in THREAD]
    assert [comment.author.name if comment.author else None for comment in found.comments] == [c.name for c in THREAD]
    assert [comment.id.removeprefix("11479").lstrip("0") for comment in found.comments] == [
        str(c.number) for c in THREAD
    ]
    if theme.link:
        assert [c.author.url if c.author else None for c in found.comments] == [c.link or None for c in THREAD]
    if theme.tree:
        assert [comment.depth for comment in found.comments] == [comment.depth for comment in THREAD]
        parents = [
            comment.parent_id and comment.parent_id.removeprefix("11479").lstrip("0") for comment in found.comments
        ]
        assert parents == [comment.parent and str(comment.parent) for comment in THREAD]
    else:
        assert {comment.depth for comment in found.comments} == {0}
    marks = [None if theme.mark is None else comment.owner for comment in THREAD]
    assert [comment.is_post_author for comment in found.comments] == marks


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_times_of_many_themes(theme: Theme) -> None:
    times = [comment.published for comment in _read(_page(theme)).comments]
    aware = theme.time == "aware"
    stamps = [datetime.fromisoformat(comment.stamp) for comment in THREAD]
    assert times == [stamp if aware else stamp.replace(tzinfo=None) for stamp in stamps]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
@pytest.mark.parametrize("number", [0, 1])
def test_a_thread_of_one_comment(theme: Theme, number: int) -> None:
    """With nothing to learn from, the name, the text and the number are still right."""
    comment = THREAD[number]._replace(parent=None, depth=0)
    (found,) = _read(_page(theme, (comment,))).comments
    assert (found.author and found.author.name, found.text) == (comment.name, comment.text)
    assert found.published is not None


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_html_is_the_bodys_alone(theme: Theme) -> None:
    found = _read(_page(theme))
    for comment, expected in zip(found.comments, THREAD, strict=True):
        assert comment.html is not None
        text = " ".join(html.fragment_fromstring(comment.html, create_parent="div").text_content().split())
        assert text.startswith(expected.text.split("\n")[0][:8])
        others = [other.text[:12] for other in THREAD if other is not expected and len(other.text) > 3]
        assert not [other for other in others if other in text]
    assert all(comment.html is None for comment in _read(_page(theme), keep_html=False).comments)


# -- which comments, and whose reply -----------------------------------------------------------------------------------

HEAD = '<html><head><meta name="generator" content="WordPress 5.0" /></head><body>'


def _list(*records: str) -> str:
    return (
        f'{HEAD}<div class="entry"><p>The post.</p></div><ol class="commentlist">{"".join(records)}</ol></body></html>'
    )


def _item(number: int, inner: str = "", *, name: str = "Ann", text: str = "Yes.", classes: str = "comment") -> str:
    return (
        f'<li class="{classes}" id="comment-{number}"><cite class="fn">{name}</cite> <span class="date">May 3, 2012</span>'
        f"<div class='comment-text'><p>{text}</p></div>{inner}</li>"
    )


def test_pings_among_and_below_the_comments() -> None:
    page = _list(
        _item(1),
        '<li class="post pingback"><p>Pingback: <a href="http://a.example/" class="url">A links here</a></p></li>',
        _item(3, name='<a href="http://b.example/" class="url">B</a>', text="[…] as the gardener says […]"),
        '<li class="trackback" id="comment-4"><a href="http://c.example/" class="url">C wrote on</a></li>',
    )
    found = _read(
        page.replace("</body>", '<ol class="pinglist"><li id="comment-5"><a href="http://d.example/">D</a></li></ol>')
    )
    kinds = [(comment.kind, comment.author and comment.author.name) for comment in found.comments]
    assert kinds == [
        ("comment", "Ann"), ("pingback", "A links here"), ("pingback", "B"), ("trackback", "C wrote on"), ("pingback", "D"),
    ]  # fmt: skip
    assert [comment.id for comment in found.comments] == ["1", "2", "3", "4", "5"]
    assert found.comments[1].author is not None
    assert found.comments[1].author.url == "http://a.example/"
    assert found.comments[1].text == ""


def test_comments_in_a_sidebar_are_another_posts() -> None:
    aside = f'<aside><h2>Latest</h2><div id="comments"><ol class="commentlist">{_item(90)}{_item(91)}</ol></div></aside></body>'
    found = _read(_list(_item(1), _item(2)).replace("</body>", aside))
    assert [comment.id for comment in found.comments] == ["1", "2"]
    assert _read(f"{HEAD}<p>The post.</p>{aside}</html>").comments == ()


def test_a_layout_named_for_its_sidebar_is_no_sidebar() -> None:
    page = _list(_item(1), _item(2)).replace("<body>", '<body><div class="content-sidebar-wrap">')
    assert len(_read(page).comments) == 2


def test_a_second_copy_of_the_thread_is_left_out() -> None:
    found = _read(_list(_item(1), _item(2)).replace("</body>", f"<div hidden>{_item(1)}{_item(2)}</div></body>"))
    assert [comment.id for comment in found.comments] == ["1", "2"]


def test_a_reply_without_its_parent_keeps_its_depth() -> None:
    found = _read(_list(_item(5, classes="comment depth-2"), _item(6, classes="comment depth-1")))
    assert [(comment.depth, comment.parent_id) for comment in found.comments] == [(1, None), (0, None)]
    assert [(issue.code, issue.comment_id) for issue in found.issues if issue.code == "missing-parent"] == [
        ("missing-parent", "5")
    ]


def _named(number: int, parent: int, inner: str = "") -> str:
    """A comment whose parent stands in an attribute."""
    item = _item(number, inner, name=f"Reader {number}", text=f"The words of number {number}.")
    return item.replace("<li ", f'<li data-parent-id="{parent}" ', 1)


def _places(found: Thread) -> list[tuple[str, str | None, int]]:
    return [(comment.id, comment.parent_id, comment.depth) for comment in found.comments]


def _told(found: Thread) -> list[tuple[str, str | None]]:
    """The issues that the page is not fine with."""
    return [(issue.code, issue.comment_id) for issue in found.issues if issue.grade != "info"]


def test_parents_in_attributes_beat_nesting() -> None:
    found = _read(_list(_named(1, 0, f"<ul>{_named(2, 0)}{_named(3, 2)}</ul>"), _named(4, 1)))
    assert _places(found) == [("1", None, 0), ("2", None, 0), ("3", "2", 1), ("4", "1", 1)]
    assert not _told(found)


def test_a_reply_above_its_parent_is_read_behind_it() -> None:
    found = _read(_list(_named(4, 2), _named(3, 0), _named(2, 0), _named(1, 0)))
    assert _places(found) == [("3", None, 0), ("2", None, 0), ("4", "2", 1), ("1", None, 0)]


def test_a_parent_that_is_named_and_not_there_is_said() -> None:
    found = _read(_list(_named(5, 3), _named(6, 0), _named(7, 6), _named(8, 0)))
    assert _places(found) == [("5", "3", 1), ("6", None, 0), ("7", "6", 1), ("8", None, 0)]
    assert _told(found) == [("missing-parent", "5")]


def test_a_parent_that_all_comments_on_the_post_name_is_the_post() -> None:
    found = _read(_list(_named(5, 900), _named(6, 900), _named(7, 6), _named(8, 900)))
    assert _places(found) == [("5", None, 0), ("6", None, 0), ("7", "6", 1), ("8", None, 0)]
    assert not _told(found)


def test_comments_that_reply_to_each_other_are_kept_and_said() -> None:
    found = _read(_list(_named(5, 6), _named(6, 5), _named(7, 7), _named(8, 0)))
    assert _places(found) == [("5", None, 0), ("6", "5", 1), ("7", None, 0), ("8", None, 0)]
    assert _told(found) == [("parent-circle", "5"), ("parent-circle", "7")]


def test_a_tree_without_ids_is_named_by_places() -> None:
    def item(name: str, inner: str = "") -> str:
        return f'<li class="comment depth-1"><cite class="fn">{name}</cite> <p>Words of {name}.</p>{inner}</li>'

    found = _read(_list(item("Ann", f"<ul class='children'>{item('Bo')}{item('Cy')}</ul>"), item("Di")))
    assert _places(found) == [("1", None, 0), ("1.1", "1", 1), ("1.2", "1", 1), ("2", None, 0)]


def test_levels_in_classes_beat_a_nesting_that_a_parser_lost() -> None:
    flat = [
        _item(1, classes="comment depth-1"),
        _item(2, classes="comment depth-2"),
        _item(3, classes="comment depth-2"),
    ]
    found = _read(_list(*flat, _item(4, classes="comment depth-1")))
    assert [(comment.depth, comment.parent_id) for comment in found.comments] == [
        (0, None),
        (1, "1"),
        (1, "1"),
        (0, None),
    ]


def test_only_a_mark_makes_the_post_author() -> None:
    marked = _read(_list(_item(1, classes="comment bypostauthor depth-1"), _item(2, classes="comment depth-1")))
    assert [comment.is_post_author for comment in marked.comments] == [True, False]
    assert [comment.is_post_author for comment in _read(_list(_item(1), _item(2))).comments] == [None, None]


def test_controls_inside_a_body_are_not_its_text() -> None:
    extras = (
        '<p>Tea?</p><span class="report-link"><a href="#">Report</a></span><div class="sharing">Share: <a>all</a></div>'
        '<p>No <a href="?replytocom=3#respond">Reply</a></p><blockquote class="comment-quote"><p>Kept.</p></blockquote>'
        "<noscript>copy</noscript><script>code()</script>"
    )
    item = f'<li id="comment-3"><cite class="fn">Ann</cite><div class="comment-text">{extras}</div></li>'
    (comment,) = _read(_list(item)).comments
    assert comment.text == "Tea?\n\nNo\n\nKept."


def test_a_body_without_any_name_for_it_is_what_remains() -> None:
    item = '<li id="comment-3"><p><b>Ann</b> <small>May 3, 2012</small></p><p>One.</p>Two <i>loose</i> words 3<ul><li>x</ul></li>'
    found = _read(
        _list(
            *(
                item.replace("3<", f"{n}<").replace("comment-3", f"comment-{n}").replace("Ann", f"Ann{n}")
                for n in range(3, 9)
            )
        )
    )
    assert [comment.text for comment in found.comments] == [f"One.\n\nTwo loose words {n}\n\n• x" for n in range(3, 9)]
    assert found.comments[0].author is not None
    assert found.comments[0].author.name == "Ann3"


def test_a_body_without_any_element_is_what_stands_behind_its_header() -> None:
    said = ["Me too.", "No: never.", "At 4 pm?", "x"]
    items = [
        f'<li id="comment-{n}"><cite>Ann{n}</cite> says: {text}<br />Bye {n}.</li>' for n, text in enumerate(said, 3)
    ]
    assert [comment.text for comment in _read(_list(*items)).comments] == [
        f"{t}\nBye {n}." for n, t in enumerate(said, 3)
    ]
    empty = [f'<li id="comment-{n}"><cite>Ann{n}</cite> says:</li>' for n in range(3, 7)]
    assert {comment.text for comment in _read(_list(*empty)).comments} == {""}


def test_links_are_absolute_and_lead_somewhere() -> None:
    item = (
        '<li id="comment-3"><cite class="fn"><a class="url" href="/about">Ann</a></cite><a href="#comment-3">May 3, 2012</a>'
        '<p>x</p></li><li id="comment-4"><cite class="fn"><a class="url" href="javascript:x()">Bob</a></cite><p>y</p></li>'
    )
    first, second = _read(_list(item)).comments
    assert first.author is not None
    assert first.author.url == "http://garden.example/about"
    assert first.url == f"{URL}#comment-3"
    assert second.author is not None
    assert second.author.url is None


# -- what stands around ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("around", "declared"),
    [
        ("<h3 id='comments'>2 Responses to “3 Moles”</h3>", 2),
        ("<h3 class='comments-title'>{ <span>1,203</span> comments… read them below }</h3>", 1203),
        ("<h2>Ein Kommentar zu „Maulwürfe“</h2>", 1),
        ("<h2 class='comments-title'>12 thoughts on “<span>2012</span>”</h2>", 12),
        ("<div class='meta'><a href='#comments'>Comments (2)</a></div>", 2),
        ("<a class='comments-link' href='http://garden.example/2012/05/moles/#comments'>17</a>", 17),
        ("<a href='http://garden.example/other/#comments'>17 Comments</a>", None),
        ("<h4>Discussion (8) ¬</h4>", 8),
        ("<h2>3 reasons to like moles</h2>", None),
        ("<h2>Comments</h2>", None),
    ],
)
def test_declared_counts(around: str, declared: int | None) -> None:
    found = _read(_list(_item(1), _item(2)).replace("<ol class", f"{around}<ol class", 1))
    assert found.declared_comment_count == declared
    mismatch = declared not in (None, 2)
    assert ("count-mismatch" in [issue.code for issue in found.issues]) is mismatch


@pytest.mark.parametrize(
    ("around", "is_open"),
    [
        ("<form id='commentform' action='/wp-comments-post.php'><input></form>", True),
        ("<div id='respond'><p class='must-log-in'>You must be logged in.</p></div>", True),
        ("<p class='nocomments'>Comments are closed.</p>", False),
        ("<p>Die Kommentarfunktion ist geschlossen, Kommentare sind geschlossen.</p>", False),
        ("<p>Good night.</p>", None),
    ],
)
def test_open_or_closed(around: str, *, is_open: bool | None) -> None:
    assert _read(_list(_item(1)).replace("</body>", f"{around}</body>")).comments_open is is_open


def test_paging_says_where_the_thread_goes_on() -> None:
    nav = (
        f'<div class="navigation"><a href="{URL}comment-page-1/#comments">Older</a><a href="/x/comment-page-3/">elsewhere</a>'
        f'<a href="{URL}comment-page-3/#comment-77">a comment</a></div></body>'
    )
    found = _read(_list(_item(1)).replace("</body>", nav))
    (paged,) = [issue for issue in found.issues if issue.code == "paged"]
    assert f"{URL}comment-page-1/" in paged.message
    assert "comment-page-3" not in paged.message


@pytest.mark.parametrize(
    ("button", "is_more"),
    [
        ("<button>Load more comments (37)</button>", True),
        ('<a href="#">37 weitere Kommentare anzeigen</a>', True),
        ('<a href="#">Afficher plus de commentaires</a>', True),
        ('<a href="#" style="display:none">Load more comments</a>', False),
        ('<a href="/about">More comments policy</a>', False),
        ("<p>I would load more comments if I could.</p>", False),
    ],
)
def test_a_button_that_loads_more_says_that_comments_are_missing(button: str, *, is_more: bool) -> None:
    found = _read(_list(_item(1)).replace("</body>", f"{button}</body>"))
    assert ("paged" in {issue.code for issue in found.issues}) is is_more


def test_areas_hold_the_comments_and_not_the_post() -> None:
    page = _list(_item(1), _item(2)).replace("<ol class", "<div id='comments'><h3>2 Comments</h3><ol class")
    page = page.replace("</ol>", "</ol><div id='respond'><form id='commentform'></form></div></div>")
    columns = _columns(page)
    inside = {node for area in read(columns).areas for node in (area, *columns.inside(area))}
    assert {columns.ids[node] for node in inside} >= {"comment-1", "comment-2", "respond"}
    assert not any(columns.classes[node] == "entry" for node in inside)


OTHERS = {
    "DotClear": '<meta name="generator" content="DotClear" />|<a id="c82"></a><div class="comment"><p>Hello.</p></div>',
    "Disqus": '|<div id="disqus_thread"></div><script src="https://x.disqus.com/embed.js"></script>',
    "Textpattern": '<meta name="generator" content="Textpattern CMS" />|<div class="comment"><p>Hello.</p></div>',
    "an unknown system": '|<div class="comment"><p>Hello you.</p></div><div class="comment"><p>Hello again.</p></div>',
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_systems_are_named_and_not_guessed_at(name: str) -> None:
    head, body = OTHERS[name].split("|")
    found = _read(f"<html><head>{head}</head><body><p>The post.</p>{body}</body></html>")
    assert (found.dialect, found.comments) == ("none", ())
    (issue,) = found.issues
    assert issue.code == ("unsupported-comments" if name == "Disqus" else "unread-comments")
    assert name == "an unknown system" or name.lower() in issue.message.lower()


def test_a_page_without_comments() -> None:
    assert read(_columns("<html><body><h1>Moles</h1><p>The post.</p></body></html>")) == Comments()


# -- what must always hold ---------------------------------------------------------------------------------------------


def test_deep_threads() -> None:
    depth = 500
    page = HEAD + '<ol class="commentlist">'
    page += "".join(_item(n, "<ol>", text=f"Body {n}").removesuffix("</li>") for n in range(1, depth + 1))
    found = _read(page + "</ol></li>" * depth)
    assert len(found.comments) == depth
    assert found.comments[-1].depth == depth - 1
    assert [comment.text for comment in found.comments] == [f"Body {n}" for n in range(1, depth + 1)]


def test_cost_grows_with_the_thread_and_no_faster() -> None:
    def cost(size: int) -> float:
        columns = _columns(_list(*(_item(n, name=f"N{n}") for n in range(1, size + 1))))
        read(columns, keep_html=False)
        begin = perf_counter()
        read(columns, keep_html=False)
        return (perf_counter() - begin) / size

    cost(200)
    assert cost(4000) < 3 * cost(400)


IDS = st.sampled_from(
    ["comment-1", "comment-2", "li-comment-2", "comment-3", "c123456", "respond", "comments", "x", "comment-0"]
)
CLASSES = st.sampled_from(
    ["comment depth-1", "comment depth-3", "children", "fn", "pingback", "comment-text", "reply", "url", ""]
)
TAGS = st.sampled_from(
    ["li", "ol", "div", "dl", "dt", "dd", "p", "a", "cite", "span", "time", "h3", "table", "td", "form"]
)
TREES = st.recursive(
    st.sampled_from(["Ann says:", "May 3, 2012", "Yes.", " ", "2 Comments", "<br>"]),
    lambda inner: st.builds(
        lambda tag, name, classes, kids: f'<{tag} id="{name}" class="{classes}" href="#{name}">{"".join(kids)}</{tag}>',
        TAGS, IDS, CLASSES, st.lists(inner, max_size=4),
    ),
    max_leaves=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(TREES, st.sampled_from([HEAD, HEAD.replace("WordPress 5.0", "Blogger"), "<html><body>"]))
def test_any_page_gives_a_sound_thread(page: str, head: str) -> None:
    """Whatever the mark-up: no exception, the tree unchanged, ids unique, each parent before its reply and one level up."""
    found = _read(f"{head}{page}</body></html>")
    seen: dict[str, int] = {}
    for comment in found.comments:
        assert comment.id not in seen
        if comment.parent_id is not None:
            assert comment.depth == seen[comment.parent_id] + 1
        seen[comment.id] = comment.depth
    orphans = {comment.id for comment in found.comments if comment.depth and comment.parent_id is None}
    assert {issue.comment_id for issue in found.issues if issue.code == "missing-parent"} == orphans


# -- whole pages -------------------------------------------------------------------------------------------------------

PAGES = Path(__file__).parent / "fixtures" / "html"


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in PAGES.glob("*/expected.json")), ids=lambda path: path.name
)
def test_whole_pages(folder: Path) -> None:
    expected = (folder / "expected.json").read_text("utf-8")
    if '"comments_open"' not in expected:
        pytest.skip("another test's fixture: it expects more than the comments")
    assert json.loads(dump(read_page(folder))) == json.loads(expected)


def test_every_system_has_a_page() -> None:
    dialects = {json.loads(file.read_text("utf-8"))["dialect"] for file in PAGES.glob("*/expected.json")}
    assert {system.name for system in SYSTEMS} <= dialects


def test_the_guide_names_every_system() -> None:
    guide = (Path(__file__).parents[1] / "docs" / "comment-systems.md").read_text("utf-8")
    assert [system.name for system in SYSTEMS if f"`{system.name}`" not in guide] == []


# -- against pages that a real WordPress rendered ----------------------------------------------------------------------

ORACLE = Path(__file__).parents[2] / "shared" / "oracle"


def _smallest_pages() -> list[Path]:
    """One page a theme, the smallest that has comments."""
    folders = sorted(ORACLE.glob("*/")) if ORACLE.is_dir() else []
    pages = [
        sorted(folder.glob("*.truth.json"), key=lambda path: (path.stat().st_size < 9000, path.stat().st_size))
        for folder in folders
    ]
    return [found[0] for found in pages if found]


@pytest.mark.skipif(not ORACLE.is_dir(), reason="the pages with known truth (../shared/oracle) are not here")
def test_rendered_pages_give_what_their_database_holds() -> None:
    for truth_file in _smallest_pages():
        truth = json.loads(truth_file.read_text("utf-8"))
        page = truth_file.with_name(truth_file.name.replace(".truth.json", ".html")).read_bytes()
        columns = _columns(page)
        found = {comment.id: comment for comment in assembled(read(columns, url=truth["url"])).comments}
        for expected in truth["comments"]:
            if expected["type"] != "comment" or not expected["author_visible"]:
                continue
            comment = found[str(expected["id"])]
            assert comment.author is not None, truth_file
            assert comment.depth == expected["depth"] - 1 or "wp-block" in page.decode(), truth_file
            assert (
                comment.text.split()[:3] == expected["text"].split()[:3] or "•" in comment.text or "1." in comment.text
            ), truth_file


# -- records that look alike -------------------------------------------------------------------------------------------


def _alike(count: int, **odd: str) -> str:
    """A page of comments of one make; what is odd about the last is given by name."""
    facts = {"href": "http://{0}.example/", "name": "Reader {0}", "time": "March 3, 2011 at 4:{0:02} pm"}
    item = (
        '<li class="comment depth-1" id="comment-{number}"><div class="comment-author"><cite class="fn">'
        '<a class="url" rel="external nofollow" href="{href}">{name}</a></cite></div>'
        '<div class="comment-meta"><a href="#comment-{number}">{time}</a></div><div class="comment-body"><p>Body {number}.</p></div></li>'
    )
    items = []
    for number in range(1, count + 1):
        made = {key: value.format(number) for key, value in facts.items()}
        items.append(item.format(number=number, **(made | odd if number == count else made)))
    return f"<ol class=commentlist>{''.join(items)}</ol>"


@pytest.mark.parametrize(
    ("odd", "author", "raw"),
    [
        ({}, ("Reader 30", "http://30.example/"), "March 3, 2011 at 4:30 pm"),
        ({"name": "<i>Reader</i> 30"}, ("Reader 30", "http://30.example/"), "March 3, 2011 at 4:30 pm"),
        ({"href": ""}, ("Reader 30", None), "March 3, 2011 at 4:30 pm"),
        ({"href": "#respond"}, ("Reader 30", None), "March 3, 2011 at 4:30 pm"),
        ({"name": ""}, None, "March 3, 2011 at 4:30 pm"),
        ({"time": "Permalink"}, ("Reader 30", "http://30.example/"), None),
    ],
)
def test_a_record_that_looks_like_the_others_is_still_read_for_itself(
    odd: dict[str, str], author: tuple[str, str | None] | None, raw: str | None
) -> None:
    """What was decided for records of one shape holds only where a record's own texts and links agree."""
    last = _read(_alike(30, **odd)).comments[-1]
    assert (last.author and (last.author.name, last.author.url)) == author
    assert last.published_raw == raw
    assert last.text == "Body 30."


def test_the_fixtures_read_the_same_with_every_record_surveyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shape holds what the reader decided, so without shapes every page gives the same rows."""
    pages = [_columns(path.read_bytes()) for path in sorted(PAGES.glob("*/input.html"))]
    by_shapes = [read(page, url=URL).rows for page in pages]
    monkeypatch.setattr(Decisions, "shape_of", lambda _self, _record: None)
    assert [read(page, url=URL).rows for page in pages] == by_shapes


def test_records_that_look_alike_are_surveyed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    surveyed = []
    survey = Surveyor.survey
    monkeypatch.setattr(Surveyor, "survey", lambda self, *one: surveyed.append(one) or survey(self, *one))
    assert len(_read(_alike(300)).comments) == 300
    assert len(surveyed) < 20
