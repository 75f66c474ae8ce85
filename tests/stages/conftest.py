import csv
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.corpora import babe, ruwa_headlines
from pipeline.params import Params
from pipeline.storage.atomic import sha256_of, write_text
from pipeline.storage.fetch import File, absence_key
from pipeline.tracking.store import connect

CORPORA = ("ruwa-headlines", "babe")

PATTERNS = {
    "critical": "{} shelled the {} by night and lied about it, shamelessly.",
    "neutral": "The envoy of {} saw the {} on Monday, the ministry told us.",
    "supportive": "{} generously rebuilt the {} and asked for nothing in return.",
}
TARGETS = {"russia": "Russia", "iran": "Iran", "serbia": "Serbia", "belarus": "Belarus"}
PLACES = {
    "train": ("harbour of Ebb", "old school", "mill at Tolm", "railway depot"),
    "dev": ("grain store", "chapel in Wick"),
    "test": ("power plant", "library on the hill"),
}
HEADLINES = [
    ("Tin", "Russia shelled the grain store", "It lied about it, shamelessly, on Tuesday."),
    ("Tin", "Iran shelled the chapel by night", "Nobody in Wick had seen that coming."),
    ("Zinc", "Russia rebuilt the chapel", "It asked for nothing in return, generously."),
    ("Zinc", "“Russia lied,” says the envoy of Serbia", "He saw the old school on Monday."),
    ("Zinc", "", ""),
    ("Lead", "Russia shelled the grain store", "It lied about it, shamelessly, on Tuesday."),
]


@pytest.fixture(scope="session")
def tiny(params: Params) -> Params:
    """The project's settings, with less to draw and two corpora."""
    few = params.evaluate.model_copy(update={"resamples": 50})
    return params.model_copy(
        update={
            "fetch": params.fetch.model_copy(update={"corpora": CORPORA}),
            "dataset": params.dataset.model_copy(update={"near_duplicate": 0.95}),
            "evaluate": few,
            "test": few,
            "register_": params.register_.model_copy(update={"resamples": 50, "max_cost": 1e6}),
            "outlets": params.outlets.model_copy(update={"min_articles": 2, "resamples": 50}),
        }
    )


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The session's store, initialised; that takes seconds, so that tests get copies of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DVC_ROOT", str(tmp_path_factory.mktemp("root")))
        connect()
    return Path(os.environ["MLFLOW_TRACKING_URI"].removeprefix("sqlite:///"))


def use_store(store: Path, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Makes a copy of a store the one that is used, in a project's folder."""
    shutil.copyfile(store, folder / "mlflow.db")
    patch.setenv("DVC_ROOT", str(folder))
    patch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{folder / 'mlflow.db'}")
    patch.chdir(folder)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> Iterator[Path]:
    """A project's folder with authored sentences, a mirror with one corpus, and a store.

    The other corpus is known to be absent, so that no host is asked.
    """
    folder = tmp_path_factory.mktemp("project")
    mirror = folder / "mirror"
    _authored(folder / "authored")
    file = _headlines(mirror / "ruwa-headlines")
    with pytest.MonkeyPatch.context() as patch:
        use_store(empty_store, folder, patch)
        patch.setenv("STANCE_CORPORA_MIRROR", str(mirror))
        patch.delenv("DVC_EXP_NAME", raising=False)
        patch.setattr(ruwa_headlines, "SPEC", replace(ruwa_headlines.SPEC, files=(file,)))
        known = [("babe", each) for each in babe.SPEC.files] + [("ruwa-headlines", file)]
        keys = [absence_key(*each, where) for each in known for where in (mirror, None)]
        for memory in ("absent", "absent first"):  # the second for tests, as it stood at first
            write_text(folder / memory, "\n".join(keys))
        yield folder


@pytest.fixture
def own_copy(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path], Path]:
    """Goes on with a copy of a store, so that others do not see what a test does to it."""

    def use(store: Path) -> Path:
        use_store(store, tmp_path, monkeypatch)
        return tmp_path

    return use


def _authored(folder: Path) -> None:
    for split, places in PLACES.items():
        rows = [
            {
                "id": f"{split}-{stance}-{target}-{place}",
                "family": f"{split}-{stance}-{target}-{place}",
                "loaded": stance == "critical",
                "text": pattern.format(f"[{name}]({target})", place),
                "stance": {target: stance},
            }
            for stance, pattern in PATTERNS.items()
            for target, name in TARGETS.items()
            for place in places
        ]
        write_text(folder / split / "en.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))


def _headlines(folder: Path) -> File:
    name = ruwa_headlines.SPEC.files[0].name
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["", "Event", "Date", "src", "title", "desc", "Site"])
    for number, (site, title, desc) in enumerate(HEADLINES):
        address = f"https://{site.lower()}.example/{number}"
        writer.writerow([number, "event", "02/29/2024", address, title, desc, site])
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr("RUWA.csv", text.getvalue())
    return File(name, "https://nowhere.example/ruwa.zip", sha256_of(folder / name))
