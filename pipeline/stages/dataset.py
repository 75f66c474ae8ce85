"""Labelled corpora to train, dev and test, and what articles add without labels.

``dataset RAW AUTHORED LABELS ARTICLES SENTENCES OUT METRICS``
"""

import dataclasses
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pipeline import corpora
from pipeline.corpora import Record, authored, ruwa_labels
from pipeline.errors import SettingsError
from pipeline.evaluation import splits
from pipeline.params import Dataset, Params
from pipeline.schema import (
    SPLITS,
    Article,
    CleanArticle,
    LabelledSentence,
    LabelledStance,
    Mention,
    Reject,
    Sentence,
    Unlabelled,
)
from pipeline.scoring import unlabelled
from pipeline.stages import run
from pipeline.storage import labelled, records, rejects
from pipeline.storage.atomic import replacing_folder, write_json

R = TypeVar("R", LabelledStance, LabelledSentence)

# Corpora that bring no test part: theirs is drawn here.
DRAWN_TEST = frozenset({"babe", "unlp2025"})
# Corpora without a neutral label, by which nothing can be measured.
ONLY_TRAIN = frozenset({"ruopinionne-2024"})


def main(
    params: Params,
    raw: str,
    written: str,
    labels: str,
    articles: str,
    sentences: str,
    out: str,
    metrics: str,
) -> None:
    """Writes ``OUT/{stance,loaded}/{train,dev,test}.parquet``, fingerprints and rejects.

    Beside them stands ``OUT/stance/unlabelled.parquet``.
    """
    tally = rejects.Tally()
    source = _read(params.fetch.corpora, Path(raw), Path(written), Path(labels))
    read: Iterator[Record] = tally.sift(source)
    rows = [row for row in read if not isinstance(row, Article)]
    laid, dropped = _lay(rows, params.dataset)
    laid, unfit = _fit(laid)
    stance = [row for row in laid if isinstance(row, LabelledStance)]
    loaded = [row for row in laid if isinstance(row, LabelledSentence)]
    unread = splits.unbarred(
        _draw(params, Path(articles), Path(sentences)), rows, params.dataset.near_duplicate
    )
    with replacing_folder(Path(out)) as folder:
        _write(folder / "stance", LabelledStance, stance)
        _write(folder / "loaded", LabelledSentence, loaded)
        labelled.write(folder / "stance" / "unlabelled.parquet", Unlabelled, unread)
        rejects.write(folder / "rejects.jsonl", tally.rejects)
        prints: dict[str, dict[str, Any]] = {
            "stance": {**_fingerprints(stance), "unlabelled": splits.fingerprint(unread)},
            "loaded": _fingerprints(loaded),
        }
        write_json(folder / "fingerprints.json", prints)
    facts = {
        **tally.counts(),
        "dropped": dict(sorted((dropped + unfit).items())),
        "rows": {"stance": _sizes(stance), "loaded": _sizes(loaded)},
        "unlabelled": len(unread),
    }
    write_json(Path(metrics), facts)


def _read(
    names: Sequence[str], raw: Path, written: Path, labels: Path
) -> Iterator[Record | Reject]:
    for name in names:
        corpus = corpora.get(name)
        if corpus.spec.kind != "articles":
            yield from corpus.read(raw / name)
    yield from authored.read(written)
    yield from ruwa_labels.read(labels / "ruwa", raw / "ruwa-headlines")


def _draw(params: Params, articles: Path, sentences: Path) -> list[Unlabelled]:
    return unlabelled.draw(
        records.read(articles / "articles.parquet", CleanArticle),
        records.read(sentences / "sentences.parquet", Sentence),
        records.read(sentences / "mentions.parquet", Mention),
        params.languages,
        params.dataset.unlabelled,
    )


def _lay(rows: list[splits.Row], settings: Dataset) -> tuple[list[splits.Row], Counter[str]]:
    if settings.leaky and not os.environ.get("DVC_EXP_NAME"):
        raise SettingsError("dataset.leaky: for an experiment alone; run it by dvc exp run")
    labels = splits.components(rows, settings.near_duplicate, settings.outlets_apart)
    shares = splits.Shares(dev=settings.dev_share, test=settings.test_share)
    marked = splits.mark_shared(rows)
    laid, dropped = splits.assign(marked, labels, shares, DRAWN_TEST, frozenset(settings.leaky))
    return [_weigh(row, settings.weights) for row in laid], dropped


def _fit(rows: list[splits.Row]) -> tuple[list[splits.Row], Counter[str]]:
    """The rows that are fit for their side, and how many are not, by corpus and why."""
    faults = [_fault(row) for row in rows]
    dropped = Counter(f"{r.corpus}: {why}" for r, why in zip(rows, faults, strict=True) if why)
    return [row for row, why in zip(rows, faults, strict=True) if not why], dropped


def _fault(row: splits.Row) -> str:
    if isinstance(row, LabelledStance) and row.disputed and row.split == "train":
        return "train row on which two readings differ"
    if row.corpus in ONLY_TRAIN and row.split != "train":
        return f"{row.split} row of a corpus without a neutral label"
    return ""


def _write(folder: Path, record: type[R], rows: list[R]) -> None:
    for split in SPLITS:
        part = [row for row in rows if row.split == split]
        labelled.write(folder / f"{split}.parquet", record, part)


def _weigh(row: splits.Row, weights: dict[str, float]) -> splits.Row:
    if isinstance(row, LabelledStance) and row.corpus in weights:
        return dataclasses.replace(row, weight=weights[row.corpus])
    return row


def _sizes(rows: Sequence[splits.Row]) -> dict[str, dict[str, int]]:
    return {
        split: dict(sorted(Counter(row.corpus for row in rows if row.split == split).items()))
        for split in SPLITS
    }


def _fingerprints(rows: Sequence[splits.Row]) -> dict[str, dict[str, str]]:
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
