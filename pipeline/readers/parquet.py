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
    try:
        for batch in file.iter_batches(batch_size=_ROWS):
            for index in range(len(batch)):
                number += 1
                yield _row(batch.slice(index, 1), path, number, settings)
    except pa.ArrowInvalid as error:
        yield reject(path, number + 1, "unreadable-file", str(error))


def _row(row: pa.RecordBatch, path: Path, number: int, settings: RowSettings) -> Article | Reject:
    try:
        (values,) = row.to_pylist()
    except UnicodeDecodeError as error:
        return reject(path, number, "bad-encoding", str(error))
    except (ValueError, OverflowError) as error:  # a time that Python cannot hold
        return reject(path, number, "bad-field", str(error))
    return article(values, path, number, settings)
