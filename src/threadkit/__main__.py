"""The way in from a shell: ``threadkit`` and ``python -m threadkit``.

The library is installed without what only its command line needs, so the first question is whether that is here;
where it is not, one plain line says how to get it. Everything else is `threadkit.cli`, but for the help of the program
itself: that is printed from here, since loading all of the commands takes longer than reading it.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

__all__ = ["main"]

_NEEDS = ("click", "rich")
_ADVICE = "threadkit: the command line needs the extra `cli`: pip install 'threadkit[cli]'"


_HELP = """\
Usage: threadkit [OPTIONS] [COMMAND] [ARGS]...

  Archived advice-column pages in, typed threads out.

  A FILE is a page (HTML, a plain-text rendering of it, the JSON that
  "threadkit json" made) or an archive of pages: a folder, zip, tar, WARC,
  WACZ, MHTML, JSON Lines, an export of WordPress. A "-" is standard input.

  Examples:
    threadkit show page.html               read it here
    threadkit ls crawl.warc.gz             what is in an archive
    threadkit json crawl.warc.gz > a.jsonl one thread a line
    threadkit check *.html                 what is uncertain or missing
    threadkit convert crawl/ -o a.parquet  whole archives to one table

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
  check    Print what is missing or uncertain in each page.
  convert  Convert whole archives into one file or table.
  json     Print each page's thread as JSON.
  ls       List what is in an archive.
  schema   Print the JSON Schema of what "threadkit json" prints.
  show     Show a page's thread on the screen.
  text     Print a page as plain text.

  Exit status: 0 all went well, 1 a page failed, 2 wrong use. Every command
  has a --help of its own.
"""
"""What click prints of `threadkit.cli.main` where lines have 80 characters."""


def _helped() -> bool:
    """Print the help, if that is all that was asked for and lines are long enough."""
    if sys.argv[1:] not in (["--help"], ["-h"]) or _columns() < 80:
        return False
    try:
        sys.stdout.write(_HELP)
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):  # nobody reads it, the disk is full: the commands know what to say
        return False
    return True


def _columns() -> int:
    try:
        return int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return 80


def main() -> None:
    """Run the command line on ``sys.argv`` and exit with its status (2 where the extra is not installed)."""
    if any(find_spec(name) is None for name in _NEEDS):
        print(_ADVICE, file=sys.stderr)
        raise SystemExit(2)
    if _helped():
        return
    from threadkit.cli import main as commands

    commands(prog_name="threadkit")


if __name__ == "__main__":
    main()
