"""The check before a release: what it takes for the lowest versions, and what it makes of a run."""

from __future__ import annotations

import doctest
import importlib.util
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def loaded():
    spec = importlib.util.spec_from_file_location("check_everything", ROOT / "tools" / "check_everything.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its data classes look their own module up
    spec.loader.exec_module(module)
    return module


check_everything = loaded()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_its_examples():
    assert doctest.testmod(check_everything).failed == 0


def test_every_dependency_of_the_library_has_a_floor():
    # tzdata is data with a date for a version: any will do.
    named = {floor.partition("==")[0] for floor in check_everything.floors(PROJECT)}
    bare = {requirement.partition(">")[0] for requirement in PROJECT["dependencies"] if ">=" in requirement}
    assert bare <= named
    assert [one for one in PROJECT["dependencies"] if ">=" not in one] == ["tzdata; sys_platform == 'win32'"]


def test_all_that_a_user_may_want_is_in_one_extra():
    extras = PROJECT["optional-dependencies"]
    (everything,) = extras["all"]
    listed = set(everything.partition("[")[2].rstrip("]").split(","))
    assert listed == extras.keys() - {"all", "docs", "recipes", "test"}


def test_the_oldest_python_is_the_one_that_is_required():
    rows = check_everything._rows(PROJECT, [])
    assert PROJECT["requires-python"] == f">={rows[0].python}"
    assert [row.kind for row in rows] == ["floors", *["newest"] * (len(rows) - 1)]


def test_a_python_that_is_not_here_is_said():
    row = check_everything.Row("newest", "3.99", check_everything._interpreter("3.99", ["no-such-python"]))
    assert row.interpreter is None
    summary = "\n".join(check_everything._table([row]))
    assert "| newest | 3.99 | not installed here: skipped |  |" in summary
