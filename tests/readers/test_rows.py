import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers.rows import RowSettings, article, reject
from pipeline.schema import Article, Reject

HERE = Path("a.jsonl")
words = st.text(st.characters(codec="utf-8"), max_size=12)
rows = st.fixed_dictionaries(
    {},
    optional={
        "id": words | st.integers() | st.booleans(),
        "outlet": words,
        "title": words | st.none() | st.integers(),
        "text": words | st.none(),
        "published": st.dates() | st.datetimes() | words | st.integers(),
        "url": words,
        "language": words,
        "desk": words | st.integers() | st.lists(words),
    },
)


@given(rows, st.integers(0, 99))
def test_a_row_is_an_article_or_a_reject_and_nothing_is_lost(row: dict, line: int) -> None:
    found = article(row, HERE, line, RowSettings())
    if isinstance(found, Reject):
        assert found.line == line and found.stage == "read"
        return
    assert found.headline.of(found.raw) == found.title
    assert json.loads(found.extra) == {k: v for k, v in row.items() if k == "desk"}
    assert article(row, HERE, line + 1, RowSettings()) == found


@given(rows)
def test_an_id_that_is_made_does_not_hang_on_other_columns(row: dict) -> None:
    unnamed = {name: value for name, value in row.items() if name != "id"}
    one = article(unnamed, HERE, 1, RowSettings())
    other = article({**unnamed, "desk": "another"}, Path("b.csv"), 2, RowSettings())
    assert isinstance(one, Article) == isinstance(other, Article)
    if isinstance(one, Article) and isinstance(other, Article):
        assert one.article_id == other.article_id


def test_a_column_nested_too_deep_to_write_is_a_bad_field() -> None:
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    found = article({"text": "a", "desk": deep}, HERE, 1, RowSettings())
    assert isinstance(found, Reject) and found.reason == "bad-field"


def test_a_time_counts_as_its_day() -> None:
    found = article({"text": "a", "published": dt.datetime(2024, 1, 2, 23)}, HERE, 1, RowSettings())
    assert isinstance(found, Article) and found.published == dt.date(2024, 1, 2)


def test_the_limit_counts_bytes_not_letters() -> None:
    assert isinstance(article({"text": "є" * 50}, HERE, 1, RowSettings(max_bytes=100)), Article)
    over = article({"text": "є" * 51}, HERE, 1, RowSettings(max_bytes=100))
    assert isinstance(over, Reject) and over.reason == "too-large"


@pytest.mark.parametrize("detail", ["a\nb\tc", "\ud800", "x" * 999])
def test_a_rejects_detail_is_short_on_one_line_and_can_be_written(detail: str) -> None:
    found = reject(HERE, 1, "bad-json", detail, "\udcff")
    assert len(found.detail) <= 200
    assert len(found.detail.splitlines()) == 1
    assert (found.detail + found.article_id).encode()
