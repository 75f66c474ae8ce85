"""Models by name, for scoring: a folder, or a version in the registry."""

from pathlib import Path

from pipeline.stance import persistence
from pipeline.stance.persistence import Model
from pipeline.tracking import store
from pipeline.tracking.registry import DEFAULT, Registry, Version


def load(name: str = DEFAULT) -> tuple[Model, dict[str, str]]:
    """The model that ``name`` means, and what is known of it.

    Args:
        name: a model's folder, ``models:/outlet-stance@champion`` (or the provisional model
            while there is no champion), or ``models:/outlet-stance/3``.

    Raises:
        MissingError: there is no such model.
        IntegrityError: its files are not what was registered.
    """
    if not name.startswith("models:/"):
        return persistence.load(Path(name)), {}
    store.demand()
    registry = Registry()
    version = registry.find(name)
    return registry.load(version), about(version)


def about(version: Version) -> dict[str, str]:
    """What a scored folder and its page say of a registered version."""
    return {
        "version": str(version.number),
        "alias": ", ".join(version.aliases),
        "verdict": version.verdict,
    }
