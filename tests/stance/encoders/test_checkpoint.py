from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from pipeline.errors import InputError, MissingError
from pipeline.stance.encoders import vocabulary
from pipeline.stance.encoders.checkpoint import FILES, Checkpoint
from tests.stance.encoders.tiny import tiny

WORDS = st.text("abcdeабвгдёñ ʼ’.,-12", max_size=30)


def encoded(tokenizer: dict[str, Any], text: str) -> list[str]:
    import json

    return Tokenizer.from_str(json.dumps(tokenizer)).encode(text).tokens


@given(WORDS)
def test_a_text_in_the_scripts_has_the_same_pieces(text: str) -> None:
    whole = dict(tiny().tokenizer)
    smaller, stays = vocabulary.cut(whole, ["Latin", "Cyrillic"])
    assert len(stays) < len(whole["model"]["vocab"])
    assert encoded(smaller, text) == encoded(whole, text)


def test_pieces_of_other_scripts_go_and_embeddings_follow() -> None:
    whole = tiny()
    cut = whole.cut(["Latin"])
    pieces = [piece for piece, _ in cut.tokenizer["model"]["vocab"]]
    old = [piece for piece, _ in whole.tokenizer["model"]["vocab"]]
    assert "б" not in pieces and "世" not in pieces and {"a", "ʼ", "."} <= set(pieces)
    name = "embeddings.word_embeddings.weight"
    for row, piece in zip(cut.tensors[name], pieces, strict=True):
        assert (row == whole.tensors[name][old.index(piece)]).all()
    assert cut.config["vocab_size"] == len(pieces)
    assert cut.parameters < whole.parameters
    masks = [token["id"] for token in cut.tokenizer["added_tokens"] if token["content"] == "<mask>"]
    assert masks == [pieces.index("<mask>")]


def test_without_scripts_every_piece_stays() -> None:
    whole = tiny()
    assert whole.cut([]).tokenizer == whole.tokenizer


def test_a_vocabulary_of_another_kind_can_not_be_cut() -> None:
    whole = tiny()
    other = Checkpoint(whole.config, whole.tensors, {**whole.tokenizer, "model": {"type": "BPE"}})
    with pytest.raises(InputError, match="BPE"):
        other.cut(["Latin"])


def test_a_checkpoint_is_read_as_it_was_written(tmp_path: Path) -> None:
    whole = tiny()
    whole.write(tmp_path)
    again = Checkpoint.read(tmp_path)
    assert again.tokenizer == whole.tokenizer
    assert dict(again.config).items() >= dict(whole.config).items()
    assert again.tensors.keys() == whole.tensors.keys()
    assert all(np.array_equal(again.tensors[name], whole.tensors[name]) for name in whole.tensors)


@pytest.mark.parametrize("name", FILES)
def test_a_folder_without_a_file_or_with_a_broken_one_is_refused(tmp_path: Path, name: str) -> None:
    tiny().write(tmp_path)
    (tmp_path / name).write_bytes(b"{")
    with pytest.raises(InputError):
        Checkpoint.read(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(MissingError, match=name):
        Checkpoint.read(tmp_path)
