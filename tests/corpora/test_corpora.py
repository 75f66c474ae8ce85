import string
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import corpora
from pipeline.corpora import Spec
from pipeline.errors import SettingsError
from pipeline.storage.fetch import File

NAMES = corpora.names()


def test_a_corpus_is_known_by_its_file(repository: Path) -> None:
    files = (repository / "pipeline" / "corpora").glob("[!_]*.py")
    assert sorted(file.stem.replace("_", "-") for file in files) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_corpus_has_a_reader_and_tells_where_it_is_from(name: str) -> None:
    spec = corpora.get(name).spec
    assert spec.name == name
    assert spec.licence and spec.citation and spec.labels and spec.size and spec.languages
    for file in spec.files:
        assert file.url.startswith("https://")
        assert len(file.sha256) == 64 and set(file.sha256) <= set(string.hexdigits.lower())


@pytest.mark.parametrize("name", NAMES)
def test_every_corpus_holds_nothing_where_its_files_are_not(name: str, tmp_path: Path) -> None:
    assert list(corpora.get(name).read(tmp_path)) == []


@pytest.mark.parametrize("name", ["gazette", "", "..", "__init__", "rusentne_2023"])
def test_a_corpus_that_has_no_file_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match=r"unknown corpus .*; known are authored, babe"):
        corpora.get(name)


@pytest.mark.parametrize(("here", "words"), [(0, "no"), (1, "1 of 2 files"), (2, "yes")])
def test_what_is_there_is_told_in_words(
    tmp_path: Path, make_spec: Callable[..., Spec], here: int, words: str
) -> None:
    files = [File(name, "https://x.example", "0" * 64) for name in ("a", "b")]
    (tmp_path / "gazette").mkdir()
    for file in files[:here]:
        (tmp_path / "gazette" / file.name).touch()
    assert corpora.there(make_spec(files=tuple(files)), tmp_path) == words


def test_a_corpus_without_files_is_in_the_repository(make_spec: Callable[..., Spec]) -> None:
    assert corpora.there(make_spec(), Path("nowhere")) == "in the repository"
