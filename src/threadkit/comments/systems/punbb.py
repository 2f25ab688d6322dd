"""PunBB and FluxBB: every post of a topic is a comment, the first as well; the time is the post's heading."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["PUNBB"]

PUNBB: Final = System(
    name="punbb",
    marks="div.blockpost .postmsg",
    records="div.blockpost[id^=p]",
    numbered=r"^p(\d+)$",
    author=".postleft dt strong, .postleft dt",
    time="h2 a, h2",
    body=".postmsg",
    level=flat,
    boilerplate=".postedit",
    permalink="h2 a",
)
