"""The targets and everything that names them, read from ``data/<target>.toml``.

The file name is the target's id. A file lists entities, each with all its inflected forms by
language, phrases that look like a mention and are none (``not``), words near which its name
is somebody else's (``rivals``), and example sentences (``finds``, ``ignores``) that are the
file's tests. Nothing is inflected at run time.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from pipeline.errors import StanceError
from pipeline.targets.context import CONTEXT_FOLDER, Context, load_contexts

DATA_FOLDER = Path(__file__).parent / "data"
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Group = Literal["russia", "allies", "partners", "counterparts"]
Kind = Literal[
    "name",
    "demonym",
    "leader",
    "official",
    "capital",
    "institution",
    "armed-forces",
    "proxy",
    "epithet",
    "nickname",
    "nominal",
]


class GazetteerError(StanceError, ValueError):
    """A target's file that is malformed or contradicts another."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One form in one language; a ``cased`` one matches as written or in capitals only."""

    text: str
    language: str
    cased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Who or what stands for the target; the dates, both inclusive, bound a term of office."""

    id: str
    kind: Kind
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    cased: bool = False
    forms: Mapping[str, tuple[str, ...]]

    def aliases(self) -> list[Alias]:
        """Every form; an acronym is cased whatever the entity says."""
        return [
            Alias(form, language, self.cased or _is_acronym(form))
            for language, forms in self.forms.items()
            for form in forms
        ]

    def holds_on(self, day: dt.date | None) -> bool:
        """Whether the entity stands for its target on ``day``; None asks nothing."""
        return _within(day, self.valid_from, self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A sentence and the surfaces that the target has in it, from left to right."""

    language: str
    text: str
    surfaces: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """A sentence that names the target nowhere."""

    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A state or bloc of the codebook; after ``valid_until`` it is no target any more."""

    id: str
    group: Group
    label: str
    valid_until: dt.date | None = None
    entities: tuple[Entity, ...]
    negatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rivals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    finds: tuple[Find, ...] = ()
    ignores: tuple[Ignore, ...] = ()

    def holds_on(self, day: dt.date | None) -> bool:
        """Whether the target counts on ``day``; None asks nothing."""
        return _within(day, None, self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All targets by id, and the context words of each language."""

    targets: Mapping[str, Target]
    contexts: Mapping[str, Context]

    @classmethod
    def load(cls, folder: Path | None = None, contexts: Path | None = None) -> "Gazetteer":
        """Read every target of ``folder`` and every language of ``contexts``.

        Raises:
            GazetteerError: A file is malformed, or two targets claim one form.
        """
        paths = sorted((folder or DATA_FOLDER).glob("*.toml"))
        if not paths:
            raise GazetteerError(f"{folder}: no target in it; name a folder of <target>.toml files")
        targets = {path.stem: read_target(path) for path in paths}
        _refuse_shared_forms(targets)
        return cls(targets=targets, contexts=load_contexts(contexts or CONTEXT_FOLDER))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which some target has forms, sorted."""
        entities = (e for target in self.targets.values() for e in target.entities)
        return tuple(sorted({language for e in entities for language in e.forms}))

    def group_of(self, target: str) -> str:
        """The group of a target's id.

        Raises:
            GazetteerError: No target has that id.
        """
        if target not in self.targets:
            known = ", ".join(sorted(self.targets))
            raise GazetteerError(f"target {target!r}: unknown; use one of {known}")
        return self.targets[target].group


def read_target(path: Path) -> Target:
    """Read one ``<target>.toml``.

    Raises:
        GazetteerError: It is no TOML, has a wrong field, or an id that is not in kebab case.
    """
    try:
        with path.open("rb") as file:
            raw = tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise GazetteerError(f"{path}: not TOML: {fault}; correct the syntax there") from fault
    for taken, instead in (("id", "the file name is the id"), ("negatives", "write [not]")):
        if taken in raw:
            raise GazetteerError(f"{path}: {taken}: not a key of its own; drop it, {instead}")
    negatives = raw.pop("not", {})
    target = _validated(path, {**raw, "id": path.stem, "negatives": negatives})
    _check_ids(path, target)
    return target


@cache
def _target_adapter() -> TypeAdapter[Target]:
    for record in (Entity, Find, Ignore, Target):
        with_config(ConfigDict(extra="forbid"))(record)
    return TypeAdapter(Target)


def _validated(path: Path, raw: dict[str, Any]) -> Target:
    try:
        target = _target_adapter().validate_python(raw)
    except ValidationError as faults:
        first = faults.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        got = "" if first["type"] == "missing" else f", got {first['input']!r:.80}"
        what = f"{path}: {where}: {first['msg']}{got}; correct the field"
        raise GazetteerError(what) from faults
    return target


def _check_ids(path: Path, target: Target) -> None:
    ids = [entity.id for entity in target.entities]
    for name in (target.id, *ids):
        if not _KEBAB.fullmatch(name):
            raise GazetteerError(
                f"{path}: id {name!r}: not in kebab case; write it like north-korea"
            )
    for entity in target.entities:
        if ids.count(entity.id) > 1:
            raise GazetteerError(f"{path}: entity {entity.id!r}: there twice; merge the two")
        for language, forms in entity.forms.items():
            if not forms or any(form.strip() != form or not form for form in forms):
                where = f"{path}: entity {entity.id!r}, {language}"
                raise GazetteerError(f"{where}: an empty or padded form; write at least one word")


def _refuse_shared_forms(targets: Mapping[str, Target]) -> None:
    owners: dict[tuple[str, str], str] = {}
    for target in targets.values():
        for entity in target.entities:
            for alias in entity.aliases():
                owner = owners.setdefault((alias.language, alias.text.lower()), target.id)
                if owner != target.id:
                    what = f"form {alias.text!r} ({alias.language}) is claimed by {owner} as well"
                    raise GazetteerError(f"{target.id}.toml: {what}; leave it to one of the two")


def _is_acronym(form: str) -> bool:
    return form.isupper() and sum(c.isalpha() for c in form) > 1


def _within(day: dt.date | None, first: dt.date | None, last: dt.date | None) -> bool:
    if day is None:
        return True
    return (first is None or first <= day) and (last is None or day <= last)
