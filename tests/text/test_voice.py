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
    (readings,) = voices([(text, sentences)], language=language, headline=head)
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
    ((reading,),) = voices(
        [(text, [Span(0, len(text))])],
        language=case["language"],
        headline=bool(case.get("headline")),
    )
    found = [piece.of(text).rstrip(".,") for piece in reading.pieces]
    assert found == [piece.rstrip(".,") for piece in case["quoted"]]
    assert reading.speaker == case.get("speaker", reading.speaker)
    assert reading.reporting_verb_kind == case.get("kind", reading.reporting_verb_kind)


def test_quote_without_closing_mark_ends_at_paragraph() -> None:
    text = "He went on: “We shall stay. We shall build."
    sentences = split(text, "en")
    (readings,) = voices([(text, sentences)], language="en")
    assert [r.voice for r in readings] == ["mixed", "quoted"]


def test_mention_in_the_reporting_clause_is_the_outlets() -> None:
    text = "The Kremlin said that Kyiv had lied."
    ((reading,),) = voices([(text, [Span(0, len(text))])], language="en")
    assert reading.voice_at(Span(4, 11)) == "outlet"
    assert reading.voice_at(Span(22, 26)) == "quoted"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    voices([(text, [Span(0, len(text))])], language="en", headline=True)
    voices([(text, split(text, "en"))], language="en")
    assert time.process_time() - began < 20


def read(*paragraphs: str, language: str = "en") -> list[list[str]]:
    """The pieces of each paragraph that are not the outlet's."""
    parts = [(text, split(text, language)) for text in paragraphs]
    return [
        [piece.of(text) for reading in found for piece in reading.pieces]
        for (text, _), found in zip(parts, voices(parts, language=language), strict=True)
    ]


def test_a_quotation_goes_on_over_paragraphs_until_it_is_closed() -> None:
    assert read("“We shall stay.", "Nobody will move us.” He left.", "It rained.") == [
        ["We shall stay."], ["Nobody will move us."], []
    ]  # fmt: skip


def test_a_quotation_that_is_opened_again_goes_on() -> None:
    assert read("“We shall stay.", "“Nobody will move us,” he said.") == [
        ["We shall stay."], ["Nobody will move us,"]
    ]  # fmt: skip


def test_a_paragraph_that_a_name_introduces_is_quoted_and_the_next_is_not() -> None:
    found = read("The Harbour Post writes:", "The port is shut. Nobody knows why.", "It rained.")
    assert found == [[], ["The port is shut.", "Nobody knows why."], []]


def test_a_heading_with_a_colon_introduces_no_speech() -> None:
    assert read("What we know:", "The port is shut.") == [[], []]


def test_dash_dialogue_ends_with_its_attribution() -> None:
    text = "— Мы не уйдём, — сказал Зорин. — Мост наш."
    assert read(text, "Шёл дождь.", language="ru") == [["Мы не уйдём,", "Мост наш."], []]
    assert read("– Nie odejdziemy – powiedział Górski.", language="pl") == [["Nie odejdziemy"]]


def test_the_authors_words_inside_a_quotation_are_the_outlets() -> None:
    text = "«Мы устали, — вздыхает Зорин. — Мы ждём поезда»."
    assert read(text, language="ru") == [["Мы устали,", "Мы ждём поезда"]]


def test_each_of_two_attributions_has_its_clause() -> None:
    text = "Глава сказал, что мост закрыт, а врач добавил, что дорога открыта."
    assert read(text, language="ru") == [["мост закрыт", "дорога открыта."]]


def test_an_insertion_leaves_both_halves_to_who_speaks() -> None:
    text = "The bridge, the report says, is safe."
    assert read(text) == [["The bridge", "is safe."]]
    assert read("Der Antrag, so die Kommission, liege vor.", language="de") == [
        ["Der Antrag", "liege vor."]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He said nothing since."),
        ("en", "They told reporters about the flood."),
        ("en", "The train left according to plan."),
        ("ru", "Об этом сообщил губернатор Зорин."),
        ("pl", "Minister mówił o planach."),
        ("de", "Er sprach über die Pläne."),
        ("de", "Der „Hafenbote“ berichtete über den Fall."),
        ("uk", "«Степова хроніка» нагадує про це щороку."),
    ],
)
def test_a_verb_of_saying_without_what_was_said_is_the_outlets(language: str, text: str) -> None:
    assert read(text, language=language) == [[]]
