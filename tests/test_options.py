"""Options: one checked value at every entry; what can't be meant is one sentence before anything is read."""

from __future__ import annotations

import io
import os
import pickle
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import threadkit
from threadkit import Comment, Letter, OptionError, Thread
from threadkit.archives import rows
from threadkit.cli import main
from threadkit.options import Options, ParseKeywords, ReadKeywords

RENDERING = "my boss sings\n\n{ 1 comment }\n\n  1. Ann*\n\n    Mine too.\n"
PAGE = """<title>Mugs</title><h1>Mugs</h1><div class="entry"><p>They sing.</p></div>
<ol class="commentlist"><li class="comment" id="comment-7"><cite class="fn">Ann</cite>
<a href="#comment-7">May 4, 2015 at 9:30 am</a><p>Mine too.</p></li></ol>"""
LETTER = "A reader writes:\n\nMy boss sings all day, and I sit next to him. What should I do about it?\n\nHum along."
WITH_LETTER = f"my boss sings\n\n{LETTER}\n\n{{ 0 comments }}\n"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    return path


@pytest.fixture
def folder(tmp_path):
    """A thread with comments, one with a letter, and a post with neither."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text(RENDERING)
    (folder / "b.txt").write_text(WITH_LETTER)
    (folder / "c.html").write_text("<title>Mugs</title><h1>Mugs</h1><div class=entry><p>All mugs are away.</p></div>")
    return folder


def entries(path):
    """Every public function that takes options, as something that is given them and reads a page."""
    out = path.parent / "out.jsonl"
    return {
        "parse": lambda **options: threadkit.parse(path.read_bytes(), **options),
        "parse_file": lambda **options: threadkit.parse_file(path, **options),
        "read": lambda **options: threadkit.read(path, **options),
        "read_records": lambda **options: threadkit.read_records(path, **options),
        "convert": lambda **options: threadkit.convert([path], out, workers=0, **options),
        "batches": lambda **options: threadkit.batches([path.read_bytes()], **options),
    }


PARSERS = ["parse", "parse_file"]
ENTRIES = [*PARSERS, "read", "read_records", "convert", "batches"]

WRONG = [
    ({"encoding": 5}, TypeError, "encoding is a str or None, not 5"),
    ({"encoding": "klingon"}, ValueError, "no encoding is called 'klingon'"),
    ({"encoding": ""}, ValueError, "no encoding is called ''"),
    ({"encoding": "hex"}, ValueError, "no encoding is called 'hex'"),
    ({"dialect": "smoke"}, ValueError, "no dialect is called 'smoke'; there are html, "),
    ({"dialect": b"html"}, TypeError, "dialect is a str or None, not b'html'"),
    ({"tz": "Mars/Olympus"}, ValueError, "there is no time zone 'Mars/Olympus'"),
    ({"tz": ""}, ValueError, "there is no time zone ''"),
    ({"tz": "../etc/passwd"}, ValueError, "there is no time zone"),
    ({"tz": "America"}, ValueError, "there is no time zone 'America'"),
    ({"tz": "localtime"}, ValueError, "there is no time zone 'localtime'"),
    ({"tz": "\ud800"}, ValueError, "there is no time zone"),
    ({"tz": -5}, TypeError, "tz is a zone's name such as 'America/New_York', a tzinfo, or None, not -5"),
    ({"tz": tzinfo()}, ValueError, "tz does not say how far it is from UTC"),
    ({"keep_html": "false"}, TypeError, "keep_html is True or False, not 'false'"),
    ({"strict": 1}, TypeError, "strict is True or False, not 1"),
    ({"frobnicate": True}, TypeError, "has no option 'frobnicate'"),
]
WRONG_FOR_MANY = [
    ({"only": "answers"}, ValueError, "only is one of letters, comments, or both; 'answers' is none of them"),
    ({"only": ("letters", 7)}, ValueError, "7 is none of them"),
    ({"only": None}, TypeError, "only is a tuple of 'letters' and 'comments', not None"),
    ({"only": b"letters"}, TypeError, "only is a tuple of"),
    ({"columns": {"contents": "doc"}}, ValueError, "'contents' is none of them"),
    ({"columns": {"content": 5}}, TypeError, "columns is a mapping such as"),
    ({"columns": "content=doc"}, TypeError, "columns is a mapping such as"),
    ({"url_prefix": 5}, TypeError, "url_prefix is a str or None, not 5"),
]


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize(("options", "kind", "message"), WRONG)
def test_a_wrong_option_is_one_sentence_before_anything_is_read(page, entry, options, kind, message):
    call = entries(page)[entry]
    with pytest.raises(kind) as caught:
        call(**options)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(page.parent.iterdir()) == [page], "nothing was begun"


@pytest.mark.parametrize("entry", [name for name in ENTRIES if name not in PARSERS])
@pytest.mark.parametrize(("options", "kind", "message"), WRONG_FOR_MANY)
def test_so_is_one_of_those_that_choose_among_pages(page, entry, options, kind, message):
    with pytest.raises(kind) as caught:
        entries(page)[entry](**options)
    assert message in str(caught.value)
    assert list(page.parent.iterdir()) == [page]


class Shy:
    """A value that can be neither shown nor compared."""

    def __repr__(self):
        raise RuntimeError("not for print")

    def __eq__(self, other):
        raise RuntimeError("beyond compare")

    __hash__ = object.__hash__


class Table:
    """A value that shows itself on many lines."""

    def __repr__(self):
        return "a  b\n1  2\n" * 50


VALUES = [5, 0.5, b"x", [5], {"a": 5}, "", "\0", "\ud800", "a\nb", "x" * 100_000, type, Shy(), Table(), io.StringIO()]
OWN = {"batches": ["explode", "on_error", "pseudonymize"], "convert": ["explode", "page_timeout", "merge", "on_record"]}


# Whatever an option is given, it is obeyed or refused in one sentence that fits on a screen.
@pytest.mark.filterwarnings("ignore:the key of the pseudonyms")
@pytest.mark.parametrize("entry", ENTRIES)
def test_no_value_of_an_option_is_more_than_one_sentence(page, entry):
    call = entries(page)[entry]
    taken = ParseKeywords if entry in PARSERS else ReadKeywords
    for name in [*taken.__annotations__, *OWN.get(entry, [])]:
        for value in VALUES:
            told = refusal(call, entry, **{name: value})
            assert "\n" not in told, (name, type(value))
            assert len(told) < 250, (name, type(value))


def refusal(call, entry, **options):
    """What is said of an option, or nothing where it is obeyed."""
    try:
        found = call(**options)
    except (TypeError, ValueError) as error:
        return str(error)
    assert entry != "read_records" or "failed" not in {record.outcome for record in found}
    return ""


@pytest.mark.parametrize("entry", PARSERS)
@pytest.mark.parametrize("option", sorted(set(ReadKeywords.__annotations__) - set(ParseKeywords.__annotations__)))
def test_one_page_is_not_chosen_among(page, entry, option):
    with pytest.raises(TypeError, match=f"has no option '{option}'"):
        entries(page)[entry](**{option: "letters"})


@pytest.mark.parametrize("url", [5, b"http://ann.example/", Path("page.html")])
def test_an_address_is_text(page, url):
    for entry in PARSERS:
        with pytest.raises(TypeError, match="url is a str or None"):
            entries(page)[entry](url=url)


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({"workers": -1}, ValueError, "workers is a number of processes, 0 or more, not -1"),
        ({"workers": "2"}, TypeError, "workers is a number of processes, not '2'"),
        ({"page_timeout": 0}, ValueError, "more than 0"),
        ({"page_timeout": float("nan")}, ValueError, "more than 0"),
        ({"page_timeout": "60"}, TypeError, "a number of seconds or None, not '60'"),
        ({"explode": "letters"}, ValueError, "explode is one of None, comments; 'letters' is none of them"),
        ({"merge": "no"}, TypeError, "merge is True or False, not 'no'"),
        ({"resume": 1}, TypeError, "resume is True or False, not 1"),
        ({"overwrite": None}, TypeError, "overwrite is True or False, not None"),
        ({"on_record": 5}, TypeError, "on_record is a function or None, not 5"),
        ({"errors": b"bad.jsonl"}, TypeError, "takes a path, not bytes"),
        ({"pseudonymize": ""}, ValueError, "the key of the pseudonyms is empty"),
        ({"pseudonymize": b"key"}, TypeError, "the key of the pseudonyms is a str"),
    ],
)
def test_the_options_of_a_conversion_are_checked_too(page, options, kind, message):
    with pytest.raises(kind, match=message):
        threadkit.convert(page, page.parent / "all.parquet", **options)
    assert list(page.parent.iterdir()) == [page]


def test_what_is_to_be_called_can_be(page):
    for function, name in [
        (threadkit.read, "on_skip"),
        (threadkit.read, "on_error"),
        (threadkit.read_records, "on_read"),
    ]:
        with pytest.raises(TypeError, match=f"{name} is a function or None, not 'print'"):
            function(page, **{name: "print"})


@pytest.mark.parametrize(
    ("options", "kind"),
    [({"pseudonymize": " "}, ValueError), ({"pseudonymize": 5}, TypeError), ({"explode": ""}, ValueError)],
)
def test_so_are_those_of_batches(options, kind):
    with pytest.raises(kind):
        threadkit.batches([RENDERING], **options)


# -- a zone by its name ------------------------------------------------------------------------------------------------

NEW_YORK = datetime(2015, 5, 4, 9, 30, tzinfo=timezone(timedelta(hours=-4)))
ZONES = ["America/New_York", ZoneInfo("America/New_York"), timezone(timedelta(hours=-4))]


@pytest.mark.parametrize("zone", ZONES, ids=repr)
def test_a_zone_is_given_by_name_or_as_a_value(page, zone):
    calls = entries(page)
    wanted = calls["parse"](tz=zone)
    assert [comment.published for comment in wanted.comments] == [NEW_YORK]
    assert [comment.published.utcoffset() for comment in wanted.comments] == [timedelta(hours=-4)]
    assert calls["parse_file"](tz=zone) == wanted
    [thread] = calls["read"](tz=zone)
    [record] = calls["read_records"](tz=zone)
    assert thread.comments == record.thread.comments == wanted.comments
    for workers in (0, 1):
        out = page.parent / "all.jsonl"
        assert threadkit.convert([page], out, workers=workers, tz=zone).threads == 1
        assert [thread.comments for thread in threadkit.read(out)] == [wanted.comments]


@pytest.mark.parametrize("zone", ZONES, ids=repr)
def test_batches_take_it_too(page, zone):
    pytest.importorskip("pyarrow")
    [batch] = entries(page)["batches"](tz=zone)
    assert [row["published"] for row in batch.to_pylist()[0]["comments"]] == ["2015-05-04T09:30:00-04:00"]


def test_so_does_the_command_line(page, capsys):
    with pytest.raises(SystemExit):
        main(["json", "--tz", "America/New_York", str(page)])
    [comment] = threadkit.loads(capsys.readouterr().out).comments
    assert comment.published == NEW_YORK


class Local(tzinfo):
    """A zone that knows its offset and can't be pickled."""

    def utcoffset(self, when):
        return timedelta(hours=1)

    def __reduce__(self):
        raise pickle.PicklingError("it holds an open file")


