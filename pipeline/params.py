"""``params.yaml``, read into frozen, validated settings."""

import difflib
from pathlib import Path
from typing import Annotated, Any, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import MissingError, SettingsError

Share = Annotated[float, Field(gt=0, lt=1)]
Count = Annotated[int, Field(ge=1)]
Positive = Annotated[float, Field(gt=0)]
NgramRange = tuple[Count, Count]


class Section(BaseModel):
    """Settings that nothing changes after they are read; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Fetch(Section):
    """Which corpora are brought, and how long their hosts may take to answer (seconds)."""

    corpora: tuple[str, ...]
    required: tuple[str, ...] = ()
    timeout: Positive = 3.0


class Clean(Section):
    """What the main job reads, how alike two articles are that count as one, what is furniture."""

    corpora: tuple[str, ...]
    fallback: Path
    max_bytes: Count = 5_000_000
    near_duplicate: Share = 0.8
    survey_articles: Count = 3
    survey_share: Share = 0.05


class Dataset(Section):
    """How labelled rows are laid on train, dev and test; how many unlabelled ones are drawn."""

    dev_share: Share
    test_share: Share
    near_duplicate: Share
    outlets_apart: bool = False
    leaky: tuple[str, ...] = ()
    unlabelled: Annotated[int, Field(ge=0)] = 0
    weights: dict[str, Positive] = {}


class Wheel(Section):
    """A wheel of the package registry, known by its hash, and the file in it that is wanted."""

    name: str
    version: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    file: str


class Encoder(Section):
    """The base encoder: the one of the package registry, a folder, or a hub id at a commit."""

    source: str
    revision: str = "main"
    prefix: str = ""
    scripts: tuple[str, ...] = ()
    least_neighbours: Annotated[float, Field(ge=0, le=1)] = 0.0
    weights: Wheel
    tokenizer: Wheel


class TeacherBase(Section):
    """What the teacher is tuned from: out of the package registry, a folder, or a hub id."""

    source: str
    revision: str = "main"
    weights: Wheel


class Majority(Section):
    """The majority classifier has no settings."""


class Blind(Section):
    """Linear heads over word and character n-grams of the sentence, whatever the target."""

    word_ngrams: NgramRange
    char_ngrams: NgramRange
    min_count: Count
    regularisation: Positive
    loaded_regularisation: Positive


class Tfidf(Blind):
    """Linear heads that also see the words on either side of the target."""

    window: Count


class Frozen(Section):
    """Linear heads over what the base encoder says of the sentence and of the target."""

    regularisation: Positive
    loaded_regularisation: Positive


class Finetuned(Section):
    """The tuning of the base encoder; ``rate`` is of its last layer.

    ``lessons`` names the file of a larger network's, ``trust`` the share of its word.
    """

    epochs: Count
    patience: Count
    batch: Count
    rate: Positive
    head_rate: Positive
    layer_decay: Annotated[float, Field(gt=0, le=1)]
    weight_decay: Annotated[float, Field(ge=0)]
    warmup: Annotated[float, Field(ge=0, lt=1)]
    dropout: Annotated[float, Field(ge=0, lt=1)]
    smoothing: Annotated[float, Field(ge=0, lt=1)]
    frozen_layers: Annotated[int, Field(ge=0)]
    asked: bool = False
    lessons: str = ""
    trust: Annotated[float, Field(ge=0, le=1)] = 0.0


class Teacher(Finetuned):
    """The same for the larger networks of ``make teacher``, which read these languages alone."""

    languages: tuple[str, ...]
    members: Count = 1


class Static(Section):
    """Vectors of pieces that learn from the tuned encoder; ``trust`` is the share of its word."""

    width: Count
    window: Count
    epochs: Count
    batch: Count
    rate: Positive
    table_rate: Positive
    trust: Annotated[float, Field(ge=0, le=1)]


class Train(Section):
    """A section for each classifier, named as its file is."""

    majority: Majority
    tfidf: Tfidf
    blind: Blind
    frozen: Frozen
    finetuned: Finetuned
    static: Static
    teacher: Teacher


class Resampling(Section):
    """How many bootstrap resamples stand behind an interval."""

    resamples: Count


class Register(Resampling):
    """What a model may cost to become champion: CPU-seconds for 1,000 sentences."""

    max_cost: Positive


class Score(Section):
    """How many rows the model is handed at once."""

    batch: Count


class Outlets(Section):
    """When an outlet gets a score, and how its interval is made."""

    min_articles: Count = 10
    max_width: Annotated[float, Field(gt=0, le=2)] = 1.0
    resamples: Count = 2000


class Report(Section):
    """What the page shows."""

    examples: Count


class Params(Section):
    """All settings; the sections bear the names of their stages."""

    seed: int
    languages: tuple[str, ...]
    fetch: Fetch
    clean: Clean
    dataset: Dataset
    encoder: Encoder
    teacher: TeacherBase
    train: Train
    evaluate: Resampling
    test: Resampling
    compare: Resampling
    register_: Register = Field(alias="register")
    score: Score
    outlets: Outlets
    report: Report


def read(path: Path) -> Params:
    """The settings in ``path``.

    Raises:
        MissingError: there is no such file.
        SettingsError: it is not YAML, or a key or value is not a setting.
    """
    if not path.is_file():
        raise MissingError(f"{path}: no such file; run from the project's folder")
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not YAML ({' '.join(str(error).split())}); mend it") from None
    if not isinstance(values, dict):
        raise SettingsError(f"{path}: holds {type(values).__name__}, not sections; mend it")
    return validate(values, str(path))


def validate(values: dict[str, Any], where: str) -> Params:
    """``values`` as settings; ``where`` names their source in an error."""
    try:
        return Params.model_validate(values)
    except ValidationError as error:
        raise SettingsError(f"{where}: {_first_fault(error)}") from None


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"unknown setting {key}; {_nearest(fault['loc'])}"
    if fault["type"] == "missing":
        return f"{key} is missing; add it"
    return f"{key} is {fault['input']!r}: {fault['msg'].lower()}; mend it"


def _nearest(loc: tuple[int | str, ...]) -> str:
    section: type[BaseModel] = Params
    for part in loc[:-1]:
        kinds = {spec.alias or name: spec.annotation for name, spec in section.model_fields.items()}
        section = cast(type[BaseModel], kinds[str(part)])
    names = [spec.alias or name for name, spec in section.model_fields.items()]
    near = difflib.get_close_matches(str(loc[-1]), names, n=1, cutoff=0.0)
    return f"did you mean {near[0]}?" if near else "this section has no settings"
