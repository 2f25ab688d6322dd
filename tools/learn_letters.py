"""Learn the weights of the letters' wording from several columns with known boundaries, and say how well they do.

    python tools/learn_letters.py DATA [--plain FILE.jsonl …] [--write]

DATA is a folder of ``.jsonl`` files, one column a file, one exchange a line: {"blocks": [paragraph, …],
"answer_starts": index of the answer's first paragraph}. A line whose "kind" is "none" holds prose without a letter, as
does every line of a ``--plain`` file; lines of another kind or with "form": "marked" are passed over.
``--write`` puts the weights learned from all columns into ``src/threadkit/letters/weights.py``.

A column has its habits, and what is learned on one alone is its habits: so every figure printed is measured on a column
that was left out of learning (prose without a letter: in five folds). Every exchange is learned from twice more with
its
paragraphs cut anew, since where a site cuts them says nothing.

Four things are learned, each by Newton's method on a penalised likelihood:

1. the boundary: a softmax over the places where the answer can begin, from the features of ``voice.py``;
2. the presence of an exchange (``signs.py``): exchanges against prose without one, and, for as much again, what is made
   of the exchanges' halves (answers alone, letters alone, an answer before a letter: a monologue, a story);
3. the price of a second exchange: the value that reads single rows and pairs of rows equally well;
4. the confidence: how often boundaries of a given likelihood were right on the columns left out.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from threadkit.letters import Block, chain, signs, voice
from threadkit.letters.languages import ENGLISH
from threadkit.letters.weights import ENOUGH
from threadkit.letters.whole_page import Page

Vector = Any
WEIGHTS = Path(__file__).resolve().parent.parent / "src" / "threadkit" / "letters" / "weights.py"
BOUNDARY_PENALTY = 3.0
PRESENCE_PENALTY = 3.0
COLUMN_WEIGHT = 400.0
"""How many rows all exchanges together count for against what is none, and a column in the calibration."""
PLAIN_WEIGHT = 2.0
"""How much a post without a letter counts in the calibration; set by hand, since pages without one are many."""
FOLDS = 5
SEED = 7


@dataclass
class Post:
    """What the parser hears of a post: its spoken paragraphs, and how much of it is no prose."""

    voices: list[voice.Voice]
    broken: float
    english: bool
    answer: int = 0
    """The answer's first paragraph; 0 in a post without exchange."""
    _boundaries: Vector = None

    @property
    def boundaries(self) -> Vector:
        """The features of every boundary: the traits of all that follows it, and the turn itself."""
        if self._boundaries is None:
            mine: set[str] = set()
            found = []
            for one in self.voices:
                found.append(voice.traits(one, mine))
                mine |= one.mine
            after = np.array(found)[::-1].cumsum(axis=0)[::-1]
            turns = [voice.turns(self.voices, at) for at in range(1, len(self.voices))]
            self._boundaries = np.hstack([after[1:], np.array(turns)])
        return self._boundaries


@dataclass
class Column:
    """The exchanges of one column, as printed and with their paragraphs cut anew."""

    name: str
    posts: list[Post] = field(default_factory=list)
    recut: list[Post] = field(default_factory=list)


def hear(blocks: Sequence[str], answer: int = 0) -> Post | None:
    """A post as the parser hears it; None where nothing can be learned from it."""
    page = Page.of([Block(text=block) for block in blocks], None, None)
    spoken = page.spoken(0, len(page.cues))
    if len(spoken) < 2 or (answer and (len(page.cues) != len(blocks) or answer not in spoken[1:])):
        return None
    broken = 1 - len(spoken) / (spoken[-1] - spoken[0] + 1)
    english = page.language is ENGLISH
    return Post([page.voice(at) for at in spoken], broken, english, spoken.index(answer) if answer else 0)


def load(folder: Path, plain: Sequence[Path]) -> tuple[list[Column], list[Post]]:
    """The columns of a folder, and the posts without a letter."""
    dice = random.Random(SEED)
    columns, none = [], []
    for path in sorted(folder.glob("*.jsonl")):
        column = Column(path.stem.removesuffix("_dev"))
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row.get("form") == "marked":
                continue
            if row.get("kind") == "none":
                none.append(hear(row["blocks"]))
            elif row.get("kind", "single") == "single":
                column.posts.append(hear(row["blocks"], row["answer_starts"]))
                column.recut += [hear(*cut_anew(row["blocks"], row["answer_starts"], dice)) for _ in range(2)]
        column.posts = [post for post in column.posts if post]
        column.recut = [post for post in column.recut if post]
        if column.posts:
            columns.append(column)
    for path in plain:
        none += [hear(json.loads(line)["blocks"]) for line in path.read_text("utf-8").splitlines()]
    none = [post for post in none if post and post.english]
    dice.shuffle(none)
    return columns, none


