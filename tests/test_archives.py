"""Archives: the same pages come out of every container, damage stays where it is, and every record is accounted for."""

from __future__ import annotations

import base64
import bz2
import gzip
import importlib
import io
import json
import lzma
import os
import quopri
import re
import struct
import subprocess
import sys
import tarfile
import time
import zipfile
import zlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import attrs
import brotli
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

import threadkit
from crawls import PAGES, address, members, page, record, response, warc_records
from threadkit import ArchiveError, archives
from threadkit import page as page_reader
from threadkit.archives import originals as repeats
from threadkit.archives import sniffing, stream

ORACLE = Path(__file__).parents[2] / "shared" / "oracle"
WHEN = datetime(2016, 3, 30, 10, 12, 29, tzinfo=UTC)
STAMP = "20160330101229"


PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


# -- containers ------------------------------------------------------------------------------------------------------


def make_folder(path, pages):
    path.mkdir()
    for at, (_, body) in enumerate(pages):
        (path / f"{at:03}.html").write_bytes(body)


def make_zip(path, pages, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for at, (_, body) in enumerate(pages):
            archive.writestr(f"{at:03}.html", body)


def make_tar(path, pages, mode="w"):
    with tarfile.open(path, mode) as archive:
        for at, (_, body) in enumerate(pages):
            member = tarfile.TarInfo(f"pages/{at:03}.html")
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))


def make_tar_zst(path, pages):
    make_tar(path, pages)
    path.write_bytes(zstandard.compress(path.read_bytes()))


def mhtml(url, body):
    boundary = "----=_Part_of_a_kettle"
    head = (
        f"From: <Saved by a browser>\r\nSnapshot-Content-Location: {url}\r\nSubject: =?utf-8?Q?Tea?=\r\n"
        "Date: Wed, 30 Mar 2016 10:12:29 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        f'\ttype="text/html";\r\n\tboundary="{boundary}"\r\n\r\n\r\n--{boundary}\r\nContent-Type: text/html\r\n'
        f"Content-ID: <frame-1@mhtml>\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: {url}\r\n\r\n"
    )
    tail = (
        f"\r\n--{boundary}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: http://kettle.example/a.png\r\n\r\n{base64.b64encode(PNG).decode()}\r\n--{boundary}--\r\n"
    )
    return head.encode() + quopri.encodestring(body).replace(b"\n", b"\r\n") + tail.encode()


def make_mhtml_folder(path, pages):
    path.mkdir()
    for at, (url, body) in enumerate(pages):
        (path / f"{at:03}.mhtml").write_bytes(mhtml(url, body))


def make_gzip_folder(path, pages):
    path.mkdir()
    pack = [gzip.compress, bz2.compress, lzma.compress, zstandard.compress]
    for at, (_, body) in enumerate(pages):
        (path / f"{at:03}.html.packed").write_bytes(pack[at % len(pack)](body))


def make_wacz(path, pages, method=zipfile.ZIP_STORED):
    half = len(pages) // 2
    listed = [{"format": "json-pages-1.0", "id": "pages"}, *({"url": url} for url, _ in pages)]
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("archive/b.warc.gz", members(warc_records(pages[half:])))
        archive.writestr("archive/a.warc", b"".join(warc_records(pages[:half])))
        archive.writestr("indexes/index.cdx", "kettle")
        archive.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, listed)))
        archive.writestr("datapackage.json", "{}")


def make_warc_in_zip_in_tar(path, pages):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("crawl.warc.gz", members(warc_records(pages)))
    with tarfile.open(path, "w:gz") as outer:
        member = tarfile.TarInfo("inner.zip")
        member.size = len(inner.getvalue())
        outer.addfile(member, io.BytesIO(inner.getvalue()))


def in_blocks(data, size=1000):
    return b"".join(gzip.compress(data[at : at + size]) for at in range(0, len(data), size))


def chunked(body, size=700):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nX: y\r\n\r\n"


def coded(pages):
    """Bodies as servers send them: each in another coding."""
    codings = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}
    for at, (url, body) in enumerate(pages):
        name, pack = list(codings.items())[at % len(codings)]
        headers = {"Content_Encoding": name, "Transfer_Encoding": "chunked"}
        yield record(url, response(chunked(pack(body)), **headers), number=at)


