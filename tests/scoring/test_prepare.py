import json
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import Article, CleanArticle, Reject
from pipeline.scoring import prepare
from pipeline.scoring.reading import ArticleReader

Clean = Callable[..., CleanArticle]

WORDS = [
    "the",
    "harbour",
    "master",
    "of",
    "a",
    "small",
    "town",
    "wrote",
    "to",
    "nobody",
    "that",
    "his",
    "crane",
    "had",
    "gone",
    "missing",
]
STORY = " ".join(["Russia opened a bridge over the river Ebb on Tuesday morning.", *WORDS])


def _marks(articles: Sequence[CleanArticle], threshold: float = 0.8) -> list[str]:
    return [item.duplicate_of for item in prepare.mark_repeats(articles, threshold)]


def test_a_text_in_two_outlets_is_a_repeat_of_the_first(cleaned: Clean) -> None:
    first = cleaned(STORY, article_id="a", outlet="Tin")
    copy = cleaned(STORY, article_id="b", outlet="Zinc")
    assert _marks([first, copy]) == ["", "a"]
    assert _marks([copy, first]) == ["", "b"]


def test_case_punctuation_and_furniture_do_not_hide_a_repeat(cleaned: Clean) -> None:
    first = cleaned(STORY, article_id="a")
    shouted = cleaned(f"{STORY.upper().replace('.', ' –')}\n\nShare this article", article_id="b")
    assert _marks([first, shouted]) == ["", "a"]


def test_in_a_chain_of_near_repeats_the_first_one_leads(cleaned: Clean) -> None:
    words = STORY.split()
    chain = [
        cleaned(" ".join([*words[step:], *(["again"] if step else [])]), article_id=str(step))
        for step in range(0, 7, 3)
    ]
    assert _marks(chain[::2]) == ["", ""], "the ends of the chain are not alike"
    assert _marks(chain) == ["", "0", "0"]


@pytest.mark.parametrize("steps", [(0, 6), (6, 0)])
def test_a_late_link_joins_two_that_were_apart_and_the_first_one_leads(
    cleaned: Clean, steps: tuple[int, int]
) -> None:
    words = STORY.split()
    ends = [cleaned(" ".join(words[step:]), article_id=str(step)) for step in steps]
    link = cleaned(" ".join(words[3:]), article_id="link")
    assert _marks(ends) == ["", ""]
    assert _marks([*ends, link]) == ["", str(steps[0]), str(steps[0])]


def test_articles_that_differ_repeat_nothing(cleaned: Clean) -> None:
    texts = ["Russia opened a bridge over the Ebb.", "The committee met and went home early."]
    assert _marks([cleaned(text, article_id=text) for text in texts]) == ["", ""]
    assert _marks([]) == []


@given(st.lists(st.integers(0, 5), max_size=8), st.floats(0.5, 0.95))
def test_a_repeat_leads_straight_to_an_earlier_article_that_repeats_none(
    cleaned: Clean, numbers: list[int], threshold: float
) -> None:
    words = STORY.split()
    articles = [
        cleaned(" ".join(words[2 * number :]), article_id=str(at))
        for at, number in enumerate(numbers)
    ]
    marks = _marks(articles, threshold)
    for at, mark in enumerate(marks):
        if mark:
            assert int(mark) < at and marks[int(mark)] == ""
    first = {number: numbers.index(number) for number in numbers}
    for at, number in enumerate(numbers):
        assert marks[at] or first[number] == at, "the same text is always a repeat"
    assert [item.article for item in prepare.mark_repeats(articles, threshold)] == [
        item.article for item in articles
    ]


@pytest.mark.parametrize("raw", ["Share this article", "12 34 !?", "…"])
def test_an_article_that_is_furniture_alone_is_rejected(
    raw: str, reader: ArticleReader, make_article: Callable[..., Article]
) -> None:
    (item,) = prepare.clean_all([make_article(raw=raw, title="", url="u", language="en")], reader)
    assert isinstance(item, Reject)
    assert (item.stage, item.reason, item.article_id, item.source) == (
        "clean", "empty-text", "a1", "u",
    )  # fmt: skip


def test_a_clean_article_prints_as_its_text_and_what_was_removed(cleaned: Clean) -> None:
    printed = prepare.as_json(cleaned("Russia opened a bridge.\n\nShare this article"))
    assert printed["text"] == "Russia opened a bridge."
    (cut,) = printed["removed"]
    assert (cut["reason"], cut["text"].strip()) == ("social", "Share this article")
    assert json.loads(json.dumps(printed)) == printed
