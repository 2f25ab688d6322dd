"""What stands around comments: counts in many forms, the thread's other pages, and what could not be read."""

from __future__ import annotations

from contextlib import suppress
from time import perf_counter

import pytest

from threadkit import ParseError, Passage, Thread, parse
from threadkit.comments.counts import count_in

URL = "https://garden.example/2012/moles"
HEAD = f'<html><head><title>Moles | Garden</title><link rel="canonical" href="{URL}"></head><body><h1>Moles</h1>'
POST = "<div class='entry'><p>Moles dig at night, and nobody has ever asked them why they do so.</p></div>"
NAMES = ("Ann", "Bob", "Cleo", "Dan", "Eve")


def item(number: int) -> str:
    name = NAMES[number % len(NAMES)]
    return (
        f'<li class="comment" id="comment-{number}"><cite class="fn">{name}</cite> '
        f'<span class="date">May {number}, 2012 at 4:10 pm</span><p>Thought number {number} about moles.</p></li>'
    )


def page(before: str = "", after: str = "", *, count: int = 2, post: str = POST, inside: str = "") -> str:
    items = "".join(item(number) for number in range(1, count + 1))
    return f'{HEAD}{post}{before}<ol class="commentlist">{items}{inside}</ol>{after}</body></html>'


def codes(thread: Thread) -> list[str]:
    return [issue.code for issue in thread.issues]


def unread(thread: Thread) -> list[str]:
    return [part.text for part in thread.body if isinstance(part, Passage) and part.kind == "unread"]


# -- how many ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("around", "declared"),
    [
        ("<div class='title'>6 commentaires</div>", 6),
        ("<div class='preview'>Comments ( 12 )</div>", 12),
        ("<p class='headline'>Kommentare (4) <a href='javascript:void(null)'>Kommentar schreiben</a></p>", 4),
        ("<div><b><span>5</span></b> comments</div>", 5),
        ("<h5><span>Komentarze</span> <small>Liczba komentarzy: <strong>6</strong></small></h5>", 6),
        ("<span class='commentTitle'>3 Total</span>", 3),
        ("<span id='num_comments'>7</span>", 7),
        ("<p>Comments (3), Blocked Comments (0):</p>", 3),
        ("<p>Posted in Pests | 9 comments | Print</p>", 9),
        ("<div data-comment-count='8'></div>", 8),
        ("<p>コメント (2)</p>", 2),
        ("<p>Всего комментариев: 11</p>", 11),
        ("<p>I had 3 thoughts on that, and then 5 more.</p>", None),
        ("<p>See page 6</p>", None),
    ],
)
def test_counts_stand_in_many_places(around: str, declared: int | None) -> None:
    assert parse(page(around)).declared_comment_count == declared


TEASER = "<div class='teaser'><a href='/2013/voles'>Voles</a> <span class='comment-count'>{}</span></div>"
CARD = "<li><a href='/2013/voles'>Voles</a> <a href='/2013/voles#comments'>{} Kommentare</a></li>"


@pytest.mark.parametrize(
    ("before", "after", "declared"),
    [
        ("<h3>0 Kommentare</h3>", TEASER.format(27), 0),
        ("<p>2 Comments</p>", TEASER.format(27) + TEASER.format(9), 2),
        ("", TEASER.format(27) + TEASER.format(9), None),
        ("", f"<ul>{CARD.format(27)}{CARD.format(9)}</ul>", None),
        ("<a href='#comments'>2 Comments</a>", f"<ul>{CARD.format(27)}</ul>", 2),
        ("<aside><h4>31 Comments</h4></aside>", "", None),
        ("<a href='/2013/voles'><b>14 comments</b></a>", "", None),
        ("<nav><span class='comments-count'>14</span></nav>", "", None),
    ],
)
def test_another_post_s_count_is_not_this_one_s(before: str, after: str, declared: int | None) -> None:
    assert parse(page(before, after)).declared_comment_count == declared


def test_a_list_of_posts_declares_nothing() -> None:
    rows = "".join(f"<tr><td><a href='/{n}'>Talk {n}</a><td class='count-comments'>{n}</tr>" for n in range(20, 40))
    assert parse(f"{HEAD}{POST}<table>{rows}</table>").declared_comment_count is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Number of comments: 6", 6),
        ("Anzahl der Kommentare: 14", 14),
        ("Comments (3), Blocked Comments (0):", 3),
        ("Comments on page 3", None),
        ("We read all comments: 6 of us", None),
    ],
)
def test_words_before_the_count(text: str, count: int | None) -> None:
    assert count_in(text) == count


def test_declared_and_none_found_is_said() -> None:
    thread = parse(f"{HEAD}{POST}<h3 id='comments'>5 Comments</h3></body>")
    assert (thread.comments, codes(thread)) == ((), ["count-mismatch"])


# -- where the rest is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "says",
    [
        "<a href='#'>Load more comments</a>",
        "<button>View 37 more replies</button>",
        "<a href='javascript:more()'>Weitere Kommentare anzeigen</a>",
        "<a href='?all=1'>Voir tous les commentaires</a>",
        "<a href='#'>Ver más comentarios</a>",
        "<a href='#'>Показать ещё 12 комментариев</a>",
        "<a href='#'>もっとコメントをもっと見る</a>",
        "<input type='button' value='Show all 40 comments'>",
    ],
)
def test_what_brings_more_comments_is_said(says: str) -> None:
    (issue,) = (one for one in parse(page(after=f"<div>{says}</div>")).issues if one.code == "paged")
    assert "2 comments" in issue.message


