import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import IntegrityError, MissingError
from pipeline.params import Wheel
from pipeline.storage import wheels
from pipeline.storage.atomic import sha256_of

Pin = Callable[..., Wheel]


@pytest.fixture
def pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pin:
    """The pin of a wheel that lies in the only folder where pip looks."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    path = shelf / "swan-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("swan/feathers.bin", b"white")
        archive.writestr(
            "swan-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: swan\nVersion: 1.0\n"
        )
        archive.writestr("swan-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n")
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    known = {"name": "swan", "version": "1.0", "sha256": sha256_of(path)}
    return lambda **changes: Wheel(**{**known, "file": "swan/feathers.bin", **changes})


def test_the_file_of_a_wheel_is_written(pin: Pin, tmp_path: Path) -> None:
    wheels.bring(pin(), tmp_path / "out" / "feathers.bin")
    assert (tmp_path / "out" / "feathers.bin").read_bytes() == b"white"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"sha256": "0" * 64}, IntegrityError),
        ({"version": "2.0"}, MissingError),
        ({"file": "swan/bones.bin"}, MissingError),
    ],
)
def test_what_is_not_as_pinned_is_refused(
    pin: Pin, tmp_path: Path, changes: dict[str, str], fault: type[Exception]
) -> None:
    with pytest.raises(fault) as raised:
        wheels.bring(pin(**changes), tmp_path / "out.bin")
    assert "swan" in str(raised.value) and "\n" not in str(raised.value)
    assert not (tmp_path / "out.bin").exists()
