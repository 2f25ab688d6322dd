"""How the docs are built: MyST pages, the reference from the docstrings, and every example run.

``sphinx-build -W docs docs/_build`` writes the pages; ``-b doctest`` runs the examples, those of plain
``python`` fences included, so that a page reads the same on a code host and here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
from docutils import nodes
from sphinx.transforms import SphinxTransform

import threadkit

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "threadkit"
author = "threadkit contributors"
copyright = f"2026, {author}"
version = release = threadkit.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.doctest"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"threadkit {release}"
html_extra_path = ["schema.json"]
default_role = "literal"

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_default_options = {"members": True}

# The docstrings' examples run in their modules, by pytest; here run those of the pages.
doctest_test_doctest_blocks = ""

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

READING_ORDER = (
    "quickstart",
    "html",
    "renderings",
    "letters",
    "comment-systems",
    "accuracy",
    "dates",
    "model",
    "json",
    "archives",
    "exports",
    "merging",
    "convert",
    "spark",
    "recipes",
    "cli",
    "reference",
    "glossary",
    "architecture",
)


class RunPlainFences(SphinxTransform):
    """Mark each ``python`` fence that opens with a prompt as an example to run."""

    default_priority = 500

    def apply(self, **_: Any) -> None:
        for block in self.document.findall(nodes.literal_block):
            plain = block.get("language") in {"python", "pycon"} and "testnodetype" not in block
            if plain and block.astext().lstrip().startswith(">>>"):
                block["testnodetype"] = "doctest"
                block["groups"] = ["default"]
                block["options"] = {}
                block["trim_doctest_flags"] = True


def without_signature(_app: Sphinx, _what: str, _name: str, thing: object, *_: object) -> tuple[str, None] | None:
    """The attrs classes' fields are listed one by one with their docs: a signature of all of them says it twice."""
    return ("", None) if isinstance(thing, type) and attrs.has(thing) else None


def list_pages(app: Sphinx, page: str, source: list[str]) -> None:
    """Fill the index's toctree: the pages above as far as they exist, then the rest, so that none is forgotten."""
    if page == "index":
        rest = sorted(app.env.found_docs - {page, *READING_ORDER})
        listed = [name for name in READING_ORDER if name in app.env.found_docs]
        source[0] = source[0].replace("PAGES", "\n".join([*listed, *rest]))


def setup(app: Sphinx) -> None:
    app.add_transform(RunPlainFences)
    app.connect("source-read", list_pages)
    app.connect("autodoc-process-signature", without_signature)
