"""Plain-text renderings: golden pages, the identity of text, random threads written and read, and what is no text."""

from __future__ import annotations

import random
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import threadkit
from threadkit import Author, Comment, ParseError, Thread, ThreadkitError
from threadkit.assembly import Ids
from threadkit.renderings import dialects, lexers, tree
from threadkit.renderings.lexers import LEXERS
from threadkit.renderings.lines import split_lines
from threadkit.serializers.text import _said

FIXTURES = Path(__file__).parent / "fixtures" / "renderings"
SEED = Path(__file__).parents[1].parent / "shared" / "seeds" / "000_5e13ff202a85502c.txt"


def read(folder):
    return (folder / "input.txt").read_bytes().decode("utf-8")


# -- golden pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", sorted(FIXTURES.iterdir()), ids=lambda folder: folder.name)
def test_golden(folder):
    found = attrs.evolve(threadkit.parse(read(folder)), layout=None)
    expected = threadkit.loads((folder / "expected.json").read_bytes())
    assert threadkit.to_dict(found) == threadkit.to_dict(expected)


@pytest.mark.parametrize("folder", sorted(FIXTURES.iterdir()), ids=lambda folder: folder.name)
def test_text_comes_back_byte_for_byte(folder):
    text = read(folder)
    thread = threadkit.parse(text)
    assert threadkit.to_text(thread) == text
    assert threadkit.to_text(threadkit.loads(threadkit.dumps(thread))) == text


@pytest.mark.parametrize("folder", sorted(FIXTURES.iterdir()), ids=lambda folder: folder.name)
def test_without_its_layout_a_thread_is_still_written_and_read_back(folder):
    thread = attrs.evolve(threadkit.parse(read(folder)), layout=None)
    written = threadkit.to_text(thread)
    again = threadkit.parse(written)
    assert _said(again) == _said(thread)
    assert threadkit.to_text(attrs.evolve(again, layout=None)) == written


def test_bytes_and_str_give_the_same_thread():
    text = read(FIXTURES / "german")
    assert threadkit.parse(text.encode("utf-8")) == threadkit.parse(text)


# -- the seed's facts --------------------------------------------------------------------------------------------------


@pytest.fixture
def seed():
    if not SEED.exists():
        pytest.skip("the shared seed lies beside a development checkout only")
    return SEED.read_bytes().decode("utf-8")


def test_seed(seed):
    thread = threadkit.parse(seed)
    assert thread.title == "company rejected me, then asked me to recommend a better-qualified candidate"
    (letter,), (answer,) = thread.letters, thread.answers
    assert letter.text.startswith("I applied for a job on a very big company")
    assert letter.text.endswith("should I just get over everything and move on?")
    assert answer.text.startswith("I have a feeling my answer is going to be unpopular")
    assert answer.text.endswith("it might help to look at it from that angle.")
    assert "\n\n1. By referring" in answer.text
    depths = [comment.depth for comment in thread.comments]
    assert [depths.count(depth) for depth in range(6)] == [29, 12, 10, 8, 3, 0]
    marked = [comment for comment in thread.comments if comment.is_post_author]
    assert [comment.author.name for comment in marked] == ["Ask a Manager"] * 7
    joey = thread.comment("15.2.3.2.1")
    assert joey.author.name == "Joey"
    assert thread.parent(joey).author.name == "Ask a Manager"
    assert thread.declared_comment_count == 67
    assert thread.comments_open is False
    assert [issue.code for issue in thread.issues] == ["count-mismatch"]
    assert [c.author.name for c in thread.comments if c.is_letter_writer] == ["XG", "XG"]


def test_seed_comes_back(seed):
    thread = threadkit.parse(seed)
    assert threadkit.to_text(thread) == seed
    assert threadkit.to_text(threadkit.loads(threadkit.dumps(thread))) == seed
    # Nor is the seed's own layout anything but the canonical one: without it, the same lines are written.
    plain = threadkit.to_text(attrs.evolve(thread, layout=None)).splitlines()
    assert [line for line in plain if line.startswith("  1. ")] == ["  1. Kimberlee*"]


