from collections.abc import Callable

from pipeline.schema import LabelledStance
from pipeline.stages.dataset import _fit


def test_rows_to_learn_from_are_settled_and_rows_to_measure_by_can_be_neutral(
    make_stance: Callable[..., LabelledStance],
) -> None:
    rows = [
        make_stance(row_id=f"{corpus} {split} {disputed}", corpus=corpus, split=split, **more)
        for corpus in ("authored", "ruopinionne-2024")
        for split in ("train", "dev")
        for disputed in (False, True)
        for more in [{"disputed": disputed}]
    ]
    kept, dropped = _fit(rows)
    assert [row.row_id for row in kept] == [
        "authored train False",
        "authored dev False",
        "authored dev True",
        "ruopinionne-2024 train False",
    ]
    assert dropped == {
        "authored: train row on which two readings differ": 1,
        "ruopinionne-2024: train row on which two readings differ": 1,
        "ruopinionne-2024: dev row of a corpus without a neutral label": 2,
    }
