import json
import math
from collections import Counter

import numpy as np
import pytest

from pipeline.schema import Article
from pipeline.text.cleaning import clean
from pipeline.text.furniture import place, wording
from pipeline.text.furniture.model import LEAST, PATH, STRONG, Model
from pipeline.text.lines import Line, Span

NAMELESS: frozenset[str] = frozenset()
LEAD = "The ferry from Lower Pell left its pier three hours late on Thursday."
MORE = "A family of swans had settled on the gangway and would not be moved by the crew."
END = "Passengers were given tea by a biologist who happened to be among them."


def kept(*lines: str, outlet: str = "Tin Gazette") -> list[str]:
    raw = "\n".join(lines)
    cleaned = clean(Article(article_id="a", outlet=outlet, raw=raw), language="en")
    found = "".join(span.of(raw) for span in cleaned.kept)
    return [line.strip() for line in found.splitlines() if line.strip()]


def test_the_model_writes_itself_as_it_was_read() -> None:
    text = PATH.read_text("utf-8")
    assert Model.load().dumps() == text
    assert json.loads(text)["threshold"] == Model.load().threshold


@pytest.mark.parametrize("line", ["Subscribe to our newsletter", LEAD, "10:15", "…", "ЁЖ № 5 | x"])
def test_a_line_weighs_what_its_features_weigh(line: str) -> None:
    model, words = Model.load(), wording.words(line)
    totals = Counter(model.weights[""])
    for name in wording.features(line, words, NAMELESS):
        totals.update(model.weights.get(name, {}))
    odds = np.exp([totals[kind] for kind in wording.KINDS])
    assert model.kinds(line, NAMELESS) == pytest.approx(odds / odds.sum())


def test_a_line_too_long_for_furniture_is_body() -> None:
    line = "Subscribe now. " * 40
    kinds = Model.load().kinds(line, NAMELESS)
    assert kinds[0] == 1.0 == kinds.sum()
    assert wording.log_odds(kinds) == -wording.SUREST < LEAST < STRONG


def test_appeals_forms_and_notices_after_the_text_go() -> None:
    closing = [
        "Please donate to keep our newsroom independent.",
        "Your email address will not be published. Required fields are marked *",
        "Sign up to our weekly newsletter and never miss a story.",
        "© 2024 Tin Gazette. All rights reserved.",
    ]
    assert kept(LEAD, MORE, END, *closing) == [LEAD, MORE, END]


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our illusions, they are cheap, the poet wrote.",
        '"Donate now" was on every lamp post and I could not look at it.',
        "Read that again, please, said the teacher to the youngest boy.",
        "Comments from the swan were not available at the time of writing.",
        "Photo albums are the first thing that people burn.",
    ],
)
def test_a_sentence_about_furniture_stays(line: str) -> None:
    assert kept(LEAD, line, END) == [LEAD, line, END]


def test_without_sure_furniture_nothing_goes_by_its_place() -> None:
    lines = [LEAD, MORE, END, "Anna Reed, Lower Pell"]
    assert kept(*lines) == lines


def test_where_all_would_go_what_is_not_sure_stays() -> None:
    short = "Dockers went back to work on Friday."
    furniture = ["By Anna Reed", "Photo: Anna Reed", "Follow us on Telegram", "© 2022 Tin Gazette"]
    assert kept(furniture[0], short, *furniture[1:]) == [short]


def test_a_date_inside_the_text_stays() -> None:
    assert kept(LEAD, "3 March 2024", MORE, END) == [LEAD, "3 March 2024", MORE, END]


def test_a_sentence_between_furniture_and_its_own_copy_stays() -> None:
    found = kept("Share this article", "Russia opened a bridge.", "Russia opened a bridge.")
    assert found == ["Russia opened a bridge."]


def test_a_probability_is_read_off_the_trees() -> None:
    tree = [1, 2.0, 0.5, [0, 0.0, -1.0, 1.0]]
    model = Model(weights={"": {}}, start=0.25, trees=[tree, 0.25], threshold=0.5)
    found = model.probabilities(np.array([[0.0, 2.0], [1.0, 2.1], [0.0, 2.1]]))
    assert found == pytest.approx([1 / (1 + math.exp(-total)) for total in (1.0, 1.5, -0.5)])


def test_places_are_told_by_neighbours_length_and_what_is_shared() -> None:
    lines = [Line(Span(0, len(own)), own) for own in ("Ferry", LEAD, "Swans of Lower Pell")]
    said = [wording.words(line.own) for line in lines]
    kinds = np.zeros((3, len(wording.KINDS)))
    kinds[:, 0] = body = np.array([0.0, 1.0, 0.3])
    kinds[:, 1] = 1 - body
    rows = place.features(lines, said, kinds, "The ferry is late")
    scores = [row[place.NEIGHBOURS] for row in rows]
    assert scores == pytest.approx([place.MOST, -place.MOST, math.log(0.7 / 0.3)])
    assert rows[0][9] == 1.0 and 0 < rows[2][9] < 1  # the share of its stems found elsewhere


def test_a_known_line_keeps_its_reason() -> None:
    line = Line(Span(0, 4), "Home", reason="navigation")
    Model.load().judge([line], "", NAMELESS)
    assert line.reason == "navigation"


def test_a_page_of_too_many_lines_is_not_judged() -> None:
    lines = [Line(Span(0, 1), f"Subscribe to our newsletter, part {n}") for n in range(6000)]
    Model.load().judge(lines, "", NAMELESS)
    assert not any(line.reason for line in lines)


def test_a_teaser_glued_to_a_paragraph_goes_and_the_paragraph_stays() -> None:
    glued = f"{LEAD} Read also: Five bridges that nobody needed"
    closing = ["Share this article", "Sign up to our weekly newsletter and never miss a story."]
    assert kept(MORE, glued, END, *closing) == [MORE, LEAD, END]


def test_a_last_sentence_with_a_colon_is_no_teaser() -> None:
    line = f"{LEAD} The captain had one wish: that the swans would leave"
    closing = ["Share this article", "Sign up to our weekly newsletter and never miss a story."]
    assert kept(MORE, line, END, *closing) == [MORE, line, END]
