"""The stages one after another, on a tiny project of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlflow
import polars as pl
import pytest
import yaml

from pipeline import stages
from pipeline.errors import IntegrityError, MissingError
from pipeline.params import Params
from pipeline.schema import (
    SPLITS,
    Article,
    CleanArticle,
    LabelledSentence,
    LabelledStance,
    Lesson,
    Mention,
    OutletScore,
    Sentence,
    Unlabelled,
)
from pipeline.scoring.reading import text_version
from pipeline.stages import (
    clean,
    dataset,
    evaluate,
    fetch,
    lessons,
    outlets,
    register,
    report,
    score,
    split,
    test,
    train,
)
from pipeline.stance import persistence
from pipeline.storage import labelled, records
from pipeline.storage.atomic import sha256_of, sha256_of_value
from pipeline.tracking import hand, runs
from pipeline.tracking.registry import CHAMPION, PROVISIONAL, Registry
from pipeline.tracking.store import EXPERIMENT
from tests.stance.encoders.tiny import tiny as tiny_encoder

CLASSIFIERS = ("majority", "tfidf")


def _fetch(params: Params, at: Path) -> None:
    fetch.main(params, str(at / "raw"), str(at / "absent"))


def _train(params: Params, at: Path, name: str, out: Path) -> None:
    train.main(params, name, str(at / "dataset"), "", str(out))


def _test(params: Params, at: Path, name: str) -> None:
    model, out = str(at / "models" / name), str(at / "reports" / "test" / name)
    readings = str(at / "reports" / "readings" / f"{name}.jsonl")
    test.main(params, name, str(at / "dataset"), model, out, readings)


def _register(params: Params, at: Path, out: Path, models: Path | None = None) -> dict[str, Any]:
    folder = str(models or at / "models")
    register.main(params, str(at / "dataset"), folder, str(at / "reports"), str(out))
    return _json(out)


def _score(params: Params, at: Path, champion: Path, out: Path) -> None:
    score.main(params, str(at / "articles"), str(at / "sentences"), str(champion), str(out))


def _json(path: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return facts


def _state() -> tuple[object, ...]:
    """All that the registry says, and every run."""
    registry = Registry()
    logged = mlflow.search_runs(experiment_names=[EXPERIMENT], output_format="list")
    return registry.versions(), registry.moves(), [run.to_dictionary() for run in logged]


@pytest.fixture(scope="module")
def chain(project: Path, tiny: Params) -> Path:
    """The project's folder after every stage has run once."""
    at, reports = project, project / "reports"
    _fetch(tiny, at)
    clean.main(tiny, str(at / "raw"), str(at / "articles"), str(reports / "clean.json"))
    split.main(tiny, str(at / "articles"), str(at / "sentences"), str(reports / "split.json"))
    metrics = str(reports / "dataset.json")
    names = ("raw", "authored", "labels", "articles", "sentences", "dataset")
    dataset.main(tiny, *(str(at / name) for name in names), metrics)
    for name in CLASSIFIERS:
        model = at / "models" / name
        _train(tiny, at, name, model)
        out = str(reports / "dev" / name)
        evaluate.main(tiny, name, str(at / "dataset"), str(model), out)
        _test(tiny, at, name)
    _register(tiny, at, at / "champion.json")
    _score(tiny, at, at / "champion.json", at / "scores")
    table = str(at / "outlets.parquet")
    outlets.main(tiny, str(at / "scores"), table, str(reports / "outlets.json"))
    page = str(reports / "index.html")
    report.main(tiny, str(at / "scores"), table, str(at / "champion.json"), str(reports), page)
    return project


def test_fetch_says_which_corpora_are_there(chain: Path) -> None:
    index = _json(chain / "raw" / "index.json")
    states = {
        corpus: [entry["state"] for entry in files.values()] for corpus, files in index.items()
    }
    assert states == {"ruwa-headlines": ["present"], "babe": ["absent"]}


