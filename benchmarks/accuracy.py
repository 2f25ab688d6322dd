"""How much of the comments is read right, system by system; `docs/accuracy.md` is what this prints.

    python benchmarks/accuracy.py FOLDER [--about "what the pages are"] [--output docs/accuracy.md]

FOLDER holds pages (`NAME.html`), each with the truth about it beside it (`NAME.truth.json`): an object with `encoding`,
`url` (or null) and `comments`, in page order, each with

    id                    the page's own, or null; numbers decide, "comment-7" is "7"
    author                as the page shows it, or null
    depth                 1 for a comment on the post, 2 for a reply to it
    timestamp             ISO, as far as the page gives it, or null
    body_start, body_end  the first 60 and the last 40 characters; null where the page has no text of it
    kind                  "comment", "pingback", "trackback" or another

Beside threadkit, on the same pages: what trafilatura returns as comments, and a plain BeautifulSoup script,
`plain_script`. Where trafilatura is not installed, its column says "–".
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import importlib.metadata
import json
import re
from pathlib import Path
from typing import NamedTuple

import threadkit

FIELDS = ("author", "time", "depth", "text")
PINGS = ("pingback", "trackback")
"""Their text is not asked for: themes print the name of a page, and now and then some words of it."""


class Record(NamedTuple):
    """A comment, whoever read it."""

    number: str
    author: str
    time: dt.datetime | None
    depth: int
    text: str


# -- readers -----------------------------------------------------------------------------------------------------------


def threadkit_reads(content, url):
    """The dialect and the comments; a page that is refused has none."""
    try:
        thread = threadkit.parse(content, url=url, keep_html=False)
    except threadkit.ParseError:
        return "(refused)", []
    return thread.dialect, [
        Record(_number(c.id), c.author.name if c.author else "", c.published, c.depth, c.text) for c in thread.comments
    ]


def trafilatura_reads(content):
    """The comments as trafilatura gives them: one string."""
    import trafilatura

    found = trafilatura.bare_extraction(content, include_comments=True)
    return (found.comments or "") if found else ""


def plain_script(content):
    """What one writes in ten minutes, and what does on many pages."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(content, "lxml")
    boxes = collections.defaultdict(list)
    for box in soup.find_all(["article", "div", "dl", "li", "tr"], class_=re.compile("comment", re.IGNORECASE)):
        for name in box["class"]:
            if "comment" in name.lower():
                boxes[name].append(box)
    if not boxes:
        return []
    chosen = boxes.get("comment") or max(boxes.values(), key=len)
    known = {id(box) for box in chosen}
    records = []
    for box in chosen:
        link = box.find("a", string=re.compile(r"\w"))
        stamp = box.find("time", datetime=True)
        try:
            time = dt.datetime.fromisoformat(stamp["datetime"]) if stamp else None
        except ValueError:
            time = None
        paragraphs = [p for p in box.find_all("p") if next(up for up in p.parents if id(up) in known) is box]
        text = "\n\n".join(p.get_text() for p in paragraphs) or box.get_text()
        depth = sum(id(parent) in known for parent in box.parents)
        records.append(Record(_number(box.get("id")), link.get_text(strip=True) if link else "", time, depth, text))
    return records


def _number(name):
    """The number at the end of an id, or the id where it has none."""
    ends = re.search(r"\d+$", name or "")
    return ends[0] if ends else name or ""


# -- comparing ---------------------------------------------------------------------------------------------------------

SMILEY = re.compile(r":\w+:|[:;8x]['^-]?[()|/\\dpo]|<3|[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]", re.IGNORECASE)
"""An image may be read as a smiley, or not; what is said stays the same."""
MARKER = re.compile(r"^\s*(?:\d+[.)]|[•*◦▪-])\s+", re.MULTILINE)
"""So it does with a list's bullets and numbers, or without."""


def _solid(text):
    return "".join((text or "").split())


def _unsmiling(text):
    return _solid(SMILEY.sub("", text))


