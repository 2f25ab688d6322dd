"""Cases → findings: one child process a target works off case after case, and this process watches it.

In come targets, a seed and seconds; out goes a `Report` a target. Within the child a case has a limit of processor
time; what the limit cannot stop, because it hangs or dies outside of Python, ends the child. The parent then knows from
a shared counter which case it was, notes it, and starts the next child behind it.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import resource
import signal
import sys
import time
import traceback
import warnings
from collections import Counter
from fnmatch import fnmatchcase
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from types import FrameType, TracebackType
from typing import Any, Final, NoReturn

import attrs

import threadkit
from fuzz.corpus import Corpus
from fuzz.minimise import minimise
from fuzz.targets import TARGETS, BrokenError, make

__all__ = ["Finding", "Report", "kind_of", "run", "source_of"]

SECONDS_PER_100_KB: Final = 10.0
"""Processor time that a case may take for its length, but no less than for 20 kB."""
MEMORY: Final = 3 * 2**30
"""Bytes of address space that the child may take besides what it begins with."""
SILENCE: Final = 300.0
"""Seconds after which a child that has not come to the next case is ended. Making a case small takes some of them."""


class OverTimeError(BaseException):
    """A case took too long. No `Exception`, so that nothing on its way takes it for a page's fault."""


@attrs.frozen
class Finding:
    """The first case of a kind."""

    kind: str
    target: str
    case: int
    source: str | bytes
    trace: str


@attrs.define
class Report:
    """What came of one target."""

    target: str
    cases: int = 0
    findings: dict[str, Finding] = attrs.field(factory=dict)
    counts: Counter[str] = attrs.field(factory=Counter)
    slowest: tuple[float, int, int] = (0.0, 0, 0)
    """Processor seconds, number and size of the slowest case."""


def source_of(target: str, corpus: Corpus, seed: int, case: int) -> str | bytes:
    """The case of this number."""
    return make(TARGETS[target], corpus, Random(f"{seed}/{target}/{case}"))


def kind_of(target: str, source: str | bytes) -> tuple[str, str] | None:
    """What is wrong with a case, as its kind and the whole traceback; None if all holds."""
    limit = SECONDS_PER_100_KB * max(len(source), 20_000) / 100_000
    signal.signal(signal.SIGPROF, _too_long)
    try:
        signal.setitimer(signal.ITIMER_PROF, limit, 1.0)
        try:
            with warnings.catch_warnings(action="error"):
                TARGETS[target].check(source)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except OverTimeError as error:
        where = _innermost(error.__traceback__)
        return f"{target}: over {SECONDS_PER_100_KB:g} s for 100 kB in {where}", traceback.format_exc()
    except BrokenError as error:
        return f"{target}: {error}", traceback.format_exc()
    except Exception as error:  # noqa: BLE001 (that nothing else escapes is what is looked at)
        return f"{target}: {type(error).__name__} in {_innermost(error.__traceback__)}", traceback.format_exc()
    return None


def _too_long(number: int, frame: FrameType | None) -> NoReturn:
    raise OverTimeError


_PACKAGE: Final = str(Path(threadkit.__file__).parent)


def _innermost(trace: TracebackType | None) -> str:
    """The last function of threadkit on the way to the error, as module and name."""
    found = "the fuzzer"
    for frame, _ in traceback.walk_tb(trace):
        if frame.f_code.co_filename.startswith(_PACKAGE):
            found = f"{frame.f_globals['__name__']}.{frame.f_code.co_qualname}"
    return found.replace(".<locals>", "")


# -- the child ---------------------------------------------------------------------------------------------------------


def _work(
    target: str, corpus: Corpus, seed: int, counter: Any, until: float, known: frozenset[str], out: Connection
) -> None:
    most = MEMORY + 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    faulthandler.enable(sys.__stderr__)
    seen: set[str] = set()
    slowest = (0.0, 0, 0)
    while time.monotonic() < until:
        case = counter.value
        source = source_of(target, corpus, seed, case)
        started = time.process_time()
        wrong = kind_of(target, source)
        took = time.process_time() - started
        if took > slowest[0] and wrong is None:
            slowest = (took, case, len(source))
        if wrong is not None:
            kind, trace = wrong
            if kind not in seen and not any(fnmatchcase(kind, pattern) for pattern in known):
                seen.add(kind)
                source = minimise(source, TARGETS[target].pieces, lambda one, kind=kind: _shows(target, one, kind))
                trace = (kind_of(target, source) or wrong)[1]
            out.send(Finding(kind, target, case, source, trace[-4000:]))
        counter.value = case + 1
    out.send(slowest)


def _shows(target: str, source: str | bytes, kind: str) -> bool:
    wrong = kind_of(target, source)
    return wrong is not None and wrong[0] == kind


# -- the parent --------------------------------------------------------------------------------------------------------


def run(target: str, corpus: Corpus, seed: int, seconds: float, known: frozenset[str] = frozenset()) -> Report:
    """Work off cases for so long. Kinds that match one of the patterns in `known` are counted and not made small."""
    report = Report(target)
    context = multiprocessing.get_context("fork")
    counter = context.Value("q", 0)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        here, there = context.Pipe(duplex=False)
        skipped = known | report.findings.keys()
        child = context.Process(target=_work, args=(target, corpus, seed, counter, until, skipped, there))
        child.start()
        there.close()
        if not _listen(child, here, counter, report):
            _note_death(child, corpus, seed, counter, report)
    report.cases = counter.value
    return report


def _listen(child: Any, here: Connection, counter: Any, report: Report) -> bool:
    """Take what the child sends until it has done; False if it died or had to be ended."""
    last, since = counter.value, time.monotonic()
    while True:
        try:
            if here.poll(1.0):
                sent = here.recv()
                if isinstance(sent, Finding):
                    report.findings.setdefault(sent.kind, sent)
                    report.counts[sent.kind] += 1
                    continue
                report.slowest = max(report.slowest, sent)
                child.join()
                return True
        except EOFError:
            child.join()
            return False
        if counter.value != last:
            last, since = counter.value, time.monotonic()
        elif time.monotonic() - since > SILENCE:
            child.kill()
            child.join()
            return False


def _note_death(child: Any, corpus: Corpus, seed: int, counter: Any, report: Report) -> None:
    case = counter.value
    how = f"signal {-child.exitcode}" if child.exitcode < 0 else f"status {child.exitcode}"
    kind = f"{report.target}: Python ended with {how}"
    print(f"{kind} at case {case}", file=sys.stderr)
    source = source_of(report.target, corpus, seed, case)
    report.findings.setdefault(kind, Finding(kind, report.target, case, source, ""))
    report.counts[kind] += 1
    counter.value = case + 1
