from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import Span
from pipeline.stance.inputs import StanceInput, of_text
from pipeline.stance.networks.pieces import Splitter


@pytest.fixture(scope="module")
def splitter(encoder: Path) -> Splitter:
    return Splitter(encoder, 16)


def test_the_pieces_of_the_mentions_are_marked_and_no_others(splitter: Splitter) -> None:
    (one,) = splitter.split([StanceInput("red bus, sad crab", (Span(4, 7), Span(13, 17)))])
    plain = [n for n, marked in enumerate(one.target) if marked]
    assert plain and plain != list(range(len(one)))
    (before,) = splitter.split([of_text("red ")])
    assert plain[0] >= len(before) - 1
    assert one.target[-1]


def test_what_is_read_before_a_text_is_never_marked(splitter: Splitter) -> None:
    (one,) = splitter.split([StanceInput("ab", (Span(0, 2),))])
    assert one.ids[0] == one.ids[1]  # "ab " is what the tiny encoder reads before a text
    assert one.target == [False, True]


def test_a_question_about_the_target_follows_and_is_not_marked(encoder: Path) -> None:
    item = StanceInput("sun up", (Span(0, 3),))
    (plain,), (asked,) = (Splitter(encoder, 512, ask).split([item]) for ask in (False, True))
    marked = sum(plain.target)
    assert len(asked) > len(plain) and sum(asked.target) == marked
    (whole,) = Splitter(encoder, 512, True).split([of_text("sun up")])
    assert len(whole) > len(plain) and not any(whole.target)


@given(before=st.integers(0, 60), after=st.integers(0, 60))
def test_a_text_cut_short_keeps_its_target_and_its_question(
    encoder: Path, before: int, after: int
) -> None:
    asked = Splitter(encoder, 40, True)
    text = "d " * before + "sun" + " c" * after
    (one,) = asked.split([StanceInput(text, (Span(2 * before, 2 * before + 3),))])
    (short,) = Splitter(encoder, 512, True).split([StanceInput("sun", (Span(0, 3),))])
    assert len(one) <= 40 and any(one.target)
    assert one.ids[-10:] == short.ids[-10:]


@given(before=st.integers(0, 60), after=st.integers(0, 60))
def test_a_text_too_long_keeps_its_target(splitter: Splitter, before: int, after: int) -> None:
    text = "d " * before + "sun" + " c" * after
    item = StanceInput(text, (Span(2 * before, 2 * before + 3),))
    (one,) = splitter.split([item])
    assert len(one) == len(one.target) <= 16
    assert any(one.target)


def test_no_texts_have_no_pieces(splitter: Splitter) -> None:
    assert splitter.split([]) == []
