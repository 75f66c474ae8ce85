"""What a classifier is handed, and the views of a sentence that show it the target."""

import re
from dataclasses import dataclass

from pipeline.schema import CODEBOOK, LabelledSentence, LabelledStance, Span, Unlabelled

TARGET = " targetmention "  # a word that no text holds, which stands for the mention

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class StanceInput:
    """A sentence and where its target stands in it: sorted, disjoint spans.

    ``scheme`` names the rules by which the answer is asked for, of those that a classifier knows.
    """

    text: str
    spans: tuple[Span, ...]
    language: str = "und"
    scheme: str = CODEBOOK


def of_row(row: LabelledStance | Unlabelled) -> StanceInput:
    """The input that a row trains or tests."""
    return StanceInput(row.text, row.spans, row.language, row.scheme)


def of_sentence(row: LabelledSentence) -> StanceInput:
    """The input that a labelled sentence trains or tests."""
    return StanceInput(row.text, (), row.language, row.scheme)


def of_text(text: str) -> StanceInput:
    """A sentence in which nothing is marked."""
    return StanceInput(text, ())


def masked(item: StanceInput) -> str:
    """The sentence with each mention replaced, so that no name can be learned by heart."""
    pieces, end = [], 0
    for span in item.spans:
        if span.start >= end:
            pieces += [item.text[end : span.start], TARGET]
            end = span.end
    return "".join([*pieces, item.text[end:]])


def window(item: StanceInput, words: int) -> str:
    """At most ``words`` words on either side of each mention, the mention replaced."""
    pieces = []
    for span in item.spans:
        left = [match.start() for match in _WORD.finditer(item.text, 0, span.start)]
        right = [match.end() for match in _WORD.finditer(item.text, span.end)]
        start = left[-words] if len(left) >= words else 0
        end = right[words - 1] if len(right) >= words else len(item.text)
        pieces += [item.text[start : span.start], TARGET, item.text[span.end : end]]
    return "".join(pieces)


def sides(item: StanceInput, words: int) -> str:
    """The window's words, each marked with the side of the mention on which it stands."""
    marked = []
    for span in item.spans:
        before = _WORD.findall(item.text[: span.start])[-words:]
        after = _WORD.findall(item.text[span.end :])[:words]
        marked += [f"before_{word}" for word in before] + [f"after_{word}" for word in after]
    return " ".join(marked)