_SENTENCE_END = re.compile(r"(?<=[.?!…]) +(?=[^\Wa-z_])")


def cut_anew(blocks: Sequence[str], answer: int, dice: random.Random) -> tuple[list[str], int]:
    """The same exchange with paragraphs of other lengths."""
    low, high = dice.choice([(1, 3), (2, 4), (3, 6), (2, 6)])

    def cut(text: str) -> list[str]:
        sentences = _SENTENCE_END.split(text)
        pieces = []
        while sentences:
            size = dice.randint(low, high)
            pieces.append(" ".join(sentences[:size]))
            sentences = sentences[size:]
        return pieces

    letter = cut(" ".join(blocks[:answer]))
    return letter + cut(" ".join(blocks[answer:])), len(letter)


# -- learning -----------------------------------------------------------------------------------------------------


def stepped(weights: Vector, gradient: Vector, hessian: Vector) -> Vector:
    """One bounded step of Newton's method."""
    move = np.linalg.solve(hessian, gradient)
    longest = float(np.abs(move).max())
    return weights - min(1.0, 2.0 / longest if longest else 1.0) * move


def likelihoods(weights: Vector, candidates: Vector) -> Vector:
    """The softmax of the candidates' scores."""
    scores = candidates @ weights
    shares = np.exp(scores - scores.max())
    return shares / shares.sum()


def learn_boundary(columns: Sequence[Column]) -> Vector:
    """The weights under which the true boundaries are likeliest."""
    size = len(voice.TRAITS) + len(voice.TURNS)
    posts = [
        (post, len(column.posts) * times / len(kind))
        for column in columns
        for times, kind in ((2, column.posts), (1, column.recut))
        for post in kind
    ]
    weights = np.zeros(size)
    for _ in range(12):
        gradient, hessian = BOUNDARY_PENALTY * weights, BOUNDARY_PENALTY * np.eye(size)
        for post, weight in posts:
            shares = likelihoods(weights, post.boundaries)
            mean = shares @ post.boundaries
            apart = post.boundaries - mean
            gradient = gradient + weight * (mean - post.boundaries[post.answer - 1])
            hessian = hessian + weight * (apart.T * shares) @ apart
        weights = stepped(weights, gradient, hessian)
    return weights


def logistic(cases: Vector, truths: Vector, weights_of: Vector, penalty: float) -> Vector:
    """Logistic regression with a weight a case."""
    size = cases.shape[1]
    weights = np.zeros(size)
    for _ in range(25):
        guess = 1 / (1 + np.exp(-(cases @ weights)))
        gradient = penalty * weights + cases.T @ (weights_of * (guess - truths))
        hessian = penalty * np.eye(size) + (cases.T * (weights_of * guess * (1 - guess))) @ cases
        weights = stepped(weights, gradient, hessian)
    return weights


def halves(posts: Sequence[Post]) -> list[Post]:
    """Posts that hold no letter with its answer, made of the exchanges' halves."""
    made = []
    for one, other in zip(posts, [*posts[1:], *posts[:1]], strict=True):
        letter, answer = one.voices[: one.answer], one.voices[one.answer :]
        made.append(letter + other.voices[: other.answer])
        made.append(answer + other.voices[other.answer :])
        made.append(answer + letter)
        made += [half for half in (letter, answer) if len(half) > 1]
    return [Post(voices, 0.0, english=True) for voices in made]


def best(boundary: Vector, post: Post) -> tuple[int, float]:
    """Where the answer would likeliest begin, were there one, and how likely that is."""
    shares = likelihoods(boundary, post.boundaries)
    return int(shares.argmax()) + 1, float(shares.max())


def signs_of(boundary: Vector, posts: Iterable[Post]) -> Vector:
    found = []
    for post in posts:
        answer, likely = best(boundary, post)
        found.append(signs.signs(post.voices, (0, answer, len(post.voices)), likely, post.broken))
    return np.array(found)


def learn_presence(columns: Sequence[Column], none: Sequence[Post], boundary: Vector) -> Vector:
    """The weights that tell exchanges from what is none, both sides weighing the same."""
    total = sum(len(column.posts) for column in columns)
    share = {column.name: COLUMN_WEIGHT * len(column.posts) / total for column in columns}
    yes = [(posts, share[column.name]) for column in columns for posts in (column.posts, column.recut)]
    made = [(halves(column.posts), share[column.name]) for column in columns]
    no = [(none, COLUMN_WEIGHT), *made]
    cases, truths, weights = [], [], []
    for truth, groups in ((1.0, yes), (0.0, no)):
        for posts, weight in groups:
            able = [
                post for post in posts if signs.possible(post.voices, (0, best(boundary, post)[0], len(post.voices)))
            ]
            cases.append(signs_of(boundary, able))
            truths += [truth] * len(able)
            weights += [weight / len(able)] * len(able)
    return logistic(np.vstack(cases), np.array(truths), np.array(weights), PRESENCE_PENALTY)


