import contextlib
import dataclasses
import pickle
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.errors import InputError, IntegrityError, MissingError
from pipeline.stance import persistence
from pipeline.tracking import hand, listing, models
from pipeline.tracking.registry import CHAMPION, DEFAULT, PROVISIONAL, Registry, Version

Add = Callable[[str], Version]


@pytest.fixture
def registry(project: Path) -> Registry:
    return Registry()


@contextlib.contextmanager
def _damaged(folder: Path, name: str, content: bytes | None) -> Iterator[None]:
    """The folder with one file of it replaced or taken away, and put back afterwards."""
    kept = Path(tempfile.mkdtemp()) / "kept"  # not beside it, where it would be found too
    shutil.copytree(folder, kept)
    try:
        if content is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(content)
        yield
    finally:
        shutil.rmtree(folder)
        shutil.move(kept, folder)
        kept.parent.rmdir()


def test_a_content_is_one_version_however_often_it_is_added(registry: Registry, add: Add) -> None:
    first = add("tfidf")
    assert add("tfidf") == first
    other = add("majority")
    assert add("tfidf") == first
    assert [v.number for v in registry.versions()] == [1, 2]
    assert registry.with_content(other.content) == other
    assert registry.with_content("0" * 64) is None


def test_what_learned_by_a_leaky_split_is_never_registered(
    registry: Registry, folders: dict[str, Path], tmp_path: Path
) -> None:
    model = persistence.load(folders["majority"])
    model = dataclasses.replace(model, facts=model.facts | {"leaky": ["rusentne-2023"]})
    persistence.save(model, tmp_path / "leaky")
    with pytest.raises(InputError, match="leaky split of rusentne-2023"):
        registry.add(tmp_path / "leaky", "", {})
    assert registry.versions() == []


def test_a_version_says_what_it_is(registry: Registry, add: Add, folders: dict[str, Path]) -> None:
    version = add("tfidf")
    assert version.content == persistence.content_hash(folders["tfidf"])
    assert (version.classifier, version.verdict, version.aliases) == ("tfidf", "", ())
    registry.note(version, "promoted: better", "judgement")
    assert registry.versions()[0].verdict == "promoted: better"


def test_the_champion_is_current_and_without_one_the_provisional(
    registry: Registry, add: Add
) -> None:
    with pytest.raises(MissingError, match="nothing is registered; run dvc repro"):
        registry.current()
    first, second = add("majority"), add("tfidf")
    registry.move(PROVISIONAL, first, "gate", "the best there is")
    alias, version = registry.current()
    assert (alias, version.number, version.aliases) == (PROVISIONAL, 1, (PROVISIONAL,))
    assert registry.find(DEFAULT).number == 1
    registry.move(CHAMPION, second, "gate", "better")
    alias, version = registry.current()
    assert (alias, version.number) == (CHAMPION, 2)
    registry.drop(PROVISIONAL)
    registry.drop(PROVISIONAL)
    assert registry.with_alias(PROVISIONAL) is None


def test_every_move_is_written_down_in_order(registry: Registry, add: Add) -> None:
    assert registry.moves() == []
    version = add("tfidf")
    for number in range(12):
        registry.move(CHAMPION, version, "gate", f"reason “{number}”")
    moves = registry.moves()
    assert [move.reason for move in moves] == [f"reason “{number}”" for number in range(12)]
    assert (moves[0].alias, moves[0].version, moves[0].by) == (CHAMPION, 1, "gate")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", moves[0].at)


def test_a_champion_is_held_where_a_person_set_it_last(registry: Registry, add: Add) -> None:
    assert not registry.held_by_person()
    version = add("tfidf")
    registry.move(CHAMPION, version, "gate", "better")
    assert not registry.held_by_person()
    registry.move(CHAMPION, version, "person", "a trial")
    registry.move(PROVISIONAL, version, "gate", "of no account")
    assert registry.held_by_person()
    registry.move(CHAMPION, version, "gate", "released")
    assert not registry.held_by_person()


def test_a_version_is_found_by_number_and_by_alias(registry: Registry, add: Add) -> None:
    version = add("tfidf")
    registry.move("trial-2", version, "person", "a trial")
    assert registry.find("models:/outlet-stance/1").number == 1
    assert registry.find("models:/outlet-stance@trial-2").number == 1


def test_what_names_no_version_is_refused_on_one_line(registry: Registry, add: Add) -> None:
    with pytest.raises(MissingError, match="nothing is registered; run dvc repro"):
        registry.find(DEFAULT)
    add("tfidf")
    wrong = {
        "models:/other/1": "not a registered model; name models:/outlet-stance@alias or /3",
        "models:/outlet-stance": "not a registered model",
        "models:/outlet-stance/": "not a registered model",
        "models:/outlet-stance/latest": "not a registered model",
        "models:/outlet-stance/1; drop": "not a registered model",
        "models:/outlet-stance/7": "no such version; stance models lists them",
        "models:/outlet-stance@nobody": "no such version",
    }
    for uri, message in wrong.items():
        with pytest.raises(MissingError, match=message) as caught:
            registry.find(uri)
        assert str(caught.value).startswith(f"{uri}: ") and "\n" not in str(caught.value)


