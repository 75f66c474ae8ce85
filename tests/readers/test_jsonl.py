import datetime as dt
import functools
import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers import jsonl
from pipeline.readers.rows import RowSettings
from pipeline.schema import Article, Reject
from pipeline.storage import records, rejects

Read = Callable[..., tuple[list[Article], list[Reject]]]
GOOD = b'{"id": "good", "text": "The ferry was late."}\n'

BROKEN = {
    "bad-json": b"{'id': 1, 'text': 'The ferry was late.'}",
    "bad-json (truncated)": b'{"id": "x", "text": "The ferry was',
    "bad-json (too many digits)": b'{"text": "a", "n": ' + b"9" * 5000 + b"}",
    "bad-json (too deep)": b"[" * 100_000,
    "not-an-object": b'["The ferry was late."]',
    "not-an-object (a number)": b"7",
    "missing-text": b'{"id": "x", "outlet": "The Tin Gazette"}',
    "missing-text (null)": b'{"id": "x", "text": null}',
    "empty-text": b'{"id": "x", "text": "  \\n "}',
    "bad-encoding": '{"id": "x", "text": "Паром"}'.encode("cp1251"),
    "bad-encoding (lone surrogate)": b'{"id": "x", "text": "\\ud83d"}',
    "bad-encoding (in the id)": b'{"id": "\\ud83d", "text": "a"}',
    "bad-encoding (in another column)": b'{"id": "x", "text": "a", "desk": ["\\ud83d"]}',
    "bad-encoding (in a column's name)": b'{"id": "x", "text": "a", "\\ud83d": 1}',
    "bad-date": b'{"id": "x", "text": "a", "published": "the day before"}',
    "bad-date (a number)": b'{"id": "x", "text": "a", "published": 20240229}',
    "bad-date (no such day)": b'{"id": "x", "text": "a", "published": "2023-02-29"}',
    "repeated-id": b'{"id": "good", "text": "Another text."}',
    "too-large": b'{"id": "x", "text": "' + b"a" * 2000 + b'"}',
    "bad-field": b'{"id": "x", "text": 7}',
    "bad-field (a list)": b'{"id": "x", "text": ["a"]}',
    "bad-field (the id)": b'{"id": ["x"], "text": "a"}',
    "bad-field (a boolean id)": b'{"id": true, "text": "a"}',
}

ZSTD = functools.partial(pa.compress, codec="zstd", asbytes=True)


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_line_is_rejected_with_its_reason_and_the_rest_is_read(
    case: str, tmp_path: Path, read: Read
) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(GOOD + BROKEN[case] + b'\n{"id": "last", "text": "It sank."}\n')
    articles, found = read(path, max_bytes=200_000 if "deep" in case or "digits" in case else 1500)
    assert [article.article_id for article in articles] == ["good", "last"]
    assert [reject.reason for reject in found] == [case.split(" ", maxsplit=1)[0]]
    assert found[0].source == str(path)
    assert found[0].stage == "read"
    assert found[0].line == (0 if case == "repeated-id" else 2)
    rejects.write(tmp_path / "rejects.jsonl", found)
    assert rejects.read(tmp_path / "rejects.jsonl") == found


def test_every_column_that_is_ours_is_read_and_the_others_are_kept(
    write_jsonl: Callable[..., Path], read: Read
) -> None:
    path = write_jsonl(
        {
            "id": 17,
            "outlet": " The Tin Gazette ",
            "title": "Ferry late",
            "text": "It rained.",
            "published": "2024-02-29T23:30:00+03:00",
            "url": "https://tin.example/17",
            "language": "EN",
            "desk": "harbour",
            "pages": [1, 2],
        }
    )
    (article,), _ = read(path)
    assert article == Article(
        article_id="17",
        outlet="The Tin Gazette",
        title="Ferry late",
        published=dt.date(2024, 2, 29),
        url="https://tin.example/17",
        language="en",
        raw="Ferry late\n\nIt rained.",
        extra='{"desk": "harbour", "pages": [1, 2]}',
    )


def test_a_title_alone_is_an_article(write_jsonl: Callable[..., Path], read: Read) -> None:
    (article,), _ = read(write_jsonl({"title": "Ferry late", "text": ""}))
    assert article.raw == "Ferry late"
    assert article.headline.of(article.raw) == "Ferry late"


