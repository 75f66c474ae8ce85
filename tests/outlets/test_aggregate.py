import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.outlets.aggregate import INSUFFICIENT, Evidence, aggregate, of_target, unrepeated
from pipeline.schema import OutletScore

EVIDENCE = Evidence(min_articles=3, max_width=1.0, resamples=100, seed=1)
LAX = Evidence(min_articles=1, max_width=2.0, resamples=50, seed=1)
Row = dict[str, Any]


def _row(article: str, p_critical: float = 0.8, p_supportive: float = 0.1, **given: Any) -> Row:
    return {
        "article_id": article,
        "outlet": "Tin",
        "published": dt.date(2024, 2, 29),
        "target": "russia",
        "group": "russia",
        "entities": ["putin"],
        "voice": "outlet",
        "p_critical": p_critical,
        "p_neutral": 1 - p_critical - p_supportive,
        "p_supportive": p_supportive,
        "p_loaded": 0.2,
        **given,
    }


def _aggregate(
    rows: list[Row],
    evidence: Evidence = LAX,
    duplicates: dict[str, str] | None = None,
    **options: Any,
) -> list[OutletScore]:
    stances = pl.DataFrame(rows, schema_overrides={"published": pl.Date}, infer_schema_length=None)
    return aggregate(stances, _articles(rows, duplicates or {}), evidence, **options)


def _articles(rows: list[Row], duplicates: dict[str, str]) -> pl.DataFrame:
    outlets = {row["article_id"]: row["outlet"] for row in rows}
    columns = {
        "article_id": list(outlets),
        "outlet": list(outlets.values()),
        "duplicate_of": [duplicates.get(article, "") for article in outlets],
    }
    return pl.DataFrame(columns)


def test_an_outlets_score_is_the_mean_over_articles_of_the_mean_over_rows() -> None:
    rows = [_row("a", 0.9, 0.0), _row("a", 0.5, 0.0), _row("b", 0.0, 0.5)]
    (score,) = _aggregate(rows)
    assert score.score == pytest.approx((-0.7 + 0.5) / 2)
    assert (score.n_articles, score.n_rows) == (2, 3)
    assert score.critical == pytest.approx((0.7 + 0.0) / 2)
    assert score.supportive == pytest.approx(0.25)


rows = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.sampled_from(["Tin", "Zinc"]),
        st.sampled_from(["outlet", "quoted"]),
        st.sampled_from(["russia", "iran"]),
        st.floats(0, 1),
        st.floats(0, 1),
        st.floats(0, 1),
    ).map(
        lambda f: _row(
            f[0] + f[1],
            f[4] * f[5],
            f[4] * (1 - f[5]),
            outlet=f[1],
            voice=f[2],
            target=f[3],
            p_loaded=f[6],
        )
    ),
    min_size=1,
    max_size=25,
)


@given(rows)
def test_scores_keep_their_laws(found: list[Row]) -> None:
    scores = _aggregate(found)
    assert sum(score.n_rows for score in scores) == len(found)
    keys = [(s.outlet, s.target, s.period, s.voice) for s in scores]
    assert keys == sorted(set(keys))
    for score in scores:
        assert score.critical + score.neutral + score.supportive == pytest.approx(1)
        assert score.score == pytest.approx(score.supportive - score.critical)
        assert -1 <= score.low <= score.score <= score.high <= 1


@given(rows, st.randoms())
def test_the_order_of_rows_does_not_matter(found: list[Row], random: Any) -> None:
    turned = sorted(found, key=lambda row: row["article_id"])
    random.shuffle(turned)
    by_key = {(s.outlet, s.target, s.voice): s for s in _aggregate(turned)}
    for score in _aggregate(found):
        other = by_key[score.outlet, score.target, score.voice]
        assert other.n_articles == score.n_articles
        assert other.score == pytest.approx(score.score)


def test_too_few_articles_are_no_evidence() -> None:
    few = _aggregate([_row(name) for name in "ab"], EVIDENCE)[0]
    assert few.verdict == INSUFFICIENT
    assert (few.score, few.low, few.high, few.score_plain) == (None, None, None, None)
    assert few.n_articles == 2
    assert _aggregate([_row(name) for name in "abc"], EVIDENCE)[0].verdict == "below 0"


def test_many_rows_of_one_article_are_still_one_article() -> None:
    assert _aggregate([_row("a")] * 50, EVIDENCE)[0].verdict == INSUFFICIENT


