"""How outlets come out by a sample's labels, beside how they come out by a model.

A row counts as often as it stands for rows that were not drawn (Hájek's ratio estimator; Särndal,
Swensson & Wretman, Model Assisted Survey Sampling, 1992, §5.7). Articles are what is drawn anew.
"""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from pipeline.evaluation.bootstrap import around
from pipeline.evaluation.metrics import Floats
from pipeline.evaluation.slices import Scored
from pipeline.schema import LabelledStance

_WORTH = np.array([-1.0, 0.0, 1.0])  # of critical, neutral, supportive


def framing(
    rows: Sequence[LabelledStance], scored: Scored, target: str, resamples: int, seed: int
) -> dict[str, dict[str, object]]:
    """For each outlet, its own voice on ``target``: from labels, from chances, and how they differ.

    Args:
        rows: labelled rows; those without an outlet or of another voice are left out.
        scored: what a model says of the same rows.
        target: the codebook's name of it.
        resamples: how many bootstrap draws stand behind an interval.
        seed: of the draws.

    Returns:
        For each outlet ``n`` rows, and ``labels``, ``model`` and ``excess`` (of the model over the
        labels), each from −1 (critical) to 1 (supportive), the excess from −2 to 2.
    """
    own = [row.target == target and row.voice == "outlet" and bool(row.outlet) for row in rows]
    found = {}
    for outlet in sorted({row.outlet for row, keep in zip(rows, own, strict=True) if keep}):
        keep = [here and row.outlet == outlet for row, here in zip(rows, own, strict=True)]
        part = scored.where(keep)
        shares = np.array([row.probability for row, here in zip(rows, keep, strict=True) if here])
        found[outlet] = {"n": len(shares), **_scores(part, 1 / shares, resamples, seed)}
    return found


def _scores(part: Scored, weights: Floats, resamples: int, seed: int) -> dict[str, object]:
    values = np.column_stack([_WORTH[part.truth], part.chances @ _WORTH])
    values = np.column_stack([values, values[:, 1] - values[:, 0], np.ones(len(values))])
    _, groups = np.unique(part.groups, return_inverse=True)
    sums = np.zeros((int(groups.max()) + 1, values.shape[1]))
    np.add.at(sums, groups, values * weights[:, None])
    n = len(sums)
    counts = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=resamples)
    whole, draws = sums.sum(axis=0), counts @ sums
    return {
        name: asdict(around(float(whole[at] / whole[-1]), draws[:, at] / draws[:, -1]))
        for at, name in enumerate(("labels", "model", "excess"))
    }
