"""A network with its tokenizer, as a folder: what reads sentences and says what it sees."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import AutoConfig, AutoModel, PretrainedConfig
from transformers.utils import logging

from pipeline.stance.inputs import StanceInput
from pipeline.stance.networks.heads import Head, Schemes
from pipeline.stance.networks.network import Network, attention, batch, half_where_fast
from pipeline.stance.networks.pieces import Pieces, Splitter

Floats = NDArray[np.float64]

_LONGEST = 128  # pieces of a text that are read
_CONFIG, _WEIGHTS = "config.json", "model.safetensors"
_DROPOUT = ("hidden_dropout_prob", "attention_probs_dropout_prob")  # slow, and no help here
_KEPT = 4096  # texts whose lower half is not read twice
_CHUNK = 64  # texts of like length that are encoded at once


@dataclass(frozen=True)
class Reader:
    """A network and the tokenizer in ``folder``."""

    network: Network
    splitter: Splitter
    folder: Path
    kept: dict[tuple[int, ...], Tensor] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def new(
        cls,
        folder: Path,
        marked_layer: int = 0,
        dropout: float = 0.0,
        schemes: Schemes = Schemes(),  # noqa: B008
        asked: bool = False,
    ) -> "Reader":
        """The encoder in ``folder`` with untrained heads; no code in it is run."""
        _quiet()
        config = _config(folder)
        for name in _DROPOUT:
            setattr(config, name, 0.0)
        encoder = AutoModel.from_pretrained(
            folder,
            config=config,
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
            attn_implementation=attention(),
            **_without_pooler(config),
        )
        network = Network(encoder, marked_layer, dropout, schemes, asked)
        return cls(network, _splitter(folder, config, asked), folder)

    @classmethod
    def load(cls, folder: Path) -> "Reader":
        """A saved one, ready to predict."""
        _quiet()
        config = _config(folder)
        encoder = AutoModel.from_config(  # type: ignore[no-untyped-call]
            config, attn_implementation=attention(), **_without_pooler(config)
        )
        schemes = Schemes(**{head: tuple(names) for head, names in config.schemes.items()})
        network = Network(encoder, config.marked_layer, schemes=schemes, asked=config.asked)
        weights = load_file(folder / _WEIGHTS)
        network.load_state_dict({name: weight.float() for name, weight in weights.items()})
        return cls(network.eval(), _splitter(folder, config, config.asked), folder)

    def save(self, folder: Path) -> None:
        """Writes configuration, tokenizer and weights, these in 16 bits (see ``rounded``)."""
        config = self.network.encoder.config.to_dict()  # type: ignore[union-attr, operator]
        config.pop("_name_or_path", None)  # a folder of the machine that trained it
        config["marked_layer"] = self.network.marked_layer
        config["asked"] = self.network.asked
        config["schemes"] = {
            "stance": list(self.network.stance.schemes),
            "loaded": list(self.network.loaded.schemes),
        }
        text = json.dumps(config, sort_keys=True)
        (folder / _CONFIG).write_text(text + "\n", encoding="utf-8")
        weights = self.network.state_dict()
        halves = {name: weight.half().contiguous() for name, weight in weights.items()}
        save_file(halves, folder / _WEIGHTS)
        for name in Splitter.FILES:
            if (self.folder / name).is_file():
                shutil.copyfile(self.folder / name, folder / name)

    def rounded(self) -> "Reader":
        """The same with each weight as ``save`` keeps it, so that what is measured is kept."""
        with torch.no_grad():
            for weight in self.network.parameters():
                weight.copy_(weight.half().float())
        self.network.eval()
        return self

    def means(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 2 * width)``: the mean over each sentence, then the mean over its target."""
        found = np.zeros((len(items), 2 * self.network.width))
        for numbers, inputs in self._chunks(items):
            found[numbers] = self.network.pooled(**inputs).double().numpy()
        return found

    def stance(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 3)``: what the stance head says by each item's scheme; rows sum to 1."""
        return self._ask(items, self.network.stance, 0)

    def loaded(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 2)``: what the loaded head says by each item's scheme; rows sum to 1."""
        return self._ask(items, self.network.loaded, 1)

    def _ask(self, items: Sequence[StanceInput], head: Head, place: int) -> Floats:
        found = np.zeros((len(items), head.classes))
        schemes = torch.tensor([head.number(item.scheme) for item in items], dtype=torch.long)
        for numbers, inputs in self._chunks(items):
            logits = self.network(**inputs)[place][torch.arange(len(numbers)), schemes[numbers]]
            found[numbers] = logits.double().softmax(dim=1).numpy()
        return found

    def below(self, pieces: Sequence[Pieces]) -> list[Tensor]:
        """What enters the marked layer, in 16 bits; nothing where that is the first."""
        found: list[Tensor] = [torch.empty(0)] * len(pieces)
        if not self.network.marked_layer:
            return []
        with torch.no_grad(), half_where_fast():
            for numbers in _alike(pieces):
                inputs = batch([pieces[number] for number in numbers])
                states = self.network.below(inputs["ids"], inputs["there"])
                for number, row in zip(numbers, states, strict=True):
                    found[number] = row[: len(pieces[number])].half()
        return found

    def _chunks(
        self, items: Sequence[StanceInput]
    ) -> Iterator[tuple[NDArray[np.intp], dict[str, Tensor]]]:
        """Batches of texts of like length, with the number of each text."""
        pieces: list[Pieces] = self.splitter.split(items)
        with torch.inference_mode(), half_where_fast():
            for numbers in _alike(pieces):
                some = [pieces[number] for number in numbers]
                yield numbers, batch(some, self._shared(some))

    def _shared(self, pieces: Sequence[Pieces]) -> list[Tensor]:
        """What enters the marked layer; that of the last texts is kept for their other targets."""
        if not self.network.marked_layer:
            return []
        keys = [tuple(one.ids) for one in pieces]
        missing = {key: one for key, one in zip(keys, pieces, strict=True) if key not in self.kept}
        if missing:
            inputs = batch(list(missing.values()))
            states = self.network.below(inputs["ids"], inputs["there"])
            for key, row in zip(missing, states, strict=True):
                self.kept[key] = row[: len(key)].clone()
        found = [self.kept[key] for key in keys]
        while len(self.kept) > _KEPT:
            del self.kept[next(iter(self.kept))]
        return found


def _alike(pieces: Sequence[Pieces]) -> Iterator[NDArray[np.intp]]:
    """The numbers of texts of like length, batch by batch."""
    order = np.argsort([len(one) for one in pieces], kind="stable")
    return (order[start : start + _CHUNK] for start in range(0, len(order), _CHUNK))


def _config(folder: Path) -> PretrainedConfig:
    found: PretrainedConfig = AutoConfig.from_pretrained(
        folder, local_files_only=True, trust_remote_code=False
    )
    return found


def _splitter(folder: Path, config: PretrainedConfig, asked: bool) -> Splitter:
    return Splitter(folder, min(_LONGEST, config.max_position_embeddings), asked)


def _without_pooler(config: PretrainedConfig) -> dict[str, bool]:
    return {"add_pooling_layer": False} if config.model_type in ("bert", "xlm-roberta") else {}


def _quiet() -> None:
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
