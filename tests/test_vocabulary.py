"""The words of themes: each is written down once, and HTML pages, renderings and exports all know it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import threadkit
from threadkit.comments.learning.author_names import is_badge, name_in_line
from threadkit.renderings.headers import normalise, says
from threadkit.renderings.record import REPLY_LINK
from threadkit.vocabulary import calendar, words
from threadkit.vocabulary.patterns import WEEKDAY, any_of, words_of

SOURCE = Path(__file__).parents[1] / "src" / "threadkit"
TABLES = {name: getattr(words, name) for name in words.__all__ if name.isupper()}
PATTERNS = {"CLOSED_COMMENTS", "OPEN_COMMENTS", "COMMENT_ON", "COMMENTS_ON", "MORE", "MORE_COMMENTS"}
BY = list(words_of(words.BY, words.BYLINES))


def row(table, language):
    return re.split(r"\s*,\s*", table[language])


@pytest.mark.parametrize("name", TABLES.keys() - PATTERNS)
def test_a_language_has_each_word_once(name):
    for language in TABLES[name]:
        found = row(TABLES[name], language)
        assert len(found) == len({*map(str.casefold, found)}), language
        assert all(word == word.strip() and word for word in found), language


def test_languages_are_known_to_the_calendar():
    assert {language for table in TABLES.values() for language in table} - {""} <= {
        "nb" if language == "no" else language for language in calendar.MONTHS
    }


@pytest.mark.parametrize("verb", [verb.removesuffix("*") for verb in words_of(words.SAYS)])
def test_html_and_renderings_know_the_same_verbs(verb):
    assert name_in_line(f"Ann {verb}:") == "Ann"
    assert says(f"Ann {verb}:").author == "Ann"
    assert says(f"Ann {verb}...").author == "Ann"


def test_a_name_that_looks_like_a_short_verb_stays():
    assert name_in_line("by Mario Sa") == "Mario Sa"


@pytest.mark.parametrize("badge", list(words_of(words.POST_AUTHOR_BADGES)))
def test_html_and_renderings_know_the_same_badges(badge):
    printed = badge[0].upper() + badge[1:]
    assert is_badge(badge)
    assert is_badge(f"({printed})")
    assert normalise(f"Ann {printed}").badge
    assert normalise(f"Ann {printed}").text == "Ann"


@pytest.mark.parametrize("word", list(words_of(words.AUTHOR_WORDS)))
def test_the_bare_word_is_a_badge_alone_or_in_brackets(word):
    printed = word.capitalize()
    assert is_badge(printed)
    assert normalise(f"Ann ({printed})").badge
    assert not normalise(f"Ann the {word}").badge


def test_a_sentence_about_the_author_is_no_badge():
    assert not normalise("Thank the author of the post").badge


@pytest.mark.parametrize("by", BY)
def test_html_and_renderings_know_the_same_bylines(by):
    text = (
        "Tea goes cold, and nobody knows why it does so in this house more often than in all others of the street, " * 3
    )
    page = (
        f"<title>Cold tea</title><h1>Cold tea</h1><p>{by} Ann Roe, 2009-05-03</p><div class=entry><p>{text}</p></div>"
    )
    rendering = f"Cold tea\n\n{by} Ann Roe, 2009-05-03\n\n{text}\n\n2 comments\n\n  1. Bob says:\n\n     Yes.\n"
    assert threadkit.parse(page).author.name == "Ann Roe"
    assert threadkit.parse(rendering).author.name == "Ann Roe"


@pytest.mark.parametrize(
    ("language", "title", "name"),
    [
        ("en", "comment on tea by Anna von Trapp", "Anna von Trapp"),
        ("de", "kommentar zu tea von Ida by Sea", "Ida by Sea"),
    ],
)
def test_a_byline_in_a_title_is_of_the_titles_language(language, title, name):
    fitting = {other: found for other, one in words.COMMENT_ON.items() if (found := re.fullmatch(one, title))}
    assert {other: (found["title"], found["name"]) for other, found in fitting.items()} == {language: ("tea", name)}


@pytest.mark.parametrize("link", list(words_of(words.REPLY_LINKS)))
def test_the_links_below_a_comment_are_known(link):
    assert REPLY_LINK.fullmatch(link.capitalize())


def test_weekdays_are_those_of_the_calendar():
    weekday = re.compile(WEEKDAY, re.IGNORECASE)
    for language in words.SAYS:
        assert all(map(weekday.fullmatch, calendar.WEEKDAY_NAMES[language].split(","))), language


def test_longer_words_come_first_and_stars_are_endings():
    pattern = re.compile(any_of({"en": "reply, reply to", "ru": "отзыв*", "fr": "l’article"}))
    assert [found.group() for found in pattern.finditer("reply to, отзывов, l'article")] == [
        "reply to",
        "отзывов",
        "l'article",
    ]


def strings(path):
    """The strings of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


@pytest.mark.parametrize("room", ["post", "comments", "renderings", "archives", "dates"])
def test_no_room_has_words_of_its_own_for_what_the_vocabulary_holds(room):
    foreign = {
        word.removesuffix("*")
        for table in (words.SAYS, words.POST_AUTHOR_BADGES, calendar.WEEKDAY_NAMES)
        for language, found in table.items()
        if language != "en"
        for word in re.split(r"\s*,\s*", found)
        if len(word) > 5
    }
    said = {
        (path.name, word)
        for path in (SOURCE / room).rglob("*.py")
        for text in strings(path)
        for word in foreign
        if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
    }
    assert not said
