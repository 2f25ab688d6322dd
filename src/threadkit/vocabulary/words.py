"""The words that themes print around posts and comments, by language: data, and nothing else.

Each table has a language a line; its words are apart by commas. A star at the end of a word stands for any ending
("komentarz*"). Words are written as they are printed in the middle of a sentence; `patterns` makes regular expressions
of them, and what a word at some place means is decided where those are used. HTML pages, renderings and exports all
look words up here, so that what one of them knows the others know too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = [
    "AFTERNOON",
    "AUTHOR_WORDS",
    "BEFORE_CLOCKS",
    "BEFORE_DATES",
    "BY",
    "BYLINES",
    "BY_OR_ANOTHER_WORD",
    "CLOCK_WORDS",
    "CLOSED_COMMENTS",
    "COMMENTS_HEADINGS",
    "COMMENTS_ON",
    "COMMENT_BYLINES",
    "COMMENT_ON",
    "COMMENT_WORDS",
    "HEADER_WORDS",
    "MORE",
    "MORE_COMMENTS",
    "MORNING",
    "NO_COMMENT",
    "ONE_COMMENT",
    "OPEN_COMMENTS",
    "POST_AUTHOR_BADGES",
    "REPLY_LINKS",
    "SAYS",
    "SHARE_LINKS",
    "Table",
]

Table = Mapping[str, str]
"""Language (ISO 639-1) → its words, apart by commas; "" for what is printed in any language."""

# -- who speaks ------------------------------------------------------------------------------------------------------

SAYS: Final[Table] = {
    "en": "says, said, writes, wrote, commented, replied, responded",
    "de": "sagt, sagte, gesagt, hat gesagt, schreibt, schrieb, meint, meinte",
    "fr": "dit, a dit, a écrit",
    "es": "dice, dijo, escribió",
    "it": "dice, detto, ha detto, scrive",
    "pt": "diz, disse",
    "nl": "zegt, zei, schreef",
    "sv": "säger, sa, skrev",
    "da": "sagde, skrev",
    "fi": "sanoi",
    "pl": "mówi, pisze, napisał, powiedział*",
    "tr": "diyor ki, dedi ki",
    "ru": "говорит, пишет, сказал*",
    "he": "אומר, אומרת, כתב, כתבה, הגיב, הגיבה",
}
"""What stands behind a comment writer's name: "Ann says:"."""
BYLINES: Final[Table] = {
    "en": "posted by, written by, published by, story by, words by, article by",
    "de": "geschrieben von, veröffentlicht von",
    "fr": "écrit par, publié par",
    "es": "escrito por, publicado por",
    "it": "scritto da, pubblicato da",
    "pt": "escrito por, publicado por",
    "nl": "geschreven door, geplaatst door",
    "sv": "skrivet av",
    "pl": "napisane przez",
}
"""What stands before the name of whoever wrote the post, or a comment, and names the deed."""
COMMENT_BYLINES: Final[Table] = {
    "en": "author comment by, comment by, comment from, commented by, commented from",
    "de": "kommentar von",
    "fr": "commentaire de, commentaire par",
    "es": "comentario de",
    "it": "commento di",
    "pt": "comentário de",
    "nl": "reactie van",
}
"""The same where the deed is a comment."""
BY: Final[Table] = {"en": "by", "de": "von", "fr": "par", "es": "por", "pt": "por"}
"""The bare word before a name, where it hardly begins anything else."""
BY_OR_ANOTHER_WORD: Final[Table] = {
    "it": "di, da",
    "nl": "door",
    "sv": "av",
    "da": "af",
    "cs": "od",
    "pl": "przez",
}
"""The same in languages where it begins other lines too, or is a word of English: it needs a name's surroundings."""
AUTHOR_WORDS: Final[Table] = {
    "en": "author",
    "de": "Autor, Autorin",
    "fr": "auteur, auteure, autrice",
    "es": "autor, autora",
    "it": "autore, autrice",
    "pt": "autor, autora",
    "zh": "作者",
}
"""What an author is called: before a name it is a byline ("Author: Ann"), alone beside one a badge."""
POST_AUTHOR_BADGES: Final[Table] = {
    "en": "post author, blog author, article author, entry author, page author, thread author, author of the post, post"
    " owner, blog owner, article owner, entry owner, page owner, thread owner",
    "de": "Beitragsautor, Beitragsautorin, Artikelautor, Artikelautorin",
    "fr": "auteur de l’article, auteure de l’article, autrice de l’article, auteur ou autrice de l’article, auteur"
    " de la publication",
    "es": "autor de la entrada, autora de la entrada, autor/a de la entrada",
    "it": "autore articolo, autore dell’articolo",
    "pt": "autor do post, autora do post, autor do artigo",
    "nl": "berichtauteur, auteur van bericht, auteur van het bericht",
    "sv": "inläggsförfattare",
    "pl": "autor wpisu",
    "ru": "автор записи, автор публикации",
    "tr": "yazı yazarı",
    "ja": "投稿作成者, 投稿者",
    "zh": "文章作者, 博主",
    "he": "מחבר הפוסט, כותב הפוסט",
}
"""What stands beside the name of a comment's writer who wrote the post too."""

