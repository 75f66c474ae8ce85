"""Which lines go: the wording's score of each, read once more among its neighbours.

A line by itself has log-odds from a logistic regression; boosted trees (Friedman, "Greedy Function
Approximation", 2001) over those and the line's place give the probability that it is furniture.
"""

import functools
import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.schema import RemovalReason
from pipeline.text.furniture import place, wording
from pipeline.text.lines import Line

# Log-odds of a line by its wording.
STRONG = 3.0  # from here on it says plainly that it is furniture
LEAST = -3.0  # up to here it is none, wherever it stands
MOST_LINES, MOST_PASSES = 5000, 8
MOST_WORDS = 500_000  # whose weights are kept at hand
PATH = Path(__file__).with_name("model.json")
# A leaf's value, or the feature, its threshold, and the trees at or below and above it.
Tree = float | list[Any]


@dataclass(frozen=True)
class Model:
    """The weights of ``model.json``; see ``learn`` in the tests for how they come about.

    ``weights`` are those of each feature of the wording, ``reasons`` those for each reason.
    """

    weights: Mapping[str, float]
    start: float
    trees: Sequence[Tree]
    reasons: Mapping[str, Mapping[RemovalReason, float]]
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

    def judge(self, lines: Sequence[Line], title: str, names: Collection[str]) -> None:
        """Give a reason to every line that is furniture.

        Lines go by their place only together with one that is known or that says it plainly. What
        is left has no such line, so a second cleaning finds nothing. An only line stays, all of
        the lines never go, and a page of more than ``MOST_LINES`` is not judged.

        Args:
            lines: of one article, without its headline.
            title: the headline.
            names: what the outlet is called, in lower case.
        """
        left, goes = list(lines), len(lines) <= MOST_LINES
        for _ in range(MOST_PASSES):
            if not goes:
                return
            goes = self._pass(left, title, names)
            left = [line for line in left if line.reason is None]

    def _pass(self, lines: Sequence[Line], title: str, names: Collection[str]) -> bool:
        """Judge each line among the others; whether any goes."""
        if sum(line.reason is None for line in lines) < 2:
            return False
        said = [wording.words(line.own) for line in lines]
        scores = [
            place.MOST if line.reason else self.score(line.own, words, names)
            for line, words in zip(lines, said, strict=True)
        ]
        if max(scores) < STRONG:
            return False
        rows = place.features([line.own for line in lines], said, scores, title)
        goes = [
            line.reason is not None or (score > LEAST and self.probability(row) > self.threshold)
            for line, score, row in zip(lines, scores, rows, strict=True)
        ]
        plainly = any(gone and score >= STRONG for gone, score in zip(goes, scores, strict=True))
        if not plainly or all(goes):
            return False
        for line, words, gone in zip(lines, said, goes, strict=True):
            if gone and line.reason is None:
                line.reason = self.reason(line.own, words, names)
        return True

    def score(self, line: str, words: list[str], names: Collection[str]) -> float:
        """The log-odds by its wording that a line is furniture."""
        if len(line) > wording.LONGEST or not line:
            return -place.MOST
        known = self._word_weights
        total = self.weights[""]
        for word in set(words):
            total += known[word]
        for name in wording.frame(line, words, names):
            total += self.weights.get(name, 0.0)
        return total

    @functools.cached_property
    def _word_weights(self) -> "_WordWeights":
        return _WordWeights(self.weights)

    def probability(self, row: Sequence[float]) -> float:
        """The probability by its place that a line is furniture."""
        total = self.start + sum(_leaf(tree, row) for tree in self.trees)
        return 1 / (1 + math.exp(-total))

    def reason(self, line: str, words: list[str], names: Collection[str]) -> RemovalReason:
        """Which kind of furniture a line is."""
        totals: dict[RemovalReason, float] = {}
        for name in (*wording.features(line, words, names), ""):
            for reason, weight in self.reasons.get(name, {}).items():
                totals[reason] = totals.get(reason, 0.0) + weight
        return max(totals, key=totals.__getitem__)


class _WordWeights(dict[str, float]):
    """What each word and its beginnings weigh together, kept once it has been asked for."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__()
        self.weights = weights

    def __missing__(self, word: str) -> float:
        total = sum(self.weights.get(name, 0.0) for name in wording.of_word(word))
        if len(self) < MOST_WORDS:
            self[word] = total
        return total


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _leaf(tree: Tree, row: Sequence[float]) -> float:
    while isinstance(tree, list):
        number, threshold, below, above = tree
        tree = below if row[number] <= threshold else above
    return tree
