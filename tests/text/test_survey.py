import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.schema import Article
from pipeline.text.cleaning import clean
from pipeline.text.survey import Survey, blocks_of, fold, from_json, take

SLOGAN = "Our kettle never sleeps, and neither do we."
TOPICS = ("bridge", "harbour", "school", "market", "library", "orchard")


def article(number: int, *more: str, outlet: str = "Tin Samovar") -> Article:
    topic = TOPICS[number % len(TOPICS)]
    lines = [
        f"The {topic} opened its doors on Monday after {number + 2} years of repairs.",
        f"Everybody who had ever seen the old {topic} agreed that number {number} was odd.",
        f"Nobody at the {topic} would say what the {number} new lamps had cost the town council.",
        *more,
    ]
    title = f"The {topic} is back"
    return Article(
        article_id=str(number), outlet=outlet, title=title, raw="\n".join([title, "", *lines])
    )


def kept(item: Article, survey: Survey) -> str:
    found = clean(item, language="en", survey=survey)
    return "".join(span.of(item.raw) for span in found.kept)


def test_a_block_that_recurs_is_furniture_whatever_its_words() -> None:
    batch = [article(n, SLOGAN) for n in range(4)]
    found = take(batch, least=3, share=0.5)
    assert found.of("Tin Samovar") == {fold(SLOGAN)}
    assert SLOGAN not in kept(batch[0], found)
    assert SLOGAN in kept(batch[0], Survey()), "without a survey it stays"


def test_a_slogan_glued_to_a_line_goes_and_the_line_stays() -> None:
    batch = [article(n, f"The {t} is dear to us. {SLOGAN}") for n, t in enumerate(TOPICS)]
    found = take(batch, least=3, share=0.5)
    assert kept(batch[0], found).rstrip().endswith("The bridge is dear to us.")


def test_a_counter_recurs_whatever_its_number() -> None:
    batch = [article(n, f"So far {n * 17} brave souls have read this") for n in range(4)]
    assert take(batch, least=3, share=0.5).of("Tin Samovar") == {
        "so far 0 brave souls have read this"
    }


def test_a_text_that_was_posted_again_is_not_furniture() -> None:
    batch = [article(0), article(0), article(0), article(0), article(1)]
    assert take(batch, least=3, share=0.05) == Survey()


def test_what_recurs_in_one_outlet_stays_in_another() -> None:
    batch = [article(n, SLOGAN) for n in range(4)]
    other = article(5, SLOGAN, outlet="Zinc")
    assert SLOGAN in kept(other, take([*batch, other], least=3, share=0.5))


@pytest.mark.parametrize(("least", "share"), [(5, 0.05), (3, 0.9)])
def test_too_few_articles_make_no_furniture(least: int, share: float) -> None:
    batch = [article(n, *([SLOGAN] if n < 4 else [])) for n in range(6)]
    assert take(batch, least=least, share=share) == Survey()


def test_a_recurring_subhead_stays() -> None:
    batch = [article(n, "What we know") for n in range(4)]
    assert take(batch, least=3, share=0.5) == Survey()


def test_the_headline_is_no_block() -> None:
    assert fold("The bridge is back") not in set(blocks_of(article(0)))


def test_a_survey_outlives_its_file() -> None:
    found = take([article(n, SLOGAN) for n in range(4)], least=3, share=0.5)
    assert from_json(json.loads(json.dumps(found.as_json())), "survey.json") == found


@pytest.mark.parametrize(
    "value", [None, [], {}, {"blocks": []}, {"blocks": {"a": ["b"]}}, {"blocks": {"a": {"b": "c"}}}]
)
def test_something_else_is_no_survey(value: object) -> None:
    with pytest.raises(InputError, match="no survey; write one with"):
        from_json(value, "survey.json")


@given(
    st.lists(
        st.sampled_from(
            [SLOGAN, "A b.", f"One. {SLOGAN} {SLOGAN}", f"{SLOGAN} Two three four five. Six!"]
        )
    )
)
def test_cleaning_with_a_survey_twice_is_cleaning_once(lines: list[str]) -> None:
    survey = Survey({"Tin Samovar": {fold(SLOGAN): 9, "two three four five": 9}})
    first = kept(article(0, *lines), survey)
    body = first.split("\n\n", 1)[1]
    again = Article(article_id="a", outlet="Tin Samovar", raw=body)
    assert clean(again, language="en", survey=survey).removed == ()
