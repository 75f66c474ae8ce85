"""The learner of the furniture model, on a few of its own pages."""

import numpy as np
import pytest

from pipeline.text.furniture.model import Model
from pipeline.text.furniture.wording import KINDS
from tests.golden import sets
from tests.quality import learn_furniture as learning
from tests.quality.furniture_pages import BODY, Page, authored_pages, single_lines

SET_PHRASES = {"Your email address will not be published. Required fields are marked *"}
LABELS = {*KINDS}


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return [*authored_pages(learning.AUTHORED / "pages")][::6]


def test_authored_lines_have_a_known_label_and_a_text() -> None:
    found = list(single_lines(learning.AUTHORED / "furniture"))
    assert len(found) > 4000
    assert all(label in LABELS and text for label, text in found)


def test_authored_pages_have_known_labels(pages: list[Page]) -> None:
    assert {label for page in pages for label in page.labels} <= LABELS | {None}
    assert all(BODY in page.labels for page in pages)


def test_furniture_glued_to_a_paragraph_has_its_own_label(pages: list[Page]) -> None:
    found = [
        (page.labels[n - 1], page.labels[n])
        for page in pages
        for n, line in enumerate(page.lines)
        if line.glued
    ]
    assert sum(before == BODY != label for before, label in found) > 10


def test_no_authored_sentence_stands_in_the_test_part() -> None:
    known = {text for _, text in single_lines(learning.AUTHORED / "furniture")}
    for path in (learning.AUTHORED / "pages").glob("*.tsv"):
        known |= {row.split("\t")[-1] for row in path.read_text("utf-8").splitlines()}
    long = {line for line in known if len(line.split()) > 7} - SET_PHRASES
    for page in sets.read("cleaning", "test"):
        lines = {line.strip() for piece, _ in page.pieces for line in piece.splitlines()}
        shared = len(lines & long)  # not shown: rules are not written by the test part
        assert not shared, page.name


def test_the_written_trees_say_what_the_fitted_ones_say(pages: list[Page]) -> None:
    learner = learning.Learner([("body", "It rained."), ("social", "Follow us.")], pages)
    fitted = learner.place(range(len(pages)))
    start = fitted._baseline_prediction.item()
    model = Model({"": {}}, start, learning.trees_of(fitted), 0.5)
    first = learner.wording(range(len(pages)))
    rows = learning.placed(pages[0], first.kinds(pages[0]))
    told = model.probabilities(np.array(rows))
    assert told == pytest.approx(list(fitted.predict_proba(rows)[:, 1]), abs=1e-3)


def test_the_threshold_keeps_the_asked_share_of_the_body() -> None:
    probabilities = np.array([0.9, 0.8, 0.7, 0.2])
    furniture = np.array([True, False, True, False])
    sizes = np.array([10, 5, 10, 5000])
    assert learning.threshold(probabilities, furniture, sizes) == 0.2
    assert learning.threshold(probabilities, furniture, np.array([10, 500, 10, 5000])) == 0.8
