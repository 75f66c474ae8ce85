"""Where a text quotes: pairs of quotation marks of every style, outermost pair only."""

import re
from dataclasses import dataclass

from pipeline.schema import Span

# Every mark that may open, with those that may close it. Guillemets are also used inside out.
CLOSERS = {
    "«": "»",
    "»": "«",
    "„": '”“"»',
    "“": '”"',
    "‟": "”",
    "”": "”",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "'": "'",
    "‹": "›",
}
MARKS = "".join(CLOSERS) + "’›"
_MARK = re.compile(rf"[{MARKS}\n]|''")
_SINGLE = "‘‚'"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks; one that nobody closed ends with its paragraph."""

    span: Span
    closed: bool

    @property
    def inside(self) -> Span:
        """The quotation without its marks."""
        return Span(self.span.start + 1, self.span.end - 1 if self.closed else self.span.end)


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text, in order and disjoint. A new line ends what is open."""
    found: list[Quotation] = []
    start, depth, opener = -1, 0, ""
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        if mark == "\n":
            if start >= 0 and opener not in _SINGLE:
                found.append(Quotation(Span(start, at), closed=False))
            start = -1
        elif start < 0:
            if _opens(text, at):
                start, depth, opener = at, 1, mark
        elif mark in CLOSERS[opener] and _closes(text, at):
            depth -= 1
            if depth == 0:
                found.append(Quotation(Span(start, at + 1), closed=True))
                start = -1
        elif mark == opener and mark in "«„“" and _opens(text, at):
            depth += mark == "«"
    if start >= 0 and opener not in _SINGLE:
        found.append(Quotation(Span(start, len(text)), closed=False))
    return found


def _opens(text: str, at: int) -> bool:
    mark = text[at]
    if mark not in CLOSERS:
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in "«„‚“‟‘‹":
        return not before.isalnum() or mark in "«„"
    # The rest look the same on both sides, so white space tells.
    return bool(after) and not after.isspace() and not (before.isalnum() or before in _ENDS)


_ENDS = tuple(".,!?…;%")


def _closes(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in "’'‘":
        return not after.isalnum() and not before.isspace()
    if text[at] in '"“':
        return not (before.isspace() and after.isalnum())
    return True
