"""A checkpoint as an ordinary Hugging Face folder: configuration, weights, tokenizer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from pipeline.errors import InputError, MissingError
from pipeline.stance.encoders import vocabulary

FILES = ("config.json", "model.safetensors", "tokenizer.json")
_EMBEDDINGS = "word_embeddings.weight"
_ROLES = {
    "bos_token": ("<s>",), "eos_token": ("</s>",), "cls_token": ("<s>", "[CLS]"),
    "sep_token": ("</s>", "[SEP]"), "pad_token": ("<pad>", "[PAD]"),
    "unk_token": ("<unk>", "[UNK]"), "mask_token": ("<mask>", "[MASK]"),
}  # fmt: skip


@dataclass(frozen=True)
class Checkpoint:
    """What ``config.json``, ``model.safetensors`` and ``tokenizer.json`` hold."""

    config: Mapping[str, Any]
    tensors: Mapping[str, NDArray[Any]]
    tokenizer: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> "Checkpoint":
        """From a folder; nothing in it is run, and no pickle is looked at.

        Raises:
            MissingError: one of ``FILES`` is not there.
            InputError: one can't be read.
        """
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise MissingError(f"{folder}: has no {missing[0]}; name another encoder.source")
        try:
            config, tokenizer = (json.loads((folder / name).read_bytes()) for name in FILES[::2])
            return cls(config, load_file(folder / FILES[1]), tokenizer)
        except (ValueError, SafetensorError) as fault:
            raise InputError(f"{folder}: not a checkpoint ({fault}); renew it") from None

    def write(self, folder: Path) -> None:
        """The files, and the roles of the special tokens."""
        folder.mkdir(parents=True, exist_ok=True)
        tensors = {name: np.ascontiguousarray(each) for name, each in self.tensors.items()}
        save_file(tensors, folder / FILES[1], metadata={"format": "pt"})
        (folder / FILES[1]).chmod(0o644)
        known = {token["content"] for token in self.tokenizer["added_tokens"]}
        roles = {
            role: next(token for token in tokens if token in known)
            for role, tokens in _ROLES.items()
            if known & set(tokens)
        }
        settings = {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": self.config["max_position_embeddings"],
            **roles,
        }
        config = {**self.config, "transformers_version": version("transformers")}
        written = {FILES[0]: config, FILES[2]: self.tokenizer}
        for name, value in (written | {"tokenizer_config.json": settings}).items():
            text = json.dumps(value, ensure_ascii=False, sort_keys=name != FILES[2])
            (folder / name).write_text(text + "\n", encoding="utf-8")

    def cut(self, scripts: Sequence[str]) -> "Checkpoint":
        """The same for texts in ``scripts`` alone, with the pieces of others left out.

        Raises:
            InputError: the vocabulary is not of the kind that can be cut.
        """
        try:
            tokenizer, stays = vocabulary.cut(dict(self.tokenizer), scripts)
        except ValueError as fault:
            raise InputError(f"encoder: {fault}; leave encoder.scripts empty") from None
        name = next(name for name in self.tensors if name.endswith(_EMBEDDINGS))
        tensors = {**self.tensors, name: self.tensors[name][stays]}
        return replace(
            self,
            config={**self.config, "vocab_size": len(stays)},
            tensors=tensors,
            tokenizer=tokenizer,
        )

    @property
    def parameters(self) -> int:
        """How many weights there are."""
        return sum(each.size for each in self.tensors.values())
