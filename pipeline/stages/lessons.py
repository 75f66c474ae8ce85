"""What the larger network says of rows to learn from: ``lessons DATASET MODEL OUT``."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.params import Params
from pipeline.schema import CODEBOOK, LabelledStance, Lesson, Unlabelled
from pipeline.stages import run
from pipeline.stance import persistence
from pipeline.stance.classifiers import Rows
from pipeline.stance.inputs import of_row
from pipeline.storage import labelled, records

_DIGITS = 4


def main(params: Params, dataset: str, model: str, out: str) -> None:
    """Writes a lesson for each row of train by its own scheme and the codebook.

    And one by the codebook for each unlabelled row.
    """
    teacher, stance = persistence.load(Path(model)), Path(dataset) / "stance"
    read = Rows(
        labelled.read(stance / "train.parquet", LabelledStance),
        unlabelled=labelled.read(stance / "unlabelled.parquet", Unlabelled),
    ).spoken(teacher.reads)
    rows: list[LabelledStance | Unlabelled] = [*read.stance, *read.unlabelled]
    schemes = [{row.scheme, CODEBOOK} for row in rows]
    lessons = [
        lesson
        for scheme in sorted(set().union(*schemes))
        for lesson in _said(
            teacher, [row for row, own in zip(rows, schemes, strict=True) if scheme in own], scheme
        )
    ]
    records.write(Path(out), Lesson, lessons)
    print(f"{len(lessons):,} lessons on {len(rows):,} rows")


def _said(
    teacher: persistence.Model, rows: Sequence[LabelledStance | Unlabelled], scheme: str
) -> list[Lesson]:
    chances = teacher.predict_stance([replace(of_row(row), scheme=scheme) for row in rows])
    return [
        Lesson(row_id=row.row_id, scheme=scheme, chances=tuple(map(float, each.round(_DIGITS))))
        for row, each in zip(rows, chances, strict=True)
    ]


if __name__ == "__main__":
    run(main)
