from collections.abc import Callable

import pytest

from pipeline.schema import Article, CleanArticle, Mention, Sentence, Span
from pipeline.scoring.unlabelled import draw

TEXT = "Russia thanked Iran, and Russia paid."
PLACES = {"russia": (0, 6), "iran": (15, 19)}


def _clean(article: Article, duplicate_of: str = "") -> CleanArticle:
    return CleanArticle(article=article, kept=(), duplicate_of=duplicate_of)


def _sentence(article_id: str, text: str = TEXT, language: str = "en") -> Sentence:
    return Sentence(
        article_id=article_id,
        sentence_index=3,
        start=0,
        end=len(text),
        text=text,
        language=language,
    )


def _mention(article_id: str, target: str, start: int, end: int) -> Mention:
    return Mention(
        article_id=article_id,
        sentence_index=3,
        start=start,
        end=end,
        target=target,
        group="",
        entity=target,
        kind="state",
        surface=TEXT[start:end],
    )


@pytest.fixture(scope="module")
def articles(make_article: Callable[..., Article]) -> list[CleanArticle]:
    made = [make_article(article_id=name, outlet="tin.example") for name in ("a", "b", "c", "d")]
    return [*map(_clean, made[:3]), _clean(made[3], duplicate_of="a")]


def test_each_target_of_a_sentence_is_a_row_with_all_its_mentions(
    articles: list[CleanArticle],
) -> None:
    mentions = [_mention("a", target, *place) for target, place in PLACES.items()]
    mentions.append(_mention("a", "russia", 25, 31))
    found = {row.row_id: row for row in draw(articles, [_sentence("a")], mentions, ["en"], 9)}
    assert sorted(found) == ["a:3:iran", "a:3:russia"]
    row = found["a:3:russia"]
    assert row.spans == (Span(0, 6), Span(25, 31))
    assert (row.group_id, row.outlet, row.text) == ("a", "tin.example", TEXT)


def test_repeats_and_languages_not_asked_for_are_not_drawn(articles: list[CleanArticle]) -> None:
    other = "Russia stayed at home."
    sentences = [
        _sentence("a"),
        _sentence("b"),
        _sentence("c", other, "pl"),
        _sentence("d", other),
    ]
    mentions = [_mention(name, "russia", 0, 6) for name in "abcd"]
    found = draw(articles, sentences, mentions, ["en"], 9)
    assert [row.text for row in found] == [TEXT]


def test_a_draw_of_fewer_is_a_part_of_a_draw_of_more(articles: list[CleanArticle]) -> None:
    sentences = [_sentence(name, f"Russia did {name} again.") for name in "abc"]
    mentions = [_mention(name, "russia", 0, 6) for name in "abc"]
    whole = draw(articles, sentences, mentions, ["en"], 3)
    assert draw(articles, sentences, mentions, ["en"], 2) == whole[:2]
    assert draw(articles, sentences[::-1], mentions[::-1], ["en"], 3) == whole
    assert draw(articles, sentences, mentions, ["en"], 0) == []
