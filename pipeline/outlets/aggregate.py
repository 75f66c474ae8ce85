"""Outlet scores: how an outlet frames a target in its own words, from scored rows.

An article's value is the mean of ``p_supportive − p_critical`` over its rows for the target; an
outlet's score is the mean over its articles. Shares are means of the chances, not counts of the
likeliest label (probabilistic classify and count, Bella et al., ICDM 2010). An outlet that
prints the same text twice counts it once.
"""

import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import polars as pl

from pipeline.outlets.intervals import mean_interval
from pipeline.schema import OutletScore, Voice

By = Literal["target", "group", "entity"]
Period = Literal["all", "year", "month"]

BYS: tuple[By, ...] = typing.get_args(By)
PERIODS: tuple[Period, ...] = typing.get_args(Period)
# What the interval says and no more: it leaves the classifier's errors out.
INSUFFICIENT = "insufficient evidence"
BELOW, AROUND, ABOVE = "below 0", "around 0", "above 0"
_FORMATS = {"year": "%Y", "month": "%Y-%m"}
_LOADED = 0.5  # the chance from which a sentence counts as loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How much evidence a score takes: articles, and the widest interval that is shown."""

    min_articles: int
    max_width: float
    resamples: int
    seed: int


def aggregate(
    stances: pl.DataFrame,
    articles: pl.DataFrame,
    evidence: Evidence,
    *,
    by: By = "target",
    period: Period = "all",
    voices: tuple[Voice, ...] = ("outlet", "quoted"),
) -> list[OutletScore]:
    """A score for each outlet, target, period and voice, in that order.

    Args:
        stances: rows as ``score`` writes them.
        articles: articles as ``score`` writes them.
        evidence: when a score is given, and how its interval is made.
        by: what counts as a target.
        period: how time is cut.
        voices: which voices get a row of their own; they are never mixed.
    """
    keys = ["outlet", "target", "period", "voice"]
    rows = unrepeated(stances, articles)
    rows = rows.filter(pl.col("voice").is_in(voices))
    rows = _periods(_targets(rows, by), period)
    values = _article_values(rows, keys)
    return [
        _score(dict(zip(keys, key, strict=True)), part, evidence)
        for key, part in values.sort([*keys, "article_id"]).group_by(keys, maintain_order=True)
    ]


def unrepeated(stances: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The rows of articles that do not repeat an earlier one of the same outlet."""
    text = pl.when(pl.col("duplicate_of") == "").then("article_id").otherwise("duplicate_of")
    firsts = (
        articles.with_columns(text.alias("text"))
        .unique(subset=["outlet", "text"], keep="first", maintain_order=True)
        .select("article_id")
    )
    return stances.join(firsts, on="article_id", how="semi", maintain_order="left")


def _targets(rows: pl.DataFrame, by: By) -> pl.DataFrame:
    if by == "group":
        return rows.with_columns(target=pl.col("group"))
    if by == "entity":
        named = rows.with_columns(target=pl.col("entities").list.unique(maintain_order=True))
        return named.explode("target")
    return rows


def _periods(rows: pl.DataFrame, period: Period) -> pl.DataFrame:
    if period == "all":
        return rows.with_columns(period=pl.lit("all"))
    dated = rows.filter(pl.col("published").is_not_null())
    return dated.with_columns(period=pl.col("published").dt.strftime(_FORMATS[period]))


def _article_values(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    value = pl.col("p_supportive") - pl.col("p_critical")
    loaded = pl.col("p_loaded") >= _LOADED
    return rows.group_by([*keys, "article_id"], maintain_order=True).agg(
        pl.col("p_critical", "p_neutral", "p_supportive").mean(),
        value.mean().alias("value"),
        value.filter(~loaded).mean().alias("value_plain"),
        value.filter(loaded).mean().alias("value_loaded"),
        pl.len().alias("n_rows"),
    )


def _score(key: dict[str, Any], part: pl.DataFrame, evidence: Evidence) -> OutletScore:
    values = part["value"].to_numpy()
    low, high = mean_interval(values, evidence.resamples, evidence.seed)
    enough = len(values) >= evidence.min_articles and high - low <= evidence.max_width
    return OutletScore(
        **key,
        n_articles=len(values),
        n_rows=int(part["n_rows"].sum()),
        critical=_mean(part, "p_critical"),
        neutral=_mean(part, "p_neutral"),
        supportive=_mean(part, "p_supportive"),
        score=float(np.mean(values)) if enough else None,
        low=low if enough else None,
        high=high if enough else None,
        score_plain=_enough_mean(part, "value_plain", evidence) if enough else None,
        score_loaded=_enough_mean(part, "value_loaded", evidence) if enough else None,
        verdict=_verdict(low, high) if enough else INSUFFICIENT,
    )


def _mean(part: pl.DataFrame, column: str) -> float:
    return float(cast(float, part[column].mean()))


def _enough_mean(part: pl.DataFrame, column: str, evidence: Evidence) -> float | None:
    values = part[column].drop_nulls()
    return float(cast(float, values.mean())) if len(values) >= evidence.min_articles else None


def _verdict(low: float, high: float) -> str:
    if high < 0:
        return BELOW
    return ABOVE if low > 0 else AROUND


def of_target(scores: list[OutletScore], target: str, voice: Voice) -> Iterator[OutletScore]:
    """The scores on one target in one voice, the most critical first, unscored ones last."""
    wanted = [score for score in scores if score.target == target and score.voice == voice]
    yield from sorted(wanted, key=lambda s: (s.score is None, s.score or 0.0, s.outlet))
