"""Scores of a classifier over a set of labelled rows, whole and slice by slice."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from pipeline.evaluation import metrics
from pipeline.evaluation.bootstrap import group_confusions, interval
from pipeline.evaluation.metrics import Floats, Ints
from pipeline.schema import STANCES, LabelledStance

_OURS = {"authored", "ruwa"}  # corpora whose targets are the codebook's
_LONG = 30  # words from which a sentence is long


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Macro-F1 of the rows that share a property, with its 95 % interval, and F1(P,N)."""

    corpus: str
    by: str
    value: str
    n: int
    macro_f1: float
    low: float
    high: float
    f1_pn: float


@dataclass(frozen=True, slots=True)
class Scored:
    """Labelled rows of one set with what the model says of them, ``(n, k)``."""

    groups: list[str]
    truth: Ints
    chances: Floats

    @property
    def guess(self) -> Ints:
        """The likeliest class of each row, ``(n,)``."""
        return np.asarray(self.chances.argmax(axis=1), dtype=np.int64)

    def cells(self) -> Floats:
        """A confusion matrix for each group."""
        return group_confusions(self.groups, self.truth, self.guess, self.chances.shape[1])

    def where(self, keep: Sequence[bool]) -> "Scored":
        """The rows that are to be kept."""
        groups = [group for group, stays in zip(self.groups, keep, strict=True) if stays]
        return Scored(groups, self.truth[np.array(keep)], self.chances[np.array(keep)])


def summary(scored: Scored, names: Sequence[str], resamples: int, seed: int) -> dict[str, object]:
    """The measures of a set of rows, those of the whole with intervals.

    Args:
        scored: the rows.
        names: the classes, in the order of the columns.
        resamples: how many bootstrap draws stand behind an interval.
        seed: of the draws.
    """
    cells = scored.cells()
    whole = cells.sum(axis=0)
    by_class = metrics.f1_by_class(whole)
    measures: dict[str, Callable[[Floats], Floats]] = {"macro_f1": metrics.macro_f1}
    if "neutral" in names:
        measures["f1_pn"] = metrics.f1_pn
    return {
        "n": len(scored.truth),
        "groups": len(cells),
        **{name: asdict(interval(cells, f, resamples, seed)) for name, f in measures.items()},
        "accuracy": float(metrics.accuracy(whole)),
        "f1": {name: float(f1) for name, f1 in zip(names, by_class, strict=True)},
        "ece": metrics.ece(metrics.reliability(scored.truth, scored.chances)),
        "brier": metrics.brier(scored.truth, scored.chances),
    }


def properties(rows: Sequence[LabelledStance]) -> dict[str, list[str]]:
    """What rows can be sliced by: a value of each property for each row."""
    targets = Counter(row.text for row in rows)
    return {
        "language": [row.language for row in rows],
        "target": [row.target if row.corpus in _OURS else "" for row in rows],
        "outlet": [row.outlet for row in rows],
        "voice": [row.voice or "" for row in rows],
        "length": ["long" if len(row.text.split()) >= _LONG else "short" for row in rows],
        "readings": ["differ" if row.disputed else "agree" for row in rows],
        "official train": [_official(row) for row in rows],
        "targets": ["several" if targets[row.text] > 1 else "one" for row in rows],
    }


def _official(row: LabelledStance) -> str:
    """Whether the corpus's own split has the row's group in train; ours drops those of train."""
    if row.corpus in _OURS:
        return ""
    return "shared" if row.shared else "apart"


def slices(
    rows: Sequence[LabelledStance],
    scored: Scored,
    resamples: int,
    seed: int,
    fewest: int = 20,
) -> Iterator[Slice]:
    """The scores of each corpus by each property of its rows, where ``fewest`` rows share it."""
    for corpus in sorted({row.corpus for row in rows}):
        inside = [row.corpus == corpus for row in rows]
        for by, values in properties(rows).items():
            for value in sorted(set(values) - {""}):
                keep = [own and v == value for own, v in zip(inside, values, strict=True)]
                if sum(keep) >= fewest:
                    yield _slice(corpus, by, value, scored.where(keep), resamples, seed)


def _slice(corpus: str, by: str, value: str, part: Scored, resamples: int, seed: int) -> Slice:
    cells = part.cells()
    found = interval(cells, metrics.macro_f1, resamples, seed)
    return Slice(
        corpus=corpus,
        by=by,
        value=value,
        n=len(part.truth),
        macro_f1=found.value,
        low=found.low,
        high=found.high,
        f1_pn=float(metrics.f1_pn(cells.sum(axis=0))),
    )


def stance_labels(rows: Sequence[LabelledStance]) -> Ints:
    """``(n,)``: the column of each row's label."""
    return np.array([STANCES.index(row.stance) for row in rows], dtype=np.int64)
