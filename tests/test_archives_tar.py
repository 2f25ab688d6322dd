"""Tar: damaged headers, sizes that members claim, and links that are not followed."""

from __future__ import annotations

import gzip
import io
import tarfile
import time

import pytest

import threadkit
from containers import ONE_LOST, account, packed_bytes, spoilt
from crawls import PAGES


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
