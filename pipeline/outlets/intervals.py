"""Bootstrap intervals of a mean over articles."""

import numpy as np

from pipeline.evaluation.bootstrap import around
from pipeline.evaluation.metrics import Floats

_CELLS = 4_000_000  # of draws × articles held at once


def mean_interval(values: Floats, resamples: int, seed: int) -> tuple[float, float]:
    """The 95 % percentile interval of the mean of ``(n,)`` values, ``n`` at least 1.

    Articles are what an outlet publishes more or less independently, so they are what is drawn
    (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13). The interval covers
    the sampling of articles alone, not the classifier's errors.
    """
    draws = np.random.default_rng(seed)
    n = len(values)
    step = max(1, _CELLS // n)
    means = np.concatenate(
        [
            draws.multinomial(n, np.full(n, 1 / n), size=min(step, resamples - start)) @ values / n
            for start in range(0, resamples, step)
        ]
    )
    found = around(float(values.mean()), means)
    return found.low, found.high
