"""What a scored batch is written as: a row for each stance, sentence and article."""

from collections.abc import Sequence
from typing import cast

import polars as pl

from pipeline.schema import CleanArticle, Mention, Prediction, Sentence
from pipeline.storage.records import to_table

_ROW = ["article_id", "sentence_index", "target", "voice"]
STANCES = [
    "article_id", "outlet", "title", "published", "language", "sentence_index", "start", "end",
    "sentence", "is_headline", "target", "group", "entities", "surfaces", "mention_starts",
    "mention_ends", "voice", "speaker", "reporting_verb_kind", "stance", "p_critical",
    "p_neutral", "p_supportive", "p_loaded", "model",
]  # fmt: skip
SENTENCES = [
    "article_id", "outlet", "sentence_index", "start", "end", "text", "language", "voice",
    "speaker", "is_headline", "p_loaded",
]  # fmt: skip
ARTICLES = [
    "article_id", "outlet", "title", "published", "url", "language", "raw", "n_removed_chars",
    "n_sentences", "n_rows", "duplicate_of",
]  # fmt: skip
# Said outright, since a column without rows has no type of its own.
_ABOUT = {
    **dict.fromkeys(["article_id", "outlet", "title", "url", "raw", "duplicate_of"], pl.String),
    "published": pl.Date,
    "n_removed_chars": pl.Int32,
}


def stances(
    articles: pl.DataFrame,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    predictions: Sequence[Prediction],
) -> pl.DataFrame:
    """A row for each (sentence, target, voice); mention offsets count in ``sentence``."""
    units = (
        _frame(Mention, mentions)
        .group_by(_ROW, maintain_order=True)
        .agg(
            pl.col("group").first(),
            pl.col("entity").alias("entities"),
            pl.col("surface").alias("surfaces"),
            pl.col("start").alias("mention_starts"),
            pl.col("end").alias("mention_ends"),
        )
    )
    texts = _frame(Sentence, sentences).drop("voice").rename({"text": "sentence"})
    about = articles.select("article_id", "outlet", "title", "published")
    return (
        _frame(Prediction, predictions)
        .join(units, on=_ROW, how="left", maintain_order="left")
        .join(texts, on=["article_id", "sentence_index"], how="left", maintain_order="left")
        .join(about, on="article_id", how="left", maintain_order="left")
        .select(STANCES)
    )


def sentences(
    articles: pl.DataFrame, kept: Sequence[Sentence], p_loaded: Sequence[float]
) -> pl.DataFrame:
    """A row for each kept sentence."""
    return (
        _frame(Sentence, kept)
        .with_columns(pl.Series("p_loaded", p_loaded, dtype=pl.Float64))
        .join(
            articles.select("article_id", "outlet"),
            on="article_id",
            how="left",
            maintain_order="left",
        )
        .select(SENTENCES)
    )


def articles(
    cleaned: Sequence[CleanArticle], kept: Sequence[Sentence], predictions: Sequence[Prediction]
) -> pl.DataFrame:
    """A row for each article; its language is that of most of its sentences."""
    spoken = (
        _frame(Sentence, kept)
        .group_by("article_id")
        .agg(
            pl.len().cast(pl.Int32).alias("n_sentences"),
            pl.col("language").mode().sort().first(),
        )
    )
    rows = (
        _frame(Prediction, predictions)
        .group_by("article_id")
        .agg(pl.len().cast(pl.Int32).alias("n_rows"))
    )
    return (
        pl.DataFrame(
            {
                "article_id": [item.article.article_id for item in cleaned],
                "outlet": [item.article.outlet for item in cleaned],
                "title": [item.article.title for item in cleaned],
                "published": [item.article.published for item in cleaned],
                "url": [item.article.url for item in cleaned],
                "raw": [item.article.raw for item in cleaned],
                "n_removed_chars": [
                    sum(cut.end - cut.start for cut in item.removed) for item in cleaned
                ],
                "duplicate_of": [item.duplicate_of for item in cleaned],
            },
            schema_overrides=_ABOUT,
        )
        .join(spoken, on="article_id", how="left", maintain_order="left")
        .join(rows, on="article_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("n_sentences", "n_rows").fill_null(0), pl.col("language").fill_null("und")
        )
        .select(ARTICLES)
    )


def _frame(record: type, rows: Sequence[object]) -> pl.DataFrame:
    return cast(pl.DataFrame, pl.from_arrow(to_table(record, rows)))