# -- when --------------------------------------------------------------------------------------------------------------

BEFORE_DATES: Final[Table] = {
    "en": "on, from",
    "de": "am, vom",
    "fr": "le",
    "es": "el",
    "it": "il",
    "pt": "em",
    "nl": "op",
    "sv": "den",
    "pl": "dnia",
    "ru": "в",
}
"""What stands before a displayed date."""
BEFORE_CLOCKS: Final[Table] = {
    "en": "at",
    "de": "um",
    "fr": "à",
    "es": "a las",
    "it": "alle",
    "pt": "às",
    "nl": "om",
    "sv": "kl",
    "pl": "o",
}
"""What stands before a displayed time of day."""
CLOCK_WORDS: Final[Table] = {
    "it": "ore",
    "pt": "as",
    "fi": "klo",
    "hr": "u",
    "sl": "ob",
    "id": "pukul, jam",
}
"""What stands there only between a date and a time of day; elsewhere these are other words, or names."""
MORNING: Final[Table] = {
    "en": "morning",
    "fr": "matin",
    "es": "mañana, madrugada",
    "it": "mattina",
    "pt": "manhã",
}
"""The half of the day before noon, behind a time of day: "4:10 de la mañana"."""
AFTERNOON: Final[Table] = {
    "en": "afternoon",
    "fr": "après-midi",
    "es": "tarde",
    "it": "pomeriggio",
    "pt": "tarde",
}
"""The half after noon."""
HEADER_WORDS: Final[Table] = {
    "en": "say, comment, comments, posted, written, in, avatar, permalink, link, edit, the, this, to, no, am, pm, h"
    ", hrs, utc, gmt",
    "de": "kommentar, uhr",
    "fr": "commentaire, de",
    "es": "en",
    "it": "scritto",
}
"""What else stands beside names and times in the lines above comments and says nothing of either."""

# -- what can be done --------------------------------------------------------------------------------------------------

REPLY_LINKS: Final[Table] = {
    "en": "reply, reply ↓, reply to this comment, log in to reply, comment on this, replydelete, permalink, quote"
    ", report, like, dislike, edit, delete, link, share",
    "de": "antwort, antworten, antworten ↓",
    "fr": "répondre, répondre ↓",
    "es": "responder",
    "it": "rispondi",
    "nl": "beantwoorden",
    "sv": "svara",
    "pl": "odpowiedz",
    "ru": "ответить",
    "tr": "yanıtla",
    "ja": "返信",
    "zh": "回复",
    "he": "הגב, להגיב",
}
"""The links below a comment."""
SHARE_LINKS: Final[Table] = {
    "": "facebook, twitter, x, pinterest, linkedin, reddit, tumblr, whatsapp, telegram, pocket, skype, google+, google"
    ", stumbleupon, digg, delicious, mastodon, bluesky, threads",
    "en": "email, e-mail, mail, print, share, more, get link, copy link, other apps",
}
"""What the buttons below a post say that share it."""

# -- the comments as a whole -------------------------------------------------------------------------------------------

