"""Tables: what is read back is what was written, the schema is the model's, and no cell is more than text."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import threads
from threadkit import Answer, Author, Capture, Comment, Letter, Thread, dumps
from threadkit.bulk.convert import convert
from threadkit.serializers.sqlite import read_sqlite, write_sqlite
from threadkit.serializers.tables import arrow_schema, read_parquet, write_csv, write_parquet

PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SMALL = threads(PLAIN).filter(
    lambda thread: (
        max(thread.declared_comment_count or 0, (thread.capture and thread.capture.offset) or 0) < 2**63
        and all((issue.line or 0) < 2**63 for issue in thread.issues)
    )
)

HOSTILE = ['=HYPERLINK("http://x.example")', "+1", "-1+2", "@SUM(1)", "\t=1", "\r=1", " =1", "'=1", "＝1"]


def lines(*threads):
    return [f"{dumps(thread)}\n".encode() for thread in threads]


@pytest.fixture
def thread():
    comments = (
        Comment(id="7", author=Author(name="Wilma", url="http://w.example/"), text="Bees!"),
        Comment(id="9", parent_id="404", depth=1, text="Honey.", is_post_author=True),
    )
    return Thread(
        url="http://hive.example/bees",
        title="Bees",
        body=(Letter(text="May I?", signature="Buzz"), Answer(text="You may.", author=Author(name="Hive"))),
        comments=comments,
        capture=Capture(path="a.warc"),
    )


@settings(max_examples=25)
@given(st.lists(SMALL, max_size=3))
def test_parquet_gives_back_the_threads(tmp_path_factory, some):
    pytest.importorskip("pyarrow", reason="Parquet needs it")
    path = tmp_path_factory.mktemp("tables") / "all.parquet"
    write_parquet(lines(*some), path)
    assert list(read_parquet(path)) == some


@settings(max_examples=25)
@given(st.lists(SMALL, max_size=3))
def test_sqlite_gives_back_the_threads(tmp_path_factory, some):
    path = tmp_path_factory.mktemp("tables") / "all.sqlite"
    write_sqlite(lines(*some), path)
    assert list(read_sqlite(path)) == some


def test_what_a_table_can_not_hold_is_replaced(tmp_path):
    odd = Thread(title="bees \ud83d", declared_comment_count=7, comments=(Comment(id="1", text="\udc80"),))
    # No thread has such a number, but the lines may be another program's.
    written = [line.replace(b'count": 7', b'count": ' + str(2**70).encode()) for line in lines(odd)]
    write_sqlite(written, tmp_path / "all.sqlite")
    [found] = read_sqlite(tmp_path / "all.sqlite")
    assert (found.title, found.declared_comment_count, found.comments[0].text) == ("bees \ufffd", None, "\ufffd")


def test_the_schema_is_the_models():
    pytest.importorskip("pyarrow", reason="Parquet needs it")
    schema = arrow_schema()
    assert schema.names[:4] == ["thread", "schema", "url", "title"]
    assert [field.name for field in schema.field("comments").type.value_type][:3] == ["id", "parent_id", "depth"]
    comments = arrow_schema(explode="comments")
    assert comments.names[:7] == ["thread", "thread_url", "thread_title", "position", "id", "parent_id", "depth"]
    assert {"author", "author_url", "published", "published_utc"} <= set(comments.names)


def leaves(fields, before=""):
    """Path → type of all that a schema holds."""
    for field in fields:
        kind, path = field.type, before + field.name
        while hasattr(kind, "value_type"):
            kind, path = kind.value_type, f"{path}[]"
        if kind.num_fields:
            yield from leaves(kind, f"{path}.")
        else:
            yield path, str(kind)


@pytest.mark.parametrize(("heading", "explode"), [("threads", None), ("comments", "comments")])
def test_the_docs_have_every_column_with_its_type(heading, explode):
    pytest.importorskip("pyarrow", reason="Parquet needs it")
    page = (Path(__file__).parents[1] / "docs" / "convert.md").read_text(encoding="utf-8")
    section = re.search(rf"### The columns of {heading}\n(.*?)(?=^##|\Z)", page, re.DOTALL | re.MULTILINE)[1]
    told = {}
    for names, kind in re.findall(r"^\| (`.+?`) \| ([^|]+?) \|", section, re.MULTILINE):
        told |= dict.fromkeys(re.findall(r"`([^`]+)`", names), kind)
    assert told == dict(leaves(arrow_schema(explode=explode)))


def test_comments_as_rows(thread, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet needs it")
    write_parquet(lines(thread, Thread(), thread), tmp_path / "c.parquet", explode="comments")
    write_parquet(lines(thread), tmp_path / "t.parquet")
    name = parquet.read_table(tmp_path / "t.parquet")["thread"][0].as_py()
    rows = parquet.read_table(tmp_path / "c.parquet").to_pylist()
    assert [(row["thread"], row["position"], row["id"], row["parent_id"], row["author"]) for row in rows] == [
        (name, 0, "7", None, "Wilma"),
        (name, 1, "9", "404", None),
        (name, 0, "7", None, "Wilma"),
        (name, 1, "9", "404", None),
    ]


def test_an_instant_stands_only_where_the_page_gave_a_zone(tmp_path):
    first = '{"schema": 1, "comments": [{"id": "1", "published": "2015-03-01T10:00:00-05:00"}, '
    second = '{"id": "2", "published": "2015-03-01T10:00:00"}, {"id": "3", "published": "0001-01-01T00:00:00+05:00"}]}'
    from threadkit import loads

    write_sqlite(lines(loads(first + second)), tmp_path / "all.sqlite")
    with closing(sqlite3.connect(tmp_path / "all.sqlite")) as database:
        found = database.execute("SELECT published_utc FROM comments ORDER BY position").fetchall()
    assert found == [("2015-03-01T15:00:00+00:00",), (None,), (None,)]


def test_a_database_has_exchanges_search_and_keys(thread, tmp_path):
    write_sqlite(lines(thread), tmp_path / "all.sqlite")
    with closing(sqlite3.connect(tmp_path / "all.sqlite")) as database:
        assert database.execute("SELECT letter, letter_signature, answer, answer_author FROM exchanges").fetchall() == [
            ("May I?", "Buzz", "You may.", "Hive")
        ]
        query = "SELECT id FROM comments WHERE key IN (SELECT rowid FROM comments_fts WHERE comments_fts MATCH 'honey')"
        assert database.execute(query).fetchall() == [("9",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_stays_text(tmp_path, text):
    comment = Comment(id="1", author=Author(name=text), text=text)
    write_csv(lines(Thread(title=text, comments=(comment,))), tmp_path / "all.csv")
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["text"] == row["author"] == row["thread_title"] == f"'{text}"


def test_csv_has_a_row_for_each_comment(thread, tmp_path):
    write_csv(lines(thread), tmp_path / "all.csv")
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["id"], row["parent_id"], row["depth"], row["is_post_author"]) for row in rows] == [
        ("7", "", "0", ""),
        ("9", "404", "1", "true"),
    ]
    assert "html" not in rows[0]


def test_duckdb_has_both_tables(thread, tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="DuckDB files need it")
    (tmp_path / "in.jsonl").write_text(json.dumps(json.loads(dumps(thread))) + "\n")
    convert([tmp_path / "in.jsonl"], tmp_path / "all.duckdb", workers=0)
    with duckdb.connect(str(tmp_path / "all.duckdb")) as database:
        assert database.execute("SELECT title, len(comments) FROM threads").fetchall() == [("Bees", 2)]
        assert database.execute("SELECT author, text FROM comments ORDER BY position").fetchall() == [
            ("Wilma", "Bees!"),
            (None, "Honey."),
        ]


def test_what_is_there_to_choose(thread, tmp_path):
    from threadkit import ThreadkitError

    (tmp_path / "in.jsonl").write_text(dumps(thread) + "\n")
    with pytest.raises(ThreadkitError, match="only Parquet"):
        convert([tmp_path / "in.jsonl"], tmp_path / "all.csv", explode="comments")


def test_five_thousand_nested_replies_go_into_every_table(tmp_path):
    pytest.importorskip("pyarrow", reason="Parquet needs it")
    parents = [None, *map(str, range(4_999))]
    deep = Thread(
        comments=tuple(Comment(id=str(at), parent_id=parents[at], depth=at, text="no") for at in range(5_000))
    )
    write_parquet(lines(deep), tmp_path / "a.parquet")
    write_sqlite(lines(deep), tmp_path / "a.sqlite")
    write_csv(lines(deep), tmp_path / "a.csv")
    assert list(read_parquet(tmp_path / "a.parquet")) == list(read_sqlite(tmp_path / "a.sqlite")) == [deep]
