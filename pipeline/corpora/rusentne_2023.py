"""RuSentNE-2023: sentiment toward an entity in Russian news.

Golubev, Rusnachenko & Loukachevitch, "RuSentNE-2023: Evaluating Entity-Oriented Sentiment
Analysis on Russian News Texts", Dialogue 2023. The official split is disjoint by entity, not
by sentence; rows are grouped by sentence here, and the labelled validation part is the test.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from pipeline.corpora import Record, Spec
from pipeline.schema import LabelledStance, Reject, Span, Split, Stance
from pipeline.storage.atomic import sha256_of_value
from pipeline.storage.fetch import File

_URL = (
    "https://raw.githubusercontent.com/dialogue-evaluation/RuSentNE-evaluation/"
    "4d08c885564b57117d35600cd8c6cea3626bbe98/"
)
_STANCES: dict[str, Stance] = {"-1": "critical", "0": "neutral", "1": "supportive"}
_PARTS: dict[str, Split] = {"train_data.csv": "train", "validation_data_labeled.csv": "test"}

SPEC = Spec(
    name="rusentne-2023",
    kind="stance",
    languages=("ru",),
    licence="MIT",
    citation="Golubev et al., Dialogue 2023",
    labels="sentiment toward an entity: −1, 0, 1",
    size="6,637 train; 2,845 validation",
    files=(
        File(
            "train_data.csv",
            _URL + "train_data.csv",
            "75c443abcdee178b4e2ac2cbdd63179f9202347b9cc49a652e2f164bb8b8a31d",
        ),
        File(
            "validation_data_labeled.csv",
            _URL + "validation_data_labeled.csv",
            "e52595886128a46a12f53c174abc8b17347b9e4685e56905d09817c41f5c1252",
        ),
    ),
    labels_map={"-1": "critical", "0": "neutral", "1": "supportive"},
)


def read(folder: Path) -> Iterator[Record | Reject]:
    """A row for each entity with a label."""
    for name, split in _PARTS.items():
        if (folder / name).is_file():
            yield from _read_part(folder / name, split)


def _read_part(path: Path, split: Split) -> Iterator[Record | Reject]:
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t"), start=1):
            text = row["sentence"]
            span = Span(int(row["entity_pos_start_rel"]), int(row["entity_pos_end_rel"]))
            if span.of(text) != row["entity"]:
                yield Reject(
                    source=path.name,
                    line=number,
                    stage="dataset",
                    reason="bad-field",
                    detail=f"the text at {span.start}:{span.end} is not {row['entity']!r}",
                )
                continue
            yield LabelledStance(
                row_id=f"rusentne-2023:{path.stem}:{number}",
                corpus="rusentne-2023",
                split=split,
                group_id="rusentne-2023:" + sha256_of_value(text)[:16],
                language="ru",
                text=text,
                spans=(span,),
                target=row["entity"],
                stance=_STANCES[row["label"]],
                scheme="rusentne",
            )
