"""A tiny scored batch, made by the same functions that write a real one."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl
import pytest

from pipeline.outlets.aggregate import Evidence, aggregate
from pipeline.schema import (
    Article,
    CleanArticle,
    Mention,
    OutletScore,
    Prediction,
    Sentence,
    Span,
    Stance,
    Voice,
)
from pipeline.scoring import tables

CHANCES: dict[Stance, tuple[float, float, float]] = {
    "critical": (0.8, 0.15, 0.05),
    "neutral": (0.1, 0.8, 0.1),
    "supportive": (0.05, 0.15, 0.8),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One article of one sentence that names one target."""

    outlet: str
    stance: Stance = "critical"
    text: str = "Russia broke its word."
    surface: str = "Russia"
    target: str = "russia"
    voice: Voice = "outlet"
    title: str = "A plain title"
    url: str = "https://paper.example/a"
    speaker: str = ""
    certain: float = 1.0
    copy_of: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The frames and scores that a page is made of."""

    stances: pl.DataFrame
    articles: pl.DataFrame
    scores: list[OutletScore]


def make_batch(said: Sequence[Said], min_articles: int = 3) -> Batch:
    """A batch with an article for each of ``said``, called a000, a001 and so on."""
    cleaned = [_article(i, item) for i, item in enumerate(said)]
    sentences = [_sentence(i, item) for i, item in enumerate(said)]
    mentions = [_mention(i, item) for i, item in enumerate(said)]
    predictions = [_prediction(i, item) for i, item in enumerate(said)]
    articles = tables.articles(cleaned, sentences, predictions)
    stances = tables.stances(articles, sentences, mentions, predictions)
    evidence = Evidence(min_articles=min_articles, max_width=1.5, resamples=50, seed=1)
    return Batch(stances, articles, aggregate(stances, articles, evidence))


@pytest.fixture(scope="session")
def batch() -> Callable[..., Batch]:
    return make_batch


@pytest.fixture(scope="session")
def said() -> type[Said]:
    return Said


def _article(i: int, item: Said) -> CleanArticle:
    article = Article(
        article_id=f"a{i:03}",
        outlet=item.outlet,
        title=item.title,
        published=dt.date(2024, 5, 1 + i % 28),
        url=item.url,
        raw=item.text,
    )
    copied = "" if item.copy_of is None else f"a{item.copy_of:03}"
    return CleanArticle(article=article, kept=(Span(0, len(item.text)),), duplicate_of=copied)


def _sentence(i: int, item: Said) -> Sentence:
    return Sentence(
        article_id=f"a{i:03}",
        sentence_index=0,
        start=0,
        end=len(item.text),
        text=item.text,
        language="en",
        voice=item.voice,
        speaker=item.speaker,
    )


def _mention(i: int, item: Said) -> Mention:
    start = item.text.index(item.surface)
    return Mention(
        article_id=f"a{i:03}",
        sentence_index=0,
        start=start,
        end=start + len(item.surface),
        target=item.target,
        group="russia",
        entity=item.target,
        kind="name",
        surface=item.surface,
        voice=item.voice,
    )


def _prediction(i: int, item: Said) -> Prediction:
    critical, neutral, supportive = (
        item.certain * chance + (1 - item.certain) / 3 for chance in CHANCES[item.stance]
    )
    return Prediction(
        article_id=f"a{i:03}",
        sentence_index=0,
        target=item.target,
        voice=item.voice,
        p_critical=critical,
        p_neutral=neutral,
        p_supportive=supportive,
        stance=item.stance,
        p_loaded=0.25,
        model="tiny",
    )
