"""Our labels on headlines of RUWA, joined to the texts where the corpus was fetched.

``sample.jsonl`` says which rows were drawn, ``labels.jsonl`` how they were read: two readings
blind to each other, and a third where the two differ. See ``data/labels/ruwa/DATASHEET.md``.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.corpora import Record, Spec, ruwa_headlines
from pipeline.errors import DatasetError
from pipeline.schema import Article, LabelledSentence, LabelledStance, Reject, Span
from pipeline.text.repair import repair

SPEC = Spec(
    name="ruwa-labels",
    kind="stance",
    languages=("en",),
    licence="CC BY-NC-SA 4.0",
    citation="data/labels/ruwa/DATASHEET.md",
    labels="stance toward each target, voice, loaded; to measure by, never to train on",
    size="1,200",
    files=(),
)


def read(folder: Path, headlines: Path | None = None) -> Iterator[Record | Reject]:
    """A stance row for each labelled row whose text is there, and a loaded row a sentence.

    Args:
        folder: of the sample and its labels.
        headlines: where RUWA was fetched to, without which there is no text.

    Raises:
        DatasetError: the text at a place is not the one that was labelled.
    """
    sample = _lines(folder / "sample.jsonl")
    readings = {row["id"]: row["readings"] for row in _lines(folder / "labels.jsonl")}
    wanted = {row["article_id"] for row in sample}
    articles = {
        article.article_id: article
        for article in (ruwa_headlines.read(headlines) if headlines else ())
        if isinstance(article, Article) and article.article_id in wanted
    }
    seen: set[tuple[str, int]] = set()
    for row in sample:
        if row["id"] in readings and row["article_id"] in articles:
            sentence, stance = _rows(row, readings[row["id"]], articles[row["article_id"]])
            if (row["article_id"], row["start"]) not in seen:
                yield sentence
            seen.add((row["article_id"], row["start"]))
            yield stance


def _rows(
    row: Mapping[str, Any], readings: Sequence[Mapping[str, Any]], article: Article
) -> tuple[LabelledSentence, LabelledStance]:
    text = repair(article.raw[row["start"] : row["end"]]).text
    if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
        raise DatasetError(f"{row['id']}: the text is not the one labelled; fetch RUWA anew")
    shared: dict[str, Any] = {
        "corpus": "ruwa",
        "split": row["split"],
        "group_id": article.article_id,
        "outlet": article.outlet,
        "language": article.language,
        "text": text,
    }
    stance = _decided([reading["stance"] for reading in readings])
    others = {reading["stance"] for reading in readings[:2]} - {stance}
    return (
        LabelledSentence(
            row_id=f"ruwa:{row['id']}",
            loaded=_decided([reading["loaded"] for reading in readings]),
            **shared,
        ),
        LabelledStance(
            row_id=f"ruwa:{row['id']}",
            published=article.published,
            spans=tuple(Span(*mention) for mention in row["mentions"]),
            target=row["target"],
            voice=_decided([*(reading["voice"] for reading in readings), row["voice"]]),
            stance=stance,
            disputed=bool(others),
            probability=row["probability"],
            **shared,
        ),
    )


def _decided(labels: Sequence[Any]) -> Any:
    """The label that most readings gave, the first of those that tie."""
    return Counter(labels).most_common(1)[0][0]


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
