"""Learn the weights of the letter model, measure it by five-fold cross-validation, and print its calibration.

    python tools/learn_letters.py DATA.jsonl PLAIN.jsonl [--write]

DATA has one exchange a line: {"blocks": [paragraph, …], "answer_starts": index of the answer's first paragraph}.
PLAIN has one post or comment without any letter a line: {"blocks": [paragraph, …]}.
``--write`` puts the weights learned from all rows into ``src/threadkit/_letter_weights.py``.

Three things are learned, each by Newton's method on a penalised likelihood (a dozen numbers, so plain Python does):

1. the boundary: a softmax over the places where the answer can begin, from the features of ``_letter_voice.py``;
2. the presence of an exchange: rows against what is none: the plain posts, and for as much again what is made of
   the same rows (answers alone, letters alone, an answer before a letter: a columnist's monologue, a story);
3. the price of a second exchange: the value that reads single rows and pairs of rows equally well.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from threadkit.letters import voice
from threadkit.letters.weights import ENOUGH

Vector = list[float]
WEIGHTS = Path(__file__).resolve().parent.parent / "src" / "threadkit" / "_letter_weights.py"
BOUNDARY_PENALTY = 1.0
PRESENCE_PENALTY = 1.0


@dataclass(frozen=True)
class Row:
    """One exchange: its paragraphs heard, the answer's first index, and each boundary's features."""

    voices: list[voice.Voice]
    answer: int
    boundaries: list[Vector]


def load(path: Path) -> list[Row]:
    """The rows of a data file that can hold a boundary."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [row([voice.hear(block) for block in r["blocks"]], r["answer_starts"]) for r in rows if len(r["blocks"]) > 1]