# -- properties --------------------------------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        *["", "", "", " ", "\t tab", "\u00a0", "\x0c", "Title", "A reader writes:", "What should I do?", "You should."],
        *["{ 3 comments }", "Comments are closed.", "Reply", "    Reply", "1. typed", "    body", "      more body."],
        *[
            "  1. Ann*",
            "  2. Bob* Post author",
            "    1. Cy*",
            "      1. Di*",
            "  12. Ann*",
            "    1. item",
            "    2. item",
        ],
        *["  • Ann says:", "    • Bob on May 3, 2009 at 4:10 pm said:", "Ann May 3, 2009 at 4:10 pm", "May 4, 2010"],
        *[
            "by Ann on May 3, 2009",
            "  1. on May 3, 2009 at 4:10 pmAnn Said:",
            "  3. Pingback: x",
            "Posted by: Ann | 3.5.09",
        ],
        *["[thread] x", "[letter]", "\\[letter]"],
    ]
)
ENDINGS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", ""])
PAGES = st.lists(st.tuples(LINES, ENDINGS), max_size=40).map(lambda rows: "".join(line + end for line, end in rows))


@given(st.one_of(PAGES, st.text(), st.text(alphabet="ab1.•* \n\r\t:")))
def test_any_text_gives_a_thread_that_comes_back_or_a_plain_error(text):
    """Any text is read and written to the letter, or refused with a ThreadkitError."""
    try:
        thread = threadkit.parse(text, dialect="resiliparse")
    except ThreadkitError:
        return
    assert threadkit.to_text(thread) == text
    assert threadkit.loads(threadkit.dumps(thread)) == thread
    ids = [comment.id for comment in thread.comments]
    assert len(set(ids)) == len(ids)
    assert len(list(thread.walk())) == len(ids)


@given(st.binary())
def test_any_bytes_give_a_thread_or_a_plain_error(data):
    """Any bytes give a thread or a ThreadkitError."""
    try:
        threadkit.parse(data)
    except ThreadkitError:
        return


WORDS = st.text(alphabet="abc déЖ漢 \\[]*.1:\r", max_size=12)
TEXTS = st.lists(WORDS | LINES, max_size=6).map("\n".join)


@st.composite
def threads(draw):
    """Threads with nasty texts, as an HTML page or another program may give them."""
    comments: list[Comment] = []
    open_ids: list[str] = []
    for i in range(draw(st.integers(0, 8))):
        depth = draw(st.integers(0, len(open_ids)))
        orphan = depth > 0 and draw(st.booleans()) and draw(st.booleans())
        comment_id = f"c{i}"
        comments.append(
            Comment(
                id=comment_id,
                depth=depth,
                parent_id=None if orphan or not depth else open_ids[depth - 1],
                author=draw(st.none() | st.builds(Author, name=WORDS)),
                is_post_author=draw(st.sampled_from([True, False, None])),
                text=draw(TEXTS),
                kind=draw(st.sampled_from(["comment", "comment", "pingback", "trackback"])),
            )
        )
        # what hangs below an orphan is a branch of its own
        del open_ids[depth:]
        open_ids.append(comment_id)
    part = st.one_of(
        st.builds(threadkit.Passage, text=TEXTS),
        st.builds(threadkit.Letter, text=TEXTS, heading=st.none() | WORDS.filter(bool), signature=st.none() | WORDS),
        st.builds(
            threadkit.Answer, text=TEXTS, label=st.none() | WORDS, author=st.none() | st.builds(Author, name=WORDS)
        ),
    )
    return Thread(
        title=draw(st.none() | WORDS),
        author=draw(st.none() | st.builds(Author, name=WORDS)),
        body=tuple(draw(st.lists(part, max_size=4))),
        comments=tuple(comments),
        declared_comment_count=draw(st.none() | st.integers(0, 99)),
        comments_open=draw(st.sampled_from([True, False, None])),
    )


@given(threads())
def test_a_thread_from_elsewhere_is_read_back_from_its_text(thread):
    """parse(to_text(t)) has the title, letters, answers and comments of t, and writes the same text again."""
    text = threadkit.to_text(thread)
    again = threadkit.parse(text)
    assert _said(again) == _said(thread)
    assert threadkit.to_text(again) == text


