"""ConvoKit folders and JSON-LD: what they hold is a graph that hangs together."""

from __future__ import annotations

import json

import pytest

from threadkit import Answer, Author, Comment, Letter, Passage, Thread, dumps
from threadkit.bulk.convert import convert

FIRST = Thread(
    url="http://hive.example/bees",
    title="Bees",
    author=Author(name="Hive"),
    body=(Passage(text="A reader writes:"), Letter(text="May I?", signature="Buzz"), Answer(text="You may.")),
    comments=(
        Comment(id="7", author=Author(name="Wilma", url="http://w.example/"), text="Bees!", score=-3),
        Comment(id="8", parent_id="7", depth=1, author=Author(name="Otto"), text="Yes."),
        Comment(id="9", parent_id="404", depth=1, text="Honey."),
    ),
)
SECOND = Thread(title="Only an article", body=(Passage(text="News."), Passage(text="Wilma said: Bees!", kind="unread")))


@pytest.fixture
def jsonl(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text(f"{dumps(FIRST)}\n{dumps(SECOND)}\n", encoding="utf-8")
    return path


@pytest.fixture
def corpus(jsonl, tmp_path):
    out = tmp_path / "out.convokit"
    convert([], out, workers=0)  # what is there already, and ours, is replaced
    convert([jsonl], out, workers=0)
    assert not (tmp_path / "out.convokit.part").exists()
    return out


def content(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_corpus_has_its_five_files(corpus):
    names = ["conversations.json", "corpus.json", "index.json", "speakers.json", "utterances.jsonl"]
    assert sorted(path.name for path in corpus.iterdir()) == names
    assert {path.name: type(content(path)) for path in corpus.glob("*.json")} == dict.fromkeys(names[:-1], dict)


def test_a_corpus_hangs_together(corpus):
    utterances = [json.loads(line) for line in (corpus / "utterances.jsonl").read_text(encoding="utf-8").splitlines()]
    by_id = {utterance["id"]: utterance for utterance in utterances}
    assert len(by_id) == len(utterances) == 5
    conversations, speakers = content(corpus / "conversations.json"), content(corpus / "speakers.json")
    for utterance in utterances:
        assert utterance["conversation_id"] in conversations
        assert utterance["speaker"] in speakers
        parent = utterance["reply-to"]
        assert (parent is None) == (utterance["id"] == utterance["conversation_id"])
        assert parent is None or by_id[parent]["conversation_id"] == utterance["conversation_id"]
    assert [(one["text"], one["reply-to"], one["meta"].get("parent_id")) for one in utterances[:4]] == [
        ("A reader writes:\n\nMay I?\n\nYou may.", None, None),
        ("Bees!", "t0", None),
        ("Yes.", "t0.0", "7"),
        ("Honey.", "t0", "404"),
    ]
    assert [one["meta"].get("score") for one in utterances[:3]] == [None, -3, None]
    assert (utterances[4]["text"], [part["kind"] for part in utterances[4]["meta"]["body"]]) == (
        "News.",
        ["passage", "unread"],
    )
    assert speakers["author:Wilma"]["meta"] == {"name": "Wilma", "urls": ["http://w.example/"]}


def test_an_empty_corpus_is_one(tmp_path):
    (tmp_path / "style.css").write_text("p { margin: 0 }")
    convert([tmp_path / "style.css"], tmp_path / "out.convokit", workers=0)
    assert content(tmp_path / "out.convokit" / "conversations.json") == {}
    convert([tmp_path / "style.css"], tmp_path / "out.jsonld", workers=0)
    assert content(tmp_path / "out.jsonld")["@graph"] == []


def test_json_ld_has_questions_answers_and_comments(jsonl, tmp_path):
    convert([jsonl], tmp_path / "out.jsonld", workers=0)
    document = content(tmp_path / "out.jsonld")
    assert document["@context"] == "https://schema.org"
    page, article = document["@graph"]
    assert (page["@type"], article["@type"], article["articleBody"]) == ("QAPage", "Article", "News.")
    question = page["mainEntity"]
    assert (question["@type"], question["text"], question["author"]["name"]) == ("Question", "May I?", "Buzz")
    answer = question["acceptedAnswer"]
    assert (answer["text"], answer["author"]) == ("You may.", {"@type": "Person", "name": "Hive"})
    first, reply, orphan = page["comment"]
    assert reply["parentItem"] == {"@id": first["@id"]}
    assert (first["identifier"], first["author"]["url"]) == ("7", "http://w.example/")
    assert "parentItem" in orphan
    assert "parentItem" not in first
