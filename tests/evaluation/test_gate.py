from collections.abc import Callable

import pytest

from pipeline.evaluation.gate import decide
from pipeline.evaluation.slices import Scored

MakeScored = Callable[..., Scored]
SETTINGS = {"resamples": 300, "seed": 1}
TRUTH = [0, 1, 2] * 40


def _right(share: float) -> list[int]:
    """Guesses of which the first ``share`` are right."""
    return [t if n < share * len(TRUTH) else (t + 1) % 3 for n, t in enumerate(TRUTH)]


@pytest.fixture
def score(make_scored: MakeScored) -> Callable[[float], Scored]:
    return lambda share: make_scored(TRUTH, _right(share))


@pytest.fixture
def floor(make_scored: MakeScored) -> Scored:
    return make_scored(TRUTH, [1] * len(TRUTH))


Score = Callable[[float], Scored]


def test_a_first_model_that_beats_the_floor_is_promoted(score: Score, floor: Scored) -> None:
    verdict = decide({"a": score(0.8)}, {"a": floor}, None, **SETTINGS)
    assert verdict.promote
    assert verdict.line.startswith("promoted: a: macro-F1 +0.")
    assert verdict.line.endswith("against majority")


def test_a_model_that_fails_on_one_corpus_is_not_promoted_and_is_told_which(
    score: Score, floor: Scored
) -> None:
    candidate = {"a": score(0.9), "b": score(0.1)}
    verdict = decide(candidate, {"a": floor, "b": floor}, None, **SETTINGS)
    assert not verdict.promote
    assert verdict.line.startswith("not promoted: b: macro-F1")
    assert len(verdict.reasons) == 1


def test_the_floor_does_not_beat_itself(floor: Scored) -> None:
    assert not decide({"a": floor}, {"a": floor}, None, **SETTINGS).promote


@pytest.mark.parametrize(
    ("champion", "promoted"), [(0.5, True), (0.8, False), (0.79, False), (0.95, False)]
)
def test_a_candidate_must_beat_the_champion_beyond_doubt(
    score: Score, floor: Scored, champion: float, promoted: bool
) -> None:
    verdict = decide({"a": score(0.8)}, {"a": floor}, {"a": score(champion)}, **SETTINGS)
    assert verdict.promote == promoted
    assert "against the champion" in verdict.line


def test_the_champion_is_met_on_all_corpora_together(score: Score, floor: Scored) -> None:
    floors = {"a": floor, "b": floor}
    candidate = {"a": score(0.95), "b": score(0.75)}
    champion = {"b": score(0.8), "a": score(0.5)}
    assert decide(candidate, floors, champion, **SETTINGS).promote


def test_the_verdict_is_the_same_whenever_it_is_asked(score: Score, floor: Scored) -> None:
    asked = [
        decide({"a": score(0.6)}, {"a": floor}, {"a": score(0.5)}, **SETTINGS) for _ in range(2)
    ]
    assert asked[0] == asked[1]


def test_a_small_corpus_counts_as_much_as_a_large_one(
    score: Score, floor: Scored, make_scored: MakeScored
) -> None:
    small, small_floor = make_scored(TRUTH[:60], TRUTH[:60]), make_scored(TRUTH[:60], [1] * 60)
    candidate = {"large": score(0.7), "small": small}
    champion = {"large": score(0.75), "small": make_scored(TRUTH[:60], _right(0.3)[:60])}
    floors = {"large": floor, "small": small_floor}
    assert decide(candidate, floors, champion, **SETTINGS).promote


def test_without_rows_nothing_is_promoted() -> None:
    verdict = decide({}, {}, None, **SETTINGS)
    assert verdict.line == "not promoted: there are no rows that no model was trained on"
