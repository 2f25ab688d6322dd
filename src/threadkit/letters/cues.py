"""What one block of a post says about itself, before anything is decided.

In comes a `Block`; out goes a `Cue`: its label, salutation and signature, whether it introduces a letter, and whether
it is boilerplate. Each regular expression is one form that columns print, named for it; whether a form counts is
decided on the page as a whole (``whole_page.py``): "A." is an answer's label only where there is a "Q." too. All of
them are anchored or bounded, and tried only where a first word or a last character allows, so that most blocks cost
little.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from attrs import define, frozen

from threadkit import lazy_re

__all__ = ["Block", "Cue", "Speaker", "greets_alone", "is_brief", "is_closing", "read", "signer"]

Speaker = Literal["letter", "answer", "name", "note"]

# -- labels: they end in punctuation, or with their line ("Nick's Reply" above the reply itself) ------------------

_END: Final = r"(?:\s*(?:[:.)\]]|[-–—]{1,2}(?=\s))(?=\s|$)\s*|[^\S\n]*(?:\n\s*|$))"
_NAME: Final = r"[^\W\d_a-z][\w.'’-]*(?: (?:and |& )?[^\W\d_a-z][\w.'’-]*){0,3}"
_NUMBER: Final = r"(?:\s?(?:#|No\. ?)?\d{1,3})?"
_ASKED: Final = r"(?:dilemma|question|problem|letter|quandary|predicament|query|situation)"
_REPLIED: Final = r"(?:answer|reply|response|advice|view|verdict|take|opinion)"

_QUESTION_LABEL: Final = lazy_re.pattern(
    rf"(?:\[?Q|(?i:question|reader(?:['’]s)?(?: (?:letter|question))?|letter(?:[- ]writer)?|dilemma|the {_ASKED}"
    rf"|your {_ASKED})|LW|Frage|Pregunta|Pytanie|Domanda|Fråga|Vraag|Spørsmål){_NUMBER}{_END}"
)
_ANSWER_LABEL: Final = lazy_re.pattern(
    rf"(?:\[?A|(?i:answer|response|reply|(?:the|my|our)(?: [\w-]+['’]s?)? {_REPLIED})"
    rf"|Antwort|Respuesta|Odpowiedź|Réponse|Risposta|Svar|Antwoord){_NUMBER}{_END}"
)
_REPLY_LABEL: Final = lazy_re.pattern(
    rf"(?P<name>(?:(?:The|Our) [\w-]+|{_NAME}))(?:['’]s? (?i:{_REPLIED})"
    rf"| (?:answers|replies|responds|advises|writes back)(?: to (?:you|{_NAME}))?){_END}"
)
_FROM_LABEL: Final = lazy_re.pattern(rf"From (?:the )?(?P<name>{_NAME})\s?:(?:\s+|$)")
_NAME_LABEL: Final = lazy_re.pattern(rf"(?P<name>{_NAME})\s?:(?:\s+|$)")
_LABELS: Final[tuple[tuple[Speaker, re.Pattern[str]], ...]] = (
    ("letter", _QUESTION_LABEL),
    ("answer", _ANSWER_LABEL),
    ("answer", _REPLY_LABEL),
    ("answer", _FROM_LABEL),
    ("name", _NAME_LABEL),
)
_NO_NAME: Final = frozenset(
    "note notes update updates edit ps p.s related example examples tip tips warning also remember result verdict pros"
    " cons bonus source sources photo photos image credit summary conclusion ingredients directions method monday"
    " tuesday wednesday thursday friday saturday sunday advertisement correction disclosure disclaimer today however"
    " important first second third".split()
)
_NOTE_LABEL: Final = lazy_re.pattern(
    r"\W{0,2}(?:(?:editor['’]?s?['’]?|author['’]?s|columnist['’]s|my|a|quick) )?"
    r"(?:note|update|edit(?:ed)?|correction|disclaimer|addendum|reminder)\b[^:\n]{0,40}:",
    re.IGNORECASE,
)
_NOTE_WORDS: Final = frozenset(
    "note update edit edited correction disclaimer addendum reminder editor editors editor's editors' author's"
    " columnist's my a quick".split()
)
_POSTSCRIPTS: Final = frozenset("ps p.s pps p.p.s ppps p.p.p.s ps- p.s- p.s.- p.s.— ps— ps–".split())

# -- salutations ("Dear Rosa,", "DEAR NELL:", "Dear Madam Fork--", "Hi Captain,") ---------------------------

_ADDRESSED: Final = r"(?:(?:Mr|Mrs|Ms|Dr|St|Prof|[A-Z])\.|[^\s,:;.!?–—]+)"
_SALUTATION: Final = lazy_re.pattern(
    r"(?P<greeting>Dear(?:est)?|DEAR|Gentle|GENTLE|Hi|HI|Hello|HELLO|Hey|Hiya|Greetings"
    r"|Good (?:morning|afternoon|evening|day)|(?:Mi |Mis )?[Qq]uerid[oa]s?|Estimad[oa]s?"
    r"|(?:Meine? )?[Ll]ieb(?:e|er|es)|Lieve|Hallo|Sehr geehrte[rs]?|(?:Ma |Mon )?[Cc]h(?:ers?|ères?)|Bonjour|Bonsoir"
    r"|Beste|Geachte|Car[oa]|Gentile|Szanown[ay]|Drog[ai]|Kära|Kære|Käre|Hej|Hola|Ciao|Prezad[oa]|Olá|Sevgili|Sayın"
    rf"|Değerli|Merhaba(?:lar)?|Selam)(?P<who>(?:,?[^\S\n]+(?!--){_ADDRESSED}){{0,7}}?)"
    r"\s?(?P<end>[,:!]|--+|[–—]|\.(?=\s)|(?=\n|$))\s*"
)
_CASUAL: Final = frozenset(
    "Hi HI Hello HELLO Hey Hiya Greetings Hallo Bonjour Bonsoir Hej Hola Ciao Olá Merhaba Merhabalar Selam".split()
)
_VERBS: Final = frozenset(
    "is was are were has had have will would can could do does did i we hat habe ist war est a été es era ha heeft"
    " var".split()
)
_JOINING: Final = frozenset("and of the in a an with who from on at to for & y e und et my".split())

# -- signatures ("— S.", "-- CONFUSED IN OHIO", "Sincerely,\nWorried"), alone or run into the last line -----------

_CLOSE: Final = (
    r"(?:(?:yours |very )?(?:sincerely|truly|faithfully|respectfully|gratefully|hopefully|cordially)(?: yours)?"
    r"|yours|signed|(?:all the |my )?best(?: wishes| regards)?|(?:kind(?:est)?|warm(?:est)?) regards|warmly|regards"
    r"|love|cheers|xo(?:xo)?|help|(?:many )?thanks(?: so much| very much| in advance| again| a lot| a million)?"
    r"|thank you(?: so much| very much| in advance| again)?|mit freundlichen grüßen|(?:viele|liebe|herzliche) grüße"
    r"|saludos|un saludo|atentamente|cordialement|bien à vous|pozdrawiam)"
)
_SIGNED_BLOCK: Final = lazy_re.pattern(
    r"\s*(?:--+|[—–―~]|-(?=\s?[^\W\d_a-z]))\s*[^\W_][^\n]{0,90}(?:\n[^\n]{1,60}){0,2}\s*$"
)
_CLOSED_BLOCK: Final = lazy_re.pattern(
    rf"\s*{_CLOSE}\s*+(?:[,.!]|--?|[–—])*+\s*(?:\n\s*[^\n]{{1,70}}(?:\n[^\n]{{1,60}}){{0,2}}"
    rf"|(?<=[,–—-])\s*[^\s.?!][^\n.?!]{{0,60}}\.?|(?<=,))?\s*$",
    re.IGNORECASE,
)
_CLOSED_TAIL: Final = lazy_re.pattern(
    rf"(?:\n\s{{0,20}}|(?<=[.?!])\s++)(?i:{_CLOSE})\s*+(?:,|--?|[–—])++\s*+(?:(?:--?|[–—])\s*+)?"
    r"[^\W\d_a-z][^\n?!]{0,60}(?:\n[^\n]{1,60})?\s*$"
)
_SIGNED_TAIL: Final = lazy_re.pattern(
    r"(?:(?<=[.?!…\"”’')*:])\s*|\n\s{0,20})(?:(?:--++|[—–―])\s*+|(?<=\s)-\s?)"
    r"[\"“'(]?[^\W\d_a-z][^.?!\n]{0,80}\.?(?:\n[^\n]{1,60})?\s*$"
)
_CLOSING_LINE: Final = lazy_re.pattern(rf"\s*{_CLOSE}\s*(?:[,.!–—-]|\n)+\s*", re.IGNORECASE)
_DASHES: Final = lazy_re.pattern(r"^[\s—–―~-]+|(?<![\s.,])[\s.,]++$")

# -- introductions ("A reader writes:", "Remember the letter-writer who …? Here's the update.") -------------------

_WRITER: Final = (
    r"(?:readers?|letter[- ]writers?|commenters?|followers?|listeners?|viewers?|subscribers?|correspondents?|someone"
    r"|somebody|one of you|person|woman|man|friend|employee|manager|worker|student|mother|father|leser(?:in)?"
    r"|lectora?|lectrice|lecteur|czytelnicz?ka?|lezer(?:es)?|okur(?:umuz)?|okuyucu(?:muz)?)"
)
_WRITES: Final = (
    r"(?:writes?|asks?|wrote|asked|says|wonders?|wants to know|e-?mails|e-?mailed|shares?|sends?|sent|schreibt|fragt"
    r"|escribe|pregunta|écrit|demande|pisze|schrijft|vraagt|yazıyor|soruyor|yazmış|sormuş)"
)
_INTRO_END: Final = lazy_re.pattern(
    rf"(?:(?i:\b{_WRITER}\b)|(?:^|[.!?]\s){_NAME})[^.:?!\n]{{0,90}}\b(?i:{_WRITES})\b[^.:?!\n]{{0,40}}[:,]\s*$"
)
_INTRO_WHOLE: Final = lazy_re.pattern(
    rf"(?:(?:an?|one|another|our|today['’]s|this|eine?|una?) (?:[\w-]+ ){{0,4}}{_WRITER}\b[^.:?!\n]{{0,80}}"
    rf"\b{_WRITES}(?: in)?\s*[.:…]*"
    rf"|(?:from|by) (?:an?|one|our|another) [^.:\n]{{0,60}}{_WRITER}\b[^.\n]{{0,60}}[:.]?"
    r"|(?:here(?:['’]s| is| are| comes?)|this (?:one|letter|question|week|comes?)|today['’]s|and now"
    r"|(?:we|i)(?:['’]ve| have)? (?:recently |just )?(?:got|received) (?:an?|this|the|some|many))\b"
    r"[^\n]{0,260}"
    r"\b(?:letters?|questions?|inbox|mailbag|mail|dilemmas?|updates?|e-?mails?|readers?|letter[- ]writers?|from"
    r"|answers?)\b[^\n]{0,120}"
    r"|(?:it['’]s|time for|welcome to)\b[^\n]{0,120}\b(?:answers?|questions?|letters?|updates?|round|mailbag|q&a)\b"
    r"[^\n]{0,120}"
    r"|remember (?:the|when|our|this|that|a)\b[^\n]{0,300}\bupdate\b[^\n]{0,60}"
    r"|(?:the following|an? (?:update|question|letter))\b[^\n]{0,120}:)\s*",
    re.IGNORECASE,
)
_INTRO_LEAD: Final = lazy_re.pattern(
    rf"(?:an?|one|another|our|today['’]s) (?:[\w-]+ ){{0,3}}{_WRITER}\b(?: [\w-]+){{0,5}} {_WRITES}(?: in)?"
    r"\s*:\s+(?=\S)",
    re.IGNORECASE,
)
_INTRO_WORDS: Final = frozenset(
    "a an one another our today's this eine ein una un from by here's here we i we've i've and it's time welcome"
    " remember the".split()
)
_PLAIN_INTRO: Final = lazy_re.pattern(
    rf"\b{_WRITER}\b[^\n]{{0,300}}\b(?:{_WRITES}|update)\b"
    r"|^[^\n]{0,50}\b(?:writes?|asks?|wonders?|wrote|schreibt|fragt|escribe|pregunta|écrit|demande|pisze)(?: in)?"
    r"\s*:\s*$"
    r"|^from [^\n]*:\s*$"
    r"|^remember\b|\bletters?\b[^\n]{0,200}\bupdate\b|\bupdates?\b[^\n]{0,200}\b(?:letter|reader|writer)",
    re.IGNORECASE,
)
_ELSEWHERE: Final = lazy_re.pattern(
    r"\b(?:post|blog|article|book|tweet|essay|study|report|documentation)\b", re.IGNORECASE
)
"""Where a quotation comes from that no reader wrote in."""
_NEXT_INTRO: Final = lazy_re.pattern(
    rf"(?:an?|another|one|our|the next|and)\b[^\n:]{{0,60}}\b(?:readers?|letter[- ]writers?|commenters?|listeners?"
    rf"|subscribers?|followers?)\b[^\n:]{{0,60}}\b{_WRITES}\b[^\n:]{{0,20}}:\s*",
    re.IGNORECASE,
)
_UPDATE: Final = lazy_re.pattern(r"\bupdates?\b", re.IGNORECASE)

# -- boilerplate among the paragraphs, and the column's own small print ---------------------------------------------

_ASIDE: Final = lazy_re.pattern(
    r"[\[(*>»→\s]*(?:advertisements?|advertising|sponsored(?: content)?|ad|tweet|print|keep reading.*"
    r"|(?:story|article|column|text) continues(?: below)?.*|continue reading.*|scroll (?:down )?(?:to|for).*"
    r"|(?:read|see|watch|view) (?:more|also|next|the (?:full|whole|rest|original|update|letter)|an? update|all)\b.*"
    r"|read:.*|related\b[^.]{0,30}(?::.*)?|more (?:from|on|like this|stories|columns|advice|letters|in)\b.*"
    r"|(?:sign up|subscribe|register)\b.*|share (?:this|on|via)\b.*|click (?:here|to)\b.*"
    r"|(?:photo|image|illustration|credit|getty|video)s?(?: by| via|:|/).*"
    r"|recommended(?: for you| reading| stories)?:?|most (?:read|popular|viewed).*|don['’]t miss.*|trending.*"
    r"|you (?:may|might) (?:also (?:like|enjoy|be interested).*|like:?|enjoy:?)"
    r"|listen to this.*|follow (?:us|me|\w+) on\b.*"
    r"|popular (?:on|now|stories).*|(?:©|copyright|\(c\)).*"
    r"|(?:have|got|do you have) (?:an?|your own|something)\b[^.?!]{0,60}(?:question|problem|dilemma|quandary|ask)\b.*"
    r"|(?:send|submit|e-?mail|mail|write(?: to)?|ask|contact)\b[^\n]{0,160}"
    r"(?:@|https?:|www\.|\.com\b|questions? to\b|(?:this|our) form\b).*"
    r"|(?!(?:the|this|it|one|that) )[^\n.]{1,60} (?:is|was) (?:written|founded|edited) by\b.*"
    r"|[^\n.]{1,60} is (?:an?|the)\b[^.\n]{0,80}(?:columnist|author|host|therapist|writer|journalist|coach)\b.*"
    r"|[^\n.]{0,80}(?:originally|first) (?:appeared|published|ran|posted|aired)\b.*"
    r"|(?:this|these|some|letters?|questions?)\b[^\n.]{0,60}\b(?:edited|condensed|lightly)\b.*"
    r"|this (?:entry|post|article) (?:was|is) (?:posted|filed|tagged)\b.*"
    r"|you can (?:read|find|see)\b[^\n]{0,120}(?:update|letter|answer|original|previous|here).*"
    r"|from: [“\"][^\n]{1,160}|(?:read|here['’]s|see) (?:an?|the) (?:update|original)\b.*"
    r"|tags?:.*|filed under.*|posted in.*|back to top|comments? (?:are|is) (?:open|closed).*)[\])*\s]*",
    re.IGNORECASE,
)
_ASIDE_WORDS: Final = frozenset(
    "from advertisement advertisements advertising sponsored story article column text continue scroll"
    " read see watch view"
    " keep related more sign subscribe register share click photo photos image images illustration credit getty video"
    " recommended most you tweet print ad listen follow don't trending popular © copyright c have got do send submit"
    " email e-mail mail write ask contact this these some letter letters question questions here's tags tag filed"
    " posted back comment comments".split()
)
_SMALL_PRINT: Final = (
    " written by",
    " founded by",
    " edited by",
    "columnist",
    " author of",
    " host",
    "therapist",
    "journalist",
    "writer",
    "coach",
    "originally",
    " first ",
)
_LINKS: Final = lazy_re.pattern(
    r"@|https?:|www\.|\.com\b|newsletter|continues|update|comments|(?:written|founded|edited) by|edited|condensed"
    r"|originally|columnist|author of"
    r"|first (?:appeared|published|ran|posted|aired)|here\b|©|copyright",
    re.IGNORECASE,
)
_RULE: Final = lazy_re.pattern(r"(?:[*•·~_=#+-]\s?){3,40}")
_NUMBERED: Final = lazy_re.pattern(r"(?:(?:Letter|Question|LETTER|QUESTION|No\.)\s?)?#?(\d{1,2})\s?[.):]\s+\S")
_CALLED: Final = frozenset("readers commenters everyone folks friends what how".split())
_ANSWERERS: Final = frozenset("i i'm i've".split())
_FULL_STOPS: Final = frozenset(".?!…”’)'") | {'"'}


_HEADS_ANSWER: Final = lazy_re.pattern(
    r"(?:(?:ojo|nuestr[oa]|el|la|mi|mein|meine|unser|unsere|die|der|mon|ma|notre|la|mijn|ons|het) )?(?:al? )?"
    r"(?:consejo|respuesta|antwort|rat|réponse|conseil|antwoord|advies|cevap|yanıt|cevabı|öneri)"
    r"(?: (?:de|von|der|des|van)(?: [\w.’'-]+){1,3})?\s*:?",
    re.IGNORECASE,
)
"""A line above an answer that names no speaker: "OJO CONSEJO:", "Unsere Antwort"."""
_TO_READERS: Final = lazy_re.pattern(
    r"(?:readers|commenters|everyone|folks|friends)[,:!]? [^\n]{0,120}\?"
    r"|(?:readers|commenters)[,:]? (?:over to you|have at it|weigh in|the floor is yours)[^\n]{0,60}"
    r"|(?:what|how) (?:do|would) (?:you|other readers) (?:all )?(?:think|say|do),? (?:readers|everyone|folks)\?",
    re.IGNORECASE,
)
_ELSEWHERE_ANSWERED: Final = lazy_re.pattern(
    r"i(?:['’]m| am|['’]ve| have)? ?(?:answer(?:ed|ing|s)?|tackl(?:e|ed|ing)) (?:this|that|the|these|one)\b[^\n]{0,80}"
    r"\b(?:over (?:at|on)|elsewhere|in today|in another)\b[^\n]{0,500}",
    re.IGNORECASE,
)
"""The answer is on another page."""


@frozen(kw_only=True)
class Block:
    """One block of a post's body, in page order: a paragraph, a heading, a list, a quotation."""

    text: str
    """Plain text as in the model: one newline for ``<br>``, list items as "1. …" / "• …" a line; "" for a rule."""
    html: str | None = None
    """The block's outer mark-up; None when the input was text or none is kept."""
    kind: Literal["paragraph", "heading", "quote", "list", "rule", "preformatted", "term", "definition", "table"] = (
        "paragraph"
    )
    """What it is. "quote": a blockquote or an indented box; "term", "definition": dt, dd; "rule": hr, or stars."""
    level: int | None = None
    """2 for h2 and so on; None for what is no heading."""
    styles: frozenset[Literal["bold", "italic", "indented"]] = frozenset()
    """What all of the block's text is set in."""
    lead: str | None = None
    """The run of bold text (strong, b, span of a bold class) the block begins with, e.g. "Karla:"; None without."""
    declared: Literal["letter", "answer"] | None = None
    """What the mark-up itself declares it to be (schema.org Question/Answer, a class such as "letter"); None else."""


