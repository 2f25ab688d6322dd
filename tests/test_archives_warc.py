"""WARC: what a record says of itself, what is no thread, repeats, and damage that costs one record."""

from __future__ import annotations

import gzip
import io
import time
import zlib
from collections import Counter
from datetime import UTC, datetime

import pytest
import zstandard

import threadkit
from containers import (
    ALL,
    EXPECTED,
    ONE_LOST,
    PNG,
    REPEATS,
    TEXT,
    WHEN,
    account,
    chunked,
    only,
    spoilt,
    without_capture,
)
from crawls import PAGES, address, members, page, record, response, warc_records
from threadkit import ArchiveError, archives
from threadkit.archives import originals as repeats


def test_a_warc_record_says_where_when_and_which(tmp_path):
    records = warc_records(PAGES)
    for name, packed in {"plain": records, "packed": [gzip.compress(one) for one in records]}.items():
        path = tmp_path / name
        path.write_bytes(b"".join(packed))
        captures = [thread.capture for thread in threadkit.read(path)]
        assert [one.offset for one in captures] == [sum(map(len, packed[:at])) for at in range(len(packed))]
        assert captures[2] == threadkit.Capture(
            url=address(3),
            captured_at=WHEN,
            record_id=f"urn:uuid:{2:032}",
            path=str(path),
            offset=captures[2].offset,
        )


def test_what_is_compressed_as_a_whole_has_no_places(tmp_path):
    path = tmp_path / "crawl.warc.zst"
    path.write_bytes(zstandard.compress(b"".join(warc_records(PAGES))))
    assert {thread.capture.offset for thread in threadkit.read(path)} == {None}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2016-03-30T10:12:29Z", WHEN),
        ("2016-03-30T10:12:29.123456789Z", WHEN),
        ("20160330101229", WHEN),
        ("2016-03-30", None),
        ("soon", None),
        ("2016-13-30T10:12:29Z", None),
    ],
)
def test_a_capture_time_is_an_instant_or_nothing(tmp_path, written, expected):
    path = tmp_path / "crawl.warc"
    path.write_bytes(record(*PAGES[0][:1], response(PAGES[0][1]), WARC_Date=written))
    assert only(path).capture.captured_at == expected


def test_the_servers_charset_is_believed(tmp_path):
    body = page(1).decode().replace('<meta charset="utf-8">', "").replace("–", "-").encode("cp1252")
    path = tmp_path / "crawl.warc"
    path.write_bytes(record(address(1), response(body, media_type="text/html; charset=windows-1252")))
    assert "très loud" in only(path).thread.comments[0].text


NO_THREADS = {
    "request": record(address(1), b"GET / HTTP/1.1\r\n\r\n", kind="request"),
    "metadata": record(address(1), b"via: x", kind="metadata"),
    "information": record(address(1), b"software: x", kind="warcinfo"),
    "image": record("http://kettle.example/a.png", response(PNG, media_type="image/png")),
    "image called a page": record("http://kettle.example/a", response(PNG)),
    "style sheet": record("http://kettle.example/a.css", response(b"a{b:c}", media_type="text/css")),
    "redirect": record(address(1), response(b"<html>moved", status="301 Moved")),
    "not found": record(address(1), response(page(1), status="404 Not Found")),
    "robots": record(
        "http://kettle.example/robots.txt", response(b"User-agent: *\nDisallow: /tea\n", media_type="text/plain")
    ),
    "feed": record(
        "http://kettle.example/feed", response(b"<?xml version='1.0'?><!-- x --><rss><channel>", media_type="text/xml")
    ),
    "script called a page": record("http://kettle.example/a", response(b"/* x */ (function(a){var b=1})()")),
    "empty page": record("http://kettle.example/a", response(b"")),
    "name lookup": record("dns:kettle.example", b"kettle.example. 1 IN A 1.2.3.4", content_type="text/dns"),
    "text in which nobody speaks": record(
        "http://kettle.example/a", b"\n\n\n.\n", kind="conversion", content_type="text/plain"
    ),
    "crawler's notes": record(
        "metadata://kettle.example/log", b"fetched a kettle", kind="resource", content_type="text/plain"
    ),
    "repeat of an image": record(
        address(1), b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", kind="revisit", WARC_Payload_Digest="sha1:AB"
    ),
    "lost repeat": record(address(1), b"", kind="revisit", WARC_Payload_Digest="sha1:ABC"),
    "no type": record(address(1), b"", kind=None),
}


