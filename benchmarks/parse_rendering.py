"""Renderings: threadkit.parse on plain text against Resiliparse making such text, in one run.

    python benchmarks/parse_rendering.py [RENDERING.txt PAGE.html]

With a rendering and an HTML page (of about 94 kB, for the figure in the docs) it compares parsing the one with
rendering the other; without, it uses its own page of 60 comments. Then the cost per comment from 60 to 20,000.
"""

from __future__ import annotations

import sys
from pathlib import Path

from _pages import page
from _timing import race
from resiliparse.extract.html2text import extract_plain_text

import threadkit


def rendering(comments):
    lines = ["a title", "", "A reader writes:", "", "I have a drawer. What should I do?", "", "You close it.", ""]
    lines += [f"{{ {comments} comments… read them below }}", ""]
    for n in range(1, comments + 1):
        depth, ordinal = (0, (n + 2) // 3) if n % 3 == 1 else (1, (n - 1) % 3)
        pad = "  " * depth
        lines += [f"{pad}  {ordinal}. Reader {n % 50}*", ""]
        lines += [f"{pad}    Comment {n}: the drawer was never mine to begin with, and yet here we are. " * 3, ""]
    return "\n".join(lines)


def main():
    if len(sys.argv) > 2:
        text = Path(sys.argv[1]).read_bytes().decode("utf-8")
        html = Path(sys.argv[2]).read_text("utf-8")
    else:
        html = page(60).decode("utf-8")
        text = rendering(60)
    seconds = race(
        {
            "threadkit.parse of the text": lambda: threadkit.parse(text),
            "Resiliparse, main_content=True": lambda: extract_plain_text(html, main_content=True),
            "Resiliparse, main_content=False": lambda: extract_plain_text(html, main_content=False),
            "to_text": lambda: threadkit.to_text(threadkit.parse(text)),
        },
        31,
    )
    print(f"text of {len(text):,} characters, page of {len(html):,}")
    ours = seconds["threadkit.parse of the text"]
    for name, taken in seconds.items():
        print(f"  {name:34s} {taken * 1e3:8.2f} ms   {taken / ours:5.2f} x threadkit.parse")
    print(f"\n{'comments':>9s} {'ms':>9s} {'µs a comment':>13s}")
    texts = {count: rendering(count) for count in (60, 600, 2_000, 20_000)}
    taken = race({count: lambda text=text: threadkit.parse(text) for count, text in texts.items()}, 7)
    for count, once in taken.items():
        print(f"{count:9,d} {once * 1e3:9.2f} {once / count * 1e6:13.1f}")


if __name__ == "__main__":
    main()
