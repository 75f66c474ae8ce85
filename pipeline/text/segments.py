"""A sentence cut at its commas, dashes and colons into segments of words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.schema import Span

_WORD = re.compile(r"\w+(?:[-.’'&]\w+)*")
_CUT = re.compile(r",(?!\d)\s*[–—-]?\s*|\s[–—-]+\s|[;:]\s")
_EDGES = " \t\n,;:–—-"


class Word(NamedTuple):
    """A word, its lower-case form, and its span in the text."""

    lower: str
    span: Span


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands between two cuts; ``before`` is the cut in front of it."""

    span: Span
    words: tuple[Word, ...]
    before: str

    def starts_with(self, words: frozenset[str]) -> bool:
        """Whether the first word is one of ``words``."""
        return bool(self.words) and self.words[0].lower in words

    def after(self, word: Word) -> Span:
        """What follows a word of the segment."""
        return Span(word.span.end, self.span.end)


def words_of(text: str, span: Span) -> list[Word]:
    """The words of a piece of text."""
    return [
        Word(m.group().lower(), Span(m.start(), m.end()))
        for m in _WORD.finditer(text, span.start, span.end)
    ]


def word_forms(text: str) -> list[str]:
    """The words of a text as they are spelt, without their places."""
    return _WORD.findall(text)


def segments_of(text: str, sentence: Span, taken: Sequence[Span] = ()) -> list[Segment]:
    """The segments of a sentence; what is ``taken`` is neither cut nor gives words."""
    segments, at, before = [], sentence.start, ""
    for cut in _CUT.finditer(text, sentence.start, sentence.end):
        if any(span.start < cut.start() < span.end - 1 for span in taken):
            continue
        segments.append(Segment(Span(at, cut.start()), _free(text, at, cut.start(), taken), before))
        at, before = cut.end(), cut.group().strip()
    rest = _free(text, at, sentence.end, taken)
    return [*segments, Segment(Span(at, max(at, sentence.end)), rest, before)]


def _free(text: str, start: int, end: int, taken: Sequence[Span]) -> tuple[Word, ...]:
    words = words_of(text, Span(start, end))
    if not taken:
        return tuple(words)
    return tuple(w for w in words if not any(t.start <= w.span.start < t.end for t in taken))


def trimmed(text: str, span: Span) -> Span:
    """A span without the white space, commas and dashes at its ends; quotation marks stay."""
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip(_EDGES))
    return Span(start, max(start, span.start + len(piece.rstrip(_EDGES))))
