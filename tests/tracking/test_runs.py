import json
import shutil
from pathlib import Path

import mlflow
import pytest

from pipeline.stance import persistence
from pipeline.stance.persistence import Training
from pipeline.tracking import runs, store


@pytest.fixture
def training(project: Path, folders: dict[str, Path]) -> Training:
    return persistence.describe(folders["tfidf"])


def _logged() -> list[mlflow.entities.Run]:
    return mlflow.search_runs(experiment_names=[store.EXPERIMENT], output_format="list")


def test_a_training_logged_twice_is_one_run_with_its_measures_once(
    training: Training, measures: Path
) -> None:
    first = runs.log(training, {"dev": measures})
    assert runs.log(training, {"dev": measures}) == first
    (run,) = _logged()
    name = "dev.stance.authored.macro_f1"
    assert run.data.metrics[name] > 0.5
    assert len(store.connect().get_metric_history(first, name)) == 1


def test_a_side_can_be_added_later(training: Training, measures: Path) -> None:
    first = runs.log(training, {"dev": measures})
    assert not any(name.startswith("test.") for name in _logged()[0].data.metrics)
    assert runs.log(training, {"dev": measures, "test": measures}) == first
    (run,) = _logged()
    assert run.data.metrics["test.macro_f1.stance"] == run.data.metrics["dev.macro_f1.stance"]
    assert len(store.connect().get_metric_history(first, "dev.macro_f1.stance")) == 1


def test_measures_that_changed_are_logged_again(
    training: Training, measures: Path, tmp_path: Path
) -> None:
    changed = shutil.copytree(measures, tmp_path / "changed")
    facts = json.loads((changed / "metrics.json").read_text(encoding="utf-8"))
    facts["macro_f1"]["stance"] = 0.125
    (changed / "metrics.json").write_text(json.dumps(facts), encoding="utf-8")
    first = runs.log(training, {"dev": measures})
    assert runs.log(training, {"dev": changed}) == first
    assert _logged()[0].data.metrics["dev.macro_f1.stance"] == 0.125


def test_a_run_says_what_made_it_and_keeps_the_measures_files(
    training: Training, measures: Path
) -> None:
    run_id = runs.log(training, {"dev": measures})
    (run,) = _logged()
    assert run.info.run_name == "tfidf"
    assert run.data.params["settings.window"] == "6"
    assert run.data.tags["stance.content"] == training.content
    assert run.data.tags["git.commit"] == "", "the folder of this test is no repository"
    kept = {item.path for item in store.connect().list_artifacts(run_id, "dev")}
    assert {"dev/metrics.json", "dev/slices.csv"} <= kept


def test_another_training_is_another_run(training: Training, folders: dict[str, Path]) -> None:
    other = persistence.describe(folders["majority"])
    assert runs.log(training, {}) != runs.log(other, {})
    assert len(_logged()) == 2


def test_a_key_names_the_classifier_and_the_facts_of_the_training(training: Training) -> None:
    assert runs.key(training) == runs.key(Training("tfidf", training.facts, "other content"))
    assert runs.key(training) != runs.key(Training("majority", training.facts, training.content))
    assert runs.key(training) != runs.key(Training("tfidf", {"seed": 2}, training.content))


def test_numbers_are_named_by_side_head_corpus_and_measure(measures: Path) -> None:
    found = dict(runs.numbers("dev", measures))
    assert {"dev.macro_f1.stance", "dev.stance.authored.macro_f1", "dev.stance.authored.n"} <= set(
        found
    )
    assert {"dev.stance.authored.macro_f1.low", "dev.loaded.authored.accuracy"} <= set(found)
    assert all(isinstance(value, float) for value in found.values())
    assert found["dev.stance.authored.n"] == 30


def test_without_git_there_is_no_commit(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    assert runs.commit() == ""
