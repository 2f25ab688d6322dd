"""The command: run, print by kind, save, and say by the status whether anything new was found."""

from __future__ import annotations

import argparse
import hashlib
import os
import secrets
import sys
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

from fuzz import corpus as corpora
from fuzz.running import Finding, Report, kind_of, run, source_of
from fuzz.targets import TARGETS

HERE = Path(__file__).resolve().parent


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if options.replay:
        return _replay(options.replay)
    corpus = corpora.read(options.seeds)
    if options.case is not None:
        return _one_case(options, corpus)
    known = _known(options.known)
    print(f"seed {options.seed}, {options.minutes:g} minutes over {', '.join(options.targets)}", flush=True)
    fresh = 0
    for target in options.targets:
        report = run(target, corpus, options.seed, options.minutes * 60 / len(options.targets), frozenset(known))
        fresh += _tell(report, known, options)
    return 1 if fresh else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Fuzz threadkit with mutated pages.")
    parser.add_argument("--minutes", type=float, default=1.0, help="how long in all (default: 1)")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="a number; a fresh one by default")
    parser.add_argument(
        "--targets", type=_targets, default=list(TARGETS), help=f"of {', '.join(TARGETS)} (default: all)"
    )
    parser.add_argument(
        "--seeds", action="append", default=[], type=Path, metavar="FOLDER", help="more pages to start from"
    )
    parser.add_argument("--case", type=int, help="only the case of this number, of the one target named")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="only what was saved in this file")
    parser.add_argument("--found", type=Path, default=HERE / "found", metavar="FOLDER", help="where findings are saved")
    parser.add_argument("--known", type=Path, default=HERE / "known.toml", metavar="FILE", help="kinds that don't fail")
    return parser


def _targets(value: str) -> list[str]:
    names = value.split(",")
    for name in names:
        if name not in TARGETS:
            raise argparse.ArgumentTypeError(f"no target is called {name!r}")
    return names


def _known(path: Path) -> dict[str, str]:
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("known", [])
    return {entry["kind"]: entry["reason"] for entry in entries}


def _reason(kind: str, known: dict[str, str]) -> str | None:
    return next((reason for pattern, reason in known.items() if fnmatchcase(kind, pattern)), None)


# -- what was found ----------------------------------------------------------------------------------------------------


def _tell(report: Report, known: dict[str, str], options: argparse.Namespace) -> int:
    """Print the findings of one target and save them; the number of kinds that nobody knew."""
    seconds, case, size = report.slowest
    print(f"{report.target}: {report.cases} cases; the slowest, {case}, took {seconds:.1f} s for {size} characters")
    fresh = 0
    for kind, finding in report.findings.items():
        reason = _reason(kind, known)
        fresh += reason is None
        print(f"  {'known' if reason else 'NEW'}: {kind} ({report.counts[kind]} times)")
        if reason:
            print(f"    {reason}")
        else:
            path = _save(finding, options)
            print(f"    case {finding.case}; python -m fuzz --replay {os.path.relpath(path)}")
            print(f"    {_shortened(ascii(finding.source))}")
    sys.stdout.flush()
    return fresh


def _shortened(shown: str) -> str:
    return shown if len(shown) <= 300 else f"{shown[:300]}… ({len(shown)} characters)"


def _save(finding: Finding, options: argparse.Namespace) -> Path:
    options.found.mkdir(parents=True, exist_ok=True)
    name = f"{finding.target}-{hashlib.sha256(finding.kind.encode()).hexdigest()[:8]}"
    source = finding.source
    path = options.found / f"{name}.{'bytes' if isinstance(source, bytes) else 'str'}"
    path.write_bytes(source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass"))
    about = f"{finding.kind}\nseed {options.seed}, case {finding.case}\n\n{finding.trace}"
    (options.found / f"{name}.txt").write_text(about, encoding="utf-8", errors="backslashreplace")
    return path


# -- one case ----------------------------------------------------------------------------------------------------------


def _replay(path: Path) -> int:
    data = path.read_bytes()
    source = data if path.suffix == ".bytes" else data.decode("utf-8", "surrogatepass")
    return _show(path.name.split("-")[0], source)


def _one_case(options: argparse.Namespace, corpus: corpora.Corpus) -> int:
    [target] = options.targets
    return _show(target, source_of(target, corpus, options.seed, options.case))


def _show(target: str, source: str | bytes) -> int:
    wrong = kind_of(target, source)
    print(_shortened(ascii(source)))
    print(f"{target}: all holds" if wrong is None else f"{wrong[1]}\n{wrong[0]}")
    return 0 if wrong is None else 1


if __name__ == "__main__":
    sys.exit(main())
