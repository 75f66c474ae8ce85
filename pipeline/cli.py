"""The command ``stance``. Heavy imports stand in the commands, so that help comes at once."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from pipeline.errors import SettingsError, StanceError

app = typer.Typer(
    help="How each news outlet frames Russia and its allies, with evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
corpora_app = typer.Typer()
models_app = typer.Typer()
app.add_typer(corpora_app, name="corpora", invoke_without_command=True)
app.add_typer(models_app, name="models", invoke_without_command=True)

Inputs = Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for JSON lines.")]
ModelName = Annotated[str, typer.Option("--model", help="A model's folder, or models:/… .")]
Columns = Annotated[str, typer.Option("--map", help="Rename columns: outlet=Site,text=desc.")]
DateFormat = Annotated[str, typer.Option(help="strptime format of published, if not ISO 8601.")]
MaxBytes = Annotated[int, typer.Option(min=1, help="A larger row is rejected.")]
SurveyFile = Annotated[Path | None, typer.Option(help="What recurs, by stance survey.")]
Scored = Annotated[Path, typer.Argument(help="A folder that stance score wrote.")]
Reason = Annotated[str, typer.Option(help="Why; it is written down.")]

_DEFAULT_MODEL = "models:/outlet-stance@champion"
_MAX_BYTES = 5_000_000


def main() -> None:
    """Runs the command; a fault is one line and exit status 2."""
    try:
        status = app(standalone_mode=False)
    except StanceError as error:
        _fail(str(error))
    except typer.Abort:
        _fail("stopped")
    except (PermissionError, NotADirectoryError, IsADirectoryError, FileExistsError) as error:
        _fail(f"{error.filename}: {str(error.strerror).lower()}; name another path")
    except Exception as error:
        if not hasattr(error, "format_message"):  # what the command line's parser raises
            raise
        _fail(error.format_message())
    sys.exit(status or 0)


def _fail(message: str) -> None:
    print(f"stance: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(2)


@app.command()
def score(
    inputs: Inputs,
    out: Annotated[Path, typer.Option(help="The folder to write into.")],
    model: ModelName = _DEFAULT_MODEL,
    columns: Columns = "",
    date_format: DateFormat = "",
    max_bytes: MaxBytes = _MAX_BYTES,
    survey: SurveyFile = None,
) -> None:
    """Score articles in batch.

    Example: stance score articles/ --out results --map outlet=Site,text=body
    """
    from pipeline import readers
    from pipeline.scoring import batch, prepare
    from pipeline.tracking import models

    rows = _row_settings(columns, date_format, max_bytes)
    source = readers.read([str(p) for name in inputs for p in readers.expand(name)], rows)
    loaded, about = models.load(model)
    settings = batch.BatchSettings(languages=tuple(loaded.facts["languages"]))
    with _progress("articles") as progress:
        known = prepare.read_survey(survey) if survey else None
        summary = batch.score(source, loaded, out, settings, progress, about, known)
    _print_counts(summary)
    print(f"{summary['rows']} stances in {summary['sentences']} sentences, in {out}")


@app.command()
def outlets(
    folders: Annotated[list[Path], typer.Argument(help="Folders that stance score wrote.")],
    by: Annotated[str, typer.Option(help="target, group or entity.")] = "target",
    period: Annotated[str, typer.Option(help="all, year or month.")] = "all",
    voice: Annotated[str, typer.Option(help="outlet, quoted or both.")] = "outlet",
    target: Annotated[str, typer.Option(help="Print this one alone.")] = "",
    out: Annotated[Path | None, typer.Option(help="Where outlets.* go; first folder.")] = None,
) -> None:
    """Roll scored articles up to outlets.

    Example: stance outlets results --by group --period month
    """
    from pipeline.outlets import aggregate, files
    from pipeline.schema import VOICES

    _one_of("--by", by, aggregate.BYS)
    _one_of("--period", period, aggregate.PERIODS)
    _one_of("--voice", voice, (*VOICES, "both"))
    stances, articles = files.read(folders)
    found = aggregate.aggregate(
        stances,
        articles,
        _evidence(),
        by=cast(Any, by),
        period=cast(Any, period),
        voices=VOICES if voice == "both" else (cast(Any, voice),),
    )
    files.write(out or folders[0], found)
    _print_table(*files.table([s for s in found if target in ("", s.target)]))
    for line in files.doubts(folders):
        print(line)


@app.command()
def report(
    folder: Scored,
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("report.html"),
    examples: Annotated[int, typer.Option(min=0, help="Sentences shown for each stance.")] = 3,
) -> None:
    """Write one self-contained page.

    Example: stance report results --out report.html
    """
    from dataclasses import asdict

    from pipeline.outlets import files
    from pipeline.outlets.aggregate import aggregate
    from pipeline.report import page
    from pipeline.storage.atomic import write_text
    from pipeline.targets.gazetteer import Gazetteer

    stances, articles = files.read([folder])
    counts, evidence = files.summary(folder), _evidence()
    facts = {
        "model": counts.pop("model", {}),
        "counts": counts,
        "evidence": asdict(evidence),
        "labels": {target.id: target.label for target in Gazetteer.load().targets.values()},
    }
    scores = aggregate(stances, articles, evidence)
    write_text(out, page.render(stances, articles, scores, facts, examples=examples))
    print(out)


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="A sentence or an article.")],
    model: ModelName = _DEFAULT_MODEL,
    language: Annotated[str, typer.Option(help="Of the text, where it is known.")] = "",
) -> None:
    """Show what is read in one text: sentences, voices, targets, chances.

    Example: stance explain "Moscow rejected the claim, Kyiv said."
    """
    from pipeline.scoring import explain as explaining
    from pipeline.tracking import models

    loaded, _ = models.load(model)
    for line in explaining.lines(text, language, loaded):
        print(line)


@app.command()
def clean(
    inputs: Inputs,
    columns: Columns = "",
    date_format: DateFormat = "",
    max_bytes: MaxBytes = _MAX_BYTES,
    survey: SurveyFile = None,
) -> None:
    """Print articles without their furniture, as JSON lines.

    Example: stance clean page.html --survey survey.json
    """
    from pipeline import readers
    from pipeline.scoring import prepare
    from pipeline.scoring.reading import ArticleReader
    from pipeline.storage.rejects import Tally
    from pipeline.text.rules import languages
    from pipeline.text.survey import NO_SURVEY

    tally = Tally()
    rows = _row_settings(columns, date_format, max_bytes)
    reader = ArticleReader(languages())
    source = readers.read(inputs, rows)
    known = prepare.read_survey(survey) if survey else NO_SURVEY
    for item in tally.sift(prepare.clean_all(source, reader, known)):
        print(json.dumps(prepare.as_json(item), ensure_ascii=False))
    _print_rejects(tally.rejects)
    if survey is None:
        print("no survey: what recurs across an outlet's articles stays", file=sys.stderr)


@app.command()
def survey(
    inputs: Inputs,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("survey.json"),
    columns: Columns = "",
    date_format: DateFormat = "",
    max_bytes: MaxBytes = _MAX_BYTES,
    articles: Annotated[int, typer.Option(min=2, help="In which a block recurs at least.")] = 3,
    share: Annotated[float, typer.Option(min=0, max=1, help="Of the outlet's articles.")] = 0.05,
) -> None:
    """Find the blocks that recur across an outlet's articles, for stance clean and score.

    Example: stance survey articles/ --out survey.json
    """
    from pipeline import readers
    from pipeline.scoring import prepare
    from pipeline.storage.atomic import write_json
    from pipeline.storage.rejects import Tally

    tally = Tally()
    rows = _row_settings(columns, date_format, max_bytes)
    found = prepare.survey_of(tally.sift(readers.read(inputs, rows)), articles, share)
    write_json(out, found.as_json())
    _print_rejects(tally.rejects)
    blocks = sum(map(len, found.blocks.values()))
    print(f"{blocks} blocks recur in {len(found.blocks)} outlets, in {out}")


@corpora_app.callback()
def corpora(context: typer.Context) -> None:
    """List the corpora: what is there, languages, licence, size, labels.

    Example: stance corpora
    """
    if context.invoked_subcommand is None:
        from pipeline import corpora as known

        specs = [known.get(name).spec for name in known.names()]
        _print_table(
            ["corpus", "there", "languages", "size", "labels", "licence", "source"],
            [
                [
                    spec.name,
                    known.there(spec, _raw()),
                    " ".join(spec.languages),
                    spec.size,
                    spec.labels,
                    spec.licence,
                    spec.citation,
                ]
                for spec in specs
            ],
        )


@corpora_app.command("fetch")
def corpora_fetch() -> None:
    """Bring the corpora, asking again for those found absent before.

    Example: stance corpora fetch
    """
    from pipeline import params
    from pipeline.stages import fetch
    from pipeline.tracking.store import repository

    memory = repository() / ".stance" / "absent"
    memory.unlink(missing_ok=True)
    fetch.main(params.read(repository() / "params.yaml"), str(_raw()), str(memory))


@models_app.callback()
def models(context: typer.Context) -> None:
    """List versions, aliases, dev figures and verdicts.

    Example: stance models
    """
    if context.invoked_subcommand is None:
        from pipeline.tracking import listing

        _print_table(*listing.versions())
        for line in listing.moves():
            print(line)


@models_app.command("add")
def add_model(
    folder: Annotated[Path, typer.Argument(help="The model's.")],
    dev: Annotated[Path, typer.Argument(help="What was measured of it on dev.")],
) -> None:
    """Register a model that is not the champion, to be scored with by its number.

    Example: stance models add teacher/model teacher/dev
    """
    from pipeline.tracking import hand

    print(hand.add(folder, dev))


@models_app.command()
def promote(version: Annotated[int, typer.Argument(help="Its number.")], reason: Reason) -> None:
    """Make a version the champion by hand; dvc repro then leaves it so.

    Example: stance models promote 2 --reason "reads Polish better"
    """
    from pipeline.tracking import hand

    print(hand.promote(version, reason))


@models_app.command()
def rollback(reason: Reason) -> None:
    """Make the champion before this one the champion again.

    Example: stance models rollback --reason "worse on headlines"
    """
    from pipeline.tracking import hand

    print(hand.rollback(reason))


@models_app.command()
def release(reason: Reason) -> None:
    """Hand the alias back to the gate after a promotion by hand.

    Example: stance models release --reason "trial is over"
    """
    from pipeline.tracking import hand

    print(hand.release(reason))


def _raw() -> Path:
    from pipeline.tracking.store import repository

    return repository() / "data" / "raw"


def _row_settings(columns: str, date_format: str, max_bytes: int) -> Any:
    from pipeline.readers.rows import RowSettings, parse_renames

    return RowSettings(parse_renames(columns), date_format, max_bytes)


def _print_rejects(rejected: list[Any]) -> None:
    for reject in rejected:
        where = f"{reject.source}:{reject.line}" if reject.line else reject.source
        print(f"{where}: {reject.reason}: {reject.detail}", file=sys.stderr)


def _evidence() -> Any:
    from pipeline import params
    from pipeline.outlets.aggregate import Evidence
    from pipeline.stages import outlets
    from pipeline.tracking.store import repository

    path = repository() / "params.yaml"
    if path.is_file():
        return outlets.evidence(params.read(path))
    return Evidence(**params.Outlets().model_dump(), seed=0)


def _one_of(option: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise SettingsError(f"{option}: unknown value {value!r}; use one of {', '.join(known)}")


def _print_counts(summary: dict[str, Any]) -> None:
    reasons = ", ".join(f"{name} {n}" for name, n in summary["rejected_by_reason"].items())
    line = f"read {summary['read']}, kept {summary['kept']}, rejected {summary['rejected']}"
    print(f"{line} ({reasons})" if reasons else line)


def _print_table(columns: list[str], rows: list[list[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 200, highlight=False, markup=False).print(table)


def _progress(what: str) -> Any:
    import contextlib

    from rich.progress import Progress

    @contextlib.contextmanager
    def shown() -> Iterator[Callable[[int, int], None]]:
        if not sys.stderr.isatty():
            yield lambda done, total: print(f"{done} of {total} {what}", file=sys.stderr)
            return
        from rich.console import Console

        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task(what)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    return shown()
