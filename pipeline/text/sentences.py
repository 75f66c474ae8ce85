"""Sentences: sentencex proposes boundaries, the merge pass below decides which of them hold."""

import re
from bisect import bisect_right

import sentencex

from pipeline.schema import Span
from pipeline.text.quotes import CLOSERS, MARKS, Quotation, quotations
from pipeline.text.rules import Rules, load

LONGEST_QUOTE = 400  # code points; a longer quotation is split inside
WINDOW = 80  # code points looked at on either side of a boundary
# sentencex takes quadratic time over unbalanced marks and dies on lone surrogates, so it sees
# the text without them; quotations are this module's own matter.
_MASK = {ord(mark): " " for mark in MARKS + "()[]{}"} | dict.fromkeys(range(0xD800, 0xE000), "x")
_PLACE = re.compile(rf"(?:[.!?…][{re.escape(MARKS)})\]]*[^\S\n]+(?=[^\s.!?…])|\n\s*)")
_OPENING = re.compile(rf"[\s{re.escape(MARKS)}(\[—–-]*")
_LAST_WORD = re.compile(r"[^\s]+$")
_FIRST_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_CLOSED_SHOUT = re.compile(rf"[!?…][{re.escape(''.join(CLOSERS.values()))}]+$")
_INITIAL = re.compile(r"[^\W\d_]\.")
_NUMBER = re.compile(r"\d{1,2}\.$")
_ENUMERATION = re.compile(r"\s*(?:\d{1,3}|[IVXLC]{1,5}|[^\W\d_])[.)]$")


def split(text: str, language: str) -> list[Span]:
    """The sentences of a text: disjoint, in order, trimmed, over all that is not white space."""
    rules = load(language)
    quotes = [q for q in quotations(text) if q.closed and len(q.span) <= LONGEST_QUOTE]
    starts = [q.span.start for q in quotes]
    spans: list[Span] = []
    start = 0
    for at in [*sorted(_proposed(text, language)), len(text)]:
        if at < len(text) and not _ends(text, start, at, _around(quotes, starts, at), rules):
            continue
        piece = text[start:at]
        if piece.strip():
            begin = start + len(piece) - len(piece.lstrip())
            spans.append(Span(begin, begin + len(piece.strip())))
        start = at
    return spans


def _proposed(text: str, language: str) -> set[int]:
    """Where a sentence may start: after white space, never inside a word."""
    masked = text.translate(_MASK)
    found = {match.end() for match in _PLACE.finditer(text)}
    for boundary in sentencex.get_sentence_boundaries(language, masked):
        at = boundary["start_index"]
        while at > 0 and not text[at - 1].isspace() and text[at - 1] in _HIDDEN:
            at -= 1
        if at > 0 and text[at - 1].isspace():
            found.add(at)
    return found


_HIDDEN = frozenset(MARKS + "()[]{}")


def _around(quotes: list[Quotation], starts: list[int], at: int) -> bool:
    """Whether a quotation goes on over position ``at``."""
    index = bisect_right(starts, at - 1) - 1
    return index >= 0 and quotes[index].span.end > at


def _ends(text: str, start: int, at: int, quoted: bool, rules: Rules) -> bool:
    """Whether a sentence that began at ``start`` ends before ``at``."""
    left = text[max(start, at - WINDOW) : at]
    gap = left[len(left.rstrip()) :]
    left = left.rstrip()
    if "\n" in gap:
        return gap.count("\n") > 1 or not _goes_on(left, text[at : at + 1])
    if quoted or not any(map(str.isalnum, text[start:at] if at - start < WINDOW else left)):
        return False
    right = text[at : at + WINDOW].split("\n", 1)[0]
    words = _FIRST_WORD.findall(right)
    first = _OPENING.sub("", right, count=1)[:1]
    if first.islower() or (at - start < 8 and _ENUMERATION.fullmatch(text[start:at].rstrip())):
        return False
    if _CLOSED_SHOUT.search(left):
        return not any(w.lower() in rules.verbs for w in words[:3])
    return not left.endswith(".") or not _abbreviated(left, right, words, rules)


def _goes_on(left: str, right: str) -> bool:
    return right.islower() and left[-1:] not in ".!?…:;"


def _abbreviated(left: str, right: str, words: list[str], rules: Rules) -> bool:
    """Whether the full stop at the end of ``left`` belongs to the word before it."""
    match, first = _LAST_WORD.search(left), _OPENING.sub("", right, count=1)[:1]
    word = match.group().lstrip("([" + MARKS) if match else ""
    core, following = word.rstrip(".").lower(), words[0].lower() if words else ""
    starter = following in rules.starters and not _INITIAL.match(right)
    if core in rules.titles:
        return True
    if core in rules.before_number and (first.isdigit() or first in tuple("IVXLC")):
        return True
    if _NUMBER.fullmatch(word):
        month = following in rules.months
        return first.isdigit() or month or (rules.ordinals and not starter)
    initial = len(core) == 1 and core.isalpha() and right[:1].isalpha()
    return (initial or core in rules.abbreviations) and not starter