CONTAINERS = {
    "folder": make_folder,
    "zip": make_zip,
    "zip-stored": lambda path, pages: make_zip(path, pages, zipfile.ZIP_STORED),
    "zip-xz": lambda path, pages: make_zip(path, pages, zipfile.ZIP_LZMA),
    "tar": make_tar,
    "tar.gz": lambda path, pages: make_tar(path, pages, "w:gz"),
    "tar.bz2": lambda path, pages: make_tar(path, pages, "w:bz2"),
    "tar.xz": lambda path, pages: make_tar(path, pages, "w:xz"),
    "tar.zst": make_tar_zst,
    "packed-files": make_gzip_folder,
    "mhtml": make_mhtml_folder,
    "warc": lambda path, pages: path.write_bytes(b"".join(warc_records(pages))),
    "warc.gz": lambda path, pages: path.write_bytes(members(warc_records(pages))),
    "warc.gz-one-member": lambda path, pages: path.write_bytes(gzip.compress(b"".join(warc_records(pages)))),
    "warc.gz-in-blocks": lambda path, pages: path.write_bytes(in_blocks(b"".join(warc_records(pages)))),
    "warc.zst": lambda path, pages: path.write_bytes(zstandard.compress(b"".join(warc_records(pages)))),
    "warc-coded": lambda path, pages: path.write_bytes(b"".join(coded(pages))),
    "warc.gz-in-zip-in-tar.gz": make_warc_in_zip_in_tar,
    "wacz": make_wacz,
    "wacz-deflated": lambda path, pages: make_wacz(path, pages, zipfile.ZIP_DEFLATED),
    "jsonl": lambda path, pages: path.write_text(
        "\n".join(json.dumps({"url": url, "text": body.decode()}) for url, body in pages)
    ),
    "jsonl.gz": lambda path, pages: path.write_bytes(
        gzip.compress("\n".join(json.dumps({"html": body.decode(), "uri": url}) for url, body in pages).encode())
    ),
    "json-list": lambda path, pages: path.write_text(
        json.dumps([{"url": url, "text": body.decode()} for url, body in pages], indent=1)
    ),
    "parquet": lambda path, pages: pq.write_table(
        pa.Table.from_pylist([{"url": url, "text": body.decode(), "score": 1.0} for url, body in pages]), path
    ),
}


def without_capture(threads):
    return [attrs.evolve(thread, capture=None) for thread in threads]


def account(path, **options):
    """How many records had each outcome."""
    return Counter(one.outcome for one in threadkit.read_records(path, **options))


EXPECTED = without_capture(threadkit.parse(body, url=url) for url, body in PAGES)


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_gives_the_same_threads(tmp_path, name):
    # Nothing is told by a file's name: it has none that would help.
    path = tmp_path / "archive"
    CONTAINERS[name](path, PAGES)
    records = list(threadkit.read_records(path))
    assert [one.outcome for one in records] == ["thread"] * len(PAGES)
    assert without_capture(one.thread for one in records) == EXPECTED
    assert all(one.capture.path.startswith(str(path)) for one in records)


def rewritten(url, body):
    """A page as a web archive serves it."""
    prefix = b"https://web.archive.org/web/" + STAMP.encode()
    body = re.sub(rb'(href=")(http)', rb"\1" + prefix + rb"/\2", body)
    scripts = (
        b'<script src="/_static/js/wombat.js"></script><script>__wm.wombat("%s","%s","https://web.archive.org/");'
        b"</script>\n<!-- End Wayback Rewrite JS Include -->\n" % (url.encode(), STAMP.encode())
    )
    toolbar = (
        b'<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp"><h1>9 captures</h1></div>'
        b"<!-- END WAYBACK TOOLBAR INSERT -->"
    )
    body = body.replace(b"<head>", b"<head>" + scripts).replace(b"<body>", b"<body>" + toolbar)
    return f"https://web.archive.org/web/{STAMP}/{url}", body + b"<!-- FILE ARCHIVED ON 10:12:29 Mar 30, 2016 -->\n"


WAYBACK = [rewritten(*one) for one in PAGES]
SEVEN = ["folder", "zip", "tar.gz", "mhtml", "warc", "warc.gz", "wacz"]


