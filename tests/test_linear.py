"""Nothing takes more than linear time: every pattern of the package, and pages and renderings made to be costly.

Each is tried at a size and at four times that size: linear work takes four times as long, quadratic work sixteen times.
What counts is time on the processor, the best of several runs, so that a busy machine makes no difference.
"""

from __future__ import annotations

import ast
import gc
import importlib
import pkgutil
import re
import time
from pathlib import Path
from re import _constants as ops
from re import _parser

import pytest

import threadkit
from threadkit import lazy_re
from threadkit.dates import grammar

GROWTH = 4
BOUND = 2.2 * GROWTH
"""How much longer four times the size may take; between linear (4) and quadratic (16)."""


def seconds(run, rounds):
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        run()
        best = min(best, time.process_time() - begun)
    return best


def grows(make, size, *, negligible, rounds=3):
    """How many times longer four times the size takes; 1 where even that takes no time worth measuring.

    `make` gives what to run at a size. What looks like too much is measured again before it is believed.
    """
    ratio = 1.0
    for _ in range(3):
        large = seconds(make(GROWTH * size), rounds)
        if large < negligible:
            return 1.0
        ratio = large / max(seconds(make(size), rounds), 1e-7)
        if ratio <= BOUND:
            break
    return ratio


# -- patterns --------------------------------------------------------------------------------------------------------

SEARCHING = {"search", "finditer", "findall", "sub", "subn"}
SAMPLES = "a 1-<.A中\n\xa0\"'&:(,\0"

SHORT = {
    "comments.surroundings.MORE": 60,
    "letters.cues._CLOSED_BLOCK": 220,
    "letters.cues._CLOSED_TAIL": 240,
    "letters.cues._SIGNED_BLOCK": 220,
    "letters.cues._SIGNED_TAIL": 240,
    "renderings.introduction._ASIAN": 80,
}
"""Patterns that never see a longer text than so many characters."""
HANDED_ON = {"renderings.lexers.inscriptis._MARKER", "renderings.lexers.lynx._MARKER", "renderings.lexers.w3m._MARKER"}
"""Patterns that others are given, to look at the beginning of a line."""


def modules():
    yield threadkit
    for found in pkgutil.walk_packages(threadkit.__path__, "threadkit."):
        if found.name != "threadkit.__main__":
            yield importlib.import_module(found.name)


MODULES = list(modules())


def uses():
    """Of each pattern that a module names: its name, and whether texts are searched for it.

    Where a pattern stands in a list, what the module does with any pattern that has no name is taken for its use.
    """
    found = {}
    for module in MODULES:
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        asked = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
        patterns = {node.id: value for node in names if isinstance(value := vars(module).get(node.id), LAZY)}
        elsewhere = {asked.get(id(node)) for node in names if node.id not in patterns and node.id != "re"}
        elsewhere &= {*SEARCHING, "match", "fullmatch"}
        for node in names:
            if node.id in patterns:
                name = f"{module.__name__}.{node.id}".removeprefix("threadkit.")
                _, methods = found.setdefault(id(patterns[node.id]), (name, set()))
                method = asked.get(id(node), "fullmatch" if name in HANDED_ON else None)
                methods |= (elsewhere or SEARCHING) if method is None else {method}
        for name, value in vars(module).items():
            for number, one in enumerate(within(value)):
                found.setdefault(id(one), (f"{module.__name__}.{name}[{number}]"[10:], set(elsewhere or SEARCHING)))
    return found


LAZY = lazy_re._LazyPattern


def within(value):
    """The patterns in a list of lists."""
    if isinstance(value, LAZY):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from within(one)
    elif type(value) is dict:
        yield from within([*value.values()])


def patterns():
    """Every pattern of the package, and whether texts are searched for it (or only begin with it)."""
    known = uses()
    every = [one for one in gc.get_objects() if isinstance(one, LAZY)]
    every += [one for shape in grammar.shapes() for one in (shape.sign, shape.pattern)]
    for one in {id(one): one for one in every}.values():
        name, methods = known.get(id(one), (f"{one.pattern!r:.40}", SEARCHING))
        yield name, one, bool(methods & SEARCHING)


def spelled(tree, at, unit_count, variant):
    """A text that the pattern begins to match, with what one of its repeats holds many times."""
    return "".join(piece(op, value, at, unit_count, variant) for op, value in tree)


def piece(op, value, at, count, variant):
    if op is ops.LITERAL:
        return chr(value)
    if op is ops.NOT_LITERAL:
        return next(one for one in SAMPLES if ord(one) != value)
    if op is ops.ANY:
        return SAMPLES[variant % 4]
    if op is ops.IN:
        return one_of(value, variant)
    if op is ops.BRANCH:
        return spelled(value[1][variant % len(value[1])], at, count, variant)
    if op is ops.SUBPATTERN:
        return spelled(value[3], at, count, variant)
    if op is ops.ATOMIC_GROUP:
        return spelled(value, at, count, variant)
    if op in REPEATS:
        least, _, inner = value
        times = count if value is at else least
        return spelled(inner, at, count, variant) if times == 1 else spelled(inner, None, 0, variant) * times
    return ""


