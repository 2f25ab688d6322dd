"""Batches: whoever makes the pages and however they come, the rows are those that a conversion writes."""

from __future__ import annotations

import json
import logging

import pytest

import threadkit
from crawls import PAGES, address, members, page, warc_records
from threadkit import Thread, ThreadkitError, archives
from threadkit.archives import records
from threadkit.bulk.batching import Batcher
from threadkit.bulk.convert import convert
from threadkit.serializers import tables

pa = pytest.importorskip("pyarrow", reason="batches are Arrow's")
pq = pytest.importorskip("pyarrow.parquet", reason="Parquet needs it")


@pytest.fixture
def crawl(tmp_path):
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(members(warc_records(PAGES)))
    return path


def rows(batches):
    return [row for batch in batches for row in batch.to_pylist()]


@pytest.mark.parametrize("explode", [None, "comments"])
def test_records_become_the_rows_of_a_conversion(crawl, tmp_path, explode):
    convert([crawl], tmp_path / "all.parquet", workers=0, explode=explode)
    table = pq.read_table(tmp_path / "all.parquet")
    batches = list(threadkit.batches(threadkit.read_records(crawl), explode=explode))
    assert all(batch.schema == table.schema for batch in batches)
    assert rows(batches) == table.to_pylist()


def test_a_row_depends_on_its_page_only(crawl):
    whole = rows(threadkit.batches(threadkit.read(crawl)))
    apart = [row for thread in threadkit.read(crawl) for row in rows(threadkit.batches([thread]))]
    assert whole == apart
    assert len({row["thread"] for row in whole}) == len(PAGES)


def test_comments_are_joined_to_their_threads_by_name(crawl):
    names = {row["thread"]: row["url"] for row in rows(threadkit.batches(threadkit.read(crawl)))}
    comments = rows(threadkit.batches(threadkit.read(crawl), explode="comments"))
    assert comments
    assert all(names[row["thread"]] == row["thread_url"] for row in comments)
    assert all(not name[0].isdigit() for name in names)


URL, BODY = PAGES[0]
TABLE = pa.table({"html": [body.decode() for _, body in PAGES], "url": [url for url, _ in PAGES], "size": [1] * 6})


@pytest.mark.parametrize(
    "pages",
    [
        [BODY],
        [bytearray(BODY)],
        [BODY.decode()],
        [{"html": BODY.decode(), "url": URL}],
        [{"raw_html": BODY, "url": URL}],
        [TABLE.slice(0, 1)],
        TABLE.slice(0, 1).to_batches(),
        [threadkit.parse(BODY)],
        (page for page in [threadkit.parse(BODY)]),
        [{**json.loads(threadkit.dumps(threadkit.parse(BODY)))}],
    ],
    ids=["bytes", "bytearray", "str", "row", "row of bytes", "table", "batch", "thread", "generator", "json"],
)
def test_a_page_may_come_in_many_forms(pages):
    [row] = rows(threadkit.batches(pages))
    wanted = threadkit.parse(BODY, url=URL)
    found = threadkit.from_dict({**row, "capture": None})
    assert found == wanted


def test_a_table_gives_a_thread_for_each_row():
    found = rows(threadkit.batches([TABLE, *TABLE.to_batches()]))
    assert [row["url"] for row in found] == [url for url, _ in PAGES] * 2


def test_columns_say_what_is_where():
    odd = {"doc": {"body": BODY.decode()}, "at": "http://hive.example/"}
    [row] = rows(threadkit.batches([odd], columns={"content": "doc.body", "url": "at"}, keep_html=False))
    assert row["url"] == row["capture"]["url"] == "http://hive.example/"
    assert row["comments"][0]["html"] is None


def test_what_is_no_page_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="not int; batches"):
        list(threadkit.batches([7]))


@pytest.mark.parametrize("options", [{"explode": "threads"}, {"on_error": "ignore"}])
def test_an_option_that_is_none_is_said_before_anything_is_read(options):
    with pytest.raises(ThreadkitError, match="is one of"):
        threadkit.batches([BODY], **options)


