"""What nobody should send and somebody will: each ends in a result or a reject, and soon."""

import json
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.readers.rows import RowSettings
from pipeline.schema import CleanArticle, Reject
from pipeline.scoring import prepare
from pipeline.scoring.reading import ArticleReader
from pipeline.storage.rejects import Tally

SECONDS = 10


@pytest.fixture(scope="module")
def reader() -> ArticleReader:
    return ArticleReader(("en", "pl", "ru", "uk", "be", "de"))


@contextmanager
def soon() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


def outcome(path: Path, reader: ArticleReader) -> tuple[list[CleanArticle], list[Reject]]:
    """A file read, cleaned and read again; nothing may be lost on the way."""
    tally = Tally()
    source = readers.read([str(path)], RowSettings())
    cleaned = list(tally.sift(prepare.clean_all(source, reader)))
    for article in cleaned:
        for sentence in reader.read(article).sentences:
            assert sentence.text
    assert tally.kept == len(cleaned)
    return cleaned, tally.rejects


@pytest.mark.parametrize("suffix", ["html", "jsonl", "csv", "tsv", "parquet"])
def test_random_bytes_are_taken_or_rejected(
    suffix: str, tmp_path: Path, reader: ArticleReader
) -> None:
    dice = random.Random(suffix)  # noqa: S311
    with soon():
        for number in range(40):
            path = tmp_path / f"{number}.{suffix}"
            path.write_bytes(dice.randbytes(dice.randrange(1, 3000)))
            cleaned, rejected = outcome(path, reader)
            assert cleaned or rejected


def test_a_line_of_50_megabytes_is_too_large(tmp_path: Path, reader: ArticleReader) -> None:
    path = tmp_path / "long.jsonl"
    good = json.dumps({"id": "good", "text": "The bridge opened on Monday."})
    with path.open("w", encoding="utf-8") as file:
        file.write('{"id": "long", "text": "' + "word " * 10_000_000 + '"}\n' + good + "\n")
    with soon():
        cleaned, rejected = outcome(path, reader)
    assert [article.article.article_id for article in cleaned] == ["good"]
    assert [reject.reason for reject in rejected] == ["too-large"]


@pytest.mark.parametrize("closed", [True, False])
def test_nested_tags_do_not_hang(closed: bool, tmp_path: Path, reader: ArticleReader) -> None:
    path = tmp_path / "deep.html"
    text = "<p>The bridge opened on Monday, and nobody came to see it.</p>" * 5
    end = "</div>" * 100_000 if closed else ""
    path.write_text(f"<html><body>{'<div>' * 100_000}{text}{end}", encoding="utf-8")
    with soon():
        cleaned, rejected = outcome(path, reader)
    assert len(cleaned) + len(rejected) == 1


def test_right_to_left_marks_leave_the_text(tmp_path: Path, reader: ArticleReader) -> None:
    path = tmp_path / "rtl.jsonl"
    text = "\u202eThe \u2066Kremlin\u2069 refused\u200f. \u202bMoscow\u202c said so. " * 2000
    path.write_text(json.dumps({"id": "a", "text": text}), encoding="utf-8")
    with soon():
        (article,), rejected = outcome(path, reader)
        found = reader.read(article)
    assert not rejected
    assert {mention.surface for mention in found.mentions} >= {"Kremlin"}


def test_a_page_of_only_furniture_is_a_reject(tmp_path: Path, reader: ArticleReader) -> None:
    path = tmp_path / "bare.html"
    links = "".join(f"<li><a href='/{n}'>Share</a></li>" for n in range(50))
    path.write_text(
        f"<html><body><nav><ul>{links}</ul></nav><footer>© 2024 All rights reserved</footer>",
        encoding="utf-8",
    )
    plain = tmp_path / "bare.jsonl"
    lines = "Share this article\nRead also: more\nSubscribe to our newsletter\n© 2024"
    plain.write_text(json.dumps({"id": "a", "text": lines, "language": "en"}), encoding="utf-8")
    assert [r.reason for r in outcome(path, reader)[1]] in (["unreadable-page"], ["empty-text"])
    assert [r.reason for r in outcome(plain, reader)[1]] == ["empty-text"]
