"""Files as streams of bytes, unpacked where their name ends in ``.gz`` or ``.zst``."""

import io
import sys
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa


def open_bytes(path: Path) -> BinaryIO:
    """The bytes of a file, or of standard input for ``-``."""
    if str(path) == "-":
        return cast(BinaryIO, sys.stdin.buffer)
    return cast(BinaryIO, io.BufferedReader(pa.input_stream(str(path), compression="detect")))
