"""Commands over scored articles: outlets' scores, and the page."""

from pathlib import Path
from typing import Annotated, Any, cast

import typer

from pipeline.cli.options import Scored, one_of
from pipeline.cli.shown import print_table

app = typer.Typer()


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

    one_of("--by", by, aggregate.BYS)
    one_of("--period", period, aggregate.PERIODS)
    one_of("--voice", voice, (*VOICES, "both"))
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
    print_table(*files.table([s for s in found if target in ("", s.target)]))
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


def _evidence() -> Any:
    from pipeline import params
    from pipeline.outlets.aggregate import Evidence
    from pipeline.stages import outlets
    from pipeline.tracking.store import repository

    path = repository() / "params.yaml"
    if path.is_file():
        return outlets.evidence(params.read(path))
    return Evidence(**params.Outlets().model_dump(), seed=0)
