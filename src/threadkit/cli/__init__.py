"""The command line: pages in by name, threads out as JSON, as text, as a view for a person, or as a list of issues.

One command is one of the library's functions on each FILE: `json` is `dumps`, `text` is `to_text`, `show` is
`threadkit.cli.view.render`, `check` prints `Thread.issues`, `ls` prints `read_records`, `schema` is `json_schema`, and
`convert` is `threadkit.bulk.convert`. What the
commands add is what files need: archives wherever a page may stand, standard input as ``-``, JSON that threadkit wrote
taken for the page it was made of, one bad page that does not stop the others, plain one-line errors, and a terminal
that archived text can't take over.

Exit status: 0 all went well; 1 a page could not be read or parsed, or `check` found an issue of error grade; 2 wrong
use; 130 stopped by Ctrl-C, 143 by SIGTERM; 141 the reader of the output went away (``| head``), as for any Unix tool.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import tzinfo
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, Literal, TypeVar, cast
from zoneinfo import ZoneInfo

import click
from attrs import frozen

import threadkit
from threadkit import archives, document
from threadkit.archives.records import Record
from threadkit.cli import progress, terminal
from threadkit.errors import ParseError, ThreadkitError
from threadkit.model import Issue, Thread

__all__ = ["main"]

_FAILED: Final = 1
_MISUSED: Final = 2
_INTERRUPTED: Final = 130
_TERMINATED: Final = 143
_READER_GONE: Final = 141

_HEAD: Final = 8192
"""Bytes looked at to tell a page from an archive."""
_LARGEST: Final = 256 * 1024 * 1024
"""Bytes. No thread is a tenth as long; what is longer is a mistake, and would fill the memory."""


@frozen(kw_only=True)
class _Options:
    """How each page is to be read: the arguments of `threadkit.parse`."""

    url: str | None
    encoding: str | None
    dialect: str | None
    tz: tzinfo | None
    strict: bool
    keep_html: bool = False


# -- the program -----------------------------------------------------------------------------------------------------


class _Program(click.Group):
    """A group of commands whose every failure is one line on standard error and a documented status."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """As click's, but for the wording and the status of failures; always exits."""
        extra |= {"prog_name": "threadkit", "standalone_mode": False}
        sys.exit(_status_of(lambda: super(_Program, self).main(*args, **extra)))

    def invoke(self, ctx: click.Context) -> Any:
        # Click itself would take a closed pipe for a failure of ours.
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _give_up_stdout()
            ctx.exit(_READER_GONE)


def _status_of(run: Callable[[], Any]) -> int:
    try:
        status = run()
    except click.UsageError as error:
        return _explain_usage(error)
    except click.ClickException as error:
        terminal.say(error.format_message())
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except OSError as error:
        _give_up_stdout()
        terminal.say(f"standard output: {error.strerror or error}")
        return _FAILED
    return status if isinstance(status, int) else 0


def _explain_usage(error: click.UsageError) -> int:
    command = error.ctx.command_path if error.ctx else "threadkit"
    terminal.say(f"{error.format_message().rstrip('.')}; '{command} --help' shows how it is used")
    return _MISUSED


