"""The shape of the package: imports go one way, public names are listed in order, and the docs know them all."""

from __future__ import annotations

import ast
import importlib
import pickle
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import threadkit

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "threadkit"
SPARK = ROOT / "src" / "pyspark_threadkit"

LAYERS = [
    ["extensions", "lazy_re"],
    ["errors", "fields", "version"],
    ["model"],
    ["vocabulary"],
    ["document", "dates", "letters"],
    ["inner_text", "assembly"],
    ["post", "comments", "renderings"],
    ["options"],
    ["page", "serializers", "merging"],
    ["archives"],
    ["api"],
    ["bulk"],
    [""],
    ["cli"],
    ["__main__"],
]
"""From below to above; "" is the package itself. A module imports from its own package and from lower layers only:
what stands beside it does not know it, nor it that."""

INDEPENDENT = {
    "archives.exports": {"archives.exports.autop", "archives.exports.typeset", "archives.exports.wordpress"},
    "cli.commands": set(),
    "comments.systems": set(),
}
"""Folders whose files do not know each other, but for those that the others share."""

RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}


def module_name(path):
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def imports_of(name):
    """The package's modules that a module imports, wherever in its text it does, by statement or by string."""
    found = set()
    prose = {id(node.value) for node in ast.walk(TREES[name]) if isinstance(node, ast.Expr)}
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: imports are absolute here"
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            targets = [target if target.removeprefix("threadkit.") in MODULES else node.module for target in inner]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            targets = [one for groups in STRING_IMPORT.findall(node.value) for one in groups if one]
        else:
            continue
        found.update(target for target in targets if target.split(".")[0] == "threadkit")
    return {target.removeprefix("threadkit").removeprefix(".") for target in found} & MODULES.keys() - {name}


STRING_IMPORT = re.compile(r"\A(threadkit(?:\.\w+)+)\Z|\bfrom (threadkit[\w.]*) import |\bimport (threadkit[\w.]*)")
"""A name that is given to `import_module`, or a line of a program for another process."""


IMPORTS = {name: imports_of(name) for name in MODULES}


def top(name):
    return name.split(".")[0]


def test_every_module_belongs_to_a_layer():
    assert {top(name) for name in MODULES} == set(RANK)


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_one_way(name):
    wrong = [other for other in IMPORTS[name] if top(other) != top(name) and RANK[top(other)] >= RANK[top(name)]]
    assert not wrong, f"{name or 'threadkit'} stands below or beside {sorted(wrong)}"


@pytest.mark.parametrize("folder", INDEPENDENT)
def test_files_of_a_family_do_not_know_each_other(folder):
    own = {name for name in MODULES if name.startswith(f"{folder}.")}
    assert own
    assert {
        name: IMPORTS[name] & own - INDEPENDENT[folder] for name in own if IMPORTS[name] & own - INDEPENDENT[folder]
    } == {}


def test_imports_by_string_are_seen():
    program = "import sys; from threadkit.bulk.workers import serve; serve()"
    assert [one for groups in STRING_IMPORT.findall(program) for one in groups if one] == ["threadkit.bulk.workers"]
    assert [one for groups in STRING_IMPORT.findall("threadkit.cli") for one in groups if one] == ["threadkit.cli"]


def reached(name):
    """All that is imported by importing a module, but for the package's own ``__init__``."""
    seen, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        fresh = IMPORTS[one] - seen - {one}
        seen |= fresh
        waiting.extend(fresh - {""})
    return seen


def test_no_module_imports_itself_by_way_of_others():
    assert [name for name in MODULES if name in reached(name)] == []


def kind_order(name):
    """Constants, then classes, then the rest, each in alphabetical order."""
    return (0 if name.isupper() else 1 if name.lstrip("_")[:1].isupper() else 2, name)


def listed(name):
    for node in TREES[name].body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == "__all__":
            return ast.literal_eval(node.value)
    return None


