"""What a caller may choose, as one value: checked at the entry of every public function, before anything is read.

    keyword arguments (of functions, of the command line, of Spark) → `Options` → handed down to whoever asks

A wrong option is the caller's mistake and the same for every page: it is one sentence here, never the failure of some
page. The two `TypedDict`s say which keywords a function takes; `Options` holds them all, so that what is known to be
unwanted can be told wherever it shows. It is a value without open files, so that it can go to other processes.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from reprlib import Repr
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, TypedDict, cast, get_args

from attrs import Attribute, Factory, field, frozen

from threadkit.document import labels
from threadkit.errors import OptionError, ParseError
from threadkit.model import Thread

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = [
    "Only",
    "Options",
    "ParseKeywords",
    "ReadKeywords",
    "check_callbacks",
    "check_choice",
    "check_flags",
    "check_path",
    "check_source",
    "check_sources",
    "check_thread",
    "check_threads",
    "check_url",
    "options_of",
    "shown",
]

Only = Literal["letters", "comments"]
"""What a thread may be wanted for."""

_COLUMNS: Final = ("content", "url", "captured_at", "id")
"""What a column of a corpus may be said to hold."""
_SURE: Final = 0.5
"""The confidence from which on a letter counts as one for `only`."""


class ParseKeywords(TypedDict, total=False):
    """The options of whatever parses pages."""

    encoding: str | None
    """Overrides what bytes say of themselves, e.g. "windows-1252"; None reads the page's own declaration."""
    dialect: str | None
    """"html" or the name of a rendering, e.g. "resiliparse"; None decides by the content."""
    keep_html: bool
    """Whether the archived mark-up is kept beside the text (the default)."""
    tz: tzinfo | str | None
    """The zone of times that a page gives without one: a `tzinfo`, or a name such as "America/New_York"."""
    strict: bool
    """Whether an issue of error grade is raised as an error (by default it is not)."""


class ReadKeywords(ParseKeywords, total=False):
    """The options of whatever reads archives of pages."""

    only: Iterable[Only] | Only
    """What a thread is to have, "letters" or "comments", or one of several; nothing keeps every thread."""
    columns: Mapping[str, str] | None
    """Which column of a corpus holds the "content", "url", "captured_at" or "id", where it has no usual name."""
    url_prefix: str | None
    """How the address of each thread is to begin; others are skipped."""


# -- the checks ------------------------------------------------------------------------------------------------------


def shown(value: object) -> str:
    """A value in a message: on one line and not long, whatever it is; its own `repr` may even fail."""
    shortened = Repr()
    shortened.maxstring = shortened.maxother = 80
    return " ".join(shortened.repr(value).split())


def _text_or_none(_owner: Options, attribute: Attribute[Any], value: object) -> None:
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{attribute.name} is a str or None, not {shown(value)}")


def _yes_or_no(_owner: Options, attribute: Attribute[Any], value: object) -> None:
    check_flags(**{attribute.name: value})


def _known_encoding(_owner: Options, _attribute: Attribute[Any], value: str | None) -> None:
    if value is None:
        return
    if labels.is_refused(value):
        raise OptionError(f"the encoding {shown(value)} is refused, as by browsers, because it hides mark-up")
    if labels.codec_of(value) is None:
        raise OptionError(f"no encoding is called {shown(value)}; utf-8 and windows-1252 are some")


def _known_dialect(_owner: Options, _attribute: Attribute[Any], value: str | None) -> None:
    if value is None or value == "html":
        return
    from threadkit import renderings

    names = ["html", *renderings.dialects()]
    if value not in names:
        raise ParseError(f"no dialect is called {shown(value)}; there are {', '.join(names)}", code="unknown-dialect")


def _zone(value: tzinfo | str | None) -> tzinfo | None:
    """The zone that is meant. Raises `OptionError` for a name that is none, `TypeError` for what is neither."""
    if value is None:
        return None
    if isinstance(value, str):
        return _named_zone(value)
    if not isinstance(value, tzinfo):
        raise TypeError(f"tz is a zone's name such as 'America/New_York', a tzinfo, or None, not {shown(value)}")
    try:
        datetime(2015, 7, 1, tzinfo=value).utcoffset()
    except Exception as error:
        raise OptionError(f"tz does not say how far it is from UTC ({type(error).__name__}: {error})") from error
    return value


