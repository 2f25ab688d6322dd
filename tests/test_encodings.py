"""Bytes → text: what labels mean, what is obeyed, and what is guessed where nothing is declared."""

from __future__ import annotations

import codecs
import hashlib
import os
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
import webencodings
from webencodings.labels import LABELS

import threadkit
from threadkit.document import decode

LETTERS = {
    "ja": (
        "拝啓、いつも楽しく読んでいます。隣の席の同僚が毎日、会議室でトランペットの練習をします。昼休みだけなら我慢で"
        "きますが、最近は電話の最中にも音が聞こえてきます。上司に相談したところ、音楽は心に良いと言われました。"
        "どうすれば静かに働けるでしょうか。\n"
        "お便りありがとうございます。まず本人に、困っている時間を具体的に伝えてみてください。それでも変わらなければ、"
        "練習の場所を一緒に探すのが近道です。"
    ),
    "zh-Hans": (
        "您好，我的邻居每天早上五点在阳台上喂鸽子，现在我们家的窗户总是很脏。我和他说过三次，他每次都笑着答应，"
        "第二天还是一样。我不想吵架，可是我已经半年没有开过窗了。请问我应该怎么办？\n"
        "谢谢你的来信。我建议你先写一封短信，说明鸽子给你带来的麻烦，再请他和你一起想办法。如果他仍然不理会，"
        "你可以找物业公司谈一谈。"
    ),
    "zh-Hant": (
        "您好，我的鄰居每天早上五點在陽臺上餵鴿子，現在我們家的窗戶總是很髒。我和他說過三次，他每次都笑著答應，"
        "第二天還是一樣。我不想吵架，可是我已經半年沒有開過窗了。請問我應該怎麼辦？\n"
        "謝謝你的來信。我建議你先寫一封短信，說明鴿子給你帶來的麻煩，再請他和你一起想辦法。如果他仍然不理會，"
        "你可以找管理員談一談。"
    ),
    "ko": (
        "안녕하세요, 저는 작은 회사에서 일하고 있습니다. 옆자리 동료가 매일 점심시간에 제 의자에 앉아서 낮잠을 "
        "잡니다. 처음에는 괜찮았지만 이제는 제가 돌아와도 일어나지 않습니다. 어떻게 말해야 기분 나쁘지 않게 전할 "
        "수 있을까요?\n"
        "편지 고맙습니다. 먼저 웃으면서 의자가 필요하다고 말해 보세요. 그래도 바뀌지 않으면 회사에 쉴 수 있는 "
        "방을 부탁하는 것이 좋겠습니다."
    ),
    "ru": (
        "Здравствуйте! Мой начальник приносит на работу своего попугая, и тот повторяет всё, что мы говорим по "
        "телефону. Вчера птица рассказала клиенту, сколько стоит наш товар на самом деле. Коллеги смеются, а "
        "мне совсем не смешно. Как попросить его оставлять попугая дома?\n"
        "Дорогая читательница, поговорите с начальником наедине и объясните, что дело не в птице, а в доверии "
        "клиентов. Предложите ему поставить клетку в своём кабинете."
    ),
    "uk": (
        "Добрий день! Моя сусідка щовечора співає на балконі, і весь будинок уже знає її пісні напам'ять. Я люблю "
        "музику, але мої діти не можуть заснути до одинадцятої години. Як їй сказати про це, щоб вона не образилася?\n"
        "Дякую за ваш лист. Запросіть її на чай і розкажіть про дітей. Найімовірніше, вона й не здогадується, "
        "що її чути аж на п'ятому поверсі."
    ),
    "bg": (
        "Здравейте! Моят съсед паркира колата си пред нашата врата и всяка сутрин трябва да го будя, за да изляза. "
        "Той винаги се извинява, но нищо не се променя. Какво да направя, без да се караме?\n"
        "Благодаря за писмото. Говорете с него вечер, а не сутрин, когато и двамата бързате. Предложете му да "
        "си разделите мястото по дни и го запишете на лист."
    ),
    "el": (
        "Καλημέρα σας! Η πεθερά μου έρχεται κάθε Κυριακή χωρίς να τηλεφωνήσει και αλλάζει τη θέση στα έπιπλα. "
        "Ο άντρας μου λέει ότι το κάνει από αγάπη. Εγώ όμως δεν βρίσκω πια ούτε τα κουτάλια. Τι πρέπει να κάνω;\n"
        "Αγαπητή φίλη, μιλήστε πρώτα με τον άντρα σας και μετά μαζί με τη μητέρα του. Δώστε της ένα δωμάτιο που "
        "μπορεί να αλλάζει όπως θέλει."
    ),
    "he": (
        "שלום רב, השכן שלי מנגן בתופים כל ערב אחרי עשר. ניסיתי לדבר איתו פעמיים והוא אמר שהוא מתאמן לחתונה של "
        "אחותו. החתונה כבר הייתה בחודש שעבר והתופים עוד כאן. מה אפשר לעשות?\n"
        "תודה על המכתב. כדאי להציע לו שעה קבועה שנוחה לשניכם, ולכתוב אותה על דף ליד הדלת. אם זה לא יעזור, פנו "
        "לוועד הבית."
    ),
    "ar": (
        "السلام عليكم، زميلي في المكتب يأكل السمك كل يوم على مكتبه ولا يفتح النافذة. تحدثت معه مرتين فقال إن "
        "السمك مفيد للعقل. لا أريد أن أشتكي إلى المدير، لكنني لم أعد أستطيع العمل. ماذا أفعل؟\n"
        "شكرا على رسالتك. قل له بهدوء إن الرائحة تمنعك من التركيز، واقترح عليه أن يأكل في المطبخ. إذا لم يتغير "
        "شيء فتحدث مع المدير."
    ),
    "th": (
        "สวัสดีค่ะ เพื่อนร่วมงานของฉันเปิดเพลงเสียงดังทุกวันตั้งแต่เช้าจนเย็น ฉันขอให้เขาใช้หูฟังแล้วแต่เขาบอกว่าเพลง"
        "ทำให้ทุกคนมีความสุข ฉันควรทำอย่างไรดีคะ\n"
        "ขอบคุณสำหรับจดหมาย ลองคุยกับเขาตอนพักกลางวัน และบอกว่าคุณต้องการความเงียบเพื่อทำงาน ถ้ายังไม่ดีขึ้นก็ควรขอย้"
        "ายโต๊ะ"
    ),
    "tr": (
        "Merhaba, komşum her sabah kapımın önüne ayakkabılarını bırakıyor ve ben her gün üstlerine basıyorum. "
        "Birkaç kez söyledim ama güldü, geçti. Şimdi çocukları da aynı şeyi yapıyor. Ona nasıl anlatabilirim?\n"
        "Mektubunuz için teşekkür ederim. Kapınızın yanına küçük bir dolap koyun ve onu birlikte kullanmayı önerin. "
        "Güler yüzle söylenen söz çoğu zaman yeter."
    ),
    "pl": (
        "Dzień dobry! Mój współlokator pożycza moje książki i oddaje je z notatkami na każdej stronie. Mówi, "
        "że dzięki temu łatwiej się je czyta. Ostatnio skreślił zakończenie, bo mu się nie podobało. Jak mam "
        "mu powiedzieć, że to już za dużo?\n"
        "Dziękuję za list. Proszę kupić mu zeszyt i poprosić, żeby tam zapisywał swoje myśli. Książki najlepiej "
        "przez jakiś czas trzymać u siebie w pokoju."
    ),
    "cs": (
        "Dobrý den, můj kolega každé ráno přeskládá věci na mém stole podle barev. Říká, že tak se lépe přemýšlí. "
        "Já ale potom půl hodiny hledám tužku. Nechci ho urazit, protože je jinak velmi milý. Jak mu to mám říct?\n"
        "Děkuji za dopis. Řekněte mu, že jeho pořádek obdivujete, ale že váš stůl má vlastní řád. Nabídněte mu, "
        "ať uspořádá společnou skříň."
    ),
    "hu": (
        "Jó napot kívánok! A szomszédom minden szombaton hajnalban fűrészel a kertben, mert szerinte akkor a "
        "legfrissebb a levegő. Már kétszer kértem, hogy várjon kilencig, de azt felelte, hogy ő csak így tud "
        "dolgozni. Mit tegyek?\n"
        "Köszönöm a levelét. Hívja meg egy kávéra, és beszéljék meg, melyik órák zavarják igazán. Gyakran elég "
        "egy őszinte szó, és mindkettőjük könnyebben ébred."
    ),
    "lt": (
        "Laba diena! Mano kaimynė kiekvieną vakarą šaukia savo katę taip garsiai, kad girdi visa gatvė. Aš keliuosi "
        "penktą valandą ryto ir negaliu užmigti. Kaip jai pasakyti, kad ji neįsižeistų?\n"
        "Ačiū už laišką. Pasikalbėkite su ja dieną, kai katė namuose, ir pasiūlykite varpelį. Žmonės dažnai nežino, "
        "kaip toli girdėti jų balsas."
    ),
    "vi": (
        "Xin chào, hàng xóm của tôi hát karaoke mỗi tối đến nửa đêm. Tôi đã nói chuyện với anh ấy hai lần nhưng "
        "anh ấy chỉ cười và mời tôi hát cùng. Con tôi còn nhỏ và không ngủ được. Tôi nên làm gì?\n"
        "Cảm ơn bạn đã viết thư. Bạn hãy đề nghị một giờ cố định mà cả hai nhà đều thấy thoải mái. Nếu không "
        "được, hãy nhờ tổ trưởng giúp đỡ."
    ),
    "fr": (
        "Bonjour, ma collègue arrose mes plantes pendant que je déjeune, et elles sont déjà à moitié noyées. "
        "Je lui ai demandé d'arrêter, mais elle répond que « l'eau, c'est la vie ». Dois-je emporter mes plantes "
        "à la maison ?\n"
        "Merci de votre lettre. Offrez-lui une plante à elle, qu'elle pourra arroser à son gré, et mettez un "
        "petit mot sur les vôtres."
    ),
    "de": (
        "Liebe Redaktion, mein Nachbar mäht jeden Sonntag früh den Rasen, obwohl es verboten ist. Ich habe ihn "
        "schon öfter darauf angesprochen, doch er lächelt nur und hört weiter Musik über Kopfhörer. Was würden "
        "Sie tun?\n"
        "Danke für Ihre Zuschrift. Fragen Sie ihn, ob er am Samstag überhaupt Zeit hätte. Vielleicht können Sie "
        "sich die Arbeit sogar teilen."
    ),
    "es": (
        "Hola, mi compañera de piso usa mi champú todos los días y después dice que no sabía que era mío. Ya "
        "le puse mi nombre con letras rojas. ¿Qué más puedo hacer sin que se enfade?\n"
        "Gracias por escribir. Compre uno para las dos y pídale que pague la mitad; así la próxima mañana será "
        "más tranquila. ¡Suerte!"
    ),
    "ro": (
        "Bună ziua! Vecinul meu îşi plimbă câinele în grădina mea, deşi i-am spus de mai multe ori că florile "
        "mele suferă. El râde şi zice că pământul este al tuturor. Ce să fac?\n"
        "Vă mulţumesc pentru scrisoare. Puneţi un gard mic şi rugaţi-l să vă ajute să îl ridicaţi; aşa va înţelege "
        "cât ţineţi la flori."
    ),
}
"""A reader's letter and a reply in many languages."""

