"""The registered model ``outlet-stance``: its versions, its aliases and who moved them.

A version holds one model folder, known by its content hash. The alias ``champion`` is the model
in use; while none has passed the gate, ``provisional`` is. Each move is written down as a tag.
"""

import datetime as dt
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.errors import InputError, IntegrityError, MissingError
from pipeline.stance import persistence
from pipeline.tracking import store

if TYPE_CHECKING:
    from mlflow.entities.model_registry import ModelVersion

NAME = "outlet-stance"
CHAMPION = "champion"
PROVISIONAL = "provisional"
DEFAULT = f"models:/{NAME}@{CHAMPION}"

Mover = Literal["gate", "person"]

_CONTENT = "stance.content"
_MOVE = "stance.move."
_URI = re.compile(rf"models:/{NAME}(?:@(?P<alias>[\w-]+)|/(?P<version>\d+))")


@dataclass(frozen=True, slots=True)
class Version:
    """A registered version."""

    number: int
    content: str
    classifier: str
    run_id: str
    dev_macro_f1: str
    cost: str
    verdict: str
    judged: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A move of an alias: whither, by whom, why and when (UTC, ISO 8601)."""

    alias: str
    version: int
    by: Mover
    reason: str
    at: str


def score_on(dev: Path) -> float:
    """The mean macro-F1 of the stance head over the corpora of dev, as ``evaluate`` wrote it."""
    facts = json.loads((dev / "metrics.json").read_text(encoding="utf-8"))
    return float(facts["macro_f1"]["stance"])


def cost_on(dev: Path) -> float:
    """The CPU-seconds for 1,000 sentences, as ``evaluate`` wrote them."""
    facts = json.loads((dev / "cost.json").read_text(encoding="utf-8"))
    return float(facts["cpu_seconds_per_1000"])


def figures(classifier: str, dev: Path) -> dict[str, str]:
    """What a version bears of its classifier: the name, and what was measured on ``dev``."""
    return {
        "stance.classifier": classifier,
        "stance.dev_macro_f1": f"{score_on(dev):.3f}",
        "stance.cpu_seconds_per_1000": f"{cost_on(dev):.2f}",
    }


class Registry:
    """The store's registered model. Every method reads the store afresh."""

    def __init__(self) -> None:
        """Connects to the store."""
        self.client = store.connect()

    def versions(self) -> list[Version]:
        """All versions, the oldest first."""
        found = self.client.search_model_versions(f"name = '{NAME}'")
        return sorted((self._version(item) for item in found), key=lambda v: v.number)

    def with_content(self, content: str) -> Version | None:
        """The version that holds this content."""
        return next((v for v in self.versions() if v.content == content), None)

    def with_alias(self, alias: str) -> Version | None:
        """The version that bears an alias."""
        return next((v for v in self.versions() if alias in v.aliases), None)

    def current(self) -> tuple[str, Version]:
        """The alias and version in use: the champion, else the provisional one.

        Raises:
            MissingError: nothing is registered.
        """
        for alias in (CHAMPION, PROVISIONAL):
            if version := self.with_alias(alias):
                return alias, version
        raise MissingError(f"models:/{NAME}: nothing is registered; run dvc repro")

    def add(self, folder: Path, run_id: str, tags: dict[str, str]) -> Version:
        """Registers a model's folder, once for its content.

        Raises:
            InputError: it learned by a leaky split.
        """
        training = persistence.describe(folder)
        if leaky := training.facts.get("leaky"):
            raise InputError(f"{folder}: learned by the leaky split of {', '.join(leaky)}")
        content = training.content
        if known := self.with_content(content):
            return known
        self._log(folder, run_id, {**tags, _CONTENT: content})
        added = self.with_content(content)
        if added is None:
            raise MissingError(f"models:/{NAME}: {content[:12]}… was not registered; try again")
        return added

    def note(self, version: Version, verdict: str, judged: str) -> None:
        """Writes the gate's verdict on a version, and what names the judgement."""
        for tag, value in (("stance.verdict", verdict), ("stance.judged", judged)):
            self.client.set_model_version_tag(NAME, str(version.number), tag, value)

    def move(self, alias: str, version: Version, by: Mover, reason: str) -> None:
        """Moves an alias in one step and writes the move down."""
        self.client.set_registered_model_alias(NAME, alias, str(version.number))
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        move = {"alias": alias, "version": version.number, "by": by, "reason": reason, "at": now}
        tag = f"{_MOVE}{len(self.moves()) + 1:05}"
        self.client.set_registered_model_tag(NAME, tag, json.dumps(move))

    def drop(self, alias: str) -> None:
        """Takes an alias away, if it is set."""
        if self.with_alias(alias):
            self.client.delete_registered_model_alias(NAME, alias)

    def moves(self) -> list[Move]:
        """Every move of an alias, the oldest first."""
        if not self.client.search_registered_models(f"name = '{NAME}'"):
            return []
        tags = self.client.get_registered_model(NAME).tags
        names = sorted(name for name in tags if name.startswith(_MOVE))
        return [Move(**json.loads(tags[name])) for name in names]

    def held_by_person(self) -> bool:
        """Whether a person, not the gate, set the champion last."""
        moves = [move for move in self.moves() if move.alias == CHAMPION]
        return bool(moves) and moves[-1].by == "person"

    def find(self, uri: str) -> Version:
        """The version that ``models:/outlet-stance@alias`` or ``…/3`` names.

        Raises:
            MissingError: there is none.
        """
        match = _URI.fullmatch(uri)
        if match is None:
            raise MissingError(f"{uri}: not a registered model; name models:/{NAME}@alias or /3")
        if uri == DEFAULT:
            return self.current()[1]
        for version in self.versions():
            if match["alias"] in version.aliases or match["version"] == str(version.number):
                return version
        raise MissingError(f"{uri}: no such version; stance models lists them")

    def load(self, version: Version) -> persistence.Model:
        """A version's model, checked against its content hash, by the installed code alone.

        Raises:
            IntegrityError: its files are not what was registered.
        """
        return persistence.load(self.folder(version), expected=version.content)

    def folder(self, version: Version) -> Path:
        """Where a version's model folder lies on this machine, fetched if it has to be."""
        import mlflow

        address = f"models:/{NAME}/{version.number}"
        try:
            local = mlflow.artifacts.download_artifacts(address)
        except (OSError, mlflow.MlflowException) as error:
            fault = " ".join(str(error).split())[:200]
            raise MissingError(f"{address}: its files are gone ({fault}); run dvc repro") from None
        found = [path.parent for path in Path(local).rglob(persistence.MANIFEST)]
        if len(found) != 1:
            raise IntegrityError(f"{address}: holds {len(found)} manifests; register it anew")
        return found[0]

    def _log(self, folder: Path, run_id: str, tags: dict[str, str]) -> None:
        import mlflow

        from pipeline.tracking import served

        with mlflow.start_run(run_id=run_id):
            logged = mlflow.pyfunc.log_model(
                name="model",
                python_model=str(Path(served.__file__).with_name("pyfunc.py")),
                artifacts={"model": str(folder)},
                signature=served.signature(),
                pip_requirements=served.requirements(),
            )
        if not self.client.search_registered_models(f"name = '{NAME}'"):
            self.client.create_registered_model(NAME)
        self.client.create_model_version(
            NAME, logged.model_uri, run_id=run_id, tags=tags, model_id=logged.model_id
        )

    def _version(self, item: "ModelVersion") -> Version:
        tags: dict[str, Any] = item.tags
        aliases = self.client.get_model_version(NAME, item.version).aliases
        return Version(
            number=int(item.version),
            content=tags.get(_CONTENT, ""),
            classifier=tags.get("stance.classifier", ""),
            run_id=item.run_id or "",
            dev_macro_f1=tags.get("stance.dev_macro_f1", ""),
            cost=tags.get("stance.cpu_seconds_per_1000", ""),
            verdict=tags.get("stance.verdict", ""),
            judged=tags.get("stance.judged", ""),
            aliases=tuple(sorted(aliases)),
        )
