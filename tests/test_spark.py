"""Spark, for real and in local mode: the rows of a cluster are the rows of one machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import threadkit
from crawls import PAGES, address, members, page, warc_records
from docs_code import code, run, sections
from threadkit import ThreadkitError
from threadkit.bulk.convert import convert

pytest.importorskip("pyspark", reason="Spark's tests need the extra 'spark'")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
places = pytest.importorskip("pyspark_threadkit.places")
source = pytest.importorskip("pyspark_threadkit.source")
schema = source.schema

ROOT = Path(__file__).parents[1]

# Spark's own sockets, left to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::DeprecationWarning:pyspark"
)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    from pyspark.sql import SparkSession

    if not (Path(os.environ.get("JAVA_HOME", "/nowhere"), "bin", "java").exists() or shutil.which("java")):
        pytest.skip("Spark needs Java 17 or later, and there is none")
    # Executors start the Python that this names; another one lacks threadkit, and says only EOFException.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


CRAWL = [(address(number), page(number)) for number in range(20)]


@pytest.fixture(scope="module")
def crawl(tmp_path_factory):
    """Ten WARC files of two pages each."""
    folder = tmp_path_factory.mktemp("crawl")
    for at in range(10):
        (folder / f"{at}.warc.gz").write_bytes(members(warc_records(CRAWL[2 * at : 2 * at + 2])))
    return folder


def converted(inputs, tmp_path, **options):
    out = tmp_path / "converted.parquet"
    convert(inputs, out, workers=0, **options)
    return out


def rows(frame):
    return frame.toArrow().to_pylist()


def test_the_parts_of_a_crawl_are_the_rows_of_a_conversion(spark, crawl, tmp_path):
    files = sorted(crawl.iterdir())
    for explode in (None, "comments"):
        out = converted(files, tmp_path, explode=explode)
        frame = spark.read.format("threadkit").option("explode", explode or "threads").load(f"{crawl}/*.warc.gz")
        assert frame.rdd.getNumPartitions() == 10
        assert frame.schema == spark.read.parquet(str(out)).schema == schema(explode=explode)
        assert rows(frame) == pq.read_table(out).to_pylist()


def test_a_folder_and_several_paths(spark, crawl, tmp_path):
    files = sorted(crawl.iterdir())
    wanted = pq.read_table(converted(files, tmp_path)).to_pylist()
    assert rows(spark.read.format("threadkit").load(str(crawl))) == wanted
    assert rows(spark.read.format("threadkit").load([f"file://{path}" for path in files])) == wanted


def test_some_columns_of_some_pages(spark, crawl):
    frame = spark.read.format("threadkit").schema("title string, url string").option("url_prefix", address(1))
    found = rows(frame.load(str(crawl)))
    assert found == [{"title": "Letter 1", "url": address(1)}]


@pytest.fixture
def damaged(crawl, tmp_path):
    folder = tmp_path / "damaged"
    shutil.copytree(crawl, folder)
    spoilt = bytearray((folder / "4.warc.gz").read_bytes())
    spoilt[100:130] = bytes(30)
    (folder / "4.warc.gz").write_bytes(spoilt)
    return folder


def test_a_damaged_file_costs_its_own_records(spark, damaged, tmp_path):
    read = spark.read.format("threadkit")
    out = converted(sorted(damaged.iterdir()), tmp_path, errors=tmp_path / "bad.jsonl")
    [told] = map(json.loads, (tmp_path / "bad.jsonl").read_text().splitlines())
    others = pq.read_table(out).to_pylist()
    assert len(others) == 19
    assert rows(read.load(f"{damaged}/*")) == others

    found = rows(spark.read.format("threadkit").option("on_error", "row").load(f"{damaged}/*"))
    assert [row["error"] for row in found if row["error"]] == [told]
    assert [at for at, row in enumerate(found) if row["error"]] == [8]
    assert [{name: row[name] for name in row if name != "error"} for row in found if not row["error"]] == others

    with pytest.raises(Exception, match=r"4\.warc\.gz.*damaged"):
        rows(spark.read.format("threadkit").option("on_error", "fail").load(f"{damaged}/*"))


def test_a_file_that_is_gone_when_it_is_read_is_an_error_of_its_own(damaged):
    [one] = [part for part in source.Reader({"path": str(damaged)}, schema()).partitions() if "7.warc" in repr(part)]
    (damaged / "7.warc.gz").unlink()
    reader = source.Reader({"path": str(damaged), "on_error": "row"}, schema(errors=True))
    [row] = [row for batch in reader.read(one) for row in batch.to_pylist()]
    assert row["error"]["reason"] == "it can't be read: No such file or directory"
    assert row["error"]["path"].endswith("7.warc.gz")


def test_rows_of_a_corpus(spark, tmp_path):
    data = [{"doc": {"body": body.decode()}, "at": url} for url, body in PAGES]
    (tmp_path / "rows.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in data))
    pq.write_table(pa.Table.from_pylist(data), tmp_path / "rows.parquet")
    columns = {"content": "doc.body", "url": "at"}
    for name in ("rows.jsonl", "rows.parquet"):
        reader = spark.read.format("threadkit").option("columns", "content=doc.body, url=at")
        found = rows(reader.load(str(tmp_path / name)))
        wanted = converted([tmp_path / name], tmp_path, columns=columns)
        assert found == pq.read_table(wanted).to_pylist()
        assert len(found) == len(PAGES)


def test_records_that_an_index_names(spark, crawl, tmp_path):
    table, wanted = [], {}
    for path in sorted(crawl.iterdir()):
        found = list(threadkit.read(path))
        ends = [*(thread.capture.offset for thread in found[1:]), path.stat().st_size]
        for thread, end in zip(found, ends, strict=True):
            start = thread.capture.offset
            place = {"warc_record_offset": start, "warc_record_length": end - start}
            table.append({"url": thread.url, "warc_filename": f"{crawl.name}/{path.name}", **place})
            wanted[thread.url] = thread
    chosen = [row for at, row in enumerate(table) if at % 3 == 0]
    (tmp_path / "index").mkdir()
    pq.write_table(pa.Table.from_pylist(chosen), tmp_path / "index" / "part-0.parquet")
    (tmp_path / "index" / "_SUCCESS").touch()
    reader = spark.read.format("threadkit").option("index", str(tmp_path / "index"))
    found = rows(reader.load(str(crawl.parent)))
    assert [threadkit.from_dict(row) for row in found] == [wanted[row["url"]] for row in chosen]
    some = rows(reader.option("url_prefix", chosen[2]["url"]).load(str(crawl.parent)))
    assert [row["url"] for row in some] == [chosen[2]["url"]]


def test_pages_that_spark_holds_already(spark, tmp_path):
    frame = spark.createDataFrame([(url, body.decode()) for url, body in PAGES], "url string, html string")

    def comments(batches):
        return threadkit.batches(batches, explode="comments")

    found = rows(frame.coalesce(1).mapInArrow(comments, schema(explode="comments")))
    wanted = [{"html": body.decode(), "url": url} for url, body in PAGES]
    assert found == [row for batch in threadkit.batches(wanted, explode="comments") for row in batch.to_pylist()]


def test_the_examples_of_the_docs(spark, crawl, tmp_path):
    found = sections("spark.md")
    (tmp_path / "crawl").symlink_to(crawl)
    (tmp_path / "mirror").mkdir()
    (tmp_path / "mirror" / "crawl").symlink_to(crawl)
    first = list(threadkit.read(crawl / "0.warc.gz"))
    size = first[1].capture.offset
    place = {"warc_filename": "crawl/0.warc.gz", "warc_record_offset": 0, "warc_record_length": size}
    row = {"url": first[0].url, "url_host_name": "kettle.example", "fetch_status": 200, **place}
    pq.write_table(pa.Table.from_pylist([row, {**row, "fetch_status": 404}]), tmp_path / "cc-index")
    pq.write_table(
        pa.table({"url": [u for u, _ in CRAWL], "html": [b.decode() for _, b in CRAWL]}), tmp_path / "pages.parquet"
    )

    def told(heading):
        # Spark looks for relative paths where it was started.
        path = re.compile(r'(load\(|parquet\(|"index", )"')
        return run([path.sub(rf"\g<0>{tmp_path}/", block) for block in code(found[heading])], spark=spark)

    same = sorted((tmp_path / "crawl").iterdir())
    wanted = pq.read_table(converted(same, tmp_path, explode="comments")).to_pylist()
    told("Spark")
    parts = sorted((tmp_path / "comments").glob("*.parquet"))
    assert [row for part in parts for row in pq.read_table(part).to_pylist()] == wanted
    assert told("Errors as rows")["threads"].count() == 20
    assert rows(told("Records of a Common Crawl index")["threads"])[0]["title"] == "Letter 0"
    assert told("Spark's mapInArrow")["comments"].count() == 60


def test_names_are_hidden_alike(spark, crawl, tmp_path):
    key = "a long and random key"
    out = converted(sorted(crawl.iterdir()), tmp_path, pseudonymize=key)
    frame = spark.read.format("threadkit").option("pseudonymize", key).load(f"{crawl}/*")
    assert rows(frame) == pq.read_table(out).to_pylist()


# -- what is said before a job begins --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"explod": "comments"}, "there is no option 'explod'; the options are columns"),
        ({"explode": "letters"}, "explode is one of"),
        ({"on_error": "ignore"}, "on_error is one of skip, row, fail"),
        ({"columns": "body"}, "a column is said like content=body; 'body' is not"),
        ({"columns": "text=body"}, "what can be said: content, url, captured_at, id"),
        ({"pseudonymize": ""}, "the key of the pseudonyms is empty"),
        ({"keep_html": "perhaps"}, "true or false"),
        ({"tz": "Mars/Olympus"}, "there is no time zone 'Mars/Olympus'"),
        ({"encoding": "klingon"}, "no encoding is called 'klingon'"),
        ({"dialect": "smoke"}, "no dialect is called 'smoke'"),
        ({"only": "letters, answers"}, "only is one of letters, comments, or both; 'answers' is none of them"),
        ({"pseudonymize": " "}, "the key of the pseudonyms is empty"),
        ({}, "load.. needs a path"),
    ],
)
def test_a_wrong_option_is_one_sentence(options, message):
    if options:
        options["path"] = "somewhere"
    with pytest.raises(ThreadkitError, match=message):
        source.Reader(options, schema())


def test_a_wrong_column_is_named():
    from pyspark.sql.types import StringType, StructField, StructType

    with pytest.raises(ThreadkitError, match="there is no column 'body_text'; the columns are thread, schema"):
        source.Reader({"path": "x"}, StructType([StructField("body_text", StringType())]))


def test_spark_says_it_too(spark):
    with pytest.raises(Exception, match="there is no such file: /nowhere/"):
        spark.read.format("threadkit").load("/nowhere/*.warc.gz").collect()


def test_options_are_those_of_a_conversion():
    reader = source.Reader(
        {"path": "x", "keep_html": "FALSE", "strict": "true", "tz": "Europe/Berlin", "encoding": "latin-1"}, schema()
    )
    parse = reader._batcher.parse.options
    assert (parse.keep_html, parse.strict, str(parse.tz), parse.encoding) == (False, True, "Europe/Berlin", "latin-1")


def test_only_some_threads_and_times_of_a_zone(spark, tmp_path):
    (tmp_path / "a.html").write_bytes(page(1))
    (tmp_path / "b.html").write_bytes(page(2, comments=0))
    read = spark.read.format("threadkit").option("tz", "America/New_York").option("only", "Comments")
    found = rows(read.load(str(tmp_path)))
    assert [row["title"] for row in found] == ["Letter 1"]
    assert found == pq.read_table(converted([tmp_path / "a.html"], tmp_path, tz="America/New_York")).to_pylist()
    assert {comment["published"][-6:] for comment in found[0]["comments"]} == {"-04:00"}
    both = spark.read.format("threadkit").option("only", "letters,comments").load(str(tmp_path / "?.html"))
    assert len(rows(both)) == 2


# -- places ----------------------------------------------------------------------------------------------------------


def names(paths):
    return [place.name for place in places.listed(paths)]


@pytest.fixture
def tree(tmp_path, monkeypatch):
    for name in ("a/2.html", "a/10.html", "a/b/1.html", "a[1]/x.html", "c.warc.gz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(page(1))
    (tmp_path / "a" / "link.html").symlink_to(tmp_path / "c.warc.gz")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_files_are_listed_as_they_are_read(tree):
    assert names(["a"]) == ["a/10.html", "a/2.html", "a/b/1.html"]
    assert names(["a"]) == [record.capture.path for record in threadkit.read_records("a") if record.thread]
    assert names(["*/*.html"]) == ["a/10.html", "a/2.html", "a/link.html", "a[1]/x.html"]
    assert names(["a/**/*.html"]) == ["a/10.html", "a/2.html", "a/b/1.html", "a/link.html"]
    assert names(["a[1]", "c.warc.gz"]) == ["a[1]/x.html", "c.warc.gz"]
    assert all(Path(place.path).is_absolute() for place in places.listed(["a"]))


@pytest.mark.parametrize("path", ["gone", "a/*.txt", "mock:///gone"])
def test_a_path_that_is_not_there_is_said(tree, path):
    with pytest.raises(FileNotFoundError, match="no such file") as raised:
        names([path])
    assert (str(tree) in str(raised.value)) == (not path.startswith("mock:"))


def test_a_store_that_nobody_knows_is_said():
    with pytest.raises(ThreadkitError, match="klingon://shelf/a is in no file system"):
        names(["klingon://me:secret@shelf/a?x=1"])


def test_a_file_elsewhere_is_found_and_opened(tree, monkeypatch):
    # Arrow's own name for this machine stands for a store that is reached by address.
    monkeypatch.setattr(places, "_SCHEME", places.re.compile("file://"))
    root = f"file://{tree}"
    assert names([f"{root}/a"]) == [f"{root}/a/{name}" for name in ("10.html", "2.html", "b/1.html", "link.html")]
    assert names([f"{root}/a/*.html"]) == [f"{root}/a/{name}" for name in ("10.html", "2.html", "link.html")]
    assert names([f"{root}/*/2*"]) == [f"{root}/a/2.html"]
    [place] = places.listed([f"{root}/c.warc.gz"])
    with place.open() as file:
        assert file.read() == page(1)
    reader = source.Reader({"path": f"{root}/a/2.html"}, schema())
    [batch] = reader.read(reader.partitions()[0])
    assert batch.column("title").to_pylist() == ["Letter 1"]


def test_many_small_files_are_read_together():
    many = [places.Place(f"{at}", f"/{at}", size=100) for at in range(5000)]
    parts = list(places.packed(many))
    assert [place for part in parts for place in part] == many
    assert len(parts) == 1000
    few = [places.Place(f"{at}", f"/{at}", size=10**9) for at in range(1500)]
    assert [len(part) for part in places.packed(few)] == [1] * 1500
    assert [len(part) for part in places.packed(many[:1000])] == [1] * 1000
    assert list(places.packed([])) == []


def test_an_index_needs_its_columns_and_one_root(tmp_path):
    pq.write_table(pa.table({"warc_filename": ["a"], "offset": [1]}), tmp_path / "index.parquet")
    with pytest.raises(ThreadkitError, match="warc_record_offset is missing"):
        list(places.indexed(str(tmp_path / "index.parquet"), ["root"], None))
    row = {"warc_filename": ["a"], "warc_record_offset": [None], "warc_record_length": [9]}
    pq.write_table(pa.table(row), tmp_path / "holes.parquet")
    with pytest.raises(ThreadkitError, match="names no place: a, None, 9"):
        list(places.indexed(str(tmp_path / "holes.parquet"), ["root"], None))
    with pytest.raises(ThreadkitError, match="takes one path"):
        list(places.indexed(str(tmp_path / "index.parquet"), ["root", "other"], None))


def test_a_long_list_of_records_is_split(tmp_path):
    rows = {"warc_filename": ["b"] * 1200 + ["a"], "warc_record_offset": [*range(1200, 0, -1), 5]}
    pq.write_table(pa.table({**rows, "warc_record_length": [7] * 1201}), tmp_path / "index.parquet")
    found = list(places.indexed(str(tmp_path / "index.parquet"), ["s3://crawl/"], None))
    assert [(place.name, len(place.records)) for place in found] == [
        ("s3://crawl/b", 500),
        ("s3://crawl/b", 500),
        ("s3://crawl/b", 200),
        ("s3://crawl/a", 1),
    ]
    assert found[0].records[:2] == ((1, 7), (2, 7))


def test_no_key_gets_into_a_row(tmp_path):
    row = {"warc_filename": ["b"], "warc_record_offset": [1], "warc_record_length": [7]}
    pq.write_table(pa.table(row), tmp_path / "index.parquet")
    [place] = places.indexed(str(tmp_path / "index.parquet"), ["s3://me:secret@crawl/x?region=eu-west-1"], None)
    assert place.name == "s3://crawl/x/b"
    assert place.path == "s3://me:secret@crawl/x/b?region=eu-west-1"


def test_a_spark_without_arrow_is_not_spoilt():
    """Spark imports the module wherever threadkit is installed, whether or not anybody asks for it."""
    program = (
        "import sys; sys.modules['pyarrow'] = None; import pyspark_threadkit as found\n"
        "assert found.DefaultSource.name() == 'threadkit'"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
