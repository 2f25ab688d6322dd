"""The weights of the wording: what each feature says, in units of log odds.

Written by ``tools/learn_letters.py``: `TRAIT_WEIGHTS` and `TURN_WEIGHTS` speak for the answer (``voice.py``),
`SIGN_WEIGHTS` for there being an exchange (``signs.py``), and the numbers of `SURE_INTRODUCED` and `SURE_UNMARKED` make
confidence of both (``wording.py``).
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "AFTER_SIGNATURE",
    "ENOUGH",
    "FLOOR",
    "NEW_EXCHANGE",
    "SIGN_WEIGHTS",
    "SURE_INTRODUCED",
    "SURE_UNMARKED",
    "TRAIT_WEIGHTS",
    "TURN_WEIGHTS",
]

TRAIT_WEIGHTS: Final = {
    "first person": 0.21,
    "second person": 2.44,
    "first person rate": -2.44,
    "no voice": 1.04,
    "taken up": 1.65,
    "still mine": -1.34,
    "asks as I": -1.25,
    "pleas": -1.77,
    "orders": 0.38,
    "advising rate": -0.53,
    "telling": 0.65,
    "third person rate": -0.42,
    "for everybody": -0.39,
    "advises as I": -0.74,
}
TURN_WEIGHTS: Final = {
    "after question": 1.47,
    "after plea": 0.84,
    "after you": 0.55,
    "after second person": 0.65,
    "after no I": 0.58,
    "after orders": 0.65,
    "asked before": 1.97,
    "opens with you": 0.23,
    "opens with your": 0.36,
    "opens with I": 0.41,
    "opens without I": 0.38,
    "reacts": 0.39,
    "reacts as I": -0.43,
    "orders first": 0.07,
    "opens briefly": -0.20,
    "opens in a word": -0.20,
    "no I": -0.95,
    "more you than before": 1.45,
    "takes up": 0.18,
}
SIGN_WEIGHTS: Final = {
    "always": -0.19,
    "letter speaks as I": 1.48,
    "answer speaks to you": 1.09,
    "answer speaks as I": -1.54,
    "answer tells of itself": -0.20,
    "ends in a question": 1.00,
    "ends in a request": 0.78,
    "asks as I": 0.53,
    "request in answer": -0.72,
    "taken up": 1.55,
    "still mine in answer": -0.27,
    "speaks of letters": 0.94,
    "much as I": -0.19,
    "brief": -0.46,
    "letter speaks of the page": -1.25,
    "answer speaks of the page": -1.97,
    "answer is for everybody": 0.08,
    "answer ends in a question": -1.58,
    "asks of what was": -0.07,
    "answer reacts": 0.92,
    "answer orders": 0.11,
    "answer advises": 0.39,
    "boundary is sure": -0.19,
    "words of letter": -0.71,
    "words of answer": 1.12,
    "paragraphs": -0.41,
    "lines that are no prose": -0.69,
}
SURE_INTRODUCED: Final = (0.32, 0.89)
"""Always, and for each unit of the boundary's log odds."""
SURE_UNMARKED: Final = (1.61, 0.93)
"""The same, of the boundary or of there being an exchange, whichever is less likely."""
NEW_EXCHANGE: Final = -6.0
"""What a second unmarked letter after an answer costs."""
AFTER_SIGNATURE: Final = 5.0
"""What a signature before it says for a boundary; set by hand, since the rows learned from have lost theirs."""
ENOUGH: Final = 0.2
"""How likely an unmarked exchange has to be, where the learned odds take half of all posts to hold one; set by hand."""
FLOOR: Final = 0.3
"""How sure a part has to be that nothing marks: below it nothing is claimed."""
