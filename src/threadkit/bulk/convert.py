"""Bulk conversion: whole archives to one table or file, by several processes, resumable, whole or not at all.

    inputs → entries (here) → pages parsed, made anonymous, written as JSON (workers) → journal, in order (here)
           → the output, built aside from the journal → put in its place

The main process only unpacks and writes; all that costs time is done by workers, and the order of the inputs is
the order of the output, however many there are. The journal (`journal`) is the only state: it lies in the
folder ``OUT.part`` beside the output, and whatever ends a run (Ctrl-C, a full disk, ``kill -9``), the next one with
`resume` goes on behind its last whole record. The output is built from it in a second step, under another name on the
same disk, made durable, and renamed: an old output stays untouched until then.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Unpack, cast, get_args

import attrs
from attrs import frozen

from threadkit import archives
from threadkit.api import PageParser
from threadkit.archives import ArchivedPage, Entry, Ready, records
from threadkit.archives.records import Record
from threadkit.bulk import pseudonyms
from threadkit.bulk.destination import destination, files_of, put, remove
from threadkit.bulk.journal import FAILED, SKIPPED, THREAD, Frame, Journal, open_journal
from threadkit.bulk.outputs import ENDINGS, PACKERS, Target, target_of, write_lines
from threadkit.bulk.summary import Reason, Summary, reasons_of
from threadkit.bulk.workers import in_order
from threadkit.errors import OptionError
from threadkit.merging import group, merge
from threadkit.model import Capture, Thread
from threadkit.options import Options, ReadKeywords, check_choice, check_path, check_paths, options_of
from threadkit.serializers.json import dumps, loads
from threadkit.serializers.tables import Explode
from threadkit.version import VERSION

__all__ = ["ENDINGS", "Summary", "convert"]


def convert(  # noqa: PLR0913 (all of them are options by name)
    inputs: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    errors: str | os.PathLike[str] | None = None,
    workers: int = 1,
    page_timeout: float | None = None,
    explode: Explode | None = None,
    merge: bool = False,
    pseudonymize: str | None = None,
    resume: bool = False,
    overwrite: bool = False,
    on_read: Callable[[int], object] | None = None,
    on_record: Callable[[Summary], object] | None = None,
    **options: Unpack[ReadKeywords],
) -> Summary:
    """Every thread in files, folders and archives, in one output, whose kind its name's ending says (`ENDINGS`).

    `inputs` is one path or several, read in their order, and so are the rows of the output, whatever the number of
    `workers`: processes that parse; 0 parses in this process, where no page can be stopped. A page that takes longer
    than `page_timeout` seconds, or kills its worker twice, is given up. `errors` names a file that gets one JSON object
    a line for each record that gave no thread. `explode` makes Parquet's rows comments, not threads. `merge` makes one
    thread of all pages and captures of a post. `pseudonymize` is the key under which every author gets a pseudonym
    (`threadkit.bulk.pseudonyms`). `resume` goes on where an interrupted run with the same inputs and options stopped;
    `overwrite` gives up what an interrupted run left, and begins anew.
    `on_read` is told the bytes read each time, `on_record` the counts so far. The other options are those of
    `threadkit.read`; of pages that are merged, each is asked by itself whether it has what `only` names.

    The output appears whole or not at all. Raises `ThreadkitError` for an ending that is not known, an extra that is
    not installed, an output that is not to be replaced (a folder that threadkit did not write, an input), a second run
    on the same output, the work of an interrupted one, or a `resume` with other inputs; `OptionError` and `TypeError`
    for a wrong option; `OSError` where an input can't be opened or an output can't be written. All of these are looked
    at before anything is read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = Path(folder, "mugs.txt")
    ...     size = page.write_text("my boss sings\\n\\n{ 1 comment }\\n\\n  1. Ann*\\n\\n    Mine too.\\n")
    ...     print(convert([page], Path(folder, "all.jsonl"), workers=0))
    1 thread, 0 skipped, 0 failed
    """
    paths = check_paths("convert", inputs)
    out = check_path("convert", out)
    errors = None if errors is None else check_path("convert", errors)
    check_choice("explode", explode, (None, *get_args(Explode)))
    pseudonyms.check_key(pseudonymize)
    _check_numbers(workers, page_timeout)
    job = _Job(parse=PageParser(options=options_of("convert", options)), key=pseudonymize)
    _check_travels(job, workers)
    target = target_of(Path(out), explode)
    place = destination(paths, out, errors, is_folder=target.is_folder)
    job = attrs.evolve(job, pack="" if merge else target.pack)
    about = _about(paths, job, merge, target.name)
    place.work.mkdir(exist_ok=True)
    with open_journal(place.work / "journal", about, resume=resume, overwrite=overwrite) as journal:
        if not journal.complete:
            found = _entries(paths, job.parse.options, on_read, journal.records)
            _fill(journal, in_order(job, found, workers=workers, timeout=page_timeout), on_record)
        written = _build(journal, target, place.work, merged=merge)
        if place.errors is not None:
            _write_errors(journal, place.errors, place.work)
        put(place.work / target.made, place.out)
        summary = attrs.evolve(_summary(journal, written), reasons=_reasons(journal))
        # Before the lock is let go: a second run must not find the work half removed.
        shutil.rmtree(place.work)
    return summary


def _check_numbers(workers: object, page_timeout: object) -> None:
    if not isinstance(workers, int) or isinstance(workers, bool):
        raise TypeError(f"workers is a number of processes, not {workers!r}")
    if workers < 0:
        raise OptionError(f"workers is a number of processes, 0 or more, not {workers}")
    if page_timeout is None:
        return
    if not isinstance(page_timeout, int | float) or isinstance(page_timeout, bool):
        raise TypeError(f"page_timeout is a number of seconds or None, not {page_timeout!r}")
    if not page_timeout > 0:
        raise OptionError(f"page_timeout is a number of seconds, more than 0, or None, not {page_timeout}")


def _check_travels(job: _Job, workers: int) -> None:
    """Raises `TypeError` for a zone that can't go to worker processes: they know what can be imported, and no more."""
    zone = job.parse.options.tz
    if workers == 0 or zone is None:
        return
    try:
        pickle.dumps(zone)
        reason = "its class is the program's own" if type(zone).__module__ == "__main__" else None
    except Exception as error:  # noqa: BLE001 (pickling runs the zone's own code)
        reason = str(error) or type(error).__name__
    if reason is not None:
        raise TypeError(f"tz can't go to worker processes ({reason}); give a zone's name, or workers=0")


