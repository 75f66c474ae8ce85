import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.errors import InputError, MissingError
from pipeline.outlets import files
from pipeline.schema import OutletScore
from pipeline.storage import records


def _score(**given: Any) -> OutletScore:
    defaults = {
        "outlet": "Tin",
        "target": "russia",
        "period": "all",
        "voice": "outlet",
        "n_articles": 12,
        "n_rows": 30,
        "critical": 0.5,
        "neutral": 0.375,
        "supportive": 0.125,
        "score": -0.375,
        "low": -0.5,
        "high": -0.25,
        "score_plain": None,
        "score_loaded": 0.005,
        "verdict": "below 0",
    }
    return OutletScore(**{**defaults, **given})


def _scored(folder: Path, *ids: str, stances: bool = True) -> Path:
    folder.mkdir()
    dates = [dt.date(2024, 2, 29)] * len(ids)
    frame = pl.DataFrame({"article_id": ids, "published": dates})
    frame.write_parquet(folder / "articles.parquet")
    if stances:
        frame.with_columns(target=pl.lit("russia")).write_parquet(folder / "stances.parquet")
    return folder


def test_scored_folders_are_read_together_in_their_order(tmp_path: Path) -> None:
    folders = [_scored(tmp_path / "one", "a", "b"), _scored(tmp_path / "two", "c")]
    stances, articles = files.read(folders)
    assert articles["article_id"].to_list() == ["a", "b", "c"]
    assert stances.columns == ["article_id", "published", "target"]


@pytest.mark.parametrize("name", ["nowhere", "half"])
def test_a_folder_without_scores_is_missing(tmp_path: Path, name: str) -> None:
    _scored(tmp_path / "half", "a", stances=False)
    with pytest.raises(MissingError, match=rf"{name}: no stances\.parquet; run stance score"):
        files.read([_scored(tmp_path / "good", "b"), tmp_path / name])


def test_an_article_in_two_folders_is_refused_by_name(tmp_path: Path) -> None:
    folders = [_scored(tmp_path / "one", "a", "b"), _scored(tmp_path / "two", "b")]
    with pytest.raises(InputError, match=r"^b: stands in two folders; leave one"):
        files.read(folders)
    with pytest.raises(InputError, match=r"^a: stands in two folders; leave one"):
        files.read([folders[0], folders[0]])


def test_a_summary_is_read_and_its_want_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"no summary\.json; run stance score into it first"):
        files.summary(tmp_path)
    (tmp_path / "summary.json").write_text('{"read": 3}', encoding="utf-8")
    assert files.summary(tmp_path) == {"read": 3}


def test_scores_are_written_as_parquet_and_as_csv(tmp_path: Path) -> None:
    scores = [_score(), _score(outlet="Ля, «Газета»", score=None, low=None, high=None)]
    files.write(tmp_path / "out", scores)
    assert list(records.read(tmp_path / "out" / "outlets.parquet", OutletScore)) == scores
    table = pl.read_csv(tmp_path / "out" / "outlets.csv")
    assert table["outlet"].to_list() == ["Tin", "Ля, «Газета»"]
    assert table["score"].to_list() == [-0.375, None]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "outlets.csv",
        "outlets.parquet",
    ]


def test_a_printed_row_shows_the_score_with_its_sign_and_interval() -> None:
    columns, (row,) = files.table([_score()])
    assert dict(zip(columns, row, strict=True)) == {
        "outlet": "Tin",
        "target": "russia",
        "articles": "12",
        "rows": "30",
        "critical": "50%",
        "neutral": "38%",
        "supportive": "12%",
        "score": "-0.38",
        "95 % interval": "[-0.50, -0.25]",
        "plain": "",
        "loaded": "+0.01",
        "verdict": "below 0",
    }


def test_a_row_without_enough_evidence_shows_no_number() -> None:
    columns, (row,) = files.table([_score(score=None, low=None, high=None, outlet="")])
    shown = dict(zip(columns, row, strict=True))
    assert (shown["score"], shown["95 % interval"], shown["outlet"]) == ("", "", "(no outlet)")


def test_columns_that_say_nothing_are_left_out_and_others_not() -> None:
    assert {"period", "voice"} & set(files.table([_score()])[0]) == set()
    columns, rows = files.table([_score(), _score(voice="quoted", period="2024")])
    assert {"period", "voice"} <= set(columns)
    assert [len(row) for row in rows] == [len(columns)] * 2


def test_a_table_of_nothing_has_columns_and_no_rows() -> None:
    columns, rows = files.table([])
    assert "outlet" in columns and rows == []
