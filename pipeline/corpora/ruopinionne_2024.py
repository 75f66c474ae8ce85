"""RuOpinionNE-2024: opinions in Russian news, with holder, target and expression.

Loukachevitch et al., "RuOpinionNE-2024: Extraction of Opinion Tuples from Russian News Texts",
Dialogue 2025. It shares thousands of sentences with RuSentNE-2023 and has no neutral label.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.corpora import Record, Spec
from pipeline.schema import LabelledStance, Reject, Span, Stance
from pipeline.storage.atomic import sha256_of_value
from pipeline.storage.fetch import File

_URL = (
    "https://raw.githubusercontent.com/dialogue-evaluation/RuOpinionNE-2024/"
    "f471b936e835d2de510587edc7f61c17d159f0f6/"
)
_STANCES: dict[str, Stance] = {"NEG": "critical", "POS": "supportive"}

SPEC = Spec(
    name="ruopinionne-2024",
    kind="stance",
    languages=("ru",),
    licence="MIT",
    citation="Loukachevitch et al., Dialogue 2025",
    labels="opinions of a holder on a target: POS, NEG",
    size="4,516 opinions",
    files=(
        File(
            "train.jsonl",
            _URL + "train.jsonl",
            "dc20424059ded7ce62eed8185ef0e6d4916444643c32e66a8343445e2f865fdd",
        ),
        File(
            "validation_labeled.jsonl",
            _URL + "validation_labeled.jsonl",
            "932645869e36c4be1ac7e766e4513071e532e66380434f6c47821d6a1fea58b9",
        ),
    ),
    labels_map={"NEG": "critical", "POS": "supportive"},
)


def read(folder: Path) -> Iterator[Record | Reject]:
    """A row for each target on which the opinions of a sentence agree."""
    for file in SPEC.files:
        if (folder / file.name).is_file():
            yield from _read_part(folder / file.name)


def _read_part(path: Path) -> Iterator[Record | Reject]:
    # Not splitlines, which would also cut at a line separator inside a text.
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        row: dict[str, Any] = json.loads(line) if line else {"text": "", "opinions": []}
        for target, opinions in _by_target(row["opinions"]).items():
            detail = _fault(row["text"], target, opinions)
            if detail:
                yield Reject(
                    source=path.name,
                    line=number,
                    stage="dataset",
                    reason="bad-field",
                    detail=detail,
                )
                continue
            yield LabelledStance(
                row_id=f"ruopinionne-2024:{path.stem}:{number}:{target}",
                corpus="ruopinionne-2024",
                split="train",
                group_id="ruopinionne-2024:" + sha256_of_value(row["text"])[:16],
                language="ru",
                text=row["text"],
                spans=tuple(sorted({span for _, span in opinions})),
                target=target,
                stance=_STANCES[opinions[0][0]],
                scheme="rusentne",
            )


def _by_target(opinions: list[dict[str, Any]]) -> dict[str, list[tuple[str, Span]]]:
    found: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for opinion in opinions:
        for surface, place in zip(*opinion["Target"], strict=True):
            start, _, end = place.partition(":")
            found[surface].append((opinion["Polarity"], Span(int(start), int(end))))
    return found


def _fault(text: str, target: str, opinions: list[tuple[str, Span]]) -> str:
    if len({polarity for polarity, _ in opinions}) > 1:
        return f"the opinions on {target!r} differ"
    if any(not len(span) or span.of(text) != target for _, span in opinions):
        return f"the text at its place is not {target!r}"
    return ""
