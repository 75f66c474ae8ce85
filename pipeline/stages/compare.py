"""Sets the classifiers side by side, pair by pair: ``compare MEASURES OUT``."""

import itertools
from dataclasses import asdict
from pathlib import Path

from pipeline.evaluation import chances
from pipeline.params import Params
from pipeline.stages import run
from pipeline.storage.atomic import write_json


def main(params: Params, measures: str, out: str) -> None:
    """Writes how much macro-F1 each classifier gains on each other, from what was said on test."""
    found = {
        path.parent.name: chances.read(path.parent)
        for path in sorted(Path(measures).glob(f"*/{chances.FILE}"))
    }
    gains = {
        ours: {
            theirs: {
                head: {corpus: asdict(gain) for corpus, gain in corpora.items()}
                for head, corpora in chances.gains(
                    found[ours], found[theirs], params.compare.resamples, params.seed
                ).items()
            }
            for theirs in found
            if theirs != ours
        }
        for ours in found
    }
    write_json(Path(out), gains)
    print("\n".join(f"{one} against {other}" for one, other in itertools.combinations(found, 2)))


if __name__ == "__main__":
    run(main)
