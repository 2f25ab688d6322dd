"""The fuzzer itself: its cases can be run again, it finds what is planted, makes it small, and counts what is known."""

from __future__ import annotations

import os
import signal
from random import Random

import pytest

pytest.importorskip("fuzz", reason="the fuzzer is not here")
pytest.importorskip("resource", reason="limits of memory are for POSIX")

from fuzz import __main__ as command
from fuzz import corpus as corpora
from fuzz import html, json, running, text
from fuzz.minimise import minimise
from fuzz.targets import TARGETS, Target


@pytest.fixture(scope="module")
def corpus():
    return corpora.read()


def plant(monkeypatch, check):
    """A target that always makes a page, and looks at it so."""
    target = Target(check, lambda corpus: ["<p>x</p><b>y</b>"], lambda page, chance, other: page, html.tokens)
    monkeypatch.setitem(TARGETS, "html", target)


def run(tmp_path, *more):
    known = tmp_path / "known.toml"
    if not known.exists():
        known.write_text("")
    always = ["--minutes", "0.005", "--targets", "html", "--seed", "1", "--found", str(tmp_path / "found")]
    return command.main([*always, "--known", str(known), *more])


@pytest.mark.parametrize("target", TARGETS)
def test_every_seed_holds(corpus, target):
    assert TARGETS[target].seeds(corpus)
    wrong = {source[:80]: running.kind_of(target, source) for source in TARGETS[target].seeds(corpus)}
    assert {start: kind for start, kind in wrong.items() if kind} == {}


@pytest.mark.parametrize("target", TARGETS)
def test_a_case_depends_on_its_number_alone(corpus, target):
    cases = [running.source_of(target, corpus, 5, number) for number in range(30)]
    assert cases == [running.source_of(target, corpus, 5, number) for number in range(30)]
    assert len(set(cases)) > 25


@pytest.mark.parametrize(
    ("mutate", "seed"),
    [
        (html.mutate, '<p id="a">x<br></p>'),
        (text.mutate, "x\n\n  1. Ann*\n"),
        (json.mutate, '{"schema": 1, "body": [1]}'),
    ],
)
def test_each_change_gives_a_text(mutate, seed):
    for number in range(500):
        source, chance = seed, Random(number)
        for _ in range(5):
            source = mutate(source, chance, seed)
            assert isinstance(source, str)


def test_what_escapes_is_found_made_small_and_saved(monkeypatch, tmp_path, capsys):
    def check(source):
        if "<b>" in source:
            raise IndexError(source)

    plant(monkeypatch, check)
    assert run(tmp_path) == 1
    assert "NEW: html: IndexError in the fuzzer" in capsys.readouterr().out
    [saved] = (tmp_path / "found").glob("*.str")
    assert saved.read_text() == "<b>"
    assert command.main(["--replay", str(saved)]) == 1


def test_a_known_kind_fails_nothing(monkeypatch, tmp_path, capsys):
    def check(source):
        raise IndexError

    plant(monkeypatch, check)
    (tmp_path / "known.toml").write_text('[[known]]\nkind = "html: IndexError in *"\nreason = "planted"\n')
    assert run(tmp_path) == 0
    assert "known: html: IndexError" in capsys.readouterr().out
    assert not (tmp_path / "found").exists()


def test_what_holds_is_a_success(monkeypatch, tmp_path):
    plant(monkeypatch, lambda source: None)
    assert run(tmp_path) == 0


def test_what_takes_too_long_is_found(monkeypatch, tmp_path, capsys):
    def check(source):
        while True:
            try:
                sum(range(1000))
            except Exception:  # noqa: BLE001 (what a page's own handler would do)
                continue

    monkeypatch.setattr(running, "SECONDS_PER_100_KB", 0.5)
    plant(monkeypatch, check)
    assert run(tmp_path) == 1
    assert "NEW: html: over 0.5 s for 100 kB" in capsys.readouterr().out


def test_what_ends_python_is_found_and_passed_over(monkeypatch, tmp_path, capsys):
    def check(source):
        os.kill(os.getpid(), signal.SIGKILL)

    plant(monkeypatch, check)
    assert run(tmp_path) == 1
    said = capsys.readouterr().out
    assert "NEW: html: Python ended with signal 9" in said


def test_a_warning_is_a_finding(monkeypatch, tmp_path, capsys):
    def check(source):
        import warnings

        warnings.warn("of another library", UserWarning, stacklevel=1)

    plant(monkeypatch, check)
    assert run(tmp_path) == 1
    assert "NEW: html: UserWarning" in capsys.readouterr().out


def test_minimise_keeps_what_shows():
    assert minimise("<p>long</p><i>x7y</i>", html.tokens, lambda page: "7" in page) == "7"
    assert minimise(b"\xff\xfe7", html.tokens, lambda page: b"\xfe" in page) == b"\xfe"


def test_each_known_kind_has_its_reason():
    for kind, reason in command._known(command.HERE / "known.toml").items():
        assert kind.split(":")[0] in {*TARGETS, "*"}
        assert len(reason) > 10
