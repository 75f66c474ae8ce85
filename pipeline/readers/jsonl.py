"""JSON lines: an object a line, UTF-8."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.readers.files import open_bytes
from pipeline.readers.rows import RowSettings, article, reject
from pipeline.schema import Article, Reject


def read(path: Path, settings: RowSettings) -> Iterator[Article | Reject]:
    """An article or a reject for each line that is not blank."""
    with open_bytes(path) as file:
        for number, line in enumerate(_lines(file, settings.max_bytes), start=1):
            if line is None:
                yield reject(path, number, "too-large", f"over {settings.max_bytes} bytes")
            elif line.strip():
                yield _parse(line, path, number, settings)


def _lines(file: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """The lines; None for one over ``limit`` bytes, of which no more than that is held."""
    while line := file.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(limit + 1)
        yield None


def _parse(line: bytes, path: Path, number: int, settings: RowSettings) -> Article | Reject:
    try:
        row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return reject(path, number, "bad-encoding", str(error))
    except (ValueError, RecursionError) as error:
        return reject(path, number, "bad-json", str(error))
    if not isinstance(row, dict):
        return reject(path, number, "not-an-object", f"a {type(row).__name__}")
    return article(row, path, number, settings)
