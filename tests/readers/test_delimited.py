import functools
import gzip
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import Article, Reject
from pipeline.storage import rejects

Read = Callable[..., tuple[list[Article], list[Reject]]]

ZSTD = functools.partial(pa.compress, codec="zstd", asbytes=True)


def _file(tmp_path: Path, content: bytes | str, name: str = "articles.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_row_is_an_article(tmp_path: Path, read: Read) -> None:
    content = 'id,outlet,text,desk\n1,The Tin Gazette,"It rained, and\nit blew.",harbour\n'
    (article,), found = read(_file(tmp_path, content))
    assert article.raw == "It rained, and\nit blew."
    assert article.extra == '{"desk": "harbour"}'
    assert not found


@pytest.mark.parametrize("name", ["a.tsv", "A.TSV", "a.tsv.gz"])
def test_tabs_part_the_fields_of_a_tsv(tmp_path: Path, read: Read, name: str) -> None:
    content = b"id\ttext\n1\tIt rained, and it blew.\n"
    path = _file(tmp_path, gzip.compress(content) if name.endswith("gz") else content, name)
    assert [article.raw for article in read(path)[0]] == ["It rained, and it blew."]


@pytest.mark.parametrize(("row", "n"), [("2,It rained", 2), ("2,The,It rained,harbour,x", 5)])
def test_too_few_or_too_many_fields_are_rejected(
    tmp_path: Path, read: Read, row: str, n: int
) -> None:
    path = _file(tmp_path, f"id,outlet,text\n1,The,It blew.\n{row}\n3,The,It froze.\n")
    articles, (reject,) = read(path)
    assert [article.article_id for article in articles] == ["1", "3"]
    assert (reject.reason, reject.line) == ("bad-row", 3)
    assert reject.detail == f"{n} fields under 3 columns"


@pytest.mark.parametrize("where", ["body", "header"])
def test_a_field_over_the_limit_is_too_large(tmp_path: Path, read: Read, where: str) -> None:
    long = "a" * 300
    rows = ["id,text", f"1,{long}", "2,It froze."]
    path = _file(tmp_path, "\n".join(rows if where == "body" else [f"id,{long}", *rows[2:]]))
    _, found = read(path, max_bytes=200)
    assert "too-large" in {reject.reason for reject in found}


def test_a_row_over_the_limit_of_many_fields_is_too_large(tmp_path: Path, read: Read) -> None:
    path = _file(tmp_path, f"title,text\n{'a' * 150},{'b' * 150}\nc,d\n")
    articles, (reject,) = read(path, max_bytes=200)
    assert [article.raw for article in articles] == ["c\n\nd"]
    assert reject.reason == "too-large"


@pytest.mark.parametrize(
    "content",
    [
        b"id,text\r\n1,It blew.\r\n2,It froze.\r\n",
        b"\xef\xbb\xbfid,text\n1,It blew.\n\n2,It froze.\n",
        b'"id","text"\r1,It blew.\r2,It froze.',
    ],
    ids=["crlf", "byte order mark and a blank line", "carriage returns"],
)
def test_other_line_ends_and_a_mark_at_the_start_are_no_fault(
    tmp_path: Path, read: Read, content: bytes
) -> None:
    articles, found = read(_file(tmp_path, content))
    assert [(article.article_id, article.raw) for article in articles] == [
        ("1", "It blew."),
        ("2", "It froze."),
    ]
    assert not found


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_packed_files_are_read_as_plain_ones(tmp_path: Path, read: Read, suffix: str) -> None:
    pack = {".gz": gzip.compress, ".zst": ZSTD}[suffix]
    path = _file(tmp_path, pack(b"id,text\n1,It blew.\n"), f"a.csv{suffix}")
    assert [article.raw for article in read(path)[0]] == ["It blew."]


def test_a_row_in_another_encoding_is_rejected_alone(tmp_path: Path, read: Read) -> None:
    content = b"id,text\n1,It blew.\n2," + "Паром".encode("cp1251") + b"\n3,It froze.\n"
    articles, (reject,) = read(_file(tmp_path, content))
    assert [article.article_id for article in articles] == ["1", "3"]
    assert reject.reason == "bad-encoding"
    rejects.write(tmp_path / "rejects.jsonl", [reject])


@pytest.mark.parametrize("column", ["id", "desk"])
def test_another_encoding_in_any_column_is_found(tmp_path: Path, read: Read, column: str) -> None:
    other = "Паром".encode("cp1251")
    row = {"id": b"1", "text": b"It blew.", "desk": b"harbour"} | {column: other}
    _, (reject,) = read(_file(tmp_path, b"id,text,desk\n" + b",".join(row.values()) + b"\n"))
    assert reject.reason == "bad-encoding"
    rejects.write(tmp_path / "rejects.jsonl", [reject])


@pytest.mark.parametrize("content", ["", "id,text\n", "\n"])
def test_a_file_without_rows_holds_nothing(tmp_path: Path, read: Read, content: str) -> None:
    assert read(_file(tmp_path, content)) == ([], [])


def test_a_quote_that_never_ends_loses_nothing_in_silence(tmp_path: Path, read: Read) -> None:
    articles, found = read(_file(tmp_path, 'id,text\n1,It blew.\n2,"It froze.\n3,It thawed.\n'))
    assert [article.article_id for article in articles] == ["1", "2"]
    assert articles[1].raw == "It froze.\n3,It thawed."
    assert not found


cells = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.lists(st.tuples(cells, cells), max_size=6))
def test_rows_that_a_csv_writer_wrote_are_read_or_rejected_one_by_one(
    tmp_path: Path, read: Read, rows: list[tuple[str, str]]
) -> None:
    import csv

    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("title", "text"), *rows])
    articles, found = read(path)
    assert len(articles) + len(found) == len(rows)