def paired(truths, records):
    """(truth, record) of the comments that were found: by number, by beginning and author, by beginning, and at last
    by a beginning that stands anywhere in the record: a text with too much in it is a wrong text, not a lost one.
    """
    by_key = (
        (lambda t: _number(t["id"]), lambda r: r.number),
        (lambda t: _beginning(t["body_start"]) + _solid(t["author"]), lambda r: _beginning(r.text) + _solid(r.author)),
        (lambda t: _beginning(t["body_start"]), lambda r: _beginning(r.text)),
    )
    record_of, taken = {}, set()
    for of_truth, of_record in by_key:
        waiting = collections.defaultdict(collections.deque)
        for at, record in enumerate(records):
            if at not in taken:
                waiting[of_record(record)].append(at)
        for number, truth in enumerate(truths):
            key = of_truth(truth)
            if number not in record_of and key and waiting[key]:
                record_of[number] = waiting[key].popleft()
                taken.add(record_of[number])
    solid = [_solid(record.text) for record in records]
    for number, truth in enumerate(truths):
        start = _beginning(truth["body_start"])
        if number in record_of or len(start) < 12:
            continue
        holder = next((at for at, text in enumerate(solid) if at not in taken and start in text), None)
        if holder is not None:
            record_of[number] = holder
            taken.add(holder)
    return [(truths[number], records[at]) for number, at in sorted(record_of.items())]


def _beginning(text):
    return _solid(text)[:40]


def _same_time(stamp, time):
    """As precisely as the page says it; an offset counts where both have one."""
    if time is None:
        return False
    if len(stamp) <= len("2010-01-31"):
        return time.isoformat().startswith(stamp)
    wanted = dt.datetime.fromisoformat(stamp)
    if (wanted.tzinfo is None) != (time.tzinfo is None):
        wanted, time = wanted.replace(tzinfo=None), time.replace(tzinfo=None)
    return abs(wanted - time) < dt.timedelta(minutes=1)


def _same_text(truth, text):
    start, end = truth["body_start"], truth["body_end"]
    whole = _solid(text)
    if whole.startswith(_solid(start)) and whole.endswith(_solid(end)):
        return True
    start, end = _unsmiling(start)[:40], _unsmiling(end)[-25:]  # a smiley may be cut at the outer end
    readings = _unsmiling(text), _unsmiling(MARKER.sub("", text))
    return any(reading.startswith(start) and reading.endswith(end) for reading in readings)


def compared(truths, records):
    """Field → (right, asked). A field is asked of the comments that were found, where the page shows it."""
    pairs = paired(truths, records)
    right, asked = collections.Counter(found=len(pairs)), collections.Counter(found=len(truths))
    right["not invented"], asked["not invented"] = len(pairs), len(records)
    for truth, record in pairs:
        answers = {"depth": record.depth == truth["depth"] - 1}
        if truth["author"]:
            answers["author"] = " ".join(record.author.split()) == " ".join(truth["author"].split())
        if truth["timestamp"]:
            answers["time"] = _same_time(truth["timestamp"], record.time)
        if truth["body_start"] and truth.get("kind") not in PINGS:
            answers["text"] = _same_text(truth, record.text)
        right.update({field: int(answer) for field, answer in answers.items()})
        asked.update(answers.keys())
    return right, asked


def bodies_in(truths, text):
    """(how many bodies begin and end in the text, how many there are)."""
    whole = _solid(text)
    bodies = [t for t in truths if t["body_start"] and t.get("kind") not in PINGS]
    return sum(_solid(t["body_start"]) in whole and _solid(t["body_end"]) in whole for t in bodies), len(bodies)


# -- the page of the docs ----------------------------------------------------------------------------------------------

HOW = """
All figures but counts are per cent. *Found* is the share of the page's comments that were returned, *not invented* the
share of what was returned that is a comment. The fields are asked of the comments that were found, where the page shows
them: a name exactly; a time as precisely as the page gives it; a text by its first 60 and last 40 characters, white
space, list markers and smileys aside. The text of pings is not asked for.

A page counts for the system (`Thread.dialect`) that it was read by; `html` is the general reader. *From* says the years
of the pages' first comments. Many rows were written with these pages at hand: a page of another design, or of a system
that is not here, may be read worse.
"""
OTHERS = """
trafilatura gives the comments as one string: *bodies* is the share of them whose beginning and end stand in it. Whose
they are, when they were written and what replies to what, it does not say. The script is `plain_script` of the command,
about thirty lines over BeautifulSoup: the boxes of one class name with "comment" in it, the first link as the name,
`time` elements, the paragraphs, depth by nesting. It counts as found, too, what stands anywhere in such a box.
"""


class Tally:
    """The sums of one system, or of all."""

    def __init__(self):
        self.pages, self.years, self.invented = 0, set(), collections.Counter()
        self.right = collections.defaultdict(collections.Counter)
        self.asked = collections.defaultdict(collections.Counter)

    def add(self, truth, results):
        self.pages += 1
        self.years |= _years(truth)
        for tool, (right, asked) in results.items():
            self.right[tool].update(right)
            self.asked[tool].update(asked)

    def share(self, tool, field):
        right, asked = self.right[tool][field], self.asked[tool][field]
        if not asked:
            return "–"
        return "100" if right == asked else f"{min(100 * right / asked, 99.9):.1f}"

    def from_years(self):
        first, last = (min(self.years), max(self.years)) if self.years else ("–", "–")
        return first if first == last else f"{first}–{last}"


