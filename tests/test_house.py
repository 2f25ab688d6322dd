"""What the files around the code say: each file and licence that they name is there, and they agree with each other."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest

import threadkit
from test_structure import LAYERS, MODULES

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GUIDES = ["CONTRIBUTING.md", "README.md", "SECURITY.md"]
PATH = re.compile(r"`((?:src|tests|docs|tools|fuzz|benchmarks|examples)/[\w./*]*)`|\]\(([\w./-]+)\)")


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_names_is_there(guide):
    named = {one or other for one, other in PATH.findall(text_of(guide))}
    assert named
    assert [one for one in sorted(named) if not list(ROOT.glob(one))] == []


def test_the_registries_that_the_guide_names_are_there():
    rows = re.findall(r"`([A-Z]{5,})` in (?:its `__init__\.py`|`([\w./]+)`)", text_of("CONTRIBUTING.md"))
    assert len(rows) >= 3
    lines = [line for line in text_of("CONTRIBUTING.md").splitlines() if re.search(r"`[A-Z]{5,}` in", line)]
    for (name, file), line in zip(rows, lines, strict=True):
        folder = re.search(r"`(src/[\w./]+)/`", line)[1]
        assert re.search(rf"^{name}\b", text_of(file or f"{folder}/__init__.py"), re.MULTILINE), (name, file or folder)


def test_the_map_has_every_room():
    rooms = {path.stem for path in (ROOT / "src" / "threadkit").iterdir() if not path.name.startswith("_")}
    small = {"errors", "fields", "lazy_re", "model", "page", "py", "version"}
    assert {room for room in rooms - small if f"`{room}" not in text_of("CONTRIBUTING.md")} == set()


def test_the_citation_agrees_with_the_project():
    lines = text_of("CITATION.cff").splitlines()
    value = {name: rest for name, _, rest in (line.partition(": ") for line in lines) if rest}
    assert value["version"] == threadkit.__version__
    assert PROJECT["project"]["license"].split(" AND ")[0] == value["license"]
    first = lines.index("keywords:") + 1
    keywords = [line.removeprefix("  - ") for line in lines[first:] if line.startswith("  - ")]
    assert keywords == PROJECT["project"]["keywords"]
    assert {one["name"] for one in PROJECT["project"]["authors"]} == {re.search(r'- name: "(.+)"', "\n".join(lines))[1]}


def test_the_licence_holds_the_notice_of_the_words_that_are_unicodes():
    licence = text_of("LICENSE")
    assert "MIT License" in licence
    assert "UNICODE LICENSE V3" in licence
    (holder,) = re.findall(r"^Copyright © .+ Unicode, Inc\.$", licence, re.MULTILINE)
    named = re.search(r"^(src/\S+\.py) holds", licence, re.MULTILINE)[1]
    for file in (named, "tools/make_calendar.py", "docs/dates.md"):
        assert holder in text_of(file)
    assert PROJECT["project"]["license"] == "MIT AND Unicode-3.0"


def test_the_source_archive_holds_what_the_tests_need():
    packed = {one.strip("/") for one in PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]}
    always = {"LICENSE", "README.md", "pyproject.toml"}  # whatever is listed
    used = re.compile(r"(?:ROOT|parents\[1\]) / \"([\w.-]+)\"|text_of\(\"([\w.-]+)")
    named = {
        one or other for path in (ROOT / "tests").glob("*.py") for one, other in used.findall(path.read_text("utf-8"))
    }
    assert {"docs", "src", "tests", "tools"} <= named
    assert (named | {"conftest.py", "examples", "fuzz", *GUIDES}) - packed - always == set()
    assert [one for one in sorted(packed) if not (ROOT / one).exists()] == []


REACHING_OUT = {"ftplib", "http", "requests", "shelve", "smtplib", "socket", "ssl", "urllib.request", "xmlrpc"}
RUNNING = {"__import__", "compile", "eval", "exec"}
OF_OUR_OWN = {("fields.py", "exec")}
"""Checks of the model's fields, written out from its annotations; nothing of a page is in them."""


# SECURITY.md promises that nothing is fetched and that nothing of a page is run.
def test_no_module_fetches_or_runs_what_it_reads():
    found = set()
    # Each package by itself: where the wheel is tested, they are links, which a search from above does not follow.
    for path in (path for package in (ROOT / "src").iterdir() for path in package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            found.update((path.name, name) for name in names if {name, name.split(".")[0]} & REACHING_OUT)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RUNNING:
                found.add((path.name, node.func.id))
    assert found == OF_OUR_OWN


def test_the_layers_are_drawn_as_they_are_tested():
    guide = text_of("docs/architecture.md")
    line = re.search(r"^\(extensions, lazy_re\) ←.*?cli\.", guide, re.MULTILINE | re.DOTALL)[0]
    drawn = [set(re.findall(r"\w+", layer)) for layer in line.split("←")]
    tested = [set(layer) - {"version"} for layer in LAYERS]
    assert drawn == [layer for layer in tested if layer not in ({""}, {"__main__"})]


def test_one_table_has_every_room():
    rows = re.findall(r"^\| (`.+?) \|", text_of("docs/architecture.md"), re.MULTILINE)
    named = {name.rstrip("/").removesuffix(".py") for row in rows for name in re.findall(r"`([\w./]+)`", row)}
    assert {name for layer in LAYERS for name in layer} - {"", "__main__", "version"} <= named


def test_every_module_that_the_architecture_names_is_there():
    rooms = "|".join(sorted({name for layer in LAYERS for name in layer} - {""}))
    named = set(re.findall(rf"`((?:{rooms})\.[a-z_]+)`", text_of("docs/architecture.md"))) - {
        f"{one}.py" for one in MODULES
    }
    assert len(named) > 10
    for name in sorted(named - set(MODULES)):
        room, _, inside = name.rpartition(".")
        assert hasattr(importlib.import_module(f"threadkit.{room}"), inside), name
