from collections.abc import Callable

import numpy as np
import pytest

from pipeline.schema import LabelledSentence, LabelledStance, Span
from pipeline.stance.classifiers import Making, Rows, majority
from pipeline.stance.inputs import StanceInput, of_text

ITEM = StanceInput("Russia opened a bridge.", (Span(0, 6),))


def test_every_row_gets_the_shares_of_the_training_labels(
    make_stance: Callable[..., LabelledStance], loaded_rows: list[LabelledSentence]
) -> None:
    stances = ["critical", "critical", "critical", "supportive"]
    rows = [make_stance(row_id=str(n), stance=stance) for n, stance in enumerate(stances)]
    fitted = majority.fit(Making(None, 1), Rows(rows, loaded_rows[:15]), Rows())
    assert fitted.predict_stance([ITEM] * 3).tolist() == [[0.75, 0.0, 0.25]] * 3
    assert fitted.predict_loaded([of_text("A.")]) == pytest.approx(np.array([[10 / 15, 5 / 15]]))