@define
class Cue:
    """One block and what it says about itself."""

    block: Block
    text: str
    label: str | None = None
    """What names the speaker, as printed; the block's own words begin at `cut`."""
    speaker: Speaker | None = None
    """Whose label it is; "name" where only the page as a whole can tell."""
    name: str | None = None
    """The name in the label."""
    salutation: str | None = None
    addressee: str | None = None
    cut: int = 0
    signed: int | None = None
    """Where in `text` the signature begins; None without one."""
    intro: bool = False
    """Whether the whole block introduces a letter."""
    plain_intro: bool = False
    """Whether it says so in so many words ("A reader writes:"), and not just "Here's one from the inbox"."""
    next_intro: bool = False
    """Whether it says so beyond doubt even amid other text ("Another reader writes:")."""
    update: bool = False
    heads_answer: bool = False
    """Whether it is a line that stands above an answer and names no speaker ("OJO CONSEJO:")."""
    unanswered: bool = False
    """Whether it says that the answer isn't here ("Readers, what's your advice?")."""
    aside: bool = False
    postscript: bool = False
    glue: str = "\n\n"
    """What stands between the paragraph before and this one."""
    rule: bool = False
    """Whether it is a line between parts: hr, or "* * *"."""
    script: bool = False
    """Whether it is part of an e-mail that a letter quotes or an answer suggests: it speaks for neither."""
    number: int | None = None
    """The number that a heading or a short paragraph begins with."""

    @property
    def words(self) -> str:
        """The block's own words, without label, salutation and signature."""
        return self.text[self.cut : self.signed].strip()

    @property
    def bare(self) -> bool:
        """Whether it is a few words without a full stop, as a name under a letter or a line of boilerplate is."""
        text = self.text
        return (
            len(text) <= 60
            and self.block.kind == "paragraph"
            and text[:1].isupper()
            and text[-1:] not in '.?!:,;…"”)'
            and text.count(" ") <= 6
            and self.cut == 0
        )


