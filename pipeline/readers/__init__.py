"""Readers of article files, one a format; each yields articles and rejects, and loses nothing."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipeline.errors import MissingError
from pipeline.readers import delimited, jsonl, parquet, webpage
from pipeline.readers.rows import RowSettings, reject
from pipeline.schema import Article, Reject

_Reader = Callable[[Path, RowSettings], Iterator[Article | Reject]]

_FORMATS: dict[str, _Reader] = {
    ".jsonl": jsonl.read,
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".parquet": parquet.read,
    ".html": webpage.read,
    ".htm": webpage.read,
}
_COMPRESSED = {".gz", ".zst"}


def read(inputs: Iterable[str], settings: RowSettings) -> Iterator[Article | Reject]:
    """The articles in files, folders, globs, or ``-`` for JSON lines on standard input.

    Only the same id again is rejected as repeated, wherever it stands.

    Raises:
        MissingError: an input names nothing.
    """
    seen: set[str] = set()
    for path in [path for name in inputs for path in expand(name)]:
        for item in _read_file(path, settings):
            if isinstance(item, Article):
                if item.article_id in seen:
                    yield reject(path, 0, "repeated-id", "read before", item.article_id)
                    continue
                seen.add(item.article_id)
            yield item


def expand(name: str) -> list[Path]:
    """The files that an input names, sorted; hidden ones are passed over.

    Raises:
        MissingError: there are none.
    """
    path = Path(name)
    if name == "-" or path.is_file():
        return [path]
    found = path.rglob("*") if path.is_dir() else _glob(path)
    files = sorted(file for file in found if file.is_file() and not _hidden(file, path))
    if not files:
        raise MissingError(f"{name}: no such file, or a folder without files; check the path")
    return files


def _glob(pattern: Path) -> Iterator[Path]:
    try:
        yield from Path(pattern.anchor or ".").glob(str(pattern.relative_to(pattern.anchor)))
    except ValueError:  # no pattern that pathlib knows, such as a**b
        return


def _hidden(file: Path, base: Path) -> bool:
    """Whether ``file`` is hidden below the folder or pattern ``base``, which may name dots."""
    inner, named = (file.relative_to(base), ()) if base.is_dir() else (file, base.parts)
    return any(part.startswith(".") for part in inner.parts if part not in named)


def _read_file(path: Path, settings: RowSettings) -> Iterator[Article | Reject]:
    if str(path) == "-":
        yield from jsonl.read(path, settings)
        return
    suffixes = [suffix for suffix in path.suffixes if suffix not in _COMPRESSED]
    reader = _FORMATS.get(suffixes[-1].lower() if suffixes else "")
    if reader is None:
        known = " ".join(sorted(_FORMATS))
        yield reject(path, 0, "unknown-format", f"not one of {known}")
        return
    try:
        yield from reader(path, settings)
    except (OSError, EOFError, UnicodeEncodeError) as error:  # the last from the file's name
        yield reject(path, 0, "unreadable-file", str(error))
