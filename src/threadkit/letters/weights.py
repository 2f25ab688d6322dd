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
    "first person": 0.29,
    "second person": 2.32,
    "first person rate": -2.48,
    "no voice": 1.03,
    "taken up": 1.68,
    "still mine": -1.30,
    "asks as I": -1.27,
    "pleas": -1.78,
    "orders": 0.29,
    "advising rate": -0.52,
    "telling": 0.65,
    "third person rate": -0.45,
    "for everybody": -0.51,
}
TURN_WEIGHTS: Final = {
    "after question": 1.50,
    "after plea": 1.08,
    "after you": 0.51,
    "after second person": 0.67,
    "after no I": 0.65,
    "after orders": 0.66,
    "asked before": 1.88,
    "opens with you": 0.09,
    "opens with your": 0.42,
    "opens with I": 0.29,
    "opens without I": 0.61,
    "reacts": 0.35,
    "reacts as I": -0.30,
    "orders first": 0.08,
    "opens briefly": -0.28,
    "opens in a word": 0.34,
    "no I": -1.16,
    "more you than before": 1.59,
    "same theme": 0.35,
    "takes up": 0.12,
}
SIGN_WEIGHTS: Final = {
    "always": -0.20,
    "letter speaks as I": 1.52,
    "answer speaks to you": 1.02,
    "answer speaks as I": -1.48,
    "answer tells of itself": -0.20,
    "ends in a question": 1.10,
    "ends in a request": 0.75,
    "asks as I": 0.56,
    "request in answer": -0.70,
    "taken up": 1.60,
    "still mine in answer": -0.44,
    "speaks of letters": 1.07,
    "much as I": -0.03,
    "brief": -0.45,
    "letter speaks of the page": -1.14,
    "answer speaks of the page": -1.97,
    "answer is for everybody": 0.07,
    "answer ends in a question": -1.57,
    "asks of what was": -0.12,
    "answer reacts": 0.96,
    "answer orders": 0.06,
    "answer advises": 0.38,
    "boundary is sure": -0.10,
    "words of letter": -0.74,
    "words of answer": 1.06,
    "paragraphs": -0.27,
    "lines that are no prose": -0.73,
}
SURE_INTRODUCED: Final = (0.39, 0.88)
"""Always, and for each unit of the boundary's log odds."""
SURE_UNMARKED: Final = (1.49, 1.06)
"""The same, of the boundary or of there being an exchange, whichever is less likely."""
NEW_EXCHANGE: Final = -6.0
"""What a second unmarked letter after an answer costs."""
AFTER_SIGNATURE: Final = 5.0
"""What a signature before it says for a boundary; set by hand, since the rows learned from have lost theirs."""
ENOUGH: Final = 0.2
"""How likely an unmarked exchange has to be, where the learned odds take half of all posts to hold one; set by hand."""
FLOOR: Final = 0.3
"""How sure a part has to be that nothing marks: below it nothing is claimed."""
