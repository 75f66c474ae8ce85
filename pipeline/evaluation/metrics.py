"""Measures of a classifier, from its confusion matrix and its chances."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_BINS = 15


def f1_by_class(matrices: Floats) -> Floats:
    """F1 of each class, ``(…, k)``, from confusion matrices ``(…, k, k)``; 0 where undefined."""
    hits = np.diagonal(matrices, axis1=-2, axis2=-1)
    both = matrices.sum(axis=-1) + matrices.sum(axis=-2)
    nothing = np.zeros_like(both, dtype=np.float64)
    return np.asarray(np.divide(2 * hits, both, out=nothing, where=both > 0))


def macro_f1(matrices: Floats) -> Floats:
    """Mean F1 over all classes, ``(…,)``."""
    return np.asarray(f1_by_class(matrices).mean(axis=-1))


def f1_pn(matrices: Floats) -> Floats:
    """Mean F1 of the two poles, without the neutral class: RuSentNE's measure, ``(…,)``."""
    return np.asarray(f1_by_class(matrices)[..., [0, -1]].mean(axis=-1))


def accuracy(matrices: Floats) -> Floats:
    """The share of rows that are right, ``(…,)``."""
    hits = np.trace(matrices, axis1=-2, axis2=-1)
    return np.asarray(hits / np.maximum(matrices.sum(axis=(-2, -1)), 1))


def brier(truth: Ints, chances: Floats) -> float:
    """Mean squared distance of the chances ``(n, k)`` from the truth, in [0, 2]."""
    return float(((chances - np.eye(chances.shape[1])[truth]) ** 2).sum(axis=1).mean())


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows of like confidence: how sure the model was, how often right, how many."""

    confidence: float
    accuracy: float
    n: int


def reliability(truth: Ints, chances: Floats) -> list[Bin]:
    """Rows binned by the highest chance; empty bins are left out."""
    sure, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    number = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    return [
        Bin(float(sure[rows].mean()), float(right[rows].mean()), int(rows.sum()))
        for rows in (number == which for which in range(_BINS))
        if rows.any()
    ]


def ece(bins: list[Bin]) -> float:
    """Expected calibration error (Guo et al., ICML 2017, §2), in [0, 1]."""
    total = sum(cell.n for cell in bins)
    return sum(cell.n * abs(cell.confidence - cell.accuracy) for cell in bins) / max(total, 1)
