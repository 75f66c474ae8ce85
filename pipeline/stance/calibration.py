"""Temperature scaling: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, §4.2.

Each scheme of labelling has a temperature of its own.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_BOUNDS = (-3.0, 3.0)  # of the temperature's logarithm
_SMALL = 1e-12


def scale(probabilities: Floats, temperature: "float | Floats") -> Floats:
    """Probabilities ``(n, k)`` sharpened (below 1) or softened (above 1) by a temperature.

    Args:
        probabilities: each row sums to 1.
        temperature: of all rows, or ``(n, 1)``.
    """
    if len(probabilities) == 0:
        return probabilities
    logits = np.log(np.clip(probabilities, _SMALL, None)) / temperature
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float64)


def scale_each(
    probabilities: Floats, schemes: Sequence[str], temperatures: Mapping[str, float]
) -> Floats:
    """Probabilities ``(n, k)``, each row by its scheme's temperature, 1 for an unknown one."""
    chosen = np.array([temperatures.get(scheme, 1.0) for scheme in schemes]).reshape(-1, 1)
    return scale(probabilities, chosen)


def fit_each(
    probabilities: Floats, labels: NDArray[np.int64], schemes: Sequence[str]
) -> dict[str, float]:
    """The best temperature of each scheme by its own rows."""
    found = {}
    for scheme in sorted(set(schemes)):
        rows = np.array([each == scheme for each in schemes])
        found[scheme] = fit_temperature(probabilities[rows], labels[rows])
    return found


def fit_temperature(probabilities: Floats, labels: NDArray[np.int64]) -> float:
    """The temperature of the lowest negative log-likelihood; 1 where there are no rows.

    Args:
        probabilities: ``(n, k)``, each row sums to 1.
        labels: ``(n,)``, the column that is right.
    """
    from scipy.optimize import minimize_scalar

    if len(labels) == 0:
        return 1.0
    rows = np.arange(len(labels))

    def loss(log_temperature: float) -> float:
        scaled = scale(probabilities, float(np.exp(log_temperature)))
        return -float(np.log(np.clip(scaled[rows, labels], _SMALL, None)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=_BOUNDS, method="bounded").x))
