"""Which encoding the bytes of a page are in where nothing says so: a guess, from the bytes and the page's language.

In comes a page that is not plain UTF-8; out goes the name of a Python codec. From the surest sign to the weakest: the
zeros of UTF-16 and UTF-32, the escape sequences of seven-bit encodings, UTF-8 with some stray bytes. What is left is
judged on a bounded sample of the words that are not ASCII. Where bytes beyond ASCII follow each other, the text is in
no Latin script, and `charset_normalizer` tells which of the encodings of pages it is. Where they stand single between
ASCII letters it is, and then the letters tell: each language writes a few of them, and read in another encoding they
become letters and signs that no language has together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from threadkit import lazy_re

__all__ = ["guess", "seven_bit", "wide"]

_LOOKED_AT: Final = 64_000
"""So many bytes around those beyond ASCII are looked at for UTF-8, and the first of them for everything else."""
_JUDGED: Final = 6_000
_PORTION: Final = 1_500
"""They are judged in pieces of at least this size, so that a broken character spoils one of them only."""
_ZEROS_WITHIN: Final = 4_096
_LANG_WITHIN: Final = 16_384
_LANG: Final = lazy_re.pattern(rb"""<html\b[^<>]*?\blang\s*=\s*["']?([a-zA-Z]{2})""", re.IGNORECASE)
_NOT_ASCII: Final = lazy_re.pattern("[^\0-\x7f]")
_BEYOND_ASCII: Final = lazy_re.pattern(rb"[\x80-\xff]")
_FROM_BEYOND_ASCII: Final = lazy_re.pattern(rb"[\x80-\xff][^<>\r\n]*")
_REPEATED: Final = lazy_re.pattern(rb"([\x80-\xff])\1{2,}")
_RUN: Final = lazy_re.pattern(rb"[\x80-\xff]{3,}")
_SMALL_OR_SPACE: Final = lazy_re.pattern(rb"[ a-z]")

