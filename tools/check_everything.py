"""The whole suite against the built wheel, on the oldest and the newest of all dependencies and on every Python.

    python tools/check_everything.py [--python PATH]... [--only ROW]... [--output FILE] [--keep FOLDER]

Slow (several minutes for each row of the table), so it is run by hand before a release and is no part of `.ci/run`. It
takes the last commit, not the work tree. For each Python from 3.11 on that is found in PATH or named by `--python`:

* `floors`: exactly the versions that pyproject.toml names as the lowest, on the oldest Python that it allows;
* `newest`: whatever pip takes today, on every one.

The wheel and the source archive are built from the commit; the tests are those of the source archive, and what they
import is what the wheel installed. Prints how each row ended, and at the end a table and the licences of all that
`threadkit[all]` pulls in. The status is 0 only if every row that could be run passed.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = "all,test"
SHOWN = ("attrs", "beautifulsoup4", "cattrs", "charset-normalizer", "lxml", "pyarrow", "pyspark")
"""The dependencies whose versions the table shows."""


@dataclass
class Row:
    """One run of the suite: on which Python, with which versions, and how it ended."""

    kind: str
    python: str
    interpreter: str | None
    outcome: str = "not installed here: skipped"
    seconds: int = 0
    failures: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.python}"


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    rows = [row for row in _rows(project, options.python) if not options.only or {row.kind, row.name} & {*options.only}]
    work = options.keep or Path(tempfile.mkdtemp(prefix="check-everything-"))
    work.mkdir(parents=True, exist_ok=True)
    licences: list[str] = []
    try:
        wheel, source = _build(work)
        for row in rows:
            if row.interpreter:
                licences = _run(row, project, work, wheel, source) or licences
    finally:
        if not options.keep:
            shutil.rmtree(work, ignore_errors=True)
    summary = "\n".join(_summary(rows, licences)) + "\n"
    print(summary)
    if options.output:
        options.output.write_text(summary, encoding="utf-8")
    ran = [row for row in rows if row.interpreter]
    return 0 if ran and not any(row.failures for row in ran) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="The suite on the floors and on the newest of all, on every Python.")
    parser.add_argument("--python", action="append", default=[], metavar="PATH", help="a Python that is not in PATH")
    parser.add_argument(
        "--only", action="append", default=[], metavar="ROW", help='"floors", "newest" or "newest-3.12"'
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the summary there too")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="build there, and leave everything in place")
    return parser


# -- what is to be run -------------------------------------------------------------------------------------------------


def _rows(project: dict, named: list[str]) -> list[Row]:
    """The floors on the oldest Python, the newest on each that the classifiers name."""
    pythons = [one.rsplit(" ", 1)[1] for one in project["classifiers"] if re.search(r":: 3\.\d+$", one)]
    found = {python: _interpreter(python, named) for python in pythons}
    oldest = pythons[0]
    return [Row("floors", oldest, found[oldest]), *(Row("newest", python, found[python]) for python in pythons)]


def _interpreter(python: str, named: list[str]) -> str | None:
    """A command that starts this Python with all that a virtual environment takes; None if there is none."""
    for command in [*named, f"python{python}", "python3"]:
        program = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
        try:
            said = subprocess.run([command, "-c", program], capture_output=True, text=True, check=False).stdout
        except OSError:
            continue
        if said.strip() == python:
            return command
    return None


def floors(project: dict) -> Iterator[str]:
    """Each requirement, of the library and of every extra, at the lowest version that it allows.

    >>> list(floors({"dependencies": ["a>=1.2,<2", "b"], "optional-dependencies": {"c": ["d[e]~=3.1", "types-f>=4"]}}))
    ['a==1.2', 'd==3.1', 'types-f==4.*']
    """
    extras = project["optional-dependencies"]
    for requirement in [*project["dependencies"], *(one for extra in extras.values() for one in extra)]:
        if (lowest := re.match(r"([\w.-]+)(?:\[[^\]]*\])?\s*[>~]=\s*([\w.]+)", requirement)) is not None:
            # The stubs of typeshed carry a date behind the version of what they describe.
            yield f"{lowest[1]}=={lowest[2]}{'.*' if lowest[1].startswith('types-') else ''}"


# -- running it --------------------------------------------------------------------------------------------------------


def _build(work: Path) -> tuple[Path, Path]:
    """The wheel and the source archive of the last commit."""
    checkout = work / "checkout"
    _call("git", "clone", "--quiet", str(ROOT), str(checkout))
    python = _environment(sys.executable, work / "build")
    _call(python, "-m", "pip", "install", "--quiet", "hatchling")
    _call(python, "-m", "hatchling", "build", "--directory", str(work / "dist"), cwd=checkout)
    (wheel,) = (work / "dist").glob("*.whl")
    (source,) = (work / "dist").glob("*.tar.gz")
    return wheel, source


def _run(row: Row, project: dict, work: Path, wheel: Path, source: Path) -> list[str]:
    """One row: an environment of its own, the suite in it. Gives the licences of what was installed."""
    print(f"-- {row.kind} on Python {row.python}", flush=True)
    begin = time.monotonic()
    place = work / row.name
    try:
        python = _environment(row.interpreter or sys.executable, place / "venv")
        limits = place / "constraints.txt"
        lines = sorted(set(floors(project))) if row.kind == "floors" else []
        limits.write_text("\n".join(lines) + "\n", encoding="utf-8")
        _call(python, "-m", "pip", "install", "--progress-bar", "off", "-c", str(limits), f"{wheel}[{EXTRAS}]")
    except subprocess.CalledProcessError as error:
        row.outcome = "could not be installed"
        row.failures = [line for line in (error.stderr or "").splitlines() if "ERROR" in line][:3] or [
            "no reason given"
        ]
        return []
    installed = json.loads(_call(python, "-c", INSTALLED))
    row.versions = {one["name"]: one["version"] for one in installed}
    tests = _tests(place, python, source)
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short", "-rf"]
    ran = subprocess.run(command, cwd=tests, capture_output=True, text=True, check=False)
    (place / "pytest.txt").write_text(ran.stdout + ran.stderr, encoding="utf-8")
    said = ran.stdout.strip().splitlines()
    row.outcome = (said[-1] if said else "pytest said nothing").strip("= ")
    row.failures = [line for line in said if re.match(r"(?:FAILED|ERROR) ", line)]
    if ran.returncode and not row.failures:
        row.failures = [row.outcome]
    row.seconds = round(time.monotonic() - begin)
    print(row.outcome, *row.failures, sep="\n", flush=True)
    return [f"{one['name']} {one['version']}: {one['licence']}" for one in installed if one["is_ours"]]


def _environment(interpreter: str, place: Path) -> str:
    _call(interpreter, "-m", "venv", str(place))
    python = str(next(path for path in (place / "bin" / "python", place / "Scripts" / "python.exe") if path.exists()))
    _call(python, "-m", "pip", "install", "--quiet", "--upgrade", "pip")
    return python


def _tests(place: Path, python: str, source: Path) -> Path:
    """The source archive unpacked, its `src` replaced by what the wheel installed, so that nothing else is imported."""
    with tarfile.open(source) as archive:
        archive.extractall(place, filter="data")
    (unpacked,) = place.glob("threadkit-*")
    shutil.rmtree(unpacked / "src")
    packages = Path(_call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (unpacked / "src").mkdir()
    for package in ("threadkit", "pyspark_threadkit"):
        (unpacked / "src" / package).symlink_to(packages / package, target_is_directory=True)
    beside = ROOT.parent / "shared"
    if beside.exists() and not (place / "shared").exists():
        (place / "shared").symlink_to(beside.resolve(), target_is_directory=True)
    return unpacked


def _call(*command: str, cwd: Path | None = None) -> str:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True).stdout


# -- what is said ------------------------------------------------------------------------------------------------------

INSTALLED = """
import json, re
from importlib import metadata

