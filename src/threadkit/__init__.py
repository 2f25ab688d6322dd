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
"""

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
from threadkit.version import VERSION

__version__ = VERSION

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
