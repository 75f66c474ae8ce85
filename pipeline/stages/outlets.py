"""Outlet scores from scored rows: ``outlets SCORES OUT METRICS``."""

from pathlib import Path

import polars as pl

from pipeline.outlets.aggregate import Evidence, aggregate, of_target
from pipeline.params import Params
from pipeline.schema import MAIN_TARGET, OutletScore
from pipeline.stages import run
from pipeline.storage import records
from pipeline.storage.atomic import write_json


def evidence(params: Params) -> Evidence:
    """How much evidence a score takes, by the settings."""
    return Evidence(**params.outlets.model_dump(), seed=params.seed)


def main(params: Params, scores: str, out: str, metrics: str) -> None:
    """Writes a score for each outlet, target and voice; the main target's go to ``METRICS``."""
    found = aggregate(
        pl.read_parquet(Path(scores) / "stances.parquet"),
        pl.read_parquet(Path(scores) / "articles.parquet"),
        evidence(params),
    )
    records.write(Path(out), OutletScore, found)
    main_scores = {
        score.outlet: {
            "n_articles": score.n_articles,
            "score": score.score,
            "low": score.low,
            "high": score.high,
        }
        for score in of_target(found, MAIN_TARGET, "outlet")
    }
    write_json(Path(metrics), {MAIN_TARGET: main_scores})


if __name__ == "__main__":
    run(main)
