"""The sentences behind a score, chosen by a rule that the page states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipeline.outlets.aggregate import unrepeated
from pipeline.schema import STANCES

Key = tuple[str, str, str, str]  # outlet, target, voice, stance
Piece = tuple[str, bool]  # a text, and whether it is a mention of the target

_KEY = ["outlet", "target", "voice", "stance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence as printed, where it stands and what the model says of it."""

    pieces: tuple[Piece, ...]
    language: str
    title: str
    published: str
    url: str
    speaker: str
    is_headline: bool
    p_critical: float
    p_neutral: float
    p_supportive: float
    p_loaded: float


def choose(
    stances: pl.DataFrame, articles: pl.DataFrame, examples: int
) -> Mapping[Key, tuple[Example, ...]]:
    """Up to ``examples`` sentences for each outlet, target, voice and stance.

    Those with the highest chance of their stance, one from an article and no wording twice; of
    equal chances the first by article id and place. Articles that repeat another of the same
    outlet are left out.
    """
    if stances.is_empty() or articles.is_empty():
        return {}
    chance = pl.coalesce(
        pl.when(pl.col("stance") == stance).then(pl.col(f"p_{stance}")) for stance in STANCES
    )
    best = (
        unrepeated(stances, articles)
        .with_columns(chance=chance)
        .sort(
            [*_KEY, "chance", "article_id", "sentence_index"],
            descending=[False] * len(_KEY) + [True, False, False],
        )
        .unique(subset=[*_KEY, "article_id"], keep="first", maintain_order=True)
        .unique(subset=[*_KEY, "sentence"], keep="first", maintain_order=True)
        .group_by(_KEY, maintain_order=True)
        .head(examples)
        .join(
            articles.select("article_id", "url"),
            on="article_id",
            how="left",
            maintain_order="left",
        )
    )
    chosen: dict[Key, list[Example]] = {}
    for row in best.iter_rows(named=True):
        key = (row["outlet"], row["target"], row["voice"], row["stance"])
        chosen.setdefault(key, []).append(_example(row))
    return {key: tuple(found) for key, found in chosen.items()}


def _example(row: Mapping[str, Any]) -> Example:
    return Example(
        pieces=pieces(row["sentence"] or "", row["mention_starts"], row["mention_ends"]),
        language=row["language"] or "und",
        title=row["title"] or "",
        published=row["published"].isoformat() if row["published"] else "",
        url=row["url"] or "",
        speaker=row["speaker"] or "",
        is_headline=bool(row["is_headline"]),
        p_critical=row["p_critical"],
        p_neutral=row["p_neutral"],
        p_supportive=row["p_supportive"],
        p_loaded=row["p_loaded"],
    )


def pieces(
    text: str, starts: Sequence[int] | None, ends: Sequence[int] | None
) -> tuple[Piece, ...]:
    """``text`` cut at its mentions; together the pieces are the text again."""
    cut: list[Piece] = []
    at = 0
    for start, end in sorted(zip(starts or (), ends or (), strict=True)):
        if end > at:
            cut += [(text[at : max(at, start)], False), (text[max(at, start) : end], True)]
            at = end
    cut.append((text[at:], False))
    return tuple(piece for piece in cut if piece[0])
