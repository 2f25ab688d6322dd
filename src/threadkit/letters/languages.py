"""The words by which a letter's voice and an answer's are told apart, language by language.

In comes text; out goes its language, where its commonest words say so. A language is one row of words. In English they
were chosen by what exchanges show; in the others each group holds the words of the same meaning, so that weights
learned
in one language serve in another. Turkish says "I" and "you" by endings, so it has these as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from attrs import frozen

__all__ = [
    "ADVISING",
    "ALONE",
    "ASKING",
    "COLUMN",
    "COMMON",
    "FIRST",
    "OFFERS",
    "PAGE",
    "SECOND",
    "TELLING",
    "THIRD",
    "Language",
    "language_of",
]

FIRST, SECOND, THIRD, COMMON, ADVISING, TELLING, ASKING, COLUMN, ALONE, PAGE, OFFERS = (1 << bit for bit in range(11))
"""What a word can count as; one word can be several things at once."""

_STOPS: Final = ("", ".", ",", "?", "!", ";", ":", ")", "...", "…", '."', ',"')


@frozen(kw_only=True)
class Language:
    """What is known of a language's words, all in lower case."""

    first: str
    """ "I", "my", "we"."""
    alone: str
    """Those of them that one writer says: "I", "my"."""
    second: str
    """ "you", "your"."""
    common: str
    """Its commonest words, by which it is known."""
    share: float
    """How much of a text these words make at the least."""
    my: str = ""
    your: str = ""
    third: str = ""
    """ "he", "they"."""
    advising: str = ""
    """ "should", "perhaps", "need"."""
    telling: str = ""
    """What tells of what was: "was", "said", "ago"."""
    pleas: tuple[str, ...] = ()
    """Phrases that ask for help or thank for it."""
    reacts: str = ""
    """First words of an answer that takes up what was asked: "yes", "well", "sorry"."""
    reacts_as_i: tuple[str, ...] = ()
    """The same as "I'm sorry", "I think"."""
    offers: tuple[str, ...] = ()
    """How the one who is asked says "I": "I'd", "I think", "my advice"."""
    orders: str = ""
    """First words of a sentence that tells the reader what to do."""
    column: tuple[str, ...] = ()
    """What a column says of itself: "your letter", "my readers"."""
    page: tuple[str, ...] = ()
    """What the writer of a page says of it, and nobody who writes in: "this post", "email me"."""
    general: tuple[str, ...] = ()
    """How advice for everybody opens: "if you", "when you"."""
    once: tuple[str, ...] = ()
    """How one asks of what is past: "should I have"."""
    measured: bool = False
    """Whether exchanges in it were at hand to measure how well its words do."""
    first_endings: tuple[str, ...] = ()
    """Endings that say "I" or "my"."""
    second_endings: tuple[str, ...] = ()


