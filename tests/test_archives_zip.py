"""Zip and WACZ: members by name, what is listed and not there, and damage that costs one member."""

from __future__ import annotations

import json
import re
import struct
import zipfile

import threadkit
from containers import ONE_LOST, REPEATS, account, make_wacz, packed_bytes, spoilt
from crawls import PAGES, address, members, page, record, response, warc_records


def test_a_member_is_named_behind_its_container(tmp_path):
    path = tmp_path / "crawl.wacz"
    make_wacz(path, PAGES)
    paths = [thread.capture.path for thread in threadkit.read(path)]
    assert paths == [f"{path}/archive/a.warc"] * 3 + [f"{path}/archive/b.warc.gz"] * 3


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


def test_members_over_one_another_are_refused(tmp_path):
    data = bytearray(packed_bytes("zip", folder=tmp_path))
    places = [match.start() for match in re.finditer(b"PK\1\2", data)]
    first = struct.unpack_from("<I", data, places[0] + 42)
    struct.pack_into("<I", data, places[1] + 42, *first)
    (tmp_path / "overlapping").write_bytes(data)
    assert account(tmp_path / "overlapping")["failed"] >= 1
