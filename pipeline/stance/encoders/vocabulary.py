"""A tokenizer's vocabulary cut to the scripts in use.

A unigram tokenizer (Kudo, "Subword Regularization", ACL 2018) takes the best-scored pieces that
make up a text. Pieces with letters of other scripts are never among those of a text without such
letters, so without them the text has the same pieces, under other numbers.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ANY_SCRIPT = ("MODIFIER LETTER", "COMBINING")  # apostrophes that are letters, accents


def cut(tokenizer: dict[str, Any], scripts: Sequence[str]) -> tuple[dict[str, Any], NDArray[Any]]:
    """The tokenizer with the pieces of ``scripts`` alone, and their old numbers in the new order.

    Args:
        tokenizer: what a ``tokenizer.json`` of a unigram model holds.
        scripts: names as Unicode has them, such as "Latin"; none at all keeps every piece.

    Raises:
        ValueError: the model is no unigram model.
    """
    model = tokenizer["model"]
    if model["type"] != "Unigram":
        raise ValueError(f"a vocabulary of type {model['type']} can't be cut")
    special = {token["id"] for token in tokenizer["added_tokens"]}
    names = tuple(script.upper() for script in scripts)
    stays = [
        number
        for number, (piece, _) in enumerate(model["vocab"])
        if number in special or not names or all(_is_of(char, names) for char in piece)
    ]
    new = {old: number for number, old in enumerate(stays)}
    added = [{**token, "id": new[token["id"]]} for token in tokenizer["added_tokens"]]
    vocabulary = [model["vocab"][old] for old in stays]
    smaller = {**model, "vocab": vocabulary, "unk_id": new[model["unk_id"]]}
    return {**tokenizer, "added_tokens": added, "model": smaller}, np.array(stays)


def _is_of(char: str, names: tuple[str, ...]) -> bool:
    if unicodedata.category(char)[0] not in "LM":
        return True
    return unicodedata.name(char, "").startswith((*names, *_ANY_SCRIPT))
