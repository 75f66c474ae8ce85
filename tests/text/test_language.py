import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.language import LanguageDetector

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


def test_name_from_a_neighbour_does_not_turn_the_language() -> None:
    assert DETECTOR.detect("Мы были в городе Їжакевичі и ждали этого дня весь вечер") == "ru"


@given(st.text())
def test_any_text_gets_a_code(text: str) -> None:
    assert DETECTOR.detect(text).isalpha()
