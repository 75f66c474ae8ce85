from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.storage import atomic

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_a_file_takes_its_place_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.txt"
    with atomic.replacing(path) as aside:
        aside.write_text("first half, ")
        assert not path.exists()
        aside.write_text("first half, second half")
    assert path.read_text() == "first half, second half"
    assert [each.name for each in path.parent.iterdir()] == ["file.txt"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError), atomic.replacing(path) as aside:
        aside.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    for name in ("old", "new"):
        with atomic.replacing_folder(folder) as aside:
            (aside / name).write_text(name)
    assert [file.name for file in folder.iterdir()] == ["new"]
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "old").touch()
    with pytest.raises(RuntimeError), atomic.replacing_folder(folder) as aside:
        (aside / "new").touch()
        raise RuntimeError
    assert [file.name for file in folder.iterdir()] == ["old"]
    assert list(tmp_path.iterdir()) == [folder]


def test_text_is_written_with_unix_line_ends(tmp_path: Path) -> None:
    atomic.write_text(tmp_path / "a", "Лід\n🧊\n")
    assert (tmp_path / "a").read_bytes() == "Лід\n🧊\n".encode()


def test_json_has_the_same_bytes_for_the_same_value(tmp_path: Path) -> None:
    atomic.write_json(tmp_path / "a", {"b": 1, "a": "є"})
    atomic.write_json(tmp_path / "b", {"a": "є", "b": 1})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert "є" in (tmp_path / "a").read_text(encoding="utf-8")


def test_json_refuses_what_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        atomic.write_json(tmp_path / "a", float("nan"))
    assert list(tmp_path.iterdir()) == []


def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert atomic.sha256_of(tmp_path / "a").startswith("ba7816bf8f01cfea")


@given(st.dictionaries(st.text(), values, max_size=5))
def test_the_hash_of_a_value_does_not_depend_on_the_order_of_its_keys(value: dict) -> None:
    turned = dict(reversed(value.items()))
    assert atomic.sha256_of_value(value) == atomic.sha256_of_value(turned)


@given(values, values)
def test_values_that_differ_have_different_hashes(one: object, other: object) -> None:
    same = repr(one) == repr(other)
    if not same and one != other:
        assert atomic.sha256_of_value(one) != atomic.sha256_of_value(other)


def _package(folder: Path) -> Path:
    folder.mkdir()
    (folder / "b.py").write_text("b = 1\n")
    (folder / "lang").mkdir()
    (folder / "lang" / "en.toml").write_text("a = 1\n")
    (folder / "notes.txt").write_text("not code\n")
    return folder


def test_the_hash_of_code_follows_its_python_and_toml_files_alone(tmp_path: Path) -> None:
    package = _package(tmp_path / "package")
    before = atomic.sha256_of_code(package)
    (package / "notes.txt").write_text("other\n")
    assert atomic.sha256_of_code(package) == before
    (package / "lang" / "en.toml").write_text("a = 2\n")
    assert atomic.sha256_of_code(package) != before


def test_the_hash_of_code_does_not_depend_on_where_it_lies_or_how_it_is_listed(
    tmp_path: Path,
) -> None:
    here, there = _package(tmp_path / "here"), _package(tmp_path / "there")
    assert atomic.sha256_of_code(here) == atomic.sha256_of_code(there)
    files = [here / "b.py", here / "lang"]
    assert atomic.sha256_of_code(*files) == atomic.sha256_of_code(*reversed(files))
