from collections.abc import Callable

import numpy as np
import pytest

from pipeline.evaluation.framing import framing
from pipeline.evaluation.slices import Scored, stance_labels
from pipeline.schema import STANCES, LabelledStance

Make = Callable[..., LabelledStance]


def _row(make: Make, number: int, stance: str, outlet: str = "a.example", **more: object) -> object:
    return make(
        **{
            "row_id": str(number),
            "group_id": f"article {number}",
            "outlet": outlet,
            "target": "russia",
            "voice": "outlet",
            "stance": stance,
            **more,
        }
    )


def _scored(rows: list[LabelledStance], guesses: list[str]) -> Scored:
    sure = np.eye(3)[[STANCES.index(guess) for guess in guesses]]
    return Scored([row.group_id for row in rows], stance_labels(rows), sure)


def test_labels_and_model_are_set_side_by_side_outlet_by_outlet(make_stance: Make) -> None:
    rows = [_row(make_stance, n, s) for n, s in enumerate(["critical", "neutral"] * 20)]
    rows += [_row(make_stance, 50 + n, "supportive", "b.example") for n in range(10)]
    found = framing(rows, _scored(rows, ["critical"] * 50), "russia", 200, 1)
    assert list(found) == ["a.example", "b.example"]
    one, other = found.values()
    assert (one["n"], other["n"]) == (40, 10)
    assert one["labels"]["value"] == -0.5 and one["model"]["value"] == -1
    assert one["excess"]["value"] == -0.5
    assert one["labels"]["low"] < -0.5 < one["labels"]["high"]
    assert other["labels"] == {"value": 1, "low": 1, "high": 1}
    assert other["excess"] == {"value": -2, "low": -2, "high": -2}


def test_a_row_counts_for_those_that_were_not_drawn(make_stance: Make) -> None:
    rows = [
        _row(make_stance, 0, "critical", probability=0.25),
        _row(make_stance, 1, "supportive", probability=1.0),
    ]
    found = framing(rows, _scored(rows, ["neutral", "neutral"]), "russia", 50, 1)
    assert found["a.example"]["labels"]["value"] == pytest.approx((-4 + 1) / 5)
    assert found["a.example"]["excess"]["value"] == pytest.approx(3 / 5)


def test_rows_of_another_target_or_voice_or_of_no_outlet_are_left_out(make_stance: Make) -> None:
    rows = [
        _row(make_stance, 0, "critical", target="west"),
        _row(make_stance, 1, "critical", voice="quoted"),
        _row(make_stance, 2, "critical", outlet=""),
    ]
    assert framing(rows, _scored(rows, ["critical"] * 3), "russia", 50, 1) == {}


def test_articles_are_drawn_whole(make_stance: Make) -> None:
    stances = ["critical", "supportive"] * 30
    apart = [_row(make_stance, n, s) for n, s in enumerate(stances)]
    paired = [_row(make_stance, n, s, group_id=f"pair {n // 2}") for n, s in enumerate(stances)]
    spread, none = (
        framing(rows, _scored(rows, stances), "russia", 300, 1)["a.example"]["labels"]
        for rows in (apart, paired)
    )
    assert spread["low"] < -0.1 and none["low"] == none["high"] == 0
