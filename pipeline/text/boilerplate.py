"""Which lines, and which ends of lines, are page furniture and not the article's own text."""

import re
from collections.abc import Iterator

from pipeline.schema import RemovalReason
from pipeline.text import shapes
from pipeline.text.outlet_names import Names, fold, is_own
from pipeline.text.phrases import Phrases
from pipeline.text.repair import repair

LONGEST_LINE = 300  # code points; a longer line is prose
LONGEST_TAIL = 120
TITLE_WORDS = 3  # a shorter title may be repeated
Cut = tuple[int, int, RemovalReason]

_SEPARATOR = re.compile(r"\s*[|«•·]\s+|\s+[-–—:/]+\s+|\s*[—–|]\s*(?=\S+$)")
_SEPARATES = re.compile(r"[|«•·—–]|[-:/]\s")  # else there is no separator to look for
_TITLE_MARKS = re.compile(r"\s*(?:\s[-–—|»:]+|\||::|:)\s+")
_TITLE_END = re.compile(r"\s*[.!?…]+(?=\s|$)\s*|\s*$")
_SENTENCE_END = re.compile(r"[.!?…][»”\")]*\s+(?=\S)")
_DOUBTFUL = {"byline-or-date", "counter"}  # at the end of a sentence, a date or a number
_SIGNS = re.compile(r"[^\w\s\"'«„“”»’‘.,;:!?@#*+©®™$€£₴₽<>/\\|(){}\[\]~_=‹›·•←-]+\s*")
_MAY_OPEN = re.compile(r"[^(/\d]{0,60}[(/\d]")  # else there is no head to look for
_TAIL_SIGNS = (" #", "👁", "PAP)", "ews.")
_UNSEEN = re.compile("[\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|[^\\S \t\n\r]")


def furniture(line: str, phrases: Phrases, names: Names) -> RemovalReason | None:
    """Why a whole line is furniture, or ``None`` where it is text."""
    if len(line) > LONGEST_LINE:
        return None
    if _UNSEEN.search(line):
        line = repair(line).text.strip()
    bare = line
    signs = _SIGNS.match(line)
    if signs and not line.startswith(("—", "–")):
        bare = line[signs.end() :]
    low = bare.lower()
    if len(low) != len(bare):
        low = bare
    may_ask = phrases.may_ask(low)
    found = phrases.furniture.match(low) or (phrases.anywhere.search(low) if may_ask else None)
    if found is not None:
        return found[2]
    if is_own(line, low, names):
        return "site-name"
    if bare is not line and not shapes.terminated(line):
        return "teaser"
    if shapes.signature(bare, phrases):
        return "byline-or-date"
    asked = shapes.asks(line, phrases, names.spoken) if may_ask else None
    return "navigation" if shapes.menu(line) else asked


def trims(line: str, phrases: Phrases, names: Names, title: tuple[str, ...] | None) -> list[Cut]:
    """The pieces to cut from the two ends of a line, until nothing more can be cut.

    ``title`` is the title's words, to find it repeated; ``None`` says that the line is the title.
    """
    start, end = 0, len(line)
    cuts: list[Cut] = []
    while start < end:
        head = _head(line, start, end, phrases, names, title)
        tail = None if head else _tail(line, start, end, phrases, names, title is None)
        if head is not None:
            start = head[1]
        elif tail is not None:
            end = start + len(line[start : tail[0]].rstrip())
        else:
            break
        cuts += [cut for cut in (head, tail) if cut]
    return sorted(cuts)


def _head(
    line: str, start: int, end: int, phrases: Phrases, names: Names, title: tuple[str, ...] | None
) -> Cut | None:
    found = None
    if _MAY_OPEN.match(line, start):
        found = phrases.heads.match(line, start, min(end, start + LONGEST_TAIL))
    if found and found[1] > start and (title is not None or found[1] < end):
        return found
    if title is None and names.signed:
        mark = _TITLE_MARKS.search(line, start, end)
        if mark and mark.start() > start and mark.end() < end:
            signed = fold(line[start : mark.start()]) in names.signed
            return (start, mark.end(), "site-name") if signed else None
    stop = repeated(line, start, end, title) if title else None
    return (start, stop, "repeated-block") if stop is not None else None


def _tail(
    line: str, start: int, end: int, phrases: Phrases, names: Names, is_title: bool
) -> Cut | None:
    floor = max(start, end - LONGEST_TAIL)
    window = line[floor:end]
    if is_title or _ends_signed(window, names.signed):
        for cut in _named(window, names.signed, is_title):
            return floor + cut[0], end, cut[1]
    found = None
    if window.rstrip(". ")[-1:] in ")]/0123456789" or any(map(window.__contains__, _TAIL_SIGNS)):
        found = phrases.tails.close(window)
    if found and found[1] > found[0] and floor + found[0] > start:
        return floor + found[0], end, found[2]
    return None if is_title else _last_words(line, start, end, phrases, names)


def _last_words(line: str, start: int, end: int, phrases: Phrases, names: Names) -> Cut | None:
    """Furniture that was glued to the last sentence: a teaser, a credit, a link."""
    floor = max(start, end - LONGEST_TAIL)
    open_end = not shapes.terminated(line[floor:end])
    if not open_end and ":" not in line[floor:end]:
        return None
    last = ""
    for stop in _SENTENCE_END.finditer(line, floor, end):
        last = line[stop.end() : end]
        if open_end or ":" in last[:40]:
            signs = _SIGNS.match(last)
            low = last[signs.end() if signs and last[0] not in "—–" else 0 :].lower()
            found = phrases.furniture.match(low)
            if found is not None and found[2] not in _DOUBTFUL:
                return stop.end(), end, found[2]
    asked = shapes.asks(last, phrases, names.spoken) if last and open_end else None
    return (end - len(last), end, asked) if asked is not None else None


def _ends_signed(window: str, names: frozenset[str]) -> bool:
    end = fold(window[-60:]) if names else ""
    return any(name in end for name in names)


def _named(
    window: str, names: frozenset[str], is_title: bool
) -> Iterator[tuple[int, RemovalReason]]:
    """A tail after the last separator that is the outlet's own name, or in a title a section."""
    if not _SEPARATES.search(window):
        return
    last = next(reversed(list(_SEPARATOR.finditer(window))), None)
    if last is None or last.start() == 0 or not any(map(str.isalpha, window[: last.start()])):
        return
    tail, mark = window[last.end() :].strip(), last.group().strip()
    words = tail.split()
    if not words or len(words) > 12:
        return
    signed = fold(tail) in names or (
        len(words) <= 3 and fold(words[0]) in names and tail.replace(" ", "").isalnum()
    )
    section = is_title and mark in "|«" and len(words) <= 4 and "»" not in tail
    if signed or section:
        yield last.start(), "site-name" if is_title else "agency-signature"


def repeated(line: str, start: int, end: int, title: tuple[str, ...]) -> int | None:
    """Where the title's repetition at ``start`` ends, with its full stop; ``None`` without."""
    at = start
    for word in title:
        while at < end and line[at].isspace():
            at += 1
        if line[at : at + len(word)].lower() != word.lower():
            return None
        at += len(word)
    match = _TITLE_END.match(line, at, end) if len(title) >= TITLE_WORDS else None
    return match.end() if match else None
