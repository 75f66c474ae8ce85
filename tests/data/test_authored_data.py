"""What must hold of the authored corpus and the sample articles."""

import itertools
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.corpora import authored
from pipeline.params import Params
from pipeline.readers.rows import RowSettings
from pipeline.schema import SPLITS, STANCES, VOICES, Article, LabelledSentence, LabelledStance
from pipeline.text.duplicates import near_duplicates, normalise

LANGUAGES = ("en", "pl", "ru", "uk", "be", "de")
TARGETS = {
    *("russia", "belarus", "iran", "north-korea", "syria", "armenia", "azerbaijan", "kazakhstan"),
    *("kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan", "china", "serbia", "hungary"),
    *("cis", "ukraine", "west", "moldova", "georgia"),
}
PAIRS = 700
PAIRS_BY_LANGUAGE = {"en": 220, "pl": 130, "ru": 130, "uk": 130, "be": 50, "de": 40}
KEYS = {"id", "family", "style", "tags", "loaded", "text", "stance"}

every_file = pytest.mark.parametrize(
    "name", [f"{split}/{language}.jsonl" for split in SPLITS for language in LANGUAGES]
)


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    return repository / "data" / "authored" / "sentences"


@pytest.fixture(scope="module")
def pairs(folder: Path) -> list[LabelledStance]:
    return [row for row in authored.read(folder) if isinstance(row, LabelledStance)]


@pytest.fixture(scope="module")
def sentences(folder: Path) -> list[LabelledSentence]:
    return [row for row in authored.read(folder) if isinstance(row, LabelledSentence)]


@pytest.fixture(scope="module")
def articles(repository: Path) -> list[Article]:
    found = list(readers.read([str(repository / "data/authored/articles")], RowSettings()))
    assert [item for item in found if not isinstance(item, Article)] == []
    return [item for item in found if isinstance(item, Article)]


def test_there_is_a_file_for_each_split_and_language_and_no_other(folder: Path) -> None:
    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.*")
        if path.parent.name != "second"
    }
    assert found == {f"{split}/{language}.jsonl" for split in SPLITS for language in LANGUAGES}


@every_file
def test_every_line_has_the_keys_of_the_corpus_and_values_of_their_kind(
    folder: Path, name: str
) -> None:
    for line in (folder / name).read_text(encoding="utf-8").split("\n")[:-1]:
        row = json.loads(line)
        assert row.keys() == KEYS, row["id"]
        assert row["id"].startswith(f"{Path(name).stem}-")
        assert isinstance(row["loaded"], bool), row["id"]
        assert set(row["stance"].values()) <= set(STANCES), row["id"]
        assert row["stance"], row["id"]


@every_file
def test_every_text_is_one_tidy_line_without_a_mark_left_over(folder: Path, name: str) -> None:
    for line in (folder / name).read_text(encoding="utf-8").split("\n")[:-1]:
        row = json.loads(line)
        text, spans = authored.parse_marks(row["text"])
        assert spans.keys() == row["stance"].keys(), row["id"]
        assert not re.search(r"[\[\]\n\t]|  |\]\(", text), row["id"]
        assert text == text.strip(), row["id"]
        for span in itertools.chain.from_iterable(spans.values()):
            assert span.of(text) == span.of(text).strip(), row["id"]


def test_ids_are_unique(pairs: list[LabelledStance], sentences: list[LabelledSentence]) -> None:
    for rows in (pairs, sentences):
        assert [name for name, n in Counter(row.row_id for row in rows).items() if n > 1] == []


def test_every_target_is_known(pairs: list[LabelledStance]) -> None:
    assert {row.target for row in pairs} - TARGETS == set()


def test_a_family_stands_in_one_split(sentences: list[LabelledSentence]) -> None:
    sides = defaultdict(set)
    for row in sentences:
        sides[row.group_id].add(row.split)
    assert [family for family, found in sides.items() if len(found) > 1] == []


def test_there_are_pairs_enough(pairs: list[LabelledStance]) -> None:
    assert len(pairs) >= PAIRS


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_pairs_enough_in_every_language(
    pairs: list[LabelledStance], language: str
) -> None:
    assert sum(row.language == language for row in pairs) >= PAIRS_BY_LANGUAGE[language]


def test_at_least_a_quarter_of_pairs_share_a_sentence_with_another_stance(
    pairs: list[LabelledStance],
) -> None:
    targets, stances = defaultdict(set), defaultdict(set)
    for row in pairs:
        targets[row.text].add(row.target)
        stances[row.text].add(row.stance)
    mixed = [row for row in pairs if len(targets[row.text]) > 1 and len(stances[row.text]) > 1]
    assert len(mixed) >= len(pairs) / 4


@every_file
def test_all_stances_voices_and_loadings_are_in_every_file(
    pairs: list[LabelledStance], sentences: list[LabelledSentence], name: str
) -> None:
    split, language = Path(name).parent.name, Path(name).stem
    part = [row for row in pairs if (row.split, row.language) == (split, language)]
    assert {row.stance for row in part} == set(STANCES)
    assert {row.voice for row in part} == set(VOICES)
    loadings = {row.loaded for row in sentences if (row.split, row.language) == (split, language)}
    assert loadings == {True, False}


def test_no_sentence_or_near_duplicate_stands_on_two_sides(
    sentences: list[LabelledSentence], params: Params
) -> None:
    sides = defaultdict(set)
    for row in sentences:
        sides[normalise(row.text)].add(row.split)
    assert [text for text, found in sides.items() if len(found) > 1] == []
    alike = near_duplicates(sorted(sides), params.dataset.near_duplicate)
    assert [pair for pair in alike if sides[pair[0]] != sides[pair[1]]] == []


def test_no_sample_article_repeats_a_labelled_sentence(
    sentences: list[LabelledSentence], articles: list[Article]
) -> None:
    printed = [normalise(article.raw) for article in articles]
    known = {normalise(row.text) for row in sentences}
    assert [text for text in known if any(text in article for article in printed)] == []


def test_sample_articles_are_of_six_outlets_in_four_languages(
    articles: list[Article], repository: Path
) -> None:
    assert len(articles) >= 36
    assert len({article.outlet for article in articles}) == 6
    assert {article.language for article in articles} - {""} == {"en", "pl", "ru", "uk"}
    pages = list((repository / "data/authored/articles").rglob("*.html"))
    assert 0 < len(pages) < len(articles)


def test_sample_articles_have_a_title_a_date_an_address_and_enough_text(
    articles: list[Article],
) -> None:
    for article in articles:
        assert article.title and article.outlet, article.article_id
        assert article.published is not None, article.article_id
        assert ".example/" in article.url, "an address that leads nowhere"
        assert len(article.raw) > 500, article.article_id


def test_a_second_reading_is_of_pairs_that_are_there(repository: Path) -> None:
    folder = repository / "data/authored/sentences"
    known = {
        row["id"]: row["stance"].keys()
        for side in SPLITS
        for _, row in authored.lines(folder / side)
    }
    again = [row for _, row in authored.lines(folder / "second")]
    assert again and len({row["id"] for row in again}) == len(again)
    for row in again:
        assert row["stance"] and row["stance"].keys() <= known[row["id"]], row["id"]
        assert set(row["stance"].values()) <= set(STANCES)
        assert isinstance(row["loaded"], bool)