def build(seed, comments):
    """A rendering in the seed's form, and the tree that it was made from."""
    rng = random.Random(seed)
    names = ["Ann", "Bo K.", "Upper Deck Drummer", "J.", "Ünal", "anon"]
    rows, lines, open_counts = (
        [],
        ["a title", "", "A reader writes:", "", "I have a question. What should I do?", ""],
        [],
    )
    lines += ["You should ask them.", "", f"{{ {comments} comments… read them below }}", ""]
    for _ in range(comments):
        depth = rng.randint(0, min(len(open_counts), 7)) if open_counts else 0
        del open_counts[depth + 1 :]
        open_counts += [0] * (depth + 1 - len(open_counts))
        open_counts[depth] += 1
        name, badge, pad = rng.choice(names), rng.random() < 0.1, "  " * depth
        body = [
            " ".join(rng.choices(["so", "it", "goes", "mostly"], k=rng.randint(1, 9))) for _ in range(rng.randint(1, 3))
        ]
        lines += [f"{pad}  {open_counts[depth]}. {name}*{' Post author' if badge else ''}", ""]
        for paragraph in body:
            lines += [f"{pad}    {paragraph}", ""]
        rows.append((depth, name, badge, "\n\n".join(body), ".".join(map(str, open_counts))))
    return "\n".join(lines), rows


@pytest.mark.parametrize("seed", range(25))
def test_random_tree_in_the_seed_form(seed):
    text, rows = build(seed, 1 + seed * 3)
    thread = threadkit.parse(text)
    marked = any(row[2] for row in rows)
    assert [(c.depth, c.author.name, c.is_post_author, c.text, c.id) for c in thread.comments] == [
        (depth, name, badge if marked else None, body, path) for depth, name, badge, body, path in rows
    ]
    assert threadkit.to_text(thread) == text
    assert not thread.issues


# -- sizes -------------------------------------------------------------------------------------------------------------


def test_five_thousand_nested_replies():
    lines = ["title", "", "{ 5000 comments }", ""]
    for depth in range(5_000):
        lines += [f"{'  ' * depth}  1. Ann{depth % 7}*", "", f"{'  ' * depth}    Deeper."]
        lines.append("")
    text = "\n".join(lines)
    thread = threadkit.parse(text)
    assert [comment.depth for comment in thread.comments] == list(range(5_000))
    assert threadkit.to_text(thread) == text
    again = threadkit.loads(threadkit.dumps(thread))
    assert again == thread
    assert sum(1 for _ in again.walk()) == 5_000
    assert len(threadkit.parse(threadkit.to_text(attrs.evolve(thread, layout=None))).comments) == 5_000


def test_twenty_thousand_comments_side_by_side():
    text = "title\n\n{ 20000 comments }\n\n" + "\n".join(f"  {n}. Ann*\n\n    Comment {n}.\n" for n in range(1, 20_001))
    thread = threadkit.parse(text)
    assert len(thread.comments) == 20_000
    assert thread.comments[-1].id == "20000"
    assert threadkit.to_text(thread) == text


# Mark-down numbers every item "1.": finding the next free id must not try all that are taken.
def test_two_thousand_comments_with_the_same_number(monkeypatch):
    class Counting(set):
        looks = 0

        def __contains__(self, one):
            Counting.looks += 1
            return super().__contains__(one)

    class Counted(Ids):
        def __init__(self, taken=()):
            super().__init__()
            self._taken = Counting(taken)

    monkeypatch.setattr(tree, "Ids", Counted)
    thread = threadkit.parse("title\n\n{ 2000 comments }\n\n" + "  1. Ann*\n\n    Mine too.\n\n" * 2_000)
    assert [comment.id for comment in thread.comments] == ["1", *(f"1~{n}" for n in range(2, 2_001))]
    assert Counting.looks <= 2 * 2_000


# -- what is no rendering ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "empty"),
        (b"", "empty"),
        (" \n\t\r\n\u00a0", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "binary"),
    ],
)
def test_refused_in_one_line(source, code):
    with pytest.raises(ParseError) as caught:
        threadkit.parse(source)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


def test_an_unknown_dialect_names_the_known_ones():
    with pytest.raises(ParseError, match=r"html, threadkit, .*html2text, .*resiliparse"):
        threadkit.parse("x", dialect="nothing")


def test_a_very_long_line_is_read():
    thread = threadkit.parse("word " * 400_000)
    assert thread.comments == ()
    assert len(thread.body[0].text) > 1_900_000


def test_html_read_as_text_on_request_comes_back():
    page = "<html><body><p>One</p><ol><li>Two</li></ol></body></html>"
    thread = threadkit.parse(page, dialect="resiliparse")
    assert threadkit.to_text(thread) == page


def test_strict_raises_for_what_is_lost_only():
    text = read(FIXTURES / "stars-and-post-author")
    assert threadkit.parse(text, strict=True).issues  # warnings are no errors


# -- edits -------------------------------------------------------------------------------------------------------------


def edited(thread, comment_id, **changes):
    comments = tuple(attrs.evolve(c, **changes) if c.id == comment_id else c for c in thread.comments)
    return attrs.evolve(thread, comments=comments)


