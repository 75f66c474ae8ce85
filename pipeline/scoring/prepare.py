"""Articles cleaned, and those that repeat another marked."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.schema import Article, CleanArticle, Reject
from pipeline.scoring.reading import ArticleReader
from pipeline.text.cleaning import clean
from pipeline.text.duplicates import near_duplicates, normalise


def clean_all(
    articles: Iterable[Article], reader: ArticleReader
) -> Iterator[CleanArticle | Reject]:
    """Each article with its furniture marked; one that is nothing else is a reject."""
    for article in articles:
        cleaned = clean(article, language=reader.language_of(article.raw, article.language))
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
