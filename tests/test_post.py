"""Where the post is in a page: titles, bodies, bylines and dates of many page families, and what is no post's page."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from time import process_time

import pytest

from threadkit import parse, post
from threadkit.document import load
from threadkit.document.markup import inner_html
from threadkit.post.blocks import blocks_of

PAGES = Path(__file__).parent / "fixtures" / "pages"


def facts(found):
    blocks = []
    for block in found.blocks:
        marks = [",".join(sorted(block.styles))] if block.styles else []
        marks += [f"lead {block.lead}"] if block.lead else []
        marks += [f"declared {block.declared}"] if block.declared else []
        blocks.append([block.kind, block.text, *marks])
    return {
        "title": found.title,
        "author": found.author.name if found.author else None,
        "author_url": found.author.url if found.author else None,
        "published": found.published.isoformat() if found.published else None,
        "published_raw": found.published_raw,
        "blocks": blocks,
    }


@pytest.mark.parametrize("folder", sorted(PAGES.iterdir()), ids=lambda folder: folder.name)
def test_page_families(folder):
    """Each folder holds a page of one family, what is to be found in it, and why it is there."""
    found = post.read(load((folder / "input.html").read_bytes()))
    assert facts(found) == json.loads((folder / "expected.json").read_text("utf-8"))
    assert not [issue for issue in found.issues if issue.grade != "info"]
    assert found.listing is None


def read(page, **options):
    return post.read(load(page, url=options.pop("url", None)), **options)


# -- titles --------------------------------------------------------------------------------------------------------

BODY = "<div class=entry-content><p>A reader writes: my boss sings.</p></div>"
TITLED = [
    (
        "the heading that the title repeats",
        "<title>Ask Ann | My boss</title><h1>Ask Ann</h1><h3>My boss</h3>",
        "My boss",
    ),
    (
        "a longer site name",
        "<title>My cat | Ask Ann About Anything At All</title><h1>Ask Ann About Anything At All</h1><h2>My cat</h2>",
        "My cat",
    ),
    (
        "a declared title without a heading",
        (
            '<title>x</title><meta property="og:title" content="My cat | Ask Ann">'
            '<meta property="og:site_name" content="Ask Ann">'
        ),
        "My cat",
    ),
    ("the title element alone", "<title>My cat | Ask Ann</title>", "My cat"),
    (
        "site first, known from its frame",
        '<title>Ask Ann » My cat</title><div id="header"><h1>Ask Ann</h1></div>',
        "My cat",
    ),
    (
        "a title with a dash in it",
        "<title>My cat - a love story - Ask Ann</title><h1>My cat - a love story</h1>",
        "My cat - a love story",
    ),
    ("quotes differ", "<title>My &quot;cat&quot; | A</title><h1>My “cat”</h1>", "My “cat”"),
    (
        "an edit link and a permalink sign",
        "<title>My cat | A</title><h1>My cat <a href=#x>#</a> <span class=edit-link>Edit</span></h1>",
        "My cat",
    ),
    ("a heading without a title element", "<h1>My cat</h1>", "My cat"),
    ("a title over two lines", "<title>My cat and I | A</title><h1>My cat<br>and I</h1>", "My cat and I"),
    (
        "related posts are other titles",
        "<title>My cat | A</title><h1>My cat</h1><div class=related-posts><h2>My cat returns</h2></div>",
        "My cat",
    ),
    (
        "a title with tags in JSON-LD",
        (
            '<title>x</title><script type="application/ld+json">{"@type":"Article",'
            '"headline":"My <em>cat</em> &amp; I"}</script>'
        ),
        "My cat & I",
    ),
    (
        "broken JSON-LD",
        '<title>My cat | A</title><script type="application/ld+json">{"@type":</script><h1>My cat</h1>',
        "My cat",
    ),
    (
        "a section's heading beside a declared title",
        '<title>My cat - Ask Ann</title><meta property="og:title" content="My cat"><h2>First, the facts</h2>',
        "My cat",
    ),
    (
        "the page's own h1 beside another title",
        "<title>Ask Ann: advice on pets</title><h1>My cat sings at night</h1>",
        "My cat sings at night",
    ),
    (
        "a heading that says more than the declared title",
        (
            '<title>The cat that sings | A</title><meta property="og:title" content="The cat that sings">'
            "<h2>Sings</h2><h1>The cat that sings all night</h1>"
        ),
        "The cat that sings all night",
    ),
    ("a date behind the title", "<title>» My cat Ask Ann</title><h2>My cat <span>| 2024-03-10</span></h2>", "My cat"),
    (
        "a date in the title's element",
        "<title>My cat | A</title><h2>My cat March 3, 2024 9:10 AM Subscribe</h2>",
        "My cat",
    ),
    ("a host behind the title", "<title>My cat | A</title><h2>My cat (pets.example.org)</h2>", "My cat"),
    ("a forum's word", "<title>My cat | A</title><h1>Thread: My cat</h1>", "My cat"),
    (
        "spans that stand against each other",
        "<title>My cat | A</title><h1><span>My singing cat</span><span>And other pets</span></h1>",
        "My singing cat And other pets",
    ),
    (
        "an author's link beside the title",
        "<title>Ann Oak: My cat | A</title><h1>My cat</h1><h2><a href='http://a.example/oak'>Ann Oak</a></h2>",
        "My cat",
    ),
    ("nothing", "", None),
]


@pytest.mark.parametrize(("head", "title"), [row[1:] for row in TITLED], ids=[row[0] for row in TITLED])
def test_titles(head, title):
    found = read(f"<html>{head}{BODY}</html>")
    assert found.title == title
    assert [issue.code for issue in found.issues] == ["no-title"] * (title is None)


# -- authors and dates ---------------------------------------------------------------------------------------------

SIGNED = [
    ("a byline", "<p class=byline>by Ann Oak</p>", "Ann Oak"),
    ("a plain line", "<p>Posted by Ann Oak on May 3, 2009 at 4:10 pm</p>", "Ann Oak"),
    ("a dash and a time", "<p>Filed under: Work — Ann Oak @ 12:03 PM</p>", "Ann Oak"),
    ("a German line", "<p>von Ann Oak | 3. Mai 2009</p>", "Ann Oak"),
    ("a link to the author's page", '<p>3.5.2009 <a href="/author/ann">Ann Oak</a></p>', "Ann Oak"),
    ("a slogan is no byline", "<p>Of the people, by the people, for the people</p>", None),
    ("nobody", "<p>May 3, 2009</p>", None),
]


@pytest.mark.parametrize(("line", "name"), [row[1:] for row in SIGNED], ids=[row[0] for row in SIGNED])
def test_authors(line, name):
    found = read(f"<title>My cat | A</title><h1>My cat</h1>{line}{BODY}")
    assert (found.author.name if found.author else None) == name


DATED = [
    ("time element", '<time datetime="2009-05-03T16:10:00+02:00">May 3</time>', "2009-05-03T16:10:00+02:00", None),
    ("plain line", "<p>May 3, 2009 at 4:10 pm | 5 Comments</p>", "2009-05-03T16:10:00", "May 3, 2009 at 4:10 pm"),
    (
        "glued to its neighbour",
        "<p><span>May 3, 2009</span><span>59 Responses</span></p>",
        "2009-05-03T00:00:00",
        "May 3, 2009",
    ),
    ("the site's clock is not the post's", '<div id="header"><p class="date">June 1, 2026</p></div>', None, None),
    ("a cooking time is no date", '<p><time datetime="PT15M">15 min</time></p>', None, None),
    (
        "a later change is not the date",
        '<time class="updated" datetime="2011-01-01">x</time><p>May 3, 2009</p>',
        "2009-05-03T00:00:00",
        "May 3, 2009",
    ),
]


@pytest.mark.parametrize(("line", "at", "raw"), [row[1:] for row in DATED], ids=[row[0] for row in DATED])
def test_dates(line, at, raw):
    found = read(f"<html lang=en><title>My cat | A</title><h1>My cat</h1>{line}{BODY}")
    assert (found.published.isoformat() if found.published else None) == at
    assert found.published_raw == raw or raw is None


@pytest.mark.parametrize(
    ("first_reply", "month"),
    [(datetime(2017, 11, 5), 11), (datetime(2017, 4, 12), 4), (datetime(2018, 9, 1), None), (None, None)],
)
def test_swapped_day_and_month_are_decided_by_the_first_reply(first_reply, month):
    page = f"<html><title>My cat | A</title><h1>My cat</h1><p>11/04/17</p>{BODY}"
    found = read(page, first_reply=first_reply)
    assert (found.published.month if found.published else None) == month
    assert found.published_raw == "11/04/17"
    assert [issue.code for issue in found.issues] == ["ambiguous-date"] * (month is None)


# -- bodies --------------------------------------------------------------------------------------------------------


def _body(html):
    page = load(html).page
    body = page.tags.index("body") if "body" in page.tags else 0
    return page, body + 1 if page.children(body)[:1] == [body + 1] and page.ends[body] == page.ends[body + 1] else body


def texts(html, **options):
    return [block.text for block in blocks_of(*_body(html), **options)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div>a<br><br>b<br>c<br> <br><br>d</div>", ["a", "b\nc", "d"]),
        ("<div><i>a<br><br>b</i></div>", ["a", "b"]),
        ("<div>a<p>b</p>c<div>d</div>e</div>", ["a", "b", "c", "d", "e"]),
        ("<div><center><p>a</p></center><font>b<p>c</p>d</font></div>", ["a", "b", "c", "d"]),
        ("<div><table><tr><td><p>a</p></td><td>b</td></tr></table></div>", ["a", "b"]),
        ("<div><p>a</p><p>\xa0</p><p></p><script>x</script><p>b</p></div>", ["a", "b"]),
        ("<div><p>a</p><form action=/s><p>Search</p></form><form><p>b</p></form></div>", ["a", "b"]),
        ("<div><p>a</p><div hidden><p>x</p></div><p style='display: none'>y</p></div>", ["a"]),
        ("<div><p>a <a class='share-link'>Share</a><ul><li>b</li><li class=sharing>x</ul></div>", ["a", "• b"]),
        ("<div><figure><img alt='a shelf'><figcaption>My shelf.</figcaption></figure></div>", ["My shelf."]),
        ("<div><p>Tags: <a rel=tag href=/t>cats</a></p><p>a</p></div>", ["a"]),
        ("<div><p>a</p><p>Related:</p><ul><li><a href=/b>b</a><li><a href=/c>c</a></ul></div>", ["a"]),
        ("<div><p>My three favourites:</p><ul><li><a href=/b>b</a></ul></div>", ["My three favourites:", "• b"]),
        ("<div><p>a</p><p>This was posted on May 3 in <a rel='category tag' href=/c>c</a>.</p></div>", ["a"]),
        ("<div><p class=comment>My own remark.</p><div class=comments>Ann: hi</div></div>", ["My own remark."]),
        ("<div><!-- c -->a<!-- c --> b<!-- c --></div>", ["a b"]),
    ],
)
def test_blocks(html, expected):
    assert texts(html) == expected


def test_a_bodys_markup_is_kept_with_its_blocks():
    page, body = _body("<div>a <b>b</b><br><br>c<h2 id=x>d</h2></div>")
    before = inner_html(page, body)
    assert [block.html for block in blocks_of(page, body)] == ["<p>a <b>b</b></p>", "<p>c</p>", '<h2 id="x">d</h2>']
    assert inner_html(page, body) == before


def test_the_comments_are_no_part_of_the_body():
    page = load(
        f"<h1>My cat</h1><div class=post>{BODY}<ol id=x><li>A reader's long reply, longer than the post.</ol></div>"
    )
    area = page.page.ids.index("x")
    found = post.read(page, areas=[area])
    assert [block.text for block in found.blocks] == ["A reader writes: my boss sings."]


def test_no_body_is_an_issue():
    assert [issue.code for issue in read("<h1>My cat</h1>").issues] == ["no-body"]


# -- lists of posts ------------------------------------------------------------------------------------------------


def teaser(number, tag="h2"):
    title = f'<{tag} class=entry-title><a href="/p/{number}">A post, number {number}</a></{tag}>'
    return f'<div class="post hentry">{title}<p>It goes on for a while and then says: read more.</p></div>'


LISTS = [
    ("front page", "http://ann.example/", "home blog", "Ask Ann"),
    ("category", "http://ann.example/category/cats", "archive category", "cats | Ask Ann"),
    ("month", "http://ann.example/2009/05/", "", "May 2009 | Ask Ann"),
    ("search", "http://ann.example/?s=cat", "search search-results", "Search results for cat | Ask Ann"),
    ("second page", "http://ann.example/page/2", "", "Ask Ann - page 2"),
    ("no address, no classes", None, "", "Ask Ann"),
]


@pytest.mark.parametrize(("url", "classes", "title"), [row[1:] for row in LISTS], ids=[row[0] for row in LISTS])
def test_lists_of_posts_are_told(url, classes, title):
    posts = "".join(map(teaser, range(5)))
    page = f'<html><title>{title}</title><body class="{classes}"><h1>Ask Ann</h1>{posts}</body></html>'
    assert read(page, url=url).listing


@pytest.mark.parametrize("classes", ["", "single single-post postid-3", "page page-id-4"])
def test_a_post_with_more_posts_below_is_a_post(classes):
    more = "".join(map(teaser, range(5)))
    own = f"<h1>My cat</h1>{BODY}<h2>More posts</h2>{more}"
    page = f'<html><title>My cat | A</title><body class="{classes}">{own}</body></html>'
    found = read(page, url="http://ann.example/2009/05/my-cat")
    assert found.listing is None
    assert found.title == "My cat"
    assert [block.text for block in found.blocks] == ["A reader writes: my boss sings."]


# -- where the text begins and ends ----------------------------------------------------------------------------------

ONE = "My neighbour practises the bagpipes at six in the morning, and I work nights at the bakery."
TWO = "I have knocked, I have written, and I have sent a cake with a clock on it in green icing."
THREE = "Ask for hours in writing, and offer to pay for the first month of a room at the music school."
AD = "<div class=ad>Advertisement</div>"
REPLIES = (
    "<div id=comments><h3>2 Comments</h3><ol class=commentlist><li id=comment-1><cite>Bo</cite> says:<p>Ha.</p></li>"
)
REPLIES += "<li id=comment-2><cite>Al</cite> says:<p>Ho ho.</p></li></ol></div>"
WHOLE = [
    ("a box for each paragraph", AD.join(f"<div class=article-body><p>{text}</p></div>" for text in (ONE, TWO, THREE))),
    (
        "a builder's sections",
        "".join(f"<section class=row><div class=col><p>{text}</p></div></section>" for text in (ONE, TWO * 4, THREE)),
    ),
    (
        "the letter stands beside the box",
        f"<div class=letter><p>{ONE}</p></div><div class=entry-content><p>{TWO}</p><p>{THREE}</p></div>",
    ),
    ("a form around all of it", f"<form action='#'><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p><input name=q></form>"),
]


@pytest.mark.parametrize("body", [row[1] for row in WHOLE], ids=[row[0] for row in WHOLE])
def test_the_body_is_all_of_the_body(body):
    found = read(f"<title>Pipes | A</title><article><h1>Pipes</h1>{body}</article>")
    text = " ".join(block.text for block in found.blocks)
    assert [text.find(one) >= 0 for one in (ONE, TWO, THREE)] == [True] * 3
    assert "Advertisement" not in text
    assert not found.issues


def test_a_lead_in_the_titles_box_is_the_posts_and_its_small_print_is_not():
    lead = "A baker who works at night asks how to silence a piper, and whether cake is a good argument."
    found = read(
        f"<title>Pipes | A</title><article><header><h1>Pipes</h1><p class=dek>{lead}</p><p>By Ann Oak, May 3, 2012</p>"
        f"<p>Share this story with all of your friends, neighbours and enemies by e-mail: {ONE[:30]}</p></header>"
        f"<div class=entry-content><p>{ONE}</p><p>{TWO}</p></div></article>"
    )
    assert found.blocks[0].text == lead
    assert [block.text for block in found.blocks][-2:] == [ONE, TWO]
    assert found.author.name == "Ann Oak"
    assert found.published == datetime(2012, 5, 3)


def test_an_excerpt_above_the_text_is_not_said_twice():
    found = read(
        f"<title>Pipes | A</title><article><h1>Pipes</h1><div class=excerpt>{ONE} {TWO[:20]}…</div>"
        f"<div class=entry-content><p>{ONE}</p><p>{TWO}</p></div></article>"
    )
    assert [block.text for block in found.blocks] == [ONE, TWO]


def test_titles_of_other_posts_are_no_part_of_the_text():
    more = "".join(f"<div class=item><h3><a href=/{n}>Other {n}</a></h3><p>{TWO}</p></div>" for n in range(3))
    found = read(f"<title>Pipes | A</title><h1>Pipes</h1><div class=text><p>{ONE * 5}</p><p>{THREE}</p></div>{more}")
    assert [block.text for block in found.blocks] == [ONE * 5, THREE]


@pytest.mark.parametrize(
    "ending",
    [
        "<p>26 Comments</p>",
        "<h3>Comments</h3>",
        "<p>59 Responses to “Pipes”</p>",
        "<p>Comments RSS TrackBack Identifier URI</p>",
        "<h4>Trackbacks/Pingbacks</h4>",
        "<p>~ by Ann Oak on May 3, 2012</p>",
    ],
)
def test_what_a_theme_prints_below_the_text_is_not_the_posts(ending):
    found = read(f"<title>Pipes | A</title><div class=post><h2>Pipes</h2><p>{ONE}</p><p>{TWO}</p>{ending}</div>")
    assert [block.text for block in found.blocks] == [ONE, TWO]


def test_a_last_paragraph_about_comments_is_the_posts():
    last = "One response to that is silence."
    found = read(f"<title>Pipes | A</title><div class=post><h2>Pipes</h2><p>{ONE}</p><p>{TWO}</p><p>{last}</p></div>")
    assert found.blocks[-1].text == last


def test_the_post_ends_where_the_comments_begin():
    page = (
        f"<title>Pipes | A</title><div id=wrap><h2>Pipes</h2><p>{ONE}</p><p>{TWO}</p>{REPLIES}"
        f"<p>{THREE}</p><h3>Archives</h3><ul><li>May 2012</li></ul></div>"
    )
    thread = parse(page)
    assert [comment.text for comment in thread.comments] == ["Ha.", "Ho ho."]
    assert [part.text for part in thread.body] == [ONE, TWO]


def test_much_prose_outside_of_the_text_is_an_issue():
    boxes = "".join(f"<details><p>{text}</p><p>{text[::-1]}</p></details>" for text in (ONE, TWO, THREE))
    found = read(f"<title>Pipes | A</title><h1>Pipes</h1>{boxes}<div class=entry-content><p>{ONE}</p></div>")
    assert [issue.code for issue in found.issues] == ["text-outside"]


# -- who and when ----------------------------------------------------------------------------------------------------

TEXT = f"<div class=entry-content><p>{ONE}</p><p>{TWO}</p></div>"


@pytest.mark.parametrize(
    "name", [". .", "Super User", "No Author", "http://a.example/ann", "ann@a.example", "to save."]
)
def test_what_is_no_name_is_no_author(name):
    assert read(f'<meta name="author" content="{name}"><title>Pipes</title><h1>Pipes</h1>{TEXT}').author is None


@pytest.mark.parametrize(
    "small_print",
    [
        (
            "<aside class=meta><a rel=author href=/author/ann>Ann Oak</a>"
            " <time datetime=2012-05-03>3 May 2012</time></aside>"
        ),
        "<p class=tagline>sent by <a class=author href=/u/ann>Ann Oak</a> <time datetime=2012-05-03>x</time></p>",
        "<p class=byline>By Ann Oak, May 3, 2012</p>",
    ],
)
@pytest.mark.parametrize("box", ["article", "div class=header"])
def test_small_print_right_behind_the_title_counts_whatever_it_stands_in(small_print, box):
    found = read(f"<title>Pipes</title><article><{box}><h1>Pipes</h1>{small_print}</{box.split()[0]}>{TEXT}</article>")
    assert found.author.name == "Ann Oak"
    assert found.published.date().isoformat() == "2012-05-03"


def test_a_byline_beats_the_publisher_that_the_head_names():
    head = '<meta name="author" content="Piper Media"><meta property="og:site_name" content="Piper">'
    assert read(f"<title>Pipes</title>{head}<h1>Pipes</h1><p>By Ann Oak</p>{TEXT}").author.name == "Ann Oak"
    assert read(f"<title>Pipes</title>{head}<h1>Pipes</h1>{TEXT}").author.name == "Piper Media"


@pytest.mark.parametrize(
    "said",
    [
        "<p class=byline>By Ann Oak and Bo Elm</p>",
        (
            '<script type="application/ld+json">'
            '{"@type":"Article","author":[{"name":"Ann Oak"},{"name":"Bo Elm"}]}</script>'
        ),
    ],
)
def test_several_authors_are_said(said):
    found = read(f"<title>Pipes</title><h1>Pipes</h1>{said}{TEXT}")
    assert found.author.name == "Ann Oak"
    assert [issue.code for issue in found.issues] == ["several-authors"]
    assert "Ann Oak, Bo Elm" in found.issues[0].message


def test_a_date_behind_the_text_that_the_head_does_not_confirm_is_another_posts():
    head = '<meta property="article:published_time" content="2012-05-03T09:00:00Z">'
    found = read(f"<title>Pipes</title>{head}<article><h1>Pipes</h1>{TEXT}<p class=date>12 October 2020</p></article>")
    assert found.published.date().isoformat() == "2012-05-03"
    shown = "<p>May 3, 2012</p>"
    found = read(f"<title>Pipes</title><article><h1>Pipes</h1>{shown}{TEXT}<p class=date>12 October 2020</p></article>")
    assert found.published.date().isoformat() == "2012-05-03"


def test_a_forums_thread_is_of_whoever_wrote_its_first_post():
    posts = "".join(
        f"<div class=post id=p{n}><div class=postbody><p class=author>by <strong><a class=username>{name}</a></strong>"
        f" » Tue May 0{n}, 2012 9:10 am</p><div class=content>{text}</div></div><dl class=postprofile></dl></div>"
        for n, name, text in ((1, "Ann", ONE), (2, "Bo", TWO), (3, "Ann", THREE))
    )
    rules = f"<div><p>You cannot post new topics in this forum, and nobody else can either.</p><p>{ONE[::-1]}</p></div>"
    thread = parse(f"<title>Pipes - Board</title><h2>Pipes</h2>{posts}{rules}")
    assert thread.dialect == "phpbb"
    assert thread.author.name == "Ann"
    assert len(thread.comments) == 3
    assert not thread.body
    assert not [issue for issue in thread.issues if issue.code == "no-body"]


LINKS = "".join(f"<h3><a href=/{n}>Another matter {n}</a></h3>" for n in range(4))


@pytest.mark.parametrize(
    ("head", "text", "is_list"),
    [
        ('<meta property="og:type" content="article">', ONE, False),
        ('<meta property="article:published_time" content="2012-05-03">', ONE, False),
        ("", ONE * 9, False),
        ("", ONE, True),
        ('<meta property="og:type" content="website">', ONE, True),
    ],
)
def test_a_declared_article_or_a_dominant_text_outweighs_linked_headings(head, text, is_list):
    page = f"<title>Ask Wren: advice</title>{head}<body><div><h1>Help! Pipes!</h1><p>{text}</p></div><div>{LINKS}</div>"
    assert (read(page).listing is not None) == is_list


def test_a_front_page_of_long_texts_stays_none():
    posts = "".join(f"<article><h2><a href=/{n}>Matter {n}</a></h2><p>{ONE * 9}</p></article>" for n in range(4))
    assert read(f"<title>Ask Wren</title><body><h1>Ask Wren</h1>{posts}").listing


def test_a_run_of_many_boxes_and_titles_takes_linear_time():
    def spent(size):
        boxes = f"<div class=article-body><h3>Part</h3><p>{ONE}</p></div>" * size
        page = load(f"<title>Pipes</title><body><h1>Pipes</h1>{boxes}")
        start = process_time()
        assert len(post.read(page, keep_html=False).blocks) == 2 * size
        return process_time() - start

    spent(50)
    assert spent(4_000) < 12 * spent(1_000)