UNDECLARED = {
    "ja": "cp932 euc_jp iso2022_jp utf-16-le utf-16-be",
    "zh-Hans": "gb18030 hz utf-16-le utf-32-le",
    "zh-Hant": "big5hkscs utf-16-be",
    "ko": "cp949 iso2022_kr utf-16-le",
    "ru": "cp1251 koi8-r iso8859-5 cp866 mac_cyrillic utf-16-le utf-32-be",
    "uk": "cp1251 koi8-u",
    "bg": "cp1251 koi8-r",
    "el": "cp1253 iso8859-7",
    "he": "cp1255 iso8859-8",
    "ar": "cp1256 iso8859-6",
    "th": "cp874",
    "tr": "cp1254",
    "pl": "cp1250 iso8859-2",
    "cs": "cp1250 iso8859-2",
    "hu": "cp1250 iso8859-2",
    "ro": "cp1250",
    "lt": "cp1257",
    "vi": "cp1258",
    "fr": "cp1252 mac_roman",
    "de": "cp1252 mac_roman",
    "es": "cp1252 mac_roman",
}
PAIRS = [(language, name) for language, names in UNDECLARED.items() for name in names.split()]


def composed(char):
    """A Vietnamese letter as windows-1258 writes it: the letter, then its tone."""
    base, *marks = unicodedata.normalize("NFD", char)
    tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
    return unicodedata.normalize("NFC", base + "".join(sorted(set(marks) - set(tones)))) + "".join(tones)


