"""Adding versions and moving the champion by hand; each move is written down with its reason."""

from pathlib import Path

from pipeline.errors import MissingError
from pipeline.stance import persistence
from pipeline.tracking import runs, store
from pipeline.tracking.registry import (
    CHAMPION,
    DEFAULT,
    NAME,
    PROVISIONAL,
    Registry,
    Version,
    figures,
)


def add(folder: Path, dev: Path) -> str:
    """Registers a model as a version without an alias, to be named or promoted.

    Args:
        folder: the model.
        dev: what ``evaluate`` wrote of it.

    Raises:
        MissingError: there is no such model, or nothing was measured of it.
        IntegrityError: its files are not as its manifest says.
    """
    store.demand()
    model = persistence.describe(folder)
    for name in ("metrics.json", "cost.json"):
        if not (dev / name).is_file():
            raise MissingError(f"{dev}: holds no {name}; evaluate the model first")
    run_id = runs.log(model, {"dev": dev})
    version = Registry().add(folder, run_id, figures(model.classifier_name, dev))
    return f"{version.classifier} is version {version.number}: models:/{NAME}/{version.number}"


def promote(version: int, reason: str) -> str:
    """Makes a version the champion.

    Raises:
        MissingError: there is no such version.
        IntegrityError: its files are not what was registered.
    """
    store.demand()
    registry = Registry()
    return _move(registry, registry.find(f"models:/{NAME}/{version}"), reason)


def rollback(reason: str) -> str:
    """Makes the champion before the present one champion again.

    Raises:
        MissingError: there was none before.
    """
    store.demand()
    registry = Registry()
    present = registry.with_alias(CHAMPION)
    held = [move.version for move in registry.moves() if move.alias == CHAMPION]
    before = [number for number in held if present and number != present.number]
    if not before:
        raise MissingError(f"{DEFAULT}: there was no other champion before; use promote")
    return _move(registry, registry.find(f"models:/{NAME}/{before[-1]}"), reason)


def release(reason: str) -> str:
    """Hands the alias back to the gate, which may move it again.

    Raises:
        MissingError: there is no champion.
    """
    store.demand()
    registry = Registry()
    present = registry.with_alias(CHAMPION)
    if present is None:
        raise MissingError(f"{DEFAULT}: there is no champion to release; run dvc repro")
    registry.move(CHAMPION, present, "gate", f"released by hand: {reason}")
    return f"champion is version {present.number}; the gate may move it again"


def _move(registry: Registry, version: Version, reason: str) -> str:
    registry.load(version)  # a version that cannot be loaded must not become champion
    registry.move(CHAMPION, version, "person", reason)
    registry.drop(PROVISIONAL)
    return f"champion is version {version.number} ({version.classifier}); dvc repro scores with it"
