"""The authored corpus: sentences written for this project, labelled after its codebook.

A file is JSON lines, ``<split>/<language>.jsonl``. ``text`` carries its mentions as marks,
``[surface](target)`` in the outlet's own voice and ``[surface](target/quoted)`` in another's,
and ``stance`` has a label for each mark. ``second/<language>.jsonl`` has the labels of a reading
that was blind to the first. See ``data/authored/DATASHEET.md``.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.corpora import Record, Spec
from pipeline.errors import DatasetError
from pipeline.schema import SPLITS, LabelledSentence, LabelledStance, Reject, Span, Split

_MARK = re.compile(r"\[([^\]]+)\]\(([a-z-]+(?:/quoted)?)\)")

SPEC = Spec(
    name="authored",
    kind="stance",
    languages=("en", "pl", "ru", "uk", "be", "de"),
    licence="Apache-2.0",
    citation="data/authored/DATASHEET.md",
    labels="stance toward each target, voice, loaded",
    size="see the datasheet",
    files=(),
)


def read(folder: Path) -> Iterator[Record | Reject]:
    """For each sentence a loaded-language row, then a stance row for each (target, voice).

    A stance row is disputed where the second reading has another label.

    Raises:
        DatasetError: marks and labels of a sentence do not match, which is a slip of ours.
    """
    second = {row["id"]: row["stance"] for _, row in lines(folder / "second")}
    for split in SPLITS:
        for language, row in lines(folder / split):
            yield from _rows(row, split, language, second.get(row["id"], {}))


def parse_marks(marked: str) -> tuple[str, dict[str, tuple[Span, ...]]]:
    """The plain text of a marked one, and the spans of each mark's key in the plain text."""
    pieces: list[str] = []
    spans: dict[str, list[Span]] = defaultdict(list)
    length = end = 0
    for mark in _MARK.finditer(marked):
        before, surface = marked[end : mark.start()], mark[1]
        start = length + len(before)
        spans[mark[2]].append(Span(start, start + len(surface)))
        pieces += [before, surface]
        length, end = start + len(surface), mark.end()
    text = "".join([*pieces, marked[end:]])
    return text, {key: tuple(found) for key, found in spans.items()}


def lines(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row with the language of its file."""
    for path in sorted(folder.glob("*.jsonl")):
        # Not splitlines, which would also cut at a line separator inside a text.
        for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
            yield path.stem, json.loads(line)


def _rows(
    row: dict[str, Any], split: Split, language: str, second: dict[str, str]
) -> Iterator[Record]:
    text, spans = parse_marks(row["text"])
    if spans.keys() != row["stance"].keys():
        raise DatasetError(
            f"authored {row['id']}: marks {sorted(spans)} but labels {sorted(row['stance'])}; "
            "give each mark a label"
        )
    group = f"authored:{row['family']}"
    yield LabelledSentence(
        row_id=f"authored:{row['id']}",
        corpus="authored",
        split=split,
        group_id=group,
        language=language,
        text=text,
        loaded=row["loaded"],
    )
    for key, stance in row["stance"].items():
        target, _, quoted = key.partition("/")
        yield LabelledStance(
            row_id=f"authored:{row['id']}:{key}",
            corpus="authored",
            split=split,
            group_id=group,
            language=language,
            text=text,
            spans=spans[key],
            target=target,
            voice="quoted" if quoted else "outlet",
            stance=stance,
            disputed=second.get(key, stance) != stance,
        )
