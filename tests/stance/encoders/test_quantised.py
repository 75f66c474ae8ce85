import struct
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import InputError
from pipeline.stance.encoders import quantised

SHAPE = (2, 1, 1, 4, 3, 8, 2)


def packed(weights: list[int], scale: float) -> bytes:
    """A block of 32 weights of 4 bits."""
    halves = [low | high << 4 for low, high in zip(weights[:16], weights[16:], strict=True)]
    return struct.pack("<e16B", scale, *halves)


def file(tensors: list[tuple[str, int, int, bytes]], magic: bytes = b"E5S1") -> bytes:
    """A file with two pieces in its vocabulary."""
    head = struct.pack("<4sI7ifi", magic, 1, *SHAPE, 1e-12, 32)
    head += struct.pack("<5iQ", 2, 0, 2, 1, 3, 5) + struct.pack("<3I2f", 0, 2, 5, -1, -2) + b"abcde"
    head += struct.pack("<iI", 1, 3) + b"xyz" + struct.pack("<i", len(tensors))
    at = 0
    for name, kind, count, data in tensors:
        coded = name.encode()
        head += struct.pack("<H", len(coded)) + coded
        head += struct.pack("<BIQQ", kind, count, at, len(data))
        at += len(data)
    return head + b"".join(data for *_, data in tensors)


def test_floats_and_blocks_are_read(tmp_path: Path) -> None:
    weights = [n % 16 for n in range(32)]
    plain = struct.pack("<3f", 1.5, -2.0, 0.25)
    path = tmp_path / "weights.bin"
    path.write_bytes(
        file([("emb.ln.w", 0, 3, plain), ("l0.q.w", 1, 30, packed(weights, 0.5))])
    )  # fmt: skip
    shape, epsilon, tensors = quantised.read(path)
    assert shape == quantised.Shape(*SHAPE)
    assert epsilon == pytest.approx(1e-12)
    assert tensors["emb.ln.w"].tolist() == [1.5, -2.0, 0.25]
    assert tensors["l0.q.w"].dtype == np.float32
    assert tensors["l0.q.w"].tolist() == [(n - 8) * 0.5 for n in weights[:30]]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"E5S1",
        file([("a", 0, 1, b"\0\0\0\0")], magic=b"GGUF"),
        file([("a", 0, 3, b"\0\0\0\0")]),
        file([("a", 1, 40, packed([0] * 32, 1.0))]),
        file([("a", 0, 1, b"\0\0\0\0")])[:60],
    ],
    ids=["empty", "magic alone", "another magic", "short floats", "short blocks", "cut off"],
)
def test_another_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"weights\.bin"):
        quantised.read(path)