REPEATS = {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}


def one_of(items, variant):
    """A character of a set: another one for each variant."""
    pattern = "".join(set_item(*item) for item in items)
    fitting = [chr(value if op is ops.LITERAL else value[0]) for op, value in items if op in (ops.LITERAL, ops.RANGE)]
    if items[0][0] is ops.NEGATE:
        fitting = []
    fitting += [one for one in SAMPLES if re.match(f"[{pattern}]", one)]
    return fitting[variant % len(fitting)] if fitting else ""


CATEGORIES = {
    ops.CATEGORY_DIGIT: r"\d",
    ops.CATEGORY_NOT_DIGIT: r"\D",
    ops.CATEGORY_SPACE: r"\s",
    ops.CATEGORY_NOT_SPACE: r"\S",
    ops.CATEGORY_WORD: r"\w",
    ops.CATEGORY_NOT_WORD: r"\W",
}


def set_item(op, value):
    if op is ops.NEGATE:
        return "^"
    if op is ops.CATEGORY:
        return CATEGORIES[value]
    low, high = (value, value) if op is ops.LITERAL else value
    return f"{re.escape(chr(low))}-{re.escape(chr(high))}"


def repeats(tree):
    """The parts of a pattern that may stand many times."""
    for op, value in tree:
        if op in REPEATS:
            if value[1] > 50:
                yield value
            yield from repeats(value[2])
        elif op is ops.BRANCH:
            for branch in value[1]:
                yield from repeats(branch)
        elif op is ops.SUBPATTERN:
            yield from repeats(value[3])
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            yield from repeats(value[1])
        elif op is ops.ATOMIC_GROUP:
            yield from repeats(value)


def attacks(text, flags):
    """Texts that the pattern may take long for, each as what makes it at a size (in characters)."""
    tree = _parser.parse(text, flags)
    found = {}
    for repeat in repeats(tree):
        for variant in range(4):
            unit = spelled(repeat[2], None, 0, variant)
            whole = spelled(tree, repeat, 3, variant)
            if not unit or unit * 3 not in whole:
                found[("", unit or whole or "a", "")] = None
                continue
            before, _, behind = whole.partition(unit * 3)
            for end in (behind, "\0", f"{behind}\0"):
                found[(before, unit, end)] = None
            found[("", unit, "")] = None
            found[("", before + unit, "")] = None
            found[("", f"{before}{unit} ", "")] = None
    return [key for key in found if key[1]]


