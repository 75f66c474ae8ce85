from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.slices import Scored, properties, slices, stance_labels, summary
from pipeline.schema import STANCES, LabelledStance

MakeScored = Callable[..., Scored]
MakeStance = Callable[..., LabelledStance]
labels = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=20)


@pytest.fixture(scope="module")
def rows(make_stance: MakeStance) -> list[LabelledStance]:
    long = "Russia " + "on and on " * 12
    return [
        make_stance(row_id="a", voice="outlet", stance="critical"),
        make_stance(row_id="b", voice="quoted", target="ukraine", stance="supportive"),
        make_stance(row_id="c", corpus="newsmtsc", target="Orla Pym", text=long),
        make_stance(
            row_id="d", corpus="newsmtsc", target="she", language="ru", text="Alone.", shared=True
        ),
    ]


def test_rows_are_cut_by_their_own_properties(rows: list[LabelledStance]) -> None:
    found = properties(rows)
    assert found["language"] == ["en", "en", "en", "ru"]
    assert found["voice"] == ["outlet", "quoted", "", ""]
    assert found["length"] == ["short", "short", "long", "short"]
    assert found["official train"] == ["", "", "apart", "shared"], "our own have no other split"
    assert found["targets"] == ["several", "several", "one", "one"]
    assert found["target"] == ["russia", "ukraine", "", ""], "names in other corpora are no slices"


def test_every_property_of_a_corpus_has_its_slices_and_their_rows_add_up(
    rows: list[LabelledStance], make_scored: MakeScored
) -> None:
    scored = make_scored(stance_labels(rows), [0, 2, 1, 0])
    found = list(slices(rows, scored, 40, seed=1, fewest=1))
    for corpus in ("authored", "newsmtsc"):
        for by in ("language", "length", "targets"):
            assert sum(s.n for s in found if (s.corpus, s.by) == (corpus, by)) == 2
    assert {s.value for s in found if s.by == "voice"} == {"outlet", "quoted"}
    assert all(0 <= s.low <= s.macro_f1 <= s.high <= 1 for s in found)
    long = next(s for s in found if (s.corpus, s.value) == ("newsmtsc", "long"))
    assert (long.macro_f1, long.f1_pn) == (pytest.approx(1 / 3), 0.0), "neutral alone is there"
    assert found == list(slices(rows, scored, 40, seed=1, fewest=1))


def test_labels_are_the_columns_of_the_chances(rows: list[LabelledStance]) -> None:
    assert stance_labels(rows).tolist() == [0, 2, 1, 1]
    assert stance_labels([]).shape == (0,)


@given(labels)
def test_rows_that_are_kept_are_scored_as_if_alone(
    make_scored: MakeScored, found: list[tuple[int, int]]
) -> None:
    truth, guess = zip(*found, strict=True)
    scored = make_scored(truth, guess)
    keep = [number % 2 == 0 for number in range(len(found))]
    part = scored.where(keep)
    assert part.groups == scored.groups[::2]
    assert part.guess.tolist() == list(guess[::2])
    assert (part.cells() == make_scored(truth[::2], guess[::2], part.groups).cells()).all()
    whole = scored.where([True] * len(found))
    assert (whole.chances == scored.chances).all()


@given(labels)
def test_a_summary_holds_its_intervals_and_counts(
    make_scored: MakeScored, found: list[tuple[int, int]]
) -> None:
    truth, guess = zip(*found, strict=True)
    facts = summary(make_scored(truth, guess), STANCES, 40, seed=1)
    assert facts["n"] == facts["groups"] == len(found)
    for name in ("macro_f1", "f1_pn"):
        assert facts[name]["low"] <= facts[name]["value"] <= facts[name]["high"]
    assert facts["macro_f1"]["value"] == pytest.approx(np.mean(list(facts["f1"].values())))
    assert facts["accuracy"] == pytest.approx(np.mean(np.equal(truth, guess)))


def test_two_classes_have_no_measure_of_the_poles() -> None:
    scored = Scored(["a", "b"], np.array([0, 1]), np.eye(2))
    facts = summary(scored, ("plain", "loaded"), 40, seed=1)
    assert "f1_pn" not in facts
    assert facts["f1"] == {"plain": 1.0, "loaded": 1.0}
