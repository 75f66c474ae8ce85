"""Texts as bags of pieces, each bag the mean of its pieces' vectors."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Bags = Sequence[Sequence[int]]  # one bag a text


def means(table: NDArray[np.floating], zones: Sequence[Bags]) -> Floats:
    """``(n, zones * width)``: for each text the mean vector of each zone, zeros where it is empty.

    Args:
        table: ``(pieces, width)``, the vector of each piece.
        zones: for each zone a bag for each text.
    """
    found = []
    for bags in zones:
        sizes = np.array([len(bag) for bag in bags], dtype=np.int64)
        ids = np.array([piece for bag in bags for piece in bag], dtype=np.int64)
        used, columns = np.unique(ids, return_inverse=True)
        shape = (len(bags), max(1, len(used)))
        counts = csr_array((np.ones(len(ids)), columns, np.append(0, sizes.cumsum())), shape=shape)
        vectors = table[used] if len(used) else np.zeros((1, table.shape[1]))
        found.append((counts @ vectors.astype(np.float64)) / np.maximum(sizes, 1)[:, None])
    return np.hstack(found)
