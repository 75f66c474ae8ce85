"""Writes that are whole or not there, and the hashes that name what was written."""

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yields a path beside ``path`` to write a file to; on success it takes its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        yield aside / path.name
        (aside / path.name).replace(path)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextlib.contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """Yields an empty folder beside ``path``; on success it takes the place of ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    aside.chmod(0o755)
    try:
        yield aside
        if path.exists():
            shutil.rmtree(path)
        aside.rename(path)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Writes ``text`` as UTF-8 in one step."""
    with replacing(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, value: object) -> None:
    """Writes ``value`` as JSON with sorted keys, the same bytes for the same value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    write_text(path, text + "\n")


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_value(value: object) -> str:
    """The sha256 of a JSON value in its canonical form, in hex."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sha256_of_code(*modules_or_folders: Path) -> str:
    """The sha256 of the Python, TOML and JSON files at or below the paths, with their names."""
    files = sorted(
        file
        for path in modules_or_folders
        for file in ([path] if path.is_file() else path.rglob("*"))
        if file.suffix in {".py", ".toml", ".json"}
    )
    return sha256_of_value([[file.name, sha256_of(file)] for file in files])
