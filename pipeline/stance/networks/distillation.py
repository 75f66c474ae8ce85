"""Vectors of pieces that learn to say what a tuned encoder says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from pipeline.params import Static
from pipeline.stance.networks.bags import Bags
from pipeline.stance.networks.linear import DenseHead
from pipeline.stance.networks.network import Network

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one head learns from: texts, the encoder's chances ``(n, k)``, labels and weights."""

    zones: Sequence[Bags]
    chances: Floats
    labels: NDArray[np.int64]
    weights: Floats


def principal(network: Network, width: int) -> Tensor:
    """``(pieces, width)``: the main directions of the encoder's own vectors, of length about 1."""
    with torch.no_grad():
        vectors = network.encoder.get_input_embeddings().weight.detach()  # type: ignore[operator]
        centred = vectors - vectors.mean(0)
        _, directions = torch.linalg.eigh(centred.T @ centred)
        found = centred @ directions[:, -min(width, centred.shape[1]) :]
        scaled: Tensor = found / found.norm(dim=1).mean()
        return scaled


def distil(
    vectors: Tensor, stance: Lesson, loaded: Lesson, settings: Static, seed: int
) -> tuple[NDArray[np.float16], tuple[DenseHead, DenseHead]]:
    """The learned table and the head of each lesson; even chances where a lesson is empty."""
    torch.manual_seed(seed)
    lessons = (stance, loaded)
    table = nn.EmbeddingBag.from_pretrained(vectors.clone(), freeze=False, sparse=True)
    heads = [
        nn.Linear(len(lesson.zones) * vectors.shape[1], lesson.chances.shape[1])
        for lesson in lessons
    ]
    for head in heads:
        nn.init.zeros_(head.weight)
        nn.init.zeros_(head.bias)
    slow = torch.optim.SparseAdam(table.parameters(), lr=settings.table_rate)
    fast = torch.optim.Adam(
        [weight for head in heads for weight in head.parameters()], lr=settings.rate
    )
    for number, rows in _batches(lessons, settings, seed):
        loss = _loss(table, heads[number], lessons[number], rows, settings.trust)
        slow.zero_grad()
        fast.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        slow.step()  # type: ignore[no-untyped-call]
        fast.step()
    learned = table.weight.detach().half().numpy()
    return learned, (_dense(heads[0]), _dense(heads[1]))


def _batches(
    lessons: Sequence[Lesson], settings: Static, seed: int
) -> list[tuple[int, NDArray[np.int64]]]:
    """All batches of all epochs: the lesson's number and its rows."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(settings.epochs):
        epoch = [
            (number, rows)
            for number, lesson in enumerate(lessons)
            for rows in np.array_split(
                rng.permutation(len(lesson.labels)), -(-len(lesson.labels) // settings.batch) or 1
            )
            if len(rows)
        ]
        found += [epoch[at] for at in rng.permutation(len(epoch))]
    return found


def _loss(
    table: nn.EmbeddingBag, head: nn.Linear, lesson: Lesson, rows: NDArray[np.int64], trust: float
) -> Tensor:
    parts = [_mean(table, [zone[row] for row in rows]) for zone in lesson.zones]
    logs = head(torch.cat(parts, dim=1)).log_softmax(1)
    wanted = trust * torch.from_numpy(lesson.chances[rows]).float()
    wanted[torch.arange(len(rows)), torch.from_numpy(lesson.labels[rows])] += 1 - trust
    weights = torch.from_numpy(lesson.weights[rows]).float()
    loss: Tensor = -((wanted * logs).sum(1) * weights).mean()
    return loss


def _mean(table: nn.EmbeddingBag, bags: Bags) -> Tensor:
    sizes = torch.tensor([0, *(len(bag) for bag in bags)])
    ids = torch.tensor([piece for bag in bags for piece in bag], dtype=torch.long)
    found: Tensor = table(ids, sizes.cumsum(0)[:-1])
    return found


def _dense(head: nn.Linear) -> DenseHead:
    return DenseHead(
        head.weight.detach().T.double().numpy().copy(), head.bias.detach().double().numpy().copy()
    )
