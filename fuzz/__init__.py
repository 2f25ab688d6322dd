"""A fuzzer of our own: archived pages as they might be, and what must hold of each.

    python -m fuzz                             a minute over all targets, with a fresh seed that is printed
    python -m fuzz --minutes 120 --targets html --seeds FOLDER
    python -m fuzz --seed 17 --targets html --case 4711       one case again
    python -m fuzz --replay fuzz/found/html-1a2b3c4d.str      a saved one

The seeds are the fixtures of the tests (and whatever folders are named). A case is a seed, changed a few times by
mutators that know what it is made of: tags, attributes and ids in HTML (`html`), lines, indents and headers in
renderings (`text`), keys and values in JSON (`json`). Each target (`targets`) says in one sentence what must hold.
Whatever breaks it is a finding; its kind is the exception with the innermost function of threadkit that it passed, or
the invariant that is broken. The first case of each kind is made small (`minimise`), printed and saved.

A case depends on the seed, the target and its number alone, so that each can be run again. Cases run in a child
process (`running`), so that one that kills Python is a finding like any other. Kinds that are known and not mended yet
are in ``known.toml``, each with its reason: they don't fail a run. Whoever mends one deletes its entry.
"""
