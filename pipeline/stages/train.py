"""Trains a classifier on train and calibrates it on dev: ``train CLASSIFIER DATASET MODEL``."""

from pathlib import Path

import numpy as np

from pipeline.evaluation.slices import stance_labels
from pipeline.params import Params
from pipeline.schema import LabelledSentence, LabelledStance
from pipeline.stages import run
from pipeline.stance import classifiers, persistence
from pipeline.stance.calibration import fit_temperature
from pipeline.stance.inputs import of_row
from pipeline.storage import labelled
from pipeline.storage.atomic import sha256_of


def main(params: Params, name: str, dataset: str, model: str) -> None:
    """Writes the model's folder; the same inputs, settings and code give the same bytes."""
    module = classifiers.get(name)
    folder, settings = Path(dataset), getattr(params.train, name)
    stance = labelled.read(folder / "stance" / "train.parquet", LabelledStance)
    loaded = labelled.read(folder / "loaded" / "train.parquet", LabelledSentence)
    classifier = module.build(settings, params.seed).fit(stance, loaded)
    stance_dev = labelled.read(folder / "stance" / "dev.parquet", LabelledStance)
    loaded_dev = labelled.read(folder / "loaded" / "dev.parquet", LabelledSentence)
    content = persistence.save(
        persistence.Model(
            classifier_name=name,
            classifier=classifier,
            stance_temperature=fit_temperature(
                classifier.predict_stance([of_row(row) for row in stance_dev]),
                stance_labels(stance_dev),
            ),
            loaded_temperature=fit_temperature(
                classifier.predict_loaded([row.text for row in loaded_dev]),
                np.array([row.loaded for row in loaded_dev], dtype=np.int64),
            ),
            facts={
                "settings": settings.model_dump(mode="json"),
                "seed": params.seed,
                "languages": list(params.languages),
                "corpora": sorted({r.corpus for r in stance} | {r.corpus for r in loaded}),
                "dataset": sha256_of(folder / "fingerprints.json"),
            },
            trained_on=persistence.text_hashes([r.text for r in stance] + [r.text for r in loaded]),
        ),
        Path(model),
    )
    print(f"{name}: {len(stance)} stance rows, {len(loaded)} sentences, content {content[:12]}")


if __name__ == "__main__":
    run(main)
