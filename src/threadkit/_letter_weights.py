"""The weights of the model in ``_letter_voice.py``: what each named feature says for the answer, in units of log odds."""

from __future__ import annotations

from typing import Final

__all__ = ["NEW_EXCHANGE", "TRAIT_WEIGHTS", "TURN_WEIGHTS"]

TRAIT_WEIGHTS: Final = {
    "paragraph": 0.0,
    "first person": -1.5,
    "second person": 1.5,
    "more you than I": 3.0,
    "taken up": 1.0,
    "told": -0.5,
    "commands": 1.0,
    "pleas": -1.0,
    "advice": 0.7,
    "asks as I": -1.0,
}
TURN_WEIGHTS: Final = {
    "after question": 2.0,
    "after plea": 1.0,
    "after thanks": 1.0,
    "after you": 0.3,
    "opens as answer": 1.0,
    "opens with you": 1.0,
    "opens with I": -1.0,
    "opens with your": 1.0,
    "opens with command": 1.0,
    "after colon": -2.0,
    "before last": 0.0,
    "after first": 0.0,
}
NEW_EXCHANGE: Final = -6.0
"""What a second unmarked letter after an answer costs."""
