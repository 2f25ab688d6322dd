"""Letter, answer, passage: the forms that columns take, each as a folder of blocks and what is in them.

A fixture is ``blocks.json`` (what a front end hands over), ``expected.json`` (the parts, fields that are None left
out) and ``meta.json`` (the page shape it stands for, the post's author and title).
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadkit.letters import Block, letter_writers, signs, split, voice, weights
from threadkit.model import Answer, Author, Comment, Letter, Part, Passage

FIXTURES = Path(__file__).parent / "fixtures" / "letters"
CASES = sorted(folder.name for folder in FIXTURES.iterdir() if folder.is_dir())
SHARED = Path(__file__).resolve().parents[2] / "shared"

FIELDS = ("heading", "label", "salutation", "text", "signature")


def load(name: str, file: str) -> Any:
    return json.loads((FIXTURES / name / file).read_text("utf-8"))


def block(facts: dict[str, Any]) -> Block:
    return Block(**{**facts, "styles": frozenset(facts.get("styles", ()))})


def plain(*texts: str) -> list[Block]:
    return [Block(text=text) for text in texts]


def told(part: Part) -> dict[str, Any]:
    """A part as the fixtures write it."""
    found = {name: value for name in FIELDS if (value := getattr(part, name, None)) is not None}
    if isinstance(part, Answer) and part.author:
        found["author"] = part.author.name
    return {"kind": type(part).__name__.lower(), **found}


def parts_of(name: str) -> tuple[Part, ...]:
    meta = load(name, "meta.json")
    author = Author(name=meta["author"]) if "author" in meta else None
    return split([block(facts) for facts in load(name, "blocks.json")], author=author, title=meta.get("title"))


def words(parts: tuple[Part, ...]) -> list[str]:
    fields = (getattr(part, name, None) for part in parts for name in FIELDS)
    return " ".join(value for value in fields if value).split()


# -- the forms ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_every_form_is_read_exactly(name: str) -> None:
    assert [told(part) for part in parts_of(name)] == load(name, "expected.json")


def test_there_are_thirty_forms_and_ten_without_a_letter() -> None:
    without = [name for name in CASES if all(part["kind"] == "passage" for part in load(name, "expected.json"))]
    assert len(CASES) >= 30
    assert len(without) >= 10


@pytest.mark.parametrize("name", [name for name in CASES if name != "furniture-between"])
def test_the_parts_give_back_the_whole_post_in_page_order(name: str) -> None:
    blocks = " ".join(facts["text"] for facts in load(name, "blocks.json"))
    assert words(parts_of(name)) == blocks.split()


def test_marked_parts_are_certain_and_inferred_parts_say_how_likely() -> None:
    for part in (part for name in CASES for part in parts_of(name) if not isinstance(part, Passage)):
        assert (part.basis == "marked") == (part.confidence == 1.0)


def test_a_part_joins_the_markup_of_its_blocks() -> None:
    parts = split(
        [
            Block(text="A reader writes:", html="<p>A reader writes:</p>"),
            Block(text="May I keep it?", html="<p>May I keep it?</p>", kind="quote"),
            Block(text="", html="<hr>", kind="rule"),
            Block(text="You may.", html="<p>You may.</p>"),
            Block(text="But wash it.", html="<p>But wash it.</p>"),
        ]
    )
    assert [part.html for part in parts] == [
        "<p>A reader writes:</p>",
        "<p>May I keep it?</p>",
        "<p>You may.</p>\n<p>But wash it.</p>",
    ]


def test_lines_that_are_paragraphs_keep_their_line_breaks() -> None:
    letter = "I keep bees on the roof and my landlord keeps a hammock there. They have met. Must I move them?"
    answer = "You must move one of the two, and the hammock is lighter. Offer your landlord a jar a month for it."
    parts = split(plain("A reader writes:", f"{letter}\n{answer}"))
    assert [part.text for part in parts] == ["A reader writes:", letter, answer]
    together = split(plain("A reader writes:", f"{letter}\n{letter}", answer))
    assert together[1].text == f"{letter}\n{letter}"


def test_an_update_by_its_title_needs_no_answer() -> None:
    text = "I asked for the window seat and I got it. My plants have doubled, and so has my mood. Thank you all!"
    parts = split(
        plain("Remember the reader who sat in the dark? Here's her update.", text), title="update: the window"
    )
    assert [type(part) for part in parts] == [Passage, Letter]


def test_a_name_that_answers_is_the_posts_author_or_a_guest() -> None:
    blocks = plain("Reader: May I nap at noon?", "Karla Benz: You may nap.", "Reader: And snore?", "Otto: Never.")
    parts = split(blocks, author=Author(name="Karla Benz", url="https://example.org/karla"))
    answers = [part for part in parts if isinstance(part, Answer)]
    assert answers[0].author == Author(name="Karla Benz", url="https://example.org/karla")


def test_nothing_in_nothing_out() -> None:
    assert split([]) == ()
    assert split([Block(text="", html="<hr>", kind="rule")]) == ()


# -- the model ----------------------------------------------------------------------------------------------------


def test_every_feature_has_its_weight() -> None:
    assert tuple(weights.TRAIT_WEIGHTS) == voice.TRAITS
    assert tuple(weights.TURN_WEIGHTS) == voice.TURNS
    assert tuple(weights.SIGN_WEIGHTS) == signs.SIGNS


def test_a_suggested_script_does_not_speak_for_the_letter() -> None:
    heard = voice.hear("Tell her, “I am sorry, I can't lend you my car,” and smile.")
    assert (heard.first, heard.second) == (0, 0)


def test_the_boundary_of_real_exchanges() -> None:
    data = SHARED / "data" / "dear_abby_dev.jsonl"
    if not data.exists():
        pytest.skip("needs the collected exchanges beside the repository")
    rows = [json.loads(line) for line in data.read_text("utf-8").splitlines()]
    rows = [row for row in rows if len(row["blocks"]) >= 4]
    right = 0
    for row in rows:
        parts = split(plain("A reader writes:", *row["blocks"]))
        answer = "\n\n".join(row["blocks"][row["answer_starts"] :])
        right += len(parts) == 3 and parts[2].text == answer
    assert right / len(rows) >= 0.96


def test_the_seed() -> None:
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("needs the seed beside the repository")
    body = seeds[0].read_text("utf-8").split("\n\n{ ")[0].split("\n\n")[1:]
    intro, letter, answer = split(plain(*(text.strip() for text in body)))
    assert isinstance(intro, Passage)
    assert letter.text.startswith("I applied for a job")
    assert letter.text.endswith("move on?")
    assert answer.text.startswith("I have a feeling")
    assert answer.text.endswith("from that angle.")


# -- any input ----------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "A reader writes:",
        "Dear Rosa,",
        "DEAR KID:",
        "Q:",
        "A. Yes.",
        "— Kid",
        "Sincerely,\nKid",
        "P.S. Thanks!",
        "1. Goats",
        "My goat ate my hat. What should I do?",
        "You should buy your goat a hat.",
        "* * *",
        "Karla:",
        "“",
        "?",
        "Advertisement",
        "Reader: Why?\nAnswer: Because.",
        "Who\n\nKnows",
        "Ünïcode – naïve…",
        "2) Hats",
        "Mein Hut, der hat drei Ecken.",
        "Another reader writes:",
        "Karla: No.",
        "From the Umpire:",
        "GENTLE READER: No.",
        "Standing: You don't.",
        "She sent me this:",
        "Hi Boss,",
        "Best,\nJo",
        "Editor's note: No goats were harmed.",
        "You may also like:",
    ]
)
_BLOCKS = st.builds(
    Block,
    text=_PIECES | st.text(max_size=40),
    kind=st.sampled_from(["paragraph", "heading", "quote", "list", "rule", "term", "definition", "table"]),
    level=st.sampled_from([None, 2, 3]),
    styles=st.sampled_from([frozenset(), frozenset({"bold"}), frozenset({"italic"})]),
    declared=st.sampled_from([None, None, None, "letter", "answer"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_BLOCKS, max_size=12), st.none() | st.text(max_size=20))
def test_no_word_is_lost_or_invented_whatever_comes(blocks: list[Block], title: str | None) -> None:
    parts = split(blocks, author=Author(name="Karla"), title=title)
    assert all(part.text for part in parts)
    assert Counter(words(parts)) == Counter(" ".join(one.text for one in blocks).split())


@pytest.mark.parametrize(
    "texts",
    [
        ["My goat sings. What should I do?"] * 4000,
        ["“" * 100_000, '"' * 99_999],
        ["Dear " * 20_000, "— " * 20_000, "A\n" * 20_000],
        ["1. Goats", "2. Hats"] * 2000,
        ["?" * 50_000, ". " * 50_000],
    ],
)
def test_hostile_posts_cost_linear_time(texts: list[str]) -> None:
    start = time.process_time()
    split(plain(*texts))
    assert time.process_time() - start < 2


_UNITS = (
    "A",
    "A ",
    "\u00a0",
    "-",
    "\n",
    ". ",
    "a ",
    ": ",
    "Dear ",
    "— ",
    "“",
    "reader ",
    "Q",
    "A\n",
    "A, ",
    "thanks ",
    "1. ",
)
_OPENINGS = ("", "Dear Rosa,", "A reader ", "From ", "Note ", "Here's ", "Remember the ", "Q: ", "Sincerely,", "read ")


def _cost_of(text: str, *, as_title: bool) -> float:
    start = time.process_time()
    if as_title:
        split(plain("Dear Rosa,", "I ask. May I?", "You may."), title=text)
    else:
        split(plain("A reader writes:", text, "You may."))
    return time.process_time() - start


@pytest.mark.parametrize("as_title", [False, True], ids=["paragraph", "title"])
def test_no_pattern_takes_more_than_linear_time(as_title: bool) -> None:
    for opening in _OPENINGS:
        for unit in _UNITS:
            for end in (":", "?"):
                short, long = (opening + unit * (size // len(unit)) + end for size in (4_000, 16_000))
                if (first := _cost_of(short, as_title=as_title)) < 0.004:
                    second = _cost_of(long, as_title=as_title)
                    assert second < 0.08, (opening, unit, end)
                else:
                    assert _cost_of(long, as_title=as_title) < 9 * first, (opening, unit, end)


# -- who wrote the letter -----------------------------------------------------------------------------------------

LETTER = [Letter(text="May I keep the goat?", signature="— Goatherd in Graz")]


def comment(text: str, name: str | None = "Kim", *, id: str = "1", **more: Any) -> Comment:  # noqa: A002 - the field's name
    return Comment(id=id, author=Author(name=name) if name else None, text=text, **more)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for answering my question! The goat is fine.",
        "OP here. The goat is a gift.",
        "Hi everyone, LW here!",
        "Letter writer here, with two things to add.",
        "I'm the OP, and no, it isn't my goat.",
        "I’m the letter-writer. Thank you all.",
        "Hello! I am the person who wrote in about the goat.",
        "This is my letter, and the goat says hello.",
        "Number two was my question.",
        "Thank you so much for publishing my letter, Rosa.",
    ],
)
def test_a_claim_in_so_many_words_counts(text: str) -> None:
    assert letter_writers([comment(text)], LETTER) == {"1"}


@pytest.mark.parametrize(
    "text",
    [
        "If I were the OP, I'd sell the goat.",
        "I'm not the OP but I own a goat.",
        "I'm the OP's sister.",
        "The OP here is wrong about goats.",
        "I think the letter writer should move.",
        "“OP here,” she will say, and nobody will believe it.",
        "> I'm the letter writer\nAre you, though?",
        "Thanks for answering, Rosa. :)",
        "That was my question too!",
        "I am a goat.",
    ],
)
def test_no_claim_counts_for_nothing(text: str) -> None:
    assert letter_writers([comment(text)], LETTER) == frozenset()


@pytest.mark.parametrize("name", ["OP", "LW", "LW2", "Letter Writer", "Jo (OP)", "Jo, the LW", "goatherd in graz"])
def test_a_name_can_be_the_claim(name: str) -> None:
    assert letter_writers([comment("The goat is fine.", name)], LETTER) == {"1"}


@pytest.mark.parametrize("name", ["Opal", "Bishop", "Ralwin", "Goatherd"])
def test_a_name_that_only_looks_like_one_is_none(name: str) -> None:
    assert letter_writers([comment("The goat is fine.", name)], LETTER) == frozenset()


def test_a_claim_carries_over_to_the_same_names_other_comments() -> None:
    thread = [comment("OP here!", "Jo", id="1"), comment("It bit me.", "Jo", id="2"), comment("Ouch.", "Kim", id="3")]
    assert letter_writers(thread, LETTER) == {"1", "2"}


@pytest.mark.parametrize("name", ["Anonymous", "anon for this", "Guest", None])
def test_a_name_that_anybody_uses_carries_nothing_over(name: str | None) -> None:
    thread = [comment("OP here!", name, id="1"), comment("It bit me.", name, id="2")]
    assert letter_writers(thread, LETTER) == {"1"}


def test_the_posts_author_is_never_the_letters_writer() -> None:
    thread = [comment("OP here!", "Rosa", id="1", is_post_author=True), comment("LW here.", "Rosa", id="2")]
    assert letter_writers(thread, LETTER) == {"2"}


def test_thanks_below_the_columnists_comment_are_for_that_comment() -> None:
    thread = [
        comment("I'd let it stay.", "Rosa", id="1", is_post_author=True),
        comment("Thanks for answering my question!", "Kim", id="2", parent_id="1", depth=1),
    ]
    assert letter_writers(thread, LETTER) == frozenset()


def test_without_a_letter_nobody_wrote_it() -> None:
    assert letter_writers([comment("OP here!")], []) == frozenset()


def test_the_seeds_letter_writer() -> None:
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("needs the seed beside the repository")
    pattern = re.compile(r"^ *\d+\. (.+?)\*.*\n\n((?:(?! *\d+\. .+\*).*\n)*)", re.MULTILINE)
    found = pattern.findall(seeds[0].read_text("utf-8"))
    thread = [comment(text, name, id=str(at)) for at, (name, text) in enumerate(found)]
    writers = letter_writers(thread, LETTER)
    assert [found[int(one)][0] for one in sorted(writers, key=int)] == ["XG", "XG"]
