"""`threadkit check`: the issues of each page."""

from __future__ import annotations

from typing import Any

import click

from threadkit.cli import terminal
from threadkit.cli.errors import UNREADABLE, display_name, exit_if, issues_of
from threadkit.cli.options import FILE, options_for, page_options
from threadkit.cli.output import finding_json, finding_line
from threadkit.cli.pages import all_pages

__all__ = ["check_command"]


@click.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@page_options
def check_command(files: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Print what is missing or uncertain in each page.

    One issue a line: "FILE:LINE: grade: code: message" (without LINE where it lies in no one place). The
    exit status is 1 if a page can't be read or has an issue of error grade. Silence means all is well.

    \b
    Example:
      threadkit check crawl/*.html
    """
    chosen = options_for(files, **options)
    failed = False
    for name, make in all_pages(files, chosen):
        for issue in issues_of(make):
            failed |= issue.grade == "error"
            if as_json:
                terminal.write(finding_json(name, issue))
            elif issue.code == UNREADABLE:
                terminal.say(f"{display_name(name)}: {issue.message}")
            else:
                terminal.write(finding_line(name, issue))
    exit_if(failed)
