"""What a crawl costs: memory and time of `threadkit.read` on WARC.gz files of growing length.

    python benchmarks/read_warc.py                 2,000 and 20,000 generated pages
    python benchmarks/read_warc.py --pages FOLDER  as many pages, taken in turn from the HTML files in FOLDER

Each file is read in a process of its own, so that its peak memory is its own. Printed are the peak, the whole time, and
the share of it that was spent outside parsing: unpacking, cutting into records, and the accounting.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from _timing import parsing_apart

WORDS = (
    "the a my our his her boss cat desk garden neighbour kettle window letter sister piano week month every never "
    "says asks sings paints borrows returns forgets remembers quietly loudly again still only because although"
).split()


def prose(dice, count):
    return " ".join(dice.choice(WORDS) for _ in range(count)).capitalize() + "."


def page(number):
    """A post with a letter, an answer and twenty-four comments in threads of three."""
    dice = random.Random(number)
    url = f"http://kettle.example/{2005 + number % 15}/{1 + number % 12:02}/letter-{number}.html"
    comments = []
    for at in range(24):
        identity = number * 100 + at
        comments.append(
            f'<li class="comment depth-{1 + at % 3}" id="comment-{identity}"><div class="comment-body">'
            f'<div class="comment-author vcard"><cite class="fn">Reader {at}</cite> <span class="says">says:</span>'
            f'</div><div class="comment-meta"><a href="{url}#comment-{identity}">March {1 + at}, 2015 at '
            f"{1 + at % 11}:30 am</a></div><p>{prose(dice, 40)}</p><p>{prose(dice, 30)}</p></div>"
            + ('<ul class="children">' if at % 3 < 2 else "</li></ul></li></ul></li>")
        )
    return url, (
        f"<!DOCTYPE html><html><head><title>Letter {number} | Kettle</title>"
        f'<link rel="canonical" href="{url}"></head><body><div class="post" id="post-{number}">'
        f'<h2 class="entry-title">Letter {number}</h2><div class="entry-content"><p>Dear Kettle,</p>'
        f"<p>{prose(dice, 80)} What should I do?</p><p>{prose(dice, 100)}</p></div></div>"
        f'<div id="comments"><h3>24 comments</h3><ol class="commentlist">{"".join(comments)}</ol></div></body></html>'
    ).encode()


def generated():
    return (page(number) for number in itertools.count())


def taken_from(folder):
    bodies = [path.read_bytes() for path in sorted(Path(folder).rglob("*.html"))]
    return ((f"http://kettle.example/{number}", body) for number, body in enumerate(itertools.cycle(bodies)))


def write_warc(path, pages, count):
    with path.open("wb") as file:
        for number, (url, body) in enumerate(itertools.islice(pages, count)):
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n" + body
            headers = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2016-03-30T10:12:29Z\r\n"
                f"WARC-Payload-Digest: sha1:{number:032}\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(headers.encode() + block + b"\r\n\r\n", 1))


def read(path):
    """In a process of its own: read everything, keep nothing, print what it cost."""
    import threadkit

    def outcomes():
        counts = {"thread": 0, "skipped": 0, "failed": 0}
        for record in threadkit.read_records(path):
            counts[record.outcome] += 1
        return counts

    counts, whole, outside = parsing_apart(outcomes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**counts, "seconds": whole, "outside": outside, "peak": peak}))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", metavar="FOLDER")
    options.add_argument("--counts", type=int, nargs="+", default=[2_000, 20_000])
    options.add_argument("--read", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.read:
        read(chosen.read)
        return
    print("   pages  file MB  threads  skipped  failed        s  outside parse  peak MB")
    with tempfile.TemporaryDirectory() as folder:
        for count in chosen.counts:
            path = Path(folder, f"{count}.warc.gz")
            write_warc(path, taken_from(chosen.pages) if chosen.pages else generated(), count)
            ran = subprocess.run([sys.executable, __file__, "--read", path], check=True, capture_output=True, text=True)
            found = json.loads(ran.stdout)
            print(
                f"{count:8} {path.stat().st_size / 1e6:8.1f} {found['thread']:8} {found['skipped']:8}"
                f" {found['failed']:7} {found['seconds']:8.1f} {found['outside']:14.1%} {found['peak']:8.1f}"
            )


if __name__ == "__main__":
    main()
