from pathlib import Path

import numpy as np
import pytest

from pipeline.evaluation import chances
from pipeline.evaluation.slices import Scored

GROUPS = [f"g{n}" for n in range(40)]
TRUTH = np.arange(40) % 3
RIGHT = np.eye(3)[TRUTH] * 0.8 + 0.2 / 3
WRONG = np.eye(3)[np.zeros(40, dtype=int)] * 0.8 + 0.2 / 3


def _said(said: np.ndarray) -> dict[str, tuple[list[str], list[str], Scored]]:
    ids = [f"r{n:02}" for n in range(40)]
    corpora = ["authored"] * 25 + ["babe"] * 15
    return {"stance": (ids, corpora, Scored(GROUPS, TRUTH, said))}


def test_what_was_written_is_read_again_by_head_and_corpus(tmp_path: Path) -> None:
    chances.write(tmp_path, _said(RIGHT))
    found = chances.read(tmp_path)["stance"]
    assert sorted(found) == ["authored", "babe"]
    assert found["authored"].groups == GROUPS[:25]
    np.testing.assert_array_equal(found["babe"].truth, TRUTH[25:])
    np.testing.assert_array_equal(found["babe"].chances, RIGHT[25:])


def test_the_order_in_which_rows_come_makes_no_difference(tmp_path: Path) -> None:
    said = _said(RIGHT)
    ids, corpora, _ = said["stance"]
    back = Scored(GROUPS[::-1], TRUTH[::-1].copy(), RIGHT[::-1].copy())
    chances.write(tmp_path / "a", said)
    chances.write(tmp_path / "b", {"stance": (ids[::-1], corpora[::-1], back)})
    one, other = ((tmp_path / side / chances.FILE).read_bytes() for side in "ab")
    assert one == other


def test_a_gain_is_paired_and_has_its_sign(tmp_path: Path) -> None:
    chances.write(tmp_path / "right", _said(RIGHT))
    chances.write(tmp_path / "wrong", _said(WRONG))
    right, wrong = (chances.read(tmp_path / name) for name in ("right", "wrong"))
    gain = chances.gains(right, wrong, 200, 1)["stance"]["authored"]
    assert gain.low > 0.5 and gain.value == pytest.approx(1 - gain_floor(), abs=0.01)
    loss = chances.gains(wrong, right, 200, 1)["stance"]["authored"]
    assert loss.value == pytest.approx(-gain.value)
    assert chances.gains(right, right, 200, 1)["stance"]["babe"].high == 0


def gain_floor() -> float:
    """The macro-F1 of always saying the first class."""
    share = float((TRUTH[:25] == 0).mean())
    return 2 * share / (1 + share) / 3


def test_a_head_without_rows_is_no_fault(tmp_path: Path) -> None:
    empty = Scored([], np.array([], dtype=np.int64), np.empty((0, 2)))
    chances.write(tmp_path, {**_said(RIGHT), "loaded": ([], [], empty)})
    assert list(chances.read(tmp_path)) == ["stance"]
