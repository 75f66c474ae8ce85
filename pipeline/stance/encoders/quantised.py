"""The 4-bit file in which multilingual-e5-small comes out of the package registry.

Little endian: magic ``E5S1`` and version; nine numbers of the architecture, see ``Shape``; the
vocabulary, which is skipped as the tokenizer has it; a directory of tensors, and these. A matrix is
``[out, in]``. Blocks of 32 weights have a half-precision scale and 4 bits a weight (the q4_0 of
ggml): weight j is the low half of byte j, weight j + 16 its high half, both less 8.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import InputError

Floats = NDArray[np.float32]
MAGIC, VERSION, BLOCK = b"E5S1", 1, 32
_BLOCK_BYTES = 2 + BLOCK // 2


class Shape(NamedTuple):
    """The architecture: a BERT with learned positions."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int


class _Entry(NamedTuple):
    name: str
    kind: int  # 0: 32-bit floats, 1: blocks of 4 bits
    weights: int
    offset: int
    size: int  # bytes


@dataclass
class _Cursor:
    data: bytes
    at: int = 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def skip(self, size: int) -> None:
        self.at += size


def read(path: Path) -> tuple[Shape, float, dict[str, Floats]]:
    """The architecture, the epsilon of its layer norms, and each tensor, flat, by its name.

    Raises:
        InputError: it is no such file, or is cut off.
    """
    data = path.read_bytes()
    try:
        shape, epsilon, entries, start = _head(_Cursor(data))
        tensors = {entry.name: _tensor(data, start, entry) for entry in entries}
    except (struct.error, ValueError, UnicodeDecodeError) as fault:
        raise InputError(f"{path}: not a whole {MAGIC.decode()} file ({fault}); renew it") from None
    return shape, epsilon, tensors


def _head(cursor: _Cursor) -> tuple[Shape, float, list[_Entry], int]:
    magic, version = cursor.take("4sI")
    if (magic, version) != (MAGIC, VERSION):
        raise ValueError(f"it begins with {magic!r}, version {version}")
    shape = Shape(*cursor.take("7i"))
    (epsilon,) = cursor.take("f")
    (block,) = cursor.take("i")
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights")
    (pieces,) = cursor.take("i")
    cursor.take("4i")  # the special tokens
    (letters,) = cursor.take("Q")
    cursor.skip(4 * (pieces + 1) + 4 * pieces + letters)
    _, size = cursor.take("iI")  # how the vocabulary's text is normalised
    cursor.skip(size)
    (count,) = cursor.take("i")
    entries = []
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.take(f"{length}s")[0].decode()
        entries.append(_Entry(name, *cursor.take("BIQQ")))
    end = max(entry.offset + entry.size for entry in entries)
    return shape, epsilon, entries, len(cursor.data) - end


def _tensor(data: bytes, start: int, entry: _Entry) -> Floats:
    at = start + entry.offset
    piece = data[at : at + entry.size]
    if entry.kind == 0:
        return np.frombuffer(piece, "<f4", entry.weights).astype(np.float32)
    rows = np.frombuffer(piece, np.uint8).reshape(-1, _BLOCK_BYTES)
    scale = rows[:, :2].copy().view("<f2").astype(np.float32)
    halves = [rows[:, 2:] & 15, rows[:, 2:] >> 4]
    weights = np.concatenate([(half.astype(np.float32) - 8) * scale for half in halves], axis=1)
    if weights.size < entry.weights:
        raise ValueError(f"{entry.name} has {weights.size} weights of {entry.weights}")
    flat: Floats = weights.reshape(-1)[: entry.weights]
    return flat
