"""Archives that unpack into far more than they are: each fails alone, in little memory."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

import threadkit
from containers import TEXT, make_warc_in_zip_in_tar, only
from crawls import PAGES, address, page, record, response, warc_records
from threadkit.archives import stream

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
