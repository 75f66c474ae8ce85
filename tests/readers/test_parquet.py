import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.schema import Article, Reject

Read = Callable[..., tuple[list[Article], list[Reject]]]


def test_a_row_is_an_article_whatever_its_dates_are(tmp_path: Path, read: Read) -> None:
    noon = dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC)
    table = pa.table(
        {
            "id": [1, 2],
            "text": ["It blew.", "It froze."],
            "published": pa.array([noon, None], pa.timestamp("ns", "UTC")),
            "score": [0.5, None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    articles, found = read(tmp_path / "a.parquet")
    assert [(each.article_id, each.raw, each.published) for each in articles] == [
        ("1", "It blew.", dt.date(2024, 2, 29)),
        ("2", "It froze.", None),
    ]
    assert articles[0].extra == '{"score": 0.5}'
    assert not found


def test_a_row_without_text_is_rejected_by_its_number(tmp_path: Path, read: Read) -> None:
    table = pa.table({"id": ["a", "b", "c"], "text": ["It blew.", None, " "]})
    pq.write_table(table, tmp_path / "a.parquet")
    articles, found = read(tmp_path / "a.parquet")
    assert [article.article_id for article in articles] == ["a"]
    assert [(each.line, each.reason) for each in found] == [(2, "missing-text"), (3, "empty-text")]


def test_a_file_that_is_no_parquet_is_rejected(tmp_path: Path, read: Read) -> None:
    for number, content in enumerate((b"", b"PAR1", b"PAR1 but nothing else PAR1")):
        path = tmp_path / f"{number}.parquet"
        path.write_bytes(content)
        articles, (reject,) = read(path)
        assert not articles
        assert reject.reason == "unreadable-file"


def test_a_file_broken_in_the_middle_is_rejected_where_it_breaks(
    tmp_path: Path, read: Read
) -> None:
    path = tmp_path / "a.parquet"
    texts = [f"It blew {n} times." for n in range(500)]
    pq.write_table(pa.table({"text": texts}), path, compression="zstd", use_dictionary=False)
    content = bytearray(path.read_bytes())
    content[200:900] = bytes(700)
    path.write_bytes(content)
    articles, found = read(path)
    assert len(articles) < len(texts)
    assert [reject.reason for reject in found] == ["unreadable-file"]


def test_text_that_is_no_utf8_is_rejected_alone(tmp_path: Path, read: Read) -> None:
    raw = pa.array([b"It blew.", "Паром".encode("cp1251"), b"It froze."], pa.binary())
    texts = pa.Array.from_buffers(pa.string(), 3, raw.buffers())
    pq.write_table(pa.table({"id": ["a", "b", "c"], "text": texts}), tmp_path / "a.parquet")
    articles, found = read(tmp_path / "a.parquet")
    assert [article.article_id for article in articles] == ["a", "c"]
    assert [(reject.line, reject.reason) for reject in found] == [(2, "bad-encoding")]


def test_more_rows_than_a_batch_keep_their_order(tmp_path: Path, read: Read) -> None:
    ids = [str(number) for number in range(2500)]
    pq.write_table(pa.table({"id": ids, "text": ids}), tmp_path / "a.parquet")
    articles, _ = read(tmp_path / "a.parquet")
    assert [article.article_id for article in articles] == ids
