"""What the commands that read pages are told: the options of `threadkit.parse`, checked before anything is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar, get_args

import click
from attrs import frozen

from threadkit.errors import OptionError, ParseError
from threadkit.options import Only, Options

__all__ = ["FILE", "PageOptions", "only_option", "options_for", "page_options"]


def _checked(_ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    try:
        Options(**{str(param.name): value})  # type: ignore[arg-type]
    except (OptionError, ParseError) as error:
        raise click.BadParameter(str(error)) from None
    return value


FILE: Final = click.Path(allow_dash=True)
"""An argument that is a page, an archive, or standard input."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def page_options(command: _Command) -> _Command:
    """The options of every command that reads pages."""
    for option in (
        click.option("--strict", is_flag=True, help="Take an issue of error grade for a failure."),
        click.option(
            "--tz", metavar="ZONE", callback=_checked, help="The zone of times that a page gives without one."
        ),
        click.option(
            "--dialect",
            metavar="NAME",
            callback=_checked,
            help='"html" or a rendering\'s name, where the content misleads.',
        ),
        click.option(
            "--encoding",
            metavar="NAME",
            callback=_checked,
            help="The page's encoding, where it is known better.",
        ),
        click.option("--url", metavar="URL", help="The page's address, for its relative links."),
    ):
        command = option(command)
    return command


def only_option(command: _Command) -> _Command:
    """The option of every command that chooses among many pages."""
    choice = click.Choice(get_args(Only))
    help_text = "Only threads with letters, or with comments; given twice, with any of both."
    return click.option("--only", type=choice, multiple=True, help=help_text)(command)


@frozen(kw_only=True)
class PageOptions:
    """How each page is to be read: the arguments of `threadkit.parse`, and which of many."""

    url: str | None
    encoding: str | None
    dialect: str | None
    tz: str | None
    strict: bool
    keep_html: bool = False
    only: tuple[Only, ...] = ()


def options_for(files: Sequence[str], *, keep_html: bool = False, **options: Any) -> PageOptions:
    """The options as a value; raises click's error where they don't go with the FILEs."""
    if options["url"] is not None and len(files) > 1:
        raise click.UsageError("--url is the address of one page, and several FILEs are given")
    if files.count("-") > 1:
        raise click.UsageError("standard input can be read once, and '-' is given twice")
    return PageOptions(keep_html=keep_html, **options)
