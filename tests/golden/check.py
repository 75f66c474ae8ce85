"""Say whether golden files keep to their form, and how much each holds.

python -m tests.golden.check tests/golden/voice/dev/en.toml …
"""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.golden import sets


def counts(kind: str, items: list[Any]) -> Counter[str]:
    """How many of each thing a file holds."""
    found: Counter[str] = Counter({"items": len(items)})
    for item in items:
        if kind == "cleaning":
            for piece, reason in item.pieces:
                found[f"characters {reason or 'body'}"] += len("".join(piece.split()))
        elif kind == "language":
            found[item.kind] += 1
        elif kind == "sentences":
            found["sentences"] += len(item.sentences)
        elif kind == "voice":
            voiced = [v for _, block in item.paragraphs for v in block]
            found["headlines" if item.headline else "sentences"] += len(voiced)
            found["scare"] += sum(v.scare for v in voiced)
            found["with quoted words"] += sum(bool(v.quoted) for v in voiced)
            found["with a speaker"] += sum(bool(v.speaker) for v in voiced)
            found["with a kind"] += sum(bool(v.kind) for v in voiced)
        else:
            found["without mention"] += all(t == sets.PLACE for _, t, _ in item.mentions)
            for _, target, capital in item.mentions:
                found[target] += 1
                found["capitals that speak"] += capital and target != sets.PLACE
    return found


def main(paths: list[str]) -> int:
    """Check each file; 1 where one is bad."""
    status = 0
    for path in map(Path, paths):
        kind = path.resolve().relative_to(sets.GOLDEN).parts[0]
        try:
            items = list(sets.READERS[kind](path.resolve()))
        except (ValueError, KeyError) as fault:
            print(f"{path}: BAD: {fault!r}")
            status = 1
        else:
            print(path, dict(counts(kind, items)))
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
