import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix

from pipeline.evaluation import bootstrap
from pipeline.evaluation.metrics import accuracy, macro_f1

labels = st.integers(0, 2)
rows = st.lists(st.tuples(st.sampled_from("abcde"), labels, labels), min_size=1, max_size=30)
Rows = list[tuple[str, int, int]]
DRAWS = 60


def _cells(found: Rows) -> np.ndarray:
    groups, truth, guess = zip(*found, strict=True)
    return bootstrap.group_confusions(groups, np.array(truth), np.array(guess), 3)


@given(rows)
def test_the_groups_matrices_add_up_to_the_whole(found: Rows) -> None:
    _, truth, guess = zip(*found, strict=True)
    cells = _cells(found)
    assert len(cells) == len({group for group, _, _ in found})
    assert (cells.sum(axis=0) == confusion_matrix(truth, guess, labels=range(3))).all()


@given(rows, st.randoms())
def test_the_order_of_rows_does_not_matter(found: Rows, random: object) -> None:
    turned = list(found)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert (_cells(found) == _cells(turned)).all()


@given(rows, st.integers(0, 9))
def test_an_interval_holds_its_point_and_stays_in_range(found: Rows, seed: int) -> None:
    for measure in (macro_f1, accuracy):
        got = bootstrap.interval(_cells(found), measure, DRAWS, seed)
        assert 0 <= got.low <= got.value <= got.high <= 1
        assert got == bootstrap.interval(_cells(found), measure, DRAWS, seed)


@given(rows)
def test_a_draw_has_as_many_groups_as_there_are(found: Rows) -> None:
    one_row_each = [(str(number), *row[1:]) for number, row in enumerate(found)]
    drawn = bootstrap.resampled(_cells(one_row_each), DRAWS, seed=1)
    assert drawn.shape == (DRAWS, 3, 3)
    assert (drawn.sum(axis=(1, 2)) == len(found)).all()


@given(rows)
def test_the_same_model_is_no_better_than_itself(found: Rows) -> None:
    got = bootstrap.difference(_cells(found), _cells(found), macro_f1, DRAWS, seed=1)
    assert (got.low, got.value, got.high) == (0, 0, 0)


def test_a_difference_turned_round_changes_its_sign() -> None:
    draws = np.random.default_rng(1)
    truth = draws.integers(0, 3, 60)
    noisy = np.where(draws.random(60) < 0.5, truth, (truth + 1) % 3)
    groups = [str(number // 2) for number in range(60)]
    better, worse = (bootstrap.group_confusions(groups, truth, g, 3) for g in (truth, noisy))
    gain = bootstrap.difference(better, worse, macro_f1, 300, seed=1)
    loss = bootstrap.difference(worse, better, macro_f1, 300, seed=1)
    assert gain.low > 0 > loss.high
    assert (gain.value, gain.low, gain.high) == pytest.approx((-loss.value, -loss.high, -loss.low))


def test_rows_of_one_group_widen_the_interval() -> None:
    truth = np.zeros(100, dtype=np.int64)
    guess = np.repeat([0, 1], 50)
    alone = bootstrap.group_confusions([str(n) for n in range(100)], truth, guess, 3)
    together = bootstrap.group_confusions([str(n // 25) for n in range(100)], truth, guess, 3)
    narrow, wide = (bootstrap.interval(each, accuracy, 1000, seed=1) for each in (alone, together))
    assert narrow.value == wide.value == 0.5
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_more_draws_than_a_batch_are_all_made() -> None:
    cells = _cells([("a", 0, 0), ("b", 1, 0)])
    assert len(bootstrap.resampled(cells, 601, seed=1)) == 601


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    draws = np.random.default_rng(7)
    held = 0
    for seed in range(200):
        right = (draws.random(150) < 0.7).astype(np.int64)
        cells = bootstrap.group_confusions([str(n) for n in range(150)], right * 0, 1 - right, 2)
        got = bootstrap.interval(cells, accuracy, 200, seed)
        held += got.low <= 0.7 <= got.high
    assert 0.88 <= held / 200 <= 0.99
