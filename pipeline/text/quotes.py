"""Where a text quotes: pairs of quotation marks of every style, outermost pair only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.schema import Span

# Every mark that may open, with those that may close it. Guillemets are also used inside out.
CLOSERS = {
    "«": "»",
    "»": "«",
    "„": '”“"',
    "“": '”"',
    "‟": "”",
    "”": "”",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "'": "'",
    "‹": "›",
    "›": "‹",
}
MARKS = "".join(CLOSERS) + "’›"
CLOSING = '»”“"’‘›'
REACH = 3  # paragraphs over which a quotation may go on without a mark at their start
_MARK = re.compile(rf"[{MARKS}\n]|''")
_SINGLE = "‘‚'‹›"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks; ``opened`` or ``closed`` is False where a mark is missing."""

    span: Span
    closed: bool
    opened: bool = True

    @property
    def inside(self) -> Span:
        """The quotation without its marks."""
        start, end = self.span.start + self.opened, self.span.end - self.closed
        return Span(start, max(start, end))


def quotations(text: str, begin: int = 0) -> list[Quotation]:
    """The quotations of a text from ``begin`` on, disjoint. A new line ends what is open."""
    found: list[Quotation] = []
    start, depth, opener = -1, 0, ""
    for match in _MARK.finditer(text, begin):
        at, mark = match.start(), match.group()
        if mark == "\n":
            if start >= 0 and opener not in _SINGLE:
                found.append(Quotation(Span(start, at), closed=False))
            start = -1
        elif start < 0:
            if _opens(text, at):
                start, depth, opener = at, 1, mark
        elif mark == opener and mark in '«„“"' and _opens(text, at) and _nests(text, at):
            depth += mark != "„"
        elif mark in CLOSERS[opener] and _closes(text, at):
            depth -= 1
            if depth == 0:
                found.append(Quotation(Span(start, at + 1), closed=True))
                start = -1
    if start >= 0 and opener not in _SINGLE:
        found.append(Quotation(Span(start, len(text)), closed=False))
    return found


def over_paragraphs(texts: Sequence[str]) -> list[list[Quotation]]:
    """The quotations of each paragraph, where one may go on until a later one closes it.

    A quotation that no later paragraph closes, and that is not opened again, ends with its own.
    """
    found: list[list[Quotation]] = []
    goes_on, closer = 0, ""
    for number, text in enumerate(texts):
        if goes_on > 1:
            goes_on -= 1
            found.append([Quotation(Span(0, len(text)), closed=False, opened=False)])
            continue
        end = _first_closer(text, closer) + 1 if goes_on else 0
        goes_on = 0
        quotes = [Quotation(Span(0, end), closed=True, opened=False)] if end else []
        quotes += quotations(text, end)
        found.append(quotes)
        if quotes and not quotes[-1].closed:
            closer = CLOSERS[text[quotes[-1].span.start]]
            goes_on = _closed_in(texts[number + 1 : number + 1 + REACH], closer)
    return found


def _closed_in(texts: Sequence[str], closer: str) -> int:
    """How many paragraphs on an open quotation is closed; 0 where it is not."""
    for number, text in enumerate(texts, start=1):
        if _first_closer(text, closer) >= 0:
            return number
        if any(mark in text for mark in MARKS if mark not in "'’"):
            return 0
    return 0


def _first_closer(text: str, closer: str) -> int:
    """Where the first quotation mark closes what was open before the text; -1 if it opens."""
    for match in _MARK.finditer(text):
        if match.group() in _SINGLE + "’":
            continue
        at = match.start()
        return at if at and text[at] in closer and not _opens(text, at) else -1
    return -1


def _opens(text: str, at: int) -> bool:
    mark = text[at]
    if mark not in CLOSERS:
        return False
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if mark in "«„":
        return True
    if mark in "'‘’" and after.isdigit():  # the winter of '09
        return False
    if mark in "‚“‟‘‹":
        return not before.isalnum() and not (before in _ENDS and not after.isalnum())
    # The rest look the same on both sides, so white space tells.
    return bool(after) and not after.isspace() and not (before.isalnum() or before in _ENDS)


def _nests(text: str, at: int) -> bool:
    """Whether a mark that opens inside a quotation of its own style has a close of its own."""
    return text[at] != '"' or text[at - 2 : at] == ": "


_ENDS = tuple(".,!?…;%")


def _closes(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in "’'‘":
        return not after.isalnum() and not before.isspace()
    if text[at] in '"“':
        return not (before.isspace() and after.isalnum())
    return True
