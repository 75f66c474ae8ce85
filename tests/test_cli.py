import io
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer

from pipeline import cli
from pipeline.params import Params
from pipeline.schema import LabelledSentence, LabelledStance
from pipeline.stance import classifiers, persistence
from pipeline.stance.classifiers import Making, Rows
from pipeline.stance.persistence import Model
from pipeline.storage import rejects
from pipeline.storage.atomic import write_json
from pipeline.tracking import runs, store
from pipeline.tracking.registry import Registry

Answer = tuple[int, str, str]
Stance = Callable[..., Answer]

ARTICLES = [
    {
        "id": str(number),
        "outlet": "Tin" if number % 2 else "Zinc",
        "title": f"Russia shelled the harbour of village {number}",
        "text": "“Iran bullied its neighbours again,” said the envoy of Serbia.",
        "published": "2024-02-29",
    }
    for number in range(4)
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where every command is run, a folder that is no project."""
    monkeypatch.setenv("DVC_ROOT", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stance(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Stance:
    """Runs the command: exit status, standard output, standard error."""

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["stance", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        said = capsys.readouterr()
        assert isinstance(exit_.value.code, int)
        return exit_.value.code, said.out, said.err

    return run


@pytest.fixture
def fault(stance: Stance) -> Callable[..., str]:
    """Runs a faulty command; the one line that it must say."""

    def run(*arguments: object) -> str:
        status, out, err = stance(*arguments)
        (line,) = err.splitlines()
        assert (status, out) == (2, "")
        assert line.startswith("stance: ")
        return line.removeprefix("stance: ")

    return run


@pytest.fixture(scope="module")
def model(
    params: Params,
    stance_rows: list[LabelledStance],
    loaded_rows: list[LabelledSentence],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The folder of a tfidf model."""
    folder = tmp_path_factory.mktemp("models") / "tfidf"
    rows = Rows(stance_rows, loaded_rows)
    fitted = classifiers.get("tfidf").fit(Making(params.train.tfidf, 1), rows, rows)
    facts = {"languages": list(params.languages)}
    persistence.save(Model("tfidf", fitted, {}, {}, facts), folder)
    return folder


@pytest.fixture
def articles(write_jsonl: Callable[..., Path]) -> Path:
    return write_jsonl(*ARTICLES)


@pytest.fixture
def scored(stance: Stance, articles: Path, model: Path, home: Path) -> Path:
    assert stance("score", articles, "--out", home / "scored", "--model", model)[0] == 0
    return home / "scored"


@pytest.fixture
def registered(
    model: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Registry:
    """A registry of its own that holds one version, without an alias."""
    store.connect()
    made = Path(os.environ["MLFLOW_TRACKING_URI"].removeprefix("sqlite:///"))
    copy = shutil.copyfile(made, tmp_path_factory.mktemp("store") / "mlflow.db")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{copy}")
    run_id = runs.log(persistence.describe(model), {})
    Registry().add(model, run_id, {"stance.classifier": "tfidf", "stance.dev_macro_f1": "0.500"})
    return Registry()


def _commands() -> Iterator[list[str]]:
    group: Any = typer.main.get_command(cli.app)
    for name, command in sorted(group.commands.items()):
        yield [name]
        for inner in sorted(getattr(command, "commands", {})):
            yield [name, inner]


@pytest.mark.parametrize("words", list(_commands()), ids=" ".join)
def test_the_help_of_a_command_has_an_example_of_it(stance: Stance, words: list[str]) -> None:
    status, out, err = stance(*words, "--help")
    assert (status, err) == (0, "")
    assert f"Example: stance {' '.join(words)}" in " ".join(out.split())


def test_the_command_alone_and_its_help_name_every_command(stance: Stance) -> None:
    names = {words[0] for words in _commands()}
    assert names == {
        "score",
        "outlets",
        "report",
        "explain",
        "clean",
        "survey",
        "corpora",
        "models",
    }
    status, out, _ = stance("--help")
    assert status == 0
    assert all(name in out for name in names)


def test_articles_are_scored_into_a_folder(stance: Stance, articles: Path, model: Path) -> None:
    status, out, err = stance("score", articles, "--out", "scored", "--model", model)
    assert status == 0
    assert out.splitlines() == [
        "read 4, kept 4, rejected 0",
        "12 stances in 8 sentences, in scored",
    ]
    assert err.splitlines() == ["4 of 4 articles"]
    assert len(pl.read_parquet("scored/stances.parquet")) == 12


def test_columns_dates_and_sizes_are_read_as_the_options_say(
    stance: Stance, model: Path, write_jsonl: Callable[..., Path]
) -> None:
    good = {"Site": "Tin", "body": "Nobody came.", "published": "29.02.2024"}
    write_jsonl(good, {**good, "published": "2024-02-29"}, {**good, "body": "long " * 99})
    options = ["--map", "outlet=Site,text=body", "--date-format", "%d.%m.%Y", "--max-bytes", 400]
    status, out, _ = stance("score", "*.jsonl", "--out", "scored", "--model", model, *options)
    assert status == 0
    assert out.startswith("read 3, kept 1, rejected 2 (bad-date 1, too-large 1)")
    (row,) = pl.read_parquet("scored/articles.parquet").iter_rows(named=True)
    assert (row["outlet"], row["raw"], str(row["published"])) == (
        "Tin", "Nobody came.", "2024-02-29",
    )  # fmt: skip


def test_articles_come_by_standard_input(
    stance: Stance, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO(json.dumps(ARTICLES[0]).encode()))
    monkeypatch.setattr(sys, "stdin", given)
    status, out, _ = stance("score", "-", "--out", "scored", "--model", model)
    assert (status, out.splitlines()[0]) == (0, "read 1, kept 1, rejected 0")


BROKEN: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "bad JSON": ("bad-json", lambda n: b'{"text": Nobody came}'),
    "truncated JSON": ("bad-json", lambda n: b'{"text": "Nobody ca'),
    "an array": ("not-an-object", lambda n: b'["Nobody came"]'),
    "no text": ("missing-text", lambda n: b'{"outlet": "Tin"}'),
    "empty text": ("empty-text", lambda n: b'{"text": "  "}'),
    "no UTF-8": ("bad-encoding", lambda n: b'{"text": "Nobody \xff came"}'),
    "bad date": ("bad-date", lambda n: b'{"text": "Nobody came", "published": "soon"}'),
    "repeated id": ("repeated-id", lambda n: b'{"id": "good-%d", "text": "Nobody came"}' % n),
    "too large": ("too-large", lambda n: b'{"text": "%s"}' % (b"x" * 2000)),
    "a number for text": ("bad-field", lambda n: b'{"text": 7}'),
}


def test_of_a_thousand_good_lines_and_a_hundred_broken_each_is_told(
    stance: Stance, model: Path, home: Path
) -> None:
    good = [
        json.dumps({"id": f"good-{n}", "outlet": "Tin", "text": f"Russia met guest {n} of ours."})
        for n in range(1000)
    ]
    broken = [make(n) for _, make in BROKEN.values() for n in range(10)]
    (home / "in").mkdir()
    lines = [line.encode() for line in good]
    for number, line in enumerate(broken):
        # A repeated id has to stand after the line that it repeats; the others stand anywhere.
        lines.insert(200 + 9 * number, line)
    (home / "in" / "articles.jsonl").write_bytes(b"\n".join(lines))
    status, out, _ = stance("score", "in", "--out", "out", "--model", model, "--max-bytes", 1000)
    assert status == 0
    assert out.startswith("read 1100, kept 1000, rejected 100 (")
    summary = json.loads((home / "out" / "summary.json").read_text(encoding="utf-8"))
    reasons = Counter(reason for reason, _ in BROKEN.values() for _ in range(10))
    assert (summary["read"], summary["kept"], summary["rejected"]) == (1100, 1000, 100)
    assert summary["rejected_by_reason"] == dict(reasons)
    assert len(pl.read_parquet("out/articles.parquet")) == 1000
    assert len(pl.read_parquet("out/stances.parquet")) == 1000
    told = rejects.read(home / "out" / "rejects.jsonl")
    assert Counter(reject.reason for reject in told) == reasons
    assert {reject.source for reject in told} == {"in/articles.jsonl"}
    assert all(reject.line or reject.article_id for reject in told)


def test_outlets_are_printed_and_written(stance: Stance, scored: Path) -> None:
    status, out, err = stance("outlets", scored)
    assert (status, err) == (0, "")
    assert "Tin" in out and "Zinc" in out and "insufficient evidence" in out
    assert {"outlets.csv", "outlets.parquet"} <= {path.name for path in scored.iterdir()}


@pytest.mark.parametrize("by", ["target", "group", "entity"])
@pytest.mark.parametrize("period", ["all", "year", "month"])
def test_outlets_are_rolled_up_as_the_options_say(
    stance: Stance, scored: Path, by: str, period: str
) -> None:
    options = ["--by", by, "--period", period, "--voice", "both", "--out", "rolled"]
    assert stance("outlets", scored, *options)[0] == 0
    rows = pl.read_parquet("rolled/outlets.parquet")
    wanted = {"all": "all", "year": "2024", "month": "2024-02"}[period]
    assert set(rows["period"]) == {wanted}
    assert set(rows["voice"]) == {"outlet", "quoted"}


def test_one_target_alone_can_be_printed(stance: Stance, scored: Path) -> None:
    _, out, _ = stance("outlets", scored, "--target", "serbia")
    assert "serbia" in out and "russia" not in out


def test_evidence_is_what_the_projects_settings_say(
    stance: Stance, scored: Path, home: Path, repository: Path
) -> None:
    text = (repository / "params.yaml").read_text(encoding="utf-8")
    text = text.replace("min_articles: 10", "min_articles: 1").replace(
        "max_width: 1.0", "max_width: 2"
    )
    (home / "params.yaml").write_text(text, encoding="utf-8")
    assert stance("outlets", scored)[0] == 0
    assert pl.read_parquet(scored / "outlets.parquet")["score"].null_count() == 0


def test_a_page_is_written(stance: Stance, scored: Path, home: Path) -> None:
    status, out, err = stance("report", scored, "--out", "page.html", "--examples", 1)
    assert (status, out, err) == (0, "page.html\n", "")
    page = (home / "page.html").read_text(encoding="utf-8")
    assert "Zinc" in page and "tfidf" in page


def test_a_text_is_explained(stance: Stance, model: Path) -> None:
    status, out, err = stance("explain", "Russia shelled the harbour.", "--model", model)
    assert (status, err) == (0, "")
    assert "russia “Russia” in the outlet voice" in out


def test_articles_are_cleaned_to_json_lines_and_rejects_told_apart(
    stance: Stance, write_jsonl: Callable[..., Path]
) -> None:
    path = write_jsonl(
        {"id": "a", "text": "Nobody came.\n\nShare this article", "language": "en"},
        {"id": "b", "text": "Share this article", "language": "en"},
        ["no article"],
    )
    status, out, err = stance("clean", path)
    assert status == 0
    (line,) = out.splitlines()
    assert (json.loads(line)["id"], json.loads(line)["text"]) == ("a", "Nobody came.")
    *rejects, note = err.splitlines()
    reasons = sorted(line.rpartition(": ")[0].rpartition(": ")[2] for line in rejects)
    assert reasons == ["empty-text", "not-an-object"]
    assert note.startswith("no survey")


def test_a_survey_is_found_written_and_used(
    stance: Stance, fault: Callable[..., str], write_jsonl: Callable[..., Path], home: Path
) -> None:
    slogan = "Our kettle never sleeps, and neither do we."
    body = "The {0} burnt down on Monday.\nThe old {0} had stood there a while.\n" + slogan
    places = ("barn", "mill", "pier", "inn")
    path = write_jsonl(*({"id": p, "outlet": "Tin", "text": body.format(p)} for p in places))
    status, out, _ = stance("survey", path, "--out", "survey.json")
    assert (status, out) == (0, "1 blocks recur in 1 outlets, in survey.json\n")
    status, out, err = stance("clean", path, "--survey", "survey.json")
    assert (status, err) == (0, "")
    assert all(slogan not in json.loads(line)["text"] for line in out.splitlines())
    (home / "survey.json").write_text("[]", encoding="utf-8")
    assert "survey.json: no survey" in fault("clean", path, "--survey", "survey.json")
    assert "nowhere.json: no survey" in fault("clean", path, "--survey", "nowhere.json")


def test_corpora_are_listed(stance: Stance) -> None:
    status, out, err = stance("corpora")
    assert (status, err) == (0, "")
    for name in ("authored", "babe", "newsmtsc", "ruwa-headlines", "rusentne-2023"):
        assert name in out


def test_versions_are_listed_promoted_released_and_rolled_back(
    stance: Stance, fault: Callable[..., str], registered: Registry
) -> None:
    assert "tfidf" in stance("models")[1]
    assert "nothing is registered" in fault("explain", "Nobody came.")
    status, out, _ = stance("models", "promote", 1, "--reason", "reads Polish better")
    assert (status, out.startswith("champion is version 1 (tfidf)")) == (0, True)
    assert "by person: reads Polish better" in stance("models")[1]
    assert stance("explain", "Nobody came.")[0] == 0
    assert stance("models", "release", "--reason", "trial is over")[0] == 0
    assert "no other champion before; use promote" in fault("models", "rollback", "--reason", "x")
    assert "models:/outlet-stance/99: no such version" in fault(
        "models", "promote", 99, "--reason", "x"
    )
    assert "not a registered model" in fault("explain", "x", "--model", "models:/other@champion")
    assert "no such version" in fault("explain", "x", "--model", "models:/outlet-stance@nobody")


def test_a_model_is_added_once_and_scored_with_by_its_number(
    stance: Stance, fault: Callable[..., str], registered: Registry, model: Path, tmp_path: Path
) -> None:
    known, other = persistence.load(model), tmp_path / "other"
    persistence.save(replace(known, facts={**known.facts, "seed": 7}), other)
    assert "holds no metrics.json; evaluate the model first" in fault("models", "add", other, ".")
    write_json(tmp_path / "metrics.json", {"macro_f1": {"stance": 0.61}})
    assert "holds no cost.json" in fault("models", "add", other, tmp_path)
    write_json(tmp_path / "cost.json", {"cpu_seconds_per_1000": 3.0})
    for _ in range(2):
        status, out, _ = stance("models", "add", other, tmp_path)
        assert (status, out) == (0, "tfidf is version 2: models:/outlet-stance/2\n")
    assert "0.610" in stance("models")[1]
    assert registered.moves() == []
    assert stance("explain", "Nobody came.", "--model", "models:/outlet-stance/2")[0] == 0
    assert "nowhere: holds no model" in fault("models", "add", "nowhere", tmp_path)


def test_a_question_without_a_store_is_one_line_and_makes_none(
    fault: Callable[..., str], articles: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI")
    for words in (
        ["models"],
        ["models", "add", "models/tfidf", "reports/dev/tfidf"],
        ["models", "promote", 1, "--reason", "x"],
        ["models", "rollback", "--reason", "x"],
        ["models", "release", "--reason", "x"],
        ["score", articles, "--out", "out"],
        ["explain", "Nobody came."],
    ):
        assert "no model store; run dvc repro" in fault(*words)
    assert sorted(path.name for path in home.iterdir()) == ["articles.jsonl"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("score nowhere.jsonl --out o --model {model}", "nowhere.jsonl: no such file"),
        ("score {articles} --out o --model nowhere", "nowhere: holds no model"),
        ("score {articles} --out o --map colour=x", "--map: 'colour=x' is not one of id, outlet"),
        ("score {articles} --out o --map text", "--map: 'text' is not one of"),
        ("score {articles} --out o --max-bytes 0", "--max-bytes"),
        ("score {articles}", "--out"),
        (
            "score {articles} --out {articles} --model {model}",
            "articles.jsonl: file exists; name another path",
        ),
        ("clean nowhere*", "nowhere*: no such file"),
        ("outlets . --by colour", "--by: unknown value 'colour'; use one of target, group, entity"),
        ("outlets . --period day", "--period: unknown value 'day'; use one of all, year, month"),
        (
            "outlets . --voice mine",
            "--voice: unknown value 'mine'; use one of outlet, quoted, both",
        ),
        ("outlets .", ".: no stances.parquet; run stance score into it first"),
        ("report nowhere", "nowhere: no stances.parquet"),
        ("models promote one --reason x", "'version'"),
        ("models promote 1", "--reason"),
        ("corpora fetch", "params.yaml: no such file; run from the project's folder"),
        ("colour", "colour"),
        ("score --colour", "--colour"),
    ],
)
def test_a_fault_is_one_line_that_names_it(
    fault: Callable[..., str], articles: Path, model: Path, words: str, message: str
) -> None:
    known = {"articles": articles, "model": model}
    assert message in fault(*(word.format(**known) for word in words.split()))


def test_a_text_without_a_sentence_is_a_fault(fault: Callable[..., str], model: Path) -> None:
    assert "hand in a sentence" in fault("explain", " ", "--model", model)


def test_an_unknown_setting_is_named_with_the_nearest(
    fault: Callable[..., str], scored: Path, home: Path, repository: Path
) -> None:
    text = (repository / "params.yaml").read_text(encoding="utf-8")
    (home / "params.yaml").write_text(text.replace("max_width:", "max_widht:"), encoding="utf-8")
    assert fault("outlets", scored).endswith(
        "params.yaml: unknown setting outlets.max_widht; did you mean max_width?"
    )


def test_scores_without_their_summary_are_a_fault(fault: Callable[..., str], scored: Path) -> None:
    (scored / "summary.json").unlink()
    assert "no summary.json; run stance score into it first" in fault("report", scored)


def test_a_model_whose_files_changed_is_a_fault(
    fault: Callable[..., str], articles: Path, model: Path, home: Path
) -> None:
    shutil.copytree(model, home / "model")
    (home / "model" / "model.pkl").touch()
    line = fault("score", articles, "--out", "out", "--model", "model")
    assert line == "model: holds model.pkl, which is not the model's; remove it"
