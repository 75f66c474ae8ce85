"""Commands over the registered models."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import Reason
from pipeline.cli.shown import print_table

app = typer.Typer()


@app.callback()
def models(context: typer.Context) -> None:
    """List versions, aliases, dev figures and verdicts.

    Example: stance models
    """
    if context.invoked_subcommand is None:
        from pipeline.tracking import listing

        print_table(*listing.versions())
        for line in listing.moves():
            print(line)


@app.command("add")
def add_model(
    folder: Annotated[Path, typer.Argument(help="The model's.")],
    dev: Annotated[Path, typer.Argument(help="What was measured of it on dev.")],
) -> None:
    """Register a model that is not the champion, to be scored with by its number.

    Example: stance models add teacher/model teacher/dev
    """
    from pipeline.tracking import hand

    print(hand.add(folder, dev))


@app.command()
def promote(version: Annotated[int, typer.Argument(help="Its number.")], reason: Reason) -> None:
    """Make a version the champion by hand; dvc repro then leaves it so.

    Example: stance models promote 2 --reason "reads Polish better"
    """
    from pipeline.tracking import hand

    print(hand.promote(version, reason))


@app.command()
def rollback(reason: Reason) -> None:
    """Make the champion before this one the champion again.

    Example: stance models rollback --reason "worse on headlines"
    """
    from pipeline.tracking import hand

    print(hand.rollback(reason))


@app.command()
def release(reason: Reason) -> None:
    """Hand the alias back to the gate after a promotion by hand.

    Example: stance models release --reason "trial is over"
    """
    from pipeline.tracking import hand

    print(hand.release(reason))
