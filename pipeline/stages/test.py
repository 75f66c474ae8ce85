"""Measures a classifier on the test sets: ``test CLASSIFIER DATASET MODEL OUT READINGS``.

This stage alone reads them, and writes each reading down.
"""

import json
from pathlib import Path

from pipeline.evaluation.measure import measure
from pipeline.params import Params
from pipeline.schema import LabelledSentence, LabelledStance
from pipeline.stages import run
from pipeline.stance import persistence
from pipeline.stance.classifiers import Rows
from pipeline.stance.persistence import Model
from pipeline.storage import labelled
from pipeline.storage.atomic import write_text
from pipeline.tracking import runs


def main(params: Params, name: str, dataset: str, model: str, out: str, readings: str) -> None:
    """Writes test measures into ``OUT``, notes the reading and logs the run."""
    loaded_model = persistence.load(Path(model))
    rows = Rows(
        labelled.read(Path(dataset) / "stance" / "test.parquet", LabelledStance),
        labelled.read(Path(dataset) / "loaded" / "test.parquet", LabelledSentence),
    ).spoken(loaded_model.reads)
    measure(
        loaded_model,
        rows.stance,
        rows.loaded,
        resamples=params.test.resamples,
        seed=params.seed,
        out=Path(out),
    )
    _note_reading(Path(readings), Path(dataset), loaded_model)
    runs.log(loaded_model.training, {"test": Path(out)})


def _note_reading(readings: Path, dataset: Path, read_by: Model) -> None:
    prints = json.loads((dataset / "fingerprints.json").read_text())
    tests = {head: splits["test"] for head, splits in prints.items()}
    reading = {"sets": tests, "model": read_by.content, "commit": runs.commit()}
    if "leaky" in read_by.facts:
        reading["leaky"] = read_by.facts["leaky"]
    line = json.dumps(reading, sort_keys=True)
    before = readings.read_text() if readings.is_file() else ""
    write_text(readings, f"{before}{line}\n")


if __name__ == "__main__":
    run(main)
