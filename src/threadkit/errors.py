"""Everything that threadkit raises on bad input.

    ThreadkitError
    ├── OptionError(ValueError)    an option that can't be meant, e.g. a time zone that there is not
    ├── ParseError(ValueError)     a page that holds nothing of a thread, or can't be read; `code`, `line`, `column`
    ├── ArchiveError(ValueError)   a damaged container; `offset`
    └── SchemaError(ValueError)    JSON of another shape; `path`, e.g. "comments[3].author"

Each message is one sentence that says what is wrong, where, and what to do about it.
Nothing else escapes a public function because of its input; a wrong *argument* (a number for a page)
is a `TypeError`, as everywhere in Python.
"""

from __future__ import annotations

__all__ = ["ArchiveError", "OptionError", "ParseError", "SchemaError", "ThreadkitError"]


class ThreadkitError(Exception):
    """The root of everything that threadkit raises on bad input.

    >>> issubclass(ParseError, ThreadkitError) and issubclass(ParseError, ValueError)
    True
    """


class OptionError(ThreadkitError, ValueError):
    """An option has a value that can't be meant: an unknown encoding or time zone, an empty key. Nothing was read yet.

    >>> raise OptionError("there is no time zone 'Mars/Olympus'; Europe/Berlin and UTC are some")
    Traceback (most recent call last):
    ...
    threadkit.errors.OptionError: there is no time zone 'Mars/Olympus'; Europe/Berlin and UTC are some
    """


class ParseError(ThreadkitError, ValueError):
    """The page holds nothing of a thread, or can't be read.

    `code` is a stable word for programs ("empty", "binary", "not-a-thread", "unknown-dialect", or,
    under ``strict=True``, the code of the issue); `line` and `column` count from 1 and are None
    where the trouble is not in one place.

    >>> print(ParseError("nothing but white space", code="empty", line=1))
    line 1: nothing but white space
    """

    def __init__(self, message: str, *, code: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.line = line
        self.column = column

    def __str__(self) -> str:
        if self.line is None:
            return self.message
        where = f"line {self.line}" if self.column is None else f"line {self.line}, column {self.column}"
        return f"{where}: {self.message}"

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions travel between worker processes by pickle, which would call __init__ without the keywords.
        return (_rebuild, (type(self), self.message, dict(self.__dict__)))


class ArchiveError(ThreadkitError, ValueError):
    """A container is damaged; `offset` is where, in bytes from its start, or None.

    >>> print(ArchiveError("gzip member ends early", offset=512))
    byte 512: gzip member ends early
    """

    def __init__(self, message: str, *, offset: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset

    def __str__(self) -> str:
        return self.message if self.offset is None else f"byte {self.offset}: {self.message}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, dict(self.__dict__)))


class SchemaError(ThreadkitError, ValueError):
    """JSON is not the JSON of a Thread; `path` says where, e.g. ``comments[3].author``.

    >>> print(SchemaError("expected a string, found a number", path="comments[3].text"))
    comments[3].text: expected a string, found a number
    """

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, dict(self.__dict__)))


def _rebuild(kind: type[ThreadkitError], message: str, state: dict[str, object]) -> ThreadkitError:
    error = kind.__new__(kind, message)
    error.__dict__.update(state)
    return error
