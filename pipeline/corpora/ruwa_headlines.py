"""RUWA: headlines and subheadings of nine outlets on the war against Ukraine, unlabelled.

Khairova et al., "A First Attempt to Detect Misinformation in Russia-Ukraine War News through
Text Similarity", LDK 2023. ``Site`` is the outlet; title and description may be empty.
"""

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.corpora import Record, Spec
from pipeline.schema import Article, Reject
from pipeline.storage.fetch import File

SPEC = Spec(
    name="ruwa-headlines",
    kind="articles",
    languages=("en",),
    licence="CC BY-NC-SA 4.0",
    citation="Khairova et al., LDK 2023",
    labels="none",
    size="16,545",
    files=(
        File(
            "RUWA_01.08.23.csv.zip",
            "https://raw.githubusercontent.com/ninakhairova/dataset_RUWA/"
            "5eab65389306e7adf7d2aef95b803b9308c72e61/RUWA_01.08.23.csv.zip",
            "b7f6fed93db9cae544104146c53ebc8f88cc199c62e65ce47a0981efe40bb420",
        ),
    ),
)


def read(folder: Path) -> Iterator[Record | Reject]:
    """An article for each row with a title or a description."""
    path = folder / SPEC.files[0].name
    if not path.is_file():
        return
    with zipfile.ZipFile(path) as archive:
        inner = next(name for name in archive.namelist() if name.startswith("RUWA"))
        with io.TextIOWrapper(archive.open(inner), encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=1):
                yield _article(row, number, path.name)


def _article(row: dict[str, str], number: int, source: str) -> Article | Reject:
    title, desc = row["title"].strip(), row["desc"].strip()
    article_id = f"ruwa-{row['']}"
    if not title and not desc:
        return Reject(
            source=source,
            line=number,
            article_id=article_id,
            stage="clean",
            reason="empty-text",
            detail="neither title nor description",
        )
    return Article(
        article_id=article_id,
        outlet=row["Site"],
        title=title,
        published=dt.datetime.strptime(row["Date"], "%m/%d/%Y").date(),
        url=row["src"],
        language="en",
        raw="\n\n".join(part for part in (title, desc) if part),
        extra=json.dumps({"event": row["Event"]}),
    )
