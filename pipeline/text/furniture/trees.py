"""Regression trees as arrays, so that all of them are descended at once for all rows."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# A leaf's value, or the feature, its threshold, and the trees at or below and above it.
Tree = float | list[Any]


class Forest:
    """The sum of some regression trees. A leaf stands in the arrays as its own successor."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        """Lay the nodes of all trees out in one table, a row each: see ``_plant``."""
        nodes: list[list[float]] = []
        self._roots = np.array([_plant(tree, nodes) for tree in trees], dtype=np.intp)
        table = np.array(nodes).reshape(-1, 5).T
        self._feature, self._below, self._above = table[[0, 2, 3]].astype(np.intp)
        self._threshold, self._value = table[[1, 4]]

    def sum(self, rows: Floats) -> Floats:
        """What the trees say together.

        Args:
            rows: features, ``(rows, features)``.

        Returns:
            ``(rows,)``.
        """
        at = np.tile(self._roots, (len(rows), 1))
        number = np.arange(len(rows))[:, None]
        while True:
            lower = rows[number, self._feature[at]] <= self._threshold[at]
            deeper = np.where(lower, self._below[at], self._above[at])
            if (deeper == at).all():
                break
            at = deeper
        total: Floats = self._value[at].sum(axis=1)
        return total


def _plant(tree: Tree, nodes: list[list[float]]) -> int:
    """Append feature, threshold, successors and value of each node; the number of the first."""
    own = len(nodes)
    if not isinstance(tree, list):
        nodes.append([0, np.inf, own, own, tree])
        return own
    feature, threshold, below, above = tree
    nodes.append([])
    nodes[own] = [feature, threshold, _plant(below, nodes), _plant(above, nodes), 0.0]
    return own
