"""Laying labelled rows on train, dev and test so that nothing stands on two sides.

Rows hang together when they share an article or family (``group_id``), a normalised sentence,
or are near-duplicates. A whole component goes to one side: where a part of it is test, its
other rows are dropped; where a part is dev, its train rows are; what no corpus has assigned is
drawn by a hash, so that a new row moves no other.
"""

import dataclasses
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.schema import LabelledSentence, LabelledStance, Split, Unlabelled
from pipeline.storage.atomic import sha256_of_value
from pipeline.text.duplicates import near_duplicates, normalise

Row = LabelledStance | LabelledSentence


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of freely drawn groups that become dev, and test where a corpus has none."""

    dev: float
    test: float


def components(
    rows: Sequence[Row | Unlabelled], threshold: float, by_outlet: bool = False
) -> list[int]:
    """For each row the number of its component; see the module's first lines.

    Args:
        rows: of any corpora.
        threshold: Jaccard of word 3-grams from which two sentences hang together.
        by_outlet: whether all rows of one outlet hang together too.
    """
    texts = [normalise(row.text) for row in rows]
    first: dict[str, int] = {}
    edges: list[tuple[int, int]] = []
    for number, (row, text) in enumerate(zip(rows, texts, strict=True)):
        keys = [f"group {row.group_id}", f"text {text}"]
        keys += [f"outlet {row.outlet}"] if by_outlet and row.outlet else []
        edges += [(number, first.setdefault(key, number)) for key in keys]
    unique = {text: first[f"text {text}"] for text in texts}
    edges += [(unique[a], unique[b]) for a, b in near_duplicates(list(unique), threshold)]
    ends = np.array(edges, dtype=np.int32).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(rows), len(rows)))
    return [int(label) for label in connected_components(graph, directed=False)[1]]


def assign(
    rows: Sequence[Row],
    labels: Sequence[int],
    shares: Shares,
    drawn_test: frozenset[str],
    leaky: frozenset[str] = frozenset(),
) -> tuple[list[Row], Counter[str]]:
    """The rows with their final side, and how many were dropped, by corpus and why.

    Args:
        rows: the rows, whose ``split`` is what their corpus says.
        labels: the component of each row.
        shares: how much of what is drawn goes to dev and test.
        drawn_test: corpora whose test part is drawn here.
        leaky: corpora whose own split is kept as it is, though it leaks.
    """
    members: dict[int, list[Row]] = defaultdict(list)
    for row, label in zip(rows, labels, strict=True):
        members[label].append(row)
    with_dev = frozenset(row.corpus for row in rows if row.split == "dev")
    kept: list[Row] = []
    dropped: Counter[str] = Counter()
    for component in members.values():
        side = _side(component, shares, drawn_test, with_dev)
        free = all(row.split == "train" for row in component)
        for row in component:
            if row.corpus in leaky:
                kept.append(row)
            elif free or row.split == side:
                kept.append(dataclasses.replace(row, split=side))
            else:
                dropped[f"{row.corpus}: {row.split} row that hangs together with {side}"] += 1
    return kept, dropped


def unbarred(
    rows: Sequence[Unlabelled], labelled: Sequence[Row], threshold: float
) -> list[Unlabelled]:
    """The unlabelled rows that hang together with no row of dev or test."""
    labels = components([*rows, *labelled], threshold)
    measured = zip(labels[len(rows) :], labelled, strict=True)
    barred = {label for label, row in measured if row.split != "train"}
    return [row for row, label in zip(rows, labels, strict=False) if label not in barred]


def mark_shared(rows: Sequence[Row]) -> list[Row]:
    """The rows, ``shared`` where they are to measure by and their corpus trains on their group."""
    learned = {(row.corpus, row.group_id) for row in rows if row.split == "train"}
    return [
        dataclasses.replace(row, shared=row.split != "train")
        if isinstance(row, LabelledStance) and (row.corpus, row.group_id) in learned
        else row
        for row in rows
    ]


def _side(
    component: Sequence[Row],
    shares: Shares,
    drawn_test: frozenset[str],
    with_dev: frozenset[str],
) -> Split:
    splits = {row.split for row in component}
    if "test" in splits:
        return "test"
    if "dev" in splits:
        return "dev"
    if any(row.corpus in with_dev for row in component):
        return "train"  # the corpus says itself what is dev
    key = min(f"{row.group_id} {row.text}" for row in component)
    draw = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) / 2**64
    if draw < shares.dev:
        return "dev"
    if draw < shares.dev + shares.test and all(row.corpus in drawn_test for row in component):
        return "test"
    return "train"


def fingerprint(rows: Iterable[Row | Unlabelled]) -> str:
    """Names a set of rows: the same for the same rows in whatever order."""
    return sha256_of_value(sorted(sha256_of_value(_facts(row)) for row in rows))


def _facts(row: Row | Unlabelled) -> list[object]:
    if isinstance(row, LabelledSentence):
        return [row.row_id, row.text, row.loaded]
    spans = [[span.start, span.end] for span in row.spans]
    if isinstance(row, Unlabelled):
        return [row.row_id, row.text, spans]
    return [row.row_id, row.text, spans, row.voice, row.stance]
