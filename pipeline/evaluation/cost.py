"""What a model's answers cost, which stands beside how good they are."""

import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.schema import LabelledStance
from pipeline.stance.inputs import of_row, of_text
from pipeline.stance.persistence import Model
from pipeline.storage.atomic import write_json

_SENTENCES = 300


def measure_cost(model: Model, rows: Sequence[LabelledStance], out: Path) -> float:
    """CPU-seconds for both heads' answers on 1,000 sentences; writes ``cost.json`` into ``out``.

    Measured on at most 300 of ``rows``, evenly spread, after a warm-up. The seconds of all
    threads count.
    """
    chosen = rows[:: max(1, len(rows) // _SENTENCES)][:_SENTENCES]
    items, texts = [of_row(row) for row in chosen], [of_text(row.text) for row in chosen]
    model.predict_stance(items[:8])
    start = time.process_time()
    model.predict_stance(items)
    model.predict_loaded(texts)
    seconds = time.process_time() - start
    cost = round(1000 * seconds / max(1, len(items)), 3)
    write_json(out / "cost.json", {"cpu_seconds_per_1000": cost, "sentences": len(items)})
    return cost
