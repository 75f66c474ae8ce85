"""A model on one side of the dataset: its measures, slices and plots, as files."""

import csv
import dataclasses
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.evaluation import chances, metrics
from pipeline.evaluation.framing import framing
from pipeline.evaluation.slices import Scored, Slice, slices, stance_labels, summary
from pipeline.schema import MAIN_TARGET, STANCES, LabelledSentence, LabelledStance
from pipeline.stance.inputs import of_row, of_sentence
from pipeline.stance.persistence import Model
from pipeline.storage.atomic import write_json, write_text

LOADINGS = ("plain", "loaded")


def score_stance(model: Model, rows: Sequence[LabelledStance]) -> Scored:
    """What the model says of labelled (sentence, target) rows."""
    groups = [row.group_id for row in rows]
    return Scored(groups, stance_labels(rows), model.predict_stance([of_row(row) for row in rows]))


def score_loaded(model: Model, rows: Sequence[LabelledSentence]) -> Scored:
    """What the model says of the loading of labelled sentences."""
    loaded = model.predict_loaded([of_sentence(row) for row in rows])
    truth = np.array([row.loaded for row in rows], dtype=np.int64)
    return Scored([row.group_id for row in rows], truth, np.column_stack([1 - loaded, loaded]))


def measure(
    model: Model,
    stance: Sequence[LabelledStance],
    loaded: Sequence[LabelledSentence],
    *,
    resamples: int,
    seed: int,
    out: Path,
) -> dict[str, object]:
    """Measures both heads on each corpus; writes metrics, slices and plots into ``out``.

    The files are ``metrics.json``, ``slices.csv``, ``confusion.csv`` (a line for each row),
    ``reliability.csv`` and ``reliability_loaded.csv``, and ``chances.parquet``.
    """
    scored = score_stance(model, stance)
    heads: dict[str, dict[str, object]] = {"stance": {}, "loaded": {}}
    for corpus in sorted({row.corpus for row in stance}):
        part = scored.where([row.corpus == corpus for row in stance])
        heads["stance"][corpus] = summary(part, STANCES, resamples, seed)
    loading = score_loaded(model, loaded)
    for corpus in sorted({row.corpus for row in loaded}):
        part = loading.where([row.corpus == corpus for row in loaded])
        heads["loaded"][corpus] = summary(part, LOADINGS, resamples, seed)
    means = {head: _mean(by_corpus) for head, by_corpus in heads.items()}
    facts: dict[str, object] = {
        "content": model.content,
        "macro_f1": means,
        "ece": {"stance": _ece(scored), "loaded": _ece(loading)},
        **heads,
        "framing": framing(stance, scored, MAIN_TARGET, resamples, seed),
    }
    write_json(out / "metrics.json", facts)
    _write_csv(out / "slices.csv", Slice, slices(stance, scored, resamples, seed))
    _write_plots(out, scored, loading)
    said = (("stance", stance, scored), ("loaded", loaded, loading))
    chances.write(
        out,
        {
            head: ([row.row_id for row in rows], [row.corpus for row in rows], each)
            for head, rows, each in said
        },
    )
    return facts


def _ece(scored: Scored) -> float:
    """Of all corpora's rows together."""
    return metrics.ece(metrics.reliability(scored.truth, scored.chances))


def _mean(by_corpus: dict[str, object]) -> float:
    """The mean macro-F1 over corpora, each counted alike: what models are picked by."""
    values = [summary["macro_f1"]["value"] for summary in by_corpus.values()]  # type: ignore[index]
    return float(np.mean(values)) if values else 0.0


def _write_plots(out: Path, scored: Scored, loading: Scored) -> None:
    pairs = zip(scored.truth, scored.guess, strict=True)
    lines = [f"{STANCES[truth]},{STANCES[guess]}" for truth, guess in pairs]
    write_text(out / "confusion.csv", "\n".join(["actual,predicted", *lines]) + "\n")
    for name, head in (("reliability", scored), ("reliability_loaded", loading)):
        bins = metrics.reliability(head.truth, head.chances)
        _write_csv(out / f"{name}.csv", metrics.Bin, bins)


def _write_csv(path: Path, record: type, rows: object) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(
        text, [spec.name for spec in dataclasses.fields(record)], lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(dataclasses.asdict(row) for row in rows)  # type: ignore[attr-defined]
    write_text(path, text.getvalue())
