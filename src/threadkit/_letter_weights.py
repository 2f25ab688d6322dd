"""The weights of the model in ``_letter_voice.py``: what each feature says for the answer, in units of log odds.

Written by ``tools/learn_letters.py``.
"""

from __future__ import annotations

from typing import Final

__all__ = ["NEW_EXCHANGE", "SIGN_WEIGHTS", "TRAIT_WEIGHTS", "TURN_WEIGHTS"]

TRAIT_WEIGHTS: Final = {
    "first person": -1.61,
    "second person": 2.31,
    "more you than I": 1.61,
    "taken up": 1.32,
    "still mine": -1.27,
    "asks as I": -1.00,
    "pleas": -1.04,
}
TURN_WEIGHTS: Final = {
    "after question": 3.10,
    "after plea": 1.74,
    "after you": 0.59,
    "opens with you": 0.36,
    "opens with your": 0.66,
}
SIGN_WEIGHTS: Final = {
    "always": -5.03,
    "letter speaks as I": 3.83,
    "letter speaks to you": 0.11,
    "answer speaks to you": 3.81,
    "answer speaks as I": 0.41,
    "ends in a question": 1.59,
    "ends in a request": 1.32,
    "request in answer": -1.08,
    "taken up": 3.22,
    "speaks of letters": 1.00,
    "much as I": 0.79,
    "much to you": 0.43,
    "brief": -1.70,
}
NEW_EXCHANGE: Final = -4.0
"""What a second unmarked letter after an answer costs."""
