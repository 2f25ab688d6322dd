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
    "always": -3.53,
    "letter speaks as I": 4.40,
    "answer speaks to you": 3.22,
    "ends in a request": 2.55,
    "requests": 0.12,
    "taken up": 3.03,
    "answer speaks as I": -0.49,
    "request in answer": -1.60,
    "speaks of letters": 1.00,
}
NEW_EXCHANGE: Final = -4.0
"""What a second unmarked letter after an answer costs."""
