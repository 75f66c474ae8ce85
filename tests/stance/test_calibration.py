import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stance.calibration import fit_each, fit_temperature, scale, scale_each

shares = st.lists(st.floats(1e-6, 1), min_size=3, max_size=3)
tables = st.lists(shares, min_size=1, max_size=20).map(
    lambda rows: np.array(rows) / np.array(rows).sum(axis=1, keepdims=True)
)
temperatures = st.floats(0.05, 20)


def _loss(chances: np.ndarray, labels: np.ndarray) -> float:
    right = chances[np.arange(len(labels)), labels]
    return -float(np.log(np.clip(right, 1e-12, None)).mean())


@given(tables, temperatures)
def test_scaled_chances_sum_to_one_and_keep_their_likeliest_class(
    table: np.ndarray, temperature: float
) -> None:
    scaled = scale(table, temperature)
    assert scaled.shape == table.shape
    assert (scaled >= 0).all()
    assert scaled.sum(axis=1) == pytest.approx(1)
    likeliest = table.argmax(axis=1)[:, None]
    assert (np.take_along_axis(scaled, likeliest, axis=1)[:, 0] == scaled.max(axis=1)).all()


@given(tables)
def test_a_temperature_of_one_changes_nothing(table: np.ndarray) -> None:
    assert scale(table, 1.0) == pytest.approx(table)


@given(tables, st.floats(1.0, 20))
def test_a_higher_temperature_softens_and_a_lower_one_sharpens(
    table: np.ndarray, temperature: float
) -> None:
    assert (scale(table, temperature).max(axis=1) <= table.max(axis=1) + 1e-9).all()
    assert (scale(table, 1 / temperature).max(axis=1) >= table.max(axis=1) - 1e-9).all()


@given(tables, st.integers(0, 99))
def test_fitting_makes_the_loss_no_worse(table: np.ndarray, seed: int) -> None:
    labels = np.random.default_rng(seed).integers(0, 3, len(table))
    fitted = scale(table, fit_temperature(table, labels))
    assert _loss(fitted, labels) <= _loss(table, labels) + 1e-3


def test_chances_that_are_too_sure_are_softened_to_what_they_were() -> None:
    draws = np.random.default_rng(1)
    honest = draws.dirichlet(np.ones(3), 4000)
    labels = np.array([draws.choice(3, p=row) for row in honest])
    assert fit_temperature(honest, labels) == pytest.approx(1, abs=0.1)
    assert fit_temperature(scale(honest, 0.4), labels) == pytest.approx(2.5, abs=0.3)


def test_no_rows_are_no_fault() -> None:
    none = np.empty((0, 3))
    assert scale(none, 2.0).shape == (0, 3)
    assert fit_temperature(none, np.array([], dtype=np.int64)) == 1.0


def test_a_chance_of_nothing_is_no_fault() -> None:
    sure = np.array([[1.0, 0.0, 0.0]])
    assert np.isfinite(scale(sure, 0.05)).all()
    assert scale(sure, 0.05).argmax() == 0
    assert np.isfinite(fit_temperature(sure, np.array([2])))


@given(tables, st.integers(0, 99))
def test_each_scheme_has_a_temperature_of_its_own_rows(table: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels, schemes = rng.integers(0, 3, len(table)), rng.choice(["a", "b"], len(table)).tolist()
    found = fit_each(table, labels, schemes)
    assert found.keys() == set(schemes)
    for scheme, temperature in found.items():
        rows = np.array(schemes) == scheme
        assert temperature == fit_temperature(table[rows], labels[rows])
        scaled = scale_each(table, schemes, found)
        assert scaled[rows] == pytest.approx(scale(table[rows], temperature))


def test_a_scheme_without_a_temperature_is_left_as_it_is() -> None:
    table = np.array([[0.2, 0.3, 0.5]])
    assert scale_each(table, ["new"], {"other": 3.0}) == pytest.approx(table)
    assert scale_each(table[:0], [], {}).shape == (0, 3)
