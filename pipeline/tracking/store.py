"""Where runs and models are kept: ``MLFLOW_TRACKING_URI``, else sqlite in the project's folder."""

import logging
import os
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from pipeline.errors import MissingError
from pipeline.storage.atomic import sha256_of_value

if TYPE_CHECKING:
    from mlflow import MlflowClient

EXPERIMENT = "outlet-stance"
_SETTINGS = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "DO_NOT_TRACK": "true",
}


def repository() -> Path:
    """The project's folder: ``DVC_ROOT``, else the nearest folder above with a ``dvc.yaml``."""
    if root := os.environ.get("DVC_ROOT"):
        return Path(root)
    here = Path.cwd()
    return next((path for path in (here, *here.parents) if (path / "dvc.yaml").is_file()), here)


def uri() -> str:
    """The store's address; absolute, since DVC runs experiments in a copy of the project."""
    default = f"sqlite:///{repository() / 'mlflow.db'}"
    return os.environ.get("MLFLOW_TRACKING_URI") or default


def demand() -> None:
    """Sees that there is a store, so that a question does not make an empty one.

    Raises:
        MissingError: there is none.
    """
    path = repository() / "mlflow.db"
    if not os.environ.get("MLFLOW_TRACKING_URI") and not path.is_file():
        raise MissingError(
            f"{path}: no model store; run dvc repro, set MLFLOW_TRACKING_URI, or name a folder"
        )


def connect() -> "MlflowClient":
    """A client of the store; on first use it is initialised, once, under a lock."""
    os.environ.update(_SETTINGS)
    import mlflow

    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("mlflow").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="mlflow")
    mlflow.set_tracking_uri(uri())
    # Beside no store in particular: one may be a server's, and projects may share one.
    name = f"outlet-stance-{sha256_of_value(uri())[:16]}.lock"
    with FileLock(Path(tempfile.gettempdir()) / name, mode=0o666):
        client = mlflow.MlflowClient()
        if client.get_experiment_by_name(EXPERIMENT) is None:
            client.create_experiment(EXPERIMENT, artifact_location=_artifacts())
    mlflow.set_experiment(EXPERIMENT)
    return client


def _artifacts() -> str | None:
    if "MLFLOW_TRACKING_URI" in os.environ and not uri().startswith("sqlite:"):
        return None  # a server keeps its own
    folder = (
        Path(uri().removeprefix("sqlite:///")).absolute().parent
        if uri().startswith("sqlite:///")
        else repository()
    )
    return (folder / "mlartifacts").as_uri()
