"""The floor: every row gets the shares of the training labels, whatever it says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.schema import STANCES
from pipeline.stance.classifiers import Floats, Making, Rows
from pipeline.stance.inputs import StanceInput

_FILE = "shares.json"


@dataclass
class MajorityClassifier:
    """Label shares, one list a head."""

    stance: list[float]
    loaded: list[float]

    def predict_stance(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 3)``: the same row ``n`` times."""
        return np.tile(np.array(self.stance), (len(items), 1))

    def predict_loaded(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 2)``: the same row ``n`` times."""
        return np.tile(np.array(self.loaded), (len(items), 1))

    def save(self, folder: Path) -> None:
        """Writes one JSON file."""
        shares = {"stance": self.stance, "loaded": self.loaded}
        (folder / _FILE).write_text(json.dumps(shares), encoding="utf-8")


def _shares(labels: list[int], classes: int) -> list[float]:
    counts = np.bincount(labels, minlength=classes) + (0 if labels else 1)
    return [float(share) for share in counts / counts.sum()]


def fit(making: Making, train: Rows, dev: Rows) -> MajorityClassifier:
    """Counts the labels; a head without rows gets even shares."""
    return MajorityClassifier(
        stance=_shares([STANCES.index(row.stance) for row in train.stance], len(STANCES)),
        loaded=_shares([int(row.loaded) for row in train.loaded], 2),
    )


def load(folder: Path) -> MajorityClassifier:
    """A saved one."""
    return MajorityClassifier(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
