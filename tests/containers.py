"""Archives of every kind that tests fill with the pages of `crawls`, and what reading them should give."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import quopri
import tarfile
import zipfile
import zlib
from collections import Counter
from datetime import UTC, datetime

import attrs
import brotli
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

import threadkit
from crawls import PAGES, address, members, record, response, warc_records

WHEN = datetime(2016, 3, 30, 10, 12, 29, tzinfo=UTC)
STAMP = "20160330101229"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


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


def only(path, **options):
    (found,) = threadkit.read_records(path, **options)
    return found


def repeat(url, **more):
    return record(url, b"HTTP/1.1 200 OK\r\n\r\n", kind="revisit", number=9, WARC_Date="2018-01-01T00:00:00Z", **more)


REPEATS = {
    "by digest": repeat(address(1), WARC_Payload_Digest="sha1:ABC"),
    "by address and time": repeat(
        address(1), WARC_Refers_To_Target_URI=address(1), WARC_Refers_To_Date="2016-03-30T10:12:29Z"
    ),
    "in angle brackets": repeat(f"<{address(1)}>", WARC_Refers_To_Date="2016-03-30T10:12:29Z"),
}
TEXT = "my kettle sings\n\n{ 2 comments }\n\n  1. Ann*\n\n    Mine hums.\n\n  2. Bo*\n\n    Mine too.\n"


def spoilt(data, at=None):
    """The data with two bytes turned over in the middle."""
    at = len(data) // 2 if at is None else at
    return data[:at] + bytes(byte ^ 0xFF for byte in data[at : at + 2]) + data[at + 2 :]


ALL, ONE_LOST = {"thread": 6}, {"thread": 5, "failed": 1}


def packed_bytes(name, pages=PAGES, folder=None):
    path = folder / "archive"
    CONTAINERS[name](path, pages)
    return path.read_bytes()
