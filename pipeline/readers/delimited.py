"""Comma- and tab-separated values with a header line, UTF-8."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pipeline.readers.files import open_bytes
from pipeline.readers.rows import RowSettings, article, reject
from pipeline.schema import Article, Reject, RejectReason


def read(path: Path, settings: RowSettings) -> Iterator[Article | Reject]:
    """An article or a reject for each row below the header."""
    delimiter = "\t" if ".tsv" in map(str.lower, path.suffixes) else ","
    # Bytes that are no UTF-8 become lone surrogates, which the row's check then names.
    with (
        open_bytes(path) as file,
        io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="") as text,
    ):
        csv.field_size_limit(settings.max_bytes)
        rows = csv.reader(text, delimiter=delimiter)
        header = _next(rows) or []
        if isinstance(header, csv.Error):
            yield reject(path, rows.line_num, "too-large", f"the header: {header}")
            return
        empty = True
        while (row := _next(rows)) is not None:
            empty = False
            if isinstance(row, csv.Error):
                reason: RejectReason = "too-large" if "limit" in str(row) else "bad-row"
                yield reject(path, rows.line_num, reason, str(row))
            elif len(row) != len(header) and row:
                detail = f"{len(row)} fields under {len(header)} columns"
                yield reject(path, rows.line_num, "bad-row", detail)
            elif row:
                yield article(dict(zip(header, row, strict=True)), path, rows.line_num, settings)
        if empty and header and not settings.knows(header):
            yield reject(path, 1, "missing-text", "a header without a column of ours")


def _next(rows: Iterator[list[str]]) -> list[str] | csv.Error | None:
    try:
        return next(rows, None)
    except csv.Error as error:
        return error
