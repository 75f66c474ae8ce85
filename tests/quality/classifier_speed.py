"""How fast each trained classifier is, on one thread: ``make bench-classifiers``.

All read the same dev sentences, in turn, and the best of three rounds counts: what else the
machine does can only slow a round down. Ratios hold better than times.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.schema import LabelledStance
from pipeline.stance import persistence
from pipeline.stance.inputs import StanceInput, of_row
from pipeline.stance.networks import network
from pipeline.stance.persistence import Model
from pipeline.storage import labelled

ROUNDS = 3
NETWORKS = ("frozen", "finetuned")


def _rate(model: Model, items: Sequence[StanceInput]) -> float:
    """Sentences a second."""
    start = time.perf_counter()
    model.predict_stance(items)
    return len(items) / (time.perf_counter() - start)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table: sentences a second, and how many times as fast as ``finetuned``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--rows", type=Path, default=Path("data/dataset/stance/dev.parquet"))
    parser.add_argument("--sentences", type=int, default=600)
    given = parser.parse_args(arguments)
    network.counts_in_half = lambda: False  # 32 bits on every machine
    rows = labelled.read(given.rows, LabelledStance)
    items = [of_row(row) for row in rows[:: max(1, len(rows) // given.sentences)]]
    folders = sorted(path.parent for path in given.models.glob("*/manifest.json"))
    models = {folder.name: persistence.load(folder) for folder in folders}
    best: dict[str, float] = dict.fromkeys(models, 0.0)
    for _ in range(ROUNDS):
        for name, model in models.items():
            many = items if name in NETWORKS else items * 10
            best[name] = max(best[name], _rate(model, many))
    print(
        "| classifier | sentences a second (one thread, 32 bits) | × finetuned |\n"
        "| --- | --- | --- |"
    )
    for name, rate in sorted(best.items(), key=lambda item: item[1]):
        print(f"| {name} | {rate:,.0f} | {rate / best['finetuned']:,.1f} |")


if __name__ == "__main__":
    main()
