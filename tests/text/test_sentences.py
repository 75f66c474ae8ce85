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


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    split(text, "ru")
    assert time.process_time() - began < 10
