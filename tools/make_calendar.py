"""Writes src/threadkit/vocabulary/calendar.py: the words in which pages tell the time, taken from CLDR through Babel.

In goes the list of languages below; out comes a module of plain strings, small enough to ship and free to import,
so that a user needs neither Babel (33 MB installed) nor its start-up. Run it when CLDR has moved on:

    python tools/make_calendar.py > src/threadkit/vocabulary/calendar.py

Each language is read in a process of its own, since Babel 2.18 shares tables between locales that inherit the same
ones: after Hebrew, the Chinese stand-alone months are Hebrew.
"""

# ruff: noqa: SLF001 (Babel shows the tables of a locale in no other way)

from __future__ import annotations

import re
import sys
import unicodedata
from concurrent.futures import ProcessPoolExecutor
from typing import Any

LANGUAGES = """af ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fr gl he hi hr hu hy id is it ja ka kk ko
lt lv mk ms nb nl nn pl pt ro ru sk sl sq sr sv sw ta te th tr uk vi zh""".split()

VARIANTS = {
    "ar": ["ar_DZ", "ar_LB", "ar_MA"],
    "de": ["de_AT"],
    "en": ["en_AU", "en_CA", "en_GB"],
    "es": ["es_MX"],
    "pt": ["pt_PT"],
    "sr": ["sr_Latn"],
    "zh": ["zh_Hant"],
}
"""Regions and scripts whose names differ; they are read as part of the language."""

EXTRA_MONTHS = {
    "de": {3: "mrz"},
    "en": {9: "sept"},
    "id": {8: "agt", 11: "nop"},
    "pl": {5: "maj", 9: "wrzes", 10: "pazdz"},
    "vi": {
        1: "thangmot", 2: "thanghai", 3: "thangba", 4: "thangtu", 5: "thangnam", 6: "thangsau", 7: "thangbay",
        8: "thangtam", 9: "thangchin", 10: "thangmuoi", 11: "thangmuoimot", 12: "thangmuoihai",
    },
}  # fmt: skip
"""What WordPress's translators write and CLDR has not."""

EXTRA_HALVES = {
    "ar": ("صباحا", "مساء"),
    "bn": ("পূর্বাহ্ন", "অপরাহ্ন"),
    "hi": ("पूर्वाह्न", "अपराह्न"),
    "ko": ("새벽,아침", "저녁"),
    "vi": ("sáng", "chiều,tối"),
    "zh": ("凌晨,清晨,早上", "晚上"),
}
"""Parts of the day that blogs print where CLDR's short forms have none."""

EXTRA_PAST = {
    "de": "|sekunden her;|minute her;|minuten her;|stunde her;|stunden her;|tag her;|tage her;|woche her;|wochen her;"
    "|monat her;|monate her;|jahr her;|jahre her",
    "el": "πριν|χρονια;πριν απο|χρονια;|χρονια πριν;|μηνες πριν;|ημερες πριν;|ωρες πριν;|λεπτα πριν",
    "pt": "|minutos atras;|hora atras;|horas atras;|dia atras;|dias atras;|semanas atras;|mes atras;"
    "|meses atras;|ano atras;|anos atras",
    "en": "|mins ago;|secs ago;|hrs ago;|yrs ago;|h ago;|m ago;|s ago;|d ago;|w ago;|y ago",
}
"""What wpDiscuz, Kinja and WordPress's translators write."""

HEADER = '''"""The words in which pages tell the time, a language a line: made by tools/make_calendar.py, not by hand.

From Unicode CLDR {version} (Copyright © 2004-2025 Unicode, Inc., Unicode License v3: see LICENSE).
All words but `WEEKDAY_NAMES` are folded as `threadkit.dates` folds what it looks up: lower case, without accents, dots
and spaces.
"""

# ruff: noqa: E501

from __future__ import annotations

from typing import Final

__all__ = ["DATE_FORMS", "DAY_HALVES", "MONTHS", "PAST", "WEEKDAYS", "WEEKDAY_NAMES"]
'''


