"""The way in from a shell: ``threadkit`` and ``python -m threadkit``.

The library is installed without what only its command line needs, so the first question is whether that is here;
where it is not, one plain line says how to get it. Everything else is `threadkit.cli`.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

__all__ = ["main"]

_NEEDS = ("click", "rich")
_ADVICE = "threadkit: the command line needs the extra `cli`: pip install 'threadkit[cli]'"


def main() -> None:
    """Run the command line on ``sys.argv`` and exit with its status (2 where the extra is not installed)."""
    if any(find_spec(name) is None for name in _NEEDS):
        print(_ADVICE, file=sys.stderr)
        raise SystemExit(2)
    from threadkit.cli import main as commands

    commands(prog_name="threadkit")


if __name__ == "__main__":
    main()
