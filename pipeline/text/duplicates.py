"""Texts that repeat one another, to the letter or nearly."""

import re
from collections.abc import Sequence

_NOT_WORD = re.compile(r"\W+")
_SHINGLE = 3
_PERMUTATIONS = 64


def normalise(text: str) -> str:
    """``text`` in lower case with its punctuation and spacing evened out."""
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def near_duplicates(texts: Sequence[str], threshold: float) -> list[tuple[str, str]]:
    """Pairs of texts whose word 3-grams have a Jaccard similarity of at least ``threshold``.

    MinHash with locality-sensitive hashing proposes (Leskovec, Rajaraman & Ullman, Mining of
    Massive Datasets, ch. 3), the exact similarity decides.
    """
    from datasketch import MinHash, MinHashLSH

    shingles = {text: _shingles(text) for text in texts}
    index = MinHashLSH(threshold=threshold * 0.9, num_perm=_PERMUTATIONS)
    pairs = []
    encoded = [[shingle.encode() for shingle in sorted(shingles[text])] for text in texts]
    for text, sketch in zip(
        texts, MinHash.generator(encoded, num_perm=_PERMUTATIONS, seed=1), strict=True
    ):
        pairs += [
            (text, other)
            for other in sorted(index.query(sketch))
            if jaccard(shingles[text], shingles[other]) >= threshold
        ]
        index.insert(text, sketch, check_duplication=False)
    return pairs


def jaccard(a: set[str], b: set[str]) -> float:
    """The share of two sets' union that both hold."""
    return len(a & b) / len(a | b) if a or b else 1.0


def _shingles(text: str) -> set[str]:
    words = text.split()
    return {
        " ".join(words[start : start + _SHINGLE])
        for start in range(max(1, len(words) - _SHINGLE + 1))
    }
