"""Whether a candidate may become champion: pure, from scored rows alone."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.evaluation.bootstrap import Interval, around, difference, resampled
from pipeline.evaluation.metrics import macro_f1
from pipeline.evaluation.slices import Scored


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to promote, and every reason for or against."""

    promote: bool
    reasons: tuple[str, ...]

    @property
    def line(self) -> str:
        """The verdict on one line."""
        return ("promoted: " if self.promote else "not promoted: ") + "; ".join(self.reasons)


def decide(
    candidate: Mapping[str, Scored],
    floor: Mapping[str, Scored],
    champion: Mapping[str, Scored] | None,
    *,
    resamples: int,
    seed: int,
) -> Verdict:
    """The verdict on a candidate.

    It must beat the floor on each corpus and the champion on all of them together, by a paired
    bootstrap over groups whose 95 % interval excludes 0.

    Args:
        candidate: its scored rows by corpus.
        floor: the majority classifier's, on the same rows.
        champion: the champion's on the same rows; None where there is no champion.
        resamples: bootstrap draws.
        seed: of the draws.
    """
    if not candidate:
        return Verdict(False, ("there are no rows that no model was trained on",))
    against: list[str] = []
    favour: list[str] = []
    for corpus in sorted(candidate):
        gain = _gain(candidate[corpus], floor[corpus], resamples, seed)
        text = f"{corpus}: macro-F1 {gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]"
        (favour if gain.low > 0 else against).append(f"{text} against majority")
    if champion is not None:
        gain = _mean_gain(candidate, champion, resamples, seed)
        text = f"macro-F1 {gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]"
        (favour if gain.low > 0 else against).append(f"{text} against the champion")
    return Verdict(not against, tuple(against or favour))


def _gain(ours: Scored, theirs: Scored, resamples: int, seed: int) -> Interval:
    return difference(ours.cells(), theirs.cells(), macro_f1, resamples, seed)


def _mean_gain(
    ours: Mapping[str, Scored], theirs: Mapping[str, Scored], resamples: int, seed: int
) -> Interval:
    """The gain averaged over corpora, each counted alike, as models are picked."""
    values, draws = [], []
    for corpus in sorted(ours):
        cells, other = ours[corpus].cells(), theirs[corpus].cells()
        values.append(macro_f1(cells.sum(axis=0)) - macro_f1(other.sum(axis=0)))
        draws.append(
            macro_f1(resampled(cells, resamples, seed))
            - macro_f1(resampled(other, resamples, seed))
        )
    return around(float(np.mean(values)), np.mean(draws, axis=0))
