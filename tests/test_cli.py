"""The command line: what goes to which stream, byte for byte, with which exit status, whatever the files hold."""

from __future__ import annotations

import errno
import gzip
import inspect
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import attrs
import click
import pytest
from click.testing import CliRunner

import threadkit
from threadkit import cli
from threadkit.cli import output, pages, progress, terminal
from threadkit.errors import ParseError
from threadkit.model import Issue, Thread

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"

PAGE = """\
may I practise the bagpipes in a shared flat?

A reader writes:

I play the bagpipes, and my flatmate works nights. I have asked twice and got a shrug. Should I just stop?

You don't have to stop, but you do have to ask a third time, and to ask for hours instead of for leave.

{ 3 comments… read them below }

  1. Mathilda*

    What worked for me was a tin of biscuits.

    1. Miss Fern* Post author

      Biscuits are always a good beginning.

  2. Bertrand*

    Ear plugs – for everyone.

Comments are closed.
"""
ISSUES = (
    Issue(code="count-mismatch", message="5 comments declared, 3 found"),
    Issue(code="noted", message="worth knowing", grade="info", comment_id="7"),
)
LOST = Issue(code="lost", message="a part is lost", grade="error", line=12)


@pytest.fixture
def page(tmp_path):
    """A rendering on disk, in a folder of its own."""
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE.encode())
    return path


@pytest.fixture
def parsed(monkeypatch):
    """Make every page parse to the thread given, so that a test may ask for any thread."""

    def use(thread):
        monkeypatch.setattr(threadkit, "parse", lambda data, **options: thread)

    return use


# Before click 8.2 both streams were one unless asked for.
RUNNER = CliRunner(**{name: False for name in inspect.signature(CliRunner).parameters if name == "mix_stderr"})


def run(*arguments, stdin=None):
    return RUNNER.invoke(cli.main, [str(argument) for argument in arguments], input=stdin)


