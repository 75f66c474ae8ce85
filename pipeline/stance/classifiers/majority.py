"""The floor: every row gets the shares of the training labels, whatever it says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pipeline.schema import STANCES, LabelledSentence, LabelledStance
from pipeline.stance.classifiers import Floats
from pipeline.stance.inputs import StanceInput

_FILE = "shares.json"


@dataclass
class MajorityClassifier:
    """Label shares, one list a head."""

    stance: list[float] = field(default_factory=list)
    loaded: list[float] = field(default_factory=list)

    def fit(
        self, stance: Sequence[LabelledStance], loaded: Sequence[LabelledSentence]
    ) -> "MajorityClassifier":
        """Counts the labels; a head without rows gets even shares."""
        self.stance = _shares([STANCES.index(row.stance) for row in stance], len(STANCES))
        self.loaded = _shares([int(row.loaded) for row in loaded], 2)
        return self

    def predict_stance(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 3)``: the same row ``n`` times."""
        return np.tile(np.array(self.stance), (len(items), 1))

    def predict_loaded(self, texts: Sequence[str]) -> Floats:
        """``(n, 2)``: the same row ``n`` times."""
        return np.tile(np.array(self.loaded), (len(texts), 1))

    def save(self, folder: Path) -> None:
        """Writes one JSON file."""
        shares = {"stance": self.stance, "loaded": self.loaded}
        (folder / _FILE).write_text(json.dumps(shares), encoding="utf-8")


def _shares(labels: list[int], classes: int) -> list[float]:
    counts = np.bincount(labels, minlength=classes) + (0 if labels else 1)
    return [float(share) for share in counts / counts.sum()]


def build(settings: object, seed: int) -> MajorityClassifier:
    """An untrained one; it has neither settings nor chance."""
    return MajorityClassifier()


def load(folder: Path) -> MajorityClassifier:
    """A saved one."""
    return MajorityClassifier(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
