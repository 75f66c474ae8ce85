"""NewsMTSC: sentiment toward a mention in English political news.

Hamborg & Donnay, "NewsMTSC: A Dataset for (Multi-)Target-dependent Sentiment Classification
in Political News Articles", EACL 2021. The official train and test parts share articles; the
dataset stage drops the train rows concerned.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.corpora import Record, Spec
from pipeline.schema import LabelledStance, Reject, Span, Split, Stance
from pipeline.storage.fetch import File

_URL = (
    "https://raw.githubusercontent.com/fhamborg/NewsMTSC/b9d9b79704ed1b35cecaf1d7c2343dc1bd734fb7"
    "/NewsSentiment/controller_data/datasets/NewsMTSC-dataset/"
)
_STANCES: dict[float, Stance] = {2.0: "critical", 4.0: "neutral", 6.0: "supportive"}
_PARTS: dict[str, tuple[str, Split]] = {
    "train.jsonl": ("newsmtsc", "train"),
    "devtest_mt.jsonl": ("newsmtsc-mt", "test"),
    "devtest_rw.jsonl": ("newsmtsc-rw", "test"),
}

SPEC = Spec(
    name="newsmtsc",
    kind="stance",
    languages=("en",),
    licence="MIT",
    citation="Hamborg & Donnay, EACL 2021",
    labels="sentiment toward a mention: polarity 2, 4, 6",
    size="8,739 train; 1,476 + 1,146 test",
    files=(
        File(
            "train.jsonl",
            _URL + "train.jsonl",
            "fb80ff05993dd59016c36abefaa7bd00d77cb0cb38a781c1f9edd9ad7c61471e",
        ),
        File(
            "devtest_mt.jsonl",
            _URL + "devtest_mt.jsonl",
            "f7657900083bc12f41f1dcd7f19ae5b3eec87844da5eeb22d07ee916fe83a865",
        ),
        File(
            "devtest_rw.jsonl",
            _URL + "devtest_rw.jsonl",
            "c915d6461625cc610a43fd0bac7a25dddfc1252e1331a4bfb7cc30e75b35982a",
        ),
    ),
    labels_map={"2": "critical", "4": "neutral", "6": "supportive"},
)


def read(folder: Path) -> Iterator[Record | Reject]:
    """A row for each mention with a label; further mentions of it are in its spans."""
    for name in _PARTS:
        if (folder / name).is_file():
            yield from _read_part(folder / name)


def _read_part(path: Path) -> Iterator[Record | Reject]:
    corpus, split = _PARTS[path.name]
    # Not splitlines, which would also cut at a line separator inside a text.
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line:
            continue
        row = json.loads(line)
        text, group = row["sentence_normalized"], _article(row["primary_gid"])
        for target in row["targets"]:
            spans = tuple(sorted(_spans(target)))
            if any(not 0 <= span.start < span.end <= len(text) for span in spans):
                yield Reject(
                    source=path.name,
                    line=number,
                    stage="dataset",
                    reason="bad-field",
                    detail=f"{target['Input.gid']}: a mention lies outside the sentence",
                )
                continue
            yield LabelledStance(
                row_id=f"{corpus}:{target['Input.gid']}",
                corpus=corpus,
                split=split,
                group_id=group,
                language="en",
                text=text,
                spans=spans,
                target=target["mention"],
                stance=_STANCES[target["polarity"]],
                scheme="newsmtsc",
            )


def _spans(target: dict[str, Any]) -> set[Span]:
    mentions = [target, *target.get("further_mentions", [])]
    return {Span(mention["from"], mention["to"]) for mention in mentions}


def _article(gid: str) -> str:
    parts = gid.split("_")
    return "newsmtsc:" + "_".join(parts[: 3 if parts[0] == "polusa" else 2])
