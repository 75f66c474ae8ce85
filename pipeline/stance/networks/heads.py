"""Heads that answer by several schemes of labelling.

Corpora don't mean the same by a label: grim news may be negative by one scheme and neutral by
another. What a head answers is the sum of a part that all schemes share and a part of its own
(Daumé III, "Frustratingly Easy Domain Adaptation", ACL 2007, §3.1).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from pipeline.schema import CODEBOOK


@dataclass(frozen=True, slots=True)
class Schemes:
    """The schemes that each head knows; the codebook is the first of both."""

    stance: tuple[str, ...] = (CODEBOOK,)
    loaded: tuple[str, ...] = (CODEBOOK,)

    @classmethod
    def of(cls, stance: Iterable[str], loaded: Iterable[str]) -> "Schemes":
        """The schemes of labelled rows, each once."""
        return cls(*((CODEBOOK, *sorted(set(names) - {CODEBOOK})) for names in (stance, loaded)))


class Head(nn.Module):
    """Linear; gives ``(n, schemes, classes)`` logits, even ones until it is trained."""

    def __init__(self, width: int, classes: int, schemes: Sequence[str]) -> None:
        """``schemes`` are the names of what it can be asked by."""
        super().__init__()
        self.schemes = tuple(schemes)
        self.classes = classes
        self.shared = nn.Linear(width, classes)
        self.own = nn.Linear(width, len(self.schemes) * classes)
        for layer in (self.shared, self.own):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, features: Tensor) -> Tensor:
        """The logits by every scheme."""
        own = self.own(features).view(len(features), len(self.schemes), self.classes)
        found: Tensor = own + self.shared(features).unsqueeze(1)
        return found

    def number(self, scheme: str) -> int:
        """The place of a scheme; that of the codebook for one it was not taught."""
        return self.schemes.index(scheme) if scheme in self.schemes else 0

    def wanted(self, scheme: str, label: int) -> Tensor:
        """``(schemes, classes)``: 1 for the label by its scheme, which is all that is known."""
        found = self.unknown()
        found[self.number(scheme), label] = 1.0
        return found

    def unknown(self) -> Tensor:
        """``(schemes, classes)`` of zeros: nothing is known."""
        return torch.zeros(len(self.schemes), self.classes)
