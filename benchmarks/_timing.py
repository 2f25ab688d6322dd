"""How the benchmarks measure.

Side by side: each round runs every candidate once, so that a busy machine slows all of them alike. Apart: how much of a
run is spent in parsing, and how much around it.
"""

from __future__ import annotations

import gc
import statistics
import time


def race(candidates, rounds):
    """The median seconds of each candidate, by name; candidates are functions without arguments."""
    taken = {name: [] for name in candidates}
    for run in candidates.values():
        run()
    for _ in range(rounds):
        for name, run in candidates.items():
            gc.collect()
            start = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def parsing_apart(run):
    """What `run` returns, its seconds, and the share of them outside parsing; for a process of its own."""
    from threadkit import api

    parsing, inner = 0.0, api._parse  # noqa: SLF001 (what is measured is what it leaves)

    def timed(*args, **options):
        nonlocal parsing
        begin = time.perf_counter()
        try:
            return inner(*args, **options)
        finally:
            parsing += time.perf_counter() - begin

    api._parse = timed  # noqa: SLF001 (as above)
    begin = time.perf_counter()
    result = run()
    whole = time.perf_counter() - begin
    return result, whole, 1 - parsing / whole
