"""`threadkit ls`: what became of each record of an archive."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from threadkit.cli import terminal
from threadkit.cli.errors import display_name, exit_if, report
from threadkit.cli.options import FILE, only_option, options_for, page_options
from threadkit.cli.output import record_json, record_line
from threadkit.cli.pages import records_of
from threadkit.errors import ParseError

__all__ = ["ls_command"]


@click.command("ls")
@click.argument("files", metavar="ARCHIVE...", nargs=-1, required=True, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@only_option
@page_options
def ls_command(files: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """List what is in an archive.

    One record a line: what became of it, its kind, its size in bytes, when it was captured (UTC), its address
    or its place, and behind that the thread's title and number of comments, or why it is no thread. The
    counts come last, on standard error. The exit status is 1 if a record could not be read.

    \b
    Example:
      threadkit ls crawl.warc.gz
    """
    chosen = options_for(files, **options)
    failed = False
    for name in files:
        counts = Counter[str]()
        try:
            for record in records_of(name, chosen):
                counts[record.outcome] += 1
                terminal.write(record_json(name, record) if as_json else record_line(name, record))
        except (OSError, ParseError) as error:
            report(name, error)
            failed = True
            continue
        failed |= counts["failed"] > 0
        threads = f"{counts['thread']} thread{'' if counts['thread'] == 1 else 's'}"
        terminal.say(f"{display_name(name)}: {threads}, {counts['skipped']} skipped, {counts['failed']} failed")
    exit_if(failed)