COMMENT_WORDS: Final[Table] = {
    "en": "comment, comments, response, responses, reply, replies, answer, answers, thought, thoughts, reaction"
    ", reactions, discussion, discussions, opinion, opinions, feedback, feedbacks",
    "de": "kommentar, kommentare, antwort, antworten, gedanke, gedanken, reaktion, reaktionen, ergänzung, ergänzungen"
    ", meinung, meinungen, beiträge",
    "fr": "commentaire, commentaires, réponse, réponses, réflexion, réflexions, réaction, réactions, pensée, pensées"
    ", avis",
    "es": "comentario, comentarios, respuesta, respuestas, pensamiento, pensamientos, opiniones, reacciones",
    "it": "commento, commenti, risposta, risposte, pensiero, pensieri",
    "pt": "comentário, comentários, resposta, respostas",
    "nl": "reactie, reacties, gedachte, gedachten, opmerkingen",
    "sv": "kommentar, kommentarer, svar, tanke, tankar",
    "pl": "komentarz*, odpowied*, przemyśle*",
    "ru": "комментари*, ответ, ответа, ответов, ответы, отзыв*, мысль, мысли, мыслей",
    "tr": "yorum, yorumlar, cevap",
    "he": "תגובות, תגובה, מחשבות",
    "ja": "コメント",
    "zh": "评论",
    "ko": "댓글",
}
"""What comments are called where they are counted: "12 thoughts on …"."""
COMMENTS_HEADINGS: Final[Table] = {
    "en": "comments, all comments, reader comments, user comments, responses, replies, discussion, thoughts, feedback"
    ", reader interactions, join the discussion",
    "de": "kommentare",
    "fr": "commentaires, réactions",
    "es": "comentarios, respuestas",
    "it": "commenti",
    "pt": "comentários, respostas",
    "nl": "reacties",
    "sv": "kommentarer",
    "pl": "komentarze",
    "ru": "комментарии",
    "tr": "yorumlar",
    "he": "תגובות",
    "ja": "コメント",
    "zh": "评论, 留言",
}
"""What stands above comments without their number. Plurals only: "Reply" and "Antworten" alone are links below one."""
ONE_COMMENT: Final[Table] = {
    "en": "one",
    "de": "ein, eine, einen",
    "fr": "un, une",
    "es": "un, una, uno",
    "nl": "één",
    "sv": "en, ett",
    "pl": "jeden, jedna",
    "ru": "один, одна",
    "tr": "bir",
}
"""The number one before what comments are called."""
NO_COMMENT: Final[Table] = {
    "en": "no, zero",
    "de": "kein, keine",
    "fr": "aucun",
    "es": "sin",
    "it": "nessun",
    "pt": "nenhum",
    "nl": "geen",
}
"""The number zero before it."""
CLOSED_COMMENTS: Final[Table] = {
    "en": r"comments? (?:\w+ ){0,5}(?:are|is) (?:now |currently )?(?:closed|off|disabled)|comments (?:off|closed)"
    r"|comment(?:ing|s) (?:is|has been|have been) (?:closed|disabled)|comments and pings are currently closed"
    r"|new comments are not allowed",
    "de": r"kommentar\w* (?:sind|ist|wurden?) (?:\w+ )?(?:geschlossen|deaktiviert)",
    "fr": r"commentaires sont (?:fermés|clos)",
    "es": r"comentarios (?:están )?cerrados",
    "it": r"commenti (?:sono )?chiusi",
    "pt": r"comentários (?:estão )?(?:fechados|encerrados)",
    "nl": r"reacties zijn gesloten",
    "ru": r"комментарии (?:закрыты|отключены)",
    "he": r"התגובות סגורות",
}
"""That no more comments may be left. Sentences, so these are regular expressions."""
OPEN_COMMENTS: Final[Table] = {
    "en": r"\bleave a (?:reply|comment|response)|\badd (?:one|a comment|your comment)\b|\bpost a (?:comment|reply)"
    r"|\bjoin the (?:discussion|conversation)|cancel reply|\byou can leave a response",
    "de": r"schreibe? einen kommentar|kommentar (?:hinterlassen|verfassen)|antwort abbrechen",
    "fr": r"laisser un commentaire|laissez un commentaire",
    "es": r"deja (?:un comentario|una respuesta)",
    "it": r"lascia un commento",
    "pt": r"deixe um comentário",
    "nl": r"(?:geef|laat) een reactie",
    "sv": r"lämna ett svar",
    "pl": r"dodaj komentarz",
    "ru": r"добавить комментарий",
    "he": r"כתיבת תגובה",
    "ja": r"コメントを残す",
}
"""That more may be left; regular expressions too."""
MORE: Final[Table] = {
    "en": r"(?:load|show|view|see) (?:more|all|older|newer|previous|next)|(?:more|older|newer|previous|next)",
    "de": r"mehr (?:laden|anzeigen)|alle anzeigen|(?:ältere|neuere|weitere)(?: (?:laden|anzeigen))?|weiter",
    "fr": r"(?:afficher|voir|charger) (?:plus|la suite|tou[st]e?s?)|suivants?|précédents?",
    "es": r"(?:cargar|ver|mostrar) (?:más|todos)|siguientes?|anteriores?",
    "it": r"(?:carica|mostra|vedi) (?:altri|altro|tutti)|successiv[io]|precedent[ei]",
    "pt": r"(?:carregar|ver|mostrar) (?:mais|todos)|próxim[oa]s?|anterior(?:es)?",
    "nl": r"(?:meer|alle) (?:laden|tonen|bekijken)|laad meer|toon meer|volgende|vorige",
    "sv": r"(?:visa|ladda) (?:fler|alla)|nästa|föregående",
    "pl": r"(?:załaduj|pokaż|zobacz) (?:więcej|wszystkie)|następn[ae]|poprzedni[ae]|starsze|nowsze",
    "ru": r"(?:показать|загрузить) (?:ещё|еще|все)|ещё|далее|следующ\w+|предыдущ\w+",
    "tr": r"daha fazla(?: göster| yükle)?|tümünü göster|sonraki|önceki",
    "ja": r"もっと見る|さらに表示|次へ|前へ",
    "zh": r"加载更多|查看更多|下一页|上一页",
}
"""What a link or a button in the comments' own place says that brings more of them; regular expressions too."""
MORE_COMMENTS: Final[Table] = {
    "en": r"\bmore (?:\w+ )?(?:comments?|repl(?:y|ies)|responses?)\b|\bcontinue this thread\b"
    r"|\b(?:older|newer|previous|next|remaining|hidden|all(?: \d[\d.,]*)?) (?:\w+ )?(?:comments|replies|responses)\b"
    r"|\b(?:view|show|see) \d[\d.,]* (?:comments?|repl(?:y|ies)|responses)\b",
    "de": r"\b(?:mehr|weitere|ältere|neuere|vorherige|nächste|alle(?: \d[\d.]*)?) (?:leser)?(?:kommentare|antworten)\b",
    "fr": r"\b(?:plus de|autres|tous les|anciens|afficher les|voir les(?: \d+)?) (?:autres )?"
    r"(?:commentaires|réponses|réactions)\b|\bcommentaires (?:suivants|précédents|plus anciens|plus récents)\b",
    "es": r"\b(?:más|otros|todos los|ver los(?: \d+)?) (?:comentarios|respuestas)\b"
    r"|\bcomentarios (?:siguientes|anteriores|más (?:antiguos|recientes))\b",
    "it": r"\b(?:altri|tutti i|mostra i|vedi i) (?:\d+ )?commenti\b|\b(?:altre|tutte le) (?:\d+ )?risposte\b"
    r"|\bcommenti (?:successivi|precedenti|più (?:vecchi|recenti))\b",
    "pt": r"\b(?:mais|outros|todos os) (?:\d+ )?(?:comentários|respostas)\b"
    r"|\bcomentários (?:seguintes|anteriores|mais (?:antigos|recentes))\b",
    "nl": r"\b(?:meer|alle|oudere|nieuwere|volgende|vorige) (?:\d+ )?(?:reacties|antwoorden)\b",
    "sv": r"\b(?:fler|alla|äldre|nyare) (?:\d+ )?(?:kommentarer|svar)\b",
    "da": r"\b(?:flere|alle) (?:\d+ )?(?:kommentarer|svar)\b",
    "pl": r"\b(?:więcej|wszystkie|starsze|nowsze|kolejne|poprzednie) (?:\d+ )?(?:komentarz\w*|odpowiedzi)\b",
    "ru": r"\b(?:ещё|еще|все|предыдущие|следующие|старые|новые) (?:\d+ )?(?:комментари\w+|ответ\w*)\b",
    "tr": r"\b(?:daha fazla|tüm|eski|yeni|önceki|sonraki) (?:\d+ )?yorum\w*\b",
    "ja": r"(?:以前|過去|次|前|すべて|他)の?コメント|コメントをもっと",
    "zh": r"(?:更多|全部|所有|较早的?|较新的?)评论",
}
"""What a link or a button says anywhere that brings more comments of the thread; regular expressions too."""
COMMENT_ON: Final[Table] = {
    "en": r"comment on (?P<title>.+) by (?P<name>.+)",
    "de": r"kommentar zu (?P<title>.+) von (?P<name>.+)",
    "fr": r"commentaire sur (?P<title>.+) par (?P<name>.+)",
    "es": r"comentario en (?P<title>.+) por (?P<name>.+)",
    "it": r"commento [as]u? (?P<title>.+) di (?P<name>.+)",
    "pt": r"comentário (?:sobre|em) (?P<title>.+) por (?P<name>.+)",
    "nl": r"reactie op (?P<title>.+) door (?P<name>.+)",
}
"""What a feed of comments calls one of them; a regular expression a language."""
COMMENTS_ON: Final[Table] = {
    "en": r"comments on|comments for",
    "de": r"kommentare zu",
    "fr": r"commentaires (?:sur|pour)",
    "es": r"comentarios en",
    "it": r"commenti [as]u?",
    "pt": r"comentários (?:sobre|em)",
    "nl": r"reacties op",
    "sv": r"kommentarer (?:på|till|til)",
    "pl": r"komentarze do",
    "ru": r"комментарии (?:к записи|на)",
    "he": r"תגובות (?:על|לפוסט)",
}
"""What such a feed is called, before the post's title; regular expressions too."""