def test_columns_are_renamed_as_asked(write_jsonl: Callable[..., Path], read: Read) -> None:
    path = write_jsonl({"Site": "The Tin Gazette", "desc": "It rained.", "text": "not this"})
    (article,), _ = read(path, rename={"outlet": "Site", "text": "desc"})
    assert (article.outlet, article.raw) == ("The Tin Gazette", "It rained.")
    assert json.loads(article.extra) == {"text": "not this"}


def test_dates_are_read_in_the_format_that_is_asked_for(
    write_jsonl: Callable[..., Path], read: Read
) -> None:
    path = write_jsonl(
        {"id": "a", "text": "a", "published": "29.02.2024"},
        {"id": "b", "text": "b", "published": "2024-02-29"},
        {"id": "c", "text": "c", "published": "  "},
    )
    articles, found = read(path, date_format="%d.%m.%Y")
    assert [article.published for article in articles] == [dt.date(2024, 2, 29), None]
    assert found[0].reason == "bad-date" and "%d.%m.%Y" in found[0].detail


def test_an_article_without_an_id_gets_one_from_what_it_says(
    write_jsonl: Callable[..., Path], read: Read
) -> None:
    row = {"outlet": "The Tin Gazette", "text": "It rained."}
    articles, found = read(write_jsonl(row, row, {**row, "outlet": "The Zinc Herald"}))
    assert len({article.article_id for article in articles}) == len(articles) == 2
    assert [reject.reason for reject in found] == ["repeated-id"]


def test_blank_lines_a_mark_at_the_start_and_other_line_ends_are_no_fault(
    tmp_path: Path, read: Read
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n") + b"\r\n  \n" + b'{"text": "b"}'
    )
    articles, found = read(path)
    assert [article.raw for article in articles] == ["The ferry was late.", "b"]
    assert not found


def test_a_line_separator_inside_a_text_does_not_end_the_line(
    write_jsonl: Callable[..., Path], read: Read
) -> None:
    (article,), _ = read(write_jsonl({"text": "one\u2028two\x85three"}))
    assert article.raw == "one\u2028two\x85three"


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_packed_files_are_read_as_plain_ones(tmp_path: Path, read: Read, suffix: str) -> None:
    pack = {"": bytes, ".gz": gzip.compress, ".zst": ZSTD}[suffix]
    path = tmp_path / f"a.2024.jsonl{suffix}"
    path.write_bytes(pack(GOOD))
    assert [article.article_id for article in read(path)[0]] == ["good"]


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("broken", ["cut", "not packed"])
def test_a_broken_packed_file_is_rejected(
    tmp_path: Path, read: Read, suffix: str, broken: str
) -> None:
    pack = {".gz": gzip.compress, ".zst": ZSTD}[suffix]
    noise = "".join(f'{{"text": "line {n * 7919 % 10007}"}}\n' for n in range(5000)).encode()
    packed = pack(noise)
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(packed[: len(packed) // 2] if broken == "cut" else GOOD * 3)
    _, found = read(path)
    assert "unreadable-file" in {reject.reason for reject in found}


def test_standard_input_is_json_lines(monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD)))
    articles, _ = read("-")
    assert [article.article_id for article in articles] == ["good"]


def test_a_line_of_just_the_limit_is_read(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD * 1)
    assert len(read(path, max_bytes=len(GOOD))[0]) == 1
    path.write_bytes(GOOD[:-1])
    assert len(read(path, max_bytes=len(GOOD) - 1)[0]) == 1
    assert [each.reason for each in read(path, max_bytes=len(GOOD) - 2)[1]] == ["too-large"]


pieces = st.sampled_from(
    [
        *(line for line in BROKEN.values() if len(line) < 2500),
        GOOD.strip(),
        b'{"text": "caf\\u00e9", "n": 1}',
        b"\n",
        b"\r",
        b"\xef\xbb\xbf",
        b"\x00",
        b"\xe2\x80\xa8",
    ]
)


@given(st.lists(pieces | st.just(b"\n") | st.binary(max_size=30), max_size=12).map(b"".join))
def test_whatever_the_bytes_every_line_is_kept_or_rejected(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    lines = [line for line in content.split(b"\n") if line.strip() or len(line) > 1500]
    tally = rejects.Tally()
    kept = list(tally.sift(jsonl.read(path, RowSettings(max_bytes=1500))))
    assert len(lines) == len(kept) + len(tally.rejects)
    assert records.write(tmp_path / "kept.parquet", Article, kept) == len(kept)
    assert list(records.read(tmp_path / "kept.parquet", Article)) == kept
    rejects.write(tmp_path / "rejects.jsonl", tally.rejects)
