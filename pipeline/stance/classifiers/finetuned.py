"""A multilingual encoder tuned for both heads at once, shown which words are the target."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from pipeline.params import Finetuned
from pipeline.schema import STANCES, LabelledStance, Lesson, Unlabelled
from pipeline.stance.classifiers import Floats, Making, Rows
from pipeline.stance.inputs import StanceInput, of_row, of_sentence
from pipeline.stance.networks import training
from pipeline.stance.networks.heads import Head, Schemes
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
        _examples(reader, train, making.lessons, settings.trust),
        _examples(reader, dev),
        settings,
        making.seed,
        making.work,
    )
    return FinetunedClassifier(reader.rounded())


def load(folder: Path) -> FinetunedClassifier:
    """A saved one."""
    return FinetunedClassifier(Reader.load(folder))


def taught(
    head: Head, row: LabelledStance | Unlabelled, lessons: Sequence[Lesson], trust: float
) -> Tensor:
    """``(schemes, 3)``: a row's label, and what a larger network says of the row.

    By the row's own scheme the two are mixed (Hinton et al., "Distilling the Knowledge in a Neural
    Network", arXiv 1503.02531, 2015); by another the network's word stands alone.

    Args:
        head: the schemes of which are asked.
        row: the row, with a label or without.
        lessons: those of this row.
        trust: the share of the network's word, from 0 to 1.
    """
    wanted = head.unknown()
    if isinstance(row, LabelledStance):
        wanted = head.wanted(row.scheme, STANCES.index(row.stance))
    for lesson in lessons:
        place = head.number(lesson.scheme)
        wanted[place] = (1 - trust) * wanted[place] + trust * torch.tensor(lesson.chances)
    return wanted


def _examples(
    reader: Reader, rows: Rows, lessons: Sequence[Lesson] = (), trust: float = 0.0
) -> list[Example]:
    corpora, network = rows.corpora, reader.network
    said: dict[str, list[Lesson]] = defaultdict(list)
    for lesson in lessons:
        said[lesson.row_id].append(lesson)
    asked: list[LabelledStance | Unlabelled] = [*rows.stance]
    asked += [row for row in rows.unlabelled if row.row_id in said]
    about = reader.splitter.split([of_row(row) for row in asked])
    whole = reader.splitter.split([of_sentence(row) for row in rows.loaded])
    stance = [
        Example(
            one,
            stance=taught(network.stance, row, said[row.row_id], trust),
            loaded=network.loaded.unknown(),
            weight=row.weight if isinstance(row, LabelledStance) else 1.0,
            corpus=corpora.index(row.corpus),
        )
        for row, one in zip(asked, about, strict=True)
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
