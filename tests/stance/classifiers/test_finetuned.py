import dataclasses

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import CODEBOOK, LabelledStance, Lesson
from pipeline.stance.classifiers.finetuned import taught
from pipeline.stance.networks.heads import Head, Schemes

HEAD = Head(4, 3, Schemes.of(["other"], []).stance)


@pytest.fixture(scope="module")
def row(stance_rows: list[LabelledStance]) -> LabelledStance:
    return dataclasses.replace(stance_rows[0], scheme="other", stance="supportive")


def _lesson(scheme: str) -> Lesson:
    return Lesson(row_id="a", scheme=scheme, chances=(0.5, 0.25, 0.25))


def test_a_row_without_a_lesson_wants_its_label(row: LabelledStance) -> None:
    assert torch.equal(taught(HEAD, row, [], 0.5), HEAD.wanted("other", 2))


@given(st.floats(0, 1))
def test_label_and_lesson_share_a_row_by_its_own_scheme(row: LabelledStance, trust: float) -> None:
    wanted = taught(HEAD, row, [_lesson("other"), _lesson(CODEBOOK)], trust)
    said = trust * torch.tensor([0.5, 0.25, 0.25])
    torch.testing.assert_close(wanted[HEAD.number(CODEBOOK)], said)
    label = torch.tensor([0, 0, 1 - trust])
    torch.testing.assert_close(wanted[HEAD.number("other")], said + label)
