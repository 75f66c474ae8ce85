import re
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.schema import LabelledStance, Span
from pipeline.stance.inputs import TARGET, StanceInput, masked, of_row, sides, window

MARK = TARGET.strip()
letters = st.text("abcє., -'\n", max_size=60)


@st.composite
def items(draw: st.DrawFn) -> StanceInput:
    """A sentence with some disjoint mentions, in order."""
    text = draw(letters)
    assume(text)
    cuts = draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True))
    cuts.sort()
    spans = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    return StanceInput(text, tuple(spans))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace(MARK, " "))


@given(items())
def test_masking_replaces_every_mention_and_nothing_else(item: StanceInput) -> None:
    pieces = masked(item).split(TARGET)
    assert len(pieces) == len(item.spans) + 1
    rebuilt = pieces[0]
    for span, piece in zip(item.spans, pieces[1:], strict=True):
        rebuilt += span.of(item.text) + piece
    assert rebuilt == item.text


@given(items(), st.integers(1, 5))
def test_a_window_has_at_most_so_many_words_on_either_side(item: StanceInput, words: int) -> None:
    for span in item.spans:
        left, right = window(StanceInput(item.text, (span,)), words).split(TARGET)
        assert item.text[: span.start].endswith(left)
        assert item.text[span.end :].startswith(right)
        assert len(_words(left)) <= words and len(_words(right)) <= words
        if len(_words(item.text[: span.start])) >= words:
            assert len(_words(left)) == words


@given(items())
def test_a_window_as_wide_as_the_sentence_is_the_masked_sentence(item: StanceInput) -> None:
    one = StanceInput(item.text, item.spans[:1])
    assert window(one, 100) == masked(one)


@given(items(), st.integers(1, 5))
def test_windows_of_several_mentions_follow_one_another(item: StanceInput, words: int) -> None:
    alone = [window(StanceInput(item.text, (span,)), words) for span in item.spans]
    assert window(item, words) == "".join(alone)


@given(items(), st.integers(1, 5))
def test_sides_are_the_windows_words_with_their_side(item: StanceInput, words: int) -> None:
    for span in item.spans:
        one = StanceInput(item.text, (span,))
        left, right = window(one, words).split(TARGET)
        expected = [f"before_{w}" for w in _words(left)] + [f"after_{w}" for w in _words(right)]
        assert sides(one, words).split() == expected


def test_views_show_where_the_target_stands() -> None:
    item = StanceInput("Bold Kazakhstan refused what Russia stole.", (Span(29, 35),))
    assert " ".join(masked(item).split()) == f"Bold Kazakhstan refused what {MARK} stole."
    assert " ".join(window(item, 1).split()) == f"what {MARK} stole"
    assert sides(item, 2) == "before_refused before_what after_stole"


def test_no_name_is_left_in_any_view() -> None:
    item = StanceInput("Putin flew. Putin landed.", (Span(0, 5), Span(12, 17)))
    assert "Putin" not in masked(item)
    assert "Putin" not in window(StanceInput(item.text, item.spans[:1]), 1)


def test_mentions_that_overlap_are_masked_once() -> None:
    item = StanceInput("the Russian army fled", (Span(4, 16), Span(4, 11)))
    assert " ".join(masked(item).split()) == f"the {MARK} fled"


@pytest.mark.parametrize("voice", ["outlet", "quoted"])
def test_a_row_is_seen_without_its_label(
    make_stance: Callable[..., LabelledStance], voice: str
) -> None:
    row = make_stance(voice=voice, stance="critical")
    assert of_row(row) == StanceInput(row.text, row.spans, "en")
