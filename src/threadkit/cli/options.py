"""What the commands that read pages are told: the options of `threadkit.parse`, checked before anything is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

import click
from attrs import frozen

from threadkit import document

__all__ = ["FILE", "PageOptions", "options_for", "page_options"]


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


FILE: Final = click.Path(allow_dash=True)
"""An argument that is a page, an archive, or standard input."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def page_options(command: _Command) -> _Command:
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


@frozen(kw_only=True)
class PageOptions:
    """How each page is to be read: the arguments of `threadkit.parse`."""

    url: str | None
    encoding: str | None
    dialect: str | None
    tz: tzinfo | None
    strict: bool
    keep_html: bool = False


def options_for(files: Sequence[str], *, keep_html: bool = False, **options: Any) -> PageOptions:
    """The options as a value; raises click's error where they don't go with the FILEs."""
    if options["url"] is not None and len(files) > 1:
        raise click.UsageError("--url is the address of one page, and several FILEs are given")
    if files.count("-") > 1:
        raise click.UsageError("standard input can be read once, and '-' is given twice")
    return PageOptions(keep_html=keep_html, **options)
