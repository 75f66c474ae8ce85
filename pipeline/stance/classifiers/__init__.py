"""Classifiers, one file each; the file name is the classifier's name in ``params.yaml``.

A classifier has a stance head over (sentence, target) and a loaded-language head over
sentences. Each module holds ``fit(making, train, dev)`` and ``load(folder)``.
"""

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import SettingsError
from pipeline.schema import STANCES, LabelledSentence, LabelledStance, Lesson, Unlabelled
from pipeline.stance.inputs import StanceInput

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Labelled rows, of both heads, and rows of which a larger network alone has spoken."""

    stance: Sequence[LabelledStance] = ()
    loaded: Sequence[LabelledSentence] = ()
    unlabelled: Sequence[Unlabelled] = ()

    @property
    def corpora(self) -> list[str]:
        """The corpora that the rows come from, sorted."""
        return sorted({row.corpus for row in self._all})

    @property
    def texts(self) -> list[str]:
        """The text of each row."""
        return [row.text for row in self._all]

    @property
    def _all(self) -> list[LabelledStance | LabelledSentence | Unlabelled]:
        return [*self.stance, *self.loaded, *self.unlabelled]

    def spoken(self, languages: Sequence[str]) -> "Rows":
        """The rows in these languages; all of them where none is named."""
        if not languages:
            return self
        return Rows(
            [row for row in self.stance if row.language in languages],
            [row for row in self.loaded if row.language in languages],
            [row for row in self.unlabelled if row.language in languages],
        )


@dataclass(frozen=True, slots=True)
class Making:
    """What a training is given beside its rows.

    Args:
        settings: the classifier's section in ``params.yaml``.
        seed: of all chance.
        base: the folder that it starts from, an encoder's or another classifier's.
        work: a folder for unfinished work, from which the same training would go on.
        lessons: what a larger network says of rows of train, and of unlabelled ones.
    """

    settings: Any
    seed: int
    base: Path = Path()
    work: Path = Path()
    lessons: Sequence[Lesson] = ()


class Classifier(Protocol):
    """What every trained classifier does."""

    def predict_stance(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 3)``: the chances of critical, neutral, supportive; rows sum to 1."""

    def predict_loaded(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 2)``: the chances of plain and loaded; rows sum to 1."""

    def save(self, folder: Path) -> None:
        """Writes JSON, npz or safetensors files into an existing folder; never a pickle."""


class Module(Protocol):
    """What a classifier's file holds."""

    def fit(self, making: Making, train: Rows, dev: Rows) -> Classifier:
        """Learns both heads from ``train``; ``dev`` may say when to stop."""

    def load(self, folder: Path) -> Classifier:
        """A saved classifier, without running anything that stands in its files."""


def stance_labels(rows: Rows) -> tuple[NDArray[np.int64], Floats]:
    """The column of each stance row's label, and the row's weight."""
    labels = [STANCES.index(row.stance) for row in rows.stance]
    return np.array(labels, dtype=np.int64), np.array([row.weight for row in rows.stance])


def loaded_labels(rows: Rows) -> tuple[NDArray[np.int64], Floats]:
    """The column of each sentence's label, and its weight, which is 1."""
    labels = np.array([row.loaded for row in rows.loaded], dtype=np.int64)
    return labels, np.ones(len(labels))


def names() -> list[str]:
    """The names of all classifiers that there is a file for."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def get(name: str) -> Module:
    """The module of the classifier with this name.

    Raises:
        SettingsError: there is no such classifier.
    """
    if name not in names():
        known = ", ".join(names())
        raise SettingsError(f"classifiers: unknown classifier {name!r}; known are {known}")
    return cast(Module, importlib.import_module(f"{__name__}.{name}"))