def encoded(text, name):
    if name == "cp1258":
        text = "".join(map(composed, text))
    source = text.encode(name, "ignore")
    return source, source.decode(name)


def as_page(text):
    first, second = text.split("\n")
    return (
        f"<html><head><title>{first[:20]}</title><script>var shown = 'yes';</script></head><body><div class=entry>\n"
        f"<p>{first}</p>\n<p>{second}</p></div><div id=footer>About us</div></body></html>"
    )


def codes(decoded):
    return [issue.code for issue in decoded.issues]


# -- labels --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", LABELS)
def test_every_label_of_browsers_is_known(label):
    assert codes(decode(b"a page", encoding=f" {label.upper()}\n")) == []


ONE_BYTE = sorted(
    {name for name in LABELS.values() if name.startswith(("iso-8859", "windows", "koi8", "ibm", "mac", "x-mac"))}
)


@pytest.mark.parametrize("name", ONE_BYTE)
def test_one_byte_encodings_mean_what_they_mean_to_browsers(name):
    codec = webencodings.lookup(name).codec_info
    for byte in range(0x20, 0x100):
        theirs = codec.decode(bytes([byte]), "replace")[0]
        ours = decode(bytes([byte]), encoding=name).text
        assert ours == theirs or (theirs == "\ufffd" and ours == chr(byte) and byte < 0xA0)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("latin1", "cp1252"),
        ("Latin_1", "cp1252"),  # Python's spelling of it
        ("gb2312", "gb18030"),
        ("euc_kr", "cp949"),
        ("UTF8mb4", "utf-8"),
        ("utf_8_sig", "utf-8"),
        ("cp437", "cp437"),  # Python's library has it, browsers do not
        ("ms932", "cp932"),
        ("iso2022jp", "iso2022_jp_ext"),
    ],
)
def test_labels(label, codec):
    assert decode("é".encode("ascii", "ignore") + b"\xe9", encoding=label).encoding == codec


