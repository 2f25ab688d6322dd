"""`threadkit json`: `dumps` of each page."""

from __future__ import annotations

from typing import Any

import click

import threadkit
from threadkit.cli import terminal
from threadkit.cli.errors import attempt, exit_if
from threadkit.cli.options import FILE, only_option, options_for, page_options
from threadkit.cli.output import json_bytes
from threadkit.cli.pages import all_pages

__all__ = ["json_command"]


@click.command("json")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.option("--indent", type=click.IntRange(0, 16), metavar="N", help="Set the JSON in lines, N spaces a level.")
@click.option("--html/--no-html", default=True, help="Keep the archived mark-up beside the text (the default), or not.")
@only_option
@page_options
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
    chosen = options_for(files, keep_html=html, **options)
    failed = False
    for name, make in all_pages(files, chosen):
        line = attempt(name, lambda make=make: threadkit.dumps(make(), indent=indent))  # type: ignore[misc]
        failed |= line is None
        if line is not None:
            terminal.write(json_bytes(line))
    exit_if(failed)
