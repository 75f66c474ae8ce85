"""Public corpora, one file each; the file name, with dashes, is the corpus's id.

A corpus module holds ``SPEC`` and ``read(folder)``, which yields records and rejects from
the files that ``SPEC`` names. A file that is absent is passed over.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.errors import SettingsError
from pipeline.schema import Article, LabelledSentence, LabelledStance, Reject
from pipeline.storage.fetch import File

Record = LabelledStance | LabelledSentence | Article
Kind = Literal["stance", "loaded", "articles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What is known of a corpus before it is read."""

    name: str
    kind: Kind
    languages: tuple[str, ...]
    licence: str
    citation: str
    labels: str
    size: str
    files: tuple[File, ...]
    labels_map: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus: its spec and its reader."""

    spec: Spec
    read: Callable[[Path], Iterator[Record | Reject]]


def there(spec: Spec, raw: Path) -> str:
    """Whether a corpus's files lie below ``raw``, in words."""
    if not spec.files:
        return "in the repository"
    here = sum((raw / spec.name / file.name).is_file() for file in spec.files)
    if here == len(spec.files):
        return "yes"
    return f"{here} of {len(spec.files)} files" if here else "no"


def names() -> list[str]:
    """The ids of all corpora that there is a file for."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__))


def get(name: str) -> Corpus:
    """The corpus with this id.

    Raises:
        SettingsError: there is no such corpus.
    """
    if name not in names():
        raise SettingsError(f"corpora: unknown corpus {name!r}; known are {', '.join(names())}")
    module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    return Corpus(module.SPEC, module.read)