@pytest.mark.parametrize("name", SEVEN)
def test_a_web_archives_form_of_the_pages_gives_the_same_threads(tmp_path, name):
    path = tmp_path / "archive"
    CONTAINERS[name](path, WAYBACK)
    threads = list(threadkit.read(path))
    assert without_capture(threads) == EXPECTED
    # The archive's own address is no page's, and what a crawler fetched from it later was captured before.
    assert [(one.capture.url, one.capture.captured_at) for one in threads] == [(url, WHEN) for url, _ in PAGES]


@pytest.fixture(scope="module")
def rendered_pages():
    if not ORACLE.is_dir():
        pytest.skip("the rendered pages are not here (../shared/oracle)")
    bodies = [path.read_bytes() for path in sorted(ORACLE.rglob("*.html"))[::36]]
    return [(threadkit.parse(body).url or "http://kettle.example/", body) for body in bodies]


@pytest.mark.parametrize("form", ["as they were", "as a web archive serves them"])
def test_real_themes_come_out_of_the_seven_containers_alike(tmp_path, rendered_pages, form):
    pages = rendered_pages if form == "as they were" else [rewritten(*one) for one in rendered_pages]
    found = {}
    for name in SEVEN:
        CONTAINERS[name](tmp_path / name, pages)
        found[name] = without_capture(threadkit.read(tmp_path / name))
    assert len(found["folder"]) == len(pages)
    assert [name for name in SEVEN if found[name] != found["folder"]] == []


# -- captures --------------------------------------------------------------------------------------------------------


def only(path, **options):
    (found,) = threadkit.read_records(path, **options)
    return found


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


def test_a_member_is_named_behind_its_container(tmp_path):
    path = tmp_path / "crawl.wacz"
    make_wacz(path, PAGES)
    paths = [thread.capture.path for thread in threadkit.read(path)]
    assert paths == [f"{path}/archive/a.warc"] * 3 + [f"{path}/archive/b.warc.gz"] * 3


def test_mhtml_says_its_address_and_date(tmp_path):
    path = tmp_path / "page.mhtml"
    path.write_bytes(mhtml(*PAGES[0]))
    assert only(path).capture == threadkit.Capture(url=address(1), captured_at=WHEN, path=str(path))


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


def test_a_saved_page_says_its_address_itself(tmp_path):
    path = tmp_path / "saved.html"
    path.write_bytes(b"<!-- saved from url=(0044)http://kettle.example/saved -->\n" + page(1))
    assert only(path).thread.capture == threadkit.Capture(url="http://kettle.example/saved", path=str(path))


def test_the_servers_charset_is_believed(tmp_path):
    body = page(1).decode().replace('<meta charset="utf-8">', "").replace("–", "-").encode("cp1252")
    path = tmp_path / "crawl.warc"
    path.write_bytes(record(address(1), response(body, media_type="text/html; charset=windows-1252")))
    assert "très loud" in only(path).thread.comments[0].text


# -- what is no thread -----------------------------------------------------------------------------------------------

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


def test_files_that_hold_no_page_are_told_apart(tmp_path):
    (tmp_path / "b").mkdir()
    files = {
        "a.html": page(1),
        "b/c.css": b"/* tea */ .kettle { color: red }",
        "b/d": b"window.kettle = function(){}",
        "b/e.txt": b"",
        "b/f.json": b'{"kettle": [1, 2]}',
        "b/f2.json": b'{"schema": 1, "title": "A kettle", "comments": [{"id": 7}]}',
        "b/g.ico": b"\0\0\1\0\1\0",
        "b/h": b"%PDF-1.4",
        "c.html": page(2),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    records = list(threadkit.read_records(tmp_path))
    assert [one.capture.path for one in records] == [str(tmp_path / name) for name in files]
    assert [one.outcome for one in records] == ["thread", *["skipped"] * 7, "thread"]


# Texts that begin as other things do: a page is never left out for its first word.
@pytest.mark.parametrize(
    "beginning",
    [
        "BMW owners, unite!",
        "OTTO the cat",
        "GIF89 or not",
        "ID3 tags",
        "[1] A footnote",
        "[2015 update] my boss sings",
        "window. I looked out of it",
        "{ 3 comments }",
        "Sitemap: Home",
        "// my boss sings",
        "# my boss sings",
        "<3 my boss",
        "Subject: my boss",
        "PK!",
        "%PDF is what he sent",
        "import duties",
        "function rooms are loud",
    ],
)
def test_a_text_is_no_other_thing_for_its_first_words(tmp_path, beginning):
    path = tmp_path / "ann.me"
    path.write_text(beginning + "\n\n" + TEXT)
    assert len(only(path).thread.comments) == 2


def test_every_record_is_accounted_for(tmp_path):
    path = tmp_path / "crawl.warc.gz"
    records = [*warc_records(PAGES), *NO_THREADS.values()]
    path.write_bytes(members(records) + b"\x1f\x8b\x08 damaged")
    skipped, failed = [], []
    threads = list(threadkit.read(path, on_skip=skipped.append, on_error=failed.append))
    assert (len(threads), len(skipped), len(failed)) == (len(PAGES), len(NO_THREADS), 1)
    assert account(path) == {"thread": len(PAGES), "skipped": len(NO_THREADS), "failed": 1}


def test_an_archive_in_which_nothing_can_be_read_is_no_empty_archive(tmp_path):
    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(page(1))[:-200])
    with pytest.raises(ArchiveError, match="ends early"):
        list(threadkit.read(path))
    failed = []
    assert list(threadkit.read(path, on_error=failed.append)) == []
    assert [type(one.error) for one in failed] == [ArchiveError]
    with pytest.raises(FileNotFoundError):
        list(threadkit.read(tmp_path / "nowhere"))