def test_an_edited_text_stands_in_its_old_place():
    text = read(FIXTURES / "stars-and-post-author")
    changed = edited(threadkit.parse(text), "1.1.1", text="Ha.")
    assert threadkit.to_text(changed) == text.replace("Ha! I walked into that one. :)", "Ha.")


def test_an_edit_of_several_lines_keeps_the_indentation():
    text = read(FIXTURES / "stars-and-post-author")
    changed = edited(threadkit.parse(text), "5", text="Late.\n\nVery late.")
    assert "\n    Late.\n\n    Very late.\n" in threadkit.to_text(changed)


@pytest.mark.parametrize(
    "changes",
    [
        {"author": None},
        {"author": Author(name="Zoe")},
        {"is_post_author": True},
        {"text": "one\ntwo"},
        {"kind": "pingback"},
    ],
    ids=str,
)
def test_whatever_an_edit_changes_the_text_says(changes):
    changed = edited(threadkit.parse(read(FIXTURES / "stars-and-post-author")), "2", **changes)
    again = threadkit.parse(threadkit.to_text(changed))
    assert _said(again) == _said(attrs.evolve(changed, layout=None))


def test_a_removed_comment_is_not_written():
    thread = threadkit.parse(read(FIXTURES / "dates-in-the-header"))
    fewer = attrs.evolve(thread, comments=thread.comments[:-1])
    assert len(threadkit.parse(threadkit.to_text(fewer)).comments) == len(thread.comments) - 1


# -- the contract ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lexer", LEXERS, ids=lambda lexer: lexer.NAME)
@given(text=st.one_of(PAGES, st.text(alphabet="ab1.•*+-_#[](){}\\ \n\t:|")))
def test_every_lexer_keeps_the_contract(lexer, text):
    """A lexer claims or does not, and its lines say where in the text they stand; none fails."""
    assert isinstance(lexer.claims(text), bool)
    lines = lexer.lex(text)
    assert all(0 <= line.start <= len(text) and 0 <= line.text_at <= len(text) for line in lines)
    assert all(line.blank == (not line.text and not line.marker) for line in lines)


def test_lexers_have_names_of_their_own():
    assert dialects()[0] == "threadkit"
    assert dialects()[-1] == "resiliparse"
    assert len(set(dialects())) == len(dialects())


TOOLS = {
    "tool-resiliparse-full": "resiliparse",
    "tool-html2text": "html2text",
    "tool-html2text-wrap": "html2text",
    "tool-markdownify": "markdownify",
    "tool-inscriptis": "inscriptis",
    "tool-lynx": "lynx",
    "tool-lynx-80": "lynx",
    "tool-w3m": "w3m",
    "tool-w3m-80": "w3m",
    "tool-wet": "wet",
    "tool-bs4": "get_text",
    "tool-lexbor": "get_text",
    "tool-justext": "resiliparse",
}
"""A page as each tool prints it, and the lexer that must know it."""


def only_letters(text):
    return "".join(filter(str.isalpha, text))


@pytest.mark.parametrize(("folder", "dialect"), TOOLS.items())
def test_every_tool_says_the_same_of_one_page_or_nothing(folder, dialect):
    whole = threadkit.parse(read(FIXTURES / "tool-resiliparse-full"))
    thread = threadkit.parse(read(FIXTURES / folder))
    assert thread.dialect == dialect
    assert (thread.title, thread.author, thread.published) == (whole.title, whole.author, whole.published)
    assert [c.author for c in thread.comments] == [c.author for c in whole.comments]
    assert [c.published for c in thread.comments] == [c.published for c in whole.comments]
    for name in ("letter", "answer"):
        assert only_letters(getattr(thread, name).text) == only_letters(getattr(whole, name).text)
    assert [only_letters(c.text) for c in thread.comments] == [only_letters(c.text) for c in whole.comments]
    if any(issue.code == "depth-unknown" for issue in thread.issues):
        assert {(c.depth, c.parent_id) for c in thread.comments} == {(0, None)}
    else:
        assert [c.depth for c in thread.comments] == [c.depth for c in whole.comments]


def test_a_lexer_can_be_named():
    text = read(FIXTURES / "tool-html2text")
    assert threadkit.parse(text, dialect="justext").dialect == "justext"


