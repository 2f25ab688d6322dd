"""The page on the model lists every code that an issue can have."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_issue_code_is_documented():
    listed = set(re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs" / "model.md").read_text("utf-8"), re.MULTILINE))
    raised = set()
    for file in (ROOT / "src" / "threadkit").rglob("*.py"):
        for call in re.findall(r"\bIssue\(\s*(?:\n\s*)?code=\"([a-z-]+)\"", file.read_text("utf-8")):
            raised.add(call)
    assert len(raised) > 10
    assert raised <= listed
