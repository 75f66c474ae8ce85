from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpora import authored
from pipeline.errors import DatasetError
from pipeline.schema import LabelledSentence, LabelledStance, Span

Write = Callable[..., Path]


def _row(**given: Any) -> dict[str, Any]:
    return {
        "id": "en-1",
        "family": "en-1",
        "loaded": True,
        "text": "[Minsk](belarus) lied, “[Moscow](russia/quoted) and [it](belarus) did”.",
        "stance": {"belarus": "critical", "russia/quoted": "neutral"},
        **given,
    }


def test_a_sentence_gives_its_loading_and_a_stance_for_each_target_and_voice(
    tmp_path: Path, write_jsonl: Write
) -> None:
    write_jsonl(_row(), name="dev/en.jsonl")
    loaded, belarus, russia = authored.read(tmp_path)
    assert isinstance(loaded, LabelledSentence) and loaded.loaded
    assert isinstance(belarus, LabelledStance) and isinstance(russia, LabelledStance)
    assert loaded.text == belarus.text == "Minsk lied, “Moscow and it did”."
    assert [span.of(belarus.text) for span in belarus.spans] == ["Minsk", "it"]
    assert (belarus.target, belarus.voice, belarus.stance) == ("belarus", "outlet", "critical")
    assert (russia.target, russia.voice, russia.stance) == ("russia", "quoted", "neutral")
    assert {row.split for row in (loaded, belarus, russia)} == {"dev"}
    assert {row.language for row in (loaded, belarus, russia)} == {"en"}
    assert len({row.group_id for row in (loaded, belarus, russia)}) == 1


def test_a_row_is_disputed_where_a_second_reading_differs(
    tmp_path: Path, write_jsonl: Write
) -> None:
    write_jsonl(_row(), name="dev/en.jsonl")
    again = {"belarus": "neutral", "russia/quoted": "neutral"}
    write_jsonl({"id": "en-1", "stance": again}, name="second/en.jsonl")
    _, belarus, russia = authored.read(tmp_path)
    assert isinstance(belarus, LabelledStance) and isinstance(russia, LabelledStance)
    assert (belarus.disputed, belarus.stance) == (True, "critical")
    assert not russia.disputed


def test_one_target_in_both_voices_is_two_rows(tmp_path: Path, write_jsonl: Write) -> None:
    row = _row(
        text="[Kyiv](ukraine) held, “[Kyiv](ukraine/quoted) fell”, he said.",
        stance={"ukraine": "supportive", "ukraine/quoted": "neutral"},
    )
    write_jsonl(row, name="test/uk.jsonl")
    _, own, other = authored.read(tmp_path)
    assert own.row_id != other.row_id
    assert (own.voice, other.voice) == ("outlet", "quoted")


@pytest.mark.parametrize("stance", [{}, {"belarus": "neutral"}, {"iran": "neutral"}])
def test_marks_without_labels_are_a_slip_of_ours(
    tmp_path: Path, write_jsonl: Write, stance: dict[str, str]
) -> None:
    write_jsonl(_row(stance=stance), name="train/en.jsonl")
    with pytest.raises(DatasetError, match=r"authored en-1: marks .* but labels .*; give each"):
        list(authored.read(tmp_path))


def test_a_line_separator_in_a_sentence_does_not_end_the_line(
    tmp_path: Path, write_jsonl: Write
) -> None:
    write_jsonl(_row(text="[a](belarus)\u2028[b](russia/quoted)"), name="train/en.jsonl")
    assert len(list(authored.read(tmp_path))) == 3


plain = st.text(st.characters(exclude_characters="[]()", exclude_categories=["Cs"]), max_size=9)
surfaces = plain.filter(bool)
keys = st.sampled_from(["russia", "north-korea", "ukraine/quoted", "west"])


@given(st.lists(st.tuples(plain, surfaces, keys), max_size=5), plain)
def test_marks_are_taken_out_and_their_offsets_hold(
    pieces: list[tuple[str, str, str]], tail: str
) -> None:
    marked = "".join(f"{before}[{surface}]({key})" for before, surface, key in pieces) + tail
    text, spans = authored.parse_marks(marked)
    assert text == "".join(before + surface for before, surface, _ in pieces) + tail
    for key, found in spans.items():
        assert [span.of(text) for span in found] == [s for _, s, k in pieces if k == key]
    assert sum(len(found) for found in spans.values()) == len(pieces)


def test_brackets_that_are_no_marks_stay() -> None:
    assert authored.parse_marks("[sic] (sic) [a] (b) [Rus](Russia)") == (
        "[sic] (sic) [a] (b) [Rus](Russia)",
        {},
    )
    assert authored.parse_marks("[a](russia)")[1] == {"russia": (Span(0, 1),)}
