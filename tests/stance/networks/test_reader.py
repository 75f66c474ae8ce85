from pathlib import Path

import numpy as np
import pytest
import torch

from pipeline.schema import Span
from pipeline.stance.inputs import StanceInput, of_text
from pipeline.stance.networks import reader as reading
from pipeline.stance.networks.reader import Reader

ITEMS = [
    StanceInput(text, (Span(start, start + 2),))
    for text, start in (("ab cd", 0), ("ab cd", 3), ("de no rst", 0), ("cab", 1))
]


@pytest.fixture
def reader(deep: Path) -> Reader:
    found = Reader.new(deep, marked_layer=1)
    torch.manual_seed(6)
    for weight in found.network.parameters():
        torch.nn.init.normal_(weight)
    found.network.eval()
    return found


def test_what_targets_share_is_read_once_and_says_the_same(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    below = reader.network.below

    def count(ids: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        read.append(len(ids))
        return below(ids, there)

    monkeypatch.setattr(reader.network, "below", count)
    loaded = reader.loaded([of_text(item.text) for item in ITEMS])
    stance = reader.stance(ITEMS)
    assert sum(read) == 3, "three texts in four items, whichever head is asked"
    reader.kept.clear()
    assert reader.stance(ITEMS) == pytest.approx(stance, abs=1e-5)
    alone = np.array([reader.loaded([of_text(item.text)])[0] for item in ITEMS])
    assert loaded == pytest.approx(alone, abs=1e-5)


def test_no_more_texts_are_kept_than_may_be(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_KEPT", 2)
    reader.stance(ITEMS)
    assert len(reader.kept) == 2


def test_below_the_mark_each_text_has_a_row_for_each_piece(reader: Reader) -> None:
    pieces = reader.splitter.split(ITEMS)
    below = reader.below(pieces)
    assert [len(one) for one in below] == [len(one) for one in pieces]
    assert all(one.dtype == torch.float16 for one in below)


def test_nothing_lies_below_the_first_layer(encoder: Path) -> None:
    first = Reader.new(encoder)
    assert first.below(first.splitter.split(ITEMS)) == []
    with pytest.raises(ValueError, match="before the first layer"):
        first.network.below(torch.ones(1, 2, dtype=torch.long), torch.ones(1, 2))
