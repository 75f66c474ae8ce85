import dataclasses
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.schema import Article, Reject
from pipeline.scoring import batch
from pipeline.scoring.batch import BatchSettings
from pipeline.stance.classifiers import Classifier, Floats
from pipeline.stance.inputs import StanceInput
from pipeline.stance.persistence import Model

Bytes = dict[str, str]

SETTINGS = BatchSettings(languages=("en", "uk"), part=2)
TEXTS = (
    "Russia shelled the harbour and lied about it. Nobody came.",
    "“Iran bullied its neighbours again,” said the envoy of Serbia.",
    "The committee met on Tuesday and published its minutes.",
    "Росія відкрила міст, і посол Білорусі не відповів.",
    "Moldova signed a fishing protocol with Russia on Monday.",
    "La mairie de la ville n’était pas là hier soir, dit-on ici.",
    "The brave people of Serbia held firm.\n\nShare this article",
)
BAD = Reject(source="x.jsonl", line=3, stage="read", reason="bad-json", detail="a detail")


@pytest.fixture(scope="session")
def articles(make_article: Callable[..., Article]) -> list[Article]:
    return [
        make_article(article_id=f"a{at}", raw=text, title="", outlet="Tin" if at % 2 else "Zinc")
        for at, text in enumerate(TEXTS)
    ]


@dataclasses.dataclass
class Counted:
    """A classifier that counts the sentences it is shown and may stop at one of them."""

    inner: Classifier
    stop_at: str = "no such text"
    seen: list[str] = dataclasses.field(default_factory=list)

    def predict_stance(self, items: Sequence[StanceInput]) -> Floats:
        return self.inner.predict_stance(items)

    def predict_loaded(self, items: Sequence[StanceInput]) -> Floats:
        if any(self.stop_at in item.text for item in items):
            raise KeyboardInterrupt
        self.seen += [item.text for item in items]
        return self.inner.predict_loaded(items)


def _counted(model: Model, stop_at: str = "no such text") -> tuple[Model, Counted]:
    counted = Counted(model.classifier, stop_at)
    return dataclasses.replace(model, classifier=counted), counted  # type: ignore[arg-type]


def _bytes(folder: Path) -> Bytes:
    """The hash of every file's bytes, the summary's without what may differ."""
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    summary["seconds"] = summary["settings"]["part"] = summary["settings"]["batch"] = 0
    return {**found, "summary.json": json.dumps(summary)}


def test_a_batch_is_three_tables_rejects_and_a_summary(
    tmp_path: Path, model: Model, articles: list[Article]
) -> None:
    batch.score(articles, model, tmp_path, SETTINGS)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "articles.parquet", "rejects.jsonl", "sentences.parquet", "stances.parquet",
        "summary.json",
        "survey.json",
    ]  # fmt: skip


