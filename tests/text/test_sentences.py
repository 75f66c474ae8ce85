import time

import pytest
from cases import HOSTILE, golden_cases
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.sentences import split

CASES = dict(golden_cases("sentences"))
LANGUAGES = st.sampled_from(["en", "ru", "uk", "be", "pl", "de", "fr", "und"])
PROSE = st.text(alphabet="АбвAb1 .!?…«»„”“\"'—,\n()гв.", max_size=200) | st.text(max_size=100)


@given(PROSE, LANGUAGES)
def test_sentences_cover_all_but_white_space_and_do_not_overlap(text: str, language: str) -> None:
    at = 0
    for span in split(text, language):
        assert at <= span.start < span.end
        assert not text[at : span.start].strip()
        assert span.of(text) == span.of(text).strip()
        at = span.end
    assert not text[at:].strip()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_golden_text_is_split_as_written(case: dict[str, object]) -> None:
    sentences = case["sentences"]
    assert isinstance(sentences, list)
    text = " ".join(sentences)
    assert [span.of(text) for span in split(text, str(case["language"]))] == sentences


def test_blank_line_ends_a_sentence_and_a_wrapped_line_does_not() -> None:
    text = "Заголовок\n\nОн сказал\nэто. Да"
    assert [s.of(text) for s in split(text, "ru")] == ["Заголовок", "Он сказал\nэто.", "Да"]


def test_list_number_stays_with_its_item_only_at_the_start_of_a_line() -> None:
    text = "1. Порт закрыт\n2. Мост открыт. Их было 2. Оба ушли"
    expected = ["1. Порт закрыт", "2. Мост открыт.", "Их было 2.", "Оба ушли"]
    assert [s.of(text) for s in split(text, "ru")] == expected


def test_quotation_stays_whole_with_what_introduces_or_attributes_it() -> None:
    text = "Он сказал: «Нет. Никогда». “We stay!” – Harrow"
    expected = ["Он сказал: «Нет. Никогда».", "“We stay!” – Harrow"]
    assert [s.of(text) for s in split(text, "ru")] == expected


def test_bracket_after_an_abbreviation_is_a_sentence_only_if_it_ends_as_one() -> None:
    text = "Это 5 млн руб. (Минфин) сразу. Пришли врачи и т. д. (Их ждали.) Все ушли."
    expected = [
        "Это 5 млн руб. (Минфин) сразу.",
        "Пришли врачи и т. д.",
        "(Их ждали.)",
        "Все ушли.",
    ]
    assert [s.of(text) for s in split(text, "ru")] == expected


@pytest.mark.parametrize("text", ["Так ( . Да", "Так" + " " * 200 + ". Да", "« . Б", "7 . Б"])
def test_full_stop_without_a_word_before_it_is_no_fault(text: str) -> None:
    spans = split(text, "ru")
    assert "".join("".join(s.of(text).split()) for s in spans) == "".join(text.split())


def test_language_without_rules_is_split_by_sentencex() -> None:
    text = "Il a vu M. Dupont. Il est parti."
    assert [s.of(text) for s in split(text, "fr")] == ["Il a vu M. Dupont.", "Il est parti."]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    split(text, "ru")
    assert time.process_time() - began < 10
