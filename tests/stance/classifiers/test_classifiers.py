"""What every classifier that there is a file for must do."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import IntegrityError, SettingsError
from pipeline.schema import LabelledSentence, LabelledStance, Span
from pipeline.stance import classifiers, persistence
from pipeline.stance.classifiers import Classifier, Making, Rows
from pipeline.stance.inputs import StanceInput, of_row, of_sentence, of_text
from pipeline.stance.persistence import Model

NAMES = classifiers.names()
Fit = Callable[[str], Classifier]
Make = Callable[[str], Making]

every_classifier = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def fitted(fit: Fit) -> dict[str, Classifier]:
    return {name: fit(name) for name in NAMES}


@pytest.fixture
def saved(fitted: dict[str, Classifier], tmp_path: Path) -> Callable[[str], Path]:
    def save(name: str) -> Path:
        persistence.save(Model(name, fitted[name], {}, {}), tmp_path / "model")
        return tmp_path / "model"

    return save


def test_a_classifier_is_known_by_its_file(repository: Path) -> None:
    files = (repository / "pipeline" / "stance" / "classifiers").glob("[!_]*.py")
    assert sorted(file.stem for file in files) == NAMES


@pytest.mark.parametrize("name", ["oracle", "", "__init__"])
def test_a_classifier_that_has_no_file_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match=f"unknown classifier {name!r}; known are blind"):
        classifiers.get(name)


@every_classifier
def test_chances_have_their_shape_and_sum_to_one(
    name: str,
    fitted: dict[str, Classifier],
    stance_rows: list[LabelledStance],
    loaded_rows: list[LabelledSentence],
) -> None:
    stance = fitted[name].predict_stance([of_row(row) for row in stance_rows])
    loaded = fitted[name].predict_loaded([of_sentence(row) for row in loaded_rows])
    assert stance.shape == (len(stance_rows), 3)
    assert loaded.shape == (len(loaded_rows), 2)
    for chances in (stance, loaded):
        assert ((chances >= 0) & (chances <= 1)).all()
        assert chances.sum(axis=1) == pytest.approx(1)


@every_classifier
def test_any_text_has_chances(name: str, fitted: dict[str, Classifier]) -> None:
    @given(st.text(min_size=1, max_size=30), st.data())
    def check(text: str, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        stance = fitted[name].predict_stance([StanceInput(text, (Span(start, end),))])
        assert stance.sum() == pytest.approx(1)
        assert fitted[name].predict_loaded([of_text(text)]).sum() == pytest.approx(1)

    check()


@every_classifier
def test_no_rows_have_no_chances(name: str, fitted: dict[str, Classifier]) -> None:
    assert fitted[name].predict_stance([]).shape == (0, 3)
    assert fitted[name].predict_loaded([]).shape == (0, 2)


@every_classifier
def test_a_row_gets_the_same_chances_alone_and_among_others(
    name: str, fitted: dict[str, Classifier], stance_rows: list[LabelledStance]
) -> None:
    items = [of_row(row) for row in stance_rows]
    together = fitted[name].predict_stance(items)
    alone = np.concatenate([fitted[name].predict_stance([item]) for item in items])
    assert together == pytest.approx(alone, abs=1e-3)


@every_classifier
def test_a_head_without_rows_gives_even_shares(name: str, making: Make) -> None:
    untaught = classifiers.get(name).fit(making(name), Rows(), Rows())
    item = StanceInput("Russia opened a bridge.", (Span(0, 6),))
    assert untaught.predict_stance([item]) == pytest.approx(np.full((1, 3), 1 / 3))
    assert untaught.predict_loaded([of_text("A.")]) == pytest.approx(np.full((1, 2), 1 / 2))


@every_classifier
def test_one_class_alone_can_be_learned(
    name: str,
    making: Make,
    tmp_path: Path,
    stance_rows: list[LabelledStance],
    loaded_rows: list[LabelledSentence],
) -> None:
    rows = Rows(stance_rows[:5], loaded_rows[:5])
    taught = classifiers.get(name).fit(making(name), rows, rows)
    chances = taught.predict_stance([of_row(stance_rows[0])])
    assert chances.shape == (1, 3) and chances.sum() == pytest.approx(1)
    taught.save(tmp_path)
    loaded = classifiers.get(name).load(tmp_path)
    assert (loaded.predict_stance([of_row(stance_rows[0])]) == chances).all()


@every_classifier
def test_too_few_rows_to_learn_from_are_no_fault(
    name: str, making: Make, tmp_path: Path, make_stance: Callable[..., LabelledStance]
) -> None:
    rows = [
        make_stance(row_id=text, text=text, spans=(Span(0, 1),), stance=stance)
        for text, stance in (("Ab.", "critical"), ("Cd!", "neutral"), ("Ef?", "supportive"))
    ]
    taught = classifiers.get(name).fit(making(name), Rows(rows), Rows(rows))
    chances = taught.predict_stance([of_row(row) for row in rows])
    assert chances.sum(axis=1) == pytest.approx(1)
    taught.save(tmp_path)
    loaded = classifiers.get(name).load(tmp_path)
    assert (loaded.predict_stance([of_row(row) for row in rows]) == chances).all()


@every_classifier
def test_a_saved_classifier_gives_the_same_chances(
    name: str,
    fitted: dict[str, Classifier],
    saved: Callable[[str], Path],
    stance_rows: list[LabelledStance],
    loaded_rows: list[LabelledSentence],
) -> None:
    loaded = persistence.load(saved(name)).classifier
    items = [of_row(row) for row in stance_rows]
    sentences = [of_sentence(row) for row in loaded_rows]
    assert (loaded.predict_stance(items) == fitted[name].predict_stance(items)).all()
    assert (loaded.predict_loaded(sentences) == fitted[name].predict_loaded(sentences)).all()


@every_classifier
def test_training_twice_gives_the_same_bytes(name: str, fit: Fit, tmp_path: Path) -> None:
    for folder in ("one", "other"):
        persistence.save(Model(name, fit(name), {}, {}), tmp_path / folder)
    one, other = (
        {
            path.relative_to(tmp_path / folder): path.read_bytes()
            for path in (tmp_path / folder).rglob("*")
            if path.is_file()
        }
        for folder in ("one", "other")
    )
    assert one == other


@every_classifier
def test_a_saved_classifier_holds_no_pickle(name: str, saved: Callable[[str], Path]) -> None:
    files = [path for path in saved(name).rglob("*") if path.is_file()]
    assert {path.suffix for path in files} <= {".json", ".npz", ".npy", ".safetensors", ".txt"}
    for path in files:
        assert not path.read_bytes().startswith(b"\x80")
        if path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as arrays:
                assert all(array.dtype != object for array in arrays.values())


@every_classifier
def test_whatever_file_of_it_changes_or_goes_it_is_refused(
    name: str, saved: Callable[[str], Path]
) -> None:
    folder = saved(name)
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        content = path.read_bytes()
        if path.name != persistence.MANIFEST:
            path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
            with pytest.raises(IntegrityError, match="is not what the manifest says"):
                persistence.load(folder)
            path.unlink()
            with pytest.raises(IntegrityError, match="is not what the manifest says"):
                persistence.load(folder)
        path.write_bytes(content)
    persistence.load(folder)
