"""Rows to learn from as Hugging Face ``datasets``: typed features, Parquet on disk."""

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyarrow.parquet as pq

from pipeline.schema import LabelledSentence, LabelledStance, Unlabelled, arrow_schema
from pipeline.storage import records
from pipeline.storage.atomic import replacing

if TYPE_CHECKING:
    from datasets import Dataset

R = TypeVar("R", LabelledStance, LabelledSentence, Unlabelled)


def to_dataset(record: type[R], rows: Iterable[R]) -> "Dataset":
    """The rows as a ``Dataset`` whose features are the record's fields."""
    from datasets import Dataset, Features

    features = Features.from_arrow_schema(arrow_schema(record))
    dicts = [dataclasses.asdict(row) for row in rows]
    columns = {name: [values[name] for values in dicts] for name in features}
    return Dataset.from_dict(columns, features=features)


def write(path: Path, record: type[R], rows: Iterable[R]) -> None:
    """Writes the rows to a Parquet file that ``datasets`` and ``read`` both open."""
    with replacing(path) as aside:
        pq.write_table(to_dataset(record, rows).with_format("arrow")[:], aside)


def read(path: Path, record: type[R]) -> list[R]:
    """The rows in a Parquet file.

    Raises:
        MissingError: there is no such file.
        InputError: it does not hold such rows.
    """
    return list(records.read(path, record))
