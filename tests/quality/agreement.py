"""How well two readings agree that are blind to each other: ``python -m tests.quality.agreement``.

Krippendorff's alpha for nominal labels (Krippendorff, "Content Analysis", 4th ed. 2018, chapter
12), in which 1 is perfect and 0 is chance, with a 95 % interval by bootstrap over rows. Both
readings are by machine, so this is self-consistency and says nothing of human readers.
"""

import json
from pathlib import Path

import krippendorff
import numpy as np

from pipeline.corpora import authored

REPOSITORY = Path(__file__).parents[2]
RUWA = REPOSITORY / "data/labels/ruwa/labels.jsonl"
AUTHORED = REPOSITORY / "data/authored/sentences"
RESAMPLES = 1000

Pairs = list[tuple[object, object]]


def alpha(pairs: Pairs) -> float:
    """Of the labels that two readings gave to the same rows; 1 where all labels are one."""
    names = {label: number for number, label in enumerate(dict.fromkeys(sum(pairs, ())))}
    if len(names) < 2:
        return 1.0
    table = np.array([[names[one], names[two]] for one, two in pairs], dtype=float).T
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement="nominal"))


def interval(pairs: Pairs, resamples: int = RESAMPLES) -> tuple[float, float]:
    """The 95 % interval of alpha, by drawing rows anew."""
    rng = np.random.default_rng(7)
    draws = [
        alpha([pairs[at] for at in rng.integers(0, len(pairs), len(pairs))])
        for _ in range(resamples)
    ]
    low, high = np.percentile(draws, (2.5, 97.5))
    return float(low), float(high)


def ruwa(label: str) -> Pairs:
    """The first two readings' values of ``label``."""
    lines = RUWA.read_text(encoding="utf-8").splitlines()
    readings = [json.loads(line)["readings"][:2] for line in lines]
    return [(one[label], two[label]) for one, two in readings]


def written(language: str) -> Pairs:
    """The writer's stance and the second reading's, for the authored pairs of a language."""
    again = {row["id"]: row["stance"] for _, row in authored.lines(AUTHORED / "second")}
    return [
        (stance, again[row["id"]][key])
        for side in ("train", "dev", "test")
        for code, row in authored.lines(AUTHORED / side)
        if code == language
        for key, stance in row["stance"].items()
        if key in again.get(row["id"], {})
    ]


def main() -> None:
    """Print a table."""
    sets = {f"ruwa, {label}": ruwa(label) for label in ("stance", "voice", "loaded")}
    sets |= {f"authored {code}, stance": written(code) for code in authored.SPEC.languages}
    print("| labels | rows | alike | alpha | 95 % interval |\n| --- | --- | --- | --- | --- |")
    for name, pairs in sets.items():
        if pairs:
            print(f"| {name} | {' | '.join(row(pairs))} |")


def row(pairs: Pairs) -> list[str]:
    """How many pairs there are, the share alike, alpha and its interval."""
    alike = sum(one == two for one, two in pairs) / len(pairs)
    low, high = interval(pairs)
    return [f"{len(pairs):,}", f"{alike:.3f}", f"{alpha(pairs):.3f}", f"[{low:.3f}, {high:.3f}]"]


if __name__ == "__main__":
    main()