def _give_up_stdout() -> None:
    """What is still buffered has no reader; without this Python complains of it when it ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # a stdout without a descriptor: under test
        return


# -- options ---------------------------------------------------------------------------------------------------------


def _known_encoding(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    issues = () if value is None else document.decode(b"page", encoding=value).issues
    if any(issue.code == "unknown-encoding" for issue in issues):
        raise click.BadParameter(f"no encoding is called {value!r}; utf-8 and windows-1252 are some")
    return value


def _known_zone(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tzinfo | None:
    try:
        return None if value is None else ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise click.BadParameter(f"no time zone is called {value!r}; Europe/Berlin and UTC are some") from None


_Command = TypeVar("_Command", bound=Callable[..., Any])


def _page_options(command: _Command) -> _Command:
    """The options of every command that reads pages."""
    for option in (
        click.option("--strict", is_flag=True, help="Take an issue of error grade for a failure."),
        click.option(
            "--tz", metavar="ZONE", callback=_known_zone, help="The zone of times that a page gives without one."
        ),
        click.option("--dialect", metavar="NAME", help='"html" or a rendering\'s name, where the content misleads.'),
        click.option(
            "--encoding",
            metavar="NAME",
            callback=_known_encoding,
            help="The page's encoding, where it is known better.",
        ),
        click.option("--url", metavar="URL", help="The page's address, for its relative links."),
    ):
        command = option(command)
    return command


_FILE = click.Path(allow_dash=True)


@click.group(
    cls=_Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 all went well, 1 a page failed, 2 wrong use. Every command has a --help of its own.",
)
@click.version_option(threadkit.__version__, prog_name="threadkit", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Archived advice-column pages in, typed threads out.

    A FILE is a page (HTML, a plain-text rendering of it, the JSON that "threadkit json" made) or an
    archive of pages: a folder, zip, tar, WARC, WACZ, MHTML, JSON Lines, an export of WordPress.
    A "-" is standard input.

    \b
    Examples:
      threadkit show page.html               read it here
      threadkit ls crawl.warc.gz             what is in an archive
      threadkit json crawl.warc.gz > a.jsonl one thread a line
      threadkit check *.html                 what is uncertain or missing
      threadkit convert crawl/ -o a.parquet  whole archives to one table
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(_MISUSED)


# -- commands --------------------------------------------------------------------------------------------------------


@main.command("json")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@click.option("--indent", type=click.IntRange(0, 16), metavar="N", help="Set the JSON in lines, N spaces a level.")
@click.option("--html/--no-html", default=True, help="Keep the archived mark-up beside the text (the default), or not.")
@_page_options
def json_command(files: tuple[str, ...], indent: int | None, html: bool, **options: Any) -> None:
    """Print each page's thread as JSON.

    One page gives one JSON document, several give JSON Lines: one thread a line, in the order of the
    files, and within an archive in its own. What is no thread there is passed over ("threadkit ls" says why). A
    page that can't be read is reported and the others still come out; the exit status is then 1.

    \b
    Example:
      threadkit json --indent 2 page.html
    """
    if indent is not None and len(files) > 1:
        raise click.UsageError("--indent is for one FILE: several are printed one a line")
    chosen = _options(files, keep_html=html, **options)
    failed = False
    for name, make in _all_pages(files, chosen):
        line = _try(name, lambda make=make: threadkit.dumps(make(), indent=indent))  # type: ignore[misc]
        failed |= line is None
        if line is not None:
            terminal.write(_json_bytes(line))
    _exit(failed)


@main.command("text")
@click.argument("file", metavar="FILE", type=_FILE)
@_page_options
def text_command(file: str, **options: Any) -> None:
    """Print a page as plain text.

    A plain-text rendering, and the JSON made of one, comes back byte for byte; HTML is set in the same
    form. The text is UTF-8. On a terminal, control characters are shown as visible symbols. The threads of
    an archive are printed one behind the other, with a form feed between them.

    \b
    Example:
      threadkit text page.html > page.txt
    """
    chosen = _options((file,), **options)
    failed = False
    between = ""
    for name, make in _all_pages((file,), chosen):
        text = _try(name, lambda make=make: threadkit.to_text(make()))  # type: ignore[misc]
        failed |= text is None
        if text is not None:
            _write_text(between + text)
            between = "\f"
    _exit(failed)


@main.command("show")
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--pager/--no-pager", default=True, help="Page what is longer than the screen (the default), or not.")
@click.option(
    "--colour",
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colours: auto (the default) means on a terminal, unless NO_COLOR is set.",
)
@click.option(
    "--width", type=click.IntRange(20), metavar="N", help="Columns; the screen's own, at most 100, by default."
)
@_page_options
def show_command(
    file: str, pager: bool, colour: Literal["auto", "always", "never"], width: int | None, **options: Any
) -> None:
    """Show a page's thread on the screen.

    Title, letters, answers, the tree of comments, and at the end the issues, worst first. What is longer
    than the screen goes through the pager ($PAGER, or less). In a pipe the same comes out plain.

    \b
    Example:
      threadkit show page.html
    """
    chosen = _options((file,), **options)
    failed = Counter[bool]()

    def lines() -> Iterator[str]:
        from threadkit.cli.view import render  # the other commands start without rich

        for name, make in _all_pages((file,), chosen):
            thread = _try(name, make)
            if thread is not None:
                # Between the threads of an archive, as much room as the page leaves before its parts.
                yield from ["", ""] if failed[False] else []
                yield from render(
                    thread,
                    width=width or _screen_width(),
                    colour=_wants_colour(colour),
                    encoding=terminal.stdout_encoding(),
                )
            failed[thread is None] += 1

    terminal.page(lines(), pager=pager and terminal.stdout_is_terminal())
    _exit(failed[True] > 0)


@main.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@_page_options
def check_command(files: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Print what is missing or uncertain in each page.

    One issue a line: "FILE:LINE: grade: code: message" (without LINE where it lies in no one place). The
    exit status is 1 if a page can't be read or has an issue of error grade. Silence means all is well.

    \b
    Example:
      threadkit check crawl/*.html
    """
    chosen = _options(files, **options)
    failed = False
    for name, make in _all_pages(files, chosen):
        for issue in _issues(make):
            failed |= issue.grade == "error"
            if as_json:
                terminal.write(_finding_json(name, issue))
            elif issue.code == _UNREADABLE:
                terminal.say(f"{_shown(name)}: {issue.message}")
            else:
                terminal.write(_finding(name, issue))
    _exit(failed)


