"""Which ends of lines are page furniture: datelines, signatures, the title once more."""

import re

from pipeline.schema import Span
from pipeline.text.lines import Cut, terminated
from pipeline.text.outlet_names import Names, fold
from pipeline.text.phrases import Phrases

LONGEST_TAIL, LONGEST_NAME, LONGEST_PHRASE = 120, 80, 60  # code points
TITLE_WORDS = 3  # a shorter title may be repeated

_LAST_SEPARATOR = re.compile(r"(?s:.*)([|«•·]\s+|\s[-–—:/]+\s+|[—–|]\s*(?=\S+$))")
_TITLE_MARKS = re.compile(r"\s*(?:\s[-–—|»:]+|\||::|:)\s+")
_TITLE_END = re.compile(r"\s*[.!?…]+(?=\s|$)\s*|\s*$")
_SENTENCE_END = re.compile(r"\w{3}[»«”“\")]*[.!?…]+[»«”“\")]*\s+(?=\S)")  # and not "St. "
_LABEL = 40  # code points; a colon later than that labels nothing
_MAY_OPEN = re.compile(r"[^(/\d]{0,60}[(/\d]")  # else there is no head to look for
_SECTION = re.compile(r"[|«]")
_CLOSING = 12  # code points in which a line must show that it ends in something like a date
_MAY_CLOSE = re.compile(r"\d[:./]\d{2,4}\W*$|[)\]/]\.?\s*$|#|👁|PAP\)|ews\.$")


def parts(line: str) -> list[Span]:
    """The line in pieces: furniture may be glued to it, so such last sentences stand apart."""
    found, end = [], len(line)
    while (start := _last_sentence(line, end)) is not None:
        found.append(Span(start, end))
        end = len(line[:start].rstrip())
    return [Span(0, end), *reversed(found)]


def _last_sentence(line: str, end: int) -> int | None:
    """Where the last sentence starts, if it reads like a teaser, a credit, a signature."""
    floor = max(0, end - LONGEST_TAIL)
    if terminated(line[floor:end]) and ":" not in line[floor:end]:
        return None
    stops = [stop.end() for stop in _SENTENCE_END.finditer(line, floor, end)]
    if not stops or " " not in line[: stops[-1]].rstrip():  # "Fot. archiwum" is one
        return None
    last = line[stops[-1] : end]
    return None if terminated(last) and ":" not in last[:_LABEL] else stops[-1]


def trims(line: str, phrases: Phrases, names: Names, title: tuple[str, ...] | None) -> list[Cut]:
    """The pieces to cut from the two ends of a line, until nothing more can be cut.

    Args:
        line: the line.
        phrases: of its language.
        names: the outlet's.
        title: the title's words, to find it repeated; ``None`` says that the line is the title.
    """
    start, end = 0, len(line)
    cuts: list[Cut] = []
    while start < end and (head := _head(line, start, end, phrases, names, title)):
        start = head[1]
        cuts.append(head)
    while start < end and (tail := _tail(line, start, end, phrases, names, title is None)):
        end = start + len(line[start : tail[0]].rstrip())
        cuts.append(tail)
    return sorted(cuts)


def _head(
    line: str, start: int, end: int, phrases: Phrases, names: Names, title: tuple[str, ...] | None
) -> Cut | None:
    found = None
    if _MAY_OPEN.match(line, start):
        found = phrases.heads.match(line, start, min(end, start + LONGEST_TAIL))
    if found and found[1] > start and (title is not None or found[1] < end):
        return found
    if title is None:
        return _signed_start(line, start, end, names)
    stop = repeated(line, start, end, title)
    return (start, stop, "repeated-block") if stop is not None else None


def _signed_start(line: str, start: int, end: int, names: Names) -> Cut | None:
    """The outlet's name and a mark before a title."""
    if not names.in_text(line[start : min(end, start + LONGEST_NAME)]):
        return None
    mark = _TITLE_MARKS.search(line, start, end)
    if mark is None or not start < mark.start() or mark.end() >= end:
        return None
    signed = fold(line[start : mark.start()]) in names.signed
    return (start, mark.end(), "site-name") if signed else None


def _tail(
    line: str, start: int, end: int, phrases: Phrases, names: Names, is_title: bool
) -> Cut | None:
    floor = max(start, end - LONGEST_NAME)
    named = _named(line[floor:end], names, is_title)
    if named is not None:
        return floor + named, end, "site-name" if is_title else "agency-signature"
    if _MAY_CLOSE.search(line, max(floor, end - _CLOSING), end):
        floor = max(start, end - LONGEST_PHRASE)
        found = phrases.tails.search(line[floor:end])
        if found and found[1] > found[0] and floor + found[0] > start:
            return floor + found[0], end, found[2]
    return None


def _named(window: str, names: Names, is_title: bool) -> int | None:
    """Where a tail begins that is the outlet's own name, or in a title a section."""
    if not names.in_text(window) and not (is_title and _SECTION.search(window)):
        return None
    last = _LAST_SEPARATOR.match(window)
    if last is None or not any(map(str.isalpha, window[: last.start(1)])):
        return None
    tail, mark = window[last.end() :].strip(), last[1].strip()
    words = tail.split()
    if not words or len(words) > 12:
        return None
    signed = fold(tail) in names.signed or (
        len(words) <= 3 and fold(words[0]) in names.signed and tail.replace(" ", "").isalnum()
    )
    section = is_title and mark in "|«" and len(words) <= 4 and "»" not in tail
    return len(window[: last.start(1)].rstrip()) if signed or section else None


def repeated(line: str, start: int, end: int, title: tuple[str, ...]) -> int | None:
    """Where the title's repetition at ``start`` ends, with its full stop; ``None`` without.

    ``title`` is its words in lower case.
    """
    if len(title) < TITLE_WORDS or line[start : start + 1].lower() != title[0][0]:
        return None
    *words, rest = line[start:end].split(None, len(title) - 1)
    if " ".join(words).lower() != " ".join(title[:-1]) or not rest.lower().startswith(title[-1]):
        return None
    match = _TITLE_END.match(line, end - len(rest) + len(title[-1]), end)
    return match.end() if match else None