def key(name):
    return re.sub(r"[-_.]+", "-", name).lower()

all_of_them = {key(one.metadata["Name"]): one for one in metadata.distributions()}

def needed(name, extras, found):
    if name not in all_of_them or (name, extras) in found:
        return
    found.add((name, extras))
    for line in all_of_them[name].requires or ():
        wanted = re.search(r"extra\\s*==\\s*['\\"]([\\w.-]+)['\\"]", line)
        if wanted is None or wanted[1] in extras:
            match = re.match(r"([\\w.-]+)(?:\\[([^\\]]*)\\])?", line)
            needed(key(match[1]), tuple(filter(None, (match[2] or "").replace(" ", "").split(","))), found)

def licence(one):
    classifiers = one.metadata.get_all("Classifier", [])
    classified = [line.rsplit(" :: ", 1)[1] for line in classifiers if line.startswith("License ::")]
    said = (one.metadata.get("License") or "").strip().splitlines() or ["not said"]
    return one.metadata.get("License-Expression") or " / ".join(classified) or said[0]

ours = set()
needed("threadkit", ("all",), ours)
ours = {name for name, _ in ours} - {"threadkit"}
print(json.dumps([
    {"name": name, "version": one.version, "licence": licence(one), "is_ours": name in ours}
    for name, one in sorted(all_of_them.items())
]))
"""


def _summary(rows: list[Row], licences: list[str]) -> Iterator[str]:
    commit = _call("git", "log", "-1", "--format=%h %cs", cwd=ROOT).strip()
    yield from (f"threadkit at {commit}, the built wheel with the tests of the source archive", "", *_table(rows))
    for row in rows:
        if row.versions:
            told = ", ".join(f"{name} {row.versions[name]}" for name in SHOWN if name in row.versions)
            yield from ("", f"{row.kind} on Python {row.python}: {told}")
        yield from (f"  {failure}" for failure in row.failures)
    if licences:
        yield from ("", "Licences of what threadkit[all] installs:", *(f"  {one}" for one in licences))


def _table(rows: list[Row]) -> Iterator[str]:
    yield from ("| dependencies | Python | outcome | seconds |", "|---|---|---|---|")
    yield from (f"| {row.kind} | {row.python} | {row.outcome} | {row.seconds or ''} |" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
