"""Comment systems that other distributions add by an entry point: found, asked first, and told apart."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import threadkit
from threadkit import ParseError
from threadkit.bulk.convert import convert
from threadkit.comments.systems import all_systems

PACKAGE = Path(__file__).parent / "example_package"
PAGE = """<html><head><title>The rooster</title></head><body><h1>The rooster</h1><p>A post of one line.</p>
<fieldset class="entry" data-entry="7"><legend>Ann</legend><u>2013-05-23 16:12</u>
<meter value="4"></meter><samp>Me too.</samp>
<fieldset class="entry" data-entry="9"><legend>Bob</legend><u>2013-05-23 16:14</u>
<meter value="-1"></meter><samp>So?</samp>
</fieldset></fieldset></body></html>"""


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The example package as if it were installed."""
    monkeypatch.syspath_prepend(PACKAGE)
    all_systems.cache_clear()
    yield
    all_systems.cache_clear()


def _facts(thread: threadkit.Thread) -> list[object]:
    return [(c.id, c.parent_id, c.author and c.author.name, c.score, c.text) for c in thread.comments]


ENTRIES = [("7", None, "Ann", 4, "Me too."), ("9", "7", "Bob", -1, "So?")]


@pytest.mark.usefixtures("installed")
def test_a_system_of_another_distribution_reads_pages() -> None:
    thread = threadkit.parse(PAGE)
    assert thread.dialect == "guestbook"
    assert _facts(thread) == ENTRIES


@pytest.mark.usefixtures("installed")
def test_conversion_uses_it_too(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    convert(tmp_path / "page.html", tmp_path / "out.jsonl")
    (thread,) = threadkit.read(tmp_path / "out.jsonl")
    assert (thread.dialect, _facts(thread)) == ("guestbook", ENTRIES)


SPARK = """
import json
import sys
from pyspark.sql import SparkSession

builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
spark = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
spark.sparkContext.setLogLevel("OFF")
frame = spark.read.format("threadkit").option("explode", "comments").load(sys.argv[1])
rows = frame.select("id", "parent_id", "author", "score", "text").toArrow().to_pylist()
print(json.dumps([list(row.values()) for row in rows]))
"""


def test_spark_uses_it_too(tmp_path: Path) -> None:
    """In a process of its own: a Java machine that runs already would not see the package."""
    pytest.importorskip("pyspark", reason="this needs the extra 'spark'")
    pytest.importorskip("pyarrow", reason="this needs the extra 'spark'")
    if not (Path(os.environ.get("JAVA_HOME", "/nowhere"), "bin", "java").exists() or shutil.which("java")):
        pytest.skip("Spark needs Java 17 or later, and there is none")
    (tmp_path / "page.html").write_text(PAGE)
    paths = [str(Path(threadkit.__file__).parents[1]), str(PACKAGE), os.environ.get("PYTHONPATH", "")]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    ran = subprocess.run(
        [sys.executable, "-c", SPARK, str(tmp_path / "page.html")],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout.splitlines()[-1]) == [list(entry) for entry in ENTRIES]


def _install(folder: Path, entry_points: str, module: str) -> None:
    (folder / "second-1.0.dist-info").mkdir()
    (folder / "second-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: second\nVersion: 1.0\n")
    (folder / "second-1.0.dist-info" / "entry_points.txt").write_text(f"[threadkit.systems]\n{entry_points}\n")
    (folder / "second_threads.py").write_text(module)


TOOL = Path(__file__).parent.parent / "tools" / "new_system.py"
UNKNOWN = """<html><body><h1>Moles</h1><p>A post of one line.</p>
<div id="comments"><h3>5 comments</h3>{}</div></body></html>"""
ENTRY = """<div class="remark odd" id="r{0}"><b class="who">{1}</b> <i class="when">2013-05-23 16:1{0}</i>
<div class="what"><p>Only {1} says a thing such as this, and says it well.</p></div><a href="#">Answer</a></div>
"""


def test_the_generator_proposes_a_row_and_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("new_system", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    monkeypatch.setattr(tool, "SYSTEMS", tmp_path)
    monkeypatch.setattr(tool, "FIXTURES", tmp_path / "html")
    entries = "".join(
        ENTRY.format(number, name) for number, name in enumerate(("Wilma", "Otto B.", "Jutta", "Egon", "Rosalie"))
    )
    (tmp_path / "page.html").write_text(UNKNOWN.format(entries))
    assert tool.main(["mole_talk", str(tmp_path / "page.html")]) == 0
    row = (tmp_path / "mole_talk.py").read_text()
    for fact in ('records="div.remark"', 'number="id"', 'author="b.who"', 'time="i.when"', 'body="div.what"'):
        assert fact in row
    page = (tmp_path / "html" / "mole_talk" / "input.html").read_text()
    assert "Answer" in page
    assert "2013-05-23 16:12" in page
    assert "says" not in page
    assert "Wilma" not in page
    expected = json.loads((tmp_path / "html" / "mole_talk" / "expected.json").read_text())
    assert (expected["dialect"], len(expected["comments"])) == ("mole_talk", tool.SHOWN)


ROW = "from threadkit.comments.contract import System\nROW = System(name={name!r}, records='p')\n"


@pytest.mark.parametrize("name", ["guestbook", "phpbb"])
@pytest.mark.usefixtures("installed")
def test_two_of_one_name_are_told_in_one_sentence(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, "again = second_threads:ROW", ROW.format(name=name))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(__import__("sys").modules, "second_threads", raising=False)
    all_systems.cache_clear()
    with pytest.raises(ParseError, match=f"two comment systems are called '{name}', of .* and of .*; remove one"):
        threadkit.parse(PAGE)


@pytest.mark.parametrize(
    ("module", "message"),
    [("ROW = 7\n", "is to be a System or several; it is 7"), ("1 / 0\n", "can't be loaded: division")],
)
def test_what_is_no_system_is_told(module: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, "broken = second_threads:ROW", module)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(__import__("sys").modules, "second_threads", raising=False)
    all_systems.cache_clear()
    try:
        with pytest.raises(ParseError, match=message):
            threadkit.parse(PAGE)
    finally:
        all_systems.cache_clear()