def shell(*arguments, **options):
    """The program itself, in a process of its own, with bytes on every stream."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **options.pop("env", {})}
    command = [sys.executable, "-m", "threadkit", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False, **options)


# -- json ------------------------------------------------------------------------------------------------------------


def test_json_of_one_page_is_one_line_that_loads_to_its_thread(page):
    result = run("json", page)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count("\n") == 1
    assert threadkit.loads(result.stdout) == threadkit.parse_file(page)


def test_json_indented(page):
    result = run("json", "--indent", "2", page)
    assert result.stdout.startswith('{\n  "schema": 1,\n')
    assert threadkit.loads(result.stdout) == threadkit.parse_file(page)


def test_json_of_several_pages_is_one_line_each_and_a_bad_page_stops_none(page, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.touch()
    result = run("json", page, empty, tmp_path / "missing.txt", page)
    assert result.exit_code == 1
    threads = [threadkit.loads(line) for line in result.stdout.splitlines()]
    assert threads == [threadkit.parse_file(page)] * 2
    first, second = result.stderr.splitlines()
    assert first.startswith(f"threadkit: {empty}: ")
    assert second == f"threadkit: {tmp_path / 'missing.txt'}: there is no such file; check the name"


def test_indent_and_json_lines_exclude_each_other(page):
    result = run("json", "--indent", "2", page, page)
    assert result.exit_code == 2
    assert result.stderr.startswith("threadkit: --indent is for one FILE")


def test_standard_input(page):
    result = run("json", "-", stdin=PAGE.encode())
    assert threadkit.loads(result.stdout) == threadkit.parse_file(page)
    assert run("json", "-", stdin=b"  ").stderr.startswith("threadkit: standard input: ")
    assert run("json", "-", "-", stdin=b"").exit_code == 2


def test_the_mark_up_is_kept_or_left_out(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(HTML)
    with_html, without = (threadkit.loads(run("json", option, path).stdout) for option in ("--html", "--no-html"))
    assert [comment.html is None for comment in with_html.comments] == [False]
    assert [comment.html is None for comment in without.comments] == [True]
    assert with_html.comments[0].text == without.comments[0].text == "Mine too."


HTML = """<!DOCTYPE html><html lang="en"><head><title>my boss sings &#8211; Miss Fern</title></head><body>
<article><h1 class="entry-title">my boss sings</h1><div class="entry-content"><p>A reader writes:</p><p>My boss
sings all day. What should I do?</p><p>Sing along.</p></div></article>
<ol class="commentlist"><li class="comment even" id="comment-31"><div id="div-comment-31" class="comment-body">
<div class="comment-author vcard"><cite class="fn">Ann</cite> <span class="says">says:</span></div>
<div class="comment-meta commentmetadata"><a href="#comment-31">May 4, 2011 at 9:10 am</a></div>
<p>Mine too.</p></div></li></ol></body></html>"""


def test_json_is_ascii_where_stdout_is_not_utf8(page):
    result = shell("json", page, env={"PYTHONIOENCODING": "latin-1"})
    assert result.stdout.isascii()
    assert threadkit.loads(result.stdout) == threadkit.parse_file(page)


def test_characters_beyond_the_basic_plane_are_escaped_as_pairs():
    assert output._escape(re.match(".", "\U0001f600")) == "\\ud83d\\ude00"


def test_schema():
    result = run("schema")
    assert json.loads(result.stdout) == threadkit.json_schema()


# -- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_text_of_a_rendering_is_the_rendering_byte_for_byte(tmp_path, newline, end):
    path = tmp_path / "page.txt"
    path.write_bytes((PAGE.rstrip("\n") + end).replace("\n", newline).encode())
    result = run("text", path)
    assert (result.exit_code, result.stderr_bytes, result.stdout_bytes) == (0, b"", path.read_bytes())


def test_text_in_a_pipe_is_the_rendering_byte_for_byte(page):
    page.write_bytes(PAGE.replace("biscuits", "b\x1b[1m\x9b\u202eiscuits").replace("\n", "\r\n").encode())
    assert shell("text", page, env={"PYTHONIOENCODING": "ascii"}).stdout == page.read_bytes()


def test_text_of_our_json_is_the_rendering_byte_for_byte(page, tmp_path):
    for indent in ([], ["--indent", "2"]):
        made = tmp_path / "page.json"
        made.write_bytes(run("json", *indent, page).stdout_bytes)
        assert run("text", made).stdout_bytes == page.read_bytes()


def test_json_lines_are_told_from_one_thread(page, tmp_path):
    lines = tmp_path / "all.jsonl"
    lines.write_bytes(run("json", page, page).stdout_bytes)
    for arguments, stdin in (([lines], None), (["-"], lines.read_bytes())):
        result = run("text", *arguments, stdin=stdin)
        assert result.exit_code == 0
        assert result.stdout_bytes == page.read_bytes() + b"\f" + page.read_bytes()


# -- show ------------------------------------------------------------------------------------------------------------


def test_show_has_everything_and_is_plain_in_a_pipe(page):
    result = shell("show", page)
    shown = result.stdout.decode()
    assert result.returncode == 0
    assert "\x1b" not in shown
    for words in ("bagpipes in a shared flat", "LETTER", "ANSWER", "● Mathilda", "│ ● Miss Fern ★ post author"):
        assert words in shown
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_show_takes_a_width_and_colours(page):
    assert max(map(len, run("show", "--width", "40", page).stdout.splitlines())) <= 40
    assert "\x1b[" in run("show", "--colour", "always", page).stdout
    assert "\x1b[" not in run("show", "--color", "never", page).stdout


def test_show_draws_with_what_the_encoding_has(page):
    shown = shell("show", page, env={"PYTHONIOENCODING": "ascii"}).stdout
    assert b"| * Miss Fern * post author" in shown
    assert b"Ear plugs \\u2013 for everyone." in shown


# -- check -----------------------------------------------------------------------------------------------------------


def test_check_prints_one_issue_a_line(page, parsed):
    parsed(Thread(issues=ISSUES))
    result = run("check", page)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{page}: warning: count-mismatch: 5 comments declared, 3 found",
        f"{page}: info: noted: worth knowing [comment 7]",
    ]


def test_check_fails_where_an_issue_is_of_error_grade(page, parsed):
    parsed(Thread(issues=(LOST, *ISSUES)))
    result = run("check", page)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == f"{page}:12: error: lost: a part is lost"


def test_check_is_silent_where_all_is_well(page, parsed):
    parsed(Thread())
    result = run("check", page, page)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_check_lists_a_page_that_does_not_parse_and_reports_a_file_that_is_not_there(tmp_path):
    (tmp_path / "empty.txt").touch()
    result = run("check", tmp_path / "empty.txt", tmp_path / "missing.txt")
    assert result.exit_code == 1
    assert re.fullmatch(rf"{re.escape(str(tmp_path))}/empty.txt(:\d+)?: error: [a-z-]+: .+\n", result.stdout)
    assert result.stderr == f"threadkit: {tmp_path}/missing.txt: there is no such file; check the name\n"


def test_check_for_programs(page, parsed, tmp_path):
    parsed(Thread(issues=(LOST,)))
    result = run("check", "--json", page, tmp_path / "missing.txt")
    assert result.exit_code == 1
    first, second = map(json.loads, result.stdout.splitlines())
    assert first == {"file": str(page), **attrs.asdict(LOST)}
    assert (second["file"], second["code"], second["grade"]) == (str(tmp_path / "missing.txt"), "unreadable", "error")


def test_strict_takes_an_error_for_a_failure(page, monkeypatch):
    seen = {}

    def parse(data, **options):
        seen.update(options)
        raise ParseError("a part is lost", code="lost", line=12)

    monkeypatch.setattr(threadkit, "parse", parse)
    known = ["--url", "https://example.org/", "--encoding", "cp1252", "--dialect", "html", "--tz", "UTC"]
    result = run("json", "--strict", *known, page)
    assert (result.exit_code, result.stderr) == (1, f"threadkit: {page}: line 12: a part is lost\n")
    assert str(seen.pop("tz")) == "UTC"
    expected = {"url": "https://example.org/", "encoding": "cp1252", "dialect": "html"}
    assert seen == {**expected, "strict": True, "keep_html": True}


# -- archives --------------------------------------------------------------------------------------------------------


@pytest.fixture
def archive(page, tmp_path):
    """Two pages, an image and a page cut short, in a zip."""
    path = tmp_path / "crawl.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.txt", page.read_bytes())
        made.writestr("b.png", b"\x89PNG\r\n")
        made.writestr("c.txt.gz", gzip.compress(page.read_bytes())[:-9])
        made.writestr("d.txt", page.read_bytes())
    return path


def test_every_command_takes_an_archive(archive, page):
    for command in ("json", "text", "show", "check"):
        result = run(command, archive)
        assert result.exit_code == 1
        assert re.fullmatch(rf"threadkit: {re.escape(str(archive))}/c.txt.gz: .*ends early.*\n", result.stderr)
    assert len(run("json", archive).stdout.splitlines()) == 2
    assert run("text", archive).stdout_bytes == page.read_bytes() + b"\f" + page.read_bytes()
    assert run("show", archive).stdout.count("Ear plugs – for everyone.") == 2


def test_an_archive_may_come_through_a_pipe(archive):
    packed = gzip.compress(archive.read_bytes())
    assert len(run("json", "-", stdin=packed).stdout.splitlines()) == 2
    assert run("ls", "-", stdin=packed).stdout.count("\n") == 4


def test_check_names_the_record(tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"url": "http://a.example/", "text": PAGE.replace("{ 3", "{ 4")}))
    assert run("check", tmp_path).stdout.startswith(f"{rows} http://a.example/: warning: count-mismatch: ")


def test_ls_lists_every_record_and_counts_them(archive):
    result = run("ls", archive)
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["thread", "skipped", "failed", "thread"]
    assert lines[0].endswith(f"{archive}/a.txt  may I practise the bagpipes in a shared flat? (3 comments)")
    assert lines[1].endswith(f"{archive}/b.png  an image")
    assert result.exit_code == 1
    assert result.stderr == f"threadkit: {archive}: 2 threads, 1 skipped, 1 failed\n"
    rows = [json.loads(line) for line in run("ls", "--json", archive).stdout.splitlines()]
    assert [(row["outcome"], row["comments"]) for row in rows] == [
        ("thread", 3),
        ("skipped", None),
        ("failed", None),
        ("thread", 3),
    ]


def test_ls_of_what_is_not_there_and_of_what_is_no_archive(page, tmp_path):
    assert run("ls", tmp_path / "no.zip").exit_code == 1
    assert "1 thread, 0 skipped, 0 failed" in run("ls", page).stderr
    assert run("json", "--url", "http://a.example/", tmp_path).exit_code == 2
    assert run("ls", "--dialect", "smoke", page).exit_code == 2
    assert run("json", "--dialect", "smoke", tmp_path).exit_code == 2


def test_a_bar_is_drawn_only_where_it_takes_long_and_disturbs_nothing(archive, monkeypatch):
    drawn = []
    monkeypatch.setattr(progress, "_LONG", -1)
    monkeypatch.setattr(progress.Progress, "_start", lambda bar: drawn.append(bar.total))
    run("json", archive)
    assert drawn == []
    monkeypatch.setattr(progress, "_is_seen", lambda: True)
    run("json", archive)
    assert set(drawn) == {archive.stat().st_size}
    monkeypatch.undo()
    bar = progress.Progress(title="tea\x1b[2J", total=10, visible=True, begun=time.monotonic() - 5)
    bar.advance(4)
    bar.advance(400)
    bar.stop()


# -- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["json", "text", "show", "check"])
def test_what_can_not_be_read_is_one_plain_line(command, tmp_path):
    locked = tmp_path / "locked.txt"
    locked.touch(mode=0)
    for path, words in [(tmp_path, "there is no thread in it"), (tmp_path / "no.txt", "no such file")]:
        result = run(command, path)
        assert result.exit_code == 1
        assert re.fullmatch(rf"threadkit: {re.escape(str(path))}: .*{words}.*\n", result.stderr)
    if not os.access(locked, os.R_OK):  # root may read anything
        assert "may not be read" in run(command, locked).stderr


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "no"), "it may not be read"),
        (OSError(errno.EIO, "Input/output error"), "it can't be read: Input/output error"),
        (MemoryError(), "it is too large for this machine"),
        (RecursionError("too deep"), "a defect of threadkit (RecursionError: too deep"),
        (KeyError("x"), "a defect of threadkit (KeyError: 'x', test_cli.py:"),
    ],
)
def test_no_exception_becomes_a_traceback(page, monkeypatch, error, words):
    def parse(data, **options):
        raise error

    monkeypatch.setattr(threadkit, "parse", parse)
    for command in ("json", "text", "show", "check"):
        result = run(command, page)
        assert result.exit_code == 1
        assert result.stderr.startswith(f"threadkit: {page}: {words}")
        assert result.stderr.count("\n") == 1


def test_a_file_too_large_for_a_page_is_not_parsed(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "_LARGEST", 1 << 20)
    path = tmp_path / "crawl"
    path.write_bytes(b" " * ((1 << 20) + 1))
    assert "more than 1 MB" in run("json", path).stderr
    assert "more than 1 MB" in run("json", "-", stdin=path.read_bytes()).stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["json"],
        ["frobnicate"],
        ["json", "--frobnicate", "x"],
        ["json", "--encoding", "latin-one", "x"],
        ["json", "--encoding", "hex", "x"],
        ["json", "--tz", "Atlantis/Poseidonia", "x"],
        ["json", "--tz", "../../etc/passwd", "x"],
        ["json", "--url", "https://example.org/", "x", "y"],
        ["show", "--width", "3", "x"],
        ["text", "x", "y"],
    ],
)
def test_wrong_use_is_one_line_and_status_2(arguments):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(r"threadkit: .+ --help' shows how it is used\n", result.stderr)


def test_an_unknown_dialect_is_wrong_use(page):
    result = run("json", "--dialect", "frobnicate", page, page)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)


def test_the_help_is_printed_without_loading_the_commands():
    code = "import sys; from threadkit.HOME import main; main(); print('click' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80"}
    light, whole = (
        subprocess.run(
            [sys.executable, "-c", code.replace("HOME", home), "--help"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for home in ("__main__", "cli")
    )
    assert light == f"{whole}False\n"
    narrow = shell("--help", env={"COLUMNS": "60"}).stdout.decode()
    assert max(len(line) for line in narrow.splitlines() if "  threadkit " not in line) < 60


def test_no_arguments_at_all_show_the_help():
    result = run()
    assert result.exit_code == 2
    assert "Usage: threadkit" in result.stderr


@pytest.mark.parametrize("name", ["a\x1b[31mb", "a\x9bb", "a\nb", "a\u202eb"])
def test_file_names_can_not_reach_the_terminal_raw(name, tmp_path):
    for command in ("json", "text", "show", "check"):
        result = run(command, tmp_path / name)
        assert result.stderr.count("\n") == 1
        assert not re.search("[\x1b\x9b\u202e]", result.stderr)
    assert name not in run("json", "--encoding", name, "x").stderr


def test_issues_can_not_reach_the_terminal_raw(page, parsed):
    parsed(Thread(issues=(Issue(code="c", message="\x1b]0;gotcha\x07\nx: error: y: \u2066"),)))
    assert run("check", page).stdout == f"{page}: warning: c: ␛]0;gotcha␇␊x: error: y: <U+2066>\n"


# -- streams ---------------------------------------------------------------------------------------------------------


def program(*arguments):
    """How the program is run as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return {"args": [sys.executable, "-m", "threadkit", *map(str, arguments)], "env": environment}


