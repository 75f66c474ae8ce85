"""Sentences of articles that no one has labelled, drawn for a larger network to read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.schema import CleanArticle, Mention, Sentence, Span, Unlabelled
from pipeline.storage.atomic import sha256_of_value


def draw(
    articles: Iterable[CleanArticle],
    sentences: Iterable[Sentence],
    mentions: Iterable[Mention],
    languages: Sequence[str],
    most: int,
) -> list[Unlabelled]:
    """A row for each of at most ``most`` (sentence, target) pairs.

    They are drawn by a hash of their text and spans, so that a new article moves few; a text that
    is there twice is drawn once, and an article that repeats another not at all.

    Args:
        articles: as ``clean`` wrote them.
        sentences: of these articles.
        mentions: of targets in these sentences.
        languages: of the sentences that may be drawn.
        most: how many rows.
    """
    outlets = {
        each.article.article_id: each.article.outlet for each in articles if not each.duplicate_of
    }
    texts = {
        (each.article_id, each.sentence_index): each
        for each in sentences
        if each.article_id in outlets and each.language in languages
    }
    found = {
        sha256_of_value([row.text, str(row.spans)]): row for row in _rows(texts, mentions, outlets)
    }
    return [found[key] for key in sorted(found)[:most]]


def _rows(
    sentences: dict[tuple[str, int], Sentence],
    mentions: Iterable[Mention],
    outlets: dict[str, str],
) -> Iterator[Unlabelled]:
    spans: dict[tuple[str, int, str], list[Span]] = defaultdict(list)
    for mention in mentions:
        unit = mention.article_id, mention.sentence_index, mention.target
        spans[unit].append(Span(mention.start, mention.end))
    for (article, index, target), found in spans.items():
        if sentence := sentences.get((article, index)):
            yield Unlabelled(
                row_id=f"{article}:{index}:{target}",
                group_id=article,
                outlet=outlets[article],
                language=sentence.language,
                text=sentence.text,
                spans=tuple(sorted(found)),
            )
