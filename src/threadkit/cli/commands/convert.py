"""`threadkit convert`: whole archives to one file or table."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

import threadkit
from threadkit import archives
from threadkit.bulk import pseudonyms
from threadkit.bulk.summary import Summary
from threadkit.cli import terminal
from threadkit.cli.errors import TERMINATED, exit_if
from threadkit.cli.options import only_option, page_options
from threadkit.cli.pages import stdin
from threadkit.errors import OptionError, ParseError, ThreadkitError

__all__ = ["convert_command"]


@click.command("convert")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(exists=True, allow_dash=True))
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
@click.option("--overwrite", is_flag=True, help="Give up what an interrupted run left, and begin anew.")
@click.option("--html/--no-html", default=True, help="Keep the archived mark-up beside the text (the default), or not.")
@only_option
@page_options
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
    could not be read, even though all others are in OUT. A folder that threadkit did not write is not replaced.

    The NAMEs of --column are content, url, captured_at and id; dots in a COLUMN reach inside.

    \b
    Example:
      threadkit convert crawl/*.warc.gz -o threads.parquet --errors bad.jsonl
    """
    from threadkit.cli import convert_bar

    if options.pop("url") is not None:
        raise click.UsageError("--url is the address of one page, and these are archives of pages")
    key = _key(pseudonymize)
    with _key_looked_at(key), _stoppable(inputs), convert_bar.drawn(inputs) as bar:
        options |= {"workers": _cores() if workers is None else workers, "keep_html": html, "pseudonymize": key}
        summary = _converted(inputs, out, columns, **options, on_read=bar.advance, on_record=bar.count)
    terminal.say(f"{out}: {summary}")
    if options["errors"] is None:
        _say_why(summary)
    if not summary.threads:
        terminal.say(f"{out}: no thread was found, so there is none in it")
    exit_if(summary.failed > 0 or not summary.threads)


def _converted(inputs: tuple[str, ...], out: str, columns: tuple[str, ...], **options: Any) -> Summary:
    """What `threadkit.convert` gives; raises click's errors where it raises others."""
    try:
        options["columns"] = archives.named_columns(columns)
        return threadkit.convert(_sources(inputs), out, **options)
    except (OptionError, ParseError) as error:
        raise click.UsageError(str(error)) from None
    except (OSError, ThreadkitError) as error:
        place = getattr(error, "filename", None) or out
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        raise click.ClickException(f"{place}: {reason}") from None


def _sources(inputs: tuple[str, ...]) -> list[str | BinaryIO]:
    if inputs.count("-") > 1:
        raise click.UsageError("standard input can be read once, and '-' is given twice")
    try:
        return [stdin() if name == "-" else name for name in inputs]
    except OSError as error:
        raise click.ClickException(f"standard input: {error.strerror}") from None


def _say_why(summary: Summary) -> None:
    """The commonest reasons, where no file lists them all."""
    for reason in summary.reasons:
        terminal.say(str(reason))
    told = sum(reason.count for reason in summary.reasons if reason.outcome == "failed")
    if told < summary.failed:
        terminal.say(f"{summary.failed - told} failed for other reasons; --errors FILE lists them all")


@contextmanager
def _stoppable(inputs: tuple[str, ...]) -> Iterator[None]:
    """SIGTERM ends the work as Ctrl-C does: workers stopped, what is done kept."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        again = "--overwrite begins anew" if "-" in inputs else "--resume goes on here"
        terminal.say(f"stopped; the same command with {again}")
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


@contextmanager
def _key_looked_at(key: str | None) -> Iterator[None]:
    """Say here, in one line, what is wrong with a key, and not once more as a warning of Python's."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="the key of the pseudonyms")
        try:
            pseudonyms.check_key(key)
        except ThreadkitError as error:
            raise click.BadParameter(str(error)) from None
        if key is not None and (weak := pseudonyms.weakness(key)) is not None:
            terminal.say(f"warning: {weak}")
        yield


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
