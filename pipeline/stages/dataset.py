"""Labelled corpora to train, dev and test: ``dataset RAW AUTHORED OUT METRICS``."""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pipeline import corpora
from pipeline.corpora import Record, authored
from pipeline.evaluation import splits
from pipeline.params import Dataset, Params
from pipeline.schema import SPLITS, LabelledSentence, LabelledStance, Reject
from pipeline.stages import run
from pipeline.storage import labelled, rejects
from pipeline.storage.atomic import replacing_folder, write_json

R = TypeVar("R", LabelledStance, LabelledSentence)

# Corpora that bring no test part: theirs is drawn here.
DRAWN_TEST = frozenset({"babe"})


def main(params: Params, raw: str, authored_folder: str, out: str, metrics: str) -> None:
    """Writes ``OUT/{stance,loaded}/{train,dev,test}.parquet``, fingerprints and rejects."""
    tally = rejects.Tally()
    rows = list(tally.sift(_read(params.fetch.corpora, Path(raw), Path(authored_folder))))
    with replacing_folder(Path(out)) as folder:
        stance = [row for row in rows if isinstance(row, LabelledStance)]
        loaded = [row for row in rows if isinstance(row, LabelledSentence)]
        facts = {
            "stance": _lay_out(folder / "stance", LabelledStance, stance, params.dataset),
            "loaded": _lay_out(folder / "loaded", LabelledSentence, loaded, params.dataset),
        }
        rejects.write(folder / "rejects.jsonl", tally.rejects)
        write_json(folder / "fingerprints.json", {k: v["fingerprints"] for k, v in facts.items()})
    write_json(Path(metrics), {**tally.counts(), **facts})


def _read(names: Sequence[str], raw: Path, authored_folder: Path) -> Iterator[Record | Reject]:
    for name in names:
        corpus = corpora.get(name)
        if corpus.spec.kind != "articles":
            yield from corpus.read(raw / name)
    yield from authored.read(authored_folder)


def _lay_out(
    folder: Path, record: type[R], rows: list[R], settings: Dataset
) -> dict[str, dict[str, Any]]:
    labels = splits.components(rows, settings.near_duplicate)
    shares = splits.Shares(dev=settings.dev_share, test=settings.test_share)
    laid, dropped = splits.assign(rows, labels, shares, DRAWN_TEST)
    for split in SPLITS:
        part = [_weigh(row, settings.weights) for row in laid if row.split == split]
        labelled.write(folder / f"{split}.parquet", record, part)
    return {
        "rows": _sizes(laid),
        "dropped": dict(sorted(dropped.items())),
        "fingerprints": _fingerprints(laid),
    }


def _weigh(row: R, weights: dict[str, float]) -> R:
    if isinstance(row, LabelledStance) and row.corpus in weights:
        return dataclasses.replace(row, weight=weights[row.corpus])
    return row


def _sizes(rows: Sequence[LabelledStance | LabelledSentence]) -> dict[str, dict[str, int]]:
    return {
        split: dict(sorted(Counter(row.corpus for row in rows if row.split == split).items()))
        for split in SPLITS
    }


def _fingerprints(rows: Sequence[LabelledStance | LabelledSentence]) -> dict[str, dict[str, str]]:
    return {
        split: {
            corpus: splits.fingerprint(
                row for row in rows if row.split == split and row.corpus == corpus
            )
            for corpus in sorted({row.corpus for row in rows if row.split == split})
        }
        for split in SPLITS
    }


if __name__ == "__main__":
    run(main)
