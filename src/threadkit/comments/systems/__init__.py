"""The comment systems, one file each, in the order in which they are asked.

A system is a `System`: a row of declared facts. To add one, write its file and put it into `SYSTEMS`; what the row
leaves out is learned from each page. Other packages add theirs by the entry point ``threadkit.systems``.
"""

from typing import Final

from threadkit.comments.contract import System
from threadkit.comments.systems.blogger import BLOGGER
from threadkit.comments.systems.wordpress import WORDPRESS

__all__ = ["SYSTEMS"]

SYSTEMS: Final[tuple[System, ...]] = (BLOGGER, WORDPRESS)
