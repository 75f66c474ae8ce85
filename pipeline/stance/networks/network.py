"""An encoder that is shown the target, with a head for stance and one for loaded language.

A learned vector is added to the states of the target's pieces where the tuned layers begin, and
stance is read from the mean over the sentence beside the mean over the target, near to TD-BERT
(Gao et al., "Target-Dependent Sentiment Classification With BERT", IEEE Access 7, 2019). A decoder
looks back only; its text ends in a question, and the answer is read from the last piece.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from pipeline.schema import STANCES
from pipeline.stance.networks.heads import Head, Schemes
from pipeline.stance.networks.pieces import Pieces


class Network(nn.Module):
    """Takes padded pieces; gives the logits of stance and of loading, scheme by scheme."""

    def __init__(
        self,
        encoder: nn.Module,
        marked_layer: int = 0,
        dropout: float = 0.0,
        schemes: Schemes = Schemes(),  # noqa: B008
        asked: bool = False,
    ) -> None:
        """Puts heads on ``encoder`` that give even chances until they are trained.

        Args:
            encoder: of transformers.
            marked_layer: the layer, from 0, before which the target is marked.
            dropout: before the heads; in the encoder there is none.
            schemes: of labelling, that the heads can be asked by.
            asked: whether the text ends in a question.
        """
        super().__init__()
        width = int(encoder.config.hidden_size)  # type: ignore[union-attr, arg-type]
        self.encoder = encoder
        self.marked_layer = min(marked_layer, len(layers(encoder)) - 1)
        self.mark = nn.Parameter(torch.zeros(width))
        self.dropout = nn.Dropout(dropout)
        self.asked = asked
        self.width = width
        self.stance = Head(width if asked else 2 * width, len(STANCES), schemes.stance)
        self.loaded = Head(width, 2, schemes.loaded)

    def below(self, ids: Tensor, there: Tensor) -> Tensor:
        """``(n, pieces, width)``: the states that the target is marked in, whatever the target.

        Raises:
            ValueError: there is no layer below.
        """
        if not self.marked_layer:
            raise ValueError("the target is marked before the first layer")
        found: list[Tensor] = []

        def keep(_: nn.Module, given: object, states: Tensor | tuple[Tensor, ...]) -> None:
            found.append(states if isinstance(states, Tensor) else states[0])

        last = layers(self.encoder)[self.marked_layer - 1]
        with _only(self.encoder, slice(self.marked_layer)), last.register_forward_hook(keep):
            self.encoder(input_ids=ids, attention_mask=there)
        return found[0]

    def pooled(
        self, ids: Tensor, there: Tensor, target: Tensor, below: Tensor | None = None
    ) -> Tensor:
        """``(n, 2 * width)``: the mean over the sentence beside that over the target.

        Or ``(n, width)``, the last piece, where a question was asked.

        Args:
            ids: ``(n, pieces)``.
            there: ``(n, pieces)``, 1 for a piece and 0 for padding.
            target: ``(n, pieces)``, 1 for a piece of the target.
            below: what ``below`` gave for them, where that is known.
        """
        added = target.unsqueeze(-1) * self.mark
        first = layers(self.encoder)[self.marked_layer]

        def mark(_: nn.Module, given: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
            return ((given[0] if below is None else below) + added, *given[1:])

        kept = slice(0 if below is None else self.marked_layer, None)
        with _only(self.encoder, kept), first.register_forward_pre_hook(mark):
            states = self.encoder(input_ids=ids, attention_mask=there).last_hidden_state
        if self.asked:
            last: Tensor = states[torch.arange(len(states)), there.sum(1) - 1]
            return last
        return torch.cat((_mean(states, there), _mean(states, target)), dim=1)

    def forward(
        self, ids: Tensor, there: Tensor, target: Tensor, below: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """``(n, schemes, 3)`` and ``(n, schemes, 2)``: both heads' logits, whichever is asked."""
        pooled = self.dropout(self.pooled(ids, there, target, below))
        return self.stance(pooled), self.loaded(pooled[:, : self.width])


def layers(encoder: nn.Module) -> nn.ModuleList:
    """The layers of an encoder, from below."""
    return next(part for part in encoder.modules() if isinstance(part, nn.ModuleList))


@contextmanager
def _only(encoder: nn.Module, kept: slice) -> Iterator[None]:
    """Lets an encoder have some of its layers alone."""
    whole = layers(encoder)
    holder, name = next(
        (part, name)
        for part in encoder.modules()
        for name, child in part.named_children()
        if child is whole
    )
    setattr(holder, name, whole[kept])
    try:
        yield
    finally:
        setattr(holder, name, whole)


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    mask = mask.unsqueeze(-1).to(states.dtype)
    return (states * mask).sum(1) / mask.sum(1).clamp(min=1)


def batch(pieces: Sequence[Pieces], below: Sequence[Tensor] = ()) -> dict[str, Tensor]:
    """Pieces, and what is known of each below the mark, padded as ``Network`` takes them."""
    longest = max(len(one) for one in pieces)
    ids = torch.zeros((len(pieces), longest), dtype=torch.long)
    there, target = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, one in enumerate(pieces):
        ids[row, : len(one)] = torch.tensor(one.ids)
        there[row, : len(one)] = 1
        target[row, : len(one)] = torch.tensor(one.target, dtype=torch.long)
    found = {"ids": ids, "there": there, "target": target}
    if below:
        found["below"] = nn.utils.rnn.pad_sequence(list(below), batch_first=True).float()
    return found


def half_where_fast() -> torch.autocast:
    """Numbers of 16 bits where the processor counts in them, of 32 elsewhere."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=counts_in_half())


def attention() -> str:
    """Which of the encoder's ways to attend is fast: the fused one is slow in 16 bits."""
    return "eager" if counts_in_half() else "sdpa"


def counts_in_half() -> bool:
    """Whether the processor has instructions for bfloat16, without which it is very slow."""
    return bool(torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported())
