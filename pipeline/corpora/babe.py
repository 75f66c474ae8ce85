"""BABE: loaded language in English news sentences, with experts' labels.

Spinde et al., "Neural Media Bias Detection Using Distant Supervision With BABE", Findings of
EMNLP 2021. The corpus has no test part of its own: the dataset stage draws one by article.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from pipeline.corpora import Record, Spec
from pipeline.schema import LabelledSentence, Reject
from pipeline.storage.fetch import File

_LOADED = {"Biased": True, "Non-biased": False}

SPEC = Spec(
    name="babe",
    kind="loaded",
    languages=("en",),
    licence="AGPL-3.0",
    citation="Spinde et al., Findings of EMNLP 2021",
    labels="Biased / Non-biased sentences",
    size="3,674",
    files=(
        File(
            "final_labels_SG2.csv",
            "https://raw.githubusercontent.com/Media-Bias-Group/"
            "Neural-Media-Bias-Detection-Using-Distant-Supervision-With-BABE/"
            "fb79f646dcabf1746f5ebedc06ed8dd61ba78188/data/final_labels_SG2.csv",
            "c02ebe82a8411f15e9dc63afed27826d61b84df56b5e1511f0f40bf8a688aeaf",
        ),
    ),
    labels_map={"Biased": "loaded", "Non-biased": "plain"},
)


def read(folder: Path) -> Iterator[Record | Reject]:
    """A row for each sentence that the annotators agreed on."""
    path = folder / SPEC.files[0].name
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter=";"), start=1):
            label = row["label_bias"]
            if label not in _LOADED:
                yield Reject(
                    source=path.name,
                    line=number,
                    stage="dataset",
                    reason="bad-field",
                    detail=f"label {label!r}",
                )
                continue
            yield LabelledSentence(
                row_id=f"babe:{number}",
                corpus="babe",
                split="train",
                group_id=f"babe:{row['news_link'] or number}",
                outlet=row["outlet"],
                language="en",
                text=row["text"],
                loaded=_LOADED[label],
                scheme="babe",
            )