_CYRILLIC: Final = ("cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic")
_NOT_LATIN: Final = {
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
    "zh": ("gb18030", "big5hkscs"),
    **dict.fromkeys(("ru", "uk", "bg", "be", "sr", "mk"), _CYRILLIC),
    "el": ("cp1253", "iso8859-7"),
    "he": ("cp1255", "iso8859-8"),
    **dict.fromkeys(("ar", "fa"), ("cp1256", "iso8859-6")),
    "th": ("cp874",),
}
"""Languages → the encodings that their pages are in, the most usual first."""
_LATIN: Final = ("cp1252", "cp1250", "iso8859-2", "cp1254", "cp1257", "cp1258", "mac-roman")
_ALPHABETS: Final = {
    language: frozenset(letters)
    for language, letters in {
        "en": "éèêëïñöüçàâæœáíóúãäôøåß",  # and the names of all its neighbours
        "fr": "àâæçéèêëîïôœùûüÿ",
        "de": "äöüßéà",
        "es": "áéíñóúüçª",
        "pt": "ãáâàçéêíõóôúüª",
        "it": "àèéìíîòóùú",
        "nl": "éèëïöüóíáêç",
        "sv": "åäöéüàæø",
        "is": "áðéíóúýþæö",
        "pl": "ąćęłńóśźżéü",
        "cs": "áčďéěíňóřšťúůýžöü",
        "sk": "áäčďéíĺľňóôŕšťúýž",
        "hu": "áéíóöőúüű",
        "hr": "čćđšžé",
        "ro": "ăâîşţé",
        "tr": "âçğıîöşüûié",
        "lt": "ąčęėįšųūžé",
        "lv": "āčēģīķļņšūžõ",
        "et": "äöõüšžé",
        "vi": "ăâđêôơưàáãèéêìíòóôõùúý\u0300\u0301\u0303\u0309\u0323",
    }.items()
}
"""Languages of Latin script → their letters beyond ASCII, with those of the commonest foreign words."""
_SIGNS: Final = frozenset("“”„‘’‚«»‹›–—…•·°©®™€£§¿¡½¼¾×´\xa0\xad")
_USUAL: Final = {
    **dict.fromkeys(("cs", "pl", "hu", "sk", "sl", "hr", "ro"), "cp1250"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    "tr": "cp1254",
    "vi": "cp1258",
}


def guess(source: bytes) -> str:
    """The likeliest encoding of a page that is not valid UTF-8 and declares none.

    >>> guess("Здравствуйте! Мой начальник приносит на работу своего попугая.".encode("koi8-r"))
    'koi8-r'
    >>> guess("Żółw mówi: „dość już tego, proszę pani”".encode("cp1250"))
    'cp1250'
    """
    lines = list(_lines(source))
    if _is_utf8_with_stray_bytes(b"\n".join(lines)):
        return "utf-8"
    match = _LANG.search(source[:_LANG_WITHIN])
    language = match[1].decode("ascii").lower() if match else ""
    portions = list(_portions(lines))
    return _not_latin(portions, language) or _latin(b" ".join(portions), language)


def wide(source: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by the zeros of its ASCII characters; None where it is neither.

    >>> wide("Ну, здравствуй".encode("utf-16-le")), wide(b"plain"), wide(b"a stray \\0 zero")
    ('utf-16-le', None, None)
    """
    sample = source[: min(_ZEROS_WITHIN, len(source) & ~3)]
    quarter = len(sample) // 4
    zeros = [sample[start::4].count(0) for start in range(4)]
    if not any(zeros):
        return None
    if zeros[0] == quarter and zeros[1] >= 0.9 * quarter:
        return "utf-32-be"
    if zeros[3] == quarter and zeros[2] >= 0.9 * quarter:
        return "utf-32-le"
    first, second = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if first + second >= 0.8 * len(sample) / 2:
        return "utf-16-le" if second > first else "utf-16-be"
    # Few zeros: a script whose letters have none, between spaces that have; or one-byte text with a stray zero, of
    # which every other byte is an ASCII letter.
    orders = {"utf-16-be": sample[::2], "utf-16-le": sample[1::2]}
    plain = {name: _share_of_plain_characters(sample.decode(name, "replace")) for name in orders}
    name = max(plain, key=lambda order: plain[order])
    letters = len(_SMALL_OR_SPACE.findall(orders[name]))
    return name if plain[name] >= 0.98 and letters <= 0.6 * len(orders[name]) else None


def _share_of_plain_characters(text: str) -> float:
    good = sum(1 for char in text if char != "\ufffd" and (char.isprintable() or char in "\t\n\f\r"))
    return good / len(text)


def seven_bit(source: bytes) -> str | None:
    """The encoding of a text that is ASCII to the eye and has escape sequences for what is not; None without any.

    "ascii" is one of them: its escape sequences are known and nothing decodes what is between them.

    >>> seven_bit("お便り".encode("iso2022_jp")), seven_bit(b"~{ is no Chinese ~}")
    ('iso2022_jp_ext', None)
    """
    if not source.isascii():
        return None
    if b"\x1b$" not in source:
        return "hz" if b"~{" in source and _fits(source, "hz", broken=0) else None
    name = "iso2022_kr" if b"\x1b$)C" in source else "iso2022_jp_ext"
    return name if _fits(source, name, broken=0.02) else "ascii"


def _fits(source: bytes, name: str, *, broken: float) -> bool:
    """Whether a text has characters beyond ASCII, and hardly any broken ones; the last may be cut in two."""
    beyond = _NOT_ASCII.findall(source.decode(name, "replace"))
    wrong = beyond.count("\ufffd")
    return len(beyond) > wrong and wrong <= broken * len(beyond) + (broken > 0)


def _lines(source: bytes) -> Iterator[bytes]:
    """Where the page is not ASCII: from a little before to the end of the line, or to the next tag."""
    taken = end = 0
    for match in _FROM_BEYOND_ASCII.finditer(source):
        begin, end = max(end, match.start() - 20), match.end()
        line = source[begin : min(end, begin + _LOOKED_AT)]
        yield line
        taken += len(line)
        if taken >= _LOOKED_AT:
            return


def _is_utf8_with_stray_bytes(sample: bytes) -> bool:
    """Some bytes that are none, or a character cut in two at the end of the file."""
    beyond = _NOT_ASCII.findall(sample.decode("utf-8", "replace"))
    return len(beyond) > 2 * beyond.count("\ufffd")


def _portions(lines: list[bytes]) -> Iterator[bytes]:
    taken, portion = 0, b""
    for line in lines:
        portion += line[:_JUDGED] + b" "
        if len(portion) >= _PORTION:
            yield portion
            taken, portion = taken + len(portion), b""
        if taken >= _JUDGED:
            return
    if portion:
        yield portion


def _not_latin(portions: list[bytes], language: str) -> str | None:
    """The encoding of a text whose words are not Latin; None where they are, or nothing fits."""
    pressed = [_REPEATED.sub(rb"\1", portion) for portion in portions]  # a line of dashes is no word
    beyond = sum(len(_BEYOND_ASCII.findall(portion)) for portion in pressed)
    in_runs = sum(len(run) for portion in pressed for run in _RUN.findall(portion))
    if in_runs * 3 <= beyond:
        return None
    own = _NOT_LATIN.get(language, ())
    every = tuple(dict.fromkeys(name for names in _NOT_LATIN.values() for name in names))
    return (_likeliest(portions, own) if own else None) or _likeliest(portions, every) or next(iter(own), None)


def _likeliest(portions: list[bytes], names: tuple[str, ...]) -> str | None:
    from charset_normalizer import from_bytes

    by_theirs = {name.replace("-", "_"): name for name in names}
    found = []
    for portion in portions:
        # Nothing but the bytes counts: no declaration inside of them, and no answer where none fits.
        matches = from_bytes(portion, cp_isolation=list(by_theirs), preemptive_behaviour=False, enable_fallback=False)
        best = matches.best()
        found += [by_theirs[best.encoding]] if best is not None and best.encoding in by_theirs else []
    return Counter(found).most_common(1)[0][0] if found else None


def _latin(sample: bytes, language: str) -> str:
    """The encoding in which the letters are those of one language; the usual one where no other is clearly better."""
    usual = _USUAL.get(language, "cp1252")
    scores = {name: _letters_of_a_language(sample, name) for name in (usual, *_LATIN)}
    best = max(scores, key=lambda name: scores[name])
    better = scores[best] - scores[usual]
    return best if better >= 2 and better * 30 >= len(_BEYOND_ASCII.findall(sample)) else usual


def _letters_of_a_language(sample: bytes, name: str) -> int:
    """How many of the characters beyond ASCII are signs, or letters of the language that has the most of them."""
    text = sample.decode(name, "replace")
    chars: Counter[str] = Counter()
    for match in _NOT_ASCII.finditer(text):
        # No language writes a capital behind a small letter.
        if not (match[0].isupper() and text[max(0, match.start() - 1)].islower()):
            chars[match[0].lower()[0]] += 1
    signs = sum(count for char, count in chars.items() if char in _SIGNS)
    return signs + max(sum(chars[letter] for letter in letters) for letters in _ALPHABETS.values())