# -- what can't be read ----------------------------------------------------------------------------------------------


@pytest.fixture
def spoilt(tmp_path):
    path = tmp_path / "spoilt.warc.gz"
    records = warc_records(PAGES[:3])
    packed = [members([one]) for one in records]
    packed[1] = packed[1][:200] + bytes(20) + packed[1][220:]
    path.write_bytes(b"".join(packed))
    return path


def test_what_can_not_be_read_is_passed_over_and_logged(spoilt, caplog):
    with caplog.at_level(logging.WARNING, "threadkit"):
        found = rows(threadkit.batches(threadkit.read_records(spoilt)))
    assert [row["url"] for row in found] == [address(1), address(3)]
    assert [str(spoilt) in message and "damaged" in message for message in caplog.messages] == [True]


def test_what_can_not_be_read_is_raised(spoilt):
    with pytest.raises(ThreadkitError, match=r"spoilt\.warc\.gz.*damaged"):
        list(threadkit.batches(threadkit.read_records(spoilt), on_error="fail"))


@pytest.mark.parametrize("explode", [None, "comments"])
def test_what_can_not_be_read_is_a_row_in_its_place(spoilt, tmp_path, explode):
    convert([spoilt], tmp_path / "all.jsonl", errors=tmp_path / "bad.jsonl", workers=0)
    told = json.loads((tmp_path / "bad.jsonl").read_text())
    batches = list(threadkit.batches(threadkit.read_records(spoilt), explode=explode, on_error="row"))
    assert batches[0].schema.names[:-1] == tables.arrow_schema(explode=explode).names
    found = rows(batches)
    [place] = [at for at, row in enumerate(found) if row["error"] is not None]
    assert found[place]["error"] == told
    assert not any(value for name, value in found[place].items() if name != "error")
    others = rows(threadkit.batches(threadkit.read_records(spoilt), explode=explode))
    assert [{name: row[name] for name in row if name != "error"} for row in found if row["error"] is None] == others
    assert place == (1 if explode is None else 3)


def test_a_row_of_an_error_says_all_that_is_known_of_a_record():
    assert list(records.why_none(records.Record(outcome="failed"))) == list(tables.ERROR_COLUMNS)


def test_a_path_that_is_no_text_is_still_a_row():
    odd = threadkit.Record(outcome="failed", reason="damaged", capture=threadkit.Capture(path="a\udcff.gz"))
    [row] = rows(threadkit.batches([odd], on_error="row"))
    assert row["error"]["path"] == "a\ufffd.gz"


# -- addresses -------------------------------------------------------------------------------------------------------

ELSEWHERE = "http://spoon.example/1"
CAPTURE = "https://web.archive.org/web/20160330101229/"


def test_only_the_pages_of_one_site(tmp_path, monkeypatch):
    path = tmp_path / "crawl.warc.gz"
    pages = [*PAGES[:2], (ELSEWHERE, page(8)), (CAPTURE + address(3), page(3))]
    path.write_bytes(members(warc_records(pages)))
    asked = []
    parse = threadkit.api._parse
    monkeypatch.setattr(
        "threadkit.api._parse", lambda source, url, *a, **o: asked.append(url) or parse(source, url, *a, **o)
    )
    found = list(threadkit.read_records(path, url_prefix="http://kettle.example/2014/"))
    assert [one.outcome for one in found] == ["thread", "thread", "skipped", "thread"]
    assert ELSEWHERE not in asked
    assert found[2].reason == "its address does not begin with http://kettle.example/2014/"
    assert len(rows(threadkit.batches(threadkit.read(path, url_prefix=ELSEWHERE)))) == 1


