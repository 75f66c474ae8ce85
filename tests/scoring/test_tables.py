import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest

from pipeline.schema import CleanArticle
from pipeline.scoring import tables
from pipeline.scoring.batch import tables_of
from pipeline.scoring.reading import ArticleReader
from pipeline.stance.persistence import Model

Clean = Callable[..., CleanArticle]
Frames = dict[str, pl.DataFrame]

TYPES = {
    "articles": {
        "article_id": pl.String, "outlet": pl.String, "title": pl.String, "published": pl.Date,
        "url": pl.String, "language": pl.String, "raw": pl.String, "n_removed_chars": pl.Int32,
        "n_sentences": pl.Int32, "n_rows": pl.Int32, "duplicate_of": pl.String,
    },
    "sentences": {
        "article_id": pl.String, "outlet": pl.String, "sentence_index": pl.Int32,
        "start": pl.Int32, "end": pl.Int32, "text": pl.String, "language": pl.String,
        "voice": pl.String, "speaker": pl.String, "is_headline": pl.Boolean,
        "p_loaded": pl.Float64,
    },
    "stances": {
        "article_id": pl.String, "outlet": pl.String, "title": pl.String, "published": pl.Date,
        "language": pl.String, "sentence_index": pl.Int32, "start": pl.Int32, "end": pl.Int32,
        "sentence": pl.String, "is_headline": pl.Boolean, "target": pl.String, "group": pl.String,
        "entities": pl.List(pl.String), "surfaces": pl.List(pl.String),
        "mention_starts": pl.List(pl.Int32), "mention_ends": pl.List(pl.Int32),
        "voice": pl.String, "speaker": pl.String, "reporting_verb_kind": pl.String,
        "stance": pl.String, "p_critical": pl.Float64, "p_neutral": pl.Float64,
        "p_supportive": pl.Float64, "p_loaded": pl.Float64, "model": pl.String,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def frames(model: Model, reader: ArticleReader, cleaned: Clean) -> Frames:
    articles = [
        cleaned(
            "Russia, yes Russia, opened a bridge.\n\n"
            "“Iran bullied all of its neighbours again,” said the envoy.\n\nShare this article",
            article_id="full",
            outlet="Tin",
            published=dt.date(2024, 2, 29),
        ),
        cleaned("La mairie de la ville n’était pas là hier soir.", article_id="fr", language=""),
    ]
    reads = [reader.read(item) for item in articles]
    return tables_of(
        articles,
        [sentence for read in reads for sentence in read.sentences],
        [mention for read in reads for mention in read.mentions],
        model,
        100,
    )


@pytest.mark.parametrize("name", list(TYPES))
def test_a_table_has_the_documented_columns(frames: Frames, name: str) -> None:
    assert dict(frames[name].schema) == TYPES[name]


@pytest.mark.parametrize("name", list(TYPES))
def test_an_empty_table_has_the_documented_columns(model: Model, name: str) -> None:
    empty = tables_of([], [], [], model, 100)
    assert dict(empty[name].schema) == TYPES[name]
    assert len(empty[name]) == 0


def test_a_stance_row_shows_where_its_mentions_stand(frames: Frames) -> None:
    for row in frames["stances"].iter_rows(named=True):
        places = zip(row["mention_starts"], row["mention_ends"], strict=True)
        assert [row["sentence"][start:end] for start, end in places] == row["surfaces"]
        assert len(row["entities"]) == len(row["surfaces"]) > 0
    assert frames["stances"]["surfaces"].to_list() == [["Russia", "Russia"], ["Iran"]]
    assert frames["stances"]["voice"].to_list() == ["outlet", "quoted"]
    assert frames["stances"]["outlet"].to_list() == ["Tin", "Tin"]


def test_an_article_counts_what_was_found_in_it(frames: Frames) -> None:
    full, french = frames["articles"].iter_rows(named=True)
    assert (full["n_sentences"], full["n_rows"], full["language"]) == (2, 2, "en")
    assert full["n_removed_chars"] == len("\n\nShare this article")
    assert (french["n_sentences"], french["n_rows"], french["language"]) == (1, 0, "fr")


def test_an_article_without_a_sentence_has_no_language(cleaned: Clean) -> None:
    (row,) = tables.articles([cleaned("Russia.")], [], []).iter_rows(named=True)
    assert (row["n_sentences"], row["n_rows"], row["language"]) == (0, 0, "und")


def test_sentences_keep_their_order_and_outlet(frames: Frames) -> None:
    rows = frames["sentences"].select("article_id", "sentence_index", "outlet").rows()
    assert rows == [("full", 0, "Tin"), ("full", 1, "Tin"), ("fr", 0, "")]