def test_a_registered_model_loads_as_it_was_saved(
    registry: Registry, add: Add, folders: dict[str, Path]
) -> None:
    loaded = registry.load(add("tfidf"))
    assert loaded.content == persistence.load(folders["tfidf"]).content


def test_no_pickle_lies_anywhere_below_a_registered_model(registry: Registry, add: Add) -> None:
    root = registry.folder(add("tfidf")).parents[1]
    files = [path for path in root.rglob("*") if path.is_file()]
    assert {"MLmodel", "pyfunc.py", "manifest.json"} <= {path.name for path in files}
    for path in files:
        assert path.suffix not in {".pkl", ".pickle", ".joblib", ".bin", ".pt"}, path
        assert not path.read_bytes().startswith(b"\x80"), path


DAMAGES: list[tuple[str, bytes | None, str]] = [
    ("model.json", b"{}", r"model\.json is not what the manifest says"),
    ("model.json", None, r"model\.json is not what the manifest says"),
    ("notes.txt", b"", r"holds notes\.txt, which is not the model's"),
    ("model.pkl", pickle.dumps(1), r"holds model\.pkl, which is not the model's"),
    ("manifest.json", b"{}", "which is not the model's"),
    ("manifest.json", b"", r"manifest\.json: is no list of hashes"),
    ("manifest.json", None, "holds 0 manifests; register it anew"),
]


def test_a_version_whose_files_changed_is_refused_on_one_line(registry: Registry, add: Add) -> None:
    version = add("tfidf")
    folder = registry.folder(version)
    for name, content, message in DAMAGES:
        with _damaged(folder, name, content):
            with pytest.raises(IntegrityError, match=message) as caught:
                registry.load(version)
            assert "\n" not in str(caught.value)
        registry.load(version)


def test_a_version_whose_files_are_another_models_is_refused(
    registry: Registry, add: Add, folders: dict[str, Path]
) -> None:
    version = add("tfidf")
    folder = registry.folder(version)
    with _damaged(folder, "manifest.json", b""):
        shutil.rmtree(folder)
        shutil.copytree(folders["majority"], folder)
        with pytest.raises(IntegrityError, match=f"expected {version.content[:12]}…; register"):
            registry.load(version)


def test_a_version_whose_files_are_gone_is_missing(registry: Registry, add: Add) -> None:
    version = add("tfidf")
    root = registry.folder(version).parents[1]
    aside = root.rename(root.with_name("aside"))
    try:
        with pytest.raises(MissingError, match=r"its files are gone .*; run dvc repro") as caught:
            registry.load(version)
        assert "\n" not in str(caught.value)
    finally:
        aside.rename(root)


def test_a_version_promoted_by_hand_is_the_champion_held(registry: Registry, add: Add) -> None:
    add("majority")
    registry.move(PROVISIONAL, add("tfidf"), "gate", "the best there is")
    assert hand.promote(1, "a trial").startswith("champion is version 1 (majority)")
    assert registry.current()[1].number == 1
    assert registry.with_alias(PROVISIONAL) is None
    assert registry.held_by_person()
    assert registry.moves()[-1].reason == "a trial"


def test_a_version_that_cannot_be_loaded_is_not_promoted(registry: Registry, add: Add) -> None:
    version = add("tfidf")
    with (
        _damaged(registry.folder(version), "model.json", b"{}"),
        pytest.raises(IntegrityError),
    ):
        hand.promote(1, "a trial")
    assert registry.moves() == [] and registry.with_alias(CHAMPION) is None


def test_a_rollback_brings_back_the_champion_before(registry: Registry, add: Add) -> None:
    add("majority"), add("tfidf")
    with pytest.raises(MissingError, match="no other champion before; use promote"):
        hand.rollback("nothing yet")
    hand.promote(1, "first")
    with pytest.raises(MissingError, match="no other champion before; use promote"):
        hand.rollback("too early")
    hand.promote(2, "second")
    assert hand.rollback("worse on headlines").startswith("champion is version 1 ")
    assert registry.current()[1].number == 1 and registry.held_by_person()


def test_a_release_hands_the_champion_back_to_the_gate(registry: Registry, add: Add) -> None:
    add("tfidf")
    with pytest.raises(MissingError, match="there is no champion to release"):
        hand.release("nothing to release")
    hand.promote(1, "a trial")
    assert hand.release("trial is over") == "champion is version 1; the gate may move it again"
    assert not registry.held_by_person() and registry.current()[1].number == 1


def test_versions_and_moves_are_listed(registry: Registry, add: Add) -> None:
    assert listing.moves() == [] and listing.versions()[1] == []
    version = add("tfidf")
    hand.promote(1, "a trial")
    columns, (row,) = listing.versions()
    listed = dict(zip(columns, row, strict=True))
    assert (listed["version"], listed["aliases"]) == ("1", CHAMPION)
    assert listed["content"] == version.content[:12]
    (line,) = listing.moves()
    assert line.endswith("champion → version 1, by person: a trial")


def test_a_model_is_loaded_by_its_folder_or_its_name(add: Add, folders: dict[str, Path]) -> None:
    version = add("tfidf")
    hand.promote(1, "a trial")
    by_folder, facts = models.load(str(folders["tfidf"]))
    assert (by_folder.content, facts) == (version.content, {})
    by_name, facts = models.load()
    assert by_name.content == by_folder.content
    assert facts["version"] == "1" and facts["alias"] == CHAMPION
