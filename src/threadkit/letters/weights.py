"""The weights of the model in ``voice.py``: what each feature says for the answer, in units of log odds.

Written by ``tools/learn_letters.py``.
"""

from __future__ import annotations

from typing import Final

__all__ = ["AFTER_SIGNATURE", "ENOUGH", "NEW_EXCHANGE", "SIGN_WEIGHTS", "TRAIT_WEIGHTS", "TURN_WEIGHTS"]

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
    "always": -4.92,
    "letter speaks as I": 3.70,
    "answer speaks to you": 4.10,
    "answer speaks as I": 0.49,
    "ends in a question": 1.57,
    "ends in a request": 1.33,
    "request in answer": -1.06,
    "taken up": 3.23,
    "speaks of letters": 1.06,
    "much as I": 0.89,
    "brief": -1.68,
}
NEW_EXCHANGE: Final = -3.0
"""What a second unmarked letter after an answer costs."""
AFTER_SIGNATURE: Final = 5.0
"""What a signature before it says for a boundary; set by hand, since the rows learned from have lost theirs."""
ENOUGH: Final = 0.4
"""How likely an unmarked exchange has to be; set by hand, below one half because columns hold more letters than not."""
