import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import InputError, MissingError
from pipeline.schema import LabelledSentence, LabelledStance, Span
from pipeline.storage import labelled


def test_labelled_rows_written_and_read_back_are_the_same(
    tmp_path: Path, make_stance: Callable[..., LabelledStance]
) -> None:
    rows = [
        make_stance(row_id="a", spans=(Span(0, 6), Span(9, 10)), voice="quoted"),
        make_stance(row_id="b", published=dt.date(2023, 5, 1), weight=4.0, stance="critical"),
    ]
    labelled.write(tmp_path / "a.parquet", LabelledStance, rows)
    assert labelled.read(tmp_path / "a.parquet", LabelledStance) == rows


@pytest.mark.parametrize("record", [LabelledStance, LabelledSentence])
def test_no_rows_are_a_file_too(tmp_path: Path, record: type) -> None:
    labelled.write(tmp_path / "a.parquet", record, [])
    assert labelled.read(tmp_path / "a.parquet", record) == []


def test_rows_open_as_a_dataset_with_typed_features(
    tmp_path: Path, loaded_rows: list[LabelledSentence]
) -> None:
    from datasets import Dataset

    labelled.write(tmp_path / "a.parquet", LabelledSentence, loaded_rows)
    opened = Dataset.from_parquet(str(tmp_path / "a.parquet"), cache_dir=str(tmp_path / "cache"))
    assert opened.features["loaded"].dtype == "bool"
    assert opened["text"][0] == loaded_rows[0].text
    assert opened.features == labelled.to_dataset(LabelledSentence, loaded_rows).features


def test_rows_of_another_kind_are_refused(
    tmp_path: Path, loaded_rows: list[LabelledSentence]
) -> None:
    labelled.write(tmp_path / "a.parquet", LabelledSentence, loaded_rows)
    with pytest.raises(InputError, match="does not hold LabelledStance records"):
        labelled.read(tmp_path / "a.parquet", LabelledStance)


def test_rows_that_are_not_there_are_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        labelled.read(tmp_path / "a.parquet", LabelledStance)