def _years(truth):
    """The year of the page: of its first comment with one, else the one in its name."""
    dated = [t["timestamp"][:4] for t in truth["comments"] if re.match(r"\d{4}", t["timestamp"] or "")]
    named = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", truth["name"])
    return set((dated or named)[:1])


def measured(folder):
    """(truth, dialect, tool → (right, asked)) of each page that lies in the folder beside its truth."""
    for path in sorted(Path(folder).rglob("*.truth.json")):
        name = path.name.removesuffix(".truth.json")
        content = path.with_name(f"{name}.html").read_bytes()
        truth = {"name": name, **json.loads(path.read_text("utf-8"))}
        comments = truth["comments"]
        text = content.decode(truth.get("encoding") or "utf-8", "replace")
        dialect, records = threadkit_reads(content, truth.get("url"))
        results = {"threadkit": compared(comments, records)}
        if _version("trafilatura"):
            right, asked = bodies_in(comments, trafilatura_reads(text))
            results["trafilatura"] = collections.Counter(text=right), collections.Counter(text=asked)
        results["script"] = compared(comments, plain_script(text))
        yield truth, dialect, results


def _version(distribution):
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def report(folder, about):
    systems, everything, without = collections.defaultdict(Tally), Tally(), Tally()
    for truth, dialect, results in measured(folder):
        if truth["comments"]:
            systems[dialect].add(truth, results)
            everything.add(truth, results)
        else:
            without.add(truth, results)
    rows = [*sorted(systems.items(), key=lambda row: (-row[1].pages, row[0])), ("**all**", everything)]
    yield from _opening(about, everything, without)
    yield from ("", "## threadkit, by system", "")
    yield f"| system | pages | from | comments | found | not invented | {' | '.join(FIELDS)} |"
    yield "|---" + "|--:" * (5 + len(FIELDS)) + "|"
    for name, tally in rows:
        shares = [tally.share("threadkit", field) for field in ("found", "not invented", *FIELDS)]
        cells = [name, tally.pages, tally.from_years(), tally.asked["threadkit"]["found"], *shares]
        yield f"| {' | '.join(map(str, cells))} |"
    yield from _others(rows, without)


def _opening(about, everything, without):
    yield "# Accuracy"
    yield ""
    yield 'Written by `python benchmarks/accuracy.py FOLDER --about "…" --output docs/accuracy.md`.'
    yield ""
    yield f"Measured on {about or 'a folder of pages with known truth'}."
    comments = everything.asked["threadkit"]["found"]
    yield f"{everything.pages} of the pages have comments, {comments:,} in all; {without.pages} have none."
    yield ""
    yield HOW.strip()


def _others(rows, without):
    yield from ("", "## Beside others, on the same pages", "")
    yield f"trafilatura is {_version('trafilatura') or 'not installed'}, BeautifulSoup {_version('beautifulsoup4')}."
    yield OTHERS.strip()
    yield ""
    yield "| system | threadkit, found | threadkit, text | trafilatura, bodies | script, found | script, not invented |"
    yield "|---|--:|--:|--:|--:|--:|"
    for name, tally in rows:
        cells = [("threadkit", "found"), ("threadkit", "text"), ("trafilatura", "text")]
        cells += [("script", "found"), ("script", "not invented")]
        yield f"| {name} | {' | '.join(tally.share(*cell) for cell in cells)} |"
    total = rows[-1][1]
    yield ""
    yield "Of what was found on all of them, this much is right:"
    yield ""
    yield f"| | {' | '.join(FIELDS)} |"
    yield "|---" + "|--:" * len(FIELDS) + "|"
    for tool in ("threadkit", "script"):
        yield f"| {tool} | {' | '.join(total.share(tool, field) for field in FIELDS)} |"
    yield ""
    returned = ", ".join(f"{tool} {without.asked[tool]['not invented']}" for tool in ("threadkit", "script"))
    yield f"What was returned as comments on the {without.pages} pages without comments: {returned}."
    yield ""


def main(arguments=None):
    parser = argparse.ArgumentParser(description="How much of the comments is read right, beside others.")
    parser.add_argument("folder", help="pages, each with its .truth.json")
    parser.add_argument("--about", help="what the pages are, in words")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args(arguments)
    text = "\n".join(report(options.folder, options.about))
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