def _named_zone(name: str) -> ZoneInfo:
    from zoneinfo import TZPATH, ZoneInfo

    try:
        # "localtime" is a file of the machine, and would be another zone on the next.
        return ZoneInfo(name if name != "localtime" else "")
    except (ValueError, OSError, KeyError):  # a zone that is not found is a KeyError
        pass
    try:
        ZoneInfo("Europe/Berlin")
    except KeyError:
        where = os.pathsep.join(TZPATH) or "any folder"
        message = f"the zone {shown(name)} can't be looked up: no zones are installed in {where}; pip install tzdata"
        raise OptionError(message) from None
    raise OptionError(f"there is no time zone {shown(name)}; Europe/Berlin and UTC are some")


def _wanted(value: Iterable[Only] | Only) -> tuple[Only, ...]:
    """What threads are wanted for, each once and in one order, so that equal choices are equal values."""
    known = get_args(Only)
    if not isinstance(value, str | Iterable) or isinstance(value, bytes | bytearray):
        raise TypeError(f"only is a tuple of {' and '.join(map(repr, known))}, not {shown(value)}")
    named: list[Any] = [value] if isinstance(value, str) else list(value)
    for name in named:
        if not isinstance(name, str) or name not in known:
            raise OptionError(f"only is one of {', '.join(known)}, or both; {shown(name)} is none of them")
    return tuple(name for name in known if name in named)


def _named_columns(value: Mapping[str, str] | None) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, Mapping) or not all(isinstance(column, str) for column in value.values()):
        raise TypeError(f"columns is a mapping such as {{'content': 'doc.body'}}, not {shown(value)}")
    for name in value:
        if name not in _COLUMNS:
            known = ", ".join(_COLUMNS)
            raise OptionError(f"columns says which column holds the {known}; {shown(name)} is none of them")
    return {name: value[name] for name in _COLUMNS if name in value}


# -- the value -------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Options:
    """How pages are to be read, and which of them.

    >>> Options(tz="America/New_York", only="letters").only
    ('letters',)
    >>> Options(tz="Mars/Olympus")
    Traceback (most recent call last):
    ...
    threadkit.errors.OptionError: there is no time zone 'Mars/Olympus'; Europe/Berlin and UTC are some
    """

    encoding: str | None = field(default=None, validator=[_text_or_none, _known_encoding])
    dialect: str | None = field(default=None, validator=[_text_or_none, _known_dialect])
    keep_html: bool = field(default=True, validator=_yes_or_no)
    tz: tzinfo | None = field(default=None, converter=_zone)
    strict: bool = field(default=False, validator=_yes_or_no)
    only: tuple[Only, ...] = field(default=(), converter=_wanted)
    columns: dict[str, str] = field(default=Factory(dict), converter=_named_columns)
    url_prefix: str | None = field(default=None, validator=_text_or_none)

    def why_unwanted(self, thread: Thread) -> str | None:
        """Why a thread has nothing of what `only` names; None if it has any of it.

        >>> Options(only=["letters", "comments"]).why_unwanted(Thread(title="Mugs", declared_comment_count=3))
        'no letter is in it, and no comment is in it, though it declares 3'
        """
        reasons = [_WHY_WITHOUT[name](thread) for name in self.only]
        return None if not reasons or None in reasons else ", and ".join(cast("list[str]", reasons))


def _why_without_letters(thread: Thread) -> str | None:
    surest = max((letter.confidence for letter in thread.letters), default=None)
    if surest is None:
        return "no letter is in it"
    return None if surest >= _SURE else f"no letter in it is certain enough: {surest:.2f}, and {_SURE} is asked for"


def _why_without_comments(thread: Thread) -> str | None:
    if thread.comments:
        return None
    declared = thread.declared_comment_count
    return f"no comment is in it, though it declares {declared}" if declared else "no comment is in it"


_WHY_WITHOUT: Final = {"letters": _why_without_letters, "comments": _why_without_comments}