@pytest.mark.parametrize("label", ["no-such", "hex", "rot13", "idna", "undefined", "", " ", "\0", "é", "..", "x" * 200])
def test_what_is_no_encoding_is_passed_over(label):
    assert decode("naïve".encode(), encoding=label).text == "naïve"


def test_a_codec_that_another_package_registers_does_not_count():
    def search(name):
        return codecs.lookup("latin-1") if name == "x_from_elsewhere" else None

    codecs.register(search)
    try:
        assert b"\xe9".decode("x-from-elsewhere") == "é"
        assert codes(decode("é".encode(), encoding="x-from-elsewhere")) == ["unknown-encoding"]
    finally:
        codecs.unregister(search)


@pytest.mark.parametrize("label", ["utf-7", "UTF7", "unicode-1-1-utf-7"])
def test_utf_7_is_refused(label):
    hidden = b"+ADw-script+AD4- caf" + "é".encode()
    for options in ({"encoding": label}, {"http_charset": label}):
        decoded = decode(hidden, **options)
        assert decoded.text == hidden.decode()
        assert codes(decoded) == ["unknown-encoding"]
        assert "refused" in decoded.issues[0].message
    page = f'<meta charset="{label}">'.encode() + hidden
    assert decode(page).text == page.decode()
    assert codes(decode(page)) == []