def is_brief(text: str) -> bool:
    """Short enough for a heading or a name: one line, at most 25 words."""
    return len(text) <= 160 and "\n" not in text.strip() and text.count(" ") <= 25


def greets_alone(line: str) -> bool:
    """Whether a line is a salutation and nothing else."""
    match = _SALUTATION.match(line)
    return match is not None and bool(match["end"]) and not line[match.end() :].strip() and bool(match["who"].strip())


def is_closing(line: str) -> bool:
    """Whether a line is a closing formula, behind which a name stands: "Sincerely,"."""
    match = _CLOSING_LINE.fullmatch(line)
    return match is not None


def signer(signature: str) -> str:
    """The name in a signature, without dash and closing formula, in lower case.

    >>> signer("Sincerely,\\nBesieged in Sheboygan"), signer("-- CONFUSED IN OHIO")
    ('besieged in sheboygan', 'confused in ohio')
    """
    head = signature.split("\n\n", 1)[0]
    closing = _CLOSING_LINE.match(head)
    return _DASHES.sub("", head[closing.end() :] if closing else head).replace("\n", " ").casefold()


def read(block: Block) -> Cue:
    """What a block says about itself."""
    text = block.text
    cue = Cue(block=block, text=text)
    if block.kind == "rule" or _RULE.fullmatch(text):
        cue.rule = True
    if cue.rule or block.kind in ("table", "preformatted") or not text:
        return cue
    if block.kind != "list":
        _read_salutation(cue)
        if cue.salutation is None:  # "Dear Nell:" is no name
            _read_label(cue)
            _read_salutation(cue)
        _read_signature(cue)
        _read_notes(cue)
    if is_brief(text) and (match := _NUMBERED.match(text)):
        cue.number = int(match[1])
    return cue