def test_fetching_again_gives_the_same_bytes_and_asks_no_host(
    chain: Path, tiny: Params, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [chain / "raw" / "index.json", chain / "absent"]
    before = [sha256_of(path) for path in paths]
    _fetch(tiny, chain)
    assert [sha256_of(path) for path in paths] == before
    assert "absent   babe/" in capsys.readouterr().out


def test_a_corpus_that_was_there_and_is_gone_is_a_fault(
    chain: Path, tiny: Params, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = shutil.copytree(chain / "raw", tmp_path / "raw")
    shutil.copyfile(chain / "absent", tmp_path / "absent")
    _fetch(tiny, tmp_path)
    for path in (raw / "ruwa-headlines").iterdir():
        path.unlink()
    # The absence without a mirror is another one; the first memory holds it too.
    monkeypatch.delenv("STANCE_CORPORA_MIRROR")
    shutil.copyfile(chain / "absent first", tmp_path / "absent")
    with pytest.raises(MissingError, match=r"ruwa-headlines/.* was there and is gone"):
        _fetch(tiny, tmp_path)


def test_a_required_corpus_that_is_absent_is_a_fault(
    chain: Path, tiny: Params, tmp_path: Path
) -> None:
    settings = tiny.fetch.model_copy(update={"required": ("babe",)})
    shutil.copyfile(chain / "absent first", tmp_path / "absent")
    with pytest.raises(MissingError, match="required corpus babe is not there"):
        _fetch(tiny.model_copy(update={"fetch": settings}), tmp_path)


def test_the_dataset_has_three_sides_and_a_fingerprint_of_each(chain: Path, tiny: Params) -> None:
    prints = _json(chain / "dataset" / "fingerprints.json")
    for side in SPLITS:
        stance = labelled.read(chain / "dataset" / "stance" / f"{side}.parquet", LabelledStance)
        loaded = labelled.read(chain / "dataset" / "loaded" / f"{side}.parquet", LabelledSentence)
        assert len(stance) == len(loaded) == {"train": 48, "dev": 24, "test": 24}[side]
        assert {row.split for row in stance} == {side}
        assert {row.weight for row in stance} == {tiny.dataset.weights["authored"]}
        assert list(prints["stance"][side]) == list(prints["loaded"][side]) == ["authored"]
    facts = _json(chain / "reports" / "dataset.json")
    assert facts["read"] == facts["kept"] + facts["rejected"] == 2 * (48 + 24 + 24)
    assert facts["rows"]["stance"]["train"] == {"authored": 48}


def test_training_again_gives_the_same_model(chain: Path, tiny: Params, tmp_path: Path) -> None:
    for name in CLASSIFIERS:
        _train(tiny, chain, name, tmp_path / name)
        content = persistence.content_hash(chain / "models" / name)
        assert persistence.content_hash(tmp_path / name) == content


def test_a_tuning_learns_from_lessons(
    chain: Path, tiny: Params, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "lessons.parquet"
    model = chain / "models" / "majority"
    lessons.main(tiny, str(chain / "dataset"), str(model), str(said))
    found = list(records.read(said, Lesson))
    stance = chain / "dataset" / "stance"
    rows = labelled.read(stance / "train.parquet", LabelledStance)
    unread = labelled.read(stance / "unlabelled.parquet", Unlabelled)
    assert unread
    assert [lesson.row_id for lesson in found] == [row.row_id for row in (*rows, *unread)]
    assert all(sum(lesson.chances) == pytest.approx(1, abs=1e-3) for lesson in found)

    monkeypatch.chdir(tmp_path)
    tiny_encoder().write(tmp_path / "encoder")
    weights = set()
    for trust in (0.0, 1.0):
        update = {"lessons": str(said), "trust": trust, "epochs": 1}
        settings = {"finetuned": tiny.train.finetuned.model_copy(update=update)}
        learning = tiny.model_copy(update={"train": tiny.train.model_copy(update=settings)})
        train.main(learning, "finetuned", str(chain / "dataset"), "encoder", "tuned")
        tuned = persistence.load(tmp_path / "tuned")
        assert tuned.facts["lessons"] == sha256_of(said)
        hashes = persistence.text_hashes([row.text for row in unread])
        assert set(hashes) <= set(tuned.trained_on)
        weights.add(sha256_of(tmp_path / "tuned" / "classifier" / "model.safetensors"))
    assert len(weights) == 2


def test_a_model_says_what_it_was_made_of(chain: Path, tiny: Params) -> None:
    model = persistence.load(chain / "models" / "tfidf")
    assert model.facts["settings"] == tiny.train.tfidf.model_dump(mode="json")
    assert model.facts["languages"] == list(tiny.languages)
    prints = _json(chain / "dataset" / "fingerprints.json")
    learned = [[head, side, prints[head][side]] for head in prints for side in ("train", "dev")]
    assert model.facts["dataset"] == sha256_of_value(learned)
    assert model.facts["corpora"] == ["authored"]
    assert len(model.trained_on) == 48


@pytest.mark.parametrize("side", ["dev", "test"])
def test_each_classifier_is_measured_on_each_side(chain: Path, side: str) -> None:
    figures = {
        name: _json(chain / "reports" / side / name / "metrics.json") for name in CLASSIFIERS
    }
    for name, facts in figures.items():
        assert facts["content"] == persistence.content_hash(chain / "models" / name)
        assert facts["stance"]["authored"]["n"] == 24
    assert figures["tfidf"]["macro_f1"]["stance"] > figures["majority"]["macro_f1"]["stance"]


def test_a_training_is_one_run_with_dev_and_test_figures(chain: Path) -> None:
    for name in CLASSIFIERS:
        run = runs.find(runs.key(persistence.describe(chain / "models" / name)))
        assert run is not None
        assert {"dev.macro_f1.stance", "test.macro_f1.stance"} <= set(run.data.metrics)


def test_every_reading_of_the_test_sets_is_written_down(chain: Path, tiny: Params) -> None:
    path = chain / "reports" / "readings" / "majority.jsonl"
    before = path.read_text(encoding="utf-8").splitlines()
    assert len(before) == 1
    _test(tiny, chain, "majority")
    after = path.read_text(encoding="utf-8").splitlines()
    assert after == before * 2
    reading = json.loads(after[0])
    prints = _json(chain / "dataset" / "fingerprints.json")
    assert reading["sets"] == {head: sides["test"] for head, sides in prints.items()}
    assert reading["model"] == persistence.content_hash(chain / "models" / "majority")


def test_a_model_of_a_leaky_split_is_marked_and_so_is_its_reading(
    chain: Path, tiny: Params, own_copy: Callable[[Path], Path], tmp_path: Path
) -> None:
    own_copy(chain / "mlflow.db")
    leaky = tiny.dataset.model_copy(update={"leaky": ("babe",)})
    params = tiny.model_copy(update={"dataset": leaky})
    model, readings = tmp_path / "model", tmp_path / "readings.jsonl"
    _train(params, chain, "majority", model)
    out = str(tmp_path / "test")
    test.main(params, "majority", str(chain / "dataset"), str(model), out, str(readings))
    assert persistence.describe(model).facts["leaky"] == ["babe"]
    assert json.loads(readings.read_text(encoding="utf-8"))["leaky"] == ["babe"]


def test_the_best_on_dev_becomes_champion(chain: Path) -> None:
    facts = _json(chain / "champion.json")
    content = persistence.content_hash(chain / "models" / "tfidf")
    assert facts == {
        "alias": CHAMPION,
        "classifier": "tfidf",
        "content": content,
        "text_version": text_version(),
    }
    (version,) = Registry().versions()
    assert version.verdict.startswith("promoted: authored: macro-F1 +")
    assert version.aliases == (CHAMPION,)


def test_registering_again_changes_nothing(
    chain: Path, tiny: Params, own_copy: Callable[[Path], Path]
) -> None:
    folder = own_copy(chain / "mlflow.db")
    before = _state()
    _register(tiny, chain, folder / "champion.json")
    assert _state() == before
    assert sha256_of(folder / "champion.json") == sha256_of(chain / "champion.json")


def test_registering_leaves_an_alias_alone_that_a_person_set(
    chain: Path, tiny: Params, own_copy: Callable[[Path], Path]
) -> None:
    out = own_copy(chain / "mlflow.db") / "champion.json"
    run_id = runs.log(persistence.describe(chain / "models" / "majority"), {})
    Registry().add(chain / "models" / "majority", run_id, {"stance.classifier": "majority"})
    hand.promote(2, "a trial")
    before = _state()
    assert _register(tiny, chain, out)["classifier"] == "majority"
    assert _state() == before
    hand.release("trial is over")
    assert _register(tiny, chain, out)["classifier"] == "tfidf"
    assert Registry().moves()[-1].by == "gate"
    hand.rollback("it was better")
    assert _register(tiny, chain, out)["classifier"] == "majority"


def test_what_does_not_pass_the_gate_is_provisional_until_something_does(
    chain: Path, tiny: Params, empty_store: Path, own_copy: Callable[[Path], Path]
) -> None:
    folder = own_copy(empty_store)
    shutil.copytree(chain / "models" / "majority", folder / "models" / "majority")
    facts = _register(tiny, chain, folder / "champion.json", folder / "models")
    assert (facts["alias"], facts["classifier"]) == (PROVISIONAL, "majority")
    (version,) = Registry().versions()
    assert version.verdict.startswith("not promoted: ")
    before = _state()
    _register(tiny, chain, folder / "champion.json", folder / "models")
    assert _state() == before
    facts = _register(tiny, chain, folder / "champion.json")
    assert (facts["alias"], facts["classifier"]) == (CHAMPION, "tfidf")
    assert Registry().with_alias(PROVISIONAL) is None


def test_a_champion_that_is_no_longer_read_is_no_rival(
    chain: Path, tiny: Params, empty_store: Path, own_copy: Callable[[Path], Path]
) -> None:
    folder = own_copy(empty_store)
    old = folder / "old"
    shutil.copytree(chain / "models" / "majority", old)
    (old / "model.json").write_text(json.dumps(_json(old / "model.json") | {"form": 1}))
    manifest = _json(old / persistence.MANIFEST) | {"model.json": sha256_of(old / "model.json")}
    (old / persistence.MANIFEST).write_text(json.dumps(manifest))
    run_id = runs.log(persistence.describe(old), {})
    version = Registry().add(old, run_id, {"stance.classifier": "majority"})
    Registry().move(CHAMPION, version, "gate", "beats all")
    facts = _register(tiny, chain, folder / "champion.json")
    assert facts["classifier"] == "tfidf"
    assert "against the champion" not in Registry().with_alias(CHAMPION).verdict


def test_a_store_that_is_gone_is_made_anew_with_the_same_champion(
    chain: Path, tiny: Params, empty_store: Path, own_copy: Callable[[Path], Path]
) -> None:
    folder = own_copy(empty_store)
    with pytest.raises(IntegrityError, match="is not registered; run dvc repro register"):
        _score(tiny, chain, chain / "champion.json", folder / "scores")
    _register(tiny, chain, folder / "champion.json")
    assert sha256_of(folder / "champion.json") == sha256_of(chain / "champion.json")
    _score(tiny, chain, folder / "champion.json", folder / "scores")
    name = "stances.parquet"
    assert sha256_of(folder / "scores" / name) == sha256_of(chain / "scores" / name)


@pytest.mark.parametrize("there", [True, False])
def test_an_experiment_leaves_the_registry_alone(
    chain: Path,
    tiny: Params,
    own_copy: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
    there: bool,
) -> None:
    folder = own_copy(chain / "mlflow.db")
    shutil.copytree(chain / "models" / "majority", folder / "models" / "majority")
    if there:
        shutil.copyfile(chain / "champion.json", folder / "champion.json")
    monkeypatch.setenv("DVC_EXP_NAME", "sweep")
    before = _state()
    facts = _register(tiny, chain, folder / "champion.json", folder / "models")
    assert facts == _json(chain / "champion.json")
    assert _state() == before


def test_cleaning_keeps_or_rejects_every_article_and_marks_repeats(chain: Path) -> None:
    items = list(records.read(chain / "articles" / "articles.parquet", CleanArticle))
    facts = _json(chain / "reports" / "clean.json")
    assert (facts["read"], facts["kept"], facts["rejected"]) == (6, 5, 1)
    assert len(items) == 5
    assert [item.duplicate_of for item in items] == ["", "", "", "", "ruwa-0"]
    assert facts["repeats"] == 1


def test_without_a_corpus_the_sample_articles_are_cleaned(
    tiny: Params, tmp_path: Path, write_jsonl: Callable[..., Path]
) -> None:
    write_jsonl({"text": "Nobody came."}, ["no article"], name="sample/articles.jsonl")
    settings = tiny.clean.model_copy(update={"fallback": tmp_path / "sample"})
    good, bad = clean.source(settings, tmp_path / "raw")
    assert isinstance(good, Article) and good.raw == "Nobody came."
    assert not isinstance(bad, Article) and bad.reason == "not-an-object"


def test_splitting_finds_sentences_and_mentions(chain: Path) -> None:
    sentences = list(records.read(chain / "sentences" / "sentences.parquet", Sentence))
    mentions = list(records.read(chain / "sentences" / "mentions.parquet", Mention))
    facts = _json(chain / "reports" / "split.json")
    assert facts["sentences"] == len(sentences) == 10
    assert facts["mentions"] == len(mentions) == sum(facts["mentions_by_target"].values())
    assert facts["mentions_by_target"]["russia"] == 4
    assert facts["mentions_by_voice"]["quoted"] >= 1
    assert facts["sentences_by_language"] == {"en": 10}


def test_scoring_writes_a_batch_of_what_was_cleaned_and_split(chain: Path) -> None:
    summary = _json(chain / "scores" / "summary.json")
    assert (summary["read"], summary["kept"], summary["rejected"]) == (6, 5, 1)
    assert summary["sentences"] == 10
    assert summary["model"]["content"] == _json(chain / "champion.json")["content"]
    stances = pl.read_parquet(chain / "scores" / "stances.parquet")
    assert len(stances) == summary["rows"] > 0
    assert set(stances["model"]) == {summary["model"]["content"]}


def test_outlets_are_scored_where_there_is_evidence(chain: Path) -> None:
    found = list(records.read(chain / "outlets.parquet", OutletScore))
    assert {score.outlet for score in found} == {"Tin", "Zinc", "Lead"}
    assert all(score.score is None or score.n_articles >= 2 for score in found)
    assert set(_json(chain / "reports" / "outlets.json")["russia"]) == {"Tin", "Zinc", "Lead"}


def test_the_page_tells_the_model_and_every_outlet(chain: Path) -> None:
    page = (chain / "reports" / "index.html").read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    for word in ("Tin", "Zinc", "Lead", "tfidf"):
        assert word in page


def test_stages_leave_nothing_half_written(chain: Path) -> None:
    hidden = [path for path in chain.rglob(".*") if path.name not in (".stance",)]
    assert hidden == []


def test_a_fault_in_a_stage_is_one_line_and_status_two(
    tiny: Params,
    repository: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["train", "oracle", "dataset", "models"])
    values = yaml.safe_load((repository / "params.yaml").read_text(encoding="utf-8"))
    values["outlets"]["min_article"] = 3
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(values), encoding="utf-8")

    def never(params: Params) -> None:
        raise AssertionError

    with pytest.raises(SystemExit) as exit_:
        stages.run(never)
    assert exit_.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line == (
        "stance: params.yaml: unknown setting outlets.min_article; did you mean min_articles?"
    )


def test_a_stage_is_handed_the_settings_and_its_arguments(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    monkeypatch.setattr(sys, "argv", ["split", "in", "out"])
    handed: list[object] = []
    stages.run(lambda params, *arguments: handed.extend([params.seed, *arguments]))
    assert handed[1:] == ["in", "out"]


@pytest.mark.slow
def test_after_the_store_is_deleted_the_stage_makes_it_anew(
    chain: Path, repository: Path, tmp_path: Path
) -> None:
    shutil.copyfile(repository / "params.yaml", tmp_path / "params.yaml")
    env = {**os.environ, "DVC_ROOT": str(tmp_path)}
    env.pop("MLFLOW_TRACKING_URI")
    command = [sys.executable, "-m", "pipeline.stages.register"]
    paths = [str(chain / "dataset"), str(chain / "models"), str(chain / "reports"), "champion.json"]
    for _ in range(2):
        subprocess.run([*command, *paths], cwd=tmp_path, env=env, check=True)  # noqa: S603
        assert sha256_of(tmp_path / "champion.json") == sha256_of(chain / "champion.json")
        (tmp_path / "mlflow.db").unlink()
