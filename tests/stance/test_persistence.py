import json
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import IntegrityError, MissingError, OutdatedError
from pipeline.schema import LabelledStance
from pipeline.stance import persistence
from pipeline.stance.inputs import of_row, of_text
from pipeline.stance.persistence import MANIFEST, Model
from pipeline.storage.atomic import sha256_of


class _Bomb:
    """Goes off where it is unpickled."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return (_explode, ("unpickled",))


def _explode(word: str) -> None:
    raise AssertionError(word)


@pytest.fixture
def folder(model: Model, tmp_path: Path) -> Path:
    persistence.save(model, tmp_path / "model")
    return tmp_path / "model"


def test_a_model_saved_and_loaded_is_the_same(
    model: Model, folder: Path, stance_rows: list[LabelledStance]
) -> None:
    loaded = persistence.load(folder)
    items = [of_row(row) for row in stance_rows]
    assert (loaded.predict_stance(items) == model.predict_stance(items)).all()
    assert (
        loaded.predict_loaded([of_text("Shame!")]) == model.predict_loaded([of_text("Shame!")])
    ).all()
    assert loaded.classifier_name == "tfidf"
    assert loaded.facts == model.facts
    assert (loaded.trained_on == model.trained_on).all()


def test_a_models_chances_are_scaled_and_sum_to_one(
    model: Model, stance_rows: list[LabelledStance]
) -> None:
    items = [of_row(row) for row in stance_rows]
    chances, plain = model.predict_stance(items), model.classifier.predict_stance(items)
    assert chances.sum(axis=1) == pytest.approx(1)
    assert (chances.argmax(axis=1) == plain.argmax(axis=1)).all()
    assert (chances.max(axis=1) < plain.max(axis=1)).all(), "a temperature above 1 softens"
    loaded = model.predict_loaded([of_text("One."), of_text("Two.")])
    assert loaded.shape == (2,)
    assert model.predict_loaded([]).shape == (0,)


def test_a_models_name_is_the_hash_of_its_manifest(model: Model, folder: Path) -> None:
    content = sha256_of(folder / MANIFEST)
    assert persistence.content_hash(folder) == content == persistence.load(folder, content).content
    assert persistence.save(model, folder.with_name("again")) == content


def test_a_model_takes_the_place_of_an_older_one(model: Model, folder: Path) -> None:
    (folder / "left-over.json").touch()
    persistence.save(model, folder)
    persistence.load(folder)


def test_a_model_that_is_not_the_one_expected_is_refused(folder: Path) -> None:
    with pytest.raises(IntegrityError, match="expected 000000000000…; register it anew"):
        persistence.load(folder, "0" * 64)


@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_without_a_model_is_missing(tmp_path: Path, exists: bool) -> None:
    if exists:
        (tmp_path / "model").mkdir()
    with pytest.raises(MissingError, match="holds no model"):
        persistence.load(tmp_path / "model")


def test_a_model_of_another_form_is_outdated(folder: Path) -> None:
    facts = json.loads((folder / "model.json").read_text())
    del facts["form"]
    (folder / "model.json").write_text(json.dumps(facts))
    _sign(folder)
    with pytest.raises(OutdatedError, match="a model of form 1, and this version reads 2; train"):
        persistence.load(folder)


@pytest.mark.parametrize("name", ["notes.txt", "classifier/model.pkl", ".hidden", "new/a.json"])
def test_a_file_too_many_is_refused_by_name(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(pickle.dumps(_Bomb()))
    with pytest.raises(IntegrityError, match=f"holds {name}, which is not the model's; remove"):
        persistence.load(folder)


@pytest.mark.parametrize("where", ["nowhere", "/", "model.json"])
def test_a_link_too_many_is_refused(folder: Path, where: str) -> None:
    (folder / "link.json").symlink_to(where)
    with pytest.raises(IntegrityError, match=r"holds link\.json, which is not the model's"):
        persistence.load(folder)


def _sign(folder: Path) -> None:
    """Writes the manifest anew, as somebody would who wants to be believed."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST]
    listed = {path.relative_to(folder).as_posix(): sha256_of(path) for path in files}
    (folder / MANIFEST).write_text(json.dumps(listed))


def test_a_pickle_is_refused_even_where_the_manifest_lists_it(folder: Path) -> None:
    (folder / "classifier" / "model.pkl").write_bytes(pickle.dumps(_Bomb()))
    _sign(folder)
    with pytest.raises(IntegrityError, match=r"model\.pkl is not what the manifest says"):
        persistence.load(folder)


def test_a_pickle_inside_an_array_is_never_run(folder: Path) -> None:
    np.save(folder / "trained_on.npy", np.array([_Bomb()], dtype=object), allow_pickle=True)
    _sign(folder)
    with pytest.raises(ValueError, match="Object arrays cannot be loaded"):
        persistence.load(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", "7", "\0"])
def test_a_broken_manifest_is_refused(folder: Path, content: str) -> None:
    (folder / MANIFEST).write_text(content)
    with pytest.raises(IntegrityError, match=r"manifest\.json: is no list of hashes"):
        persistence.load(folder)


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_a_model_whose_manifest_changed_in_any_byte_is_refused(
    folder: Path, place: int, flip: int
) -> None:
    manifest, content = folder / MANIFEST, (folder / MANIFEST).read_bytes()
    expected = sha256_of(manifest)
    changed = bytearray(content)
    changed[place % len(content)] ^= flip
    manifest.write_bytes(changed)
    with pytest.raises(IntegrityError):
        persistence.load(folder, expected)
    manifest.write_bytes(content)
    persistence.load(folder, expected)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=5), max_size=8))
def test_texts_are_known_again_by_sorted_distinct_hashes(texts: list[str]) -> None:
    hashes = persistence.text_hashes(texts)
    assert hashes.dtype == np.uint64
    assert len(hashes) == len(set(texts))
    assert (np.diff(hashes.astype(object)) > 0).all()
    assert (hashes == persistence.text_hashes(texts[::-1])).all()
