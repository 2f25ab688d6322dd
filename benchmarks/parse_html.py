"""HTML: threadkit.parse against bare trees and against trafilatura, on the same bytes in one run.

    python benchmarks/parse_html.py [PAGE.html …]

Prints ratios for pages of 60 and 2,000 comments (and of the files named), then the cost per comment from 60 to
60,000 and the peak of Python's memory. trafilatura is left out where it is not installed.
"""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path

import bs4
import lxml.html
from _pages import page
from _timing import race

import threadkit


def candidates(content):
    text = content.decode("utf-8", "replace")
    found = {
        "lxml's tree": lambda: lxml.html.document_fromstring(content, parser=lxml.html.HTMLParser(huge_tree=True)),
        "threadkit": lambda: threadkit.parse(content, keep_html=False),
        "threadkit with html": lambda: threadkit.parse(content),
        "BeautifulSoup's tree": lambda: bs4.BeautifulSoup(content, "html.parser"),
        "BeautifulSoup's tree (lxml)": lambda: bs4.BeautifulSoup(content, "lxml"),
    }
    try:
        import trafilatura
    except ImportError:
        return found
    found["trafilatura with comments"] = lambda: trafilatura.extract(text, include_comments=True)
    return found


def compare(name, content, rounds):
    seconds = race(candidates(content), rounds)
    base, ours = seconds["lxml's tree"], seconds["threadkit"]
    print(f"\n{name}: {len(content):,} bytes")
    for who, taken in seconds.items():
        print(f"  {who:28s} {taken * 1e3:9.2f} ms   {taken / base:6.2f} x lxml   {taken / ours:6.2f} x threadkit")


def growth():
    print(f"\n{'comments':>9s} {'ms':>9s} {'µs a comment':>13s} {'peak MB':>9s} {'peak / page':>12s}")
    for count in (60, 600, 6_000, 60_000):
        content = page(count)
        seconds = race(
            {"ours": lambda content=content: threadkit.parse(content, keep_html=False)}, 5 if count < 6_000 else 2
        )
        tracemalloc.start()
        threadkit.parse(content, keep_html=False)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        taken = seconds["ours"]
        print(
            f"{count:9,d} {taken * 1e3:9.1f} {taken / count * 1e6:13.1f} {peak / 1e6:9.1f} {peak / len(content):12.1f}"
        )


def main():
    for count, rounds in ((60, 31), (2_000, 9)):
        compare(f"{count:,} comments", page(count), rounds)
    for name in sys.argv[1:]:
        compare(name, Path(name).read_bytes(), 5)
    growth()


if __name__ == "__main__":
    main()
