"""Measures a classifier on dev: ``evaluate CLASSIFIER DATASET MODEL OUT``."""

from pathlib import Path

from pipeline.evaluation.cost import measure_cost
from pipeline.evaluation.measure import measure
from pipeline.params import Params
from pipeline.schema import LabelledSentence, LabelledStance
from pipeline.stages import run
from pipeline.stance import persistence
from pipeline.stance.classifiers import Rows
from pipeline.storage import labelled
from pipeline.tracking import runs


def main(params: Params, name: str, dataset: str, model: str, out: str) -> None:
    """Writes dev measures and the cost into ``OUT`` and logs the run. No test set is read."""
    loaded_model = persistence.load(Path(model))
    rows = Rows(
        labelled.read(Path(dataset) / "stance" / "dev.parquet", LabelledStance),
        labelled.read(Path(dataset) / "loaded" / "dev.parquet", LabelledSentence),
    ).spoken(loaded_model.reads)
    measure(
        loaded_model,
        rows.stance,
        rows.loaded,
        resamples=params.evaluate.resamples,
        seed=params.seed,
        out=Path(out),
    )
    measure_cost(loaded_model, rows.stance, Path(out))
    runs.log(loaded_model.training, {"dev": Path(out)})


if __name__ == "__main__":
    run(main)
