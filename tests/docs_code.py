"""The code of a page of the docs, section by section, to be run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
SECTION = re.compile(r"^#{2,3} (.+?)\n(.*?)(?=^#{2,3} |\Z)", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```(python|sql|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sections(page):
    """Heading → its code, as (language, text)."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return {heading: FENCE.findall(section) for heading, section in SECTION.findall(text)}


def code(found, language="python"):
    return [text for said, text in found if said == language]


def run(blocks, **names):
    """Run them one after the other, as in one session; the names that there are then."""
    for block in blocks:
        exec(compile(block, "recipe", "exec"), names)
    return names
