import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.outlets import intervals
from pipeline.outlets.intervals import mean_interval

values = st.lists(st.floats(-1, 1), min_size=1, max_size=50).map(np.array)


@given(values, st.integers(0, 9))
def test_an_interval_holds_its_point_and_stays_in_range(found: np.ndarray, seed: int) -> None:
    low, high = mean_interval(found, 100, seed)
    assert found.min() - 1e-9 <= low <= found.mean() <= high <= found.max() + 1e-9
    assert (low, high) == mean_interval(found, 100, seed)


@given(values)
def test_an_interval_turned_round_changes_its_sign(found: np.ndarray) -> None:
    low, high = mean_interval(found, 100, 1)
    assert mean_interval(-found, 100, 1) == pytest.approx((-high, -low))


def test_values_that_are_all_alike_leave_no_doubt() -> None:
    assert mean_interval(np.full(20, 0.25), 100, 1) == pytest.approx((0.25, 0.25))


def test_more_articles_narrow_the_interval() -> None:
    draws = np.random.default_rng(1)
    widths = []
    for n in (10, 100, 1000):
        low, high = mean_interval(draws.uniform(-1, 1, n), 500, 1)
        widths.append(high - low)
    assert widths[0] > 2 * widths[1] > 4 * widths[2]


def test_what_is_held_at_once_does_not_change_the_interval(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = np.random.default_rng(1).uniform(-1, 1, 50)
    whole = mean_interval(found, 300, 1)
    monkeypatch.setattr(intervals, "_CELLS", 350)
    assert mean_interval(found, 300, 1) == whole


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    draws = np.random.default_rng(3)
    held = 0
    for seed in range(300):
        low, high = mean_interval(draws.beta(2, 3, 60), 300, seed)
        held += low <= 0.4 <= high
    assert 0.90 <= held / 300 <= 0.98
