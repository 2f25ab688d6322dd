"""Side-by-side timing: each round runs every candidate once, so that a busy machine slows all of them alike."""

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
