"""The comment systems, one file each, in the order in which they are asked.

A system is a `System`: a row of declared facts. To add one, write its file and put it into `SYSTEMS`; what the row
leaves out is learned from each page. Other distributions add theirs by entry points of the group
``threadkit.systems``, each a `System` or several; they are looked for when the first page with mark-up is parsed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from threadkit.comments.contract import System
from threadkit.comments.systems.bbpress import BBPRESS
from threadkit.comments.systems.blogger import BLOGGER
from threadkit.comments.systems.defence24 import DEFENCE24
from threadkit.comments.systems.discourse import DISCOURSE
from threadkit.comments.systems.disqus import DISQUS
from threadkit.comments.systems.drupal import DRUPAL
from threadkit.comments.systems.flarum import FLARUM
from threadkit.comments.systems.github import GITHUB
from threadkit.comments.systems.guardian import GUARDIAN
from threadkit.comments.systems.habr import HABR
from threadkit.comments.systems.hackernews import HACKERNEWS
from threadkit.comments.systems.hosted import HOSTED
from threadkit.comments.systems.huffpost import HUFFPOST
from threadkit.comments.systems.ipb import IPB
from threadkit.comments.systems.joomla import JOOMLA
from threadkit.comments.systems.kinja import KINJA
from threadkit.comments.systems.launchpad import LAUNCHPAD
from threadkit.comments.systems.lesswrong import LESSWRONG
from threadkit.comments.systems.livejournal import LIVEJOURNAL
from threadkit.comments.systems.lobsters import LOBSTERS
from threadkit.comments.systems.macrumors import MACRUMORS
from threadkit.comments.systems.mactechnews import MACTECHNEWS
from threadkit.comments.systems.meetup import MEETUP
from threadkit.comments.systems.metafilter import METAFILTER
from threadkit.comments.systems.mobilenations import MOBILENATIONS
from threadkit.comments.systems.mybb import MYBB
from threadkit.comments.systems.nytimes import NYTIMES
from threadkit.comments.systems.phpbb import PHPBB
from threadkit.comments.systems.protrade import PROTRADE
from threadkit.comments.systems.punbb import PUNBB
from threadkit.comments.systems.reddit import REDDIT
from threadkit.comments.systems.selfhosted import SELFHOSTED
from threadkit.comments.systems.serendipity import SERENDIPITY
from threadkit.comments.systems.slashdot import SLASHDOT
from threadkit.comments.systems.smf import SMF
from threadkit.comments.systems.spip import SPIP
from threadkit.comments.systems.squarespace import SQUARESPACE
from threadkit.comments.systems.stackexchange import STACKEXCHANGE
from threadkit.comments.systems.substack import SUBSTACK
from threadkit.comments.systems.tulsaworld import TULSAWORLD
from threadkit.comments.systems.typepad import TYPEPAD
from threadkit.comments.systems.vanilla import VANILLA
from threadkit.comments.systems.vbulletin import VBULLETIN
from threadkit.comments.systems.wohnglueck import WOHNGLUECK
from threadkit.comments.systems.wordpress import WORDPRESS
from threadkit.comments.systems.xenforo import XENFORO
from threadkit.comments.systems.yahoo import YAHOO
from threadkit.comments.systems.youtube import YOUTUBE
from threadkit.errors import ParseError
from threadkit.extensions import entry_points_of

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["GROUP", "SYSTEMS", "all_systems"]

GROUP: Final = "threadkit.systems"
"""The entry points by which other distributions add systems."""

SYSTEMS: Final[tuple[System, ...]] = (
    HACKERNEWS,
    *REDDIT,
    SLASHDOT,
    METAFILTER,
    STACKEXCHANGE,
    XENFORO,
    *PHPBB,
    *IPB,
    *VBULLETIN,
    *SMF,
    MYBB,
    PUNBB,
    VANILLA,
    *FLARUM,
    *DISCOURSE,
    BBPRESS,
    DISQUS,
    *HOSTED,
    *SELFHOSTED,
    SUBSTACK,
    *KINJA,
    *HABR,
    *GUARDIAN,
    HUFFPOST,
    YAHOO,
    MEETUP,
    LAUNCHPAD,
    GITHUB,
    LOBSTERS,
    *LESSWRONG,
    *YOUTUBE,
    NYTIMES,
    *MACRUMORS,
    MOBILENATIONS,
    MACTECHNEWS,
    DEFENCE24,
    WOHNGLUECK,
    TULSAWORLD,
    PROTRADE,
    *JOOMLA,
    *LIVEJOURNAL,
    DRUPAL,
    SERENDIPITY,
    SPIP,
    SQUARESPACE,
    BLOGGER,
    *TYPEPAD,
    WORDPRESS,
)
"""threadkit's own, in the order in which they are asked; several rows of one name are its generations."""


@cache
def all_systems() -> tuple[System, ...]:
    """All systems, those of other distributions first. Raises `ParseError` where two of them have the same name."""
    added: list[System] = []
    origins = dict.fromkeys((system.name for system in SYSTEMS), "threadkit")
    for point in entry_points_of(GROUP):
        rows = _loaded(point)
        for name in dict.fromkeys(row.name for row in rows):
            if name in origins:
                message = (
                    f"two comment systems are called {name!r}, of {origins[name]} and of {point.value}; remove one"
                )
                raise ParseError(message, code="system-clash")
            origins[name] = point.value
        added += rows
    return (*added, *SYSTEMS)


def _loaded(point: EntryPoint) -> tuple[System, ...]:
    """The rows that an entry point names."""
    try:
        loaded = point.load()
    except Exception as error:
        raise ParseError(
            f"the comment system {point.value!r} can't be loaded: {error}", code="system-broken"
        ) from error
    rows = (loaded,) if isinstance(loaded, System) else tuple(loaded) if isinstance(loaded, (tuple, list)) else ()
    if not rows or not all(isinstance(row, System) for row in rows):
        raise ParseError(f"{point.value!r} is to be a System or several; it is {loaded!r:.80}", code="system-broken")
    return rows