# -- records → journal -----------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _Job:
    """What becomes of an entry: done by the workers."""

    parse: PageParser
    key: str | None
    pack: str = ""

    def result(self, entry: Entry) -> Frame:
        record = next(self.parse.records([entry]))
        if record.thread is None:
            return Frame(FAILED if record.outcome == "failed" else SKIPPED, _why(record))
        thread = record.thread
        address = thread.url or (thread.capture.url if thread.capture else None) or ""
        if self.key is not None:
            thread = pseudonyms.pseudonymize(thread, self.key)
        line = f"{dumps(thread)}\n".encode()
        return Frame(THREAD, address.encode("utf-8", "replace"), PACKERS[self.pack](line))

    def is_quick(self, entry: Entry) -> bool:
        url_prefix = self.parse.options.url_prefix
        if url_prefix is not None and records.is_elsewhere(entry, url_prefix):
            return True
        return not isinstance(entry, ArchivedPage | Ready)

    def weight(self, entry: Entry) -> int:
        return len(entry.content) if isinstance(entry, ArchivedPage) else 0

    def lost(self, entry: Entry, reason: str) -> Frame:
        url, capture = (entry.url, entry.capture) if not isinstance(entry, Ready) else (None, entry.thread.capture)
        return Frame(FAILED, _why(Record(outcome="failed", reason=reason, url=url, capture=capture or Capture())))


def _why(record: Record) -> bytes:
    """Why a record gave no thread, as one line of JSON."""
    return f"{json.dumps(records.why_none(record))}\n".encode()


def _entries(
    paths: Iterable[str], options: Options, on_read: Callable[[int], object] | None, skip: int
) -> Iterator[Entry]:
    """The entries of the inputs behind the first `skip` of them."""
    for path in paths:
        for entry in archives.entries(path, columns=options.columns, keep_html=options.keep_html, on_read=on_read):
            if skip:
                skip -= 1
            else:
                yield entry


def _fill(journal: Journal, frames: Iterator[Frame], on_record: Callable[[Summary], object] | None) -> None:
    for frame in frames:
        journal.append(frame)
        if on_record is not None:
            on_record(_summary(journal, journal.counts[THREAD]))
    journal.finish()


def _reasons(journal: Journal) -> tuple[Reason, ...]:
    """Why records failed; where there is no thread at all, why the others were skipped, too."""
    if journal.counts[THREAD] and not journal.counts[FAILED]:
        return ()  # the common case need not read the journal once more
    kinds = FAILED if journal.counts[THREAD] else SKIPPED + FAILED
    return reasons_of(frame.note for _, frame in journal.frames(kinds))


def _summary(journal: Journal, written: int) -> Summary:
    counts = journal.counts
    return Summary(threads=counts[THREAD], skipped=counts[SKIPPED], failed=counts[FAILED], written=written)


def _about(paths: Sequence[str], *options: object) -> bytes:
    """What is converted and how: the same for the same inputs and options, and nothing that could be secret."""
    digest = hashlib.sha256(repr((VERSION, *options)).encode())
    for path in paths:
        for name in files_of(path):
            state = os.lstat(name)
            digest.update(repr((name, state.st_size, state.st_mtime_ns)).encode("utf-8", "surrogateescape"))
    return digest.hexdigest().encode()


# -- journal → output ------------------------------------------------------------------------------------------------


def _build(journal: Journal, target: Target, place: Path, *, merged: bool) -> int:
    """Make the output aside; how many threads are in it."""
    count = 0

    def counted(lines: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal count
        for line in lines:
            count += 1
            yield line

    made = place / target.made
    remove(made)
    target.write(counted(_merged(journal, target) if merged else _lines(journal)), made)
    return count


def _lines(journal: Journal) -> Iterator[bytes]:
    return (frame.content for _, frame in journal.frames())


def _merged(journal: Journal, target: Target) -> Iterator[bytes]:
    """One line for all pages and captures of a post. Of the others only addresses and places are held."""
    stubs = [Thread(url=frame.note.decode() or None, declared_comment_count=place) for place, frame in journal.frames()]
    for together in group(stubs):
        lines = [journal.at(cast("int", stub.declared_comment_count)).content for stub in together]
        if len(lines) > 1:
            lines = [f"{dumps(merge(map(loads, lines)))}\n".encode()]
        yield PACKERS[target.pack](lines[0])


def _write_errors(journal: Journal, path: Path, place: Path) -> None:
    aside = place / "errors"
    write_lines((frame.note for _, frame in journal.frames(SKIPPED + FAILED)), aside)
    put(aside, path)