def test_a_zone_that_can_not_go_to_workers_is_said_before_they_start(page):
    out = page.parent / "all.jsonl"
    with pytest.raises(TypeError, match=r"tz can't go to worker processes .it holds an open file.; give a zone's name"):
        threadkit.convert(page, out, workers=1, tz=Local())
    assert threadkit.convert(page, out, workers=0, tz=Local()).threads == 1


def test_a_zone_of_the_program_itself_is_said_too(page):
    code = f"""
from datetime import timedelta, tzinfo
import threadkit
class Zone(tzinfo):
    def utcoffset(self, when): return timedelta(0)
try: threadkit.convert({str(page)!r}, {str(page.parent / "all.jsonl")!r}, workers=1, tz=Zone())
except TypeError as error: print(error)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "its class is the program's own" in ran.stdout


def test_a_machine_without_zones_says_what_to_install(monkeypatch):
    import zoneinfo

    def nothing(name):
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr("zoneinfo.ZoneInfo", nothing)
    with pytest.raises(OptionError, match=r"no zones are installed in .*; pip install tzdata"):
        Options(tz="America/New_York")


def test_options_are_a_value_that_travels():
    options = Options(tz="America/New_York", only=("comments", "letters", "letters"), columns={"url": "at"})
    assert pickle.loads(pickle.dumps(options)) == options
    assert options == Options(tz=ZoneInfo("America/New_York"), only={"letters", "comments"}, columns={"url": "at"})
    assert options.only == ("letters", "comments")
    with pytest.raises(AttributeError):
        options.strict = True


def test_every_keyword_is_an_option_with_the_same_name():
    fields = set(Options.__annotations__)
    assert set(ReadKeywords.__annotations__) == fields
    assert set(ParseKeywords.__annotations__) < fields


def test_the_names_of_columns_are_those_that_rows_know():
    assert Options(columns=dict.fromkeys(rows._USUAL, "x")).columns == dict.fromkeys(rows._USUAL, "x")


# -- what is no page and no path ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", [None, "html", "resiliparse"])
@pytest.mark.parametrize(
    ("source", "message"),
    [
        (Path("page.html"), r"a page's content, not a path; parse_file\(path\) reads the file"),
        (io.BytesIO(b"<p>"), r"not an open file; give it what file.read\(\) gives"),
    ],
)
def test_what_is_no_page_is_said_with_what_to_do(source, message, dialect):
    with pytest.raises(TypeError, match=message):
        threadkit.parse(source, dialect=dialect)


@pytest.mark.parametrize("source", [5, None, ["<p>"], Thread()])
def test_other_types_are_no_pages(source):
    with pytest.raises(TypeError, match="a page is bytes, str"):
        threadkit.parse(source)


CONTENT = "and this is a page's content; parse.content. reads that"
NO_PATHS = [
    (b"page.html", TypeError, "takes a path, not bytes"),
    (5, TypeError, "takes a path, not int"),
    (None, TypeError, "takes a path, not NoneType"),
    (io.StringIO("<p>"), TypeError, "open for bytes, not for text"),
    ("<html><p>Hello", ValueError, CONTENT),
    ("a title\n\n{ 1 comment }\n", ValueError, CONTENT),
    ("page\0.html", ValueError, CONTENT),
    ("", ValueError, "takes a path, and this one is empty"),
]


@pytest.mark.parametrize("function", [threadkit.parse_file, threadkit.read, threadkit.read_records])
@pytest.mark.parametrize(("path", "kind", "message"), [*NO_PATHS, (["a"], TypeError, "one path, not a list of")])
def test_what_is_no_path_is_said(function, path, kind, message):
    with pytest.raises(kind, match=message):
        function(path)


@pytest.mark.parametrize(("path", "kind", "message"), NO_PATHS)
def test_what_is_no_input_is_said(tmp_path, path, kind, message):
    for inputs in (path, [path]):
        with pytest.raises(kind, match=message):
            threadkit.convert(inputs, tmp_path / "all.jsonl", workers=0)
    assert not list(tmp_path.iterdir())


def test_one_path_is_an_input_and_so_are_several(page):
    out = page.parent / "all.jsonl"
    for inputs in (page, str(page), [page], (str(page),), iter([page])):
        assert threadkit.convert(inputs, out, workers=0).threads == 1


def test_an_open_file_is_read(page):
    with page.open("rb") as file:
        assert len(list(threadkit.read(file))) == 1


@pytest.mark.parametrize(
    "pages", ["<html>", b"<html>", {"html": "<p>"}, Thread(), threadkit.Record(outcome="skipped"), 5, None]
)
def test_pages_are_an_iterable_of_pages(pages):
    with pytest.raises(TypeError, match=r"batches\(\) takes an iterable of pages"):
        threadkit.batches(pages)


def test_a_table_by_itself_is_one_page_too():
    arrow = pytest.importorskip("pyarrow")
    with pytest.raises(TypeError, match="a Table is one by itself; put it in a list"):
        threadkit.batches(arrow.table({"html": [PAGE]}))


@pytest.mark.parametrize("function", [threadkit.to_text, threadkit.dumps, threadkit.to_dict])
@pytest.mark.parametrize("thread", [5, None, "<p>", [Thread()]])
def test_what_is_no_thread_is_said(function, thread):
    with pytest.raises(TypeError, match="a Thread, not"):
        function(thread)


@pytest.mark.parametrize("function", [threadkit.merge, threadkit.group])
@pytest.mark.parametrize(
    ("threads", "message"),
    [
        (Thread(), "takes several threads, not Thread; put one in a list"),
        (None, "takes several threads, not NoneType"),
        ("<p>", "takes threads, and str is none"),
        ([Thread(), None], "takes threads, and NoneType is none"),
    ],
)
def test_what_are_no_threads_is_said(function, threads, message):
    with pytest.raises(TypeError, match=message):
        function(threads)


# -- only --------------------------------------------------------------------------------------------------------------

ONLY = [
    ((), "abc"),
    ("comments", "a"),
    (("letters",), "b"),
    (["comments", "letters"], "ab"),
    ({"letters", "comments"}, "ab"),
]


@pytest.mark.parametrize(("only", "kept"), ONLY, ids=repr)
def test_only_keeps_threads_that_have_what_is_named(folder, only, kept):
    found = list(threadkit.read_records(folder, only=only))
    names = {Path(record.capture.path).stem: record for record in found}
    assert [name for name, record in names.items() if record.thread is not None] == list(kept)
    assert all(record.outcome == "skipped" for name, record in names.items() if name not in kept)
    assert [Path(thread.capture.path).stem for thread in threadkit.read(folder, only=only)] == list(kept)


def test_the_rest_is_skipped_with_the_reason(folder, tmp_path):
    bad = tmp_path / "bad.jsonl"
    for workers in (0, 1):
        told = threadkit.convert(folder, tmp_path / "all.jsonl", only="comments", errors=bad, workers=workers)
        assert (told.threads, told.skipped, told.failed) == (1, 2, 0)
        assert bad.read_text().count("no comment is in it") == 2
    reasons = [
        record.reason for record in threadkit.read_records(folder, only=("letters", "comments")) if record.reason
    ]
    assert reasons == ["no letter is in it, and no comment is in it"]


def test_threads_that_are_ready_are_chosen_among_too(tmp_path):
    (tmp_path / "all.jsonl").write_text(
        f"{threadkit.dumps(Thread(title='a'))}\n{threadkit.dumps(Thread(comments=(Comment(id='1', text='x'),)))}\n"
    )
    assert [record.outcome for record in threadkit.read_records(tmp_path / "all.jsonl", only="comments")] == [
        "skipped",
        "thread",
    ]


@pytest.mark.parametrize(
    ("thread", "reason"),
    [
        (Thread(body=(Letter(text="x", confidence=0.5),)), None),
        (Thread(body=(Letter(text="x", confidence=0.2), Letter(text="y", confidence=0.9))), None),
        (
            Thread(body=(Letter(text="x", confidence=0.42),)),
            "no letter in it is certain enough: 0.42, and 0.5 is asked for",
        ),
        (Thread(), "no letter is in it"),
    ],
)
def test_a_doubtful_letter_is_none(thread, reason):
    assert Options(only="letters").why_unwanted(thread) == reason


def test_what_a_page_declares_is_said_where_its_comments_could_not_be_read():
    thread = Thread(declared_comment_count=12)
    assert Options(only="comments").why_unwanted(thread) == "no comment is in it, though it declares 12"


def test_batches_are_chosen_among_too(folder):
    pytest.importorskip("pyarrow")
    pages = [path.read_text() for path in sorted(folder.iterdir())]
    batches = threadkit.batches(pages, only=["comments"])
    assert [row["title"] for batch in batches for row in batch.to_pylist()] == ["my boss sings"]


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return ended.value.code, captured.out, captured.err


def test_the_command_line_has_it(folder, tmp_path, capsys):
    out = tmp_path / "all.jsonl"
    status, _, told = run(capsys, "convert", folder, "-o", out, "--only", "comments", "--workers", 1)
    assert (status, told) == (0, f"threadkit: {out}: 1 thread, 2 skipped, 0 failed\n")
    for files in ([folder], sorted(folder.iterdir())):
        status, printed, told = run(capsys, "json", "--only", "letters", *files)
        assert (status, printed.count("\n"), told) == (0, 1, "")
    status, printed, _ = run(capsys, "ls", "--only", "letters", "--only", "comments", folder)
    assert (status, printed.count("thread "), printed.count("no comment is in it")) == (0, 2, 1)
    status, _, told = run(capsys, "json", "--only", "answers", folder)
    assert (status, told.count("\n")) == (2, 1)


def test_a_page_that_fails_still_fails(tmp_path, capsys):
    (tmp_path / "empty.html").write_text(" ")
    status, printed, told = run(capsys, "json", "--only", "comments", tmp_path / "empty.html")
    assert (status, printed, told.count("\n")) == (1, "", 1)


# -- types -------------------------------------------------------------------------------------------------------------

CONSUMER = """
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from bs4 import BeautifulSoup
from lxml import etree, html
import threadkit