def test_an_open_file_is_read_as_well(tmp_path):
    for name in ("zip", "warc.gz", "tar.gz", "parquet"):
        CONTAINERS[name](tmp_path / name, PAGES)
        with (tmp_path / name).open("rb") as file:
            assert without_capture(threadkit.read(file)) == EXPECTED
        assert without_capture(threadkit.read(io.BytesIO((tmp_path / name).read_bytes()))) == EXPECTED


def test_what_is_read_is_told(tmp_path):
    for name in ("warc.gz", "zip", "parquet", "jsonl"):
        path = tmp_path / name
        CONTAINERS[name](path, PAGES)
        told = []
        assert len(list(threadkit.read_records(path, on_read=told.append))) == len(PAGES)
        assert sum(told) >= path.stat().st_size * (0.5 if name == "parquet" else 1)


def test_options_are_those_of_parse(tmp_path):
    make_folder(tmp_path / "folder", PAGES)
    assert all(
        one.html is None for thread in threadkit.read(tmp_path / "folder", keep_html=False) for one in thread.body
    )
    with pytest.raises(threadkit.ParseError, match="no dialect"):
        list(threadkit.read(tmp_path / "folder", dialect="smoke-signals"))


# -- revisits --------------------------------------------------------------------------------------------------------


def repeat(url, **more):
    return record(url, b"HTTP/1.1 200 OK\r\n\r\n", kind="revisit", number=9, WARC_Date="2018-01-01T00:00:00Z", **more)


REPEATS = {
    "by digest": repeat(address(1), WARC_Payload_Digest="sha1:ABC"),
    "by address and time": repeat(
        address(1), WARC_Refers_To_Target_URI=address(1), WARC_Refers_To_Date="2016-03-30T10:12:29Z"
    ),
    "in angle brackets": repeat(f"<{address(1)}>", WARC_Refers_To_Date="2016-03-30T10:12:29Z"),
}


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


def test_a_repeat_is_found_in_another_file_of_the_same_archive(tmp_path):
    first = record(address(1), response(page(1)), WARC_Payload_Digest="sha1:ABC")
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as archive:
        archive.writestr("archive/1.warc.gz", members([first]))
        archive.writestr("archive/2.warc.gz", members([REPEATS["by digest"]]))
        archive.writestr("datapackage.json", "{}")
    assert account(tmp_path / "a.wacz") == {"thread": 2}


def test_a_page_that_is_listed_and_not_there_is_reported(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as archive:
        archive.writestr("archive/1.warc.gz", members(warc_records(PAGES[:1])))
        listed = [{"format": "json-pages-1.0"}, {"url": address(1)}, {"url": address(2)}, ["odd"]]
        archive.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, listed)) + "\nno JSON")
    thread, missing = threadkit.read_records(tmp_path / "a.wacz")
    assert (thread.outcome, missing.outcome, missing.url) == ("thread", "skipped", address(2))


# -- corpora ---------------------------------------------------------------------------------------------------------

TEXT = "my kettle sings\n\n{ 2 comments }\n\n  1. Ann*\n\n    Mine hums.\n\n  2. Bo*\n\n    Mine too.\n"

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


