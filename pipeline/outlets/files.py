"""Scored folders read, and outlet scores written and laid out as a table."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.errors import InputError, MissingError
from pipeline.schema import OutletScore
from pipeline.storage import records
from pipeline.storage.atomic import replacing

_COLUMNS = [
    "outlet", "target", "period", "voice", "articles", "rows", "critical", "neutral",
    "supportive", "score", "95 % interval", "plain", "loaded", "verdict",
]  # fmt: skip


def read(folders: Sequence[Path]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The stances and articles of scored folders together.

    Raises:
        MissingError: a folder holds no scored batch.
        InputError: two folders hold the same article.
    """
    frames = []
    for name in ("stances", "articles"):
        for folder in folders:
            if not (folder / f"{name}.parquet").is_file():
                raise MissingError(f"{folder}: no {name}.parquet; run stance score into it first")
        parts = [pl.read_parquet(folder / f"{name}.parquet") for folder in folders]
        frames.append(pl.concat(parts, how="vertical_relaxed"))
    twice = frames[1].filter(pl.col("article_id").is_duplicated())
    if len(twice):
        raise InputError(f"{twice['article_id'][0]}: stands in two folders; leave one of them out")
    return frames[0], frames[1]


def summary(folder: Path) -> dict[str, Any]:
    """The summary of a scored folder.

    Raises:
        MissingError: there is none.
    """
    path = folder / "summary.json"
    if not path.is_file():
        raise MissingError(f"{folder}: no {path.name}; run stance score into it first")
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return facts


def doubts(folders: Sequence[Path]) -> list[str]:
    """A line for each folder that was scored with a model that the gate did not pass."""
    lines = []
    for folder in folders:
        if (folder / "summary.json").is_file():
            verdict = summary(folder).get("model", {}).get("verdict", "")
            lines += [f"{folder}: {verdict}"] if verdict.startswith("not promoted") else []
    return lines


def write(folder: Path, scores: Sequence[OutletScore]) -> None:
    """Writes ``outlets.parquet`` and ``outlets.csv``."""
    records.write(folder / "outlets.parquet", OutletScore, scores)
    with replacing(folder / "outlets.csv") as aside:
        pl.read_parquet(folder / "outlets.parquet").write_csv(aside)


def table(scores: Sequence[OutletScore]) -> tuple[list[str], list[list[str]]]:
    """Columns and rows as they are printed; columns that are alike throughout are left out."""
    rows = [_cells(score) for score in scores]
    fixed = {"period": "all", "voice": "outlet"}
    drop = {
        number
        for number, name in enumerate(_COLUMNS)
        if name in fixed and all(row[number] == fixed[name] for row in rows)
    }
    columns = [name for number, name in enumerate(_COLUMNS) if number not in drop]
    return columns, [[cell for n, cell in enumerate(row) if n not in drop] for row in rows]


def _cells(score: OutletScore) -> list[str]:
    given = score.low is not None and score.high is not None
    return [
        score.outlet or "(no outlet)",
        score.target,
        score.period,
        score.voice,
        str(score.n_articles),
        str(score.n_rows),
        *(f"{share:.0%}" for share in (score.critical, score.neutral, score.supportive)),
        _signed(score.score),
        f"[{score.low:+.2f}, {score.high:+.2f}]" if given else "",
        _signed(score.score_plain),
        _signed(score.score_loaded),
        score.verdict,
    ]


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"
