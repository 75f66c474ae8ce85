"""Articles cleaned, and those that repeat another marked."""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.schema import Article, CleanArticle, Reject
from pipeline.scoring.reading import ArticleReader
from pipeline.text.cleaning import clean
from pipeline.text.duplicates import near_duplicates, normalise
from pipeline.text.lines import own_text
from pipeline.text.survey import NO_SURVEY, Survey, from_json, take


def read_survey(path: Path) -> Survey:
    """The survey in a file that ``stance survey`` or ``stance score`` wrote.

    Raises:
        InputError: There is no such file, or it holds something else.
    """
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")), str(path))
    except (OSError, ValueError) as fault:
        if isinstance(fault, InputError):
            raise
        raise InputError(f"{path}: no survey; write one with `stance survey`") from fault


def survey_of(items: Iterable[Article | Reject], least: int, share: float) -> Survey:
    """What recurs in the articles among ``items``; see ``take``."""
    return take((item for item in items if isinstance(item, Article)), least=least, share=share)


def clean_all(
    items: Iterable[Article | Reject], reader: ArticleReader, survey: Survey = NO_SURVEY
) -> Iterator[CleanArticle | Reject]:
    """Each article with its furniture marked; one that is nothing else is a reject."""
    for article in items:
        if isinstance(article, Reject):
            yield article
            continue
        language = reader.language_of(own_text(article), article.language)
        cleaned = clean(article, language=language, survey=survey)
        if any(char.isalpha() for char in kept_text(cleaned)):
            yield cleaned
        else:
            yield Reject(
                source=article.url,
                article_id=article.article_id,
                stage="clean",
                reason="empty-text",
                detail="nothing is left without site furniture",
            )


def kept_text(cleaned: CleanArticle) -> str:
    """The article's own text, pieces joined by a space."""
    return " ".join(span.of(cleaned.article.raw) for span in cleaned.kept)


def as_json(cleaned: CleanArticle) -> dict[str, Any]:
    """A clean article as a JSON object: its text, and what was removed and why."""
    raw = cleaned.article.raw
    return {
        "id": cleaned.article.article_id,
        "text": "".join(span.of(raw) for span in cleaned.kept).strip(),
        "removed": [
            {**dataclasses.asdict(cut), "text": raw[cut.start : cut.end]} for cut in cleaned.removed
        ],
    }


def mark_repeats(articles: Sequence[CleanArticle], threshold: float) -> list[CleanArticle]:
    """The articles, each with the id of the first one that it repeats, whatever its outlet.

    Args:
        articles: in the order in which they were read.
        threshold: the Jaccard similarity of word 3-grams from which a text repeats another.
    """
    first: dict[str, int] = {}
    texts = [normalise(kept_text(article)) for article in articles]
    for number, text in enumerate(texts):
        first.setdefault(text, number)
    leader = {text: text for text in first}
    for later, earlier in near_duplicates(list(first), threshold):
        roots = (_root(leader, later), _root(leader, earlier))
        leader[max(roots, key=first.__getitem__)] = min(roots, key=first.__getitem__)
    marked = []
    for number, (article, text) in enumerate(zip(articles, texts, strict=True)):
        original = first[_root(leader, text)]
        known_as = "" if original == number else articles[original].article.article_id
        marked.append(dataclasses.replace(article, duplicate_of=known_as))
    return marked


def _root(leader: dict[str, str], text: str) -> str:
    while leader[text] != text:
        text = leader[text]
    return text