@pytest.mark.parametrize("name", NO_THREADS)
def test_what_is_no_thread_is_skipped_with_a_reason(tmp_path, name):
    path = tmp_path / "crawl.warc"
    path.write_bytes(NO_THREADS[name] + warc_records(PAGES)[0])
    skipped = []
    assert [thread.url for thread in threadkit.read(path, on_skip=skipped.append)] == [address(1)]
    (found,) = skipped
    assert (found.outcome, found.thread, found.error) == ("skipped", None, None)
    assert found.reason
    assert found.capture.path == str(path)


def test_every_record_is_accounted_for(tmp_path):
    path = tmp_path / "crawl.warc.gz"
    records = [*warc_records(PAGES), *NO_THREADS.values()]
    path.write_bytes(members(records) + b"\x1f\x8b\x08 damaged")
    skipped, failed = [], []
    threads = list(threadkit.read(path, on_skip=skipped.append, on_error=failed.append))
    assert (len(threads), len(skipped), len(failed)) == (len(PAGES), len(NO_THREADS), 1)
    assert account(path) == {"thread": len(PAGES), "skipped": len(NO_THREADS), "failed": 1}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", REPEATS)
def test_a_repeat_is_a_capture_of_its_own(tmp_path, name, packed):
    first = record(address(1), response(page(1)), WARC_Payload_Digest="sha1:ABC")
    records = [warc_records(PAGES)[3], first, REPEATS[name]]
    (tmp_path / "crawl").write_bytes(members(records) if packed else b"".join(records))
    _, original, again = threadkit.read(tmp_path / "crawl")
    assert without_capture([original]) == without_capture([again])
    assert again.capture.captured_at == datetime(2018, 1, 1, tzinfo=UTC)
    assert again.capture.record_id == f"urn:uuid:{9:032}"


def test_text_of_a_crawl_is_read_as_text(tmp_path):
    path = tmp_path / "crawl.wet.gz"
    wet = record(address(1), TEXT.encode(), kind="conversion", content_type="text/plain")
    path.write_bytes(members([record("x", b"software: x", kind="warcinfo"), wet]))
    (thread,) = threadkit.read(path)
    assert threadkit.to_text(thread) == TEXT
    assert thread.url == address(1)


def with_third(change, *, packed=True):
    """The records with the third one changed."""
    records = warc_records(PAGES)
    if packed:
        records = [gzip.compress(one) for one in records]
    records[2] = change(records[2])
    return b"".join(records)


def third(**options):
    return record(address(3), response(page(3)), number=2, **options)


SIZE = len(response(page(3)))

