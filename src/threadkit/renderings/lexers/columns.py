"""What the text browsers' lexers share: lists set in columns, in which text stands to the right of its marker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.lexers.levels import Levels, give_markers
from threadkit.renderings.lexers.wrapping import Row
from threadkit.renderings.lines import BLANK, Line, blank_line

__all__ = ["lex_columns"]

_RULE: Final = lazy_re.pattern(r"[*+-](?: ?[*+-]){2,}")
_NUMBER: Final = lazy_re.pattern(r"\d{1,6}")


def lex_columns(
    rows: Iterable[Row],
    marker: re.Pattern[str],
    *,
    clean: Callable[[str], str] = str.strip,
    slack: int = 0,
    first: int = 0,
    step: int = 0,
) -> Sequence[Line]:
    """Rows as lines of the common form.

    `marker` matches an item's marker with the white space around it; `clean` takes the tool's own signs out of what
    follows; `slack` is how far to the left of an item's text a line may stand and still belong to it; `first` and
    `step` are those of `Levels`.
    """
    out: list[Line] = []
    levels = Levels(first, step)
    bare = False  # whether the last line was a marker alone, whose text may stand anywhere below it
    for raw, start in rows:
        stripped = raw.strip(BLANK)
        if not stripped:
            out.append(blank_line(start, len(raw)))
            continue
        at = len(raw) - len(raw.lstrip(" \t"))
        if (found := marker.match(raw)) and not _RULE.fullmatch(stripped):
            text_at = len(found.group().rstrip()) + 1
            indent = levels.item(at, text_at)
            words = clean(raw[found.end() :])
            number = _NUMBER.search(found.group())
            out.append(Line(indent, f"{number[0]}." if number else "•", words, start, start + found.end(), True, False))
            bare = not words
            continue
        words = clean(stripped)
        if not words:
            out.append(blank_line(start, len(raw)))
            continue
        indent = levels.inside() if bare else levels.text(at, slack)
        out.append(Line(indent, "", words, start, start + at, False, False))
        bare = False
    return give_markers(out)
