"""The command line: pages in by name, threads out as JSON, as text, as a view for a person, or as a list of issues.

One command is one of the library's functions on each FILE: `json` is `dumps`, `text` is `to_text`, `show` is
`threadkit.cli.view.render`, `check` prints `Thread.issues`, `ls` prints `read_records`, `schema` is `json_schema`, and
`convert` is `threadkit.convert`. What the commands add is what files need: archives wherever a page may stand, standard
input as ``-``, JSON that threadkit wrote taken for the page it was made of, one bad page that does not stop the others,
plain one-line errors, and a terminal that archived text can't take over.

    commands/               one file a command
    options.py  pages.py    what the commands are told, and which pages a FILE holds
    output.py  errors.py    what is printed; what failures say, and the exit status
    terminal.py  view.py    what may be sent to a terminal; a thread for a person to read
    progress.py  convert_bar.py   how far a long run is
"""

from __future__ import annotations

import click

import threadkit
from threadkit.cli.commands.check import check_command
from threadkit.cli.commands.convert import convert_command
from threadkit.cli.commands.json import json_command
from threadkit.cli.commands.ls import ls_command
from threadkit.cli.commands.schema import schema_command
from threadkit.cli.commands.show import show_command
from threadkit.cli.commands.text import text_command
from threadkit.cli.errors import MISUSED, Program

__all__ = ["main"]


@click.group(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 all went well, 1 a page failed, 2 wrong use. Every command has a --help of its own.",
)
@click.version_option(threadkit.__version__, prog_name="threadkit", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Archived advice-column pages in, typed threads out.

    A FILE is a page (HTML, a plain-text rendering of it, the JSON that "threadkit json" made) or an
    archive of pages: a folder, zip, tar, WARC, WACZ, MHTML, JSON Lines, an export of WordPress.
    A "-" is standard input.

    \b
    Examples:
      threadkit show page.html               read it here
      threadkit ls crawl.warc.gz             what is in an archive
      threadkit json crawl.warc.gz > a.jsonl one thread a line
      threadkit check *.html                 what is uncertain or missing
      threadkit convert crawl/ -o a.parquet  whole archives to one table
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(MISUSED)


for _command in (
    json_command,
    text_command,
    show_command,
    check_command,
    ls_command,
    convert_command,
    schema_command,
):
    main.add_command(_command)
