import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import MissingError
from pipeline.tracking import store


def test_the_projects_folder_is_the_one_above_that_has_a_dvc_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DVC_ROOT", raising=False)
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert store.repository() == tmp_path / "a" / "b"
    (tmp_path / "dvc.yaml").touch()
    assert store.repository() == tmp_path


def test_dvc_names_the_projects_folder_before_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DVC_ROOT", str(tmp_path))
    assert store.repository() == tmp_path


def test_the_store_is_in_the_projects_folder_unless_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DVC_ROOT", str(tmp_path))
    monkeypatch.delenv("MLFLOW_TRACKING_URI")
    assert store.uri() == f"sqlite:///{tmp_path / 'mlflow.db'}"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000")
    assert store.uri() == "http://127.0.0.1:5000"


def test_a_question_makes_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVC_ROOT", str(tmp_path))
    monkeypatch.delenv("MLFLOW_TRACKING_URI")
    with pytest.raises(MissingError, match=r"mlflow\.db: no model store; run dvc repro"):
        store.demand()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mlflow.db").touch()
    store.demand()


def test_artifacts_lie_beside_the_store_by_an_absolute_address(
    project: Path, empty_store: Path
) -> None:
    experiment = store.connect().get_experiment_by_name(store.EXPERIMENT)
    assert experiment is not None
    assert experiment.artifact_location == (empty_store.parent / "mlartifacts").as_uri()


@pytest.mark.parametrize("address", ["sqlite:///mlflow.db", "sqlite:///{}/mlflow.db"])
def test_artifacts_of_a_store_named_from_here_have_an_absolute_address_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", address.format(tmp_path))
    assert store._artifacts() == (tmp_path / "mlartifacts").as_uri()


def test_a_servers_artifacts_are_its_own_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000")
    assert store._artifacts() is None


def test_connecting_again_makes_no_second_experiment(project: Path) -> None:
    store.connect()
    names = [each.name for each in store.connect().search_experiments()]
    assert names.count(store.EXPERIMENT) == 1


@pytest.mark.slow
def test_two_processes_at_once_make_one_store(tmp_path: Path) -> None:
    code = "from pipeline.tracking.store import connect, EXPERIMENT\n"
    code += "print(connect().get_experiment_by_name(EXPERIMENT).experiment_id)"
    uri = f"sqlite:///{tmp_path / 'mlflow.db'}"
    env = {**os.environ, "MLFLOW_TRACKING_URI": uri, "DVC_ROOT": str(tmp_path)}
    started = [
        subprocess.Popen(  # noqa: S603 our own words
            [sys.executable, "-c", code],
            env=env,
            cwd=tmp_path,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0, 0], answers
    assert answers[0][0] == answers[1][0] != ""