DAMAGED = {
    # What is cut: the record at the cut is lost, and said to be.
    "warc cut": (b"".join(warc_records(PAGES))[:-300], ONE_LOST),
    "warc.gz cut": (members(warc_records(PAGES))[:-300], ONE_LOST),
    "warc.gz cut in its first bytes": (
        members(warc_records(PAGES)) + gzip.compress(third())[:12],
        {**ALL, "failed": 1},
    ),
    "one member cut": (gzip.compress(b"".join(warc_records(PAGES)))[:-20], {"thread": 5, "failed": 1}),
    "cut between the records": (members(warc_records(PAGES)[:4]), {"thread": 4}),
    # Damaged members: their neighbours are read.
    "turned bytes": (with_third(spoilt), ONE_LOST),
    "turned bytes at its beginning": (with_third(lambda one: spoilt(one, 12)), ONE_LOST),
    "no member at all": (with_third(lambda one: spoilt(one, 0)), ONE_LOST),
    "wrong checksum": (with_third(lambda one: spoilt(one, len(one) - 8)), ONE_LOST),
    "member lost its end": (with_third(lambda one: one[:-100]), ONE_LOST),
    "zeros behind a member": (with_third(lambda one: one + bytes(5000)), ALL),
    "junk behind a member": (with_third(lambda one: one + b"junk" * 500), {**ALL, "failed": 1}),
    # Lengths that are wrong.
    "too short": (with_third(lambda one: third(length=SIZE - 300), packed=False), ALL),
    "too short, packed": (with_third(lambda one: gzip.compress(third(length=SIZE - 300))), ALL),
    "too long": (with_third(lambda one: third(length=SIZE + 300), packed=False), ALL),
    "too long by a few bytes": (with_third(lambda one: third(length=SIZE + 9), packed=False), ALL),
    "too long, packed": (with_third(lambda one: gzip.compress(third(length=SIZE + 300))), ALL),
    "longer than the file": (with_third(lambda one: third(length=10**12), packed=False), ALL),
    "longer than the file, packed": (with_third(lambda one: gzip.compress(third(length=10**12))), ALL),
    "no number": (with_third(lambda one: third(length="many"), packed=False), ALL),
    "negative": (with_third(lambda one: third(length=-5), packed=False), ALL),
    "all too long": (
        b"".join(record(url, response(body), length=10**6) for url, body in PAGES),
        ALL,
    ),
    "junk between": (with_third(lambda one: b"\r\njunk\r\n" + one, packed=False), ALL),
    "no headers": (with_third(lambda one: b"WARC/1.0\r\n" * 30_000, packed=False), ONE_LOST),
    # Bodies that are not what their headers say.
    "chunked is not": (
        with_third(
            lambda one: record(address(3), response(page(3), Transfer_Encoding="chunked"), number=2), packed=False
        ),
        ALL,
    ),
    "gzip is not": (
        with_third(lambda one: record(address(3), response(page(3), Content_Encoding="gzip"), number=2), packed=False),
        ALL,
    ),
    "brotli is not": (
        with_third(lambda one: record(address(3), response(page(3), Content_Encoding="br"), number=2), packed=False),
        ALL,
    ),
    "deflate is not": (
        with_third(
            lambda one: record(address(3), response(page(3), Content_Encoding="deflate"), number=2), packed=False
        ),
        ALL,
    ),
    "deflate without its header": (
        with_third(
            lambda one: record(
                address(3), response(zlib.compress(page(3))[2:-4], Content_Encoding="deflate"), number=2
            ),
            packed=False,
        ),
        ALL,
    ),
    "chunks without an end": (
        with_third(
            lambda one: record(address(3), response(chunked(page(3))[:-12], Transfer_Encoding="chunked"), number=2),
            packed=False,
        ),
        ALL,
    ),
    "damaged body": (
        with_third(
            lambda one: record(address(3), response(spoilt(gzip.compress(page(3))), Content_Encoding="gzip")),
            packed=False,
        ),
        ONE_LOST,
    ),
    "angle brackets": (
        with_third(lambda one: third().replace(address(3).encode(), f"<{address(3)}>".encode(), 1), packed=False),
        ALL,
    ),
    "line feeds doubled by a copy as text": (
        with_third(lambda one: third(length=SIZE).replace(b"\r\n", b"\r\r\n"), packed=False),
        ALL,
    ),
    "bare line feeds": (with_third(lambda one: third().replace(b"\r\n", b"\n"), packed=False), ALL),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_in_a_warc_stays_where_it_is(tmp_path, name):
    data, expected = DAMAGED[name]
    path = tmp_path / "crawl"
    path.write_bytes(data)
    records = list(threadkit.read_records(path))
    assert Counter(one.outcome for one in records) == expected
    threads = [one.thread for one in records if one.thread]
    assert len({thread.url for thread in threads}) == len(threads)
    # What came out is whole: a page is never passed off with a part of it gone.
    known = {thread.url: thread for thread in EXPECTED}
    assert [thread.url for thread in threads if thread.comments != known[thread.url].comments] == []
    assert all(isinstance(one.error, ArchiveError) for one in records if one.outcome == "failed")


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("spoil", [1, 8, 30, 300])
def test_a_damaged_beginning_costs_one_record(tmp_path, packed, spoil):
    data = members(warc_records(PAGES)) if packed else b"".join(warc_records(PAGES))
    (tmp_path / "crawl").write_bytes(bytes(spoil) + data[spoil:])
    outcomes = [one.outcome for one in threadkit.read_records(tmp_path / "crawl")]
    assert outcomes == ["failed", *["thread"] * 5]
    if packed:  # a member that begins well and goes wrong at once
        (tmp_path / "crawl").write_bytes(data[:14] + bytes(spoil) + data[14 + spoil :])
        outcomes = [one.outcome for one in threadkit.read_records(tmp_path / "crawl")]
        assert outcomes == ["failed", *["thread"] * 5]


# A crawl in which every length is wrong is read in a time linear in its size: nothing is copied for each record.
def test_wrong_lengths_cost_no_more_than_right_ones(tmp_path):
    path = tmp_path / "crawl.warc"
    path.write_bytes(b"".join(record(address(at), response(page(1)), length=30_000_000) for at in range(3_000)))
    begin = time.perf_counter()
    assert sum(isinstance(one, archives.ArchivedPage) for one in archives.entries(path)) == 3_000
    assert time.perf_counter() - begin < 3


def test_places_of_repeats_are_bounded_and_the_last_ones_are_kept(monkeypatch):
    monkeypatch.setattr(repeats, "_MOST", 10)
    places = repeats.Originals()
    opened = io.BytesIO
    for at in range(100):
        places.remember([f"digest {at}", "always"], repeats.Original(opened, at))
    assert places.find("digest 99") == repeats.Original(opened, 99)
    assert places.find("always") == repeats.Original(opened, 0)
    assert places.find("digest 1") is None
    assert len(places._places) + len(places._older) <= 10
