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
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias, Unpack, cast, get_args

import attrs
from attrs import frozen

from threadkit import archives
from threadkit.api import PageParser
from threadkit.archives import ArchivedPage, Entry, Ready, records
from threadkit.archives.records import Record
from threadkit.bulk import pseudonyms
from threadkit.bulk.destination import Destination, destination, files_of, put, remove
from threadkit.bulk.journal import FAILED, SKIPPED, THREAD, Frame, Journal, open_journal
from threadkit.bulk.outputs import ENDINGS, PACKERS, Target, target_of, write_lines
from threadkit.bulk.summary import Reason, Summary, reasons_of
from threadkit.bulk.workers import in_order
from threadkit.errors import OptionError
from threadkit.merging import group, merge
from threadkit.model import Capture, Thread
from threadkit.options import (
    Options,
    ReadKeywords,
    check_callbacks,
    check_choice,
    check_flags,
    check_path,
    check_sources,
    options_of,
    shown,
)
from threadkit.serializers.json import dumps, loads
from threadkit.serializers.tables import Explode
from threadkit.version import VERSION

__all__ = ["ENDINGS", "Summary", "convert"]

Source: TypeAlias = str | os.PathLike[str] | BinaryIO
"""What may be read: a path, or a file that is open for bytes."""


def convert(  # noqa: PLR0913 (all of them are options by name)
    inputs: Iterable[Source] | Source,
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

    `inputs` is one path or several, or files open for bytes. They are read in their order, and so are the rows of the
    output, whatever the number of `workers`: processes that parse; 0 parses here, where no page can be stopped. A page
    that takes longer than `page_timeout` seconds, or kills its worker twice, is given up. `errors` names a file that
    gets a JSON object a line for each record that gave no thread. `explode` makes Parquet's rows comments, not threads.
    `merge` makes one thread of all pages and captures of a post. `pseudonymize` is the key under which every author
    gets a pseudonym (`threadkit.bulk.pseudonyms`). `resume` goes on where an interrupted run with the same inputs and
    options stopped, `overwrite` gives up what it left. `on_read` is told the bytes read each time, `on_record` the
    counts so far. The other options are those of `threadkit.read`; `only` is asked of each page before any are merged.

    The output appears whole or not at all. Raises, before anything is read, `OptionError` and `TypeError` for a wrong
    option, `ThreadkitError` for an output that is not to be replaced, the work of an interrupted run, another run on
    the same output, or a missing extra, and `OSError` for an input that is not there; later, `OSError` where the output
    can't be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = Path(folder, "mugs.txt")
    ...     size = page.write_text("my boss sings\\n\\n{ 1 comment }\\n\\n  1. Ann*\\n\\n    Mine too.\\n")
    ...     print(convert(page, Path(folder, "all.jsonl"), workers=0))
    1 thread, 0 skipped, 0 failed
    """
    _check_values(workers, page_timeout, explode)
    pseudonyms.check_key(pseudonymize)
    check_flags(merge=merge, resume=resume, overwrite=overwrite)
    check_callbacks(on_read=on_read, on_record=on_record)
    sources = check_sources("convert", inputs)
    target = target_of(Path(check_path("convert", out)), explode)
    paths = [source for source in sources if isinstance(source, str)]
    place = destination(paths, out, errors and check_path("convert", errors), is_folder=target.is_folder)
    chosen = options_of("convert", options)
    job = _Job(parse=PageParser(options=chosen), key=pseudonymize, pack="" if merge else target.pack)
    _check_travels(job, workers)
    _check_taken_up(sources, resume=resume, overwrite=overwrite)
    place.work.mkdir(exist_ok=True)
    about = _about(sources, job, merge, target.name)
    with open_journal(place.work / "journal", about, resume=resume, overwrite=overwrite) as journal:
        if not journal.complete:
            found = _entries(sources, chosen, on_read, journal.records)
            _fill(journal, in_order(job, found, workers=workers, timeout=page_timeout), on_record)
        return _finished(journal, target, place, merged=merge)


def _finished(journal: Journal, target: Target, place: Destination, *, merged: bool) -> Summary:
    """Make the outputs of a journal that is complete, put them in their places, and remove what was needed for it."""
    made = place.work / "output"
    written = _build(journal, target, made, merged=merged)
    if place.errors is not None:
        aside = place.work / "errors"
        write_lines((frame.note for _, frame in journal.frames(SKIPPED + FAILED)), aside)
        put(aside, place.errors)
    put(made, place.out)
    summary = attrs.evolve(_summary(journal, written), reasons=_reasons(journal))
    # While the journal is locked: a second run must not find the work half removed.
    shutil.rmtree(place.work)
    return summary


# -- what can't be meant ---------------------------------------------------------------------------------------------


def _check_values(workers: object, page_timeout: object, explode: object) -> None:
    check_choice("explode", explode, (None, *get_args(Explode)))
    if not isinstance(workers, int) or isinstance(workers, bool):
        raise TypeError(f"workers is a number of processes, not {shown(workers)}")
    if workers < 0:
        raise OptionError(f"workers is a number of processes, 0 or more, not {workers}")
    if page_timeout is None:
        return
    if not isinstance(page_timeout, int | float) or isinstance(page_timeout, bool):
        raise TypeError(f"page_timeout is a number of seconds or None, not {shown(page_timeout)}")
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


def _check_taken_up(sources: Iterable[str | BinaryIO], *, resume: bool, overwrite: bool) -> None:
    """Raises `OptionError` where the work of an interrupted run can't be treated as is asked."""
    if resume and overwrite:
        raise OptionError("resume goes on with the work of an interrupted run, and overwrite gives it up; choose one")
    if resume and not all(isinstance(source, str) for source in sources):
        raise OptionError("what is read from standard input or an open file can't be resumed: it can't be read again")


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
    sources: Iterable[str | BinaryIO], options: Options, on_read: Callable[[int], object] | None, skip: int
) -> Iterator[Entry]:
    """The entries of the inputs behind the first `skip` of them."""
    for source in sources:
        for entry in archives.entries(source, columns=options.columns, keep_html=options.keep_html, on_read=on_read):
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


def _about(sources: Iterable[str | BinaryIO], *options: object) -> bytes:
    """What is converted and how: the same for the same inputs and options, and nothing that could be secret."""
    digest = hashlib.sha256(repr((VERSION, *options)).encode())
    for path in (source for source in sources if isinstance(source, str)):
        for name in files_of(path):
            state = os.lstat(name)
            digest.update(repr((name, state.st_size, state.st_mtime_ns)).encode("utf-8", "surrogateescape"))
    return digest.hexdigest().encode()


# -- journal → output ------------------------------------------------------------------------------------------------


def _build(journal: Journal, target: Target, made: Path, *, merged: bool) -> int:
    """Make the output; how many threads are in it."""
    count = 0

    def counted(lines: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal count
        for line in lines:
            count += 1
            yield line

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
