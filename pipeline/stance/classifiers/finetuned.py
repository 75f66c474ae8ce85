"""A multilingual encoder tuned for both heads at once, shown which words are the target."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.params import Finetuned
from pipeline.schema import STANCES
from pipeline.stance.classifiers import Floats, Making, Rows
from pipeline.stance.inputs import StanceInput, of_row, of_sentence
from pipeline.stance.networks import training
from pipeline.stance.networks.heads import Schemes
from pipeline.stance.networks.reader import Reader
from pipeline.stance.networks.training import Example


@dataclass
class FinetunedClassifier:
    """A tuned network that reads sentences."""

    reader: Reader

    def predict_stance(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 3)``: what the stance head says."""
        return self.reader.stance(items)

    def predict_loaded(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 2)``: what the loaded head says of sentences in which nothing is marked."""
        return self.reader.loaded(items)

    def save(self, folder: Path) -> None:
        """Writes the network and its tokenizer."""
        self.reader.save(folder)


def fit(making: Making, train: Rows, dev: Rows) -> FinetunedClassifier:
    """Tunes the encoder in ``making.base``; interrupted work goes on in ``making.work``."""
    settings: Finetuned = making.settings
    schemes = Schemes.of([row.scheme for row in train.stance], [row.scheme for row in train.loaded])
    reader = Reader.new(
        making.base, settings.frozen_layers, settings.dropout, schemes, settings.asked
    )
    training.train(
        reader.network,
        _examples(reader, train),
        _examples(reader, dev),
        settings,
        making.seed,
        making.work,
    )
    return FinetunedClassifier(reader.rounded())


def load(folder: Path) -> FinetunedClassifier:
    """A saved one."""
    return FinetunedClassifier(Reader.load(folder))


def _examples(reader: Reader, rows: Rows) -> list[Example]:
    corpora, network = rows.corpora, reader.network
    about = reader.splitter.split([of_row(row) for row in rows.stance])
    whole = reader.splitter.split([of_sentence(row) for row in rows.loaded])
    stance = [
        Example(
            one,
            stance=network.stance.wanted(row.scheme, STANCES.index(row.stance)),
            loaded=network.loaded.unknown(),
            weight=row.weight,
            corpus=corpora.index(row.corpus),
        )
        for row, one in zip(rows.stance, about, strict=True)
    ]
    loaded = [
        Example(
            one,
            stance=network.stance.unknown(),
            loaded=network.loaded.wanted(row.scheme, int(row.loaded)),
            corpus=corpora.index(row.corpus),
        )
        for row, one in zip(rows.loaded, whole, strict=True)
    ]
    examples = stance + loaded
    below = reader.below([example.pieces for example in examples])
    if not below:
        return examples
    return [replace(one, below=each) for one, each in zip(examples, below, strict=True)]
