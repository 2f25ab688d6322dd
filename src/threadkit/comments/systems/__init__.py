"""The comment systems, one file each, in the order in which they are asked.

A system is a `System`: a row of declared facts. To add one, write its file and put it into `SYSTEMS`; what the row
leaves out is learned from each page. Other packages add theirs by the entry point ``threadkit.systems``.
"""

from typing import Final

from threadkit.comments.contract import System
from threadkit.comments.systems.blogger import BLOGGER
from threadkit.comments.systems.disqus import DISQUS
from threadkit.comments.systems.drupal import DRUPAL
from threadkit.comments.systems.guardian import GUARDIAN
from threadkit.comments.systems.habr import HABR
from threadkit.comments.systems.hackernews import HACKERNEWS
from threadkit.comments.systems.huffpost import HUFFPOST
from threadkit.comments.systems.ipb import IPB
from threadkit.comments.systems.kinja import KINJA
from threadkit.comments.systems.launchpad import LAUNCHPAD
from threadkit.comments.systems.meetup import MEETUP
from threadkit.comments.systems.metafilter import METAFILTER
from threadkit.comments.systems.phpbb import PHPBB
from threadkit.comments.systems.reddit import REDDIT
from threadkit.comments.systems.slashdot import SLASHDOT
from threadkit.comments.systems.stackexchange import STACKEXCHANGE
from threadkit.comments.systems.substack import SUBSTACK
from threadkit.comments.systems.typepad import TYPEPAD
from threadkit.comments.systems.wordpress import WORDPRESS
from threadkit.comments.systems.xenforo import XENFORO
from threadkit.comments.systems.yahoo import YAHOO

__all__ = ["SYSTEMS"]

SYSTEMS: Final[tuple[System, ...]] = (
    HACKERNEWS,
    *REDDIT,
    SLASHDOT,
    METAFILTER,
    STACKEXCHANGE,
    XENFORO,
    *PHPBB,
    *IPB,
    DISQUS,
    SUBSTACK,
    *KINJA,
    HABR,
    *GUARDIAN,
    HUFFPOST,
    YAHOO,
    MEETUP,
    LAUNCHPAD,
    DRUPAL,
    BLOGGER,
    *TYPEPAD,
    WORDPRESS,
)
