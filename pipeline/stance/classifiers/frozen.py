"""Linear heads over the base encoder as it came: its means over the sentence and the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.params import Frozen
from pipeline.schema import STANCES
from pipeline.stance.classifiers import Floats, Making, Rows, loaded_labels, stance_labels
from pipeline.stance.inputs import StanceInput, of_row, of_sentence
from pipeline.stance.networks.linear import DenseHead
from pipeline.stance.networks.reader import Reader


@dataclass(frozen=True)
class FrozenClassifier:
    """The encoder, and a head for each of the two questions."""

    reader: Reader
    stance: DenseHead
    loaded: DenseHead

    def predict_stance(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 3)``."""
        return self.stance.predict(self.reader.means(items))

    def predict_loaded(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 2)``."""
        return self.loaded.predict(_sentence_means(self.reader, items))

    def save(self, folder: Path) -> None:
        """Writes the encoder as it is, and the heads."""
        self.reader.save(folder)
        self.stance.save(folder / "stance.npz")
        self.loaded.save(folder / "loaded.npz")


def fit(making: Making, train: Rows, dev: Rows) -> FrozenClassifier:
    """Learns the heads on what the encoder in ``making.base`` says."""
    settings: Frozen = making.settings
    reader = Reader.new(making.base).rounded()
    stance = DenseHead.learn(
        reader.means([of_row(row) for row in train.stance]),
        *stance_labels(train),
        len(STANCES),
        settings.regularisation,
    )
    loaded = DenseHead.learn(
        _sentence_means(reader, [of_sentence(row) for row in train.loaded]),
        *loaded_labels(train),
        2,
        settings.loaded_regularisation,
    )
    return FrozenClassifier(reader, stance, loaded)


def load(folder: Path) -> FrozenClassifier:
    """A saved one."""
    return FrozenClassifier(
        Reader.load(folder),
        DenseHead.load(folder / "stance.npz"),
        DenseHead.load(folder / "loaded.npz"),
    )


def _sentence_means(reader: Reader, items: Sequence[StanceInput]) -> Floats:
    found = reader.means(items)
    return found[:, : found.shape[1] // 2]