def test_lexers_of_other_distributions_are_asked_first(monkeypatch):
    class Shouting:
        NAME = "shouting"

        def claims(self, text):
            return text.isupper()

        def lex(self, text):
            return split_lines(text.replace("#", "•"))

    class Point:
        name = "shouting"

        def load(self):
            return Shouting()

    monkeypatch.setattr(lexers, "entry_points_of", lambda group: [Point()] if group == "threadkit.lexers" else [])
    lexers.lexers.cache_clear()
    try:
        assert threadkit.parse("TITLE\n\nA LONG LINE, SINCE ALL IS SHOUTED HERE.").dialect == "shouting"
        assert threadkit.parse("A title").dialect == "resiliparse"
        monkeypatch.setattr(Shouting, "NAME", "lynx")
        lexers.lexers.cache_clear()
        with pytest.raises(ParseError, match="two lexers are called 'lynx'"):
            threadkit.parse("title")
    finally:
        lexers.lexers.cache_clear()


@pytest.mark.parametrize("line", ["[label] x", "[signature]"])
def test_a_tag_outside_of_a_part_is_a_plain_error(line):
    with pytest.raises(ParseError, match="stands outside of a part") as caught:
        threadkit.parse(f"[thread] t\n\n{line}\n")
    assert (caught.value.code, caught.value.line) == ("damaged", 3)


def test_tagged_text_with_more_than_it_says_comes_back():
    text = "[thread] t\n\n[comments] 3\n\n  nonsense\n"
    assert threadkit.to_text(threadkit.parse(text)) == text


# -- the reader --------------------------------------------------------------------------------------------------------

POST = """the kettle that whistles back

A reader writes:

I bought a kettle for the kitchen at work, and it whistles. The man beside it whistles back. What should I do?

You have a duet, and most kitchens have a microwave. I would buy a second kettle before I took the first one away.

"""


def says(n, name, words):
    return f"{name}\nMay {1 + n % 28}, 2011 at 9:{n % 60:02d} am\n{words}\n"


def test_what_cannot_be_read_below_an_introduction_is_kept_apart():
    """Nothing behind "61 Comments" is letter or answer, and nothing of it is lost."""
    rest = "\n\n".join(f"There was a kettle once, and it was the {n}th of its kind in that kitchen" for n in range(30))
    thread = threadkit.parse(f"{POST}61 Comments\n\n{rest}\n\nLeave a Reply\n\nYour name\n")
    assert not thread.comments
    assert thread.answer.text.endswith("the first one away.")
    unread = [part for part in thread.body if getattr(part, "kind", "body") == "unread"]
    assert [part.text for part in unread] == [rest]
    assert "unread-comments" in [issue.code for issue in thread.issues]
    assert thread.comments_open is True


@pytest.mark.parametrize(
    "text",
    [
        "Changes\n\nVersion 2.1 - May 3, 2019\n\nIt has a handle.\n\nVersion 2.0 - April 3, 2019\n\nIt is round.\n",
        'Values\n\n"made": 2019-05-03T10:00:00Z\n\nThe first.\n\n"changed": 2019-05-04T10:00:00Z\n\nThe second.\n',
        "A list of reasons\n\n  1. It was not mine, after all.\n\n  2. It was loud.\n\n  3. It sang in the night.\n",
        "Files\n\n  • src/a.c\n    Copyright: 2006-2020 Ann Lee\n\n  • src/b.c\n    Copyright: 2007-2020 Bob Lee\n",
        "What was done\n"
        + "\n".join(f"2025-06-24 14:36:{n:02d} status half-configured kettle:amd64 1.{n}" for n in range(40)),
    ],
    ids=["changelog", "values", "reasons", "licences", "log"],
)
def test_what_is_laid_out_like_comments_is_none(text):
    assert threadkit.parse(text).comments == ()


def test_a_few_people_may_write_a_thousand_comments():
    people = ["Ann", "Bob K.", "Cyd", "Dan", "Eve", "Fay", "Gil", "Hal", "Ida", "Jo"]
    rows = [
        says(n, people[n % 10], f"This is what was said for the {n}th time, and it was well said.")
        for n in range(1_000)
    ]
    thread = threadkit.parse(POST.replace("\n\n", "\n") + "1,000 comments\n" + "".join(rows))
    assert [c.author.name for c in thread.comments] == [people[n % 10] for n in range(1_000)]
    assert all(c.published for c in thread.comments)


