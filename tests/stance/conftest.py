from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.params import Params
from pipeline.schema import CODEBOOK, LabelledSentence, LabelledStance
from pipeline.stance import classifiers
from pipeline.stance.classifiers import Classifier, Making, Rows, finetuned
from pipeline.stance.encoders.prompt import write_prefix
from pipeline.stance.persistence import Model, text_hashes
from tests.stance.encoders.tiny import tiny


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny real encoder."""
    folder: Path = tmp_path_factory.mktemp("encoder")
    tiny().write(folder)
    write_prefix(folder, "ab ")
    return folder


@pytest.fixture(scope="session")
def deep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny real encoder of two layers."""
    folder: Path = tmp_path_factory.mktemp("deep")
    tiny(layers=2).write(folder)
    return folder


@pytest.fixture(scope="session")
def tuned(
    params: Params,
    encoder: Path,
    stance_rows: list[LabelledStance],
    loaded_rows: list[LabelledSentence],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The folder of a model whose tiny encoder was tuned."""
    folder: Path = tmp_path_factory.mktemp("tuned")
    making = Making(params.train.finetuned, params.seed, encoder, folder / "work")
    rows = Rows(stance_rows, loaded_rows)
    (folder / "classifier").mkdir()
    finetuned.fit(making, rows, rows).save(folder / "classifier")
    return folder


@pytest.fixture(scope="session")
def making(
    params: Params, encoder: Path, tuned: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Making]:
    """The project's settings for a classifier, by name, and what it starts from."""

    def make(name: str) -> Making:
        work = tmp_path_factory.mktemp("work") / name
        base = tuned if name == "static" else encoder
        return Making(getattr(params.train, name), params.seed, base, work)

    return make


@pytest.fixture(scope="session")
def fit(
    making: Callable[[str], Making],
    stance_rows: list[LabelledStance],
    loaded_rows: list[LabelledSentence],
) -> Callable[[str], Classifier]:
    """Trains a classifier, by name, on the tiny set and with the project's settings."""

    def train(name: str) -> Classifier:
        rows = Rows(stance_rows, loaded_rows)
        return classifiers.get(name).fit(making(name), rows, rows)

    return train


@pytest.fixture(scope="session")
def model(fit: Callable[[str], Classifier], stance_rows: list[LabelledStance]) -> Model:
    """A trained model whose temperatures are not 1."""
    trained_on = text_hashes([row.text for row in stance_rows])
    facts = {"corpora": ["authored"], "rows": len(stance_rows)}
    return Model("tfidf", fit("tfidf"), {CODEBOOK: 1.5}, {CODEBOOK: 0.5}, facts, trained_on)
