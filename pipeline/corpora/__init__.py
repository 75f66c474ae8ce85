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

Record = LabelledStance | LabelledSentence | Article
Kind = Literal["stance", "loaded", "articles"]


@dataclass(frozen=True, slots=True)
class File:
    """A file of a corpus: its name below the corpus's folder, where it is, and its hash."""

    name: str
    url: str
    sha256: str


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


def names() -> list[str]:
    """The ids of all corpora that there is a file for."""
    modules = (module.name for module in pkgutil.iter_modules(__path__))
    return sorted(name.replace("_", "-") for name in modules if name != "fetch")


def get(name: str) -> Corpus:
    """The corpus with this id.

    Raises:
        SettingsError: there is no such corpus.
    """
    if name not in names():
        raise SettingsError(f"corpora: unknown corpus {name!r}; known are {', '.join(names())}")
    module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    return Corpus(module.SPEC, module.read)