def test_a_comment_that_would_add_one_thing_does_not_end_the_comments():
    rows = [says(n, name, "Right, but I'd add one thing.") for n, name in enumerate(["Ann", "Bob", "Cyd", "Dan"])]
    thread = threadkit.parse(POST.replace("\n\n", "\n") + "4 comments\n" + "".join(rows) + "Leave a Reply\nName\n")
    assert [c.text for c in thread.comments] == ["Right, but I'd add one thing."] * 4


@pytest.mark.parametrize(
    ("layout", "where"),
    [
        ("{name} on {time}\n\n{body}\n\n", "in one line"),
        ("{time}\n\n{name}\n\n{body}\n\n", "time first"),
        ("{body}\n\nPosted by: {name} | {time}\n\n", "below"),
        ("{name} wrote:\n\n{body}\n\n{time} | Permalink\n\n", "around"),
        ("by {name} (12{n}) on {time} Journal {n}\n\n{body}\n\nReply\n\n", "by, with more behind"),
        ("{name}\n\n{name}\n\n{time}\n\nReply\n\n{body}\n\n", "twice"),
        ("{name}\n\n14 05 20{n}\n\n{body}\n\n", "a stamp that is no date"),
    ],
    ids=lambda value: value if " " in value and "{" not in value else None,
)
def test_layouts(layout, where):
    """Wherever name and time stand, the records are read."""
    people = ["Ann", "Bob K.", "Cyd", "Dan", "Eve Moor", "Fay"]
    bodies = [f"This is what number {n} said of kettles, and it was well said." for n in range(6)]
    rows = [
        layout.format(name=name, time=f"May {n + 3}, 2011 at 9:1{n} am", body=body, n=n + 11)
        for n, (name, body) in enumerate(zip(people, bodies, strict=True))
    ]
    thread = threadkit.parse(f"{POST}6 comments\n\n{''.join(rows)}Leave a Reply\n")
    assert [c.author and c.author.name for c in thread.comments] == people, where
    assert [c.text for c in thread.comments] == bodies
    assert all(c.published_raw for c in thread.comments)


@pytest.mark.parametrize(
    "text",
    [
        "/srv/kettles/page-0001.html\n",
        "https://kettles.example/2011/05/\n",
        "id,name,score\n1,ann,3\n2,bob,4\n",
        '{"kettles": 4, "handles": [1, 2]}\n',
        "User-agent: *\nDisallow: /kettles/\nSitemap: https://kettles.example/map.xml\n",
        "\n".join(f"2025-06-24 14:36:{n:02d} status half-configured kettle:amd64 1.{n}" for n in range(40)),
    ],
    ids=["path", "address", "csv", "json", "robots", "log"],
)
def test_what_was_written_for_machines_is_no_thread(text):
    """No sentence stands in it. Whoever names the tool that made a text gets it read all the same."""
    with pytest.raises(ParseError, match="no sentence stands in it") as caught:
        threadkit.parse(text)
    assert caught.value.code == "not-a-thread"
    assert threadkit.parse(text, dialect="resiliparse").comments == ()


@pytest.mark.parametrize("text", ["A kettle", "Grüße", "ヤカンの話", "Who sings here?"])
def test_a_line_of_words_is_read(text):
    assert threadkit.parse(text).title == text


def test_a_list_of_posts_is_no_thread():
    rows = [
        f"Post {n}\n\n{'This post is long, and it is cut off in the middle of a kettle. ' * 3}\n\nRead more →\n\n"
        for n in range(4)
    ]
    with pytest.raises(ParseError, match="a list of posts") as caught:
        threadkit.parse("Kettles\n\n" + "".join(rows))
    assert caught.value.code == "not-a-thread"


def test_the_post_is_never_the_first_comment():
    text = (
        "a title that is long\nMay 1, 2011\n\nA reader writes:\n\n"
        + "I have a kettle, and it is mine alone. " * 20
        + "\n\n"
    )
    rows = [
        f"  {n + 1}. {name}\n    May {n + 3}, 2011\n\n    It is a fine kettle.\n\n"
        for n, name in enumerate(["Ann", "Bob", "Cyd"])
    ]
    thread = threadkit.parse(text + "".join(rows))
    assert [c.author.name for c in thread.comments] == ["Ann", "Bob", "Cyd"]


def test_a_numbered_heading_that_is_underlined_to_its_end_is_no_item():
    heading, _, item, _ = lexers.markdown.lex("2. Two kettles\n--------------\n1. An item above a rule\n---")
    assert (heading.heading, heading.marked, heading.text) == (True, False, "2. Two kettles")
    assert (item.heading, item.marked, item.text) == (False, True, "An item above a rule")