def odds(share: float) -> float:
    share = min(max(share, 0.001), 0.999)
    return float(np.log(share / (1 - share)))


# -- measuring ----------------------------------------------------------------------------------------------------


@dataclass
class Guess:
    """What was said of a post by weights that never saw its column."""

    column: str
    likely: float
    there: float
    right: bool
    long: bool = False
    """Whether its letter has two and more paragraphs."""
    exchange: bool = True

    def case(self, *, introduced: bool) -> list[float]:
        return [1.0, odds(self.likely if introduced else min(self.likely, self.there))]


def guess(column: str, post: Post, boundary: Vector, presence: Vector) -> Guess:
    answer, likely = best(boundary, post)
    there = 1 / (1 + np.exp(-float(signs_of(boundary, [post])[0] @ presence)))
    if not signs.possible(post.voices, (0, answer, len(post.voices))):
        there = 0.0
    right = bool(post.answer) and answer == post.answer
    return Guess(column, likely, float(there), right, post.answer > 1, bool(post.answer))


def left_out(columns: Sequence[Column], none: Sequence[Post]) -> tuple[list[Guess], list[Guess]]:
    """Each column's posts guessed without it; each post without a letter guessed without its fold."""
    guesses: list[Guess] = []
    for column in columns:
        others = [one for one in columns if one is not column]
        boundary = learn_boundary(others)
        presence = learn_presence([one for one in others if one.posts[0].english], none, boundary)
        guesses += [guess(column.name, post, boundary, presence) for post in column.posts]
    plain: list[Guess] = []
    boundary = learn_boundary(columns)
    english = [column for column in columns if column.posts[0].english]
    for fold in range(FOLDS):
        rest = [post for at, post in enumerate(none) if at % FOLDS != fold]
        presence = learn_presence(english, rest, boundary)
        plain += [guess("none", post, boundary, presence) for post in none[fold::FOLDS]]
    return guesses, plain


def report(columns: Sequence[Column], guesses: Sequence[Guess], plain: Sequence[Guess]) -> None:
    print("boundary, each column left out of learning:")
    print(f"{'column':>12} {'rows':>5} {'exact':>6} {'always one':>11} {'two and more':>13} {'present':>8}")
    for column in columns:
        mine = [one for one in guesses if one.column == column.name]
        long = [one for one in mine if one.long]
        share = f"{sum(one.right for one in long)}/{len(long)}"
        exact = sum(one.right for one in mine) / len(mine)
        there = sum(one.there >= ENOUGH for one in mine) / len(mine)
        alone = 1 - len(long) / len(mine)
        print(f"{column.name:>12} {len(mine):>5} {exact:>6.3f} {alone:>11.3f} {share:>13} {there:>8.3f}")
    invented = sum(one.there >= ENOUGH for one in plain)
    print(f"prose without a letter, in {FOLDS} folds: {invented} of {len(plain)} taken for an exchange")


def sureness(guesses: Sequence[Guess], *, introduced: bool) -> Vector:
    """The calibration of these guesses."""
    cases = np.array([one.case(introduced=introduced) for one in guesses])
    names = [one.column for one in guesses]
    weights = np.array([COLUMN_WEIGHT / names.count(name) if name != "none" else PLAIN_WEIGHT for name in names])
    return logistic(cases, np.array([float(one.right) for one in guesses]), weights, 1.0)


def calibration(guesses: Sequence[Guess], *, introduced: bool) -> None:
    """Print how often what was given a confidence was right; each column calibrated on the others."""
    pairs: list[tuple[float, bool]] = []
    invented = 0
    for name in sorted({one.column for one in guesses}):
        others = [one for one in guesses if one.column != name or name == "none"]
        fitted = sureness(others, introduced=introduced)
        for one in guesses:
            if one.column == name:
                sure = 1 / (1 + np.exp(-float(np.array(one.case(introduced=introduced)) @ fitted)))
                pairs.append((min(0.99, sure), one.right))
                invented += sure >= 0.9 and not one.exchange
    print(f"{'confidence':>12} {'guesses':>8} {'mean':>6} {'right':>6}")
    for low, high in pairwise((0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)):
        inside = [(sure, right) for sure, right in pairs if low <= sure < high]
        if inside:
            mean, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            print(f"{low:>7.2f}–{min(high, 1):.2f} {len(inside):>8} {mean:>6.3f} {right:>6.3f}")
    print(f"of prose without a letter, at 0.9 and above: {invented}")