def test_utf_7_is_refused_in_one_sentence_at_the_entry():
    with pytest.raises(ValueError, match=r"^the encoding 'utf-7' is refused[^.]*$"):
        threadkit.parse(b"a page", encoding="utf-7")


# -- what is obeyed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["", "-le", "-be"])
@pytest.mark.parametrize("width", ["utf-16", "utf-32"])
@pytest.mark.parametrize("language", ["ja", "ru", "fr"])
def test_the_callers_wide_encoding_is_obeyed(language, width, order):
    text = as_page(LETTERS[language])
    for written in ("-le", "-be") if not order else (order,):
        decoded = decode(text.encode(width + written), encoding=width + order)
        assert (decoded.text, decoded.encoding, decoded.issues) == (text, width + written, ())


def test_the_server_can_say_utf_16_but_not_of_ascii():
    assert decode("<p>plain".encode("utf-16-be"), http_charset="utf-16be").text == "<p>plain"
    assert decode(b"<p>plain", http_charset="utf-16").text == "<p>plain"
    assert codes(decode("<p>é".encode(), http_charset="utf-16")) == ["encoding-conflict"]


SEVEN_BIT = [("ja", "iso-2022-jp", "iso2022_jp"), ("zh-Hans", "hz-gb-2312", "hz"), ("ko", "iso-2022-kr", "iso2022_kr")]


@pytest.mark.parametrize(("language", "label", "name"), SEVEN_BIT)
def test_seven_bit_encodings_are_decoded(language, label, name):
    source, text = encoded(f"<meta charset={label}>" + as_page(LETTERS[language]), name)
    assert source.isascii()
    for options in ({"encoding": label}, {"http_charset": label}, {}):
        assert (decode(source, **options).text, codes(decode(source, **options))) == (text, [])


def test_a_seven_bit_page_that_is_cut_is_still_read():
    source, text = encoded(LETTERS["ja"], "iso2022_jp")
    decoded = decode(source[:-4])
    assert decoded.text.startswith(text[:-5])
    assert codes(decoded) == ["encoding-guessed", "undecodable-bytes"]


@pytest.mark.parametrize("options", [{}, {"encoding": "iso-2022-cn"}])
def test_what_nothing_decodes_is_said(options):
    decoded = decode(b"a \x1b$)A\x0eVPND\x0f page", **options)
    assert "VPND" in decoded.text
    assert "undecodable-bytes" in codes(decoded)


@pytest.mark.parametrize("label", ["shift_jis", "euc-jp", "gb2312", "big5", "euc-kr", "iso-2022-jp"])
@pytest.mark.parametrize("language", ["fr", "ru", "ja", "zh-Hans", "zh-Hant", "ko", "th"])
def test_a_two_byte_encoding_that_does_not_fit_is_utf_8_where_that_does(label, language):
    page = f"<meta charset={label}>" + as_page(LETTERS[language])
    decoded = decode(page.encode())
    assert (decoded.text, decoded.encoding, codes(decoded)) == (page, "utf-8", ["encoding-conflict"])
    assert decode(as_page(LETTERS[language]).encode(), http_charset=label).text == as_page(LETTERS[language])