def test_text_of_a_crawl_is_read_as_text(tmp_path):
    path = tmp_path / "crawl.wet.gz"
    wet = record(address(1), TEXT.encode(), kind="conversion", content_type="text/plain")
    path.write_bytes(members([record("x", b"software: x", kind="warcinfo"), wet]))
    (thread,) = threadkit.read(path)
    assert threadkit.to_text(thread) == TEXT
    assert thread.url == address(1)


# -- damage ----------------------------------------------------------------------------------------------------------


def spoilt(data, at=None):
    """The data with two bytes turned over in the middle."""
    at = len(data) // 2 if at is None else at
    return data[:at] + bytes(byte ^ 0xFF for byte in data[at : at + 2]) + data[at + 2 :]


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
ALL, ONE_LOST = {"thread": 6}, {"thread": 5, "failed": 1}

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


@pytest.mark.parametrize("make", [make_zip, make_tar])
@pytest.mark.parametrize("spoil", [1, 30, 200])
def test_a_damaged_beginning_of_another_archive_costs_one_member(tmp_path, make, spoil):
    make(tmp_path / "crawl", PAGES)
    data = (tmp_path / "crawl").read_bytes()
    (tmp_path / "crawl").write_bytes(bytes(spoil) + data[spoil:])
    outcomes = Counter(one.outcome for one in threadkit.read_records(tmp_path / "crawl"))
    assert outcomes == {"failed": 1, "thread": 5}


