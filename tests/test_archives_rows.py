"""JSON Lines and Parquet: where a row's text, address and time stand, and rows that are no threads."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import threadkit
from containers import STAMP, TEXT, WHEN, only
from crawls import address, page

ROWS = {
    "flat": ({"text": TEXT, "url": address(1), "date": "2016-03-30T10:12:29Z", "id": "<urn:uuid:1>"}, {}),
    "nested": (
        {
            "text": TEXT,
            "metadata": {"WARC-Target-URI": address(1), "WARC-Date": "2016-03-30T10:12:29Z"},
            "id": "urn:uuid:1",
        },
        {},
    ),
    "named by the caller": (
        {"text": "no", "page": {"t": TEXT}, "at": address(1), "seen": "2016-03-30T12:12:29+02:00", "no": "urn:uuid:1"},
        {"content": "page.t", "url": "at", "captured_at": "seen", "id": "no"},
    ),
}


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
@pytest.mark.parametrize("name", ROWS)
def test_rows_say_their_address_and_time(tmp_path, kind, name):
    row, columns = ROWS[name]
    path = tmp_path / "rows"
    if kind == "jsonl":
        path.write_text(json.dumps(row) + "\n")
    else:
        pq.write_table(pa.Table.from_pylist([row]), path)
    thread = only(path, columns=columns).thread
    assert thread.capture == threadkit.Capture(
        url=address(1), captured_at=WHEN, record_id="urn:uuid:1", path=str(path), offset=0 if kind == "jsonl" else None
    )
    assert threadkit.to_text(thread) == TEXT


def test_a_text_that_a_web_archive_served_has_its_own_address(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"text": TEXT, "url": f"https://web.archive.org/web/{STAMP}id_/{address(1)}"}))
    thread = only(path).thread
    assert (thread.url, thread.capture.url, thread.capture.captured_at) == (address(1), address(1), WHEN)


def test_a_bad_row_fails_alone(tmp_path):
    path = tmp_path / "rows.jsonl"
    good = json.dumps({"text": TEXT, "url": address(1)})
    path.write_text("\n".join([good, '{"text": ', '{"score": 1}', "[1]", "", "[" * 100_000, good]))
    outcomes = [one.outcome for one in threadkit.read_records(path)]
    assert outcomes == ["thread", "failed", "skipped", "skipped", "failed", "thread"]


def test_threads_that_were_written_are_read_again(tmp_path):
    threads = [threadkit.parse(TEXT, url=address(1)), threadkit.parse(page(2))]
    path = tmp_path / "threads.jsonl"
    path.write_text("".join(threadkit.dumps(thread) + "\n" for thread in threads), encoding="utf-8")
    assert list(threadkit.read(path)) == threads
    path.write_text(threadkit.dumps(threads[0], indent=2), encoding="utf-8")
    assert list(threadkit.read(path)) == threads[:1]
