"""Sentences: every mark that may end one is looked at, and the rules of the language decide.

For a language without rules sentencex proposes the places, since it knows abbreviations of many.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

import sentencex

from pipeline.schema import Span
from pipeline.text.quotes import CLOSERS, MARKS, quotations
from pipeline.text.rules import Rules, load
from pipeline.text.stops import FullStop, is_whole

LONGEST_QUOTE = 400  # code points; a longer quotation is split inside
WINDOW = 80  # code points looked at on either side of a boundary
# sentencex takes quadratic time over unbalanced marks and dies on lone surrogates, so it sees
# the text without them; quotations are this module's own matter.
_HIDDEN = frozenset(MARKS + "()[]{}")
_MASK = dict.fromkeys(map(ord, _HIDDEN), " ") | dict.fromkeys(range(0xD800, 0xE000), "x")
_SHUT = re.escape(MARKS) + r")\]"
_PLACE = re.compile(rf"[.!?…\n](?:(?<=\n)\s*|[{_SHUT}]*[^\S\n]+(?=[^\s.!?…]))")
_OPENING = re.compile(rf"[\s{re.escape(MARKS)}(\[—–-]*")
_WORD = re.compile(r"[^\W_]")
_FIRST_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_CAMEL = re.compile(r"[^\W\d_]{1,2}[A-ZА-ЯЁІЇЄҐЎ]")  # iPhone
_CLOSERS = frozenset("".join(CLOSERS.values()))
_ENUMERATION = re.compile(r"(?:\d{1,3}|[IVXLC]{1,5}|[^\W\d_])\.")
_WHOLE_BRACKET = re.compile(r"\([^()\n]*[.!?…][»”“\"]?\)")


def split(text: str, language: str) -> list[Span]:
    """The sentences of a text: disjoint, in order, trimmed, over all that is not white space."""
    rules = load(language)
    spans: list[Span] = []
    start = len(text) - len(text.lstrip())
    for stop, at in _boundaries(text, rules):
        if at > start and _ends(text, start, stop, at, rules):
            spans.append(Span(start, len(text[start:at].rstrip()) + start))
            start = at
    end = len(text.rstrip())
    if end > start:
        spans.append(Span(start, end))
    return spans


def _boundaries(text: str, rules: Rules) -> Iterator[tuple[int, int]]:
    """Where a mark stands that may end a sentence, and where the next may start, unquoted."""
    places = [(m.start(), m.end()) for m in _PLACE.finditer(text)]
    if places and not rules.starters:
        places = _proposed(text, rules.language, places)
    if not places:
        return
    quotes = [q.span for q in quotations(text) if q.closed and len(q.span) <= LONGEST_QUOTE]
    starts = [span.start for span in quotes]
    for stop, at in places:
        index = bisect_right(starts, at - 1) - 1
        if index < 0 or quotes[index].end <= at or text[stop] == "\n":
            yield stop, at


def _proposed(text: str, language: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The line breaks among ``places``, and what sentencex finds after white space."""
    found = {at: stop for stop, at in places if text[stop] == "\n"}
    for boundary in sentencex.get_sentence_boundaries(language, text.translate(_MASK)):
        at = boundary["start_index"]
        while at > 0 and text[at - 1] in _HIDDEN:
            at -= 1
        if at > 0 and text[at - 1].isspace() and text[at : at + 1].strip():
            found.setdefault(at, len(text[:at].rstrip()) - 1)
    return sorted((stop, at) for at, stop in found.items())


def _ends(text: str, start: int, stop: int, at: int, rules: Rules) -> bool:
    """Whether a sentence from ``start`` ends with the mark at ``stop``, before ``at``."""
    if text[stop] == "\n":
        return text.count("\n", stop, at) > 1 or not _goes_on(text, stop, at)
    opened = _OPENING.match(text, at)
    first = opened.end() if opened else at
    if text[first : first + 1].islower() and not _CAMEL.match(text, first):
        return False
    if not _WORD.search(text, start, stop):
        return False
    if text[stop] == "." and text[stop + 1].isspace():
        return not _abbreviated(text, start, stop, at, first, rules)
    if text[stop] != "." and text[stop + 1] in _CLOSERS:
        words = _FIRST_WORD.findall(text[first : first + WINDOW].split("\n", 1)[0])[:3]
        return text[at] not in "—–-" and not any(w.lower() in rules.verbs for w in words)
    return True


def _goes_on(text: str, stop: int, at: int) -> bool:
    """Whether a line goes on in the next: in lower case, after no mark that ends one."""
    before = text[max(0, stop - WINDOW) : stop].rstrip()[-1:]
    return text[at : at + 1].islower() and before not in tuple(".!?…:;")


def _abbreviated(text: str, start: int, stop: int, at: int, first: int, rules: Rules) -> bool:
    """Whether the full stop at ``stop`` belongs to the word before it."""
    if (start == 0 or text[start - 1] == "\n") and _ENUMERATION.fullmatch(text, start, stop + 1):
        return True
    words = text[max(start, stop - WINDOW) : stop].split()
    if not words or is_whole(words[-1], rules):
        return False
    match = _FIRST_WORD.match(text, first)
    following = match.group().lower() if match else ""
    lone = len(following) == 1 and text[first + 1 : first + 2] == "."
    return FullStop(
        words=words,
        core=words[-1].lstrip("([" + MARKS).lower(),
        last=words[-2].strip("([" + MARKS).rstrip(".") if len(words) > 1 else "",
        text=text,
        first=first,
        following=following,
        starts=not lone and (following in rules.starters or following in rules.openers),
        bracket=text[at] == "(" and not _WHOLE_BRACKET.match(text, at),
    ).holds(rules)
