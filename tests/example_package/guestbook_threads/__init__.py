"""What another distribution looks like that adds a comment system: a row, named by an entry point beside it.

The system is invented: a guest book whose entries say everything but the level, which nesting tells.
"""

from threadkit.comments.contract import System

GUESTBOOK = System(
    name="guestbook",
    marks="fieldset.entry",
    records="fieldset.entry",
    number="data-entry",
    author="legend",
    time="u",
    body="samp",
    score="meter@value",
)
