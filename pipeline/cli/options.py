"""The arguments and options that several commands take."""

from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.errors import SettingsError

Inputs = Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for JSON lines.")]
ModelName = Annotated[str, typer.Option("--model", help="A model's folder, or models:/… .")]
Columns = Annotated[str, typer.Option("--map", help="Rename columns: outlet=Site,text=desc.")]
DateFormat = Annotated[str, typer.Option(help="strptime format of published, if not ISO 8601.")]
MaxBytes = Annotated[int, typer.Option(min=1, help="A larger row is rejected.")]
SurveyFile = Annotated[Path | None, typer.Option(help="What recurs, by stance survey.")]
Scored = Annotated[Path, typer.Argument(help="A folder that stance score wrote.")]
Reason = Annotated[str, typer.Option(help="Why; it is written down.")]

DEFAULT_MODEL = "models:/outlet-stance@champion"
MAX_BYTES = 5_000_000


def row_settings(columns: str, date_format: str, max_bytes: int) -> Any:
    """How rows are read, from what the options say.

    Raises:
        SettingsError: a renaming is malformed.
    """
    from pipeline.readers.rows import RowSettings, parse_renames

    return RowSettings(parse_renames(columns), date_format, max_bytes)


def one_of(option: str, value: str, known: tuple[str, ...]) -> None:
    """Sees that an option has a known value.

    Raises:
        SettingsError: it has another.
    """
    if value not in known:
        raise SettingsError(f"{option}: unknown value {value!r}; use one of {', '.join(known)}")
