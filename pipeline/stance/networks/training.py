"""Training of a network on both heads at once, by transformers' Trainer.

Rates fall from layer to layer (Howard & Ruder, "Universal Language Model Fine-tuning for Text
Classification", ACL 2018, §3.2). Work that was interrupted goes on from its last epoch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from torch import Tensor, nn
from transformers import EarlyStoppingCallback, Trainer, TrainingArguments
from transformers.trainer_utils import EvalPrediction, get_last_checkpoint

from pipeline.params import Finetuned
from pipeline.stance.networks.network import Network, batch, counts_in_half
from pipeline.stance.networks.pieces import Pieces

_LABELS = ["stance", "loaded", "weight", "corpus"]


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the chances of its labels, each ``(schemes, classes)``, zeros where unknown.

    ``below`` is what enters the first tuned layer, so that nothing lower is run in each epoch.
    """

    pieces: Pieces
    stance: Tensor
    loaded: Tensor
    below: Tensor | None = None
    weight: float = 1.0
    corpus: int = 0


class _Objective(nn.Module):
    """A network with the loss that the trainer asks for."""

    def __init__(self, network: Network, smoothing: float) -> None:
        super().__init__()
        self.network = network
        self.smoothing = smoothing

    def forward(
        self, stance: Tensor, loaded: Tensor, weight: Tensor, corpus: Tensor, **inputs: Tensor
    ) -> dict[str, Tensor]:
        logits = self.network(**inputs)
        losses = [self._loss(*pair) for pair in zip(logits, (stance, loaded), strict=True)]
        loss = (torch.stack(losses).sum(0) * weight).mean()
        return {"loss": loss, "stance": logits[0], "loaded": logits[1]}

    def _loss(self, logits: Tensor, wanted: Tensor) -> Tensor:
        if self.training:
            known = wanted.sum(-1, keepdim=True)
            wanted = wanted * (1 - self.smoothing) + known * self.smoothing / wanted.shape[-1]
        return -(wanted * logits.float().log_softmax(-1)).sum((1, 2))


class _Rows(torch.utils.data.Dataset[dict[str, Any]]):
    """Examples, as the trainer's sampler and collator look at them."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.examples = examples

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, number: int) -> dict[str, Any]:
        example = self.examples[number]
        return {"input_ids": example.pieces.ids, "example": example}


def train(
    network: Network,
    examples: Sequence[Example],
    dev: Sequence[Example],
    settings: Finetuned,
    seed: int,
    work: Path,
) -> Network:
    """``network`` after the epoch that did best on ``dev``.

    Args:
        network: is changed.
        examples: to learn from.
        dev: to stop by; the mean of both heads' macro-F1, each corpus counted alike.
        settings: of the training.
        seed: of the order of the examples and of dropout.
        work: folder of the unfinished training, which holds nothing else.
    """
    _freeze(network)
    trainer = Trainer(
        model=_Objective(network, settings.smoothing),
        args=_arguments(settings, seed, work),
        data_collator=_collate,
        train_dataset=_Rows(examples),
        eval_dataset=_Rows(dev),
        compute_metrics=_measure,
        callbacks=[EarlyStoppingCallback(settings.patience)],
        optimizers=(_optimizer(network, settings), None),
    )
    if not examples:
        return network.eval()
    begun = work.is_dir() and get_last_checkpoint(str(work))  # type: ignore[no-untyped-call]
    trainer.train(resume_from_checkpoint=begun or None)
    return network.eval()


def _freeze(network: Network) -> None:
    """Leaves the word embeddings as they are, and all that is below the marked layer."""
    network.encoder.get_input_embeddings().requires_grad_(False)  # type: ignore[operator]
    if network.marked_layer:
        for name, weight in network.encoder.named_parameters():
            weight.requires_grad_(_level(name) > network.marked_layer)


def _arguments(settings: Finetuned, seed: int, work: Path) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(work),
        num_train_epochs=settings.epochs,
        per_device_train_batch_size=settings.batch,
        per_device_eval_batch_size=64,
        warmup_steps=settings.warmup,
        lr_scheduler_type="linear",
        max_grad_norm=1.0,
        train_sampling_strategy="group_by_length",
        bf16=counts_in_half(),
        use_cpu=True,
        seed=seed,
        eval_strategy="epoch",
        save_strategy="epoch",
        save_total_limit=1,
        load_best_model_at_end=True,
        metric_for_best_model="macro_f1",
        logging_steps=100,
        disable_tqdm=False,
        label_names=_LABELS,
        remove_unused_columns=False,
        dataloader_pin_memory=False,
        report_to="none",
    )


def _collate(rows: Sequence[dict[str, Any]]) -> dict[str, Tensor]:
    examples: list[Example] = [row["example"] for row in rows]
    return {
        **batch(
            [example.pieces for example in examples],
            [example.below for example in examples if example.below is not None],
        ),
        "stance": torch.stack([example.stance for example in examples]),
        "loaded": torch.stack([example.loaded for example in examples]),
        "weight": torch.tensor([example.weight for example in examples]),
        "corpus": torch.tensor([example.corpus for example in examples]),
    }


def _optimizer(network: Network, settings: Finetuned) -> torch.optim.Optimizer:
    """AdamW whose rate is ``rate`` in the last layer and less by ``decay`` in each below."""
    depth = int(network.encoder.config.num_hidden_layers)  # type: ignore[union-attr, arg-type]
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, weight in network.named_parameters():
        if weight.requires_grad:
            rate = settings.rate * settings.layer_decay ** (depth - _level(name))
            if not name.startswith("encoder."):
                rate = settings.head_rate
            shrink = settings.weight_decay if weight.ndim > 1 else 0.0
            groups.setdefault((rate, shrink), []).append(weight)
    return torch.optim.AdamW(
        [{"params": params, "lr": r, "weight_decay": s} for (r, s), params in groups.items()],
        fused=True,
    )


def _level(name: str) -> int:
    """How high a weight of the encoder stands: 0 the embeddings, then the layers from below."""
    return next((int(part) + 1 for part in name.split(".") if part.isdigit()), 0)


def _measure(found: EvalPrediction) -> dict[str, float]:
    stance, loaded, _, corpus = cast(tuple[NDArray[Any], ...], found.label_ids)
    by_stance, by_loaded = cast(tuple[NDArray[Any], ...], found.predictions)
    heads = {
        "stance": _head_f1(by_stance, stance, corpus),
        "loaded": _head_f1(by_loaded, loaded, corpus),
    }
    return {"macro_f1": float(np.mean(list(heads.values()))), **heads}


def _head_f1(logits: NDArray[Any], wanted: NDArray[Any], corpus: NDArray[Any]) -> float:
    """The mean over corpora of the macro-F1 of the rows that the head has a label for."""
    known = wanted.sum(axis=(1, 2)) > 0
    asked = (np.arange(len(wanted)), wanted.sum(axis=2).argmax(axis=1))
    truth, guess = wanted[asked].argmax(axis=1), logits[asked].argmax(axis=1)
    scores = [
        f1_score(truth[rows], guess[rows], average="macro")
        for number in np.unique(corpus)
        if (rows := known & (corpus == number)).any()
    ]
    return float(np.mean(scores)) if scores else 0.0
