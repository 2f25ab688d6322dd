"""``benchmarks/accuracy.py`` on pages made here: what is right is counted as right, what is wrong as wrong."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

COMMAND = Path(__file__).parents[1] / "benchmarks" / "accuracy.py"
RECORD = """<li class="comment depth-1" id="comment-{0}"><div class="comment-body"><div class="comment-author vcard">
<cite class="fn">{1}</cite> <span class="says">says:</span></div><div class="comment-meta"><a href="#comment-{0}">
May {0}, 2013 at 4:1{0} pm</a></div><p>The goat of {1} eats no roses, only what grows behind them.</p></div></li>"""
PAGE = """<html><head><title>On goats</title></head><body><h1>On goats</h1>
<div class="entry-content"><p>A post.</p></div>
<div id="comments"><h3>{} comments</h3><ol class="commentlist">{}</ol></div></body></html>"""


@pytest.fixture
def command():
    if not COMMAND.exists():
        pytest.skip("the benchmarks are not here")
    spec = importlib.util.spec_from_file_location("accuracy", COMMAND)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def truth(number, name, **edited):
    return {
        "id": f"comment-{number}",
        "author": name,
        "depth": 1,
        "timestamp": f"2013-05-0{number}T16:1{number}",
        "kind": "comment",
        "body_start": f"The goat of {name} eats no roses",
        "body_end": "only what grows behind them.",
        **edited,
    }


def write(folder, name, comments, truths):
    records = "".join(RECORD.format(number, author) for number, author in comments)
    (folder / f"{name}.html").write_text(PAGE.format(len(comments), records))
    about = {"encoding": "utf-8", "url": None, "comments": truths}
    (folder / f"{name}.truth.json").write_text(json.dumps(about))


def cells(text, row):
    """The cells of the first row of this name."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {row} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_the_page_says_what_is_right_and_what_is_not(command, tmp_path):
    names = [(1, "Ann"), (2, "Bob"), (3, "Cleo"), (4, "Dov")]
    right = [truth(*one) for one in names]
    write(tmp_path, "right_2013", names, right)
    command.main([str(tmp_path), "--about", "two pages", "--output", str(tmp_path / "right.md")])
    text = (tmp_path / "right.md").read_text("utf-8")
    assert "Measured on two pages." in text
    assert str(tmp_path) not in text
    assert cells(text, "wordpress") == ["1", "2013", "4", "100", "100", "100", "100", "100", "100"]

    wrong = [
        truth(1, "Ann", author="Anne"),
        truth(2, "Bob", timestamp="2013-05-02T16:19"),
        truth(3, "Cleo", depth=2),
        truth(4, "Dov", body_end="and nothing else."),
        truth(5, "Eve"),
    ]
    write(tmp_path, "right_2013", [*names, (6, "Fay")], wrong)
    command.main([str(tmp_path), "--output", str(tmp_path / "wrong.md")])
    text = (tmp_path / "wrong.md").read_text("utf-8")
    assert cells(text, "wordpress") == ["1", "2013", "5", "80.0", "80.0", "75.0", "75.0", "75.0", "75.0"]


def test_pages_without_comments_are_counted_apart(command, tmp_path, capsys):
    write(tmp_path, "none", [(1, "Ann"), (2, "Bob")], [])
    command.main([str(tmp_path)])
    printed = capsys.readouterr().out
    assert "on the 1 pages without comments: threadkit 2, script 2." in printed
    assert cells(printed, "**all**")[:3] == ["0", "–", "0"]
