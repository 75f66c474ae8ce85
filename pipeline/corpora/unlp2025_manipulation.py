"""UNLP 2025: Telegram posts in Ukrainian and Russian, with techniques of manipulation.

Kyslyi et al., "The UNLP 2025 Shared Task on Detecting Social Media Manipulation", UNLP 2025.
A post has a list of techniques, and spans that do not say which technique they show. So a post
counts where its techniques all work by the choice of words, and gives one paragraph: one that
is marked for at least ``_SHARE`` of its characters as loaded; of a post without manipulation
any as plain. The corpus comes without a test part: the dataset stage draws one by post.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.corpora import Record, Spec
from pipeline.schema import LabelledSentence, Reject, Span
from pipeline.storage.atomic import sha256_of_value
from pipeline.storage.fetch import File

_WORDING = {
    "loaded_language", "euphoria", "appeal_to_fear", "fud", "glittering_generalities", "cliche",
}  # fmt: skip
_SHARE = 0.3
_FEWEST_WORDS = 5

SPEC = Spec(
    name="unlp2025-manipulation",
    kind="loaded",
    languages=("uk", "ru"),
    licence="CC BY-NC-SA 4.0",
    citation="Kyslyi et al., UNLP 2025",
    labels="techniques of a post, and the spans that show them",
    size="3,822 posts",
    files=(
        File(
            "train.parquet",
            "https://raw.githubusercontent.com/unlp-workshop/unlp-2025-shared-task/"
            "f39ef3247a63785e1a16f7474e1416716a1f8436/data/techniques_classification/train.parquet",
            "99e9a9d9e0b376026ea8c28461ad4a5dd3e0b223d640510c9107278d46c19e36",
        ),
    ),
    labels_map={"loaded_language and its like": "loaded", "not manipulative": "plain"},
)


def read(folder: Path) -> Iterator[Record | Reject]:
    """A paragraph of each post that has one to learn from."""
    import pyarrow.parquet as pq

    path = folder / SPEC.files[0].name
    if not path.is_file():
        return
    for number, post in enumerate(pq.read_table(path).to_pylist(), start=1):
        loaded = bool(post["manipulative"])
        paragraphs, detail = _paragraphs(post), "no paragraph to learn from"
        if loaded and not _by_words(set(post["techniques"] or ())):
            paragraphs, detail = [], "its techniques are not of wording alone"
        if not paragraphs:
            yield Reject(
                source=path.name, line=number, stage="dataset", reason="bad-field", detail=detail
            )
            continue
        draw = int(sha256_of_value(post["id"])[:8], 16)
        yield LabelledSentence(
            row_id=f"unlp2025:{post['id']}",
            corpus="unlp2025",
            split="train",
            group_id=f"unlp2025:{post['id']}",
            language=post["lang"],
            text=paragraphs[draw % len(paragraphs)],
            loaded=loaded,
            scheme="unlp",
        )


def _by_words(techniques: set[str]) -> bool:
    return "loaded_language" in techniques and techniques <= _WORDING


def _paragraphs(post: Mapping[str, Any]) -> list[str]:
    """The lines of a post that are long enough and, where it has marks, marked enough."""
    marks = [Span(start, end) for start, end in post["trigger_words"] or ()]
    found, start = [], 0
    for line in post["content"].split("\n"):
        whole = Span(start, start + len(line))
        start = whole.end + 1
        marked = sum(max(0, min(whole.end, m.end) - max(whole.start, m.start)) for m in marks)
        enough = marked >= _SHARE * len(line) if marks else not post["manipulative"]
        if enough and len(re.findall(r"\w+", line)) >= _FEWEST_WORDS:
            found.append(line.strip())
    return found
