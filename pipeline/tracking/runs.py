"""One run for each classifier and training, logged once however often a stage runs.

A run is found again by its key: the sha256 of the training's code, inputs and settings.
"""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pipeline.stance
from pipeline.stance.persistence import Training
from pipeline.storage.atomic import sha256_of, sha256_of_code, sha256_of_value
from pipeline.tracking import store

if TYPE_CHECKING:
    from mlflow.entities import Run

_KEY = "stance.key"


def key(model: Training) -> str:
    """Names the training that made ``model``."""
    return sha256_of_value([model.classifier_name, model.facts, code()])


def code() -> str:
    """Names the code that trains. It is no part of a model, which is the same if its bytes are."""
    return sha256_of_code(*map(Path, pipeline.stance.__path__))


def log(model: Training, measured: Mapping[str, Path]) -> str:
    """Logs a training and what was measured of it; the run's id.

    Args:
        model: what names the training.
        measured: for each side (``dev``, ``test``) the folder that holds its measures.
    """
    import mlflow

    store.connect()
    run = find(key(model))
    if run is None:
        with mlflow.start_run(run_name=model.classifier_name) as run:
            mlflow.log_params(dict(_flat(model.facts)))
            mlflow.set_tags({_KEY: key(model), "stance.content": model.content, **_provenance()})
    run_id = str(run.info.run_id)
    for side, folder in measured.items():
        digest = sha256_of(folder / "metrics.json")
        if run.data.tags.get(f"stance.{side}") == digest:
            continue
        with mlflow.start_run(run_id=run_id):
            mlflow.log_metrics(dict(numbers(side, folder)))
            mlflow.log_artifacts(str(folder), artifact_path=side)
            mlflow.set_tag(f"stance.{side}", digest)
    return run_id


def find(run_key: str) -> "Run | None":
    """The run of a training, if it was logged."""
    import mlflow

    found = mlflow.search_runs(
        experiment_names=[store.EXPERIMENT],
        filter_string=f"tags.`{_KEY}` = '{run_key}'",
        output_format="list",
        max_results=1,
    )
    return found[0] if found else None


def numbers(side: str, folder: Path) -> Iterator[tuple[str, float]]:
    """The numbers in a measures file, named ``side.head.corpus.measure``."""
    facts = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    if (folder / "cost.json").is_file():
        facts["cost"] = json.loads((folder / "cost.json").read_text(encoding="utf-8"))
    for name, value in _flat(facts):
        if isinstance(value, (int, float)):
            yield f"{side}.{name.removesuffix('.value')}", float(value)


def commit() -> str:
    """The git commit of the project, empty where there is none."""
    return _git("rev-parse", "HEAD")


def _provenance() -> dict[str, str]:
    dirty = str(bool(_git("status", "--porcelain"))).lower()
    return {"git.commit": commit(), "git.dirty": dirty, "stance.code": code()}


def _git(*arguments: str) -> str:
    try:
        answer = subprocess.run(  # noqa: S603 fixed words
            ["git", *arguments],  # noqa: S607
            cwd=store.repository(),
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:  # no git on this machine
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def _flat(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, item in value.items():
        if isinstance(item, Mapping):
            yield from _flat(item, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", item