ENGLISH: Final = Language(
    measured=True,
    first="i i'm i've i'd i'll me my mine myself we we're we've we'd we'll us our ours ourselves",
    alone="i i'm i've i'd i'll me my mine myself",
    second="you you're you've you'd you'll your yours yourself yourselves",
    common=(
        "the a an and to of in is that it for with on was he she they this at but have be not her his him"
        " who has had do did"
        " does can would could should so as are were if or there their them from by will about when"
    ),
    share=0.25,
    my="my our",
    your="your",
    third="he she him her his hers they them their he's she's they're he'd she'd",
    advising=(
        "should could would can can't might may must will won't need needs shouldn't couldn't perhaps maybe"
        " unless if ought try"
        " consider"
    ),
    telling=(
        "was were had did went said told got came took gave made found felt knew thought left became began"
        " met kept saw heard"
        " asked started wanted didn't wasn't hadn't recently ago last since"
    ),
    pleas=(
        "please help", "please advise", "please tell", "please give", "please print", "please share", "please settle",
        "please explain", "help me", "advise me", "any advice", "any ideas", "any suggestions", "any thoughts",
        "any help",
        "any tips", "any insight", "your advice", "your opinion", "your thoughts", "your take", "your input",
        "your guidance", "your help", "at a loss", "my wits", "don't know what", "don't know how", "not sure what",
        "not sure how", "unsure what", "unsure how", "need advice", "need some advice", "love to hear",
        "appreciate your",
        "appreciate any", "what do you think", "do you think", "can you help", "can you explain", "could you explain",
        "want to know", "like to know", "wondering", "thank you", "thanks",
    ),
    reacts=(
        "yes no nope yep yeah not well oh wow ugh hmm ah aw absolutely definitely certainly sure"
        " congratulations congrats sorry"
        " first firstly let's let good great thanks thank bravo ouch yikes please actually honestly nothing"
        " never neither both"
        " maybe perhaps probably possibly only it's that's that this there here's here what while although"
        " though if unless"
        " when because since without of in as"
    ),
    reacts_as_i=(
        "i'm sorry", "i am sorry", "i think", "i don't", "i'm afraid", "i agree", "i understand", "i can", "i'd",
        "i would",
        "i suspect", "i see", "i'm glad", "i hear", "i feel for", "i wish", "i hope", "i bet", "i doubt", "i know",
    ),
    offers=(
        "i'd say", "i'd suggest", "i'd try", "i'd ask", "i'd tell", "i'd do", "i'd start", "i'd be", "i'd just",
        "i'd want", "i'd also", "i'd probably", "i'd let", "i'd take", "i'd give", "i'd go", "i'd put", "i'd keep",
        "i'd leave",
        "i would", "i wouldn't", "i suggest", "i recommend", "i suspect", "i urge", "i promise", "i doubt", "my advice",
        "my guess", "if i were you", "in your place", "i agree", "i see no",
    ),
    orders=(
        "tell ask talk say try start stop don't do give keep make take find let sit get consider remember"
        " look be have go write"
        " send call offer explain leave accept avoid speak continue please realize understand think put set"
        " use seek work share"
        " enjoy invite thank apologize ignore forgive wait listen discuss encourage suggest insist decide"
        " focus learn know see"
        " check contact report hire bring move read change trust never always instead just simply then next"
    ),
    column=(
        "your letter", "your question", "your column", "your readers", "my readers", "other readers", "for writing",
        "dear reader", "letter-writer", "letter writer", "this column", "you wrote", "that letter", "great letter",
        "from readers", "'s letter", '" letter', "other letters", "letters from", "you asked",
    ),
    page=(
        "this post", "this article", "this blog", "my blog", "blog post", "blogpost", "this essay", "this video",
        "newsletter",
        "this page", "this chapter", "this section", "this site", "http", "as i write this", "email me", "e-mail me",
        "send me", "let me know", "in the comments", "leave a comment", "comment below", "subscribe", "my readers ask",
    ),
    general=(
        "if you", "when you", "whenever you", "anyone", "everyone", "everybody", "we all", "most of us", "most people",
    ),
    once=("should i have", "was i ", "did i ", "had i ", "could i have", "would i have"),
)  # fmt: skip

GERMAN: Final = Language(
    first="ich mich mir mein meine meinen meinem meiner meines wir uns unser unsere unseren unserem unserer",
    alone="ich mich mir mein meine meinen meinem meiner",
    second="du dich dir dein deine deinen deinem deiner euch euer eure ihnen ihr ihre ihren ihrem ihrer",
    common=(
        "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an er hat"
        " aus sie nach wird bei"
        " einer um am sind noch wie einem einen so war haben nur oder aber vor bis mehr durch kann wenn dass"
    ),
    share=0.18,
    my="mein meine meinen meinem meiner meines unser unsere unseren unserem unserer",
    your="dein deine deinen deinem deiner ihr ihre ihren ihrem ihrer",
    third="er ihm ihn seine sein seinen seinem seiner",
    advising="sollten solltest sollte können kannst könnten könntest könnte müssen musst vielleicht wenn versuchen",
    telling="war waren hatte hatten habe wurde ging sagte kam seit vor damals letzte letzten",
    pleas=(
        "was soll ich", "was kann ich", "wie kann ich", "wie soll ich", "bitte", "ihr rat", "dein rat", "ihren rat",
        "danke", "weiß nicht", "was tun", "was meinen", "was raten", "hilfe", "helfen",
    ),
    reacts="ja nein nun ach oh gut schön natürlich leider zunächst erstens vielen danke das wenn nicht es",
    reacts_as_i=("ich verstehe", "ich glaube", "ich finde", "ich würde", "es tut mir"),
    orders=(
        "sagen sprechen bitten fragen versuchen schreiben reden nehmen geben machen lassen sag sprich bitte"
        " frag versuch"
    ),
    column=("ihr brief", "ihre frage", "dein brief", "deine frage", "leserin", "leser"),
)  # fmt: skip