def test_an_interval_that_is_too_wide_is_no_evidence() -> None:
    torn = [_row(str(n), *((1.0, 0.0) if n % 2 else (0.0, 1.0))) for n in range(4)]
    assert _aggregate(torn, EVIDENCE)[0].verdict == INSUFFICIENT


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ([-0.5, -0.6, -0.4], "below 0"),
        ([0.5, 0.6, 0.4], "above 0"),
        ([0.2, -0.2, 0.0], "around 0"),
    ],
)
def test_an_outlet_leans_where_its_interval_excludes_nought(
    values: list[float], verdict: str
) -> None:
    found = [_row(str(n), max(-v, 0), max(v, 0)) for n, v in enumerate(values)]
    assert _aggregate(found, EVIDENCE)[0].verdict == verdict


def test_voices_are_never_mixed() -> None:
    found = [_row("a", 1.0, 0.0), _row("a", 0.0, 1.0, voice="quoted")]
    own, quoted = _aggregate(found)
    assert (own.voice, own.score, quoted.voice, quoted.score) == ("outlet", -1, "quoted", 1)
    assert [score.voice for score in _aggregate(found, voices=("quoted",))] == ["quoted"]


def test_plain_and_loaded_rows_are_scored_apart_too() -> None:
    found = [_row(name, 1.0, 0.0, p_loaded=0.9) for name in "abc"]
    found += [_row(name, 0.0, 0.0, p_loaded=0.1) for name in "abc"]
    (score,) = _aggregate(found, EVIDENCE)
    assert (score.score, score.score_loaded, score.score_plain) == (-0.5, -1.0, 0.0)
    (score,) = _aggregate(found[:5], EVIDENCE)
    assert (score.score_loaded, score.score_plain) == (-1.0, None), "two plain articles are few"


def test_a_text_that_an_outlet_prints_twice_counts_once() -> None:
    found = [_row("a", 1.0, 0.0), _row("b", 1.0, 0.0), _row("c", 0.0, 1.0)]
    (score,) = _aggregate(found, duplicates={"b": "a"})
    assert (score.n_articles, score.score) == (2, 0.0)


def test_a_text_that_two_outlets_print_counts_for_each() -> None:
    found = [_row("a"), _row("b", outlet="Zinc"), _row("c", outlet="Zinc")]
    scores = _aggregate(found, duplicates={"b": "a", "c": "a"})
    assert [(score.outlet, score.n_articles) for score in scores] == [("Tin", 1), ("Zinc", 1)]


def test_rows_that_are_kept_stay_as_they_are() -> None:
    found = [_row("b"), _row("a"), _row("b", 0.1)]
    stances = pl.DataFrame(found)
    assert unrepeated(stances, _articles(found, {})).equals(stances)


def test_targets_may_be_groups_or_entities() -> None:
    found = [
        _row("a", target="iran", group="allies", entities=["khamenei"]),
        _row("a", target="belarus", group="allies", entities=["lukashenko", "minsk"]),
        _row("b", target="belarus", group="allies", entities=["minsk", "minsk"]),
    ]
    (group,) = _aggregate(found, by="group")
    assert (group.target, group.n_rows) == ("allies", 3)
    counts = {score.target: score.n_rows for score in _aggregate(found, by="entity")}
    assert counts == {"khamenei": 1, "lukashenko": 1, "minsk": 2}


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("all", {"all": 4}),
        ("year", {"2023": 1, "2024": 2}),
        ("month", {"2023-12": 1, "2024-01": 1, "2024-02": 1}),
    ],
)
def test_time_is_cut_as_asked_and_undated_articles_count_in_no_period(
    period: Any, expected: dict[str, int]
) -> None:
    dates = [dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2024, 2, 29), None]
    found = [_row(str(n), published=date) for n, date in enumerate(dates)]
    scores = _aggregate(found, period=period)
    assert {score.period: score.n_articles for score in scores} == expected


def test_no_rows_have_no_scores() -> None:
    one = [_row("a")]
    stances = pl.DataFrame(one).clear()
    assert aggregate(stances, _articles(one, {}), LAX) == []


def test_scores_of_a_target_come_most_critical_first_and_unscored_last() -> None:
    found = [
        _row(f"{n}{name}", value, 0.0, outlet=name)
        for name, value in (("A", 0.2), ("B", 0.9))
        for n in range(3)
    ]
    found.append(_row("alone", outlet="0"))
    scores = _aggregate(found, EVIDENCE)
    assert [score.outlet for score in of_target(scores, "russia", "outlet")] == ["B", "A", "0"]
    assert list(of_target(scores, "russia", "quoted")) == []


def test_the_interval_is_over_articles() -> None:
    draws = np.random.default_rng(1).uniform(0, 1, 40)
    (score,) = _aggregate([_row(str(n), float(value), 0.0) for n, value in enumerate(draws)])
    expected = 2 * 1.96 * draws.std() / np.sqrt(40)
    assert score.high - score.low == pytest.approx(expected, rel=0.3)
