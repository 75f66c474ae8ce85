"""Parquet files with a row for each article."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.readers.rows import RowSettings, article, reject
from pipeline.schema import Article, Reject

_ROWS = 1024


def read(path: Path, settings: RowSettings) -> Iterator[Article | Reject]:
    """An article or a reject for each row."""
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        yield reject(path, 0, "unreadable-file", str(error))
        return
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS):
        for row in batch.to_pylist():
            number += 1
            yield article(row, path, number, settings)
