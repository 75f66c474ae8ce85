"""Classifiers, one file each; the file name is the classifier's name in ``params.yaml``.

A classifier has a stance head over (sentence, target) and a loaded-language head over
sentences. Each module holds ``build(settings, seed)`` and ``load(folder)``.
"""

import importlib
import pkgutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import SettingsError
from pipeline.schema import LabelledSentence, LabelledStance
from pipeline.stance.inputs import StanceInput

Floats = NDArray[np.float64]


class Classifier(Protocol):
    """What every classifier does."""

    def fit(
        self, stance: Sequence[LabelledStance], loaded: Sequence[LabelledSentence]
    ) -> "Classifier":
        """Learns both heads from labelled rows."""

    def predict_stance(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 3)``: the chances of critical, neutral, supportive; rows sum to 1."""

    def predict_loaded(self, texts: Sequence[str]) -> Floats:
        """``(n, 2)``: the chances of plain and loaded; rows sum to 1."""

    def save(self, folder: Path) -> None:
        """Writes JSON, npz or safetensors files into an existing folder; never a pickle."""


class Module(Protocol):
    """What a classifier's file holds."""

    def build(self, settings: Any, seed: int) -> Classifier:
        """An untrained classifier."""

    def load(self, folder: Path) -> Classifier:
        """A saved classifier, without running anything that stands in its files."""


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