@pytest.mark.parametrize(
    "content", [b"", b"not found", bytes(5000), b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>"]
)
@pytest.mark.parametrize("name", ["crawl.warc.gz", "crawl.WARC", "crawl.wacz", "crawl.tar.zst", "pages.parquet"])
def test_what_is_called_an_archive_and_is_none_is_an_error(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    [one] = threadkit.read_records(tmp_path / name)
    assert one.outcome == "failed"
    assert "its name promises an archive" in one.reason
    with pytest.raises(ArchiveError):
        list(threadkit.read(tmp_path / name))


def test_a_page_about_archives_is_a_page(tmp_path):
    text = "on WARC\n\nSo it begins:\n\nWARC/1.0\nWARC-Type: response\n\n{ 1 comment }\n\n  1. Ann*\n\n    Ah.\n"
    (tmp_path / "page").write_text(text)
    [thread] = threadkit.read(tmp_path / "page")
    assert len(thread.comments) == 1
    page = gzip.compress(text.encode())
    (tmp_path / "page").write_bytes(page)
    assert len(list(threadkit.read(tmp_path / "page"))) == 1


def packed_bytes(name, pages=PAGES, folder=None):
    path = folder / "archive"
    CONTAINERS[name](path, pages)
    return path.read_bytes()


def test_a_zip_cut_short_gives_what_is_there(tmp_path):
    data = packed_bytes("zip", folder=tmp_path)
    (tmp_path / "cut").write_bytes(data[: data.rindex(b"PK\3\4") + 200])
    assert account(tmp_path / "cut")["thread"] == 5
    assert account(tmp_path / "cut")["failed"] >= 1


def test_a_damaged_member_of_a_zip_fails_alone(tmp_path):
    for name in ("zip", "zip-stored"):
        folder = tmp_path / name
        folder.mkdir()
        data = packed_bytes(name, folder=folder)
        place = [match.start() for match in re.finditer(b"PK\3\4", data)][2]
        (folder / "spoilt").write_bytes(spoilt(data, place + 300))
        assert account(folder / "spoilt") == ONE_LOST


def test_an_encrypted_member_fails_alone(tmp_path):
    data = bytearray(packed_bytes("zip", folder=tmp_path))
    place = [match.start() for match in re.finditer(b"PK\1\2", data)][2]
    data[place + 8] |= 1
    (tmp_path / "locked").write_bytes(data)
    (failed,) = (one for one in threadkit.read_records(tmp_path / "locked") if one.outcome == "failed")
    assert "encrypted" in failed.reason


def test_a_damaged_header_of_a_tar_costs_one_member(tmp_path):
    data = packed_bytes("tar", folder=tmp_path)
    place = data.index(b"pages/002.html")
    (tmp_path / "spoilt").write_bytes(spoilt(data, place))
    assert account(tmp_path / "spoilt") == ONE_LOST
    (tmp_path / "cut").write_bytes(data[: data.index(b"pages/005.html") + 700])
    assert account(tmp_path / "cut") == ONE_LOST
    (tmp_path / "cut.gz").write_bytes(gzip.compress(data)[:-500])
    assert account(tmp_path / "cut.gz")["failed"] == 1


def claiming_tar(claimed, **pax):
    """A tar whose first member claims a size, and a page behind the kilobyte that it has."""
    first, second = tarfile.TarInfo("first.html"), tarfile.TarInfo("page.html")
    body = PAGES[0][1]
    first.size, second.size, first.pax_headers = claimed, len(body), pax
    begin = first.tobuf(tarfile.PAX_FORMAT if pax else tarfile.GNU_FORMAT) + b"<p>".ljust(1024)
    return begin + second.tobuf() + body.ljust(-(-len(body) // 512) * 512, b"\0") + bytes(1024)


SPARSE = {"GNU.sparse.map": "0,10", "GNU.sparse.size": str(2**33), "GNU.sparse.name": "crawl.jsonl"}


@pytest.mark.parametrize(
    ("data", "outcomes"),
    [
        (claiming_tar(2**62), ["failed", "thread"]),
        (claiming_tar(1024, **SPARSE), ["failed", "thread"]),
        # What a member claims within reason takes all that there is, and no more.
        (claiming_tar(2**44), ["failed"]),
        (claiming_tar(1024, size=str(2**62)), ["failed"]),
    ],
    ids=["impossible", "holes", "huge", "pax"],
)
def test_what_a_tar_claims_is_not_read(data, outcomes):
    before = time.process_time()
    assert [one.outcome for one in threadkit.read_records(io.BytesIO(data))] == outcomes
    assert time.process_time() - before < 5


def test_links_in_a_tar_are_not_followed(tmp_path):
    path = tmp_path / "links.tar"
    with tarfile.open(path, "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            member = tarfile.TarInfo("../../etc/passwd")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
        archive.addfile(tarfile.TarInfo("empty"))
    assert [one.reason for one in threadkit.read_records(path)] == [*["a link to /etc/passwd"] * 2, "nothing in it"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_a_compressed_page_that_is_cut_is_no_page(tmp_path, pack):
    data = pack(page(1, 300))
    for cut in (len(data) - 1, len(data) // 2, 12):
        (tmp_path / "page").write_bytes(data[:cut])
        assert only(tmp_path / "page").outcome == "failed"
    (tmp_path / "page").write_bytes(data[:400] + b"tea" + data[404:])
    assert only(tmp_path / "page").outcome == "failed"
    (tmp_path / "page").write_bytes(data + pack(b"<!-- more -->") + bytes(100))
    assert only(tmp_path / "page").outcome == "thread"


def test_a_broken_quoted_printable_line_costs_no_page(tmp_path):
    data = mhtml(*PAGES[0]).replace(b"Whistling", b"Whist=ZZling=\r\n =3", 1)
    (tmp_path / "page.mht").write_bytes(data)
    (thread,) = threadkit.read(tmp_path / "page.mht")
    assert len(thread.comments) == 3
    (tmp_path / "page.mht").write_bytes(data.replace(b"--\r\n", b"\r\n"))  # no last boundary
    assert len(only(tmp_path / "page.mht").thread.comments) == 3


def test_names_are_labels_and_never_paths(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    with zipfile.ZipFile(inside / "a.zip", "w") as archive:
        for name in ("../../escaped.html", "/escaped.html", "C:\\escaped.html", "a\x00b.html", "con\u202e.html"):
            archive.writestr(zipfile.ZipInfo(name), page(1))
    with tarfile.open(inside / "b.tar", "w") as archive:
        member = tarfile.TarInfo("../../escaped.html")
        member.size = len(page(1))
        archive.addfile(member, io.BytesIO(page(1)))
    before = sorted(tmp_path.rglob("*"))
    assert account(inside) == {"thread": 6}
    assert sorted(tmp_path.rglob("*")) == before
    assert not (tmp_path.parent / "escaped.html").exists()


@pytest.mark.skipif(os.name != "posix", reason="symbolic links and pipes as Unix has them")
def test_nothing_outside_a_folder_is_read(tmp_path):
    make_folder(tmp_path / "outside", PAGES)
    make_folder(tmp_path / "inside", PAGES[:1])
    (tmp_path / "inside" / "link").symlink_to(tmp_path / "outside")
    (tmp_path / "inside" / "link.html").symlink_to(tmp_path / "outside" / "001.html")
    (tmp_path / "inside" / "loop").symlink_to(tmp_path / "inside")
    os.mkfifo(tmp_path / "inside" / "pipe")
    assert account(tmp_path / "inside") == {"thread": 1, "skipped": 4}


# -- bombs -----------------------------------------------------------------------------------------------------------

MEASURE = """
import json, re, sys, threadkit
from collections import Counter
found = [Counter(one.outcome for one in threadkit.read_records(path)) for path in sys.argv[1:]]
status = open("/proc/self/status").read()
print(json.dumps([found, int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) / 1024]))
"""


def zeros_gz(megabytes, layers=1):
    """That many megabytes, packed by streaming."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    block = b"<p>" * (1 << 18)
    data = b"".join(packer.compress(block) for _ in range(megabytes * 4 // 3)) + packer.flush()
    for _ in range(layers - 1):
        data = gzip.compress(data)
    return data


def make_bombs(folder):
    folder.mkdir()
    bomb = zeros_gz(100)
    (folder / "page.html.gz").write_bytes(bomb)
    (folder / "twice.html.gz").write_bytes(gzip.compress(bomb))
    huge = record(address(9), b"", length=300 << 20)[:-4]
    records = [gzip.compress(one) for one in warc_records(PAGES)]
    raw = zlib.compressobj(1, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    member = raw.compress(huge) + b"".join(raw.compress(block) for _ in range(300)) + raw.flush()
    (folder / "record.warc.gz").write_bytes(b"".join([*records[:3], member, *records[3:]]))
    body = response(bomb, Content_Encoding="gzip")
    (folder / "body.warc").write_bytes(b"".join([*warc_records(PAGES), record(address(9), body)]))
    with zipfile.ZipFile(folder / "members.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("a.html", page(1))
        with archive.open("bomb.html", "w", force_zip64=True) as file:
            for _ in range(100):
                file.write(block)
        archive.writestr("c.html", page(2))
    with tarfile.open(folder / "members.tar.gz", "w:gz", compresslevel=1) as archive:
        for name, size in (("a.html", None), ("bomb.html", 100 << 20), ("c.html", None)):
            member = tarfile.TarInfo(name)
            member.size = len(page(1)) if size is None else size
            archive.addfile(member, io.BytesIO(page(1)) if size is None else io.BytesIO(bytes(size)))
    (folder / "line.jsonl.gz").write_bytes(
        gzip.compress(
            b'{"text": "' + bytes(100 << 20).replace(b"\0", b"a") + b'"}\n' + json.dumps({"text": TEXT}).encode(), 1
        )
    )
    return {
        "body.warc": {"thread": 6, "failed": 1},
        "line.jsonl.gz": {"thread": 1, "failed": 1},
        "members.tar.gz": {"thread": 2, "failed": 1},
        "members.zip": {"thread": 2, "failed": 1},
        "page.html.gz": {"failed": 1},
        "record.warc.gz": {"thread": 6, "failed": 1},
        "twice.html.gz": {"failed": 1},
    }


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak memory is read from /proc")
def test_bombs_fail_alone_and_in_little_memory(tmp_path):
    expected = make_bombs(tmp_path / "bombs")
    paths = [str(tmp_path / "bombs" / name) for name in expected]
    ran = subprocess.run([sys.executable, "-c", MEASURE, *paths], capture_output=True, text=True, check=True)
    found, peak = json.loads(ran.stdout)
    assert dict(zip(expected, found, strict=True)) == expected
    assert peak < 300


def test_members_over_one_another_are_refused(tmp_path):
    data = bytearray(packed_bytes("zip", folder=tmp_path))
    places = [match.start() for match in re.finditer(b"PK\1\2", data)]
    first = struct.unpack_from("<I", data, places[0] + 42)
    struct.pack_into("<I", data, places[1] + 42, *first)
    (tmp_path / "overlapping").write_bytes(data)
    assert account(tmp_path / "overlapping")["failed"] >= 1


def test_an_archive_within_archives_without_end_stops(tmp_path):
    data = page(1)
    for _ in range(12):
        data = gzip.compress(data)
    (tmp_path / "onion").write_bytes(data)
    (failed,) = threadkit.read_records(tmp_path / "onion")
    assert "archives within archives" in failed.reason


def test_a_container_that_must_be_held_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(stream, "LARGEST_HELD", 100)
    make_warc_in_zip_in_tar(tmp_path / "nested", PAGES)
    assert "take it out" in only(tmp_path / "nested").reason


# -- libraries that may be missing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "extra", "name"),
    [("pyarrow.parquet", "parquet", "parquet"), ("zstandard", "zstd", "tar.zst"), ("brotli", "warc", "warc-coded")],
)
def test_a_missing_extra_is_asked_for_by_name(tmp_path, monkeypatch, module, extra, name):
    CONTAINERS[name](tmp_path / "archive", PAGES[:3])

    def import_module(wanted):
        if wanted == module:
            raise ImportError(wanted)
        return importlib.__import__(wanted)

    monkeypatch.setattr(importlib, "import_module", import_module)
    (failed,) = (one for one in threadkit.read_records(tmp_path / "archive") if one.outcome == "failed")
    assert isinstance(failed.error, ArchiveError)
    assert failed.reason.endswith(f"pip install 'threadkit[{extra}]'")


# -- anything at all -------------------------------------------------------------------------------------------------

FUZZED = ["zip", "tar", "tar.gz", "mhtml", "warc", "warc.gz", "warc.zst", "warc-coded", "wacz", "jsonl", "parquet"]


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    found = {}
    for name in FUZZED:
        path = tmp_path_factory.mktemp("originals") / "archive"
        CONTAINERS[name](path, [(url, page(at, 1)) for at, (url, _) in enumerate(PAGES[:3])])
        found[name] = (path / "000.mhtml" if path.is_dir() else path).read_bytes()
    return found


# Whatever is done to an archive, reading it ends, raises nothing, and each record has one outcome with its reason.
@pytest.mark.parametrize("name", FUZZED)
def test_damage_of_any_kind_raises_nothing(tmp_path_factory, originals, name):
    path = tmp_path_factory.mktemp("damaged") / "archive"
    data = originals[name]
    places = st.integers(0, len(data) - 1)

    @given(st.lists(st.tuples(places, st.binary(max_size=8)), max_size=4), st.none() | places)
    def check(changes, cut):
        changed = bytearray(data)
        for place, piece in changes:
            changed[place : place + len(piece)] = piece
        path.write_bytes(changed[:cut])
        for one in threadkit.read_records(path):
            assert (one.outcome == "thread") == (one.thread is not None) == (one.reason is None)
            assert (one.outcome == "failed") == (one.error is not None)
            assert one.error is None or isinstance(one.error, threadkit.ThreadkitError), one.error

    check()


TEDIOUS = [
    b" ",
    b"\n",
    b"// a\n",
    b"# a\n",
    b"/* ",
    b"/**/ ",
    b"<!-- ",
    b"<!-- -->  ",
    b"<?x ?> ",
    b"A: b\n ",
    b"(",
    b"[",
    b'{"',
]


# What a file is, is told in a time that does not depend on what is in it: patterns must not try one thing in many ways.
@pytest.mark.parametrize("piece", TEDIOUS)
def test_nothing_takes_long_to_be_told_apart(piece):
    head = (piece * 8192)[:8190]
    begin = time.perf_counter()
    for end in (b"", b"x", b"<"):
        archives.is_container(head + end)
        sniffing.why_no_page(head + end)
    assert time.perf_counter() - begin < 1


def test_the_containers_keep_their_contract():
    assert [container.NAME for container in archives.CONTAINERS][-1] == "single"
    assert all(callable(one.claims) and callable(one.entries) for one in archives.CONTAINERS)


def test_a_defect_in_one_page_is_that_pages_failure(tmp_path, monkeypatch):
    make_folder(tmp_path / "folder", PAGES)
    inner = page_reader.parse_html

    def parse_html(source, **options):
        if "Letter 3" in source.text:
            raise RecursionError("too deep")
        return inner(source, **options)

    monkeypatch.setattr(page_reader, "parse_html", parse_html)
    (failed,) = (one for one in threadkit.read_records(tmp_path / "folder") if one.outcome == "failed")
    assert type(failed.error) is threadkit.ThreadkitError
    assert "a defect of threadkit (RecursionError: too deep)" in failed.reason
    assert account(tmp_path / "folder") == ONE_LOST


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
