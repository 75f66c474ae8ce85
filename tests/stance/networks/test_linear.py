from pathlib import Path

import numpy as np
import pytest

from pipeline.stance.networks.linear import DenseHead

RNG = np.random.default_rng(4)


@pytest.mark.parametrize("classes", [2, 3])
def test_what_is_apart_is_told_apart_whatever_the_scale(classes: int, tmp_path: Path) -> None:
    labels = np.arange(90) % classes
    features = RNG.normal(size=(90, 4)) + 3 * labels[:, None] * [1.0, 0.0, -1.0, 0.5]
    head = DenseHead.learn(features * [1, 10, 100, 0.1] + 5, labels, np.ones(90), classes, 1.0)
    chances = head.predict(features * [1, 10, 100, 0.1] + 5)
    assert chances.shape == (90, classes)
    assert chances.sum(axis=1) == pytest.approx(1)
    assert (chances.argmax(axis=1) == labels).mean() > 0.85
    head.save(tmp_path / "head.npz")
    assert (DenseHead.load(tmp_path / "head.npz").predict(features) == head.predict(features)).all()


def test_a_class_without_rows_gives_even_shares() -> None:
    head = DenseHead.learn(np.ones((3, 2)), np.array([0, 0, 2]), np.ones(3), 3, 1.0)
    assert head.predict(np.array([[5.0, 1.0]])) == pytest.approx(np.full((1, 3), 1 / 3))
    assert head.predict(np.empty((0, 2))).shape == (0, 3)
