"""What a bulk conversion costs: pages a second and peak memory of `threadkit.bulk.convert` by number of workers.

    python benchmarks/convert.py                            2,000 and 20,000 generated pages to JSON Lines
    python benchmarks/convert.py --pages FOLDER             as many pages, taken in turn from the HTML files in FOLDER
    python benchmarks/convert.py --out threads.parquet      to another kind of output

Each conversion is a process of its own, so that its peak memory, and that of its workers, is its own. With no workers
the share of the time that was not spent in parsing is printed as well: unpacking, JSON, the journal, the output.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from _timing import parsing_apart
from read_warc import generated, taken_from, write_warc


def run(path, out, workers):
    """In a process of its own: convert everything, print what it cost."""
    from threadkit.bulk.convert import convert

    timeout = 60 if workers else None
    summary, whole, outside = parsing_apart(lambda: convert([path], out, workers=workers, page_timeout=timeout))
    peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    outside = None if workers else outside  # workers parse in processes of their own
    print(json.dumps({"threads": summary.threads, "seconds": whole, "outside": outside, "peaks": peaks}))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", metavar="FOLDER")
    options.add_argument("--counts", type=int, nargs="+", default=[2_000, 20_000])
    options.add_argument("--workers", type=int, nargs="+", default=[0, 1, 2])
    options.add_argument("--out", default="threads.jsonl")
    options.add_argument("--run", nargs=3, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.run:
        run(chosen.run[0], chosen.run[1], int(chosen.run[2]))
        return
    print("   pages  workers  threads        s  pages/s  outside parse  peak MB  worker's")
    with tempfile.TemporaryDirectory() as folder:
        for count in chosen.counts:
            path = Path(folder, f"{count}.warc.gz")
            write_warc(path, taken_from(chosen.pages) if chosen.pages else generated(), count)
            for workers in chosen.workers:
                command = [sys.executable, __file__, "--run", path, Path(folder, chosen.out), str(workers)]
                ran = subprocess.run(command, check=True, capture_output=True, text=True)
                found = json.loads(ran.stdout)
                outside = "" if found["outside"] is None else f"{found['outside']:.1%}"
                print(
                    f"{count:8} {workers:8} {found['threads']:8} {found['seconds']:8.1f}"
                    f" {count / found['seconds']:8.1f} {outside:>14} {found['peaks'][0]:8.1f} {found['peaks'][1]:9.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