@pytest.mark.parametrize(
    ("language", "label", "name"),
    [
        ("ja", "shift_jis", "cp932"),
        ("ja", "euc-jp", "euc_jp"),
        ("zh-Hans", "gb2312", "gb18030"),
        ("ko", "euc-kr", "cp949"),
    ],
)
def test_a_two_byte_encoding_that_fits_is_obeyed(language, label, name):
    source, text = encoded(f"<meta charset={label}>" + as_page(LETTERS[language]), name)
    assert (decode(source).text, codes(decode(source))) == (text, [])
    broken = source.replace(b"</p>", b"\x88</p>" if name == "cp932" else b"\xff</p>", 1)
    assert (decode(broken).encoding, codes(decode(broken))) == (name, ["undecodable-bytes"])


# Each of these pairs of bytes is also one character of UTF-8: so few of them prove nothing against the declaration.
def test_a_few_characters_may_be_utf_8_by_accident():
    source = b"<meta charset=gbk>" + "隆芦脕".encode("gbk")
    assert source.decode("utf-8").endswith("¡«Á")
    assert decode(source).text.endswith("隆芦脕")
    assert decode(source + "é".encode() * 10).encoding == "utf-8"


# -- what is guessed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whole", [LETTERS.__getitem__, lambda language: as_page(LETTERS[language])])
@pytest.mark.parametrize(("language", "name"), PAIRS)
def test_undeclared_texts_are_decoded_and_said_to_be_guessed(language, name, whole):
    source, text = encoded(whole(language), name)
    decoded = decode(source)
    assert decoded.text == text
    assert codes(decoded) == ["encoding-guessed"]
    assert decoded.encoding in decoded.issues[0].message
    assert decoded.issues[0].grade == "warning"


@pytest.mark.parametrize("size", [15, 30, 60, 120])
@pytest.mark.parametrize(("language", "name"), PAIRS)
def test_short_undeclared_texts_are_decoded_right_or_said_to_be_guessed(language, name, size):
    source, text = encoded(LETTERS[language][:size], name)
    decoded = decode(source)
    assert decoded.text == text or "encoding-guessed" in codes(decoded)


def test_a_broken_character_does_not_change_the_guess():
    source, _text = encoded(LETTERS["ja"] * 12, "euc_jp")
    place = len(source) // 12
    decoded = decode(source[:place] + b"\xff" + source[place:])
    assert decoded.encoding == "euc_jp"
    assert codes(decoded) == ["encoding-guessed", "undecodable-bytes"]


def test_the_pages_language_tells_what_a_few_words_do_not():
    for language, words in (("ja", "年末の夜"), ("he", "שלום רב"), ("ko", "편지")):
        name = UNDECLARED[language].split()[0]
        assert decode(f"<html lang={language}><p>{words}".encode(name)).text.endswith(words)


@pytest.mark.parametrize(
    "text", ["“I can’t – I won’t,” she said — often", "Jørgen’s café in Málaga • £5", "———— naïve ————"]
)
def test_what_english_pages_hold_is_windows_1252(text):
    assert decode(f"<p>{text}</p>\n".encode("cp1252") * 3).text == f"<p>{text}</p>\n" * 3


@pytest.mark.parametrize(
    "source",
    [
        b"plain ASCII ~ with a ~{ tilde ~} and \x1b[1m colour",
        "plain UTF-8: naïve".encode(),
        b"<meta charset=windows-1251>" + "Дорогая".encode("cp1251"),
        codecs.BOM_UTF16_LE + "Дорогая".encode("utf-16-le"),
        b"a stray \0 zero",
    ],
)
def test_what_is_said_is_not_guessed(source):
    assert codes(decode(source)) == []


def test_a_thread_says_that_its_encoding_was_guessed():
    source = as_page(LETTERS["ru"]).encode("koi8-r")
    thread = threadkit.parse(source)
    assert thread.title == LETTERS["ru"][:20].strip()
    assert "encoding-guessed" in [issue.code for issue in thread.issues]
    told = threadkit.parse(source, encoding="koi8-r")
    assert "encoding-guessed" not in [issue.code for issue in told.issues]


# -- the same everywhere, and cheap --------------------------------------------------------------------------------


