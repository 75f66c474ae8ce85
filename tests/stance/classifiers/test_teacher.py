from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.schema import LabelledSentence, LabelledStance
from pipeline.stance.classifiers import Making, Rows, finetuned, teacher
from pipeline.stance.inputs import of_row, of_sentence


@pytest.fixture(scope="module")
def rows(stance_rows: list[LabelledStance], loaded_rows: list[LabelledSentence]) -> Rows:
    return Rows(stance_rows, loaded_rows)


@pytest.fixture
def two(making: Callable[[str], Making], tmp_path: Path) -> Making:
    made = making("teacher")
    settings = made.settings.model_copy(update={"members": 2, "epochs": 1})
    return replace(made, settings=settings, work=tmp_path / "work")


def test_the_members_are_averaged_and_come_back(two: Making, rows: Rows, tmp_path: Path) -> None:
    found = teacher.fit(two, rows, rows)
    pairs, sentences = [of_row(row) for row in rows.stance], [of_sentence(r) for r in rows.loaded]
    one, other = (member.predict_stance(pairs) for member in found.members)
    assert not np.array_equal(one, other)
    np.testing.assert_allclose(found.predict_stance(pairs), (one + other) / 2)
    saved = tmp_path / "saved"
    saved.mkdir()
    found.save(saved)
    again = teacher.load(saved)
    np.testing.assert_array_equal(again.predict_stance(pairs), found.predict_stance(pairs))
    np.testing.assert_array_equal(again.predict_loaded(sentences), found.predict_loaded(sentences))


def test_a_member_that_is_done_is_not_tuned_again(
    two: Making, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    tune = finetuned.fit

    def stopped(making: Making, train: Rows, dev: Rows) -> finetuned.FinetunedClassifier:
        begun.append(making.seed)
        if len(begun) == 2:
            raise KeyboardInterrupt
        return tune(making, train, dev)

    monkeypatch.setattr(finetuned, "fit", stopped)
    with pytest.raises(KeyboardInterrupt):
        teacher.fit(two, rows, rows)
    assert len(teacher.fit(two, rows, rows).members) == 2
    assert begun == [two.seed, two.seed + 1, two.seed + 1]
