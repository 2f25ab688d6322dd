"""``spark.read.format("threadkit")``: archives → threads or comments as a Spark DataFrame.

    load(paths)  → places.py   paths, globs, folders, an index of a crawl → partitions
    options      → source.py   → a reader, which goes to the executors
    a partition  → threadkit   entries → records → Arrow batches: `threadkit.bulk.batching`

Spark 4 finds data sources by itself in modules whose names begin with ``pyspark_`` and that have a `DefaultSource`; so
nothing needs to be imported or registered, and the package has to be installed on the driver and on every executor.
"""

from pyspark_threadkit.source import DefaultSource, schema

__all__ = ["DefaultSource", "schema"]
