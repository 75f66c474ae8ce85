"""What can be told without the target: linear heads over the n-grams of the whole sentence.

A model that does no better than this one does not know whom a sentence frames.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.params import Blind
from pipeline.schema import STANCES
from pipeline.stance.classifiers import Floats, Making, Rows, loaded_labels, stance_labels
from pipeline.stance.classifiers.tfidf import LinearHead
from pipeline.stance.inputs import StanceInput


@dataclass(frozen=True)
class BlindClassifier:
    """A head for each of the two questions, both over words and characters."""

    stance: LinearHead
    loaded: LinearHead

    def predict_stance(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 3)``: the same for each target of a sentence."""
        return self.stance.predict_proba(_views([item.text for item in items]))

    def predict_loaded(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 2)``."""
        return self.loaded.predict_proba(_views([item.text for item in items]))

    def save(self, folder: Path) -> None:
        """Writes a folder for each head."""
        self.stance.save(folder / "stance")
        self.loaded.save(folder / "loaded")


def fit(making: Making, train: Rows, dev: Rows) -> BlindClassifier:
    """Learns both heads."""
    settings: Blind = making.settings
    words = {"ngram_range": settings.word_ngrams, "min_df": settings.min_count}
    chars = {**words, "analyzer": "char_wb", "ngram_range": settings.char_ngrams}
    views = {"words": words, "chars": chars}
    stance = LinearHead(views, len(STANCES), settings.regularisation)
    loaded = LinearHead(views, 2, settings.loaded_regularisation)
    return BlindClassifier(
        stance.fit(_views([row.text for row in train.stance]), *stance_labels(train)),
        loaded.fit(_views([row.text for row in train.loaded]), *loaded_labels(train)),
    )


def load(folder: Path) -> BlindClassifier:
    """A saved one."""
    return BlindClassifier(LinearHead.load(folder / "stance"), LinearHead.load(folder / "loaded"))


def _views(texts: Sequence[str]) -> dict[str, list[str]]:
    return {"words": list(texts), "chars": list(texts)}