def _read_label(cue: Cue) -> None:
    text, lead = cue.text, cue.block.lead
    for speaker, pattern in _LABELS:
        match = pattern.match(text)
        if match is None and lead and len(lead) < 60 and text.startswith(lead):
            match = pattern.fullmatch(lead)  # bold sets the label apart where punctuation does not
        if match is None:
            continue
        if cue.block.kind == "heading" and (speaker == "name" or match.end() < len(text)):
            return  # "Question 1: My boss sings" is a heading
        name = match.groupdict().get("name")
        if name and name.split()[0].casefold() in _NO_NAME:
            return
        rest = text[match.end() :]
        cue.label, cue.speaker, cue.name = text[: match.end()].strip(), speaker, name
        cue.cut = len(text) - len(rest.lstrip())
        return


def _read_salutation(cue: Cue) -> None:
    match = _SALUTATION.match(cue.text, cue.cut)
    if match is None or (cue.block.kind == "heading"):
        return
    greeting, who = match["greeting"], match["who"].strip(" ,")
    casual = greeting in _CASUAL or greeting.startswith("Good ")
    names = [word for word in who.split() if word not in _JOINING]
    if not _VERBS.isdisjoint(who.casefold().split()):
        return  # "Dear Wren has moved!" is a sentence
    plain = sum(word[:1].islower() for word in names)
    if (not who and not casual) or (plain and len(names) > 3) or (greeting in ("To", "TO") and match["end"] != ":"):
        return
    if match["end"] == "" and len(who.split()) > 4 and plain:
        return
    cue.salutation = cue.text[cue.cut : match.end()].strip()
    cue.addressee = "reader" if greeting.lower() == "gentle" else who.casefold() or None
    cue.cut = match.end()


