"""The recipes of the docs do what they say: each is run as it stands there, where its tool is installed."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

import threadkit
from crawls import PAGES, members, warc_records
from docs_code import DOCS, code, run, sections
from threadkit.bulk.convert import convert

pytestmark = pytest.mark.filterwarnings("ignore")  # those of other people's libraries

TALK = """the kettle sings

A reader writes:

It sings whenever I whistle. May I whistle back?

You may.

{ 2 comments }

  1. Wilma*

    Mine too.

    1. Otto*

      Mine hums.
"""


RECIPES = sections("recipes.md")
ENGINES = sections("spark.md")


@pytest.fixture
def crawl(tmp_path, monkeypatch):
    """A folder as the recipes have it, and where they run."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "crawl"
    folder.mkdir()
    for at in range(2):
        (folder / f"{at}.warc.gz").write_bytes(members(warc_records(PAGES[3 * at : 3 * at + 3])))
    (folder / "talk.txt").write_text(TALK)
    return sorted(folder.iterdir())


TITLES = [*(f"Letter {at}" for at in range(1, 7)), "the kettle sings"]


def test_every_recipe_is_tested():
    assert set(RECIPES) == {
        *("pandas", "DuckDB", "SQLite and Datasette", "Hugging Face datasets", "ConvoKit", "Scrapy"),
    }


def test_pandas(crawl):
    pytest.importorskip("pandas", reason="the recipe needs it")
    convert(crawl, "comments.parquet", workers=0, explode="comments")
    found = run(code(RECIPES["pandas"]))
    assert found["busiest"].to_dict() == {"Reader 0": 6, "Reader 1": 6, "Reader 2": 6, "Otto": 1, "Wilma": 1}
    assert list(found["length"].index) == [False]  # the columnist takes no part
    assert found["replies"].to_dict() == {("Otto", "Wilma"): 1}


def test_duckdb(crawl):
    duckdb = pytest.importorskip("duckdb", reason="the recipe needs it")
    convert(crawl, "threads.parquet", workers=0)
    convert(crawl, "comments.parquet", workers=0, explode="comments")
    busiest, letters, issues = filter(str.strip, code(RECIPES["DuckDB"], "sql")[0].split(";"))
    found = duckdb.sql(busiest).fetchall()
    assert sorted(found[:6]) == [(title, 3, 0) for title in TITLES[:6]]
    assert found[6:] == [(TITLES[6], 2, 1)]
    assert [title for title, _, _ in duckdb.sql(letters).fetchall()] == TITLES
    assert duckdb.sql(issues).fetchall() == []
    joined = "SELECT count(*) FROM 'comments.parquet' JOIN 'threads.parquet' USING (thread)"
    assert duckdb.sql(joined).fetchall() == [(20,)]


def test_sqlite_and_datasette(crawl):
    convert(crawl, "threads.sqlite", workers=0)
    replies, search = filter(str.strip, code(RECIPES["SQLite and Datasette"], "sql")[0].split(";"))
    with closing(sqlite3.connect("threads.sqlite")) as database:
        assert database.execute(replies).fetchall() == [("Wilma", "Otto", 1)]
        assert database.execute(search).fetchall() == []
        assert database.execute(search.replace("whistle", "hums")).fetchall() == [("Otto", "Mine hums.")]
    datasette = pytest.importorskip("datasette.app", reason="the recipe needs it")
    [command] = code(RECIPES["SQLite and Datasette"], "console")
    address = re.search(r"http://[^/]+(/[^']+)", command)[1]

    async def ask():
        return await datasette.Datasette(["threads.sqlite"]).client.get(address)

    served = asyncio.run(ask()).json()
    assert [row["title"] for row in served] == TITLES


def test_datasets(crawl, monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    pytest.importorskip("datasets", reason="the recipe needs it")
    convert(crawl, "threads.parquet", workers=0)
    found = run(code(RECIPES["Hugging Face datasets"]))
    assert [len(row["letters"]) for row in found["letters"]] == [1] * 7
    threads = [threadkit.from_dict(row) for row in found["threads"]]
    assert threads == [thread for path in crawl for thread in threadkit.read(str(path))]


def test_convokit(crawl):
    pytest.importorskip("convokit", reason="the recipe needs it")
    convert(crawl, "column.convokit", workers=0)
    found = run(code(RECIPES["ConvoKit"]))
    assert sorted(found["depths"]) == [0] * 19 + [1]
    for conversation in found["corpus"].iter_conversations():
        assert conversation.check_integrity(verbose=False)


def test_scrapy():
    pytest.importorskip("itemadapter", reason="the recipe needs it")
    url, body = PAGES[0]
    spider, pipeline = code(RECIPES["Scrapy"])
    [item] = run([spider])["parse"](None, SimpleNamespace(body=body, url=url))
    said = []
    logger = SimpleNamespace(info=lambda text, *arguments: said.append(text % arguments))
    assert run([pipeline])["process_item"](None, item, SimpleNamespace(logger=logger)) is item
    assert said == ["Letter 1: 3 comments"]


# -- engines ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def held(tmp_path, monkeypatch):
    """Pages as an engine has them, in a table of its own."""
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.chdir(tmp_path)
    table = arrow.table({"url": [url for url, _ in PAGES], "html": [body.decode() for _, body in PAGES]})
    parquet.write_table(table, "pages.parquet")
    batches = threadkit.batches([table], explode="comments")
    return [row for batch in batches for row in batch.to_pylist()]


def test_ray(held):
    ray = pytest.importorskip("ray", reason="the recipe needs it")
    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    try:
        found = run(code(ENGINES["Ray Data"]))["comments"].take_all()
    finally:
        ray.shutdown()
    assert [(row["thread"], row["id"], row["text"]) for row in found] == [
        (row["thread"], row["id"], row["text"]) for row in held
    ]


def test_datatrove(held):
    documents = pytest.importorskip("datatrove.data", reason="the recipe needs it")
    step = run(code(ENGINES["datatrove"]))["Threads"]()
    pages = (documents.Document(text=body.decode(), id=url, metadata={"url": url}) for url, body in PAGES)
    found = list(step.run(pages))
    assert [document.metadata["url"] for document in found] == [url for url, _ in PAGES]
    assert all("whistles back at me" in document.text for document in found)
    assert len({document.id for document in found}) == len(held) / 3


def test_the_recipes_begin_with_commands_that_there_are(crawl):
    text = (DOCS / "recipes.md").read_text(encoding="utf-8")
    from threadkit.cli import main

    for line in re.findall(r"^\$ threadkit convert (.+)$", text, re.MULTILINE):
        arguments = [part for part in line.split() if not part.startswith("crawl/")]
        with pytest.raises(SystemExit) as ended:
            main.main(["convert", *map(str, crawl), *arguments, "--workers", "0"])
        assert ended.value.code == 0
    assert json.loads(Path("column.convokit", "index.json").read_text())