@pytest.mark.parametrize("name", [name for name in MODULES if TREES[name].body[1:]])
def test_public_names_are_listed_in_order(name):
    names = listed(name)
    assert names is not None, f"{name} has no __all__"
    assert names == sorted(set(names), key=kind_order)
    defined = [node for node in TREES[name].body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    # A decorated function may be public by its decorator (a command); else what is not listed is private by its name.
    plain = [node.name for node in defined if isinstance(node, ast.ClassDef) or not node.decorator_list]
    assert [public for public in plain if not public.startswith("_") and public not in names] == []


@pytest.mark.parametrize("name", MODULES)
def test_every_module_opens_with_what_it_is_for(name):
    assert ast.get_docstring(TREES[name])


@pytest.mark.parametrize("name", [name for name in MODULES if name != "__main__"])
def test_listed_names_exist(name):
    module = importlib.import_module(f"threadkit.{name}".rstrip("."))
    assert [public for public in listed(name) or [] if not hasattr(module, public)] == []


def test_all_modules_are_packaged():
    found = {module.name for module in pkgutil.walk_packages(threadkit.__path__, "threadkit.")}
    assert found == {f"threadkit.{name}" for name in MODULES if name}


@pytest.mark.parametrize("name", [name for name in listed("") if name != "__version__"])
def test_every_public_name_is_documented(name):
    assert getattr(threadkit, name).__doc__
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert re.search(rf"auto\w+:: threadkit\.{name}$", reference, re.MULTILINE)


def test_public_names_are_loaded_from_where_the_types_say_they_are():
    declared = {
        alias.name: node.module
        for node in ast.walk(TREES[""])
        if isinstance(node, ast.ImportFrom)
        and node.module.startswith("threadkit.")
        and node.module != "threadkit.version"
        for alias in node.names
    }
    assert {name: home for home, names in threadkit._HOMES.items() for name in names.split()} == declared
    assert sorted(declared) == sorted(set(listed("")) - {"__version__"})
    assert set(listed("")) <= set(dir(threadkit))
    with pytest.raises(AttributeError, match="no attribute 'parze'"):
        _ = threadkit.parze


LOADED = """
import sys, threadkit
kept = set(sys.modules)
print(*sorted(kept & {"attr", "lxml", "threadkit.api"}))
threadkit.parse("<h1>Mugs</h1><ol class=commentlist><li class=comment id=comment-1><p>Mine too.")
costly = {"bs4", "cattrs", "charset_normalizer", "click", "email", "sqlite3", "tarfile", "zipfile", "zoneinfo"}
print(*sorted(set(sys.modules) & costly))
print(*sorted(name for name in set(sys.modules) - kept if name.startswith(UNUSED)))
"""
"""What importing loads, and then what one page of HTML does."""


def test_what_is_not_used_is_not_loaded():
    unused = ("threadkit.archives", "threadkit.bulk", "threadkit.merging", "threadkit.renderings", "threadkit.serial")
    program = LOADED.replace("UNUSED", repr(unused))
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "\n" * 3


def test_patterns_are_compiled_when_they_are_used():
    from threadkit import lazy_re

    one = lazy_re.pattern("(", re.IGNORECASE)
    assert one.pattern == "("
    with pytest.raises(re.error):
        one.search("a")
    other = pickle.loads(pickle.dumps(lazy_re.pattern(r"(?P<letter>B)", re.IGNORECASE)))
    assert other.sub("-", "abc") == "a-c"
    assert other.groupindex == {"letter": 1}
    for name, tree in TREES.items():
        top_level = [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
        calls = [node for part in top_level for node in ast.walk(part) if isinstance(node, ast.Attribute)]
        assert name == "lazy_re" or not [one for one in calls if ast.unparse(one) == "re.compile"], name


def test_the_version_is_written_down_once_and_cited():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {threadkit.__version__}\n" in citation
    assert f"## {threadkit.__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_types_are_published():
    assert (SOURCE / "py.typed").exists()
    assert (SPARK / "py.typed").exists()


def test_sparks_module_stands_on_the_package_and_nothing_on_it():
    for path in SPARK.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree)
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not imported & {"threadkit.cli", "threadkit.bulk.convert"}
    assert not [name for name, path in MODULES.items() if "pyspark" in path.read_text(encoding="utf-8")]