def options_of(caller: str, keywords: ParseKeywords | ReadKeywords, known: type = ReadKeywords) -> Options:
    """The options that a public function was given by name. Raises what a wrong one is: a `TypeError` or `ValueError`.

    `known` is the `TypedDict` of those that it takes.
    """
    for name in keywords:
        if name not in known.__annotations__:
            raise TypeError(f"{caller}() has no option {shown(name)}")
    return Options(**keywords)


# -- other arguments -------------------------------------------------------------------------------------------------


def check_url(url: object) -> None:
    """Raises `TypeError` where a page's address is no str."""
    if url is not None and not isinstance(url, str):
        raise TypeError(f"url is a str or None, not {type(url).__name__}; str(url) may be what is meant")


def check_flags(**flags: object) -> None:
    """Raises `TypeError` where a yes or no is something else: "false" would be taken for a yes."""
    for name, value in flags.items():
        if not isinstance(value, bool):
            raise TypeError(f"{name} is True or False, not {shown(value)}")


def check_callbacks(**callbacks: object) -> None:
    """Raises `TypeError` where what is to be called can't be."""
    for name, value in callbacks.items():
        if value is not None and not callable(value):
            raise TypeError(f"{name} is a function or None, not {shown(value)}")


def check_choice(name: str, value: object, choices: tuple[object, ...]) -> None:
    """Raises `OptionError` where an option has a value that is none of its choices."""
    if not (value is None or isinstance(value, str)) or value not in choices:
        known = ", ".join(str(choice) for choice in choices)
        raise OptionError(f"{name} is one of {known}; {shown(value)} is none of them")


def check_thread(caller: str, thread: object) -> None:
    """Raises `TypeError` where what is to be a `Thread` is none."""
    if not isinstance(thread, Thread):
        raise TypeError(f"{caller}() takes a Thread, not {type(thread).__name__}; parse() makes one of a page")


def check_threads(caller: str, threads: Iterable[Thread]) -> list[Thread]:
    """Threads as a list. Raises `TypeError` for what is no iterable of them, such as one by itself."""
    if not isinstance(threads, Iterable):
        raise TypeError(f"{caller}() takes several threads, not {type(threads).__name__}; put one in a list")
    found = list(threads)
    for thread in found:
        if not isinstance(thread, Thread):
            kind = type(thread).__name__
            raise TypeError(f"{caller}() takes threads, and {kind} is none; parse() makes one of a page")
    return found


def check_path(caller: str, path: object) -> str:
    """A path as a str. Raises `TypeError` for what is no path, `OptionError` for a page's content in its place."""
    if isinstance(path, str | os.PathLike) and isinstance(name := os.fspath(path), str):
        if not name:
            raise OptionError(f"{caller}() takes a path, and this one is empty; '.' is the folder one is in")
        if _is_content(name):
            raise OptionError(f"{caller}() takes a path, and this is a page's content; parse(content) reads that")
        return name
    if isinstance(path, bytes | bytearray | memoryview):
        raise TypeError(f"{caller}() takes a path, not {type(path).__name__}; parse(content) reads a page's content")
    if isinstance(path, list | tuple | set | frozenset):
        raise TypeError(f"{caller}() takes one path, not a {type(path).__name__} of them; call it for each of them")
    if isinstance(path, io.TextIOBase):
        raise TypeError(f"{caller}() takes a file that is open for bytes, not for text; open it with mode 'rb'")
    raise TypeError(f"{caller}() takes a path, not {type(path).__name__}")


def _is_content(name: str) -> bool:
    """Whether what is given for a path is a page itself: mark-up or lines, and no file is called so."""
    if "\0" in name:
        return True
    return (name.lstrip().startswith("<") or "\n" in name) and not Path(name).exists()


def check_source(caller: str, source: object) -> str | BinaryIO:
    """A path as a str, or a file that is open for bytes. Raises as `check_path` does for what is neither."""
    if hasattr(source, "read") and not isinstance(source, io.TextIOBase):
        return cast("BinaryIO", source)
    return check_path(caller, source)


def check_sources(caller: str, sources: object) -> list[str | BinaryIO]:
    """One source or several, as a list. Raises as `check_source` does, for each of them."""
    if isinstance(sources, Iterable) and not isinstance(sources, str | bytes | bytearray | memoryview | io.IOBase):
        return [check_source(caller, source) for source in sources]
    return [check_source(caller, sources)]
