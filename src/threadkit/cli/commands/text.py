"""`threadkit text`: `to_text` of each page."""

from __future__ import annotations

from typing import Any

import click

import threadkit
from threadkit.cli.errors import attempt, exit_if
from threadkit.cli.options import FILE, options_for, page_options
from threadkit.cli.output import write_text
from threadkit.cli.pages import all_pages

__all__ = ["text_command"]


@click.command("text")
@click.argument("file", metavar="FILE", type=FILE)
@page_options
def text_command(file: str, **options: Any) -> None:
    """Print a page as plain text.

    A plain-text rendering, and the JSON made of one, comes back byte for byte; HTML is set in the same
    form. The text is UTF-8. On a terminal, control characters are shown as visible symbols. The threads of
    an archive are printed one behind the other, with a form feed between them.

    \b
    Example:
      threadkit text page.html > page.txt
    """
    chosen = options_for((file,), **options)
    failed = False
    between = ""
    for name, make in all_pages((file,), chosen):
        text = attempt(name, lambda make=make: threadkit.to_text(make()))  # type: ignore[misc]
        failed |= text is None
        if text is not None:
            write_text(between + text)
            between = "\f"
    exit_if(failed)
