from collections.abc import Callable
from typing import Any

import pytest

from pipeline.params import Params
from pipeline.schema import LabelledSentence, LabelledStance
from pipeline.stance import classifiers
from pipeline.stance.classifiers import Classifier
from pipeline.stance.persistence import Model, text_hashes


@pytest.fixture(scope="session")
def fit(
    params: Params, stance_rows: list[LabelledStance], loaded_rows: list[LabelledSentence]
) -> Callable[[str], Classifier]:
    """Trains a classifier, by name, on the tiny set and with the project's settings."""

    def train(name: str) -> Classifier:
        settings: Any = getattr(params.train, name)
        return classifiers.get(name).build(settings, params.seed).fit(stance_rows, loaded_rows)

    return train


@pytest.fixture(scope="session")
def model(fit: Callable[[str], Classifier], stance_rows: list[LabelledStance]) -> Model:
    """A trained model whose temperatures are not 1."""
    trained_on = text_hashes([row.text for row in stance_rows])
    facts = {"corpora": ["authored"], "rows": len(stance_rows)}
    return Model("tfidf", fit("tfidf"), 1.5, 0.5, facts, trained_on)
