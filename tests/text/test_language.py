import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.language import EUROPEAN, LanguageDetector

DETECTOR = LanguageDetector()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Minister arrives in Kyiv for talks", "en"),
        ("Prezydent przyleciał do Kijowa", "pl"),
        ("Rosja znów atakuje Ukrainę", "pl"),
        ("Президент прибыл в Минск", "ru"),
        ("Войска отошли от города", "ru"),
        ("Президент прибув до Києва", "uk"),
        ("Росія наступає на півдні", "uk"),
        ("Прэзідэнт прыехаў у Мінск", "be"),
        ("Расія наступае на поўдні", "be"),
        ("Bundeskanzler reist nach Kiew", "de"),
        ("12:45 — 17.03", "und"),
        ("", "und"),
    ],
)
def test_short_headline_is_told(text: str, language: str) -> None:
    assert DETECTOR.detect(text) == language


ONE_OF_EACH = {
    "be": "Прэзідэнт прыехаў у Мінск на перамовы з суседзямі.",
    "bg": "Президентът пристигна в София за разговори със съседите.",
    "bs": "Predsjednik je stigao u Sarajevo na razgovore sa susjedima, saopćeno je jučer.",
    "cs": "Prezident přijel do Prahy na jednání se sousedy.",
    "da": "Præsidenten ankom til København for at tale med naboerne.",
    "de": "Der Präsident ist zu Gesprächen mit den Nachbarn nach Berlin gereist.",
    "el": "Ο πρόεδρος έφτασε στην Αθήνα για συνομιλίες με τους γείτονες.",
    "en": "The president came to London for talks with the neighbours.",
    "es": "El presidente llegó a Madrid para conversar con los vecinos.",
    "et": "President saabus Tallinnasse naabritega läbirääkimistele.",
    "fi": "Presidentti saapui Helsinkiin neuvottelemaan naapureiden kanssa.",
    "fr": "Le président est arrivé à Paris pour discuter avec les voisins.",
    "hr": "Predsjednik je stigao u Zagreb na razgovore sa susjedima u srijedu poslijepodne.",
    "hu": "Az elnök Budapestre érkezett, hogy tárgyaljon a szomszédokkal.",
    "hy": "Նախագահը ժամանել է Երևան՝ հարևանների հետ բանակցելու։",
    "it": "Il presidente è arrivato a Roma per parlare con i vicini.",
    "ka": "პრეზიდენტი თბილისში მეზობლებთან მოსალაპარაკებლად ჩავიდა.",
    "kk": "Президент көршілермен келіссөз жүргізу үшін Астанаға келді.",
    "ky": "Президент коңшулар менен сүйлөшүү үчүн Бишкекке келди.",
    "lt": "Prezidentas atvyko į Vilnių derybų su kaimynais.",
    "lv": "Prezidents ieradās Rīgā uz sarunām ar kaimiņiem.",
    "mk": "Претседателот пристигна во Скопје на разговори со соседите.",
    "nl": "De president is in Den Haag aangekomen voor gesprekken met de buren.",
    "no": "Presidenten kom til Oslo for å snakke med naboene sine i går.",
    "pl": "Prezydent przyjechał do Warszawy na rozmowy z sąsiadami.",
    "pt": "O presidente chegou a Lisboa para conversar com os vizinhos.",
    "ro": "Președintele a sosit la București pentru discuții cu vecinii.",
    "ru": "Президент приехал в Москву на переговоры с соседями.",
    "sk": "Prezident prišiel do Bratislavy na rokovania so susedmi.",
    "sl": "Predsednik je prispel v Ljubljano na pogovore s sosedi.",
    "sr": "Председник је стигао у Београд на разговоре са суседима.",
    "sv": "Presidenten kom till Stockholm för att tala med grannarna.",
    "tg": "Президент барои гуфтушунид бо ҳамсоягон ба Душанбе омад.",
    "tr": "Cumhurbaşkanı komşularla görüşmek için Ankara'ya geldi.",
    "uk": "Президент прибув до Києва на перемовини із сусідами.",
}


@pytest.mark.parametrize("language", EUROPEAN)
def test_each_language_is_recognised(language: str) -> None:
    assert DETECTOR.detect(ONE_OF_EACH[language]) == language


@pytest.mark.parametrize("text", ["qwrtp zxcvb lkjhg", "asdf", "Covid-19", "👍 👍 👍", "ok 12"])
def test_a_text_that_tells_nothing_is_undetermined(text: str) -> None:
    assert DETECTOR.detect(text) == "und"


@pytest.mark.parametrize(
    ("language", "sentence", "found"),
    [
        ("ru", "Він сказав, що ніколи не повернеться до цього міста і його людей.", "uk"),
        ("uk", "Он сказал, что никогда не вернётся в этот город и к его жителям.", "ru"),
        ("be", "Он сказал, что никогда не вернётся в этот город и к его жителям.", "ru"),
        ("pl", "The minister said that nobody had ever asked him about the bridge.", "en"),
        ("en", "Minister powiedział, że nikt go nigdy o ten most nie zapytał.", "pl"),
        ("ru", "Президент Żeleński приехал в Warszawa и выступил перед залом.", "ru"),
        ("en", "He flew to Łódź with Wałęsa and Kuroń in the morning.", "en"),
        ("pl", "Nie wiem.", "pl"),
        ("und", "The minister said that nobody had asked him.", "und"),
    ],
)
def test_a_sentence_switches_only_where_it_is_sure(
    language: str, sentence: str, found: str
) -> None:
    assert DETECTOR.switched(sentence, language) == found


def test_name_from_a_neighbour_does_not_turn_the_language() -> None:
    assert DETECTOR.detect("Мы были в городе Їжакевичі и ждали этого дня весь вечер") == "ru"


@given(st.text())
def test_any_text_gets_a_code(text: str) -> None:
    assert DETECTOR.detect(text).isalpha()
