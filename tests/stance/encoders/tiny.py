"""A real encoder of a few hundred weights, put together as the one of the registry is."""

import numpy as np

from pipeline.stance.encoders import e5
from pipeline.stance.encoders.checkpoint import Checkpoint
from pipeline.stance.encoders.quantised import Floats, Shape

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
PIECES = ("▁", *"abcdenorstu", *"абвгдёеист", *"ñʼ’.,-12世界", "▁ab", "вг", "ce")


def tiny(layers: int = 1) -> Checkpoint:
    """Four wide."""
    size = len(SPECIAL) + len(PIECES) + 1
    shape = Shape(4, layers, 2, 6, size + 2, 64, 2)
    draw = np.random.default_rng(5)

    def some(count: int) -> Floats:
        return draw.normal(size=count).astype(np.float32)

    wide, inner = shape.hidden, shape.inner
    tensors = {
        "emb.word": some(shape.vocabulary * wide),
        "emb.pos": some(shape.positions * wide),
        "emb.type": some(shape.types * wide),
        "emb.ln.w": some(wide),
        "emb.ln.b": some(wide),
    }
    outputs = {"q": wide, "k": wide, "v": wide, "ao": wide, "fi": inner, "fo": wide}
    for layer in range(layers):
        for key, out in outputs.items():
            tensors[f"l{layer}.{key}.w"] = some(out * (inner if key == "fo" else wide))
            tensors[f"l{layer}.{key}.b"] = some(out)
        for key in ("aln", "oln"):
            tensors |= {f"l{layer}.{key}.w": some(wide), f"l{layer}.{key}.b": some(wide)}
    return e5.assemble(shape, 1e-12, tensors, tokenizer())


def tokenizer() -> dict[str, object]:
    """A unigram tokenizer with the same parts as the registry's."""
    pieces = [[piece, 0.0] for piece in SPECIAL]
    pieces += [[piece, -2.0 - number / 10] for number, piece in enumerate(PIECES)]
    pieces.append(["<mask>", 0.0])
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
    special = [*enumerate(SPECIAL), (len(pieces) - 1, "<mask>")]
    space = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": n, "content": c, **flags, "special": True} for n, c in special],
        "normalizer": None,
        "pre_tokenizer": space,
        "post_processor": None,
        "decoder": None,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": pieces, "byte_fallback": False},
    }
