"""Percentile bootstrap over groups, for scores that follow from a confusion matrix.

Rows of one article or family are not independent, so whole groups are drawn (Field & Welsh,
"Bootstrapping clustered data", JRSS B 2007). The same seed draws the same groups, which makes
two models' resamples paired.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluation.metrics import Floats, Ints

Measure = Callable[[Floats], Floats]

_LEVELS = (2.5, 97.5)
_BATCH = 250


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and its 95 % interval; the interval holds the value."""

    value: float
    low: float
    high: float


def group_confusions(groups: Sequence[str], truth: Ints, guess: Ints, classes: int) -> Floats:
    """``(groups, classes, classes)``: a confusion matrix for each group, groups sorted."""
    _, numbers = np.unique(np.array(groups), return_inverse=True)
    cells = np.zeros((int(numbers.max()) + 1, classes, classes))
    np.add.at(cells, (numbers, truth, guess), 1)
    return cells


def resampled(cells: Floats, resamples: int, seed: int) -> Floats:
    """``(resamples, k, k)``: the confusion matrices of as many draws of groups."""
    draws = np.random.default_rng(seed)
    n, k = len(cells), cells.shape[1]
    flat = cells.reshape(n, k * k)
    parts = []
    for start in range(0, resamples, _BATCH):
        size = min(_BATCH, resamples - start)
        counts = draws.multinomial(n, np.full(n, 1 / n), size=size)
        parts.append(counts @ flat)
    return np.concatenate(parts).reshape(-1, k, k)


def interval(cells: Floats, measure: Measure, resamples: int, seed: int) -> Interval:
    """The measure of all rows together, with its interval."""
    return around(float(measure(cells.sum(axis=0))), measure(resampled(cells, resamples, seed)))


def difference(
    cells: Floats, other: Floats, measure: Measure, resamples: int, seed: int
) -> Interval:
    """How much better ``cells`` is than ``other`` on the same groups, paired."""
    value = float(measure(cells.sum(axis=0)) - measure(other.sum(axis=0)))
    ours, theirs = (measure(resampled(each, resamples, seed)) for each in (cells, other))
    return around(value, ours - theirs)


def around(value: float, draws: NDArray[np.float64]) -> Interval:
    """The 95 % percentile interval of ``draws``, widened where it must be to hold ``value``."""
    low, high = np.percentile(draws, _LEVELS)
    return Interval(value, min(float(low), value), max(float(high), value))
