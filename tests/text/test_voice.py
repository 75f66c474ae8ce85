import time

import pytest
from cases import HOSTILE, golden_cases
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import Span
from pipeline.text.sentences import split
from pipeline.text.voice import voices

CASES = dict(golden_cases("voice"))
TOKENS = st.sampled_from(
    ["said", "that", "«", "»", "“", "”", '"', "„", ",", ".", "—", ":", "Путин", "заявил", "что",
     "according to", "как", "X", "\n", "accuses", "of", "so-called", "’"]
)  # fmt: skip


@given(st.lists(TOKENS, max_size=25).map(" ".join), st.sampled_from(["en", "ru"]), st.booleans())
def test_pieces_lie_in_order_inside_their_sentence(text: str, language: str, head: bool) -> None:
    sentences = split(text, language)
    readings = voices(text, sentences, language=language, headline=head)
    assert len(readings) == len(sentences)
    for sentence, reading in zip(sentences, readings, strict=True):
        assert (reading.voice == "outlet") == (not reading.pieces)
        at = sentence.start
        for piece in reading.pieces:
            assert at <= piece.start < piece.end <= sentence.end
            at = piece.end


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_golden_sentence_is_read_as_written(case: dict[str, str]) -> None:
    text = case["text"]
    (reading,) = voices(
        text,
        [Span(0, len(text))],
        language=case["language"],
        headline=bool(case.get("headline")),
    )
    assert [piece.of(text) for piece in reading.pieces] == case["quoted"]
    assert reading.speaker == case.get("speaker", reading.speaker)
    assert reading.reporting_verb_kind == case.get("kind", reading.reporting_verb_kind)


def test_quote_without_closing_mark_ends_at_paragraph() -> None:
    text = "He went on: “We shall stay. We shall build."
    sentences = split(text, "en")
    readings = voices(text, sentences, language="en")
    assert [r.voice for r in readings] == ["mixed", "quoted"]


def test_mention_in_the_reporting_clause_is_the_outlets() -> None:
    text = "The Kremlin said that Kyiv had lied."
    (reading,) = voices(text, [Span(0, len(text))], language="en")
    assert reading.voice_at(Span(4, 11)) == "outlet"
    assert reading.voice_at(Span(22, 26)) == "quoted"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    voices(text, [Span(0, len(text))], language="en", headline=True)
    voices(text, split(text, "en"), language="en")
    assert time.process_time() - began < 20
