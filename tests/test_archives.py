"""Archives: the same pages come out of every container, damage stays where it is, and every record is accounted for."""

from __future__ import annotations

import importlib
import io
import re
import tarfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import threadkit
from containers import (
    CONTAINERS,
    EXPECTED,
    ONE_LOST,
    STAMP,
    WHEN,
    account,
    make_folder,
    make_tar,
    make_zip,
    without_capture,
)
from crawls import PAGES, page
from threadkit import ArchiveError, archives
from threadkit import page as page_reader
from threadkit.archives import sniffing

ORACLE = Path(__file__).parents[2] / "shared" / "oracle"


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