def _read_signature(cue: Cue) -> None:
    text = cue.text
    if len(text) <= 220 and not cue.cut and (_SIGNED_BLOCK.match(text) or _CLOSED_BLOCK.match(text)):
        cue.signed = 0
        return
    tail = text[-60:]
    if tail[-1] in _FULL_STOPS and not any(dash in tail for dash in "—–-\n"):
        return  # a signature has no full stop, unless it is an initial's
    start = max(cue.cut, len(text) - 240)
    match = _CLOSED_TAIL.search(text, start) or _SIGNED_TAIL.search(text, start)
    if match and len(match[0].split()) <= 14:
        cue.signed = len(text) - len(match[0].lstrip())


def _first_word(text: str) -> str:
    words = text[:40].lstrip("[(*>»→ \n").split(None, 1)
    return words[0].rstrip(":.,)*]").lower().replace("’", "'") if words else ""


def _read_notes(cue: Cue) -> None:
    text = cue.text
    first = _first_word(text)
    if len(text) <= 40 and _HEADS_ANSWER.fullmatch(text):
        cue.heads_answer = True
        cue.label = cue.speaker = cue.name = cue.signed = None
        cue.cut = 0
        return
    if (first in _CALLED and _TO_READERS.fullmatch(text)) or (first in _ANSWERERS and _ELSEWHERE_ANSWERED.match(text)):
        cue.aside = cue.unanswered = True
        cue.label = cue.speaker = cue.name = None
        cue.cut = 0
        return
    if first in _POSTSCRIPTS:
        cue.postscript = True
    elif first in _NOTE_WORDS and _NOTE_LABEL.match(text):
        cue.speaker = "note"
        cue.label, cue.cut = None, 0
    if cue.cut and cue.speaker != "name":
        return
    if _is_introduction(text, first):
        cue.intro = True
        cue.plain_intro = _PLAIN_INTRO.search(text) is not None and _ELSEWHERE.search(text) is None
        cue.next_intro = _NEXT_INTRO.fullmatch(text) is not None
        cue.update = _UPDATE.search(text) is not None
    elif first in _INTRO_WORDS and (match := _INTRO_LEAD.match(text)):
        cue.label, cue.speaker, cue.cut = match[0].strip(), "letter", match.end()
    if len(text) <= 400 and (first in _ASIDE_WORDS or any(words in text for words in _SMALL_PRINT)):
        cue.aside = _ASIDE.fullmatch(text) is not None and not _is_prose(text)


def _is_prose(text: str) -> bool:
    """Whether it is a sentence after all ("Read the letter again."): boilerplate has no full stop, or a link."""
    return len(text) > 25 and text.rstrip()[-1:] in _FULL_STOPS and _LINKS.search(text) is None


def _is_introduction(text: str, first: str) -> bool:
    if len(text) > 500:
        return False
    ends = text.rstrip()[-1:] in (":", ",") and _INTRO_END.search(text) is not None
    return ends or (first in _INTRO_WORDS and _INTRO_WHOLE.fullmatch(text) is not None)