@main.command("ls")
@click.argument("files", metavar="ARCHIVE...", nargs=-1, required=True, type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@_page_options
def ls_command(files: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """List what is in an archive.

    One record a line: what became of it, its kind, its size in bytes, when it was captured (UTC), its address
    or its place, and behind that the thread's title and number of comments, or why it is no thread. The
    counts come last, on standard error. The exit status is 1 if a record could not be read.

    \b
    Example:
      threadkit ls crawl.warc.gz
    """
    chosen = _options(files, **options)
    failed = False
    for name in files:
        counts = Counter[str]()
        try:
            for record in _records(name, chosen):
                counts[record.outcome] += 1
                terminal.write(_listed_json(name, record) if as_json else _listed(name, record))
        except (OSError, ParseError) as error:
            _report(name, error)
            failed = True
            continue
        failed |= counts["failed"] > 0
        threads = f"{counts['thread']} thread{'' if counts['thread'] == 1 else 's'}"
        terminal.say(f"{_shown(name)}: {threads}, {counts['skipped']} skipped, {counts['failed']} failed")
    _exit(failed)


@main.command("convert")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(exists=True))
@click.option("-o", "--output", "out", metavar="OUT", required=True, type=click.Path(), help="What to write.")
@click.option("--errors", metavar="FILE", type=click.Path(), help="One JSON line for each record without a thread.")
@click.option("--workers", type=click.IntRange(0), metavar="N", help="Processes that parse; one a core by default.")
@click.option("--page-timeout", type=click.FloatRange(0.1), default=60, metavar="S", help="Seconds a page may take.")
@click.option("--explode", type=click.Choice(["comments"]), help="Parquet rows are comments, not threads.")
@click.option("--url-prefix", metavar="URL", help="Only threads whose address begins so.")
@click.option("--column", "columns", metavar="NAME=COLUMN", multiple=True, help="Which column of a corpus holds what.")
@click.option("--merge", is_flag=True, help="One thread for all pages and captures of a post.")
@click.option("--pseudonymize", metavar="KEY", help="Pseudonyms for all authors; @FILE reads the key from a file.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run stopped.")
@click.option("--html/--no-html", default=True, help="Keep the archived mark-up beside the text (the default), or not.")
@_page_options
def convert_command(
    inputs: tuple[str, ...],
    out: str,
    *,
    workers: int | None,
    pseudonymize: str | None,
    html: bool,
    columns: tuple[str, ...],
    **options: Any,
) -> None:
    """Convert whole archives into one file or table.

    The ending of OUT says which: .jsonl (.gz, .zst), .parquet, .csv, .sqlite, .duckdb, .jsonld, or the
    folder .convokit. It appears whole or not at all, and its rows are in the order of the inputs. What is no thread
    or can't be read is counted, and listed in the file of --errors. The exit status is 1 if a record
    could not be read, even though all others are in OUT.

    The NAMEs of --column are content, url, captured_at and id; dots in a COLUMN reach inside.

    \b
    Example:
      threadkit convert crawl/*.warc.gz -o threads.parquet --errors bad.jsonl
    """
    from threadkit.bulk.convert import ENDINGS, convert
    from threadkit.cli import convert_bar

    if not out.lower().endswith(ENDINGS):
        raise click.UsageError(f"--output is to end with one of {', '.join(ENDINGS)}")
    if options.pop("url") is not None:
        raise click.UsageError("--url is the address of one page, and these are archives of pages")
    try:
        options["columns"] = archives.named_columns(columns)
    except ThreadkitError as error:
        raise click.BadParameter(str(error)) from None
    key = _key(pseudonymize)
    with _stoppable(), convert_bar.drawn(inputs) as bar:
        try:
            told: dict[str, Any] = {"on_read": bar.advance, "on_record": bar.count}
            options |= {"workers": _cores() if workers is None else workers, "keep_html": html, "pseudonymize": key}
            summary = convert(inputs, out, **options, **told)
        except (OSError, ThreadkitError) as error:
            _misused_dialect(error)
            place = getattr(error, "filename", None) or out
            reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            raise click.ClickException(f"{place}: {reason}") from None
    terminal.say(f"{out}: {summary}")
    _exit(summary.failed > 0)


@contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM ends the work as Ctrl-C does: workers stopped, what is done kept."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        terminal.say("stopped; the same command with --resume goes on here")
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _key(given: str | None) -> str | None:
    """The key itself, or what a file holds: a command line is seen by everybody on the machine."""
    if given is None or not given.startswith("@"):
        return given
    try:
        return Path(given[1:]).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"the file of the key can't be read: {error}") from None


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@main.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of what "threadkit json" prints.

    \b
    Example:
      threadkit schema > thread.schema.json
    """
    terminal.write(_json_bytes(json.dumps(threadkit.json_schema(), ensure_ascii=False, indent=2)))


# -- pages -----------------------------------------------------------------------------------------------------------

_UNREADABLE: Final = "unreadable"
"""The code that `check` gives to a file that did not get as far as the parser."""
_OUR_JSON: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"schema"\s*:')
_SECOND_THREAD: Final = re.compile(rb'\n\{"schema"\s*:')


def _options(files: Sequence[str], *, keep_html: bool = False, **options: Any) -> _Options:
    if options["url"] is not None and len(files) > 1:
        raise click.UsageError("--url is the address of one page, and several FILEs are given")
    if files.count("-") > 1:
        raise click.UsageError("standard input can be read once, and '-' is given twice")
    return _Options(keep_html=keep_html, **options)


_Page = tuple[str, Callable[[], Thread]]
"""What messages call it, and what makes its thread or raises why there is none."""


def _all_pages(files: Sequence[str], options: _Options) -> Iterator[_Page]:
    for name in files:
        try:
            yield from _pages(name, options)
        except (OSError, ParseError) as error:
            yield name, _raising(error)


def _pages(name: str, options: _Options) -> Iterator[_Page]:
    """The pages of one FILE: itself, or those of an archive."""
    if Path(name).is_dir():
        yield from _archived(name, name, options)
        return
    with _opened(name) as file:
        head = file.read(_HEAD)
        source = _Rejoined(head, file)
        if _OUR_JSON.match(head):
            data = _read(source)
            if not _SECOND_THREAD.search(data):
                yield name, lambda: threadkit.loads(data)
                return
            source = _Rejoined(data, file)
        elif not archives.is_container(head):
            yield name, lambda: _thread(_read(source), options)
            return
        yield from _archived(name, cast("BinaryIO", source) if name == "-" else name, options)


def _archived(name: str, source: str | BinaryIO, options: _Options) -> Iterator[_Page]:
    """The threads of an archive and what could not be read of it; what is no thread is passed over."""
    if options.url is not None:
        raise click.UsageError("--url is the address of one page, and this is an archive of pages")
    found = False
    for record in _records(name, options, source):
        found |= record.outcome != "skipped"
        if record.thread is not None:
            thread = record.thread
            yield _label(name, record), lambda thread=thread: thread  # type: ignore[misc]
        elif record.error is not None:
            yield _label(name, record), _raising(record.error)
    if not found:
        yield name, _raising(ThreadkitError("there is no thread in it; 'threadkit ls' lists what there is"))


def _records(name: str, options: _Options, source: str | BinaryIO | None = None) -> Iterator[Record]:
    """Every record of an archive, with a bar where it takes long."""
    with progress.shown(name) as bar:
        yield from threadkit.read_records(
            cast("BinaryIO", sys.stdin.buffer) if source is None and name == "-" else source or name,
            on_read=bar.advance,
            encoding=options.encoding,
            dialect=options.dialect,
            keep_html=options.keep_html,
            tz=options.tz,
            strict=options.strict,
        )


def _raising(error: Exception) -> Callable[[], Thread]:
    def make() -> Thread:
        raise error

    return make


def _label(name: str, record: Record) -> str:
    """What messages call a record: where it lies, and its address where the archive says it."""
    place = record.capture.path if name != "-" else None
    return " ".join(part for part in (place or _shown(name), record.url) if part)


def _thread(data: bytes, options: _Options) -> Thread:
    """The thread of one page; raises what parsing raises."""
    return threadkit.parse(
        data,
        url=options.url,
        encoding=options.encoding,
        dialect=options.dialect,
        keep_html=options.keep_html,
        tz=options.tz,
        strict=options.strict,
    )


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
    else:
        with Path(name).open("rb") as file:
            yield file


class _Rejoined:
    """A file whose beginning was looked at already."""

    def __init__(self, head: bytes, file: IO[bytes]) -> None:
        self._head = head
        self._file = file

    def read(self, size: int) -> bytes:
        taken, self._head = self._head[:size], self._head[size:]
        return taken + self._file.read(size - len(taken)) if len(taken) < size else taken


def _read(source: _Rejoined) -> bytes:
    data = source.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ThreadkitError(f"more than {_LARGEST >> 20} MB, too much for one page: give the pages in it one by one")
    return data


_Result = TypeVar("_Result")


def _try(name: str, make: Callable[[], _Result]) -> _Result | None:
    """What `make` makes of the file; None, and a line on standard error, where it fails."""
    try:
        return make()
    except Exception as error:  # noqa: BLE001 (one page, whatever it does, must not stop the others)
        _report(name, error)
        return None


def _issues(make: Callable[[], Thread]) -> Sequence[Issue]:
    """A page's issues; that it can't be parsed, or not even opened, is one too."""
    try:
        return make().issues
    except ParseError as error:
        _misused_dialect(error)
        return [Issue(code=error.code, message=error.message, grade="error", line=error.line)]
    except Exception as error:  # noqa: BLE001 (as above)
        return [Issue(code=_UNREADABLE, message=_reason(error), grade="error")]


def _report(name: str, error: Exception) -> None:
    _misused_dialect(error)
    terminal.say(f"{_shown(name)}: {_reason(error)}")


def _misused_dialect(error: Exception) -> None:
    """A dialect that nobody knows is a wrong option, the same for every file."""
    if isinstance(error, ParseError) and error.code == "unknown-dialect":
        raise click.UsageError(str(error)) from None


def _reason(error: Exception) -> str:
    """One sentence: what is wrong and what to do."""
    match error:
        case ThreadkitError():
            return str(error)
        case FileNotFoundError():
            return "there is no such file; check the name"
        case PermissionError():
            return "it may not be read; check its permissions"
        case OSError():
            return f"it can't be read: {error.strerror or error}"
        case MemoryError():
            return "it is too large for this machine's memory"
    where = _place(error)
    return f"a defect of threadkit ({type(error).__name__}: {error}{where}); please report it with the page"


def _place(error: Exception) -> str:
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return "" if step is None else f", {Path(step.tb_frame.f_code.co_filename).name}:{step.tb_lineno}"


def _shown(name: str) -> str:
    return "standard input" if name == "-" else name


def _exit(failed: bool) -> None:
    if failed:
        click.get_current_context().exit(_FAILED)


# -- output ----------------------------------------------------------------------------------------------------------


def _json_bytes(text: str) -> bytes:
    """A JSON document and a newline: UTF-8 as far as standard output can take it, else the same in ASCII."""
    encoding = terminal.stdout_encoding()
    if codecs.lookup(encoding).name != "utf-8":
        text = _NOT_ASCII.sub(_escape, text)
    elif terminal.stdout_is_terminal():
        text = _TURNING.sub(_escape, text)
    return f"{text}\n".encode()


_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_TURNING: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What JSON lets stand raw and a terminal obeys."""


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))


