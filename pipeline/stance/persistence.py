"""A trained model as a folder: heads, calibration, facts, and a manifest of sha256s.

The folder holds JSON, npz, safetensors and tokenizer files. Its content hash is the sha256 of
the manifest; whoever loads a model checks every file against it and refuses any other file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import IntegrityError, MissingError, OutdatedError
from pipeline.stance import classifiers
from pipeline.stance.calibration import Floats, scale_each
from pipeline.stance.classifiers import Classifier
from pipeline.stance.inputs import StanceInput
from pipeline.storage.atomic import replacing_folder, sha256_of, sha256_of_value, write_json

MANIFEST = "manifest.json"
_FACTS = "model.json"
_TRAINED_ON = "trained_on.npy"
_FORM = 2  # of the files below; one with another number is not read
_SUFFIXES = {".json", ".npz", ".npy", ".safetensors", ".txt", ".model"}


@dataclass(frozen=True, slots=True)
class Training:
    """What names a training: the classifier, the facts of its making, the content that came."""

    classifier_name: str
    facts: dict[str, Any]
    content: str


@dataclass(frozen=True)
class Model:
    """A classifier with its temperatures by scheme, and what is known of its making.

    ``trained_on`` holds the first 8 bytes of the hash of each training text, sorted.
    """

    classifier_name: str
    classifier: Classifier
    stance_temperatures: Mapping[str, float]
    loaded_temperatures: Mapping[str, float]
    facts: dict[str, Any] = field(default_factory=dict)
    trained_on: "np.ndarray[Any, np.dtype[np.uint64]]" = field(
        default_factory=lambda: np.array([], dtype=np.uint64)
    )
    content: str = ""

    @property
    def reads(self) -> list[str]:
        """The languages that it was trained on alone; none where it reads whatever comes."""
        return list(self.facts.get("settings", {}).get("languages", []))

    def can_read(self, language: str) -> bool:
        """Whether it was made for texts in this language."""
        return not self.reads or language in self.reads

    @property
    def training(self) -> Training:
        """What names the training that made this model."""
        return Training(self.classifier_name, self.facts, self.content)

    def predict_stance(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 3)``: calibrated chances of critical, neutral, supportive."""
        found = self.classifier.predict_stance(items)
        return scale_each(found, [item.scheme for item in items], self.stance_temperatures)

    def predict_loaded(self, items: Sequence[StanceInput]) -> Floats:
        """``(n,)``: the calibrated chance of loaded language."""
        found = self.classifier.predict_loaded(items)
        return scale_each(found, [item.scheme for item in items], self.loaded_temperatures)[:, 1]


def save(model: Model, folder: Path) -> str:
    """Writes ``model`` in place of ``folder``; its content hash."""
    with replacing_folder(folder) as aside:
        facts = {
            "form": _FORM,
            "classifier": model.classifier_name,
            "stance_temperatures": dict(model.stance_temperatures),
            "loaded_temperatures": dict(model.loaded_temperatures),
            "facts": model.facts,
        }
        write_json(aside / _FACTS, facts)
        np.save(aside / _TRAINED_ON, model.trained_on)
        (aside / "classifier").mkdir()
        model.classifier.save(aside / "classifier")
        write_json(aside / MANIFEST, _hashes(aside))
    return sha256_of(folder / MANIFEST)


def content_hash(folder: Path) -> str:
    """The content hash of a model's folder, every file checked.

    Raises:
        MissingError: there is no model.
        IntegrityError: a file differs from the manifest, is missing, or should not be there.
    """
    if not (folder / MANIFEST).is_file():
        raise MissingError(f"{folder}: holds no model ({MANIFEST} is missing); train one")
    listed, here = _listed(folder / MANIFEST), _hashes(folder)
    for name in sorted(listed.keys() | here.keys()):
        if name not in listed:
            raise IntegrityError(f"{folder}: holds {name}, which is not the model's; remove it")
        if listed[name] != here.get(name) or Path(name).suffix not in _SUFFIXES:
            raise IntegrityError(f"{folder}: {name} is not what the manifest says; fetch it anew")
    return sha256_of(folder / MANIFEST)


def describe(folder: Path) -> Training:
    """What names the training of a saved model, every file checked but none loaded.

    Raises:
        MissingError: there is no model.
        IntegrityError: its files are not as its manifest says.
    """
    content = content_hash(folder)
    facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
    return Training(facts["classifier"], facts["facts"], content)


def load(folder: Path, expected: str | None = None) -> Model:
    """A saved model, by the installed code alone.

    Args:
        folder: where it is.
        expected: the content hash that it must have, where one is known.

    Raises:
        MissingError: there is no model.
        IntegrityError: it is not the one expected, or its files are not as it says.
        OutdatedError: another version of the code made it.
    """
    content = content_hash(folder)
    if expected is not None and content != expected:
        raise IntegrityError(
            f"{folder}: content is {content[:12]}…, expected {expected[:12]}…; register it anew"
        )
    facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
    if facts.get("form") != _FORM:
        raise OutdatedError(
            f"{folder}: a model of form {facts.get('form', 1)}, and this version reads {_FORM}; "
            "train anew, or take the version of the project that made it"
        )
    return Model(
        classifier_name=facts["classifier"],
        classifier=classifiers.get(facts["classifier"]).load(folder / "classifier"),
        stance_temperatures=facts["stance_temperatures"],
        loaded_temperatures=facts["loaded_temperatures"],
        facts=facts["facts"],
        trained_on=np.load(folder / _TRAINED_ON, allow_pickle=False),
        content=content,
    )


def text_hashes(texts: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.uint64]]":
    """The sorted distinct 8-byte hashes of texts, to know them again without keeping them."""
    numbers = {int(sha256_of_value(text)[:16], 16) for text in texts}
    return np.array(sorted(numbers), dtype=np.uint64)


def _listed(manifest: Path) -> dict[str, str]:
    try:
        listed = json.loads(manifest.read_bytes())
    except ValueError:
        listed = None
    if not isinstance(listed, dict):
        raise IntegrityError(f"{manifest}: is no list of hashes; fetch the model anew")
    return listed


def _hashes(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file() or file.is_symlink())
    return {
        file.relative_to(folder).as_posix(): sha256_of(file) if file.is_file() else "no file"
        for file in sorted(files)
        if file != folder / MANIFEST
    }
