"""The examples of the README and the docs run as they stand there, each page in one session of its own."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [page for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))] if page.exists()]
FENCE = re.compile(r"^```(?:python|pycon|\{doctest\})\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def session(text):
    """The page's examples as one doctest, each on its own line of the page."""
    kept = [""] * len(text.split("\n"))
    for fence in FENCE.finditer(text):
        if fence[1].startswith(">>>"):
            first = text.count("\n", 0, fence.start(1))
            lines = fence[1].split("\n")
            kept[first : first + len(lines)] = lines
    return "\n".join(kept)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest(session(page.read_text(encoding="utf-8")), {}, page.name, str(page), 0)
    report = []
    results = doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert results.failed == 0, "".join(report)
