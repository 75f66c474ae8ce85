"""The command ``stance``. Heavy imports stand in the commands, so that help comes at once."""

import sys

import typer

from pipeline.cli import articles, corpora, models, outlets
from pipeline.errors import StanceError

app = typer.Typer(
    help="How each news outlet frames Russia and its allies, with evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(articles.app)
app.add_typer(outlets.app)
app.add_typer(corpora.app, name="corpora", invoke_without_command=True)
app.add_typer(models.app, name="models", invoke_without_command=True)


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
