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
    "first person": 0.25,
    "second person": 2.35,
    "first person rate": -2.41,
    "no voice": 1.02,
    "taken up": 1.67,
    "still mine": -1.28,
    "asks as I": -1.28,
    "pleas": -1.76,
    "orders": 0.32,
    "advising rate": -0.53,
    "telling": 0.65,
    "third person rate": -0.42,
    "for everybody": -0.37,
    "advises as I": -0.74,
}
TURN_WEIGHTS: Final = {
    "after question": 1.49,
    "after plea": 1.07,
    "after you": 0.50,
    "after second person": 0.69,
    "after no I": 0.61,
    "after orders": 0.62,
    "asked before": 1.90,
    "opens with you": 0.14,
    "opens with your": 0.44,
    "opens with I": 0.33,
    "opens without I": 0.58,
    "reacts": 0.36,
    "reacts as I": -0.27,
    "orders first": 0.07,
    "opens briefly": -0.28,
    "opens in a word": 0.36,
    "no I": -1.09,
    "more you than before": 1.55,
    "same theme": 0.19,
    "takes up": 0.15,
    "echoes a question": -0.01,
}
SIGN_WEIGHTS: Final = {
    "always": -0.18,
    "letter speaks as I": 1.42,
    "answer speaks to you": 1.05,
    "answer speaks as I": -1.49,
    "answer tells of itself": -0.19,
    "ends in a question": 1.01,
    "ends in a request": 0.81,
    "asks as I": 0.51,
    "request in answer": -0.71,
    "taken up": 1.57,
    "still mine in answer": -0.42,
    "speaks of letters": 1.04,
    "much as I": -0.16,
    "brief": -0.45,
    "letter speaks of the page": -1.15,
    "answer speaks of the page": -2.01,
    "answer is for everybody": 0.08,
    "answer ends in a question": -1.56,
    "asks of what was": -0.07,
    "answer reacts": 0.90,
    "answer orders": 0.12,
    "answer advises": 0.31,
    "boundary is sure": -0.12,
    "words of letter": -0.74,
    "words of answer": 1.12,
    "paragraphs": -0.35,
    "lines that are no prose": -0.71,
}
SURE_INTRODUCED: Final = (0.33, 0.88)
"""Always, and for each unit of the boundary's log odds."""
SURE_UNMARKED: Final = (1.26, 1.06)
"""The same, of the boundary or of there being an exchange, whichever is less likely."""
NEW_EXCHANGE: Final = -6.0
"""What a second unmarked letter after an answer costs."""
AFTER_SIGNATURE: Final = 5.0
"""What a signature before it says for a boundary; set by hand, since the rows learned from have lost theirs."""
ENOUGH: Final = 0.2
"""How likely an unmarked exchange has to be, where the learned odds take half of all posts to hold one; set by hand."""
FLOOR: Final = 0.3
"""How sure a part has to be that nothing marks: below it nothing is claimed."""