@pytest.mark.parametrize("command", ["json", "ls", "check", "show"])
def test_a_reader_who_goes_away_is_no_error(page, command):
    page.write_text(PAGE.replace("{ 3", "{ 5"))
    path = page
    if command in ("ls", "show"):
        path = page.parent / "pages.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(400):
                archive.writestr(f"{number}.txt", PAGE)
    arguments = [command, *([path] if command in ("ls", "show") else [path] * 200)]
    with subprocess.Popen(**program(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["ls", "--help"]])
def test_a_reader_who_goes_away_before_the_help_is_no_error(arguments):
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(**program(*arguments), stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writing)
    assert (result.returncode, result.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("command", ["json", "text", "show", "check", "ls", "schema", "--help"])
def test_a_full_disk_is_one_plain_line(page, command):
    page.write_text(PAGE.replace("{ 3", "{ 5"))
    arguments = [command] if command in ("schema", "--help") else [command, page]
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(**program(*arguments), stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert result.returncode == 1
    assert result.stderr == b"threadkit: standard output: it can't be written: No space left on device\n"


def test_an_output_that_is_closed_is_one_plain_line(page):
    arguments = ["sh", "-c", 'exec "$@" >&-', "sh", *program("json", page)["args"]]
    result = subprocess.run(arguments, env=program()["env"], capture_output=True, check=False, timeout=60)
    assert (result.returncode, result.stderr) == (1, b"threadkit: standard output: it is closed\n")


@pytest.mark.parametrize("command", [["json", "-"], ["ls", "-"], ["convert", "-", "-o", "all.jsonl"]])
def test_an_input_that_is_closed_is_one_plain_line(tmp_path, command):
    arguments = ["sh", "-c", 'exec "$@" <&-', "sh", *program(*command)["args"]]
    result = subprocess.run(arguments, env=program()["env"], capture_output=True, check=False, timeout=60, cwd=tmp_path)
    assert result.returncode == 1
    assert re.fullmatch(rb"threadkit: standard input: .*it is closed\n", result.stderr)


def test_a_terminal_that_is_gone_is_no_damage_of_the_archive(archive, monkeypatch):
    def fail(bar):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(progress, "_LONG", -1)
    monkeypatch.setattr(progress, "_is_seen", lambda: True)
    monkeypatch.setattr(progress.Progress, "_start", fail)
    assert "Input/output error" not in run("ls", archive).stdout


def test_ctrl_c_is_quiet():
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    program = "import threadkit.cli as c; print('ready', flush=True); c.main(['json', '-'])"
    command = [sys.executable, "-c", program]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        process.stdout.readline()
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.strip() == b""


def on_a_terminal(*arguments, env, lines=24):
    """What the program sends to a terminal of 80 columns."""
    pty, termios = (pytest.importorskip(name, reason="no terminals of this kind here") for name in ("pty", "termios"))
    keeper, screen = pty.openpty()
    termios.tcsetwinsize(screen, (lines, 80))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", **env}
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        if name not in env:
            environment.pop(name, None)
    command = [sys.executable, "-m", "threadkit", *map(str, arguments)]
    with subprocess.Popen(command, env=environment, stdin=screen, stdout=screen, stderr=screen):
        os.close(screen)
        shown = b""
        while chunk := _read(keeper):
            shown += chunk
    os.close(keeper)
    return shown.decode()


def _read(keeper):
    try:
        return os.read(keeper, 65536)
    except OSError:  # Linux: the last writer has closed the terminal
        return b""


def test_a_terminal_gets_colours_unless_no_color_is_set(page):
    assert "\x1b[" in on_a_terminal("show", page, env={}, lines=100)
    assert "\x1b[" not in on_a_terminal("show", page, env={"NO_COLOR": "1"}, lines=100)


def test_what_is_longer_than_the_screen_is_paged(page):
    pager = {"PAGER": "sed s/^/paged:/"}
    assert on_a_terminal("show", page, env=pager, lines=5).startswith("paged:")
    assert "paged:" not in on_a_terminal("show", page, env=pager, lines=100)
    assert "paged:" not in on_a_terminal("show", "--no-pager", page, env=pager, lines=5)
    assert "bagpipes" in on_a_terminal("show", page, env={"PAGER": "no-such-pager-anywhere"}, lines=5)


@pytest.mark.parametrize("command", ["text", "json", "show"])
def test_no_command_sends_the_page_s_own_controls_to_a_terminal(page, command):
    page.write_text(PAGE.replace("biscuits", "b\x1b[41m\x9b41m\x07\u202eiscuits"))
    shown = on_a_terminal(command, page, env={"NO_COLOR": "1", "PAGER": ""})
    assert "iscuits" in shown
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", shown)


def test_without_html_it_is_left_out_of_json_that_is_ready_too(tmp_path):
    html = tmp_path / "page.html"
    html.write_text("<title>Mugs</title><h1>Mugs</h1><p>Dear Fern, whose mug is whose in this office of ours?</p>")
    own = tmp_path / "own.json"
    own.write_text(run("json", html).stdout)
    assert "<p>" in run("json", own).stdout
    assert "<p>" not in run("json", "--no-html", own).stdout


# -- the program -----------------------------------------------------------------------------------------------------


def test_version():
    assert run("--version").stdout == f"threadkit {threadkit.__version__}\n"


def test_only_show_needs_rich(page):
    program = """
import sys, threadkit.cli
for command in ("json", "text", "check", "show"):
    try:
        threadkit.cli.main([command, sys.argv[1]])
    except SystemExit:
        print(command, "rich" in sys.modules, file=sys.stderr)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    arguments = [sys.executable, "-c", program, str(page)]
    result = subprocess.run(arguments, env=environment, capture_output=True, check=True, timeout=60)
    assert result.stderr.split() == b"json False text False check False show True".split()


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_the_extra_one_line_says_how_to_get_it(missing):
    program = (
        f"import sys, importlib.util as u; found = u.find_spec\n"
        f"u.find_spec = lambda name: None if name == {missing!r} else found(name)\n"
        f"from threadkit.__main__ import main; sys.argv = ['threadkit', '--version']; main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    result = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=False, timeout=60
    )
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr == b"threadkit: the command line needs the extra `cli`: pip install 'threadkit[cli]'\n"


@pytest.mark.parametrize("name", sorted(cli.main.commands))
def test_every_command_has_an_example_and_is_in_the_docs(name):
    command = cli.main.commands[name]
    assert "Example:" in command.help
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert f"## `threadkit {name}" in page
    for option in command.params:
        for spelling in [*option.opts, *option.secondary_opts] if isinstance(option, click.Option) else []:
            assert f"`{spelling}" in page


def test_the_examples_of_the_docs_are_real(tmp_path, monkeypatch):
    docs = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    (tmp_path / "page.txt").write_text(re.search(r"```text\n(.*?)```", docs, re.DOTALL)[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for command in ("show", "check"):
        printed = re.search(rf"\$ threadkit {command} page.txt\n(.*?)```", docs, re.DOTALL)[1]
        # How sure the parser is of a letter may be learnt better.
        assert SURE.sub("", run(command, "page.txt").stdout) == SURE.sub("", printed)


SURE = re.compile(r"\d+% sure")


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs ../shared/seeds beside the repository")
def test_a_real_page_goes_through_every_command():
    for seed in sorted(SEEDS.glob("*.txt")):
        made = run("json", seed)
        assert run("text", "-", stdin=made.stdout_bytes).stdout_bytes == seed.read_bytes()
        assert run("check", seed).exit_code == 0
        assert run("show", seed).exit_code == 0


def test_visible_symbols():
    assert terminal.visible("tab\there\nline\r\nתגובה 日本 👍\u200d") == "tab\there\nline\nתגובה 日本 👍\u200d"
    assert terminal.visible("\x00\x1b\x7f\x85\u2028\udc80\ud800") == "␀␛␡<U+0085><U+2028><80><U+D800>"
    assert terminal.visible_line("a\tb\nc\r") == "a␉b␊c␍"
