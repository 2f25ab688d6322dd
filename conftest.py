"""What pytest passes over: the examples of a module whose library is not installed."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore = [] if find_spec("pyspark") else ["src/pyspark_threadkit"]
