from collections.abc import Callable
from pathlib import Path
from typing import Any

import pydantic
import pytest
import yaml

from pipeline import corpora, params
from pipeline.errors import MissingError, SettingsError
from pipeline.params import Params
from pipeline.stance import classifiers


@pytest.fixture
def values(repository: Path) -> dict[str, Any]:
    return yaml.safe_load((repository / "params.yaml").read_text(encoding="utf-8"))


def test_the_projects_settings_are_valid(params: Params) -> None:
    assert set(params.languages) == {"en", "pl", "ru", "uk", "be", "de"}
    assert params.register_.resamples >= 1


def test_every_classifier_has_a_section_of_its_name(params: Params) -> None:
    assert set(type(params.train).model_fields) == set(classifiers.names())


def test_corpora_and_fallback_that_the_settings_name_are_there(
    params: Params, repository: Path
) -> None:
    assert set(params.fetch.corpora) | set(params.clean.corpora) <= set(corpora.names())
    assert set(params.fetch.required) <= set(params.fetch.corpora)
    assert (repository / params.clean.fallback).is_dir()


def test_settings_do_not_change_after_they_are_read(params: Params) -> None:
    with pytest.raises(pydantic.ValidationError):
        params.seed = 1  # type: ignore[misc]


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda v: v.update(sede=1), "unknown setting sede; did you mean seed"),
        (
            lambda v: v["train"]["tfidf"].update(windw=3),
            "unknown setting train.tfidf.windw; did you mean window",
        ),
        (
            lambda v: v["register"].update(resample=3),
            "unknown setting register.resample; did you mean resamples",
        ),
        (
            lambda v: v["train"]["majority"].update(depth=3),
            "unknown setting train.majority.depth; this section has no settings",
        ),
        (lambda v: v.pop("score"), "score is missing; add it"),
        (lambda v: v["dataset"].pop("dev_share"), "dataset.dev_share is missing; add it"),
        (lambda v: v["dataset"].update(dev_share=1.5), "dataset.dev_share is 1.5: .*less than 1"),
        (lambda v: v["score"].update(batch=0), "score.batch is 0: .*greater than or equal to 1"),
        (lambda v: v.update(seed="many"), "seed is 'many': .*integer"),
        (lambda v: v.update(train=None), "train is None"),
    ],
)
def test_a_wrong_setting_is_told_by_key_value_and_remedy(
    values: dict[str, Any], change: Change, message: str
) -> None:
    change(values)
    with pytest.raises(SettingsError, match=f"^here: {message}"):
        params.validate(values, "here")


def test_settings_that_are_not_there_are_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no such file; run from"):
        params.read(tmp_path / "params.yaml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"seed: [1", "not YAML"),
        (b"\xff\xfe\x00", "not YAML"),
        (b"- a\n- b\n", "holds list, not sections"),
        (b"", "holds NoneType, not sections"),
    ],
)
def test_a_file_without_sections_is_refused_on_one_line(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "params.yaml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=message) as caught:
        params.read(path)
    assert "\n" not in str(caught.value)
