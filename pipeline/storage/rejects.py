"""Rejects: what was not taken, counted and written out, so that nothing is lost in silence."""

import collections
import dataclasses
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pipeline.schema import Reject
from pipeline.storage.atomic import write_text

R = TypeVar("R")


class Tally:
    """Counts what passes: ``read == kept + rejected``, always."""

    def __init__(self) -> None:
        """Starts at nothing."""
        self.kept = 0
        self.rejects: list[Reject] = []

    def sift(self, stream: Iterable[R | Reject]) -> Iterator[R]:
        """Passes records on and keeps rejects back."""
        for item in stream:
            if isinstance(item, Reject):
                self.rejects.append(item)
            else:
                self.kept += 1
                yield item

    def counts(self) -> dict[str, int | dict[str, int]]:
        """The counts, for a summary or a metrics file."""
        reasons = collections.Counter(reject.reason for reject in self.rejects)
        return {
            "read": self.kept + len(self.rejects),
            "kept": self.kept,
            "rejected": len(self.rejects),
            "rejected_by_reason": dict(sorted(reasons.items())),
        }


def write(path: Path, rejects: Iterable[Reject]) -> None:
    """Writes rejects as JSON lines."""
    lines = (json.dumps(dataclasses.asdict(reject), ensure_ascii=False) for reject in rejects)
    write_text(path, "".join(line + "\n" for line in lines))


def read(path: Path) -> list[Reject]:
    """The rejects in a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        return [Reject(**json.loads(line)) for line in file]
