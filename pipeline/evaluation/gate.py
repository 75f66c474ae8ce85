"""Whether a candidate may become champion: pure, from scored rows alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.evaluation.bootstrap import Interval, difference
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
    against: list[str] = []
    favour: list[str] = []
    for corpus in sorted(candidate):
        gain = _gain(candidate[corpus], floor[corpus], resamples, seed)
        text = f"{corpus}: macro-F1 {gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]"
        (favour if gain.low > 0 else against).append(f"{text} against majority")
    if champion is not None:
        ours = together([candidate[corpus] for corpus in sorted(candidate)])
        theirs = together([champion[corpus] for corpus in sorted(champion)])
        gain = _gain(ours, theirs, resamples, seed)
        text = f"macro-F1 {gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]"
        (favour if gain.low > 0 else against).append(f"{text} against the champion")
    return Verdict(not against, tuple(against or favour))


def together(parts: Sequence[Scored]) -> Scored:
    """Scored rows of several corpora as one set."""
    return Scored(
        [group for part in parts for group in part.groups],
        np.concatenate([part.truth for part in parts]),
        np.concatenate([part.chances for part in parts]),
    )


def _gain(ours: Scored, theirs: Scored, resamples: int, seed: int) -> Interval:
    return difference(ours.cells(), theirs.cells(), macro_f1, resamples, seed)
