"""The page, from all that was made: ``report SCORES OUTLETS CHAMPION MEASURES PAGE``."""

import json
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.params import Params
from pipeline.report import page
from pipeline.schema import OutletScore
from pipeline.stages import run
from pipeline.storage import records
from pipeline.storage.atomic import write_text
from pipeline.targets.gazetteer import Gazetteer


def main(params: Params, scores: str, outlets: str, champion: str, measures: str, out: str) -> None:
    """Writes one self-contained page to ``PAGE``."""
    folder = Path(scores)
    html = page.render(
        pl.read_parquet(folder / "stances.parquet"),
        pl.read_parquet(folder / "articles.parquet"),
        list(records.read(Path(outlets), OutletScore)),
        {
            **_facts(_json(folder / "summary.json"), _json(Path(champion)), Path(measures)),
            "evidence": params.outlets.model_dump(),
            "labels": {t.id: t.label for t in Gazetteer.load().targets.values()},
        },
        examples=params.report.examples,
    )
    write_text(Path(out), html)


def _facts(counts: dict[str, Any], champion: dict[str, Any], measures: Path) -> dict[str, object]:
    tested = _json(measures / "test" / champion["classifier"] / "metrics.json")
    cost = _json(measures / "dev" / champion["classifier"] / "cost.json")
    same = tested["content"] == champion["content"]
    return {
        "model": counts.pop("model"),
        "counts": {name: value for name, value in counts.items() if name != "seconds"},
        "corpora": sorted(_json(measures / "dataset.json")["rows"]["stance"]["train"]),
        "metrics": tested["stance"] if same else {},
        "cost": cost["cpu_seconds_per_1000"] if same else None,
    }


def _json(path: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return facts


if __name__ == "__main__":
    run(main)
