"""Trains a classifier, and calibrates it on dev: ``train CLASSIFIER DATASET BASE MODEL``."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.params import Params
from pipeline.schema import LabelledSentence, LabelledStance, Lesson, Split, Unlabelled
from pipeline.stages import run
from pipeline.stance import classifiers, persistence
from pipeline.stance.calibration import fit_each
from pipeline.stance.classifiers import Making, Rows, loaded_labels, stance_labels
from pipeline.stance.inputs import of_row, of_sentence
from pipeline.storage import labelled, records
from pipeline.storage.atomic import sha256_of, sha256_of_value


def main(params: Params, name: str, dataset: str, base: str, model: str) -> None:
    """Writes the model's folder; the same inputs, settings and code give the same bytes."""
    folder, settings = Path(dataset), getattr(params.train, name)
    languages = getattr(settings, "languages", ())
    lessons = getattr(settings, "lessons", "")
    train, dev = (_rows(folder, side).spoken(languages) for side in ("train", "dev"))
    if lessons:
        train = replace(train, unlabelled=_unlabelled(folder))
    facts = {
        "settings": settings.model_dump(mode="json"),
        "seed": params.seed,
        "languages": list(languages or params.languages),
        "corpora": train.corpora,
        "dataset": _fingerprint(folder, ["train", "dev", "unlabelled"][: 3 if lessons else 2]),
    }
    if params.dataset.leaky:
        facts["leaky"] = list(params.dataset.leaky)
    if lessons:
        facts["lessons"] = sha256_of(Path(lessons))
    work = Path(".stance") / "training" / f"{name}-{sha256_of_value(facts)[:16]}"
    said = list(records.read(Path(lessons), Lesson)) if lessons else []
    classifier = classifiers.get(name).fit(
        Making(settings, params.seed, Path(base), work, said), train, dev
    )
    content = persistence.save(
        persistence.Model(
            classifier_name=name,
            classifier=classifier,
            stance_temperatures=fit_each(
                classifier.predict_stance([of_row(row) for row in dev.stance]),
                stance_labels(dev)[0],
                [row.scheme for row in dev.stance],
            ),
            loaded_temperatures=fit_each(
                classifier.predict_loaded([of_sentence(row) for row in dev.loaded]),
                loaded_labels(dev)[0],
                [row.scheme for row in dev.loaded],
            ),
            facts=facts,
            trained_on=persistence.text_hashes(train.texts),
        ),
        Path(model),
    )
    shutil.rmtree(work, ignore_errors=True)
    print(f"{name}: {len(train.stance)} stance rows, {len(train.loaded)} sentences, {content[:12]}")


def _fingerprint(folder: Path, sides: Sequence[str]) -> str:
    """Names what was learned from and selected on; the test sets have no part in it."""
    prints = json.loads((folder / "fingerprints.json").read_bytes())
    named = [[head, side, prints[head].get(side)] for head in prints for side in sides]
    return sha256_of_value(named)


def _rows(folder: Path, side: Split) -> Rows:
    return Rows(
        labelled.read(folder / "stance" / f"{side}.parquet", LabelledStance),
        labelled.read(folder / "loaded" / f"{side}.parquet", LabelledSentence),
    )


def _unlabelled(folder: Path) -> list[Unlabelled]:
    return labelled.read(folder / "stance" / "unlabelled.parquet", Unlabelled)


if __name__ == "__main__":
    run(main)
