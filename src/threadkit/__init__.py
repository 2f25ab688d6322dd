"""Archived advice-column pages → typed threads → JSON, text.

read / read_records     api.py            an archive in, Threads out: archives/
parse / parse_file      api.py            a page in, a Thread out
  HTML                  page.py           document → comments → post → letters
  plain-text rendering  renderings/       one file a dialect
merge / group           merging/          pages and captures of one thread
convert / batches       bulk/             archives to tables; pages to Arrow record batches, for engines
Thread, Comment, …      model.py          frozen attrs classes
dumps / loads           serializers/      JSON and its schema, text
ThreadkitError          errors.py

Each name is loaded when it is first asked for, so that ``import threadkit`` costs nothing, and a program that parses
pages does not pay for archives and tables.
"""

from threadkit.version import VERSION

TYPE_CHECKING = False  # type checkers take it for True; importing `typing` costs as much as all else here
if TYPE_CHECKING:
    from threadkit.api import parse, parse_file, read, read_records
    from threadkit.archives.records import Record
    from threadkit.bulk.batching import batches
    from threadkit.bulk.convert import convert
    from threadkit.errors import ArchiveError, OptionError, ParseError, SchemaError, ThreadkitError
    from threadkit.merging import group, merge
    from threadkit.model import Answer, Author, Capture, Comment, Exchange, Issue, Layout, Letter, Passage, Thread
    from threadkit.serializers.json import dumps, from_dict, loads, to_dict
    from threadkit.serializers.schema import json_schema
    from threadkit.serializers.text import to_text

__all__ = [
    "Answer",
    "ArchiveError",
    "Author",
    "Capture",
    "Comment",
    "Exchange",
    "Issue",
    "Layout",
    "Letter",
    "OptionError",
    "ParseError",
    "Passage",
    "Record",
    "SchemaError",
    "Thread",
    "ThreadkitError",
    "__version__",
    "batches",
    "convert",
    "dumps",
    "from_dict",
    "group",
    "json_schema",
    "loads",
    "merge",
    "parse",
    "parse_file",
    "read",
    "read_records",
    "to_dict",
    "to_text",
]

__version__ = VERSION

_HOMES = {
    "threadkit.api": "parse parse_file read read_records",
    "threadkit.archives.records": "Record",
    "threadkit.bulk.batching": "batches",
    "threadkit.bulk.convert": "convert",
    "threadkit.errors": "ArchiveError OptionError ParseError SchemaError ThreadkitError",
    "threadkit.merging": "group merge",
    "threadkit.model": "Answer Author Capture Comment Exchange Issue Layout Letter Passage Thread",
    "threadkit.serializers.json": "dumps from_dict loads to_dict",
    "threadkit.serializers.schema": "json_schema",
    "threadkit.serializers.text": "to_text",
}
"""Where the public names live; the imports above say the same to type checkers."""


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        for home, names in _HOMES.items():
            if name in names.split():
                from importlib import import_module

                globals()[name] = value = getattr(import_module(home), name)
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
