"""What a line's place tells: before the first paragraph, after the last, under a list's heading.

A line that says little may be a section's label or a subhead. Beside furniture at the two ends of
an article it is furniture, and so are the headlines under "Read also".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.schema import RemovalReason, Span
from pipeline.text import shapes
from pipeline.text.phrases import Phrases

_FACTS = {"byline-or-date", "counter"}
HEADLINE_WORDS = 18
SUBHEAD_WORDS = 6
SLOGAN_WORDS = 12
_OPEN_LISTS = {"related-links", "teaser"}
_SIGN_OFF = re.compile(r"[.!?…][\"»”)]*\s+(\S+ \S+)$")
# What stands at the end of an article and seldom inside it.
_CLOSING = {
    "related-links", "comment-form", "social", "newsletter", "appeal", "legal", "site-name",
    "counter",
}  # fmt: skip


@dataclass(slots=True)
class Line:
    """A line, what the cuts at its ends leave of it, and why it goes as a whole."""

    span: Span
    own: str
    cuts: list[tuple[int, int, RemovalReason]]
    reason: RemovalReason | None

    @property
    def is_text(self) -> bool:
        """Whether it stays and reads as running text."""
        return self.reason is None and shapes.is_prose(self.own)


def settle(lines: Sequence[Line], phrases: Phrases) -> None:
    """Give a reason to the lines that are furniture by their place."""
    _lists(lines)
    _beside_bylines(lines, phrases)
    text = [number for number, line in enumerate(lines) if line.is_text] or [
        number
        for number, line in enumerate(lines)
        if line.reason is None and shapes.terminated(line.own) and line.own.count(" ") > 1
    ]
    if not text:
        return
    _opening(lines[: text[0]], phrases)
    _slogans(lines)
    left = [number for number in text if lines[number].reason is None]
    if not left:
        return
    last = left[-1]
    _sign_off(next(line for line in reversed(lines) if line.reason is None))
    _closing(lines[last + 1 :], phrases)


def _lists(lines: Sequence[Line]) -> None:
    for number, line in enumerate(lines):
        if line.reason not in _OPEN_LISTS or not _is_heading(line):
            continue
        stop = number + 1
        while stop < len(lines) and _is_headline(lines[stop]):
            stop += 1
        run = [each for each in lines[number + 1 : stop] if each.reason is None]
        goes_on = stop < len(lines) and lines[stop].is_text
        if goes_on and len(run) > 1 and len(run[-1].own.split()) <= SUBHEAD_WORDS:
            run.pop()  # the subhead of what follows
        for each in run:
            each.reason = line.reason


def _is_heading(line: Line) -> bool:
    few = len(line.own.split()) <= SUBHEAD_WORDS and ":" not in line.own
    return line.own.endswith(":") or (few and line.reason == "related-links")


def _is_headline(line: Line) -> bool:
    if line.reason is not None:
        return line.reason in _OPEN_LISTS
    words = len(line.own.split())
    return words <= HEADLINE_WORDS and not line.own.endswith((".", ":", ";", ",", "…"))


def _beside_bylines(lines: Sequence[Line], phrases: Phrases) -> None:
    """Dates and names next to other facts on the article, wherever they stand."""
    for around in (lines, lines[::-1]):
        for before, line in pairwise(around):
            if before.reason in _FACTS and line.reason is None and _signs(line.own, phrases):
                line.reason = "byline-or-date"


def _opening(lines: Sequence[Line], phrases: Phrases) -> None:
    for before, line in pairwise(lines):
        named = before.reason == "site-name" and not shapes.terminated(line.own)
        if named and line.reason is None:
            line.reason = "site-name"
    for line in lines:
        if line.reason is None and _signs(line.own, phrases):
            line.reason = "byline-or-date"
    for around in (lines, lines[::-1]):
        for before, line in pairwise(around):
            if before.reason is not None and line.reason is None and _is_label(line.own):
                line.reason = "navigation"


def _signs(line: str, phrases: Phrases) -> bool:
    return shapes.dateline(line, phrases) or shapes.only_names(line)


def _is_label(line: str) -> bool:
    few = len(line.split()) <= shapes.LABEL_WORDS
    return few and not shapes.terminated(line) and not line.startswith(shapes.OPENS_SPEECH)


def _slogans(lines: Sequence[Line]) -> None:
    """A sentence between two pieces of furniture, after the last paragraph."""
    for number in range(len(lines) - 2, 0, -1):
        line, above, below = lines[number], lines[number - 1], lines[number + 1]
        if line.reason is not None:
            continue
        between = above.reason in _CLOSING and below.reason in _CLOSING
        if not between or len(line.own.split()) > SLOGAN_WORDS or line.own[:1].isdigit():
            return
        line.reason = "site-name"


def _sign_off(line: Line) -> None:
    """Cuts the author's name from the end of the last paragraph."""
    found = _SIGN_OFF.search(line.own)
    if found is None or not shapes.only_names(found[1]) or line.cuts:
        return
    line.cuts.append((found.start(1), len(line.own), "byline-or-date"))
    line.own = line.own[: found.start(1)].rstrip()


def _closing(lines: Sequence[Line], phrases: Phrases) -> None:
    """What follows the last paragraph: first what may be its own, then what closes the page."""
    closed: RemovalReason | None = None
    for line in lines:
        if line.reason is not None:
            closed = line.reason if line.reason in _CLOSING else closed
        elif closed and not shapes.terminated(line.own):
            line.reason = closed
    left = [line for line in lines if line.reason is None]
    if left and lines[-1].reason is None and len(lines) > 1 and lines[-2].reason is None:
        left = left[-1:]
    for line in left[-1:]:
        if _signs(line.own, phrases):
            line.reason = "byline-or-date"