def test_a_page_without_an_address_outside_is_asked_itself(tmp_path):
    (tmp_path / "1.html").write_bytes(page(1))
    (tmp_path / "2.txt").write_text("mugs\n\n{ 1 comment }\n\n  1. Ann*\n\n    Mine too.\n")
    found = list(threadkit.read_records(tmp_path, url_prefix="http://kettle.example/"))
    assert [one.outcome for one in found] == ["thread", "skipped"]
    assert not list(threadkit.read(tmp_path, url_prefix="http://spoon.example/"))


def test_threads_that_need_no_parsing_are_asked_too(tmp_path):
    (tmp_path / "all.jsonl").write_text(threadkit.dumps(Thread(url=ELSEWHERE, title="Spoons")) + "\n")
    assert [one.outcome for one in threadkit.read_records(tmp_path, url_prefix="http://kettle.")] == ["skipped"]
    assert [thread.title for thread in threadkit.read(tmp_path, url_prefix="http://spoon.")] == ["Spoons"]


@pytest.mark.parametrize("workers", [0, 1])
def test_a_conversion_has_the_option_too(tmp_path, workers):
    (tmp_path / "crawl.warc.gz").write_bytes(members(warc_records([*PAGES, (ELSEWHERE, page(9))])))
    summary = convert([tmp_path / "crawl.warc.gz"], tmp_path / "all.jsonl", workers=workers, url_prefix=address(2))
    assert (summary.threads, summary.skipped) == (1, 6)


# -- records by their places -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", [True, False])
def test_records_are_read_by_their_places(tmp_path, packed):
    path = tmp_path / "crawl.warc"
    records = [members([one]) if packed else one for one in warc_records(PAGES)]
    path.write_bytes(b"".join(records))
    whole = list(threadkit.read(path))
    places, at = [], 0
    for one in records:
        places.append((at, len(one)))
        at += len(one)
    chosen = [places[4], places[1]]

    def found(places):
        entries = archives.entries_of_file(str(path), lambda: path.open("rb"), places=places)
        return list(Batcher().records(entries))

    assert [one.thread for one in found(chosen)] == [whole[4], whole[1]]
    wrong = found([(places[2][0] + 3, 100), (at + 5, 100), (places[2][0], places[2][1]), (places[3][0], 40)])
    assert [one.outcome for one in wrong] == ["failed", "failed", "thread", "failed"]
    assert "the index is not this file's" in wrong[0].reason
    assert wrong[0].capture.offset == places[2][0] + 3


def test_our_own_parquet_is_read_as_the_threads_that_it_holds(crawl, tmp_path):
    convert([crawl], tmp_path / "all.parquet", workers=0)
    assert list(threadkit.read(tmp_path / "all.parquet")) == list(threadkit.read(crawl))


def test_batches_are_of_bounded_size(monkeypatch):
    monkeypatch.setattr(tables, "_BATCH", 4)
    thread = threadkit.parse(BODY)
    sizes = [batch.num_rows for batch in threadkit.batches([thread] * 3, explode="comments")]
    assert sizes == [4, 4, 1]
    monkeypatch.setattr(tables, "_BATCH_BYTES", 1)
    assert [batch.num_rows for batch in threadkit.batches([thread] * 3)] == [1, 1, 1]


def test_names_are_hidden_where_it_is_asked():
    key = "a long and random key"
    [row] = rows(threadkit.batches([BODY], pseudonymize=key))
    assert all(comment["author"]["name"].startswith("person-") for comment in row["comments"])
    assert rows(threadkit.batches([BODY], pseudonymize=key)) == [row]


def test_a_very_deep_thread_goes_through():
    comments = [threadkit.Comment(id="0")]
    comments += [threadkit.Comment(id=str(at), parent_id=str(at - 1), depth=at) for at in range(1, 3000)]
    [row] = rows(threadkit.batches([Thread(comments=tuple(comments))]))
    assert row["comments"][-1]["depth"] == 2999


def test_options_of_parsing_are_handed_on():
    [row] = rows(threadkit.batches([BODY], keep_html=False))
    assert row["comments"][0]["html"] is None
    assert not rows(threadkit.batches([b""]))
