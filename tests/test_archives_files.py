"""Folders and single files: saved pages, MHTML, compressed pages, and files that are no pages."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os

import pytest
import zstandard

import threadkit
from containers import TEXT, WHEN, account, make_folder, mhtml, only
from crawls import PAGES, address, page
from threadkit import ArchiveError


def test_mhtml_says_its_address_and_date(tmp_path):
    path = tmp_path / "page.mhtml"
    path.write_bytes(mhtml(*PAGES[0]))
    assert only(path).capture == threadkit.Capture(url=address(1), captured_at=WHEN, path=str(path))


def test_a_saved_page_says_its_address_itself(tmp_path):
    path = tmp_path / "saved.html"
    path.write_bytes(b"<!-- saved from url=(0044)http://kettle.example/saved -->\n" + page(1))
    assert only(path).thread.capture == threadkit.Capture(url="http://kettle.example/saved", path=str(path))


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


def test_a_page_about_archives_is_a_page(tmp_path):
    text = "on WARC\n\nSo it begins:\n\nWARC/1.0\nWARC-Type: response\n\n{ 1 comment }\n\n  1. Ann*\n\n    Ah.\n"
    (tmp_path / "page").write_text(text)
    [thread] = threadkit.read(tmp_path / "page")
    assert len(thread.comments) == 1
    page = gzip.compress(text.encode())
    (tmp_path / "page").write_bytes(page)
    assert len(list(threadkit.read(tmp_path / "page"))) == 1


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


@pytest.mark.skipif(os.name != "posix", reason="symbolic links and pipes as Unix has them")
def test_nothing_outside_a_folder_is_read(tmp_path):
    make_folder(tmp_path / "outside", PAGES)
    make_folder(tmp_path / "inside", PAGES[:1])
    (tmp_path / "inside" / "link").symlink_to(tmp_path / "outside")
    (tmp_path / "inside" / "link.html").symlink_to(tmp_path / "outside" / "001.html")
    (tmp_path / "inside" / "loop").symlink_to(tmp_path / "inside")
    os.mkfifo(tmp_path / "inside" / "pipe")
    assert account(tmp_path / "inside") == {"thread": 1, "skipped": 4}