def run(program, **environment):
    places = [str(Path(threadkit.__file__).parents[1]), *sys.path]
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=False,
        env={"PYTHONPATH": os.pathsep.join(filter(None, places)), "PATH": "", **environment},
        text=True,
        timeout=120,
    )


WITHOUT = """
import sys
{blocked}
import threadkit
def title(words, encoding):
    page = f"<title>{{words}}</title><h1>{{words}}</h1><div class=entry><p>{{words}}, {{words}}</p></div>"
    return ascii(threadkit.parse(page.encode(encoding)))
print(title("Tea", "ascii"), title("Thé", "utf-8"), title("« Thé »", "cp1252"), title("Już się śmieję", "cp1250"))
print(title("Чай, дорогая редакция", "utf-16-le"), title("お茶", "iso2022_jp"))
try:
    print(title("Чай, дорогая редакция", "koi8-r"))
except ImportError as error:
    print("ImportError:", error.name)
"""


def test_without_charset_normalizer_nothing_changes_in_silence():
    with_it = run(WITHOUT.format(blocked=""))
    without = run(WITHOUT.format(blocked="sys.modules['charset_normalizer'] = sys.modules['chardet'] = None"))
    assert with_it.returncode == without.returncode == 0, with_it.stderr + without.stderr
    *same, told = with_it.stdout.splitlines()
    *others, refused = without.stdout.splitlines()
    assert same == others
    assert ascii("Чай, дорогая редакция") in told
    assert refused == "ImportError: charset_normalizer"


def test_the_guess_depends_on_nothing_but_the_bytes(tmp_path):
    samples = [encoded(LETTERS[language][:size], name)[0] for language, name in PAIRS for size in (20, 400)]
    (tmp_path / "samples").write_text(repr(samples), encoding="ascii")
    program = (
        "import ast, hashlib, pathlib\nfrom threadkit.document import decode\n"
        f"samples = ast.literal_eval(pathlib.Path({str(tmp_path / 'samples')!r}).read_text())\n"
        "print(hashlib.sha256(repr([decode(sample) for sample in samples]).encode()).hexdigest())"
    )
    here = hashlib.sha256(repr([decode(sample) for sample in samples]).encode()).hexdigest()
    for environment in (
        {"PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4", "LANG": "tr_TR", "TZ": "Asia/Tokyo"},
    ):
        done = run(program, PYTHONUTF8="1", **environment)
        assert done.stdout.strip() == here, done.stderr


def test_plain_pages_load_neither_of_the_libraries():
    program = (
        "import sys, threadkit\n"
        "page = '<meta charset=utf-8><title>{0}</title><h1>{0}</h1><div class=entry><p>Some {0}.</p></div>'\n"
        "for words in ('Tea', 'Thé'): threadkit.parse(page.format(words).encode())\n"
        "print([name for name in ('charset_normalizer', 'webencodings', 'bs4') if name in sys.modules])"
    )
    done = run(program)
    assert done.stdout.strip() == "[]", done.stderr


GROWING = {
    "one byte at the end": lambda size: b"<p>plain " * size + b"\xe9",
    "one line": lambda size: "Дорогая редакция ".encode("koi8-r") * size,
    "short lines": lambda size: b"<p>\xe9t\xe9\n" * size,
    "nothing fits": lambda size: bytes(range(0x80, 0x100)) * (size // 20),
    "open declarations": lambda size: b"<meta <html charset" * size + b"\xe9",
    "tildes": lambda size: b"~{a" * size,
    "escapes": lambda size: b"\x1b$B" * size,
    "zeros": lambda size: b"\0a\xff" * size,
}


@pytest.mark.parametrize("kind", GROWING)
def test_decoding_takes_linear_time(kind):
    def seconds(size):
        source = GROWING[kind](size)
        best = 1e9
        for _ in range(3):
            begin = time.process_time()
            decode(source)
            best = min(best, time.process_time() - begin)
        return best

    seconds(100)
    assert seconds(40_000) < 3 * seconds(20_000) + 0.05
