"""How fast threadkit is beside the tools that read the same pages; `docs/performance.md` is what this prints.

    python benchmarks/performance.py [--rounds N] [--quick] [--output docs/performance.md] [FOLDER …]

Time on the processor, not on the clock. Each round runs every tool once on every page of a set, one tool after the
other, so that a busy machine slows all alike; the table has the best round and the median of them. Each round has pages
that no round before had, made from another seed; of files, other ones for as long as there are any: those of FOLDERs
and the documentation that Python's packages have installed. Tools that are not installed are left out. Peak memory is
what a process of its own takes beyond what it held before (on Linux).
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

from _pages import WORDS, page

SIZES = ((0, 8), (60, 8), (600, 1), (2_000, 1), (20_000, 1))
"""Comments of a page, and pages of a round."""


def tools():
    """Name → what reads one page, given as bytes; those that are installed."""
    import lxml.html

    import threadkit

    def tree(content):
        return lxml.html.document_fromstring(content, parser=lxml.html.HTMLParser(huge_tree=True))

    def touched(content):
        return sum(1 for node in tree(content).iter() if node.text)

    def parse(content):
        try:
            return threadkit.parse(content, keep_html=False)
        except threadkit.ParseError:
            return None

    found = {"lxml, bare tree": tree, "lxml, each element touched": touched, "threadkit.parse": parse}
    for add in (_lexbor, _resiliparse, _bs4, _trafilatura):
        try:
            found |= add()
        except ImportError:
            continue
    return found


def _lexbor():
    from selectolax.lexbor import LexborHTMLParser

    return {"lexbor (selectolax), bare tree": LexborHTMLParser}


def _resiliparse():
    from resiliparse.extract.html2text import extract_plain_text

    return {"Resiliparse, text": lambda content: extract_plain_text(content.decode("utf-8", "replace"), comments=True)}


def _bs4():
    import bs4

    return {"BeautifulSoup (lxml), bare tree": lambda content: bs4.BeautifulSoup(content, "lxml")}


def _trafilatura():
    import trafilatura

    def extract(content):
        return trafilatura.extract(content.decode("utf-8", "replace"), include_comments=True)

    return {"trafilatura, with comments": extract}


# -- pages -------------------------------------------------------------------------------------------------------------


def threads(comments, count):
    return lambda turn: [page(comments, seed=1_000 * turn + number) for number in range(count)]


def shop(seed):
    """A shop's page: many boxes, prices, no comment and no letter."""
    rng = random.Random(seed)
    items = "".join(
        f'<div class="product card" id="p{seed}-{n}"><a href="/item/{n}"><img src="/i/{n}.jpg" alt=""></a>'
        f'<h3 class="name">{" ".join(rng.choices(WORDS, k=4))}</h3><span class="price">${rng.randint(1, 99)}.00</span>'
        '<button class="add">Add to cart</button></div>\n'
        for n in range(120)
    )
    return f"<html><head><title>Shop {seed}</title></head><body><nav><ul>{'<li><a href=/>x</a>' * 30}</ul></nav>{items}"


def front(seed):
    """A blog's first page: the beginnings of ten posts, and a sidebar."""
    rng = random.Random(seed)
    posts = "".join(
        f'<article class="post" id="post-{n}"><h2 class="entry-title"><a href="/{seed}/{n}/">'
        f"{' '.join(rng.choices(WORDS, k=6))}</a></h2><div class=entry-summary>"
        f"<p>{' '.join(rng.choices(WORDS, k=80))}</p></div><a href='/{n}/#comments'>{n} Comments</a></article>\n"
        for n in range(10)
    )
    aside = "".join(f'<li><a href="/{n}/">{rng.choice(WORDS)} {n}</a></li>' for n in range(60))
    return f"<html><head><title>A blog</title></head><body class='home blog'>{posts}<aside><ul>{aside}</ul></aside>"


