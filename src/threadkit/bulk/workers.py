"""Tasks → results, in order, by worker processes that may die, hang, or be killed without costing more than a page.

    entries → (a queue) → a thread for each worker: send, wait, receive → (a queue) → put in order → results

Each worker is a Python of its own that is spoken to over its standard input and output, one task at a time. So what it
was doing when it ended is known, and nothing of the caller's program is imported again or inherited. A worker that dies
is replaced and its task tried once more: who killed it may not have meant the task. One that takes too long is killed
by a watch, and its task is given up. No more tasks are under way than a window holds, however long the input is.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO, Any, Final, Protocol

from attrs import Factory, define

from threadkit.errors import ThreadkitError

__all__ = ["Job", "in_order", "serve"]

_WINDOW: Final = 16
"""Tasks under way for each worker: enough that the others go on while one takes fifty times as long."""
_HELD: Final = 64 * 1024 * 1024
"""Bytes of tasks under way."""
_TICK: Final = 0.05
"""Seconds between two looks of the watch."""
_STARTS: Final = 3
"""Times that a worker is started in vain before there is no more sense in it."""
_PROGRAM: Final = "import sys; sys.path[:] = {path!r}; from threadkit.bulk.workers import serve; serve()"


class Job(Protocol):
    """What workers are to do: travels to them by pickle."""

    def result(self, task: Any, /) -> Any:
        """What becomes of a task."""

    def is_quick(self, task: Any, /) -> bool:
        """Whether a task is not worth sending to a worker."""

    def weight(self, task: Any, /) -> int:
        """Bytes that a task holds."""

    def lost(self, task: Any, reason: str, /) -> Any:
        """The result of a task that no worker could do."""


def in_order(job: Job, tasks: Iterable[Any], *, workers: int, timeout: float | None) -> Iterator[Any]:
    """The result of each task, in the order of the tasks. `timeout` is the seconds that one task may take.

    With no workers the work is done in this process, where nothing can be stopped after a time.
    """
    if workers == 0:
        yield from map(job.result, tasks)
        return
    pool = _Pool(job=job, timeout=timeout)
    try:
        pool.start(workers)
        yield from pool.results(tasks, workers * _WINDOW)
    finally:
        pool.stop()


# -- the caller's side -----------------------------------------------------------------------------------------------


@define(eq=False)
class _Lane:
    """One worker, as the thread that speaks to it knows it."""

    process: subprocess.Popen[bytes] | None = None
    deadline: float | None = None
    late: bool = False


@define(eq=False)
class _Pool:
    job: Job
    timeout: float | None
    _lanes: list[_Lane] = Factory(list)
    _threads: list[threading.Thread] = Factory(list)
    _tasks: queue.SimpleQueue[tuple[int, Any] | None] = Factory(queue.SimpleQueue)
    _finished: queue.SimpleQueue[tuple[int, Any]] = Factory(queue.SimpleQueue)
    _lock: threading.Lock = Factory(threading.Lock)
    _stopped: threading.Event = Factory(threading.Event)

    def start(self, workers: int) -> None:
        self._lanes = [_Lane() for _ in range(workers)]
        self._threads = [threading.Thread(target=self._serve_lane, args=(lane,), daemon=True) for lane in self._lanes]
        if self.timeout is not None:
            self._threads.append(threading.Thread(target=self._watch, daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End every worker now, whatever it is doing."""
        with self._lock:
            self._stopped.set()
            for lane in self._lanes:
                self._tasks.put(None)
                if lane.process is not None:
                    lane.process.kill()
        for thread in self._threads:
            thread.join()

    def results(self, tasks: Iterable[Any], window: int) -> Iterator[Any]:
        done: dict[int, Any] = {}
        weights: dict[int, int] = {}
        given = first = held = 0
        for task in tasks:
            if self.job.is_quick(task):
                done[given] = self.job.result(task)
            else:
                weights[given] = self.job.weight(task)
                held += weights[given]
                self._tasks.put((given, task))
            given += 1
            while first < given and (first in done or given - first >= window or held > _HELD):
                result = self._next(first, done)
                held -= weights.pop(first, 0)
                first += 1
                yield result
        for number in range(first, given):
            yield self._next(number, done)

    def _next(self, wanted: int, done: dict[int, Any]) -> Any:
        while wanted not in done:
            number, result = self._finished.get()
            done[number] = result
        result = done.pop(wanted)
        if isinstance(result, BaseException):
            raise result
        return result

    def _serve_lane(self, lane: _Lane) -> None:
        while (given := self._tasks.get()) is not None and not self._stopped.is_set():
            number, task = given
            try:
                result = self._done(lane, task)
            except Exception as error:  # noqa: BLE001 (raised again where the results are taken)
                result = error
            self._finished.put((number, result))
        _end(lane)

    def _done(self, lane: _Lane, task: Any) -> Any:
        """The result of a task; of one that killed two workers, or took too long, that it did."""
        reason = ""
        for _ in range(2):
            self._ensure(lane)
            result = self._ask(lane, task)
            if not isinstance(result, _Gone):
                return result
            reason = result.reason
            if result.late:
                break
        return self.job.lost(task, reason)

    def _ensure(self, lane: _Lane) -> None:
        """A worker that waits for a task: the one that there is, or a new one."""
        if lane.process is not None and lane.process.poll() is None and not lane.late:
            return
        status = _end(lane)
        for _ in range(_STARTS):
            process = self._begin(lane)
            try:
                # Starting takes its time and is no page's fault: a worker says when it is ready.
                _exchange(process, self.job)
            except (EOFError, OSError, pickle.UnpicklingError):
                status = _end(lane)
            else:
                return
        raise ThreadkitError(f"a worker can't be started: {_ended(status)}")

    def _begin(self, lane: _Lane) -> subprocess.Popen[bytes]:
        program = _PROGRAM.format(path=[path or "." for path in sys.path])
        with self._lock:
            if self._stopped.is_set():
                raise ThreadkitError("stopped")
            lane.late = False
            lane.process = subprocess.Popen(  # noqa: S603 (this Python, this package)
                [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            return lane.process

    def _ask(self, lane: _Lane, task: Any) -> Any:
        process = lane.process
        if process is None:
            raise ThreadkitError("a worker is not there")
        with self._lock:
            lane.deadline = None if self.timeout is None else time.monotonic() + self.timeout
        try:
            return _exchange(process, task)
        except (EOFError, OSError, pickle.UnpicklingError):
            status = _end(lane)
            if lane.late:
                return _Gone(f"it took longer than {self.timeout:g} seconds", late=True)
            return _Gone(f"the worker that read it died ({_ended(status)})")
        finally:
            with self._lock:
                lane.deadline = None

    def _watch(self) -> None:
        while not self._stopped.wait(_TICK):
            with self._lock:
                now = time.monotonic()
                for lane in self._lanes:
                    if lane.deadline is not None and now > lane.deadline and lane.process is not None:
                        lane.late, lane.deadline = True, None
                        lane.process.kill()


@define
class _Gone:
    """Instead of a result: the worker is no more."""

    reason: str
    late: bool = False


def _exchange(process: subprocess.Popen[bytes], message: Any) -> Any:
    """Send a message and wait for the answer. Raises `EOFError` or `OSError` where the process ends first."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    pickle.dump(message, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
    process.stdin.flush()
    return pickle.load(process.stdout)  # noqa: S301 (from a process that this one started)


def _end(lane: _Lane) -> int | None:
    """Take leave of a worker; its exit status."""
    process, lane.process = lane.process, None
    if process is None:
        return None
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe is not None:
                pipe.close()
    return process.wait()


def _ended(status: int | None) -> str:
    if status is not None and status < 0:
        with suppress(ValueError):
            return f"killed by {signal.Signals(-status).name}"
    return f"status {status}"


# -- the worker's side -----------------------------------------------------------------------------------------------


def serve() -> None:
    """The worker: take the job, then answer each task, until there is nobody to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; who started us decides
    tasks = sys.stdin.buffer
    with suppress(EOFError, BrokenPipeError), os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whatever prints does not get between the answers
        job: Job = pickle.load(tasks)  # noqa: S301 (from the process that started this one)
        _send(None, answers)  # ready
        while True:
            task = pickle.load(tasks)  # noqa: S301 (as above)
            _send(_answer(job, task), answers)


def _answer(job: Job, task: Any) -> Any:
    try:
        return job.result(task)
    except Exception as error:  # noqa: BLE001 (raised again where the results are taken)
        return error


def _send(answer: Any, answers: IO[bytes]) -> None:
    pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
    answers.flush()