FRENCH: Final = Language(
    first="je j'ai j'étais j'avais me m'a m'est mon ma mes moi nous notre nos j'aime j'en",
    alone="je j'ai j'étais j'avais me m'a mon ma mes moi",
    second="vous votre vos tu te toi ton ta tes t'es",
    common=(
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se il elle son sa"
        " ses ce cette avec on"
        " sont mais comme ou si leur y dont aux"
    ),
    share=0.25,
    my="mon ma mes notre nos",
    your="votre vos ton ta tes",
    third="il elle lui ils elles leur son sa ses",
    advising="devez devriez devrais pouvez pourriez peux peut pourrait faut faudrait essayez peut-être si",
    telling="était avait étais avais fut depuis dit fait parti venu dernier dernière",
    pleas=(
        "que faire", "que dois-je", "dois-je", "puis-je", "comment faire", "votre avis", "ton avis", "vos conseils",
        "votre conseil", "merci", "aidez-moi", "ne sais pas", "ne sais plus", "qu'en pensez",
    ),
    reacts="oui non bien oh ah bon certes hélas d'abord merci peut-être c'est voilà si ne",
    reacts_as_i=("je comprends", "je crois", "je pense", "je suis désol"),
    orders=(
        "parlez dites demandez essayez prenez faites laissez donnez gardez allez écrivez n'oubliez ne parle"
        " dis demande"
    ),
    column=("votre lettre", "votre question", "ta lettre", "lectrice", "lecteur"),
)  # fmt: skip

SPANISH: Final = Language(
    first=(
        "yo me mi mis mío mía nos nuestro nuestra nuestros nuestras he estoy soy tengo quiero sé siento"
        " puedo hago voy había"
    ),
    alone="yo me mi mis mío mía estoy soy tengo quiero sé siento puedo",
    second="tú te ti tu tus usted ustedes su sus le contigo tienes debes puedes quieres estás eres tiene debe",
    common=(
        "de la que el en y a los del las un por con una para es al lo como más o pero ha si porque esta son"
        " entre cuando muy sin"
        " sobre también hasta hay donde no se"
    ),
    share=0.25,
    my="mi mis nuestro nuestra",
    your="tu tus su sus",
    third="él ella ellos ellas",
    advising="debes debe deberías puedes puede podrías podría quizás quizá si trata intenta hay",
    telling="era estaba fue dijo había hace desde cuando encontré pasado pasada",
    pleas=(
        "qué puedo hacer", "qué hago", "qué debo", "qué me aconseja", "ayúdeme", "ayúdame", "gracias", "su consejo",
        "tu consejo", "su respuesta", "no sé", "le ruego", "por favor", "aconséjeme",
    ),
    reacts="sí no bueno pues oh claro primero gracias querida querido amiga amigo estimada es lo quizás",
    reacts_as_i=("lo siento", "creo que", "entiendo"),
    orders="habla dile pregunta busca intenta deja da toma haz no hable dígale agradece evita piensa escucha trata",
    column=("tu carta", "su carta", "tu pregunta", "lectora", "lector"),
)  # fmt: skip

DUTCH: Final = Language(
    first="ik mij me mijn m'n we wij ons onze",
    alone="ik mij me mijn m'n",
    second="je jij jou jouw u uw jullie",
    common=(
        "de het een en van in is dat op te met voor zijn niet aan er om ook als bij maar hij of uit nog door"
        " naar heeft tot dan"
        " over hebben deze ze die worden wordt"
    ),
    share=0.22,
    my="mijn m'n onze ons",
    your="je jouw uw jullie",
    third="hij zij ze hem haar zijn hun",
    advising="moet kun kunt kan zou zal misschien als probeer",
    telling="was waren had hadden werd ging zei kwam sinds geleden vorige",
    pleas=(
        "wat moet ik", "wat kan ik", "hoe kan ik", "hoe moet ik", "wat vindt u", "wat vind je", "uw advies",
        "je advies",
        "bedankt", "weet niet", "alvast dank", "help", "wat te doen",
    ),
    reacts="ja nee nou ach oh goed natuurlijk helaas allereerst ten dank het dat als",
    reacts_as_i=("ik begrijp", "ik denk", "ik vind", "ik zou"),
    orders="praat zeg vraag probeer schrijf neem geef maak laat ga doe blijf houd",
    column=("uw brief", "uw vraag", "je brief", "je vraag", "lezeres", "lezer"),
)  # fmt: skip

