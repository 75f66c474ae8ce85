"""Models by name, for scoring: a folder, or a version in the registry."""

from pathlib import Path

from pipeline.stance import persistence
from pipeline.stance.persistence import Model
from pipeline.tracking import store
from pipeline.tracking.registry import DEFAULT, Registry


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
        model = persistence.load(Path(name))
        return model, {"classifier": model.classifier_name, "content": model.content}
    store.demand()
    registry = Registry()
    version = registry.find(name)
    facts = {
        "classifier": version.classifier,
        "content": version.content,
        "version": str(version.number),
        "alias": ", ".join(version.aliases),
        "verdict": version.verdict,
    }
    return registry.load(version), facts
