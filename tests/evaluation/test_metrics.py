import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as sklearn_metrics

from pipeline.evaluation import metrics

CLASSES = 3
labels = st.integers(0, CLASSES - 1)
pairs = st.lists(st.tuples(labels, labels), min_size=1, max_size=40)
weights = st.lists(st.floats(0.001, 1), min_size=CLASSES, max_size=CLASSES)
rows = st.lists(st.tuples(labels, weights), min_size=1, max_size=40)


def _columns(found: list[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    truth, guess = np.array(found, dtype=np.int64).T
    return truth, guess


def _matrix(truth: NDArray[np.int64], guess: NDArray[np.int64]) -> NDArray[np.int64]:
    return sklearn_metrics.confusion_matrix(truth, guess, labels=range(CLASSES))


def _chances(found: list[tuple[int, list[float]]]) -> tuple[NDArray, NDArray]:
    table = np.array([weight for _, weight in found])
    return np.array([truth for truth, _ in found]), table / table.sum(axis=1, keepdims=True)


@given(pairs)
def test_measures_equal_those_of_scikit_learn(found: list[tuple[int, int]]) -> None:
    truth, guess = _columns(found)
    matrix = _matrix(truth, guess)
    every = {"labels": range(CLASSES), "zero_division": 0}
    by_class = sklearn_metrics.f1_score(truth, guess, average=None, **every)
    assert metrics.f1_by_class(matrix) == pytest.approx(by_class)
    assert metrics.macro_f1(matrix) == pytest.approx(by_class.mean())
    assert metrics.f1_pn(matrix) == pytest.approx((by_class[0] + by_class[-1]) / 2)
    assert metrics.accuracy(matrix) == pytest.approx(sklearn_metrics.accuracy_score(truth, guess))


@given(st.lists(pairs, min_size=1, max_size=5))
def test_many_matrices_are_measured_as_each_alone(many: list[list[tuple[int, int]]]) -> None:
    matrices = np.array([_matrix(*_columns(found)) for found in many])
    for measure in (metrics.macro_f1, metrics.f1_pn, metrics.accuracy):
        assert measure(matrices) == pytest.approx([float(measure(each)) for each in matrices])


def test_a_class_that_is_neither_there_nor_called_counts_zero() -> None:
    assert metrics.f1_by_class(np.diag([2.0, 0.0, 1.0])).tolist() == [1.0, 0.0, 1.0]
    assert metrics.accuracy(np.zeros((3, 3))) == 0.0


@given(rows)
def test_calibration_measures_stay_in_their_range(found: list[tuple[int, list[float]]]) -> None:
    truth, chances = _chances(found)
    bins = metrics.reliability(truth, chances)
    assert sum(cell.n for cell in bins) == len(found)
    assert all(1 / CLASSES <= cell.confidence <= 1 + 1e-9 for cell in bins)
    assert all(0 <= cell.accuracy <= 1 for cell in bins)
    assert 0 <= metrics.ece(bins) <= 1
    assert 0 <= metrics.brier(truth, chances) <= 2


@given(rows)
def test_brier_equals_that_of_scikit_learn(found: list[tuple[int, list[float]]]) -> None:
    truth, chances = _chances(found)
    expected = sklearn_metrics.brier_score_loss(
        truth, chances, labels=range(CLASSES), scale_by_half=False
    )
    assert metrics.brier(truth, chances) == pytest.approx(expected)


def test_a_model_that_is_sure_and_right_is_calibrated() -> None:
    truth = np.array([0, 1, 2])
    bins = metrics.reliability(truth, np.eye(3))
    assert (metrics.ece(bins), metrics.brier(truth, np.eye(3))) == (0.0, 0.0)
    wrong = metrics.reliability((truth + 1) % 3, np.eye(3))
    assert metrics.ece(wrong) == 1.0
    assert metrics.ece([]) == 0.0