# -- a second exchange ----------------------------------------------------------------------------------------------


def divided(post: Post, weights: Vector, price: float) -> list[tuple[int, int]]:
    """The exchanges that the chain finds."""
    size = len(voice.TRAITS)
    mine: set[str] = set()
    says = []
    for one in post.voices:
        says.append(float(np.array(voice.traits(one, mine)) @ weights[:size]))
        mine |= one.mine
    turn = [0.0, *(float(np.array(voice.turns(post.voices, at)) @ weights[size:]) for at in range(1, len(post.voices)))]
    return [(begin, answer) for begin, answer, _ in chain.boundaries(says, turn, again=price)]


def price_of_exchange(columns: Sequence[Column], weights: Vector) -> float:
    """The price of a second exchange at which singles and pairs are read best; the table is printed."""
    singles, pairs = [], []
    for column in columns:
        posts = [post for post in column.posts if len(post.voices) >= 3][:200]
        singles += posts
        for a, b in zip(posts[::2], posts[1::2], strict=False):
            truth = [(0, a.answer), (len(a.voices), len(a.voices) + b.answer)]
            pairs.append((Post(a.voices + b.voices, 0.0, a.english), truth))
    print("price of a second exchange:")
    chosen = (0.0, -1.0)
    for price in (-1.0, -2.0, -3.0, -4.0, -5.0, -6.0, -8.0, -10.0):
        alone = sum(divided(one, weights, price) == [(0, one.answer)] for one in singles) / len(singles)
        double = sum(divided(one, weights, price) == truth for one, truth in pairs) / len(pairs)
        print(f"{price:>6} singles {alone:.3f} pairs {double:.3f}")
        # nearly all unmarked pages hold one exchange, so that single rows count twenty times
        chosen = max(chosen, (price, 20 * alone + double), key=lambda pair: pair[1])
    return chosen[0]


# -- writing ------------------------------------------------------------------------------------------------------


def write(boundary: Vector, presence: Vector, price: float, introduced: Vector, unmarked: Vector) -> None:
    """Put the learned numbers into the module of weights, each beside its feature's name."""
    text = WEIGHTS.read_text("utf-8")
    size = len(voice.TRAITS)
    tables = (
        ("TRAIT_WEIGHTS", voice.TRAITS, boundary[:size]),
        ("TURN_WEIGHTS", voice.TURNS, boundary[size:]),
        ("SIGN_WEIGHTS", signs.SIGNS, presence),
    )
    for name, features, weights in tables:
        body = "".join(f'    "{feature}": {weight:.2f},\n' for feature, weight in zip(features, weights, strict=True))
        head, _, rest = text.partition(f"{name}: Final = {{\n")
        text = f"{head}{name}: Final = {{\n{body}{rest[rest.index('}') :]}"
    text = re.sub(r"NEW_EXCHANGE: Final = .*", f"NEW_EXCHANGE: Final = {price}", text)
    for name, fitted in (("SURE_INTRODUCED", introduced), ("SURE_UNMARKED", unmarked)):
        numbers = ", ".join(f"{number:.2f}" for number in fitted)
        text = re.sub(rf"{name}: Final = .*", f"{name}: Final = ({numbers})", text)
    WEIGHTS.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--plain", type=Path, nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    columns, none = load(options.data, options.plain)
    guesses, plain = left_out(columns, none)
    report(columns, guesses, plain)
    print("confidence where an introduction says that there is a letter, columns left out:")
    calibration(guesses, introduced=True)
    english = {column.name for column in columns if column.posts[0].english}
    said = [one for one in (*guesses, *plain) if one.there >= ENOUGH and one.column in (*english, "none")]
    print("confidence where nothing marks anybody, of what is taken for an exchange, columns left out:")
    calibration(said, introduced=False)
    boundary = learn_boundary(columns)
    presence = learn_presence([column for column in columns if column.name in english], none, boundary)
    price = price_of_exchange(columns, boundary)
    for feature, weight in zip((*voice.TRAITS, *voice.TURNS), boundary, strict=True):
        print(f"{feature:>24} {weight:6.2f}")
    print("presence:")
    for feature, weight in zip(signs.SIGNS, presence, strict=True):
        print(f"{feature:>24} {weight:6.2f}")
    if options.write:
        write(boundary, presence, price, sureness(guesses, introduced=True), sureness(said, introduced=False))


if __name__ == "__main__":
    main()
