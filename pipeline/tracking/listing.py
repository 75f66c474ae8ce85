"""What the registry holds, as a table and as lines."""

from pipeline.tracking import store
from pipeline.tracking.registry import Registry

_COLUMNS = [
    "version", "aliases", "classifier", "dev macro-F1", "CPU s/1,000",
    "content", "run", "verdict",
]  # fmt: skip


def versions() -> tuple[list[str], list[list[str]]]:
    """Columns and a row for each registered version, the oldest first.

    Raises:
        MissingError: there is no store.
    """
    store.demand()
    rows = [
        [
            str(version.number),
            ", ".join(version.aliases),
            version.classifier,
            version.dev_macro_f1,
            version.cost,
            version.content[:12],
            version.run_id[:8],
            version.verdict,
        ]
        for version in Registry().versions()
    ]
    return _COLUMNS, rows


def moves() -> list[str]:
    """A line for each move of an alias, the oldest first."""
    return [
        f"{move.at}  {move.alias} → version {move.version}, by {move.by}: {move.reason}"
        for move in Registry().moves()
    ]