def text_of(attack, size, as_bytes):
    before, unit, behind = attack
    text = before + unit * (size // len(unit)) + behind
    return text.encode("utf-8", "surrogatepass") if as_bytes else text


SLOW = 20e-3
"""More seconds than 8,000 characters take any pattern whose work is linear; a quadratic one takes 60 ms."""


@pytest.mark.parametrize(("name", "pattern", "searched"), [pytest.param(*one, id=one[0]) for one in patterns()])
def test_patterns(name, pattern, searched):
    as_bytes = isinstance(pattern.pattern, bytes)
    text = pattern.pattern.decode("latin-1") if as_bytes else pattern.pattern

    def work(size):
        subject = text_of(attack, size, as_bytes)
        return (lambda: sum(1 for _ in pattern.finditer(subject))) if searched else (lambda: pattern.match(subject))

    pattern.match(b"" if as_bytes else "")
    for attack in attacks(text, pattern.flags & ~re.UNICODE if as_bytes else pattern.flags):
        if name in SHORT:
            assert seconds(work(SHORT[name]), 5) < SLOW, attack
            continue
        for size in (28, 500):  # what is worse than quadratic would not come back from more
            assert seconds(work(size), 1) < SLOW or seconds(work(size), 3) < SLOW, attack
        if seconds(work(2_000), 1) > SLOW / 10 and seconds(work(8_000), 2) > SLOW:
            assert grows(work, 4_000, negligible=SLOW) <= BOUND, attack


# -- pages and renderings --------------------------------------------------------------------------------------------

POST = "<title>Mugs</title><h1>Mugs</h1><div class=entry><p>Dear Ann, my mugs are gone. What now? Sad</div>"
LIST = POST + "<ol class=commentlist>"
COMMENT = "<li class=comment id=comment-{0}><cite>Ann {0}</cite> <a href=#c>May 3, 2009 at 4:10 pm</a><p>Mine too."
PAGES = {
    "a title": lambda n: f"<title>{'A' * n}</title>" + POST,
    "a title of words": lambda n: f"<title>{'Ask A - ' * n}</title>" + POST,
    "a title in Chinese": lambda n: f"<title>{'中' * n}</title>" + POST,
    "notices in notices": lambda n: LIST + "<ul><li class=pingback>" * n,
    "notices in a numbered one": lambda n: LIST + "<li id=comment-7>" + "<ul><li class=pingback>" * n,
    "spaces behind a salutation": lambda n: POST + f"<p>Dear Ann,{chr(160) * n}</p><p>x",
    "lines behind a salutation": lambda n: POST + f"<p>Dear Ann,{'<br>' * n}x",
    "dashes behind a close": lambda n: POST + f"<p>Dear Ann, what?</p><p>Sincerely{'-' * n}</p>",
    "archives' notes without an end": lambda n: POST + "<!-- FILE ARCHIVED ON " * n,
    "bold in bold": lambda n: LIST + "<li class=comment id=comment-1><p>" + "<strong>x" * n,
    "headings in headings": lambda n: "<h1>" * n,
    "replies without a comment": lambda n: "<ul class=children><li>" * n,
    "lists in lists": lambda n: POST + "<ol><li>x" * n,
    "tables in tables": lambda n: POST + "<table><tr><td>a " * n,
    "terms in terms": lambda n: POST + "<dl><dt>a<dd>b " * n,
    "quotes in quotes": lambda n: POST + "<blockquote>a" * n,
    "tags that do not pair up": lambda n: POST + "<p>a<b>b<i>c</p><div>d</b>e</i></div>" * n,
    "ends without a beginning": lambda n: POST + "<table>" + "</p></b></div>" * n,
    "ends far from their beginnings": lambda n: "<b><i><p><table><tr>" * n + "</b></p></i></table>" * n,
    "items that close at the end": lambda n: "<li>" * n + "</ul>" * n,
    "quotes that stay open": lambda n: POST + "<a b='" * n,
    "comments": lambda n: LIST + "".join(COMMENT.format(i) for i in range(n)),
    "replies in replies": lambda n: LIST + "<ul class=children>".join(COMMENT.format(i) for i in range(n)),
    "comments of one id": lambda n: LIST + COMMENT.format(7) * n,
    "comments without an id": lambda n: LIST + "<li class=comment><cite>Ann</cite><p>Mine too." * n,
    "dates": lambda n: LIST + "<li class=comment id=comment-1><p>" + "May 3, 2009 at 4:10 pm " * n,
    "speakers": lambda n: POST + "<p>Ann: What?</p><p>Q: Why?</p>" * n,
    "letters": lambda n: POST + "<p>Dear Ann,<p>What?<p>Sad in Ohio<p>Dear Sad,<p>Do it." * n,
    "classes": lambda n: POST + f"<div class='{'sidebar comment-7 ' * n}'>x</div>",
    "links": lambda n: POST + "<p><a href='?cpage=2'>older comments</a>" * n,
}
TEXT = "Mugs\n\nDear Ann, my mugs are gone.\n\n{ 2 comments }\n\n"
RENDERINGS = {
    "a line": lambda n: TEXT + "a" * n,
    "spaces": lambda n: TEXT + " " * n + "x",
    "empty lines": lambda n: TEXT + "\n" * n + "x",
    "comments in a rendering": lambda n: TEXT + "".join(f"  {i}. Ann {i}*\n\n    Mine too.\n\n" for i in range(1, n)),
    "markers in markers": lambda n: TEXT + "  1. " * n,
    "indents": lambda n: TEXT + "".join(f"{'  ' * (i % 40)}1. Ann*\n\n" for i in range(n)),
    "headings of comments": lambda n: TEXT + "{ 2 comments }\n\n" * n,
    "speakers in a rendering": lambda n: TEXT + "Ann says:\n" * n,
    "dates in a rendering": lambda n: TEXT + "May 3, 2009 at 4:10 pm\nMine too.\n\n" * n,
    "bold in a rendering": lambda n: TEXT + "**a" * n + "\n\n**Ann** says:\n\n> x\n",
    "links in a rendering": lambda n: TEXT + "[a](" * n + "\n\n![b](<c" * n,
    "quotes in a rendering": lambda n: TEXT + "> " * n + "x",
    "bars in a rendering": lambda n: TEXT + "| a " * n,
}


def parsed(source):
    try:
        thread = threadkit.parse(source)
    except threadkit.ParseError:
        return
    threadkit.to_text(thread)
    threadkit.loads(threadkit.dumps(thread))


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in (PAGES | RENDERINGS).items()])
def test_pages(make):
    def work(size):
        source = make(size)
        return lambda: parsed(source)

    parsed(make(10))
    assert grows(work, 100, negligible=20e-3, rounds=2) <= BOUND


def test_what_grows_is_found():
    assert grows(lambda size: lambda: sum(1 for a in range(size) for _ in range(size)), 200, negligible=1e-4) > BOUND
    assert grows(lambda size: lambda: sum(1 for _ in range(size)), 100_000, negligible=1e-4) < BOUND
