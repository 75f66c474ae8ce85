import re
from xml.etree import ElementTree

import pytest

from pipeline.report.charts import forest, plotted, reach
from pipeline.report.tables import target_tables
from pipeline.schema import OutletScore


def score(outlet, value, voice="outlet", width=0.2):
    scored = value is not None
    return OutletScore(
        outlet=outlet,
        target="russia",
        period="all",
        voice=voice,
        n_articles=12,
        n_rows=20,
        critical=0.5,
        neutral=0.3,
        supportive=0.2,
        score=value,
        low=value - width / 2 if scored else None,
        high=value + width / 2 if scored else None,
        score_plain=None,
        score_loaded=None,
        verdict="below 0" if scored else "insufficient evidence",
    )


def table_of(*scores):
    return target_tables(scores, (), "russia")[0]


def drawn(table, size="wide"):
    return forest(table, reach=1.0, size=size)


def test_only_what_has_a_score_is_plotted():
    table = table_of(
        score("A", -0.4),
        score("A", None, "quoted"),
        score("B", None),
        score("B", 0.3, "quoted"),
        score("C", 0.1),
        score("C", 0.2, "quoted"),
    )
    points = [(point["outlet"], point["voice"]) for point in plotted(table)]
    assert points == [("A", "outlet"), ("C", "outlet"), ("C", "quoted")]


def test_nothing_is_drawn_where_no_outlet_has_a_score():
    assert drawn(table_of(score("A", None))) == ""


def test_zero_score_leans_nowhere():
    assert [point["lean"] for point in plotted(table_of(score("A", 0.0)))] == ["none"]


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "</svg>&amp;\"'", "Вестник"])
def test_name_is_escaped_in_the_drawing(name, size):
    svg = drawn(table_of(score(name, -0.4)), size)
    texts = [t.text for t in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314
    assert name in texts
    assert "<script" not in svg


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_sixty_outlets_with_long_names_fit(size):
    table = table_of(*(score(f"{i} {'a long name ' * 20}", i / 100 - 0.3) for i in range(60)))
    width = int(re.search(r'width="(\d+)"', drawn(table, size))[1])
    assert width < (1000 if size == "wide" else 400)


def test_outlets_whose_long_names_begin_alike_keep_a_row_each():
    table = table_of(score("a long name " * 9 + "A", -0.4), score("a long name " * 9 + "B", 0.2))
    assert [point["row"] for point in plotted(table)] == [0, 1]
    height = int(re.search(r'height="(\d+)"', drawn(table))[1])
    one = int(re.search(r'height="(\d+)"', drawn(table_of(score("A", -0.4))))[1])
    assert height > one + 20


def test_drawing_is_the_same_each_time():
    table = table_of(score("A", -0.4), score("B", 0.2))
    assert drawn(table) == drawn(table)


def test_axis_reaches_as_far_as_the_longest_interval_and_no_further_than_one():
    assert reach([table_of(score("A", -0.3))]) == 0.5
    assert reach([table_of(score("A", -0.95), score("B", 0.1))]) == 1.0
    assert reach([table_of(score("A", None))]) == 1.0
    assert reach([table_of(score("A", 0.0, width=0.0))]) == 0.25