def _finding(name: str, issue: Issue) -> bytes:
    place = _shown(name) if issue.line is None else f"{_shown(name)}:{issue.line}"
    about = "" if issue.comment_id is None else f" [comment {issue.comment_id}]"
    line = terminal.visible_line(f"{place}: {issue.grade}: {issue.code}: {issue.message}{about}")
    return f"{line}\n".encode(terminal.stdout_encoding(), "backslashreplace")


def _finding_json(name: str, issue: Issue) -> bytes:
    finding = {
        "file": name,
        "line": issue.line,
        "grade": issue.grade,
        "code": issue.code,
        "message": issue.message,
        "comment_id": issue.comment_id,
    }
    return _json_bytes(json.dumps(finding))


def _write_text(text: str) -> None:
    if terminal.stdout_is_terminal():
        terminal.write(terminal.visible(text).encode(terminal.stdout_encoding(), "backslashreplace"))
    else:
        terminal.write(text.encode("utf-8", "surrogateescape"))


def _listed(name: str, record: Record) -> bytes:
    """One line of `ls`: of fixed width as far as its columns have one."""
    kind = record.media_type or ("-" if record.thread is None else record.thread.dialect)
    size = "-" if record.size is None else str(record.size)
    when = record.capture.captured_at
    captured = "-" if when is None else when.strftime("%Y-%m-%d %H:%M:%S")
    place = record.url or record.capture.path or _shown(name)
    line = f"{record.outcome:7}  {kind:24}  {size:>9}  {captured:19}  {place}  {_told(record)}"
    return f"{terminal.visible_line(line)}\n".encode(terminal.stdout_encoding(), "backslashreplace")


def _told(record: Record) -> str:
    """The thread in a few words, or why there is none."""
    if record.thread is None:
        return record.reason or ""
    count = len(record.thread.comments)
    return f"{record.thread.title or '(no title)'} ({count} comment{'' if count == 1 else 's'})"


def _listed_json(name: str, record: Record) -> bytes:
    thread, capture = record.thread, record.capture
    row = {
        "file": name,
        "outcome": record.outcome,
        "kind": record.media_type,
        "url": record.url,
        "size": record.size,
        "captured_at": None if capture.captured_at is None else capture.captured_at.isoformat(),
        "record_id": capture.record_id,
        "path": capture.path,
        "offset": capture.offset,
        "reason": record.reason,
        "title": None if thread is None else thread.title,
        "comments": None if thread is None else len(thread.comments),
    }
    return _json_bytes(json.dumps(row))


def _wants_colour(choice: Literal["auto", "always", "never"]) -> bool:
    if choice != "auto":
        return choice == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return terminal.stdout_is_terminal() and not plain


def _screen_width() -> int:
    return shutil.get_terminal_size().columns