def test_the_summary_counts_what_is_in_the_tables(
    tmp_path: Path, model: Model, articles: list[Article], make_article: Callable[..., Article]
) -> None:
    furniture = make_article(article_id="f", raw="Share this article", title="", language="en")
    copy = dataclasses.replace(articles[0], article_id="copy", outlet="Lead")
    source: list[Article | Reject] = [*articles, BAD, furniture, copy, BAD]
    summary = batch.score(source, model, tmp_path, SETTINGS)
    frames = {name: pl.read_parquet(tmp_path / f"{name}.parquet") for name in batch._TABLES}
    assert summary["read"] == len(source) == summary["kept"] + summary["rejected"]
    assert summary["rejected_by_reason"] == {"bad-json": 2, "empty-text": 1}
    assert summary["kept"] == len(frames["articles"]) == len(articles) + 1
    assert summary["sentences"] == len(frames["sentences"])
    assert summary["sentences"] == frames["articles"]["n_sentences"].sum()
    assert summary["rows"] == len(frames["stances"]) == frames["articles"]["n_rows"].sum() > 0
    assert summary["repeats"] == 1
    assert summary["unsupported_language"] == 1
    assert summary["model"] == {"classifier": "tfidf", "content": model.content}
    assert summary == json.loads((tmp_path / "summary.json").read_text(encoding="utf-8")) | {
        "settings": summary["settings"]
    }
    lines = (tmp_path / "rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["reason"] for line in lines] == ["bad-json", "empty-text", "bad-json"]


@settings(max_examples=8)
@given(st.lists(st.integers(-1, len(TEXTS) - 1), max_size=8), st.integers(1, 4))
def test_whatever_is_read_is_kept_or_rejected(
    tmp_path: Path, model: Model, articles: list[Article], drawn: list[int], part: int
) -> None:
    source = [
        BAD if number < 0 else dataclasses.replace(articles[number], article_id=str(at))
        for at, number in enumerate(drawn)
    ]
    one_part = dataclasses.replace(SETTINGS, part=part)
    summary = batch.score(source, model, tmp_path, one_part)
    assert summary["read"] == len(drawn) == summary["kept"] + summary["rejected"]
    assert summary["rejected"] == drawn.count(-1)
    ids = pl.read_parquet(tmp_path / "articles.parquet")["article_id"].to_list()
    assert ids == [item.article_id for item in source if isinstance(item, Article)]


def test_a_batch_that_was_stopped_goes_on_and_ends_in_the_same_bytes(
    tmp_path: Path, model: Model, articles: list[Article]
) -> None:
    batch.score(articles, model, tmp_path / "whole", SETTINGS)
    stopping, before = _counted(model, stop_at="The committee")
    with pytest.raises(KeyboardInterrupt):
        batch.score(articles, stopping, tmp_path / "stopped", SETTINGS)
    assert not (tmp_path / "stopped" / "summary.json").exists()
    assert len(list((tmp_path / "stopped" / ".parts").iterdir())) == 1
    going_on, after = _counted(model)
    batch.score(articles, going_on, tmp_path / "stopped", SETTINGS)
    assert _bytes(tmp_path / "stopped") == _bytes(tmp_path / "whole")
    assert len(before.seen) == 3 and not set(before.seen) & set(after.seen), "read only once"


def test_a_part_is_done_anew_where_article_model_or_languages_differ(
    tmp_path: Path, model: Model, articles: list[Article]
) -> None:
    def seen(articles: list[Article], settings: BatchSettings, **given: Any) -> int:
        stopping, _ = _counted(model, stop_at="The committee")
        with pytest.raises(KeyboardInterrupt):
            batch.score(articles, dataclasses.replace(stopping, **given), tmp_path, settings)
        return len(list((tmp_path / ".parts").iterdir()))

    other = [dataclasses.replace(articles[0], title="Other"), *articles[1:]]
    assert seen(articles, SETTINGS) == 1
    assert seen(articles, SETTINGS) == 1
    assert seen(articles, SETTINGS, content="other") == 2
    assert seen(other, SETTINGS) == 3
    assert seen(articles, dataclasses.replace(SETTINGS, languages=("uk",))) == 4
    batch.score(articles, model, tmp_path, SETTINGS)
    assert not (tmp_path / ".parts").exists()


def test_the_size_of_parts_and_batches_does_not_show_in_the_bytes(
    tmp_path: Path, model: Model, articles: list[Article]
) -> None:
    for name, part, rows in (("one", 1, 1), ("many", 1000, 4096)):
        sized = dataclasses.replace(SETTINGS, part=part, batch=rows)
        batch.score([*articles, BAD], model, tmp_path / name, sized)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "many")


def test_a_batch_takes_the_place_of_an_older_one(
    tmp_path: Path, model: Model, articles: list[Article]
) -> None:
    batch.score([*articles, BAD], model, tmp_path / "both", SETTINGS)
    for name in ("both", "new"):
        batch.score(articles[:1], model, tmp_path / name, SETTINGS)
    assert _bytes(tmp_path / "both") == _bytes(tmp_path / "new")


@pytest.mark.parametrize("source", [[], [BAD, BAD]], ids=["nothing", "rejects alone"])
def test_a_batch_without_articles_is_empty_tables(
    tmp_path: Path, model: Model, articles: list[Article], source: list[Article | Reject]
) -> None:
    batch.score(articles, model, tmp_path / "full", SETTINGS)
    summary = batch.score(source, model, tmp_path / "empty", SETTINGS)
    assert (summary["read"], summary["kept"], summary["rows"]) == (len(source), 0, 0)
    for name in batch._TABLES:
        empty, full = (pl.read_parquet(tmp_path / f / f"{name}.parquet") for f in ("empty", "full"))
        assert len(empty) == 0 and empty.schema == full.schema


def test_progress_is_told_after_each_part(
    tmp_path: Path, model: Model, articles: list[Article]
) -> None:
    told: list[tuple[int, int]] = []
    batch.score(articles, model, tmp_path, SETTINGS, lambda done, of: told.append((done, of)))
    assert told == [(2, 7), (4, 7), (6, 7), (7, 7)]
