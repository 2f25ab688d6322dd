"""How pages speak of their comments: "12 thoughts on …", "Ein Kommentar", "Comments are closed", in many languages.

The vocabulary that HTML pages and renderings share; what to make of a line that holds it is theirs.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["CLOSED", "COMMENTS", "NUMBER", "ONE", "ZERO", "number_of"]

COMMENTS: Final = (
    r"(?:comments?|responses?|repl(?:y|ies)|answers?|thoughts?|reactions?|discussions?|opinions?|feedbacks?"
    r"|kommentare?|antwort(?:en)?|gedanken?|reaktion(?:en)?|ergänzung(?:en)?|meinung(?:en)?|beiträge"
    r"|commentaires?|réponses?|réflexions?|réactions?|pensées?|avis"
    r"|comentarios?|respuestas?|pensamientos?|opiniones|reacciones"
    r"|commenti|commento|risposte|risposta|pensier[io]|comentários?|respostas?|reacties?|gedachten?|opmerkingen"
    r"|kommentar(?:er)?|svar|tanke|tankar|komentarz\w*|odpowied\w*|przemyśle\w*"
    r"|комментари\w*|ответ(?:а|ов|ы)?|отзыв\w*|мысл(?:ь|и|ей)|yorum(?:lar)?|cevap|תגובות|תגובה|מחשבות"
    r"|コメント|评论|댓글)"
)
"""What comments are called, as a pattern; to be used without regard to case."""
ONE: Final = r"(?:one|ein(?:e|en)?|un[eao]?|en|ett|één|jeden|jedna|один|одна|bir)"
"""One comment, spelled out."""
ZERO: Final = r"(?:no|keine?|aucun|sin|nessun|nenhum|geen|zero)"
"""No comment, spelled out."""
NUMBER: Final = r"(?:\d{1,3}(?:[.,\u00a0\u202f'’]\d{3})+|\d+)"
"""A number as themes print it: "1,203"."""
CLOSED: Final = re.compile(
    r"comments? (?:\w+ ){0,5}(?:are|is) (?:now |currently )?(?:closed|off|disabled)|comments (?:off|closed)"
    r"|comment(?:ing|s) (?:is|has been|have been) (?:closed|disabled)|comments and pings are currently closed"
    r"|new comments are not allowed|kommentar\w* (?:sind|ist|wurden?) (?:\w+ )?(?:geschlossen|deaktiviert)"
    r"|commentaires sont (?:fermés|clos)|comentarios (?:están )?cerrados|commenti (?:sono )?chiusi"
    r"|comentários (?:estão )?(?:fechados|encerrados)|reacties zijn gesloten|комментарии (?:закрыты|отключены)"
    r"|התגובות סגורות",
    re.IGNORECASE,
)
"""That no more comments may be left."""
_ZERO: Final = re.compile(ZERO, re.IGNORECASE)


def number_of(text: str) -> int:
    """The value of what `NUMBER`, `ONE` or `ZERO` matched.

    >>> number_of("1,203"), number_of("Ein"), number_of("No")
    (1203, 1, 0)
    """
    digits = re.sub(r"\D", "", text)
    if digits:
        return int(digits[:9])
    return 0 if _ZERO.fullmatch(text) else 1
