"""A vector for each piece of the vocabulary, learned from a tuned encoder: fast, and no network.

A text is the mean of its pieces' vectors, and for stance also the means of what stands before,
in and after the target. The vectors begin as the principal components of the encoder's own, as
in Model2Vec (Tulkens & van Dongen, 2024), and learn from the encoder's chances beside the labels
(Hinton et al., "Distilling the Knowledge in a Neural Network", arXiv 1503.02531, 2015).
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.params import Static
from pipeline.stance.classifiers import Floats, Making, Rows, loaded_labels, stance_labels
from pipeline.stance.inputs import StanceInput, of_row, of_sentence
from pipeline.stance.networks import bags
from pipeline.stance.networks.linear import DenseHead
from pipeline.stance.networks.pieces import Pieces, Splitter

_LONGEST = 128  # pieces of a text that are read
_TABLE = "table.npz"


@dataclass(frozen=True)
class StaticClassifier:
    """The vectors ``(pieces, width)`` in 16 bits, the window in pieces, and a head for each."""

    table: NDArray[np.float16]
    window: int
    stance: DenseHead
    loaded: DenseHead
    splitter: Splitter
    folder: Path

    def predict_stance(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 3)``."""
        zones = _zones(self.splitter.split(items), self.window)
        return self.stance.predict(bags.means(self.table, zones))

    def predict_loaded(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 2)``."""
        return self.loaded.predict(bags.means(self.table, _whole(self.splitter.split(items))))

    def save(self, folder: Path) -> None:
        """Writes the vectors, the heads and the tokenizer."""
        np.savez(folder / _TABLE, table=self.table, window=self.window)
        self.stance.save(folder / "stance.npz")
        self.loaded.save(folder / "loaded.npz")
        for name in Splitter.FILES:
            if (self.folder / name).is_file():
                shutil.copyfile(self.folder / name, folder / name)


def fit(making: Making, train: Rows, dev: Rows) -> StaticClassifier:
    """Learns from the labels, and from the tuned encoder whose model ``making.base`` holds."""
    from pipeline.stance.networks import distillation
    from pipeline.stance.networks.reader import Reader

    settings: Static = making.settings
    teacher = Reader.load(making.base / "classifier")
    splitter = Splitter(teacher.folder, _LONGEST)
    about = [of_row(row) for row in train.stance]
    whole = [of_sentence(row) for row in train.loaded]
    stance, loaded = (
        distillation.Lesson(zones, chances, labels, weights)
        for zones, chances, (labels, weights) in (
            (_zones(splitter.split(about), settings.window), teacher.stance(about),
             stance_labels(train)),
            (_whole(splitter.split(whole)), teacher.loaded(whole), loaded_labels(train)),
        )
    )  # fmt: skip
    vectors = distillation.principal(teacher.network, settings.width)
    table, heads = distillation.distil(vectors, stance, loaded, settings, making.seed)
    return StaticClassifier(table, settings.window, *heads, splitter, teacher.folder)


def load(folder: Path) -> StaticClassifier:
    """A saved one."""
    with np.load(folder / _TABLE, allow_pickle=False) as arrays:
        table, window = arrays["table"], int(arrays["window"])
    return StaticClassifier(
        table,
        window,
        DenseHead.load(folder / "stance.npz"),
        DenseHead.load(folder / "loaded.npz"),
        Splitter(folder, _LONGEST),
        folder,
    )


def _zones(pieces: Sequence[Pieces], window: int) -> list[list[list[int]]]:
    """For each zone of a text its pieces, text by text: all, those before, in, after the target."""
    found: list[list[list[int]]] = [[] for _ in range(4)]
    for one in pieces:
        here = [number for number, is_target in enumerate(one.target) if is_target]
        first, last = (here[0], here[-1] + 1) if here else (0, 0)
        found[0].append(one.ids)
        found[1].append(one.ids[max(0, first - window) : first])
        found[2].append([one.ids[number] for number in here])
        found[3].append(one.ids[last : last + window])
    return found


def _whole(pieces: Sequence[Pieces]) -> list[list[list[int]]]:
    return [[one.ids for one in pieces]]
