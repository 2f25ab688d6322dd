"""`threadkit convert` as it is run: statuses, messages, and what is left after an interruption."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

import threadkit

pytest.importorskip("click", reason="the command line needs it")

PAGE = "the {number}th kettle sings\n\n{{ 1 comment }}\n\n  1. Wilma*\n\n    Mine too.\n"


def command(*arguments):
    return [sys.executable, "-m", "threadkit", "convert", *map(str, arguments)]


def run(*arguments, **options):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        command(*arguments), env=environment, capture_output=True, text=True, check=False, timeout=60, **options
    )


@pytest.fixture
def crawl(tmp_path):
    folder = tmp_path / "crawl"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(PAGE.format(number=number))
    return folder


def test_one_command_makes_one_file(crawl, tmp_path):
    (crawl / "bad.gz").write_bytes(b"\x1f\x8b\x08\0damaged")
    ran = run(crawl, "-o", tmp_path / "all.jsonl", "--errors", tmp_path / "bad.jsonl", "--workers", 2)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f"threadkit: {tmp_path / 'all.jsonl'}: 5 threads, 0 skipped, 1 failed\n"
    assert len(list(threadkit.read(tmp_path / "all.jsonl"))) == 5
    assert json.loads((tmp_path / "bad.jsonl").read_text())["path"].endswith("bad.gz")


def test_what_failed_is_said_with_its_reason_where_no_file_lists_it(crawl, tmp_path):
    for number in range(2):
        (crawl / f"bad{number}.gz").write_bytes(b"\x1f\x8b\x08\0damaged")
    for number, behind in enumerate(["x", "x", "x", " x", "  x"]):
        (crawl / f"worse{number}.json").write_text(f'{{"a": 1}}\n{{"a": {behind}}}\n')
    ran = run(crawl, "-o", tmp_path / "all.jsonl", "--workers", 0)
    counts, first, second, third, others = (line.removeprefix("threadkit: ") for line in ran.stderr.splitlines())
    assert ran.returncode == 1
    assert counts == f"{tmp_path / 'all.jsonl'}: 5 threads, 5 skipped, 7 failed"
    assert re.fullmatch(r"3 failed: .*line 2 is no JSON.* \(the first: .*worse0.json\)", first)
    assert re.fullmatch(r"2 failed: the gzip data ends early.* \(the first: .*bad0.gz\)", second)
    assert re.fullmatch(r"1 failed: .*line 2 is no JSON.* \(the first: .*worse3.json\)", third)
    assert others == "1 failed for other reasons; --errors FILE lists them all"


def test_a_conversion_that_gives_no_thread_says_so_and_why(tmp_path):
    (tmp_path / "crawl").mkdir()
    for number in range(3):
        (tmp_path / "crawl" / f"{number}.css").write_text("body { margin: 0 }")
    ran = run(tmp_path / "crawl", "-o", tmp_path / "all.jsonl", "--workers", 0)
    counts, reason, nothing = ran.stderr.splitlines()
    assert ran.returncode == 1
    assert counts.endswith("0 threads, 3 skipped, 0 failed")
    assert re.fullmatch(r"threadkit: 3 skipped: .+ \(the first: .*0.css\)", reason)
    assert nothing == f"threadkit: {tmp_path / 'all.jsonl'}: no thread was found, so there is none in it"
    ran = run(tmp_path / "crawl", "-o", tmp_path / "all.jsonl", "--workers", 0, "--errors", tmp_path / "bad.jsonl")
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 2)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["-o", "all.xlsx"], 2, "the output's kind is told by its ending, one of .jsonl"),
        (["-o", "gone/all.jsonl"], 1, "gone: there is no such folder to write into"),
        (["-o", "all.csv", "--explode", "comments"], 2, "only Parquet has the choice of rows"),
        (["-o", "all.csv", "--errors", "all.csv"], 2, "the file of errors 'all.csv' would be the output"),
        (["-o", "all.csv", "--resume", "--overwrite"], 2, "choose one"),
        (["-", "-o", "all.csv", "--resume"], 2, "can't be resumed"),
        (["-", "-", "-o", "all.csv"], 2, "standard input can be read once"),
        (["-o", "all.csv", "--url", "http://x.example/"], 2, "--url is the address of one page"),
        (["-o", "all.csv", "--dialect", "klingon"], 2, "klingon"),
        (["-o", "all.csv", "--pseudonymize", "@gone"], 2, "the file of the key can't be read"),
        (["-o", "all.csv", "--pseudonymize", ""], 2, "the key of the pseudonyms is empty"),
        (["-o", "all.csv", "--pseudonymize", "@empty"], 2, "the key of the pseudonyms is empty"),
        (["-o", "all.csv", "--pseudonymize", "@newlines"], 2, "the key of the pseudonyms is empty"),
        (["-o", "all.csv", "--column", "body"], 2, "a column is said like content=body; 'body' is not"),
    ],
)
def test_what_can_not_be_done_is_one_line(crawl, tmp_path, monkeypatch, capsys, arguments, status, message):
    from threadkit.cli import main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").touch()
    (tmp_path / "newlines").write_text("\n\n")
    with pytest.raises(SystemExit) as ended:
        main.main(["convert", str(crawl), "--workers", "0", *arguments])
    said = capsys.readouterr().err
    assert ended.value.code == status
    assert message in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("kind", ["a page", "an archive"])
def test_a_dash_is_standard_input(crawl, tmp_path, kind):
    if kind == "a page":
        given = PAGE.format(number=9).encode()
    else:
        given = b"".join(f"{json.dumps({'text': PAGE.format(number=at)})}\n".encode() for at in range(9, 12))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    arguments = command(crawl, "-", "-o", tmp_path / "all.jsonl", "--workers", 0)
    ran = subprocess.run(arguments, env=environment, input=given, capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0
    titles = [thread.title for thread in threadkit.read(tmp_path / "all.jsonl")]
    assert titles == [f"the {at}th kettle sings" for at in [*range(5), *([9] if kind == "a page" else [9, 10, 11])]]


def test_columns_and_addresses_are_said_on_the_command_line(tmp_path):
    rows = [{"doc": {"body": PAGE.format(number=at)}, "at": f"http://kettle.example/{at}"} for at in range(12)]
    (tmp_path / "rows.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    said = ["--column", "content=doc.body", "--column", "url=at", "--url-prefix", "http://kettle.example/1"]
    ran = run(tmp_path / "rows.jsonl", "-o", tmp_path / "all.jsonl", "--workers", 0, *said)
    assert ran.stderr == f"threadkit: {tmp_path / 'all.jsonl'}: 3 threads, 9 skipped, 0 failed\n"
    assert [thread.url[-2:] for thread in threadkit.read(tmp_path / "all.jsonl")] == ["/1", "10", "11"]


def test_a_key_may_stand_in_a_file(crawl, tmp_path):
    (tmp_path / "key").write_text("a long and random key\n")
    for name, key in (("a", "a long and random key"), ("b", f"@{tmp_path / 'key'}")):
        run(crawl, "-o", tmp_path / f"{name}.jsonl", "--pseudonymize", key, "--workers", 0, "--no-html")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert b"Wilma" not in (tmp_path / "a.jsonl").read_bytes()


def test_a_short_key_is_warned_of_once(crawl, tmp_path):
    ran = run(crawl, "-o", tmp_path / "a.jsonl", "--pseudonymize", "secret", "--workers", 0)
    assert ran.returncode == 0
    warning, counts = ran.stderr.splitlines()
    assert warning.startswith("threadkit: warning: the key of the pseudonyms has 6 bytes")
    assert counts.endswith("5 threads, 0 skipped, 0 failed")


@pytest.mark.skipif(os.name != "posix", reason="signals end processes otherwise on this system")
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_goes_on_with_resume(tmp_path, sent, status):
    pages, out = tmp_path / "pages.jsonl", tmp_path / "all.jsonl"
    with pages.open("w") as file:
        file.writelines(json.dumps({"text": PAGE.format(number=number)}) + "\n" for number in range(800))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    arguments = command(pages, "-o", out, "--workers", 1)
    with subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE, text=True) as process:
        journal = tmp_path / "all.jsonl.part" / "journal"
        until = time.monotonic() + 20
        while not journal.exists() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.4)
        process.send_signal(sent)
        message = process.communicate(timeout=20)[1]
    assert process.returncode == status
    assert message.rstrip() == "threadkit: stopped; the same command with --resume goes on here"
    assert not out.exists()
    assert run(pages, "-o", out, "--workers", 1, "--resume").returncode == 0
    found = [thread.title for thread in threadkit.read(out)]
    assert found == [f"the {number}th kettle sings" for number in range(800)]


def test_a_full_disk_leaves_the_old_output_and_can_be_resumed(crawl, tmp_path):
    resource = pytest.importorskip("resource", reason="no limits on this system")
    out = tmp_path / "all.jsonl"
    out.write_text("the old output")

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    ran = run(crawl, "-o", out, "--workers", 1, preexec_fn=limit)
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert out.read_text() == "the old output"
    assert run(crawl, "-o", out, "--workers", 1, "--resume").returncode == 0
    assert len(list(threadkit.read(out))) == 5