TURKISH: Final = Language(
    measured=True,
    first="ben benim bana beni bende benden biz bizim bize kendimi kendime kendimden",
    alone="ben benim bana beni bende benden",
    second="siz sizin size sizi sizde sizden sen senin sana seni kendinizi kendinize kendinizden hanım bey",
    common=(
        "bir ve bu çok da de için ama ne var gibi kadar daha o olarak sonra ile ki her şey mi mı en ya hiç"
        " değil olan şekilde"
        " bunu yok sürekli olduğu bile diye"
    ),
    share=0.08,
    third="o onun ona onu onlar onların",
    advising=(
        "gerekir gerekiyor olabilir gerekli gerekmektedir önemli önemlidir tavsiye öneririm öneriyorum"
        " yararlı faydalı lazım"
        " edebilirsiniz edin eder ederim olacaktır dilerim"
    ),
    telling="önce yıl ay hafta geçen",
    pleas=(
        "yardım", "ne yapmalıyım", "ne yapabilirim", "ne yapacağım", "ne önerirsiniz", "önerir misiniz", "teşekkür",
        "lütfen", "bilgi", "cevap", "sizce", "şimdiden", "acaba", "bilmiyorum",
    ),
    reacts="öncelikle evet hayır sayın geçmiş sevgili değerli",
    reacts_as_i=("geçmiş olsun",),
    orders="lütfen",
    first_endings=(
        "yorum", "dım", "dim", "dum", "düm", "tım", "tim", "tum", "tüm", "mışım", "mişim", "muşum", "müşüm", "mıyım",
        "miyim", "muyum", "sam", "sem", "ayım", "eyim", "cağım", "ceğim", "arım", "erim", "ırım", "irim", "urum",
        "ürüm",
        "mam", "mem", "lıyım", "liyim", "ımı", "imi", "umu", "ımın", "imin", "ıma", "ime", "ımda", "imde", "ımdan",
        "imden", "yım", "yim", "larım", "lerim", "annem", "babam", "eşim", "oğlum", "kızım", "kocam",
    ),
    second_endings=(
        "nız", "niz", "nuz", "nüz", "nızı", "nizi", "nuzu", "nüzü", "nıza", "nize", "nuza", "nüze", "nızda", "nizde",
        "nızdan", "nizden", "nızın", "nizin", "yın", "yin", "ınız", "iniz", "nızla", "nizle",
    ),
)  # fmt: skip

_ALL: Final = (ENGLISH, GERMAN, FRENCH, SPANISH, DUTCH, TURKISH)


def _last_words(phrases: Sequence[str]) -> str:
    """The words by which a text is known to hold one of these phrases, perhaps."""
    return " ".join(phrase.split()[-1] for phrase in phrases)


@cache
def kinds_of(language: Language) -> dict[str, int]:
    """What each of a language's words counts as, with the stop that may follow it."""
    found: dict[str, int] = {}
    for kind, words in (
        (FIRST, language.first),
        (ALONE, language.alone),
        (SECOND, language.second),
        (THIRD, language.third),
        (COMMON, language.common),
        (ADVISING, language.advising),
        (TELLING, language.telling),
        (ASKING, _last_words(language.pleas)),
        (COLUMN, _last_words(language.column)),
        (PAGE, _last_words(language.page)),
        (OFFERS, _last_words(language.offers)),
    ):
        for word in words.split():
            for stop in _STOPS:
                found[word + stop] = found.get(word + stop, 0) | kind
    return found


@cache
def _known(language: Language) -> frozenset[str]:
    return frozenset(f"{language.common} {language.first} {language.second}".split())


def language_of(texts: Sequence[str]) -> Language | None:
    """The language of these paragraphs; None where it is none of those known here, or where they say too little.

    >>> language_of(["Ich habe einen Hund, und der Hund hat mich nicht gern."]) is GERMAN
    True
    >>> language_of(["13, 14, 15"]) is None
    True
    """
    words: list[str] = []
    for text in texts:
        words.extend(text[:1_500].lower().replace("’", "'").split())
        if len(words) > 1_500:
            break
    best, most = None, 1.0
    for language in _ALL:
        known = _known(language)
        share = sum(word in known for word in words) / (len(words) or 1) / language.share
        if share > most:
            best, most = language, share
        if language is ENGLISH and share > 1.4:
            break  # nearly every page
    return best
