"""Pseudonyms: nobody's name is left anywhere, and the graph of replies stays."""

from __future__ import annotations

import re
import time

import attrs
import pytest

from threadkit import Answer, Author, Capture, Comment, Layout, Letter, Passage, Thread, ThreadkitError, batches, dumps
from threadkit.bulk.convert import convert
from threadkit.bulk.pseudonyms import pseudonym, pseudonymize

NAMES = ["Wilma", "Otto Kettle", "Dr. Bee*", "Zoë", "Kettle & Daughter", "Hive"]


def thread():
    authors = [Author(name=name, url=f"http://{at}.example/") for at, name in enumerate(NAMES)]
    comments = [Comment(id=str(at), author=author, text=f"I am {author.name}.") for at, author in enumerate(authors)]
    text = '@wilma: as Otto Kettle said, "Zoë’s honey", and @otto and @ZOË agree. Wilmas, ottoman. Thanks Dr. Bee*!'
    comments.append(Comment(id="9", parent_id="0", depth=1, author=authors[1], text=text, html="<p>Wilma</p>"))
    return Thread(
        title="Wilma asks",
        author=authors[-1],
        body=(
            Passage(text="Wilma writes:", html="<p>Wilma"),
            Letter(text="Dear all", salutation="Dear Hive,", signature="Zoë"),
            Answer(text="Kettle & Daughter can help.", label="Hive:", author=authors[-1]),
        ),
        comments=tuple(comments),
        layout=Layout(pieces=("Wilma",)),
    )


def test_no_name_is_left():
    line = dumps(pseudonymize(thread(), "secret"))
    for name in NAMES:
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line), name
    assert "@wilma" not in line
    assert "@otto" not in line
    assert "@ZOË" not in line
    assert "Wilmas, ottoman." in line


def test_the_graph_stays_and_the_key_decides_the_names():
    one, again, other = (pseudonymize(thread(), key) for key in ("secret", "secret", "another"))
    assert one == again
    shape = [(comment.id, comment.parent_id, comment.depth) for comment in thread().comments]
    for found in (one, other):
        assert [(comment.id, comment.parent_id, comment.depth) for comment in found.comments] == shape
    assert one.comments[1].author == one.comments[6].author
    assert not {c.author.name for c in one.comments} & {c.author.name for c in other.comments}
    assert all(comment.author.url is None for comment in one.comments)


def test_a_mention_gets_the_same_pseudonym():
    found = pseudonymize(thread(), "secret")
    wilma, otto = found.comments[0].author.name, found.comments[1].author.name
    assert found.comments[6].text.startswith(f"@{wilma}: as {otto} said, ")
    assert f"and @{otto} and @{found.comments[3].author.name} agree" in found.comments[6].text


def test_names_in_addresses_go_too():
    where = "https://www.zoë.example/otto-kettle/2015/otto_kettle/OttoKettle?q=otto+kettle#ottoman"
    found = pseudonymize(attrs.evolve(thread(), url=where, capture=Capture(url=where, path=where)), "secret")
    otto, zoe = found.comments[1].author.name, found.comments[3].author.name
    assert found.url == f"https://www.{zoe}.example/{otto}/2015/{otto}/{otto}?q={otto}#ottoman"
    assert found.capture == Capture(url=found.url, path=found.url)


def test_a_first_word_of_two_authors_is_nobodys():
    two = Thread(
        comments=tuple(
            Comment(id=name, author=Author(name=name), text="@otto") for name in ("Otto Kettle", "Otto Spoon")
        )
    )
    assert [comment.text for comment in pseudonymize(two, "secret").comments] == ["@otto", "@otto"]


def test_spellings_of_a_name_are_one_person():
    assert pseudonym("ZOË  B", "k") == pseudonym("zoe\u0308 b", "k")
    assert re.fullmatch(r"person-[a-z2-7]{12}", pseudonym("\ud800", "k"))


def test_a_thread_without_authors_is_left_alone():
    nobody = Thread(title="Wilma", comments=(Comment(id="1", text="Wilma"),))
    assert pseudonymize(nobody, "secret") == nobody


def test_many_names_and_a_long_text_cost_what_they_are_long():
    many = tuple(Comment(id=str(at), author=Author(name=f"Reader Number {at}"), text="") for at in range(5_000))
    said = attrs.evolve(many[0], text="Reader Number " * 50_000)
    begin = time.perf_counter()
    pseudonymize(Thread(comments=(said, *many[1:])), "secret")
    assert time.perf_counter() - begin < 5


def test_a_conversion_leaves_no_name(tmp_path):
    (tmp_path / "in.jsonl").write_text(dumps(thread()) + "\n")
    for ending in ("jsonl", "csv", "sqlite"):
        out = tmp_path / f"out.{ending}"
        convert([tmp_path / "in.jsonl"], out, workers=0, pseudonymize="a long and random key")
        assert b"Otto Kettle" not in out.read_bytes()
        assert b"person-" in out.read_bytes()


@pytest.mark.parametrize("key", ["ключ", "\udc80", "a b"])
def test_any_text_is_a_key(key):
    assert pseudonymize(thread(), key).author.name == pseudonym("Hive", key)


@pytest.mark.parametrize("key", ["", "\n", " \t"])
def test_an_empty_key_is_refused_wherever_it_is_given(tmp_path, key):
    (tmp_path / "in.jsonl").write_text(f"{dumps(thread())}\n")
    for use in (
        lambda: convert([tmp_path / "in.jsonl"], tmp_path / "out.jsonl", workers=0, pseudonymize=key),
        lambda: batches([], pseudonymize=key),
        lambda: pseudonymize(thread(), key),
        lambda: pseudonymize(Thread(), key),
        lambda: pseudonym("Hive", key),
    ):
        with pytest.raises(ThreadkitError, match="the key of the pseudonyms is empty"):
            use()
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_short_key_is_warned_of_where_it_was_given(tmp_path):
    for use in (
        lambda: convert([], tmp_path / "out.jsonl", workers=0, pseudonymize="é" * 7),
        lambda: batches([], pseudonymize="é" * 7),
    ):
        with pytest.warns(UserWarning, match="has 14 bytes and can be found by trial") as warned:
            use()
        assert [warning.filename for warning in warned] == [__file__]
    convert([], tmp_path / "out.jsonl", workers=0, pseudonymize="é" * 8)
