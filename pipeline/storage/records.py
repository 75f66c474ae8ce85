"""Records as Parquet, with the Arrow schema of their class."""

import dataclasses
import itertools
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import InputError, MissingError
from pipeline.schema import arrow_schema
from pipeline.storage.atomic import replacing

R = TypeVar("R")

_CHUNK = 8192


def to_table(record: type[R], rows: Iterable[R]) -> pa.Table:
    """An Arrow table with a row for each record."""
    dicts = [dataclasses.asdict(row) for row in rows]  # type: ignore[call-overload]
    return pa.Table.from_pylist(dicts, schema=arrow_schema(record))


def write(path: Path, record: type[R], rows: Iterable[R]) -> int:
    """Writes ``rows`` to a Parquet file, whole or not at all; how many there were."""
    count, stream = 0, iter(rows)
    with replacing(path) as aside, pq.ParquetWriter(aside, arrow_schema(record)) as writer:
        while chunk := list(itertools.islice(stream, _CHUNK)):
            writer.write_table(to_table(record, chunk))
            count += len(chunk)
    return count


def read(path: Path, record: type[R]) -> Iterator[R]:
    """The records in a Parquet file.

    Raises:
        MissingError: there is no such file.
        InputError: it does not hold such records.
    """
    if not path.is_file():
        raise MissingError(f"{path}: no such file; run the stage that writes it")
    wrong = InputError(f"{path}: does not hold {record.__name__} records; write it afresh")
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid:
        raise wrong from None
    if file.schema_arrow.names != arrow_schema(record).names:
        raise wrong
    builders = _builders(record)
    for batch in file.iter_batches():
        for row in batch.to_pylist():
            yield record(**{name: build(row[name]) for name, build in builders.items()})


def _builders(record: type) -> dict[str, Any]:
    hints = typing.get_type_hints(record)
    return {spec.name: _builder(hints[spec.name]) for spec in dataclasses.fields(record)}


def _builder(hint: object) -> Any:
    if typing.get_origin(hint) is tuple:
        inner = _builder(typing.get_args(hint)[0])
        return lambda values: tuple(inner(value) for value in values)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        builders = _builders(hint)
        return lambda row: hint(**{name: build(row[name]) for name, build in builders.items()})
    return lambda value: value