def right() -> Iterator[threadkit.Thread]:
    yield threadkit.parse("<p>")
    yield threadkit.parse(b"<p>", url="http://ann.example/", tz="America/New_York", keep_html=False)
    yield threadkit.parse(bytearray(b"<p>"), tz=UTC, strict=True, encoding="utf-8", dialect=None)
    yield threadkit.parse(BeautifulSoup("<p>", "html.parser"))
    yield threadkit.parse(html.fromstring("<p>"))
    yield threadkit.parse(etree.fromstring("<p/>"))
    yield threadkit.parse_file(Path("page.html"), tz="UTC")
    yield from threadkit.read("crawl.warc.gz", only=("letters", "comments"), columns={"content": "body"})
    yield from threadkit.read(Path("crawl.warc.gz"), only="comments")
    threadkit.convert("crawl.warc.gz", "all.jsonl", only=["letters"], workers=2)
    threadkit.convert([Path("a"), Path("b")], "all.jsonl", url_prefix="http://ann.example/")
    threadkit.batches(["<p>"], explode="comments", only="letters")
"""
MISTAKES = [
    'threadkit.parse(Path("page.html"))',
    "threadkit.parse(5)",
    'threadkit.parse("<p>", encoding=5)',
    'threadkit.parse("<p>", tz=5)',
    'threadkit.parse("<p>", only="letters")',
    'threadkit.read(["a"])',
    'threadkit.read("a", only="answers")',
    'threadkit.convert([b"a"], "all.jsonl")',
    'threadkit.batches(["<p>"], keep_html="false")',
]


def test_types_tell_a_caller(tmp_path):
    pytest.importorskip("mypy", reason="types are checked with the extra 'test'")
    program = tmp_path / "consumer.py"
    right = CONSUMER.count("\n")
    program.write_text(CONSUMER + "".join(f"{mistake}\n" for mistake in MISTAKES))
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", str(tmp_path / "cache")]
    source = Path(threadkit.__file__).parents[1]
    # Of a source tree mypy has to be told; what is installed it finds, and takes it amiss to be told.
    known = os.environ | ({"MYPYPATH": str(source)} if source.name == "src" else {})
    ran = subprocess.run([*command, str(program)], capture_output=True, text=True, check=False, cwd=tmp_path, env=known)
    wrong = sorted({int(number) for number in re.findall(r"^consumer\.py:(\d+): error:", ran.stdout, re.MULTILINE)})
    assert wrong == [right + 1 + at for at in range(len(MISTAKES))], ran.stdout + ran.stderr
