"""Which lines go: the wording's judgement of each, read once more among its neighbours.

A line by itself has the probability of each kind from a multinomial logistic regression; boosted
trees (Friedman, "Greedy Function Approximation", 2001) over those and the line's place give the
probability that it is furniture.
"""

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from pipeline.schema import REASONS
from pipeline.text.furniture import place, wording
from pipeline.text.furniture.trees import Floats, Forest, Tree
from pipeline.text.furniture.wording import BODY, KINDS, Kind, Kinds
from pipeline.text.lines import Line

# Log-odds of a line by its wording.
STRONG = 3.0  # from here on it says plainly that it is furniture
LEAST = -3.0  # up to here it is none, wherever it stands
MOST_LINES = 5000
MOST_SHORT, MOST_WORDS = 10_000, 200_000  # lines and words that are kept at hand
PATH = Path(__file__).with_name("model.json")


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
            [_surely(line.reason) if line.reason else self.kinds(line.own, names) for line in lines]
        )
        scores = wording.log_odds(kinds)
        if max(scores) < STRONG:
            return
        rows = np.array(place.features(lines, said, kinds, title))
        known = np.array([line.reason is not None for line in lines])
        asked = ~known & (scores > LEAST)
        goes = known.copy()
        goes[asked] = self.probabilities(rows[asked]) > self.threshold
        if not (goes & (scores >= STRONG)).any() or goes.all():
            return
        for at in np.flatnonzero(goes & ~known).tolist():
            lines[at].reason = REASONS[int(kinds[at, 1:].argmax())]

    def kinds(self, line: str, names: frozenset[str]) -> Kinds:
        """The probability of each of ``KINDS`` by the wording of a line."""
        return self._kinds(line, names) if 0 < len(line) <= wording.LONGEST else _surely(BODY)

    @functools.cached_property
    def _kinds(self) -> Callable[[str, frozenset[str]], Kinds]:
        """``kinds`` of short lines, kept at hand: furniture recurs, and pages are read twice."""
        return functools.lru_cache(MOST_SHORT)(self._kinds_of_short)

    def _kinds_of_short(self, line: str, names: frozenset[str]) -> Kinds:
        words = wording.words(line)
        rows, table = self._table
        found = [rows[name] for name in wording.frame(line, words, names) if name in rows]
        for word in set(words):
            found += self._of_word(word)
        total = table[[rows[""], *found]].sum(axis=0)
        odds: Kinds = np.exp(total - total.max())
        odds /= odds.sum()
        return odds

    @functools.cached_property
    def _table(self) -> tuple[Mapping[str, int], Kinds]:
        """The row of each feature, and the weights; those of the feature "" are every line's."""
        rows = {name: row for row, name in enumerate(sorted(self.weights))}
        table = np.zeros((len(rows), len(KINDS)))
        columns = {kind: column for column, kind in enumerate(KINDS)}
        for name, weights in self.weights.items():
            for kind, weight in weights.items():
                table[rows[name], columns[kind]] = weight
        return rows, table

    @functools.cached_property
    def _of_word(self) -> Callable[[str], list[int]]:
        """The rows of a word and its beginnings, kept once they have been asked for."""
        rows = self._table[0]
        return functools.lru_cache(MOST_WORDS)(
            lambda word: [rows[name] for name in wording.of_word(word) if name in rows]
        )

    def probabilities(self, rows: Floats) -> Floats:
        """The probability by its place that a line is furniture, ``(rows,)``."""
        odds: Floats = 1 / (1 + np.exp(-self.start - self._forest.sum(rows)))
        return odds

    @functools.cached_property
    def _forest(self) -> Forest:
        return Forest(self.trees)


def _surely(kind: Kind) -> Kinds:
    """The probabilities of a line whose kind is known."""
    return np.array([float(each == kind) for each in KINDS])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
