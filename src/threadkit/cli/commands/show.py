"""`threadkit show`: a thread for a person to read."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

import click

from threadkit.cli import terminal
from threadkit.cli.errors import attempt, exit_if
from threadkit.cli.options import FILE, options_for, page_options
from threadkit.cli.pages import all_pages

__all__ = ["show_command"]


@click.command("show")
@click.argument("file", metavar="FILE", type=FILE)
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
@page_options
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
    chosen = options_for((file,), **options)
    failed = Counter[bool]()

    def lines() -> Iterator[str]:
        from threadkit.cli.view import render  # the other commands start without rich

        for name, make in all_pages((file,), chosen):
            thread = attempt(name, make)
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
    exit_if(failed[True] > 0)


def _wants_colour(choice: Literal["auto", "always", "never"]) -> bool:
    if choice != "auto":
        return choice == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return terminal.stdout_is_terminal() and not plain


def _screen_width() -> int:
    return shutil.get_terminal_size().columns
