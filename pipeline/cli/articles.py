"""Commands over articles: to score, read aloud, clean and survey them."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import (
    DEFAULT_MODEL,
    MAX_BYTES,
    Columns,
    DateFormat,
    Inputs,
    MaxBytes,
    ModelName,
    SurveyFile,
    row_settings,
)
from pipeline.cli.shown import print_counts, print_rejects, progress_of

app = typer.Typer()


@app.command()
def score(
    inputs: Inputs,
    out: Annotated[Path, typer.Option(help="The folder to write into.")],
    model: ModelName = DEFAULT_MODEL,
    columns: Columns = "",
    date_format: DateFormat = "",
    max_bytes: MaxBytes = MAX_BYTES,
    survey: SurveyFile = None,
) -> None:
    """Score articles in batch.

    Example: stance score articles/ --out results --map outlet=Site,text=body
    """
    from pipeline import readers
    from pipeline.scoring import batch, prepare
    from pipeline.tracking import models

    rows = row_settings(columns, date_format, max_bytes)
    source = readers.read([str(p) for name in inputs for p in readers.expand(name)], rows)
    loaded, about = models.load(model)
    settings = batch.BatchSettings(languages=tuple(loaded.facts["languages"]))
    with progress_of("articles") as progress:
        known = prepare.read_survey(survey) if survey else None
        summary = batch.score(source, loaded, out, settings, progress, about, known)
    print_counts(summary)
    print(f"{summary['rows']} stances in {summary['sentences']} sentences, in {out}")


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="A sentence or an article.")],
    model: ModelName = DEFAULT_MODEL,
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
    max_bytes: MaxBytes = MAX_BYTES,
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
    rows = row_settings(columns, date_format, max_bytes)
    reader = ArticleReader(languages())
    source = readers.read(inputs, rows)
    known = prepare.read_survey(survey) if survey else NO_SURVEY
    for item in tally.sift(prepare.clean_all(source, reader, known)):
        print(json.dumps(prepare.as_json(item), ensure_ascii=False))
    print_rejects(tally.rejects)
    if survey is None:
        print("no survey: what recurs across an outlet's articles stays", file=sys.stderr)


@app.command()
def survey(
    inputs: Inputs,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("survey.json"),
    columns: Columns = "",
    date_format: DateFormat = "",
    max_bytes: MaxBytes = MAX_BYTES,
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
    rows = row_settings(columns, date_format, max_bytes)
    found = prepare.survey_of(tally.sift(readers.read(inputs, rows)), articles, share)
    write_json(out, found.as_json())
    print_rejects(tally.rejects)
    blocks = sum(map(len, found.blocks.values()))
    print(f"{blocks} blocks recur in {len(found.blocks)} outlets, in {out}")
