"""What must hold of the rows of RUWA that were drawn to be labelled."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from pipeline.schema import STANCES, VOICES
from tests.quality.sample_ruwa import ROWS, WHOLE, draw

Row = dict[str, Any]


@pytest.fixture(scope="module")
def sample(repository: Path) -> list[Row]:
    path = repository / "data/labels/ruwa/sample.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_each_row_is_there_once_and_holds_no_text(sample: list[Row]) -> None:
    assert len(sample) == ROWS == len({row["id"] for row in sample})
    assert not any("text" in row for row in sample)
    assert all(len(row["sha256"]) == 64 for row in sample)


def test_mentions_lie_within_their_sentence(sample: list[Row]) -> None:
    for row in sample:
        assert row["mentions"]
        # Repair may lengthen a sentence, but hardly.
        assert all(0 <= a < b <= row["end"] - row["start"] + 5 for a, b in row["mentions"])


def test_small_outlets_are_taken_whole_and_the_others_alike(sample: list[Row]) -> None:
    counts = Counter(row["outlet"] for row in sample)
    others = [n for name, n in counts.items() if name not in WHOLE]
    assert max(others) - min(others) <= 1
    assert all(row["probability"] == 1 for row in sample if row["outlet"] in WHOLE)
    assert all(0 < row["probability"] <= 1 for row in sample)


def test_an_article_stands_on_one_side(sample: list[Row]) -> None:
    sides = defaultdict(set)
    for row in sample:
        sides[row["article_id"]].add(row["split"])
    assert all(len(found) == 1 for found in sides.values())
    assert 0.25 < sum(row["split"] == "dev" for row in sample) / len(sample) < 0.4


def test_rows_are_drawn_with_the_probability_that_is_noted() -> None:
    rows = [
        {"article_id": f"{n:03}", "sentence_index": 0, "outlet": outlet, "target": target,
         "event": "ab"[n % 2]}
        for outlet in ("Tin Gazette", "Quay News")
        for target, size in (("russia", 900), ("ukraine", 40), ("iran", 400))
        for n in range(size)
    ]  # fmt: skip
    expected: Counter[str] = Counter()
    for seed in range(3):
        drawn = draw(rows, seed)
        assert len(drawn) == ROWS
        for row in drawn:
            expected[row["target"]] += 1 / row["probability"]
    assert expected["russia"] == pytest.approx(3 * 1800, rel=0.001)
    assert expected["iran"] == pytest.approx(3 * 800, rel=0.001)
    assert expected["ukraine"] == pytest.approx(3 * 80, rel=0.001)


def test_each_row_of_the_sample_was_read_twice_and_a_third_time_where_the_two_differ(
    repository: Path, sample: list[Row]
) -> None:
    path = repository / "data/labels/ruwa/labels.jsonl"
    labels = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [row["id"] for row in labels] == sorted(row["id"] for row in sample)
    for row in labels:
        one, two, *third = row["readings"]
        same = all(one[label] == two[label] for label in ("stance", "loaded"))
        assert len(third) == (not same), row["id"]
        for reading in row["readings"]:
            assert reading.keys() == {"voice", "stance", "loaded", "doubt"}
            assert reading["voice"] in VOICES and reading["stance"] in STANCES
            assert isinstance(reading["loaded"], bool)