def load_plain(path: Path) -> list[list[voice.Voice]]:
    """The posts of a file of what holds no exchange."""
    posts = [json.loads(line)["blocks"] for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [[voice.hear(block) for block in blocks] for blocks in posts if len(blocks) > 1]


def row(voices: list[voice.Voice], answer: int) -> Row:
    """A row with the features of every boundary: the traits of all that follows it, and the turn itself."""
    mine: set[str] = set()
    traits = []
    for one in voices:
        traits.append(voice.traits(one, mine))
        mine |= one.mine
    found = []
    for at in range(1, len(voices)):
        rest = [sum(column) for column in zip(*traits[at:], strict=True)]
        found.append([*rest, *voice.turns(voices[at - 1], voices[at])])
    return Row(voices, answer, found)


# -- learning -----------------------------------------------------------------------------------------------------


def newton(size: int, step: Callable[[Vector], tuple[Vector, list[Vector]]], rounds: int = 12) -> Vector:
    """Where the gradient that `step` returns (with its Hessian) is zero."""
    weights = [0.0] * size
    for _ in range(rounds):
        gradient, hessian = step(weights)
        move = solve(hessian, gradient)
        length = max(map(abs, move))
        scale = min(1.0, 2.0 / length) if length else 1.0
        weights = [w - scale * m for w, m in zip(weights, move, strict=True)]
    return weights


def solve(matrix: list[Vector], right: Vector) -> Vector:
    """The x of matrix · x = right, by elimination; the matrix is positive definite."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for i, pivot in enumerate(rows):
        for line in rows[i + 1 :]:
            share = line[i] / pivot[i]
            for j in range(i, len(line)):
                line[j] -= share * pivot[j]
    found = [0.0] * len(rows)
    for i in range(len(rows) - 1, -1, -1):
        found[i] = (rows[i][-1] - sum(rows[i][j] * found[j] for j in range(i + 1, len(rows)))) / rows[i][i]
    return found


def penalised(size: int, weights: Vector, penalty: float) -> tuple[Vector, list[Vector]]:
    """Gradient and Hessian of the penalty alone."""
    return [penalty * w for w in weights], [[penalty * (i == j) for j in range(size)] for i in range(size)]


def likelihoods(weights: Vector, candidates: Sequence[Vector]) -> Vector:
    """The softmax of the candidates' scores."""
    scores = [sum(w * x for w, x in zip(weights, one, strict=True)) for one in candidates]
    top = max(scores)
    shares = [exp(score - top) for score in scores]
    return [share / sum(shares) for share in shares]


def learn_boundary(rows: Sequence[Row]) -> Vector:
    """The weights under which the true boundaries are likeliest."""
    size = len(voice.TRAITS) + len(voice.TURNS)

    def step(weights: Vector) -> tuple[Vector, list[Vector]]:
        gradient, hessian = penalised(size, weights, BOUNDARY_PENALTY)
        for one in rows:
            shares = likelihoods(weights, one.boundaries)
            mean = [sum(p * x[i] for p, x in zip(shares, one.boundaries, strict=True)) for i in range(size)]
            for i in range(size):
                gradient[i] += mean[i] - one.boundaries[one.answer - 1][i]
            for p, x in zip(shares, one.boundaries, strict=True):
                apart = [x[i] - mean[i] for i in range(size)]
                for i in range(size):
                    for j in range(size):
                        hessian[i][j] += p * apart[i] * apart[j]
        return gradient, hessian

    return newton(size, step)


def learn_presence(yes: Sequence[Vector], *no: Sequence[Vector]) -> Vector:
    """Logistic regression: exchanges against kinds of what is none, both sides weighing the same."""
    size = len(voice.SIGNS)
    cases = [(x, 1.0, 1.0) for x in yes]
    cases += [(x, 0.0, len(yes) / len(no) / len(kind)) for kind in no for x in kind]

    def step(weights: Vector) -> tuple[Vector, list[Vector]]:
        gradient, hessian = penalised(size, weights, PRESENCE_PENALTY)
        for x, truth, weight in cases:
            p = 1.0 / (1.0 + exp(-sum(w * v for w, v in zip(weights, x, strict=True))))
            for i in range(size):
                gradient[i] += weight * (p - truth) * x[i]
                for j in range(size):
                    hessian[i][j] += weight * p * (1 - p) * x[i] * x[j]
        return gradient, hessian

    return newton(size, step)


# -- what is no exchange ------------------------------------------------------------------------------------------


def without_exchange(rows: Sequence[Row]) -> list[list[voice.Voice]]:
    """Posts that hold no letter with its answer, made of the rows' halves."""
    made = []
    for one, other in zip(rows, [*rows[1:], rows[0]], strict=True):
        letter, answer = one.voices[: one.answer], one.voices[one.answer :]
        made.append(letter + other.voices[: other.answer])
        made.append(answer + other.voices[other.answer :])
        made.append(answer + letter)
        if len(answer) > 1:
            made.append(answer)
        if len(letter) > 1:
            made.append(letter)
    return made


def best(weights: Vector, voices: list[voice.Voice]) -> int:
    """Where the answer would likeliest begin, were there one."""
    shares = likelihoods(weights, row(voices, 1).boundaries)
    return shares.index(max(shares)) + 1


# -- measuring ----------------------------------------------------------------------------------------------------


def folds(rows: Sequence[Row], count: int = 5) -> list[tuple[list[Row], list[Row]]]:
    """(learn from, test on), each row tested once."""
    order = list(rows)
    random.Random(7).shuffle(order)
    return [([r for i, r in enumerate(order) if i % count != k], order[k::count]) for k in range(count)]


def calibration(pairs: Sequence[tuple[float, bool]]) -> None:
    """Print how often what was given a probability was right."""
    print(f"{'confidence':>12} {'boundaries':>11} {'mean':>7} {'right':>7}")
    bounds = (0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
    for low, high in pairwise(bounds):
        inside = [(p, right) for p, right in pairs if low <= p < high]
        if inside:
            mean, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            print(f"{low:>6.2f}–{min(high, 1):.2f} {len(inside):>11} {mean:>7.3f} {right:>7.3f}")


def validate_boundary(rows: Sequence[Row]) -> None:
    """Five-fold cross-validation of the boundary, and the reliability of its confidence."""
    results: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for train, test in folds(rows):
        weights = learn_boundary(train)
        for one in test:
            shares = likelihoods(weights, one.boundaries)
            top = max(shares)
            results[len(one.voices)].append((top, shares.index(top) + 1 == one.answer))
    long = [pair for size, pairs in results.items() if size >= 4 for pair in pairs]
    every = [pair for pairs in results.values() for pair in pairs]
    for name, pairs in (("four or more paragraphs", long), ("all rows", every)):
        right = sum(good for _, good in pairs)
        print(f"boundary exact, {name}: {right} of {len(pairs)} = {100 * right / len(pairs):.1f} %")
    calibration(every)


def validate_presence(rows: Sequence[Row], plain: Sequence[list[voice.Voice]]) -> None:
    """Five-fold cross-validation of whether there is an exchange at all."""
    results: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for k, (train, test) in enumerate(folds(rows)):
        boundary = learn_boundary(train)
        weights = presence_weights(train, [v for i, v in enumerate(plain) if i % 5 != k], boundary)
        kinds = (("exchanges recognised", [one.voices for one in test]), ("plain posts left alone", plain[k::5]))
        for name, posts in (*kinds, ("halves of exchanges left alone", without_exchange(test))):
            for voices in posts:
                p = score(weights, boundary, voices)
                results[name].append((p, (p >= ENOUGH) == (name == "exchanges recognised")))
    for name, pairs in results.items():
        right = sum(good for _, good in pairs)
        print(f"{name}: {right} of {len(pairs)} = {100 * right / len(pairs):.1f} %")


def presence_weights(rows: Sequence[Row], plain: Sequence[list[voice.Voice]], boundary: Vector) -> Vector:
    """Learn the presence of an exchange, each case divided where the boundary's weights would divide it."""

    def signs(posts: Sequence[list[voice.Voice]]) -> list[Vector]:
        return [list(voice.signs(voices, 0, best(boundary, voices), len(voices))) for voices in posts]

    return learn_presence(signs([one.voices for one in rows]), signs(without_exchange(rows)), signs(plain))


def score(weights: Vector, boundary: Vector, voices: list[voice.Voice]) -> float:
    """How likely these paragraphs hold an exchange."""
    signs = voice.signs(voices, 0, best(boundary, voices), len(voices))
    return 1.0 / (1.0 + exp(-sum(w * x for w, x in zip(weights, signs, strict=True))))


def price_of_exchange(rows: Sequence[Row], weights: Vector) -> tuple[float, list[str]]:
    """The price of a second exchange at which singles and pairs are read best, and the table it was chosen from."""
    size = len(voice.TRAITS)
    singles = [one for one in rows if len(one.voices) >= 3]
    pairs = [row(a.voices + b.voices, a.answer) for a, b in zip(singles[::2], singles[1::2], strict=False)]
    truth = [
        [(0, a.answer), (len(a.voices), len(a.voices) + b.answer)]
        for a, b in zip(singles[::2], singles[1::2], strict=False)
    ]
    table, chosen = [], (0.0, -1.0)
    for price in (-1.0, -2.0, -3.0, -4.0, -5.0, -6.0, -8.0):
        alone = sum(divided(one, weights, size, price) == [(0, one.answer)] for one in singles)
        double = sum(divided(one, weights, size, price) == true for one, true in zip(pairs, truth, strict=True))
        table.append(f"{price:>6} singles {alone / len(singles):.3f} pairs {double / len(pairs):.3f}")
        # nearly all unmarked pages hold one exchange, so that single rows count twenty times
        chosen = max(chosen, (price, 20 * alone / len(singles) + double / len(pairs)), key=lambda pair: pair[1])
    return chosen[0], table


def divided(one: Row, weights: Vector, size: int, price: float) -> list[tuple[int, int]]:
    """The exchanges that the chain finds in a row's paragraphs."""
    mine: set[str] = set()
    says, turn = [], [0.0]
    for heard in one.voices:
        traits = voice.traits(heard, mine)
        says.append(sum(w * x for w, x in zip(weights[:size], traits, strict=True)))
        mine |= heard.mine
    for before, after in zip(one.voices, one.voices[1:], strict=False):
        turn.append(sum(w * x for w, x in zip(weights[size:], voice.turns(before, after), strict=True)))
    return [(begin, answer) for begin, answer, _ in voice.boundaries(says, turn, again=price)]


def write(boundary: Vector, presence: Vector, price: float) -> None:
    """Put the learned numbers into the module of weights, each beside its feature's name."""
    text = WEIGHTS.read_text("utf-8")
    size = len(voice.TRAITS)
    tables = (
        ("TRAIT_WEIGHTS", voice.TRAITS, boundary[:size]),
        ("TURN_WEIGHTS", voice.TURNS, boundary[size:]),
        ("SIGN_WEIGHTS", voice.SIGNS, presence),
    )
    for name, features, weights in tables:
        body = "".join(f'    "{feature}": {weight:.2f},\n' for feature, weight in zip(features, weights, strict=True))
        head, _, rest = text.partition(f"{name}: Final = {{\n")
        text = f"{head}{name}: Final = {{\n{body}{rest[rest.index('}') :]}"
    text = re.sub(r"NEW_EXCHANGE: Final = .*", f"NEW_EXCHANGE: Final = {price}", text)
    WEIGHTS.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("plain", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = load(options.data)
    plain = load_plain(options.plain)
    validate_boundary(rows)
    validate_presence(rows, plain)
    boundary = learn_boundary(rows)
    presence = presence_weights(rows, plain, boundary)
    price, table = price_of_exchange(rows, boundary)
    print("price of a second exchange:", *table, sep="\n")
    for feature, weight in zip((*voice.TRAITS, *voice.TURNS), boundary, strict=True):
        print(f"{feature:>20} {weight:6.2f}")
    print("presence:")
    for feature, weight in zip(voice.SIGNS, presence, strict=True):
        print(f"{feature:>20} {weight:6.2f}")
    if options.write:
        write(boundary, presence, price)


if __name__ == "__main__":
    main()
