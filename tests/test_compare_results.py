"""The guard of rewrites, ``tools/compare_results.py``: equal states give nothing, each edited field is named."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "compare_results.py"
PAGES = ROOT / "tests" / "fixtures" / "html"


@pytest.fixture(scope="module")
def tool():
    if not TOOL.exists():
        pytest.skip("the tools are not in the sdist")
    spec = importlib.util.spec_from_file_location("compare_results", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def recorded(tool, tmp_path_factory):
    output = tmp_path_factory.mktemp("results") / "before.jsonl.gz"
    assert tool.main(["record", str(output), str(PAGES), "--skip", "expected.json", "--skip", "meta.json"]) == 0
    return output


def rows_of(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def write(path, rows):
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def test_each_page_is_recorded_in_every_way(recorded):
    pages = {path.relative_to(PAGES.parent).as_posix() for path in PAGES.rglob("*.html")}
    rows = rows_of(recorded)
    assert {row["page"] for row in rows} == pages
    assert {row["how"] for row in rows} == {"html", "plain", "text", "read[0]"}


def test_an_error_is_a_result(tool, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.html").write_bytes(b"")
    assert tool.main(["record", str(tmp_path / "out"), str(tmp_path / "in")]) == 0
    html, plain, read = rows_of(tmp_path / "out")
    assert html["error"]["class"] == plain["error"]["class"] == "ParseError"
    assert html["error"]["code"] == "empty"
    assert read["record"]["outcome"] == "skipped"


def test_two_runs_give_nothing(tool, recorded, tmp_path, capsys):
    again = tmp_path / "after.jsonl.gz"
    tool.main(["record", str(again), str(PAGES), "--skip", "expected.json", "--skip", "meta.json"])
    capsys.readouterr()
    assert tool.main(["compare", str(recorded), str(again)]) == 0
    assert capsys.readouterr().out == ""


def edited(recorded, tmp_path, edit):
    rows = rows_of(recorded)
    row = next(row for row in rows if row["how"] == "html" and len(row["thread"]["comments"]) > 3)
    edit(row)
    write(tmp_path / "after.jsonl.gz", rows)
    return row["page"], str(tmp_path / "after.jsonl.gz")


def test_one_edited_field_is_named(tool, recorded, tmp_path, capsys):
    def edit(row):
        row["thread"]["comments"][3]["author"] = {"name": "Somebody Else", "url": None}

    page, after = edited(recorded, tmp_path, edit)
    assert tool.main(["compare", str(recorded), after]) == 1
    said = capsys.readouterr().out
    assert f"{page} (html): comments[3].author.name\n" in said
    assert '+ "Somebody Else"' in said
    assert "comments[].author.name" in said.partition("differences")[2]
    assert tool.main(["compare", str(recorded), after, "--ignore", "comments[].author"]) == 0
    assert tool.main(["compare", str(recorded), after, "--only", "title"]) == 0
    assert tool.main(["compare", str(recorded), after, "--how", "plain"]) == 0


def test_a_lost_comment_is_one_difference(tool, recorded, tmp_path, capsys):
    page, after = edited(recorded, tmp_path, lambda row: row["thread"]["comments"].pop(1))
    assert tool.main(["compare", str(recorded), after]) == 1
    said = capsys.readouterr().out
    assert f"{page} (html): comments[1]\n" in said
    assert said.count(" (html): ") == 1


def test_a_page_that_fails_now_is_named(tool, recorded, tmp_path, capsys):
    def edit(row):
        row.pop("thread")
        row["error"] = {"class": "IndexError", "code": None, "message": "list index out of range"}

    page, after = edited(recorded, tmp_path, edit)
    assert tool.main(["compare", str(recorded), after]) == 1
    said = capsys.readouterr().out
    assert f"{page} (html): (result)\n" in said
    assert "IndexError" in said
    assert said.count(" (html): ") == 1


@pytest.mark.parametrize(
    ("old", "new", "paths"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": True}, ["a"]),
        ({"a": None}, {}, ["a"]),
        ({"a": [1, 2, 3]}, {"a": [1, 3]}, ["a[1]"]),
        ({"a": [{"id": "1", "b": 1}]}, {"a": [{"id": "2", "b": 1}]}, ["a[0].id"]),
        ({"a": {"b": [{"c": "x"}]}}, {"a": {"b": [{"c": "y"}]}}, ["a.b[0].c"]),
    ],
)
def test_differences(tool, old, new, paths):
    assert [path for path, _, _ in tool.differences(old, new)] == paths