def generated(make, count):
    return lambda turn: [make(1_000 * turn + number).encode() for number in range(count)]


def files(folders, count):
    """Sets of files, others in each round for as long as there are any."""
    found = sorted(
        path for folder in folders for path in Path(folder).rglob("*.htm*") if 3e3 < path.stat().st_size < 4e5
    )
    random.Random(1).shuffle(found)
    if not found:
        return None
    return lambda turn: [found[(turn * count + number) % len(found)].read_bytes() for number in range(count)]


# -- measuring ---------------------------------------------------------------------------------------------------------


def race(readers, pages_of, rounds):
    """Tool → its seconds a page in each round, on the processor."""
    taken = {name: [] for name in readers}
    for turn in range(rounds + 1):
        pages = pages_of(turn)
        for name, read in readers.items():
            gc.collect()
            begun = time.process_time()
            for content in pages:
                read(content)
            if turn:  # the first round warms up
                taken[name].append((time.process_time() - begun) / len(pages))
    return taken


def table(readers, pages_of, rounds):
    taken = race(readers, pages_of, rounds)
    base = [min(taken["lxml, bare tree"]), statistics.median(taken["lxml, bare tree"])]
    yield "| tool | best, ms | median, ms | best, in lxml's trees | median, in lxml's trees |"
    yield "|---|--:|--:|--:|--:|"
    for name, seconds in taken.items():
        best, middle = min(seconds), statistics.median(seconds)
        yield f"| {name} | {best * 1e3:.2f} | {middle * 1e3:.2f} | {best / base[0]:.1f} | {middle / base[1]:.1f} |"


PEAK = """
import re, sys
from pathlib import Path
sys.path.insert(0, {here!r})
from _pages import page
import performance

def memory(which):
    return int(re.search(which + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024

read = performance.tools()[{tool!r}]
content = page({comments})
read(page(5))
Path("/proc/self/clear_refs").write_text("5")  # the peak so far is forgotten
before = memory("VmRSS")
kept = read(content)
print((memory("VmHWM") - before) / len(content))
"""


def peak(tool, comments):
    """The peak of a process's memory, in sizes of the page."""
    program = PEAK.format(here=str(Path(__file__).parent), comments=comments, tool=tool)
    return float(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)


def report(rounds, folders, quick):
    readers = tools()
    yield "# Performance"
    yield ""
    yield "Written by `python benchmarks/performance.py --output docs/performance.md`, which says how it measures."
    yield "Milliseconds are those of one machine on one day; the ratios to lxml's bare tree of the same pages say more."
    for comments, count in SIZES[: 3 if quick else None]:
        yield from ("", f"## Pages with {comments:,} comments", "")
        yield from table(readers, threads(comments, count), rounds if comments < 2_000 else max(2, rounds // 4))
    documentation = files([sysconfig.get_paths()["purelib"], *folders], 8)
    others = {"shops": generated(shop, 8), "front pages of blogs": generated(front, 8)}
    others |= {"documentation": documentation} if documentation else {}
    for name, pages_of in others.items():
        yield from ("", f"## Pages without a thread: {name}", "")
        yield from table(readers, pages_of, rounds)
    yield from (
        "",
        "## Peak memory, in sizes of the page",
        "",
        "| comments | lxml, bare tree | threadkit.parse |",
        "|--:|--:|--:|",
    )
    for comments in (2_000, 20_000)[: 1 if quick else None]:
        shares = " | ".join(f"{peak(tool, comments):.1f}" for tool in ("lxml, bare tree", "threadkit.parse"))
        yield f"| {comments:,} | {shares} |"
    yield ""


def main():
    parser = argparse.ArgumentParser(description="How fast threadkit is, beside others.")
    parser.add_argument("folders", nargs="*", help="more pages without a thread")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--quick", action="store_true", help="leave out the large pages")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    text = "\n".join(report(options.rounds, options.folders, options.quick))
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
