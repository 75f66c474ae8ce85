import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.errors import MissingError
from pipeline.schema import Article, Reject
from pipeline.storage import rejects

Read = Callable[..., tuple[list[Article], list[Reject]]]


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text('{"text": "a"}\n')


def test_a_folder_names_its_files_sorted_and_without_hidden_ones(tmp_path: Path) -> None:
    _touch(tmp_path, "b.jsonl", "a/c.jsonl", ".hidden.jsonl", ".cache/d.jsonl", "a/.e.jsonl")
    found = readers.expand(str(tmp_path))
    assert [str(path.relative_to(tmp_path)) for path in found] == ["a/c.jsonl", "b.jsonl"]


def test_a_folder_below_a_hidden_one_is_read_all_the_same(tmp_path: Path) -> None:
    _touch(tmp_path, ".home/a.jsonl", ".home/.b.jsonl")
    assert readers.expand(str(tmp_path / ".home")) == [tmp_path / ".home" / "a.jsonl"]
    assert readers.expand(str(tmp_path / ".home" / "*.jsonl")) == [tmp_path / ".home" / "a.jsonl"]


@pytest.mark.parametrize("pattern", ["*.jsonl", "**/*.jsonl", "[ab].jsonl", "?.jsonl"])
def test_a_pattern_names_what_fits_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    _touch(tmp_path, "a.jsonl", "b.jsonl", "c.txt", ".d.jsonl")
    expected = ["a.jsonl", "b.jsonl"]
    assert [path.name for path in readers.expand(str(tmp_path / pattern))] == expected
    monkeypatch.chdir(tmp_path)
    assert [str(path) for path in readers.expand(pattern)] == expected


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    _touch(tmp_path, "[2024] news.jsonl")
    assert len(readers.expand(str(tmp_path / "[2024] news.jsonl"))) == 1


@pytest.mark.parametrize("name", ["nowhere.jsonl", "*.parquet", "empty", "only-hidden", "a**b"])
def test_a_name_that_names_no_file_is_missing(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    _touch(tmp_path, "only-hidden/.a.jsonl")
    with pytest.raises(MissingError, match="no such file, or a folder without files"):
        readers.expand(str(tmp_path / name))


@pytest.mark.parametrize("name", ["a.txt", "a", "a.gz", "a.jsonl.bz2", "a.docx"])
def test_an_unknown_format_is_rejected_and_the_known_ones_are_told(
    tmp_path: Path, read: Read, name: str
) -> None:
    _touch(tmp_path, name, "good.jsonl")
    articles, (reject,) = read(tmp_path)
    assert len(articles) == 1
    assert reject.reason == "unknown-format"
    assert ".jsonl" in reject.detail and ".parquet" in reject.detail


def test_the_case_of_a_suffix_does_not_matter(tmp_path: Path, read: Read) -> None:
    _touch(tmp_path, "A.JSONL")
    assert len(read(tmp_path)[0]) == 1


def test_an_id_is_taken_once_wherever_it_stands(
    write_jsonl: Callable[..., Path], read: Read, tmp_path: Path
) -> None:
    write_jsonl({"id": "1", "text": "a"}, {"id": "2", "text": "b"}, name="one.jsonl")
    write_jsonl({"id": "2", "text": "c"}, {"id": "3", "text": "b"}, name="two.jsonl")
    articles, (reject,) = read(tmp_path)
    assert [(each.article_id, each.raw) for each in articles] == [
        ("1", "a"),
        ("2", "b"),
        ("3", "b"),
    ]
    assert (reject.reason, reject.article_id) == ("repeated-id", "2")
    assert reject.source.endswith("two.jsonl")


def test_the_same_file_twice_gives_its_articles_once(
    write_jsonl: Callable[..., Path], read: Read
) -> None:
    path = write_jsonl({"id": "1", "text": "a"}, {"text": "b"})
    articles, found = read(path, path)
    assert len(articles) == len(found) == 2


@pytest.mark.skipif(os.getuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_rejected(tmp_path: Path, read: Read) -> None:
    _touch(tmp_path, "a.jsonl")
    (tmp_path / "a.jsonl").chmod(0)
    assert [reject.reason for reject in read(tmp_path)[1]] == ["unreadable-file"]


def test_a_file_whose_name_is_no_utf8_can_be_rejected(tmp_path: Path, read: Read) -> None:
    name = os.fsdecode(b"\xcf\xe0\xf0\xee\xec.jsonl")
    (tmp_path / name).write_text("no JSON\n")
    _, found = read(tmp_path)
    rejects.write(tmp_path / "rejects.jsonl", found)
    assert [reject.reason for reject in found] == ["unreadable-file"]
