"""Bulk conversion: the same rows whatever the number of workers, whole or not at all, and nothing lost on the way."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import threadkit
from threadkit import ThreadkitError
from threadkit.bulk import workers as worker_pool
from threadkit.bulk.convert import convert
from threadkit.bulk.journal import THREAD, Frame, open_journal

PAGE = """{title}

A reader writes:

I keep bees on the office roof. May I go on? It is the {title} question.

You may, if you share the honey.

{{ 2 comments }}

  1. Wilma{number}*

    Ask the bees.

    1. Otto*

      The bees said yes to {title}.
"""


@pytest.fixture
def crawl(tmp_path):
    folder = tmp_path / "crawl"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(PAGE.format(title=f"bees, part {number}", number=number))
    (folder / "05.css").write_text("body { margin: 0 }")
    (folder / "07.gz").write_bytes(b"\x1f\x8b\x08\0damaged")
    return folder


def titles(path):
    return [thread.title for thread in threadkit.read(path)]


PARTS = [f"bees, part {number}" for number in range(12)]


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "jsonl.zst"])
@pytest.mark.parametrize("workers", [0, 2])
def test_the_threads_come_out_as_they_went_in(crawl, tmp_path, ending, workers):
    if ending.endswith("zst"):
        pytest.importorskip("zstandard", reason="zstd files need it")
    out = tmp_path / f"all.{ending}"
    summary = convert([crawl], out, errors=tmp_path / "bad.jsonl", workers=workers)
    assert (summary.threads, summary.skipped, summary.failed, summary.written) == (12, 1, 1, 12)
    assert list(threadkit.read(out)) == list(threadkit.read(crawl))
    bad = [json.loads(line) for line in (tmp_path / "bad.jsonl").read_text().splitlines()]
    assert [(row["outcome"], Path(row["path"]).name) for row in bad] == [("skipped", "05.css"), ("failed", "07.gz")]
    assert all(row["reason"] for row in bad)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"all.{ending}", "bad.jsonl", "crawl"]


def test_the_number_of_workers_changes_nothing(crawl, tmp_path):
    made = []
    for workers in (0, 2):
        out = tmp_path / f"{workers}.jsonl.gz"
        convert([crawl, crawl], out, workers=workers)
        made.append(out.read_bytes())
    assert made[0] == made[1]


def test_pages_of_one_post_become_one_thread(tmp_path):
    for number in (1, 2):
        page = f"""<html><head><title>Bees</title><link rel="canonical" href="http://hive.example/bees/"></head><body>
        <h1>Bees</h1><p>Dear Hive, may I keep bees on the roof of the office, where nobody ever goes?</p>
        <ol class="commentlist"><li class="comment" id="comment-{number}"><cite class="fn">Wilma</cite>
        <p>Number {number}</p></li></ol></body></html>"""
        (tmp_path / f"{number}.html").write_text(page)
    pages = [tmp_path / "1.html", tmp_path / "2.html"]
    summary = convert(pages, tmp_path / "all.jsonl", workers=0, merge=True)
    assert str(summary) == "2 threads, merged into 1, 0 skipped, 0 failed"
    [thread] = threadkit.read(tmp_path / "all.jsonl")
    assert thread == threadkit.merge(thread for page in pages for thread in threadkit.read(page))
    assert len(thread.comments) == 2


def test_a_file_that_is_open_is_an_input(crawl, tmp_path):
    with (crawl / "00.txt").open("rb") as file:
        assert convert(file, tmp_path / "all.jsonl", workers=0).threads == 1
    with (crawl / "00.txt").open("rb") as file, pytest.raises(ThreadkitError, match="can't be resumed"):
        convert([crawl, file], tmp_path / "all.jsonl", workers=0, resume=True)
    assert titles(tmp_path / "all.jsonl") == PARTS[:1]


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "parquet"])
def test_without_mark_up_it_is_left_out_of_threads_that_are_ready_too(tmp_path, ending):
    if ending == "parquet":
        pytest.importorskip("pyarrow", reason="Parquet files need it")
    (tmp_path / "page.html").write_text(
        """<html><head><title>Bees</title></head><body><h1>Bees</h1><p>Dear Hive, may I keep bees on the roof of the
        office, where nobody ever goes?</p><ol class="commentlist"><li class="comment" id="comment-7">
        <cite class="fn">Wilma</cite> <p>Ask the <b>bees</b>.</p></li></ol></body></html>"""
    )
    own = tmp_path / f"own.{ending}"
    convert(tmp_path / "page.html", own, workers=0)
    [thread] = threadkit.read(own)
    assert "<b>" in thread.comments[0].html
    convert(own, tmp_path / "bare.jsonl", workers=0, keep_html=False)
    for [bare] in (threadkit.read(own, keep_html=False), threadkit.read(tmp_path / "bare.jsonl")):
        assert [part.html for part in (*bare.body, *bare.comments)] == [None] * (len(bare.body) + 1)
        assert bare.comments[0].text == thread.comments[0].text


class StoppedError(Exception):
    pass


def stop_after(count):
    def look(summary):
        if summary.threads == count:
            raise StoppedError

    return look


@pytest.mark.parametrize("workers", [0, 2])
def test_an_interrupted_run_goes_on_where_it_stopped(crawl, tmp_path, workers):
    out = tmp_path / "all.jsonl"
    out.write_text("the old output")
    with pytest.raises(StoppedError):
        convert([crawl], out, workers=workers, on_record=stop_after(6))
    assert out.read_text() == "the old output"
    seen = []
    summary = convert([crawl], out, workers=workers, resume=True, on_record=seen.append)
    assert seen[0].threads == 7
    assert summary.threads == 12
    assert titles(out) == PARTS
    assert not Path(f"{out}.part").exists()


def test_the_work_of_an_interrupted_run_is_resumed_or_given_up_and_never_in_silence(crawl, tmp_path):
    out = tmp_path / "all.jsonl"
    with pytest.raises(StoppedError):
        convert([crawl], out, workers=0, on_record=stop_after(5))
    work = (tmp_path / "all.jsonl.part" / "journal").read_bytes()
    with pytest.raises(
        ThreadkitError, match=r"interrupted and left its work in '.*all.jsonl.part': resume it \(--resume"
    ):
        convert([crawl], out, workers=0)
    assert (tmp_path / "all.jsonl.part" / "journal").read_bytes() == work
    with pytest.raises(ThreadkitError, match="other inputs or options"):
        convert([crawl], out, workers=0, keep_html=False, resume=True)
    (crawl / "12.txt").write_text(PAGE.format(title="more", number=12))
    with pytest.raises(ThreadkitError, match="other inputs or options"):
        convert([crawl], out, workers=0, resume=True)
    assert convert([crawl], out, workers=0, overwrite=True).threads == 13


def test_what_stopped_before_the_first_record_is_no_work_to_ask_about(crawl, tmp_path):
    out = tmp_path / "all.jsonl"
    (tmp_path / "all.jsonl.part").mkdir()
    open_journal(tmp_path / "all.jsonl.part" / "journal", b"about", resume=False).file.close()
    assert convert([crawl], out, workers=0).threads == 12


@pytest.mark.parametrize("cut", [1, 9, 40, 300])
def test_what_a_full_disk_left_of_a_record_is_done_again(crawl, tmp_path, cut):
    out = tmp_path / "all.jsonl"
    with pytest.raises(StoppedError):
        convert([crawl], out, workers=0, on_record=stop_after(5))
    journal = tmp_path / "all.jsonl.part" / "journal"
    os.truncate(journal, journal.stat().st_size - cut)
    convert([crawl], out, workers=0, resume=True)
    assert titles(out) == PARTS


def test_two_runs_on_one_output_do_not_mix(crawl, tmp_path):
    pytest.importorskip("fcntl", reason="files are locked otherwise on this system")
    out = tmp_path / "all.jsonl"

    def another(summary):
        with pytest.raises(ThreadkitError, match="another run"):
            convert([crawl], out, workers=0)

    convert([crawl], out, workers=0, on_record=another)
    assert titles(out) == PARTS


def test_an_output_among_the_inputs_is_refused(crawl):
    for out in (crawl / "all.jsonl", crawl / "00.txt"):
        with pytest.raises(ThreadkitError, match=r"one of the inputs|ending"):
            convert([crawl], out)
    with pytest.raises(ThreadkitError, match="one of the inputs"):
        convert([crawl / "all.jsonl"], crawl / "all.jsonl") if (crawl / "all.jsonl").write_text("{}") else None


def test_a_wrong_ending_a_missing_input_and_a_missing_folder_are_said_at_once(crawl, tmp_path):
    with pytest.raises(ThreadkitError, match="told by its ending"):
        convert([crawl], tmp_path / "all.xlsx")
    with pytest.raises(FileNotFoundError):
        convert([crawl, tmp_path / "gone"], tmp_path / "all.jsonl")
    with pytest.raises(FileNotFoundError, match=r"there is no such folder to write into: '.*gone'"):
        convert([crawl], tmp_path / "gone" / "all.jsonl")
    with pytest.raises(FileNotFoundError, match=r"there is no such folder to write into: '.*gone'"):
        convert([crawl], tmp_path / "all.jsonl", errors=tmp_path / "gone" / "bad.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["crawl"]


# -- what must not be harmed -----------------------------------------------------------------------------------------


def tree(folder):
    """All that lies in a folder, with what is in it."""
    return {path: path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def refused(crawl, message, out, **options):
    """A conversion that ends with this message, before anything is read, and leaves everything as it was."""
    before = tree(crawl.parent)

    def read(size):
        raise AssertionError("something was read")

    with pytest.raises(ThreadkitError, match=message):
        convert([crawl], out, workers=0, on_read=read, **options)
    assert tree(crawl.parent) == before


@pytest.mark.parametrize("name", ["notes.txt", "corpus.json", "utterances.jsonl", ".hidden"])
def test_a_folder_that_threadkit_did_not_write_is_left_alone(crawl, tmp_path, name):
    out = tmp_path / "keep.convokit"
    out.mkdir()
    (out / name).write_text('{"source": "mine"}')
    refused(crawl, "lies what threadkit did not write", out)
    refused(crawl, "lies what threadkit did not write", out, overwrite=True)


def test_a_folder_that_threadkit_wrote_is_replaced_unless_something_was_put_into_it(crawl, tmp_path):
    out = tmp_path / "all.convokit"
    out.mkdir()
    convert([crawl / "00.txt"], out, workers=0)
    before = tree(out)
    convert([crawl], out, workers=0)
    assert tree(out) != before
    (out / "notes.txt").write_text("mine")
    refused(crawl, "lies what threadkit did not write", out)


def test_a_folder_is_no_file_and_a_file_no_folder(crawl, tmp_path):
    (tmp_path / "all.jsonl").mkdir()
    (tmp_path / "all.convokit").write_text("a file")
    (tmp_path / "bad").mkdir()
    refused(crawl, "the output .* is to be a file, and a folder is called so", tmp_path / "all.jsonl")
    refused(crawl, "the output .* is to be a folder, and a file is called so", tmp_path / "all.convokit")
    refused(crawl, "the file of errors .* is to be a file", tmp_path / "all.csv", errors=tmp_path / "bad")


def test_the_file_of_errors_is_not_the_output_nor_in_it(crawl, tmp_path):
    out, corpus = tmp_path / "all.jsonl", tmp_path / "all.convokit"
    convert([crawl], corpus, workers=0)
    refused(crawl, "the file of errors .* would be the output or lie in it", out, errors=tmp_path / "." / "all.jsonl")
    refused(crawl, "the file of errors .* would be the output or lie in it", corpus, errors=corpus / "bad.jsonl")
    if os.name == "posix":
        (tmp_path / "bad.jsonl").symlink_to(out)
        refused(crawl, "the file of errors .* would be the output", out, errors=tmp_path / "bad.jsonl")


def test_what_is_read_is_not_written(crawl, tmp_path):
    inside = crawl / "all.jsonl"
    refused(crawl, "would be one of the inputs", inside)
    refused(crawl, "would be one of the inputs", tmp_path / "all.jsonl", errors=crawl / "05.css")
    out = tmp_path / "all.convokit"
    convert([crawl], out, workers=0)
    with pytest.raises(ThreadkitError, match="would be one of the inputs"):
        convert([out / "utterances.jsonl"], out, workers=0)
    assert (out / "utterances.jsonl").exists()


@pytest.mark.parametrize("made", ["a file", "a folder", "a journal of something else"])
def test_a_folder_of_work_that_is_another_s_is_left_alone(crawl, tmp_path, made):
    work = tmp_path / "all.jsonl.part"
    if made == "a file":
        work.write_text("half a download")
    else:
        work.mkdir()
        (work / ("journal" if "journal" in made else "notes.txt")).write_text("dear diary")
    for options in ({}, {"resume": True}, {"overwrite": True}):
        refused(crawl, r"all.jsonl.part.*move it away", tmp_path / "all.jsonl", **options)


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need rights elsewhere")
@pytest.mark.parametrize("ending", ["jsonl", "convokit"])
def test_a_symbolic_link_stays_and_what_it_leads_to_is_written(crawl, tmp_path, ending):
    (tmp_path / "disk").mkdir()
    out, real = tmp_path / f"all.{ending}", tmp_path / "disk" / "of another name"
    out.symlink_to(real)
    for _ in range(2):
        convert([crawl], out, workers=0)
        assert out.readlink() == real
        assert list(tmp_path.rglob("*.part")) == []
    assert real.is_dir() if ending == "convokit" else titles(real) == PARTS


@pytest.mark.skipif(os.name != "posix", reason="there are no such places elsewhere")
def test_what_is_no_regular_file_is_not_replaced(crawl, tmp_path):
    os.mkfifo(tmp_path / "all.jsonl")
    with pytest.raises(ThreadkitError, match="is no regular file"):
        convert([crawl], tmp_path / "all.jsonl", workers=0)
    (tmp_path / "round.jsonl").symlink_to(tmp_path / "round.jsonl")
    with pytest.raises(ThreadkitError, match="leads round to itself"):
        convert([crawl], tmp_path / "round.jsonl", workers=0)
    (tmp_path / "null").symlink_to("/dev/null")
    convert([crawl], tmp_path / "all.csv", errors=tmp_path / "null", workers=0)
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="streams have no names on this system")
def test_a_stream_of_the_process_is_written_into_and_not_replaced(crawl, tmp_path):
    with (tmp_path / "log").open("ab", buffering=0) as log:
        log.write(b"begun\n")
        number = (tmp_path / "log").stat().st_ino
        convert([crawl], tmp_path / "all.csv", errors=f"/dev/fd/{log.fileno()}", workers=0)
        (tmp_path / "all.jsonl").symlink_to(f"/dev/fd/{log.fileno()}")
        with pytest.raises(ThreadkitError, match="is no regular file"):
            convert([crawl], tmp_path / "all.jsonl", workers=0)
    assert (tmp_path / "log").stat().st_ino == number
    assert (tmp_path / "log").read_bytes().splitlines()[0] == b"begun"
    assert len((tmp_path / "log").read_bytes().splitlines()) == 3


def test_an_extra_that_is_missing_is_said_before_anything_is_read(crawl, tmp_path, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyarrow" else find(name))
    refused(crawl, r"pip install 'threadkit\[parquet\]'", tmp_path / "all.parquet")


def test_the_journal_gives_back_what_is_whole(tmp_path):
    path = tmp_path / "journal"
    frames = [Frame(THREAD, b"address", b"x" * size) for size in (0, 1, 5000)]
    with open_journal(path, b"about", resume=False) as journal:
        for frame in frames:
            journal.append(frame)
    whole = path.read_bytes()
    for size in range(0, len(whole), 7):
        path.write_bytes(whole[:size])
        with open_journal(path, b"about", resume=True) as journal:
            found = [frame for _, frame in journal.frames()]
            assert found == frames[: len(found)]
            assert journal.records == len(found)


# -- workers ---------------------------------------------------------------------------------------------------------


class Deeds:
    """A job for workers that misbehave: each task says what to do."""

    def result(self, task):
        deed, value = task
        if deed == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        elif deed == "die once" and not Path(value).exists():
            Path(value).touch()
            os._exit(3)
        elif deed == "hang":
            time.sleep(60)
        elif deed == "print":
            sys.stdout.write("between the answers")
            sys.stdout.flush()
        elif deed == "raise":
            raise ThreadkitError("wrong")
        return value

    def is_quick(self, task):
        return task[0] == "quick"

    def weight(self, task):
        return 1

    def lost(self, task, reason):
        return reason


@pytest.fixture
def importable(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(Deeds, "__module__", Path(__file__).stem)


@pytest.mark.skipif(os.name != "posix", reason="signals end processes otherwise on this system")
def test_a_worker_that_dies_or_hangs_costs_its_task_only(importable, tmp_path):
    deeds = [(name, number) for number in range(4) for name in ("do", "quick", "print")]
    deeds[5:5] = [("die", 0), ("die once", str(tmp_path / "died")), ("hang", 0), ("do", "after")]
    found = list(worker_pool.in_order(Deeds(), deeds, workers=2, timeout=1))
    died, late = "the worker that read it died (killed by SIGKILL)", "it took longer than 1 seconds"
    told = [died, str(tmp_path / "died"), late]
    assert found == [*[value for _, value in deeds[:5]], *told, "after", *[value for _, value in deeds[9:]]]


def test_what_a_worker_can_not_go_on_from_is_raised(importable, monkeypatch):
    with pytest.raises(ThreadkitError, match="wrong"):
        list(worker_pool.in_order(Deeds(), [("raise", 1)], workers=1, timeout=None))
    monkeypatch.setattr(worker_pool, "_PROGRAM", "raise SystemExit(7)")
    with pytest.raises(ThreadkitError, match="can't be started: status 7"):
        list(worker_pool.in_order(Deeds(), [("do", 1)], workers=1, timeout=None))


def test_a_killed_run_is_resumed(crawl, tmp_path):
    out = tmp_path / "all.jsonl"
    program = f"""
import os, signal
from threadkit.bulk.convert import convert
def look(summary):
    if summary.threads == 7:
        os.kill(os.getpid(), signal.SIGKILL)
convert([{str(crawl)!r}], {str(out)!r}, workers=1, on_record=look)
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
    assert killed.returncode != 0
    assert not out.exists()
    convert([crawl], out, workers=0, resume=True)
    assert titles(out) == PARTS
