import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.evaluation.measure import measure, score_loaded, score_stance
from pipeline.schema import STANCES, LabelledSentence, LabelledStance
from pipeline.stance.classifiers import Making, Rows, majority
from pipeline.stance.persistence import Model

FILES = {
    "metrics.json",
    "slices.csv",
    "confusion.csv",
    "reliability.csv",
    "reliability_loaded.csv",
    "chances.parquet",
}


@pytest.fixture(scope="module")
def model(stance_rows: list[LabelledStance], loaded_rows: list[LabelledSentence]) -> Model:
    """The majority classifier, of which all scores are known."""
    fitted = majority.fit(Making(None, 1), Rows(stance_rows[:11], loaded_rows), Rows())
    return Model("majority", fitted, {}, {}, content="c" * 64)


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_both_heads_are_measured_on_each_corpus_and_written_down(
    tmp_path: Path,
    model: Model,
    stance_rows: list[LabelledStance],
    loaded_rows: list[LabelledSentence],
    make_stance: Callable[..., LabelledStance],
) -> None:
    other = [make_stance(row_id=str(n), corpus="newsmtsc", stance="critical") for n in range(5)]
    facts = measure(model, [*stance_rows, *other], loaded_rows, resamples=40, seed=1, out=tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == FILES
    assert json.loads((tmp_path / "metrics.json").read_text()) == facts
    assert facts["content"] == "c" * 64
    # All is called critical: a third of the one corpus is right, the whole of the other.
    assert facts["stance"]["authored"]["accuracy"] == pytest.approx(1 / 3)
    assert facts["stance"]["newsmtsc"]["accuracy"] == 1.0
    values = [facts["stance"][corpus]["macro_f1"]["value"] for corpus in facts["stance"]]
    assert facts["macro_f1"]["stance"] == pytest.approx(sum(values) / 2)
    assert facts["loaded"]["authored"]["n"] == len(loaded_rows)
    alone = {corpus: facts["stance"][corpus]["ece"] for corpus in facts["stance"]}
    assert min(alone.values()) < facts["ece"]["stance"] < max(alone.values()), "all rows together"


def test_the_files_hold_a_line_for_each_row_slice_and_bin(
    tmp_path: Path,
    model: Model,
    stance_rows: list[LabelledStance],
    loaded_rows: list[LabelledSentence],
) -> None:
    measure(model, stance_rows, loaded_rows, resamples=40, seed=1, out=tmp_path)
    confusion = _lines(tmp_path / "confusion.csv")
    assert [line["actual"] for line in confusion] == [row.stance for row in stance_rows]
    assert {line["predicted"] for line in confusion} == {STANCES[0]}
    slices = _lines(tmp_path / "slices.csv")
    assert slices and all(int(line["n"]) >= 20 for line in slices), "too few rows are no slice"
    bins = _lines(tmp_path / "reliability.csv")
    assert sum(int(line["n"]) for line in bins) == len(stance_rows)


def test_the_same_measurement_has_the_same_bytes(
    tmp_path: Path,
    model: Model,
    stance_rows: list[LabelledStance],
    loaded_rows: list[LabelledSentence],
) -> None:
    for name in ("one", "other"):
        measure(model, stance_rows, loaded_rows, resamples=40, seed=1, out=tmp_path / name)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_a_side_without_rows_can_be_measured(tmp_path: Path, model: Model) -> None:
    facts = measure(model, [], [], resamples=40, seed=1, out=tmp_path)
    assert facts["macro_f1"] == facts["ece"] == {"stance": 0.0, "loaded": 0.0}
    assert {path.name for path in tmp_path.iterdir()} == FILES


def test_chances_of_both_heads_sum_to_one(
    model: Model, stance_rows: list[LabelledStance], loaded_rows: list[LabelledSentence]
) -> None:
    stance, loaded = score_stance(model, stance_rows), score_loaded(model, loaded_rows)
    assert stance.chances.shape == (len(stance_rows), 3)
    assert loaded.chances.shape == (len(loaded_rows), 2)
    assert stance.chances.sum(axis=1) == pytest.approx(1)
    assert loaded.chances.sum(axis=1) == pytest.approx(1)
    assert loaded.truth.tolist() == [int(row.loaded) for row in loaded_rows]
