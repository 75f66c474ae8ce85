"""Which lines go: the wording's judgement of each, read once more among its neighbours.

A line by itself has the probability of each kind from a multinomial logistic regression; boosted
trees (Friedman, "Greedy Function Approximation", 2001) over those and the line's place give the
probability that it is furniture.
"""

import functools
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.schema import REASONS
from pipeline.text.furniture import place, wording
from pipeline.text.furniture.wording import BODY, KINDS, Kind, Kinds
from pipeline.text.lines import Line

# Log-odds of a line by its wording.
STRONG = 3.0  # from here on it says plainly that it is furniture
LEAST = -3.0  # up to here it is none, wherever it stands
MOST_LINES = 5000
MOST_WORDS = 200_000  # whose weights are kept at hand
PATH = Path(__file__).with_name("model.json")
# A leaf's value, or the feature, its threshold, and the trees at or below and above it.
Tree = float | list[Any]


@dataclass(frozen=True)
class Model:
    """What ``model.json`` holds; see ``learn`` in the tests for how it comes about.

    ``weights`` are those of each feature of the wording for each kind of line.
    """

    weights: Mapping[str, Mapping[Kind, float]]
    start: float
    trees: Sequence[Tree]
    threshold: float

    @classmethod
    @functools.cache
    def load(cls) -> "Model":
        """The model that comes with the package."""
        return cls(**json.loads(PATH.read_text(encoding="utf-8")))

    def dumps(self) -> str:
        """The model as ``load`` reads it: a line for each feature, so that a change can be read."""
        parts = []
        for spec in fields(self):
            value = getattr(self, spec.name)
            if isinstance(value, Mapping):
                rows = (f"{_json(key)}: {_json(value[key])}" for key in sorted(value))
                parts.append(f'"{spec.name}": {{\n' + ",\n".join(rows) + "\n}")
            elif isinstance(value, Sequence):
                parts.append(f'"{spec.name}": [\n' + ",\n".join(map(_json, value)) + "\n]")
            else:
                parts.append(f'"{spec.name}": {_json(value)}')
        return "{" + ",\n".join(parts) + "}\n"

    def judge(self, lines: Sequence[Line], title: str, names: frozenset[str]) -> None:
        """Give a reason to every line that is furniture.

        Lines go by their place only together with one that is known or that says it plainly. An
        only line stays, all of the lines never go, and a page of more than ``MOST_LINES`` is not
        judged.

        Args:
            lines: of one article, without its headline.
            title: the headline.
            names: what the outlet is called, in lower case.
        """
        if len(lines) > MOST_LINES or sum(line.reason is None for line in lines) < 2:
            return
        said = [wording.words(line.own) for line in lines]
        kinds = np.array(
            [
                _surely(line.reason) if line.reason else self.kinds(line.own, words, names)
                for line, words in zip(lines, said, strict=True)
            ]
        )
        scores = wording.log_odds(kinds)
        if max(scores) < STRONG:
            return
        rows = place.features(lines, said, kinds, title)
        goes = [
            line.reason is not None or (score > LEAST and self.probability(row) > self.threshold)
            for line, score, row in zip(lines, scores, rows, strict=True)
        ]
        plainly = any(gone and score >= STRONG for gone, score in zip(goes, scores, strict=True))
        if not plainly or all(goes):
            return
        for line, gone, each in zip(lines, goes, kinds, strict=True):
            if gone and line.reason is None:
                line.reason = REASONS[int(each[1:].argmax())]

    def kinds(self, line: str, words: Sequence[str], names: frozenset[str]) -> Kinds:
        """The probability of each of ``KINDS`` by the wording of a line."""
        if len(line) > wording.LONGEST or not line:
            return _surely(BODY)
        total = self._rows[""] + self._sum(wording.frame(line, words, names))
        for word in set(words):
            total += self._of_word(word)
        odds: Kinds = np.exp(total - total.max())
        odds /= odds.sum()
        return odds

    @functools.cached_property
    def _rows(self) -> dict[str, Kinds]:
        return {
            name: np.array([each.get(kind, 0.0) for kind in KINDS])
            for name, each in self.weights.items()
        }

    def _sum(self, names: Iterable[str]) -> Kinds:
        """What the features weigh together."""
        total, rows = np.zeros(len(KINDS)), self._rows
        for name in names:
            if name in rows:
                total += rows[name]
        return total

    @functools.cached_property
    def _of_word(self) -> Callable[[str], Kinds]:
        """What a word and its beginnings weigh together, kept once it has been asked for."""
        return functools.lru_cache(MOST_WORDS)(lambda word: self._sum(wording.of_word(word)))

    def probability(self, row: Sequence[float]) -> float:
        """The probability by its place that a line is furniture."""
        total = self.start + sum(_leaf(tree, row) for tree in self.trees)
        return 1 / (1 + math.exp(-total))


def _surely(kind: Kind) -> Kinds:
    """The probabilities of a line whose kind is known."""
    return np.array([float(each == kind) for each in KINDS])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _leaf(tree: Tree, row: Sequence[float]) -> float:
    while isinstance(tree, list):
        number, threshold, below, above = tree
        tree = below if row[number] <= threshold else above
    return tree