@pytest.mark.parametrize(
    "says",
    [
        "<a href='/2013/voles'>Older posts</a><a href='/2013/'>Next</a>",
        "<a href='#comments'>All comments</a>",
        "<a href='/2013/voles'>More comments on voles</a>",
        "<a href='#'>Load more</a>",
        "<p>No more comments, please.</p>",
        "<a href='/2012/?page=2'>2</a>",
    ],
)
def test_what_leads_to_other_posts_is_not_the_thread_s(says: str) -> None:
    assert "paged" not in codes(parse(page(after=f"<div>{says}</div>")))


def test_load_more_among_the_comments_is_theirs() -> None:
    box = "<div id='comments'>{}</div>"
    html = page().replace("<ol", "<div id='comments'><ol").replace("</ol>", "</ol><button>Load more</button></div>")
    assert "paged" in codes(parse(html)), box


def test_a_thread_that_is_complete_is_not_paged() -> None:
    assert "paged" not in codes(parse(page("<h3>2 Comments</h3>", "<button>View all comments</button>")))


def test_numbers_behind_the_comments_are_pages_of_the_thread() -> None:
    (issue,) = (
        one
        for one in parse(page(after=f"<p><b>1</b> <a href='{URL}?page=2'>2</a></p>"), url=URL).issues
        if one.code == "paged"
    )
    assert f"{URL}?page=2" in issue.message


# -- what could not be read --------------------------------------------------------------------------------------------

BLOCK = "<div class='x{}'><div>on 3.5.2012, 14:0{}</div><div>I too have seen a mole, and it was a fine one.</div></div>"
BLOCKS = "".join(BLOCK.format(n, n) for n in range(1, 4))
NOBODY = "<div><div>posted 3.5.2012, 14:05</div><p>Somebody wrote this and gave no name at all to it.</p></div>"


@pytest.mark.parametrize(
    "region",
    [
        f"<div id='comments'>{NOBODY}</div>",
        f"<section class='reader-comments'>{NOBODY}</section>",
        f"<div id='disqus_thread'><h2>Comments</h2>{'<div class=comment><p>Somebody wrote this.</p></div>' * 2}</div>",
    ],
)
def test_a_region_that_nobody_can_read_is_kept_and_is_no_part_of_the_post(region: str) -> None:
    thread = parse(f"{HEAD}{POST}{region}</body>")
    assert not thread.comments
    assert codes(thread).count("unread-comments") == 1
    (text,) = unread(thread)
    assert "Somebody wrote this" in text
    assert thread.body[-1].text == text
    assert not any("Somebody" in part.text for part in thread.body[:-1])


def test_markup_of_what_is_unread_is_kept_where_it_is_asked_for() -> None:
    html = f"{HEAD}{POST}<div id='comments'>{NOBODY}</div>"
    assert "<p>Somebody wrote" in str(parse(html).body[-1].html)
    assert parse(html, keep_html=False).body[-1].html is None


TITLED = "<li><h3><a href='/a'>Voles</a></h3>3.5.2012 <p>They are smaller than moles are, as you may know.</p></li>"


@pytest.mark.parametrize(
    "around",
    [
        "<div id='comments'><h3>Leave a reply</h3><p>Your address is not shown to those who read.</p><form><textarea>",
        "<div id='comments'><p>Comments are closed since 2012, because there were too many of them here.</p></div>",
        "<div id='comments'><h3>0 Comments</h3><p>Since 4.5.2012 nobody has said anything at all to this.</p></div>",
        "<h3>Latest comments</h3><ul><li><a href='/a'>Ann on Voles</a> 3.5.2012</li><li><a href='/b'>Bob</a> 2.5.2012",
        "<div class='recent-comments'><p>Ann, 3.5.2012: I have never before seen such a mole.</p></div>",
        f"<h2>Comments</h2><ul>{TITLED}{TITLED}</ul>",
        "<div class='comment'><form><textarea></textarea></form></div>",
    ],
)
def test_forms_notices_and_lists_of_posts_are_no_comments(around: str) -> None:
    found = codes(parse(f"{HEAD}{POST}{around}</body>"))
    assert not {"unread-comments", "unsupported-comments", "paged", "count-mismatch"} & set(found)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("<div id='disqus_thread'><noscript>Please enable JavaScript to read them.</noscript></div>", "Disqus"),
        ("<div class='fb-comments' data-href='x'></div>", "Facebook"),
        ("<div id='coral_talk_stream'></div>", "Coral"),
        ("<vf-conversations></vf-conversations>", "Viafoura"),
        ("<script src='https://giscus.app/client.js'></script>", "giscus"),
        ("<section id='isso-thread'></section>", "Isso"),
    ],
)
def test_an_empty_place_for_comments_is_said(place: str, name: str) -> None:
    (issue,) = parse(f"{HEAD}{POST}{place}</body>").issues
    assert issue.code == "unsupported-comments"
    assert name in issue.message


# -- cost --------------------------------------------------------------------------------------------------------------

HOSTILE = {
    "headings in headings": "<h1>a comment 3",
    "counts in counts": "<div class=comment-count>3",
    "forms' boxes in each other": "<div class=respond>a",
    "boxes in boxes": "<div id=comments class=comments>a 3 days ago",
    "lists in lists": "<ol class=comments><li>a",
    "links": "<a href='?p=2#comments'>3 comments</a> ",
    "things to click on": "<button>Load more comments</button>",
    "one endless line": "comments ( 3 | ",
    "pieces of text": "&amp;",
    "times": "<p>3 days ago<p>Some prose that is long enough to be one of its own.",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_what_stands_around_takes_linear_time(piece: str) -> None:
    def cost(count: int) -> float:
        html = f"<h2>9 comments</h2><div id=comments>{piece * count}"
        begin = perf_counter()
        with suppress(ParseError):
            parse(html)
        return perf_counter() - begin

    cost(500)
    assert min(cost(8_000), cost(8_000)) < 0.5 + 6 * min(cost(2_000) for _ in range(3))
