"""`threadkit schema`: the JSON Schema of what `threadkit json` prints."""

from __future__ import annotations

import json

import click

import threadkit
from threadkit.cli import terminal
from threadkit.cli.output import json_bytes

__all__ = ["schema_command"]


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of what "threadkit json" prints.

    \b
    Example:
      threadkit schema > thread.schema.json
    """
    terminal.write(json_bytes(json.dumps(threadkit.json_schema(), ensure_ascii=False, indent=2)))
