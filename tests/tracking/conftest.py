import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.evaluation.measure import measure
from pipeline.params import Params
from pipeline.schema import LabelledSentence, LabelledStance
from pipeline.stance import classifiers, persistence
from pipeline.stance.classifiers import Making, Rows
from pipeline.stance.persistence import Model
from pipeline.tracking import runs
from pipeline.tracking.registry import Registry, Version
from pipeline.tracking.store import connect


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The session's store, initialised; that takes seconds, so that tests get copies of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DVC_ROOT", str(tmp_path_factory.mktemp("root")))
        connect()
    return Path(os.environ["MLFLOW_TRACKING_URI"].removeprefix("sqlite:///"))


@pytest.fixture
def project(empty_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder with a store of its own, in which nothing is logged yet."""
    shutil.copyfile(empty_store, tmp_path / "mlflow.db")
    monkeypatch.setenv("DVC_ROOT", str(tmp_path))
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'mlflow.db'}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def folders(
    params: Params,
    stance_rows: list[LabelledStance],
    loaded_rows: list[LabelledSentence],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """The saved models of two classifiers."""
    found = {}
    for name in ("majority", "tfidf"):
        found[name] = tmp_path_factory.mktemp("models") / name
        making = Making(getattr(params.train, name), 1)
        facts = {"languages": list(params.languages), "settings": {"window": 6}, "name": name}
        fitted = classifiers.get(name).fit(making, Rows(stance_rows, loaded_rows), Rows())
        persistence.save(Model(name, fitted, {}, {}, facts), found[name])
    return found


@pytest.fixture(scope="session")
def measures(
    folders: dict[str, Path],
    stance_rows: list[LabelledStance],
    loaded_rows: list[LabelledSentence],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """What was measured of the tfidf model."""
    folder = tmp_path_factory.mktemp("measures")
    model = persistence.load(folders["tfidf"])
    measure(model, stance_rows, loaded_rows, resamples=10, seed=1, out=folder)
    return folder


@pytest.fixture
def add(project: Path, folders: dict[str, Path]) -> Callable[[str], Version]:
    """Registers a model by its classifier's name."""

    def register(name: str) -> Version:
        run_id = runs.log(persistence.describe(folders[name]), {})
        return Registry().add(folders[name], run_id, {"stance.classifier": name})

    return register