def fold(text: str) -> str:
    """As threadkit.dates folds a word before it looks it up."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(c for c in plain if c.isalnum() or ("\u0900" <= c < "\u0f00" and unicodedata.category(c)[0] == "M"))


def names(locale: Any, table: str, index: int | str) -> set[str]:
    """All that the locale calls one month or weekday, folded."""
    found = set()
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            name = locale._data[table][context][width].get(index) or ""
            # Catalan's "de maig" is an article and a name.
            found.add(fold(re.sub(r"^(de |d['’])", "", name)))
    return {name for name in found if len(name) > 1 and not name.isdigit()}


def full_names(locale: Any) -> str:
    """The weekdays as they are written, from Monday, without their short forms."""
    days = locale._data["days"]
    return ",".join(dict.fromkeys(days[c]["wide"][i].lower() for i in range(7) for c in ("format", "stand-alone")))


def phrases(locale: Any) -> set[str]:
    """The ways to say "{0} years ago", as "words before|words after", folded word by word."""
    found = set()
    for field, texts in locale._data["date_fields"].items():
        if field.partition("-")[0] not in ("year", "month", "week", "day", "hour", "minute", "second"):
            continue
        for pattern in dict(dict(texts).get("past", {})).values():
            if "narrow" not in field and pattern.count("{0}") == 1:
                sides = (" ".join(filter(None, map(fold, side.split()))) for side in pattern.split("{0}"))
                found.add("|".join(sides))
    return {phrase for phrase in found if len(phrase) > 2}


def halves(locale: Any, index: str) -> set[str]:
    """What stands for am or pm, folded."""
    periods = locale.day_periods
    found = {periods[c][w].get(index, "") for c in ("format", "stand-alone") for w in ("wide", "abbreviated")}
    return {fold(word) for word in found} - {"", fold(index)}


def read(code: str) -> tuple[str, dict[str, Any]]:
    """One locale's words."""
    from babel import Locale

    locale = Locale.parse(code)
    form = re.sub(r"[^yMd./-]|['’][^']*'", "", locale.date_formats["short"].pattern)
    return code, {
        "months": [names(locale, "months", i) for i in range(1, 13)],
        "weekdays": [names(locale, "days", i) for i in range(7)],
        "weekday_names": full_names(locale),
        "halves": [halves(locale, "am"), halves(locale, "pm")],
        "past": phrases(locale),
        "form": re.sub(r"(.)\1+", r"\1", form).strip("./-").upper(),
    }


def merge(code: str, read_: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A language with its variants and extras; a name that would mean two months is dropped."""
    words = read_[code]
    for variant in VARIANTS.get(code, []):
        for table in ("months", "weekdays", "halves"):
            for mine, theirs in zip(words[table], read_[variant][table], strict=True):
                mine.update(theirs)
        words["past"] |= read_[variant]["past"]
    for group, extra in zip(words["halves"], EXTRA_HALVES.get(code, ()), strict=False):
        group.update(map(fold, extra.split(",")))
    words["past"].update(filter(None, EXTRA_PAST.get(code, "").split(";")))
    for month, name in EXTRA_MONTHS.get(code, {}).items():
        words["months"][month - 1].add(name)
    for table in ("months", "weekdays", "halves"):
        every = [name for group in words[table] for name in group]
        for group in words[table]:
            group -= {name for name in group if every.count(name) > 1}
    return words


def show(name: str, doc: str, rows: dict[str, str]) -> str:
    """One table as Python."""
    lines = "".join(f'    "{code}": "{row}",\n' for code, row in rows.items())
    return f'\n{name}: Final[dict[str, str]] = {{\n{lines}}}\n"""{doc}"""\n'


def main() -> None:
    """Write the module to standard output."""
    from babel.core import get_cldr_version

    codes = [*LANGUAGES, *(v for variants in VARIANTS.values() for v in variants)]
    with ProcessPoolExecutor(max_workers=1, max_tasks_per_child=1) as pool:
        read_ = dict(pool.map(read, codes))
    words = {code: merge(code, read_) for code in LANGUAGES}

    def groups(table: str) -> dict[str, str]:
        return {code: "|".join(",".join(sorted(g)) for g in w[table]) for code, w in words.items()}

    out = [HEADER.format(version=get_cldr_version())]
    out.append(
        show(
            "MONTHS",
            "January to December, apart by bars; their names and short forms, apart by commas.",
            groups("months"),
        )
    )
    out.append(show("WEEKDAYS", "Monday to Sunday, as `MONTHS`.", groups("weekdays")))
    out.append(
        show(
            "WEEKDAY_NAMES",
            "The weekdays' full names as they are written, in lower case, apart by commas.",
            {code: w["weekday_names"] for code, w in words.items()},
        )
    )
    out.append(
        show(
            "DAY_HALVES",
            'Before noon and after noon, as `MONTHS`; "am" and "pm" themselves are left out.',
            groups("halves"),
        )
    )
    past = {code: ";".join(sorted(w["past"])) for code, w in words.items()}
    out.append(
        show("PAST", 'Ways to say "… years ago": the words before the number, a bar, the words behind it.', past)
    )
    out.append(
        show(
            "DATE_FORMS",
            "How the language writes short dates.",
            {c: w["form"] for c, w in words.items()},
        )
    )
    sys.stdout.write("".join(out))


if __name__ == "__main__":
    main()
