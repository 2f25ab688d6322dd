"""What goes wrong: each failure is one line on standard error and a documented status.

Exit status: 0 all went well; 1 a page could not be read or parsed, `check` found an issue of error grade, `convert` no
thread, or the output could not be written; 2 wrong use; 130 stopped by Ctrl-C, 143 by SIGTERM; 141 the reader of the
output went away (``| head``), as for any Unix tool.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from threadkit.cli import terminal
from threadkit.errors import ParseError, ThreadkitError
from threadkit.model import Issue, Thread

__all__ = [
    "FAILED",
    "INTERRUPTED",
    "MISUSED",
    "READER_GONE",
    "TERMINATED",
    "UNREADABLE",
    "Program",
    "attempt",
    "display_name",
    "exit_if",
    "issues_of",
    "reason_of",
    "report",
]

FAILED: Final = 1
MISUSED: Final = 2
INTERRUPTED: Final = 130
TERMINATED: Final = 143
READER_GONE: Final = 141

UNREADABLE: Final = "unreadable"
"""The code that `check` gives to a file that did not get as far as the parser."""


# -- the program -----------------------------------------------------------------------------------------------------


class Program(click.Group):
    """A group of commands whose every failure is one line on standard error and a documented status."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """As click's, but for the wording and the status of failures; always exits."""
        extra |= {"prog_name": "threadkit", "standalone_mode": False}
        sys.exit(_status_of(lambda: super(Program, self).main(*args, **extra)))

    # Help and version are printed by click itself, the program's own already while its arguments are read; click would
    # take a closed pipe for a failure of ours.

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with terminal.writing():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with terminal.writing():
            return super().invoke(ctx)


def _status_of(run: Callable[[], Any]) -> int:
    try:
        status = run()
    except click.UsageError as error:
        return _explain_usage(error)
    except click.ClickException as error:
        terminal.say(error.format_message())
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except terminal.ReaderGoneError:
        _give_up_stdout()
        return READER_GONE
    except terminal.OutputError as error:
        _give_up_stdout()
        terminal.say(f"standard output: {error}")
        return FAILED
    return status if isinstance(status, int) else 0


def _explain_usage(error: click.UsageError) -> int:
    command = error.ctx.command_path if error.ctx else "threadkit"
    terminal.say(f"{error.format_message().rstrip('.')}; '{command} --help' shows how it is used")
    return MISUSED


def _give_up_stdout() -> None:
    """What is still buffered has no reader; without this Python complains of it when it ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # a stdout without a descriptor: under test
        return


# -- one page of many ------------------------------------------------------------------------------------------------

_Result = TypeVar("_Result")


def attempt(name: str, make: Callable[[], _Result]) -> _Result | None:
    """What `make` makes of the file; None, and a line on standard error, where it fails."""
    try:
        return make()
    except Exception as error:  # noqa: BLE001 (one page, whatever it does, must not stop the others)
        report(name, error)
        return None


def issues_of(make: Callable[[], Thread]) -> Sequence[Issue]:
    """A page's issues; that it can't be parsed, or not even opened, is one too."""
    try:
        return make().issues
    except ParseError as error:
        return [Issue(code=error.code, message=error.message, grade="error", line=error.line)]
    except Exception as error:  # noqa: BLE001 (as above)
        return [Issue(code=UNREADABLE, message=reason_of(error), grade="error")]


def report(name: str, error: Exception) -> None:
    """Say on standard error what is wrong with a FILE."""
    terminal.say(f"{display_name(name)}: {reason_of(error)}")


def reason_of(error: Exception) -> str:
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


def display_name(name: str) -> str:
    """What messages call a FILE."""
    return "standard input" if name == "-" else name


def exit_if(failed: bool) -> None:
    """End the command with the status of a failure, if there was one."""
    if failed:
        click.get_current_context().exit(FAILED)
