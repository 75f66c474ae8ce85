from collections.abc import Callable, Sequence

import numpy as np
import pytest

from pipeline.evaluation.slices import Scored


@pytest.fixture(scope="session")
def make_scored() -> Callable[..., Scored]:
    """Builds scored rows of three classes, a group each, from truths and guesses."""

    def make(
        truth: Sequence[int], guess: Sequence[int], groups: Sequence[str] | None = None
    ) -> Scored:
        chances = 0.1 + 0.7 * np.eye(3)[np.array(guess, dtype=np.int64)]
        names = list(groups or (f"group {number:04}" for number in range(len(truth))))
        return Scored(names, np.array(truth, dtype=np.int64), chances)

    return make
