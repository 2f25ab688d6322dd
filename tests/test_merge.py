"""Merging: every comment of every page once, in page order, whatever order the pages are merged in."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import threads
from threadkit import parse
from threadkit.merging import group, merge
from threadkit.merging.canonical_url import canonical_address, page_number
from threadkit.model import Answer, Author, Capture, Comment, Issue, Passage, Thread
from threadkit.serializers.json import dumps, loads

ORACLE = Path(__file__).parents[2] / "shared" / "oracle"
PAGED = "ask-the-readers-worst-potluck-dish"
DAY = datetime(2016, 3, 1, tzinfo=UTC)
URL = "https://knots.example/2016/03/rope"


def captured(day, *comments, **more):
    capture = Capture(url=URL, captured_at=DAY + timedelta(days=day))
    return Thread(url=URL, title="My rope", comments=comments, capture=capture, dialect="wordpress", **more)


def said(number, text="Splice it.", *, above=None, depth=0, by="Ann", **more):
    return Comment(id=number, parent_id=above, depth=depth, author=Author(name=by), text=text, **more)


def shape(thread):
    return [(comment.id, comment.parent_id, comment.depth) for comment in thread.comments]


# -- generated captures ----------------------------------------------------------------------------------------------


@st.composite
def growing_pages(draw, *, numbered=True):
    """A whole thread, and captures of it: each shows what was written by then, but for what was deleted by then.

    With a deleted comment, its replies are gone from the page, as WordPress shows it.
    """
    count = draw(st.integers(1, 12))
    whole = []
    path = []
    for nth in range(count):
        depth = draw(st.integers(0, len(path)))
        above = path[depth - 1] if depth else None
        words = draw(st.sampled_from(["Agreed!", "Why?", "Splice it, then whip the end with waxed thread."]))
        by = draw(st.sampled_from(["Ann", "Bo"]))
        whole.append(said(str(701 + nth), words, above=above, depth=depth, by=by))
        path[depth:] = [str(701 + nth)]
    # Numbers and times rise among siblings, as they do on pages; the page's own order is that of the list.
    whole = [attrs.evolve(one, published=datetime(2016, 2, 1) + timedelta(minutes=at)) for at, one in enumerate(whole)]
    days = draw(st.lists(st.integers(0, 30), min_size=1, max_size=5, unique=True))
    born = [draw(st.integers(0, 30)) for _ in whole]
    gone = {at: draw(st.integers(1, 40)) for at in draw(st.sets(st.integers(0, count - 1), max_size=3))}
    pages = []
    for day in days:
        shown = []
        here = set()
        for at, comment in enumerate(whole):
            alive = born[at] <= day < gone.get(at, 99)
            if alive and (comment.parent_id is None or comment.parent_id in here):
                shown.append(comment)
                here.add(comment.id)
        pages.append(captured(day, *(shown if numbered else by_places(shown))))
    return whole, pages


def by_places(comments):
    """The same comments on a page that gives no numbers."""
    places, counts, found = {None: None}, {}, []
    for comment in comments:
        parent = places[comment.parent_id]
        counts[parent] = counts.get(parent, 0) + 1
        places[comment.id] = f"{parent}.{counts[parent]}" if parent else str(counts[parent])
        found.append(attrs.evolve(comment, id=places[comment.id], parent_id=parent))
    return found


@given(growing_pages(), st.randoms(use_true_random=False))
def test_no_comment_is_lost_or_doubled_and_page_order_is_kept(generated, random):
    whole, pages = generated
    random.shuffle(pages)
    shown = {comment.id for page in pages for comment in page.comments}
    merged = merge(pages)
    assert shape(merged) == [spot for spot in shape(Thread(comments=tuple(whole))) if spot[0] in shown]


@given(growing_pages(numbered=False), st.randoms(use_true_random=False))
def test_comments_without_numbers_are_known_by_author_time_and_text(generated, random):
    whole, pages = generated
    random.shuffle(pages)
    shown = {comment.published for page in pages for comment in page.comments}
    expected = by_places([comment for comment in whole if comment.published in shown])
    assert shape(merge(pages)) == shape(Thread(comments=tuple(expected)))


@given(growing_pages() | growing_pages(numbered=False), st.randoms(use_true_random=False))
def test_the_order_of_merging_does_not_matter(generated, random):
    _, pages = generated
    flat = merge(pages)
    waiting = list(pages)
    while len(waiting) > 1:
        random.shuffle(waiting)
        size = random.randint(2, len(waiting))
        waiting = [merge(waiting[:size]), *waiting[size:]]
    assert merge(waiting) == flat


@given(growing_pages() | growing_pages(numbered=False))
def test_merging_again_changes_nothing(generated):
    _, pages = generated
    merged = merge(pages)
    assert merge([merged]) == merged
    assert merge([merged, merged, pages[0]]) == merged
    assert loads(dumps(merged)) == merged


@given(growing_pages())
def test_each_comment_knows_when_it_was_seen(generated):
    _, pages = generated
    for comment in merge(pages).comments:
        times = [page.capture.captured_at for page in pages if comment.id in {one.id for one in page.comments}]
        assert (comment.first_seen, comment.last_seen) == (min(times), max(times))


@settings(deadline=None, max_examples=40)
@given(st.lists(threads(), min_size=1, max_size=3))
def test_any_threads_merge_without_a_loss(some):
    merged = merge(some)
    assert loads(dumps(merged)) == merged
    assert merge(reversed(some)) == merged
    assert len(merged.comments) >= max(len(thread.comments) for thread in some)
    assert {comment.text for comment in merged.comments} <= {one.text for thread in some for one in thread.comments}
    assert [*merged.walk()] == [*merged.comments], "page order is pre-order"


# -- single cases ----------------------------------------------------------------------------------------------------


def test_nothing_to_merge():
    with pytest.raises(ValueError, match="no thread"):
        merge([])


def test_the_latest_capture_is_right_about_an_edited_comment():
    old, new = said("9", "Slice it.", html="<p>Slice it.</p>"), said("9", "Splice it.", html="<p>Splice it.</p>")
    for pages in ([captured(1, old), captured(2, new)], [captured(2, new), captured(1, old)]):
        (comment,) = merge(pages).comments
        assert (comment.text, comment.html) == ("Splice it.", "<p>Splice it.</p>")
    emptied = captured(3, said("9", ""))
    assert merge([captured(1, old), captured(2, new), emptied]).comments[0].text == "Splice it."


def test_a_merged_thread_remembers_when_its_texts_were_seen():
    early = merge([captured(1, said("9", "one")), captured(5, said("9", "five"))])
    assert merge([early, captured(3, said("9", "three"))]).comments[0].text == "five"


def test_a_page_of_unknown_time_stays_one():
    merged = merge([captured(4, said("2")), Thread(comments=(said("77"),))])
    assert [comment.last_seen for comment in merged.comments] == [DAY + timedelta(days=4), None]
    assert [issue.code for issue in merged.issues] == ["unknown-capture"]
    assert merge([merged, captured(1, said("2"))]).comments[1].first_seen is None


def test_a_parent_on_another_page_ends_the_search_for_it():
    orphan = said("12", above=None, depth=1)
    issue = Issue(code="missing-parent", message="?", comment_id="12")
    alone = merge([captured(1, orphan, issues=(issue,))])
    assert [(issue.code, issue.comment_id) for issue in alone.issues] == [("missing-parent", "12")]
    named = captured(2, attrs.evolve(orphan, parent_id="10"))
    assert [issue.code for issue in merge([alone, named]).issues] == ["missing-parent"]
    merged = merge([alone, named, captured(0, said("10"))])
    assert shape(merged) == [("10", None, 0), ("12", "10", 1)]
    assert merged.issues == ()


def test_a_reply_stays_under_the_comment_that_was_deleted():
    before = captured(1, said("1001"), said("1002", above="1001", depth=1), said("1003", above="1002", depth=2))
    after = captured(2, said("1001"), said("1003", above="1001", depth=1))
    assert shape(merge([after, before])) == shape(before)


def test_newest_first_stays_newest_first():
    pages = [[said("930"), said("931", above="930", depth=1), said("920")], [said("910"), said("905")], [said("899")]]
    merged = merge(Thread(comments=tuple(page)) for page in reversed(pages))
    assert [comment.id for comment in merged.comments] == ["930", "931", "920", "910", "905", "899"]


def test_what_breaks_the_order_keeps_its_company():
    first = [said("801"), said("806", by="another blog", kind="pingback"), said("802")]
    merged = merge([Thread(comments=tuple(first)), Thread(comments=(said("803"), said("804")))])
    assert [comment.id for comment in merged.comments] == ["801", "806", "802", "803", "804"]


def test_imported_comments_are_ordered_by_time():
    at = [datetime(2009, 1, day) for day in range(1, 6)]
    one = [said("805", published=at[0]), said("801", published=at[2])]
    two = [said("804", published=at[1]), said("802", published=at[3]), said("803", published=at[4])]
    merged = merge([Thread(comments=tuple(two)), Thread(comments=tuple(one))])
    assert [comment.id for comment in merged.comments] == ["805", "804", "801", "802", "803"]


def test_pages_that_disagree_still_merge():
    pages = [Thread(comments=(said("1001"), said("1002"))), Thread(comments=(said("1002"), said("1001")))]
    assert len(merge(pages).comments) == 2
    assert merge(reversed(pages)) == merge(pages)


def test_the_greatest_score_is_kept():
    pages = [Thread(comments=(said("501", score=score),)) for score in (3, None, -1)]
    assert merge(pages).comments[0].score == merge(reversed(pages)).comments[0].score == 3


def test_pages_that_make_a_circle_of_replies():
    one = Thread(comments=(said("501"), said("502", above="501", depth=1)))
    two = Thread(comments=(said("502"), said("501", above="502", depth=1)))
    assert sorted(shape(merge([one, two]))) == sorted(shape(merge([two, one])))
    both = merge([one, two])
    assert len(both.comments) == 2
    assert [issue.code for issue in both.issues] == ["parent-circle"]
    assert merge([both, two, one]) == both


def test_equal_words_of_one_page_are_not_one_comment():
    page = Thread(comments=(said("1", "+1"), said("2", "+1"), said("2.1", "+1", above="2", depth=1)))
    assert merge([page, page]).comments == page.comments
    shorter = Thread(comments=(said("1", "+1"), said("1.1", "+1", above="1", depth=1)))
    assert len(merge([page, shorter]).comments) == 3


def test_a_rendering_finds_the_comments_of_its_page():
    page = Thread(
        comments=(
            said("701", "“Splice” it…", published=datetime(2016, 2, 1, 9, 5)),
            said("709", "Why?", above="701", depth=1, by="Bo"),
        ),
        dialect="wordpress",
    )
    rendering = Thread(
        comments=(said("1", '"Splice" it...'), said("1.1", "Why?", above="1", depth=1, by="Bo"), said("2", "Tar it.")),
        dialect="resiliparse",
    )
    merged = merge([rendering, page])
    assert shape(merged) == [("701", None, 0), ("709", "701", 1), ("2", None, 0)]
    assert merge([merged, rendering]) == merged


def test_a_ping_is_known_by_its_link():
    link = Author(name="Splices", url="https://splices.example/9")
    export = Thread(comments=(attrs.evolve(said("903", "[…] a rope […]", kind="pingback"), author=link),))
    page = Thread(comments=(attrs.evolve(said("1", "", kind="pingback"), author=link),), dialect="wordpress")
    (ping,) = merge([page, export]).comments
    assert (ping.id, ping.text) == ("903", "[…] a rope […]")


def test_an_export_and_a_page_agree_on_a_time():
    naive = captured(1, *by_places([said("7", "Splice it.", published=datetime(2016, 2, 1, 9, 5))]))
    aware = captured(2, said("7001", "Splice it.", published=datetime(2016, 2, 1, 14, 5, 33, tzinfo=UTC)))
    merged = merge([naive, aware])
    assert [(one.id, one.published) for one in merged.comments] == [
        ("7001", datetime(2016, 2, 1, 14, 5, 33, tzinfo=UTC))
    ]


def test_a_young_blog_numbers_its_comments_from_one():
    before = captured(1, *(said(str(n), f"text {n}") for n in (1, 2, 3, 5)))
    after = captured(2, *(said(str(n), f"text {n}") for n in (1, 3, 5, 6)))
    assert [comment.id for comment in merge([after, before]).comments] == ["1", "2", "3", "5", "6"]


def test_places_give_way_to_numbers():
    numbered = Thread(comments=(said("2", "a"), said("9", "b")), dialect="wordpress")
    placed = Thread(comments=(said("1", "a"), said("2", "c")), dialect="resiliparse")
    merged = merge([numbered, placed])
    assert sorted(comment.id for comment in merged.comments) == ["2", "2~2", "9"] or len(merged.comments) == 3
    assert len({comment.id for comment in merged.comments}) == 3


def test_each_field_says_the_most_that_any_page_says():
    aware = datetime(2016, 2, 1, 9, 5, tzinfo=timezone(timedelta(hours=-5)))
    link = Author(name="Ann", url="https://ann.example")
    one = attrs.evolve(said("11", published=datetime(2016, 2, 1, 9, 5)), author=link, is_post_author=None)
    two = said("11", published=aware, is_post_author=True, is_letter_writer=True, url=f"{URL}#comment-11")
    (comment,) = merge([captured(1, one), captured(2, two)]).comments
    assert (comment.author, comment.published, comment.is_post_author) == (link, aware, True)
    assert (comment.is_letter_writer, comment.url) == (True, f"{URL}#comment-11")


def test_the_post_is_the_fullest_one():
    body = (Passage(text="A reader writes:"), Answer(text="Whip the end. Update: it held."))
    early = Thread(
        title="My rope | Knots", body=body[:1], url=f"{URL}/comment-page-2", comments_open=True, dialect="none"
    )
    late = captured(3, body=body, author=Author(name="Kit"), declared_comment_count=4, comments_open=False)
    merged = merge([late, early])
    assert (merged.title, merged.body, merged.url, merged.dialect) == ("My rope", body, URL, "wordpress")
    assert (merged.author, merged.declared_comment_count, merged.comments_open) == (Author(name="Kit"), 4, False)
    assert merged.capture == late.capture


def test_counts_are_brought_up_to_date():
    few = captured(1, said("31"), declared_comment_count=3, issues=(Issue(code="count-mismatch", message="old"),))
    more = captured(2, said("32"), said("33"), declared_comment_count=3)
    assert [issue.message for issue in merge([few]).issues] == ["3 comments declared, 1 found"]
    assert merge([few, more]).issues == ()
    # Two of the four have been deleted since, so that a page that declares three is right.
    deleted = captured(3, said("33"), said("34"), declared_comment_count=2)
    assert merge([few, more, deleted]).issues == ()


def paged(number, *comments, others, **more):
    url = URL if number == 1 else f"{URL}/comment-page-{number}"
    addresses = ", ".join(f"{URL}/comment-page-{other}" for other in others)
    message = f"this page holds {len(comments)} comments of a thread on several pages; others: {addresses}"
    return Thread(url=url, comments=comments, issues=(Issue(code="paged", message=message),), **more)


def test_pages_that_are_there_are_not_missing():
    pages = [paged(1, said("51"), others=[2]), paged(2, said("52"), others=[1, 3]), paged(3, said("53"), others=[2])]
    half = merge(pages[:2])
    (issue,) = half.issues
    assert issue.code == "paged"
    assert issue.message.endswith("/comment-page-3")
    assert merge(pages).issues == ()
    assert merge([half, pages[2]]) == merge(pages) == merge([merge(pages), pages[1]])


def test_a_count_that_is_reached_ends_the_search_for_pages():
    pages = [paged(2, said("51"), others=[1, 3], declared_comment_count=2), Thread(comments=(said("52"),))]
    assert merge(pages).issues == ()


def test_issues_of_a_page_that_another_covers():
    cut = Issue(code="truncated", message="cut", grade="error", line=9)
    part = captured(1, said("61"), issues=(cut,))
    assert merge([part]).issues == (attrs.evolve(cut, line=None),)
    assert merge([part, captured(2, said("61"), said("62"))]).issues == ()
    assert [issue.code for issue in merge([part, captured(2, said("62"))]).issues] == ["truncated"]


def test_pages_of_two_posts_are_told():
    other = attrs.evolve(captured(2, said("71")), url="https://knots.example/2016/04/string")
    (issue,) = merge([captured(1, said("70")), other]).issues
    assert (issue.code, issue.message) == (
        "other-address",
        "merged with a page of another address, https://knots.example/2016/04/string",
    )


def test_nesting_is_no_limit():
    deep = [said(str(9001 + n), f"{n}", above=str(9000 + n) if n else None, depth=n) for n in range(5_000)]
    merged = merge([Thread(comments=tuple(deep)), Thread(comments=tuple(deep[:4_000]))])
    assert merged.comments == tuple(deep)


def test_time_is_linear():
    """Twenty times the comments take less than fifty times as long, in one list and among equal ones."""
    spent = []
    for size in (500, 10_000):
        chatty = tuple(said(str(n + 1), "+1") for n in range(size))
        numbered = tuple(said(str(9 * n + 40_000), f"text {n}") for n in range(size))
        started = time.perf_counter()
        merge(
            [Thread(comments=chatty), Thread(comments=chatty), Thread(comments=numbered), Thread(comments=numbered[9:])]
        )
        spent.append(time.perf_counter() - started)
    assert spent[1] < 50 * spent[0] + 0.5


# -- addresses -------------------------------------------------------------------------------------------------------

SAME = [
    "https://knots.example/2016/03/rope",
    "http://www.knots.example/2016/03/rope/",
    "https://m.knots.example/2016/03/rope/?m=1",
    "https://mobile.knots.example:443/2016/03/rope",
    "https://amp.knots.example/2016/03/rope?amp=1",
    "https://knots.example/2016/03/rope/amp/",
    "https://knots.example/2016/03/rope/comment-page-3/#comments",
    "https://knots.example/2016/03/rope?cpage=2#comment-99",
    "https://knots.example/2016/03/rope?replytocom=99#respond",
    "https://knots.example/2016/03/rope/?utm_source=feed&utm_medium=rss&fbclid=x&gclid=y",
    "https://knots.example/2016/03/rope/index.html",
    "https://knots.example/2016/03/rope/feed/atom/",
    "https://KNOTS.example//2016/03/rope",
    "https://web.archive.org/web/20170301000000/https://knots.example/2016/03/rope",
    "https://knots-example.cdn.ampproject.org/c/s/knots.example/2016/03/rope/amp/",
]
OTHER = [
    "https://knots.example/2016/03/ropes",
    "https://knots.example/2016/03/rope?p=7",
    "https://string.example/2016/03/rope",
    "https://knots.example:8080/2016/03/rope",
    "https://knots.example/",
]


def test_spellings_of_one_address_are_one_group():
    together, *others = group(Thread(url=url) for url in [*SAME, *OTHER])
    assert [thread.url for thread in together] == SAME
    assert [[thread.url for thread in alone] for alone in others] == [[url] for url in OTHER]


def test_threads_without_an_address_stand_alone():
    by_capture = Thread(capture=Capture(url=f"{URL}/amp"))
    assert [len(some) for some in group([Thread(), Thread(url=URL), Thread(), by_capture, Thread(url="cid:7")])] == [
        1,
        2,
        1,
        1,
    ]


@given(st.text(max_size=40), st.sampled_from(["", "http://", "https://knots.example/", "http://x/?"]))
def test_any_text_may_stand_for_an_address(text, before):
    address = canonical_address(before + text)
    assert address is None or canonical_address(address) == address
    page_number(before + text)


# -- real pages ------------------------------------------------------------------------------------------------------

needs_oracle = pytest.mark.skipif(not ORACLE.is_dir(), reason="the shared pages are not here")


def letters(name):
    """A name without what themes make typographic."""
    return re.sub(r"\W", "", name)


@needs_oracle
@pytest.mark.parametrize("theme", ["aam-classic", "aam-like", "twentytwelve", "twentytwentyfive", "twentyeleven"])
def test_the_pages_of_a_thread_make_the_whole_thread(theme):
    truths = [json.loads(path.read_text()) for path in sorted((ORACLE / theme).glob(f"{PAGED}.page*.truth.json"))]
    paths = sorted((ORACLE / theme).glob(f"{PAGED}.page*.html"))
    pages = [parse(path.read_bytes(), url=truth["url"]) for path, truth in zip(paths, truths, strict=True)]
    in_order = truths if truths[0]["settings"]["comment_order"] == "asc" else truths[::-1]
    want = [one for truth in in_order for one in truth["comments"]]
    merged = merge(pages)
    assert [letters(one.author.name) for one in merged.comments] == [letters(one["author"]) for one in want]
    assert [one.depth for one in merged.comments] == [one["depth"] - 1 for one in want]
    numbers = {str(one["id"]) for one in want}
    told = [(c.id, c.parent_id) for c in merged.comments if c.id in numbers]
    assert len(told) >= len(want) - 2, "the theme may print pings without numbers"
    parents = {str(one["id"]): str(one["parent"]) if one["parent"] else None for one in want}
    assert all(parents[number] == parent for number, parent in told)
    assert "paged" not in {issue.code for issue in merged.issues}
    assert merge([pages[-1], merge(pages[:-1])]) == merge(reversed(pages)) == merged
    assert group(pages) == [tuple(pages)]


@needs_oracle
@pytest.mark.parametrize("theme", ["kubrick--flat", "thesis-182", "twentyeleven"])
def test_ten_captures_of_a_growing_page_make_the_union(theme):
    path = next((ORACLE / theme).glob("coworker*.html"), None) or min((ORACLE / theme).glob("[b-z]*.html"))
    whole = parse(path.read_bytes(), url=URL)
    size = len(whole.comments)
    leaves = [one for one in whole.comments if not whole.replies(one) and one.id.isdigit()]
    deleted = {leaves[size // 9].id: 5, leaves[size // 7].id: 7, leaves[size // 5].id: 8}
    rank = {one.id: at for at, one in enumerate(sorted(whole.comments, key=lambda one: one.id.zfill(9)))}
    pages = []
    for day in range(10):
        shown = [
            one for one in whole.comments if rank[one.id] < size * (day + 1) / 10 and deleted.get(one.id, 10) > day
        ]
        pages.append(captured(day, *shown))
    merged = merge(pages)
    seen = {comment.id for page in pages for comment in page.comments}
    assert [comment.id for comment in merged.comments] == [one.id for one in whole.comments if one.id in seen]
    odd, even = merge(pages[1::2]), merge(pages[::2])
    assert merge([odd, even]) == merge([*pages[5:], merge(pages[:5])]) == merged
    assert {one.id: (one.last_seen - DAY).days for one in merged.comments if one.id in deleted and one.id in seen} == {
        number: day - 1 for number, day in deleted.items() if number in seen
    }
