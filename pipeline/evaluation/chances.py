"""What a model said of each row of a labelled set, kept so that models can be compared later.

No text is in it, and no set has to be read again.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl

from pipeline.evaluation.bootstrap import Interval, difference
from pipeline.evaluation.metrics import macro_f1
from pipeline.evaluation.slices import Scored
from pipeline.storage.atomic import replacing

FILE = "chances.parquet"


def write(folder: Path, heads: Mapping[str, tuple[list[str], list[str], Scored]]) -> None:
    """Writes ``chances.parquet``: for each head its rows' ids, their corpora and what was said."""
    tables = [
        pl.DataFrame(
            {
                "head": head,
                "corpus": corpora,
                "row_id": ids,
                "group_id": scored.groups,
                "truth": scored.truth,
                "chances": scored.chances.tolist(),
            },
            schema_overrides={"chances": pl.List(pl.Float64)},
        )
        for head, (ids, corpora, scored) in heads.items()
    ]
    with replacing(folder / FILE) as path:
        pl.concat(tables).sort("head", "corpus", "row_id").write_parquet(path)


def read(folder: Path) -> dict[str, dict[str, Scored]]:
    """By head and corpus the scored rows, in the order of their ids."""
    found: dict[str, dict[str, Scored]] = {}
    for (head, corpus), rows in pl.read_parquet(folder / FILE).group_by(
        "head", "corpus", maintain_order=True
    ):
        found.setdefault(str(head), {})[str(corpus)] = Scored(
            rows["group_id"].to_list(),
            rows["truth"].to_numpy().astype(np.int64),
            np.array(rows["chances"].to_list(), dtype=np.float64),
        )
    return found


def gains(
    ours: Mapping[str, Mapping[str, Scored]],
    theirs: Mapping[str, Mapping[str, Scored]],
    resamples: int,
    seed: int,
) -> dict[str, dict[str, Interval]]:
    """By head and corpus how much more macro-F1 ``ours`` has, paired over groups."""
    return {
        head: {
            corpus: difference(
                scored.cells(), theirs[head][corpus].cells(), macro_f1, resamples, seed
            )
            for corpus, scored in corpora.items()
        }
        for head, corpora in ours.items()
    }
