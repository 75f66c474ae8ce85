"""What every test shares: a store and a home of its own, and builders of small records."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from pipeline import params as project_params
from pipeline.params import Params
from pipeline.schema import (
    STANCES,
    Article,
    LabelledSentence,
    LabelledStance,
    Span,
    Stance,
)

REPOSITORY = Path(__file__).parents[1]
OFF_LIMITS = ("mlflow.db", "mlartifacts", "data", "models")

# Libraries read it when they are imported, so it has to stand before any test module.
os.environ["HF_HUB_OFFLINE"] = "1"

# A test's folder is shared by its examples, each of which writes its file anew.
settings.register_profile(
    "project",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("project")


def _times() -> dict[str, int]:
    paths = [REPOSITORY / name for name in OFF_LIMITS]
    found = [each for path in paths for each in (path, *path.rglob("*")) if each.exists()]
    return {str(path.relative_to(REPOSITORY)): path.stat().st_mtime_ns for path in found}


@pytest.fixture(scope="session", autouse=True)
def untouched_repository() -> Iterator[None]:
    """Fails the session where a test writes to the project's own store, data or models."""
    before = _times()
    yield
    after = _times()
    touched = sorted(
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    )
    if touched:
        pytest.fail(f"the tests touched the project's own files: {', '.join(touched[:10])}")


@pytest.fixture(scope="session", autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A tracking store that lives as long as the session."""
    folder = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{folder / 'mlflow.db'}")
        yield


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def params(repository: Path) -> Params:
    """The project's own settings."""
    return project_params.read(repository / "params.yaml")


@pytest.fixture(scope="session")
def make_article() -> Callable[..., Article]:
    """Builds an article; whatever is not given is filled in."""

    def make(**given: Any) -> Article:
        return Article(**{"article_id": "a1", "raw": "Title\n\nText.", "title": "Title", **given})

    return make


@pytest.fixture(scope="session")
def make_stance() -> Callable[..., LabelledStance]:
    """Builds a labelled (sentence, target) row; whatever is not given is filled in."""

    def make(**given: Any) -> LabelledStance:
        row_id = given.get("row_id", "r1")
        defaults = {
            "row_id": row_id,
            "corpus": "authored",
            "split": "train",
            "group_id": f"group of {row_id}",
            "language": "en",
            "text": "Russia opened a bridge.",
            "spans": (Span(0, 6),),
            "target": "russia",
            "stance": "neutral",
        }
        return LabelledStance(**{**defaults, **given})

    return make


@pytest.fixture(scope="session")
def make_loaded() -> Callable[..., LabelledSentence]:
    """Builds a sentence with its loading; whatever is not given is filled in."""

    def make(**given: Any) -> LabelledSentence:
        row_id = given.get("row_id", "r1")
        defaults = {
            "row_id": row_id,
            "corpus": "authored",
            "split": "train",
            "group_id": f"group of {row_id}",
            "language": "en",
            "text": "The delegation landed at noon.",
            "loaded": False,
        }
        return LabelledSentence(**{**defaults, **given})

    return make


TEMPLATES: dict[Stance, tuple[str, ...]] = {
    "critical": ("{} shelled the harbour and lied about it.", "{} bullied its neighbours again."),
    "neutral": ("{} signed a fishing protocol on Monday.", "The envoy of {} landed at noon."),
    "supportive": ("{} generously rebuilt the school.", "The brave people of {} held firm."),
}
TARGETS = ("russia", "belarus", "iran", "serbia", "moldova")


@pytest.fixture(scope="session")
def stance_rows(make_stance: Callable[..., LabelledStance]) -> list[LabelledStance]:
    """Thirty labelled sentences, ten of each stance, from six patterns."""
    rows = []
    for stance in STANCES:
        for which, template in enumerate(TEMPLATES[stance]):
            for target in TARGETS:
                start, text = template.index("{}"), template.format(target.title())
                rows.append(
                    make_stance(
                        row_id=f"{stance}-{which}-{target}",
                        text=text,
                        spans=(Span(start, start + len(target)),),
                        target=target,
                        voice="outlet" if which else "quoted",
                        stance=stance,
                    )
                )
    return rows


@pytest.fixture(scope="session")
def loaded_rows(make_loaded: Callable[..., LabelledSentence]) -> list[LabelledSentence]:
    """Ten plain and ten loaded sentences."""
    plain = "The {} committee met on Tuesday and published its minutes."
    heated = "Once more the shameless {} clique spat in the face of decency!"
    words = ("budget", "harbour", "school", "railway", "harvest")
    return [
        make_loaded(row_id=f"{loaded}-{word}-{twin}", text=text.format(word) + twin, loaded=loaded)
        for loaded, text in ((False, plain), (True, heated))
        for word in words
        for twin in ("", " Again.")
    ]


@pytest.fixture
def write_jsonl(tmp_path: Path) -> Callable[..., Path]:
    """Writes values, a JSON line each, to a file of the test's own folder."""

    def write(*values: object, name: str = "articles.jsonl") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(value, ensure_ascii=False) + "\n" for value in values)
        path.write_text("".join(lines), encoding="utf-8")
        return path

    return write
