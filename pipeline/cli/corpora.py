"""Commands over the labelled corpora."""

from pathlib import Path

import typer

from pipeline.cli.shown import print_table

app = typer.Typer()


@app.callback()
def corpora(context: typer.Context) -> None:
    """List the corpora: what is there, languages, licence, size, labels.

    Example: stance corpora
    """
    if context.invoked_subcommand is None:
        from pipeline import corpora as known

        specs = [known.get(name).spec for name in known.names()]
        print_table(
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


@app.command("fetch")
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


def _raw() -> Path:
    from pipeline.tracking.store import repository

    return repository() / "data" / "raw"
