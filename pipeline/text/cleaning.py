"""Cleaning: an article's raw text tiled into what is its own and what is page furniture.

A kept span is one block: a line, or lines that were wrapped in the middle of a sentence. White
space belongs to the piece before it that is kept, else to the piece after it.
"""

import re
from collections.abc import Iterator

from pipeline.schema import Article, CleanArticle, RemovalReason, Removed, Span
from pipeline.text import boilerplate, rules, zones
from pipeline.text.boilerplate import Cut
from pipeline.text.outlet_names import Names, own_names
from pipeline.text.phrases import Phrases
from pipeline.text.survey import NO_SURVEY, Survey, ends, fold
from pipeline.text.zones import Line

REPEATED_WORDS = 4  # a shorter line may stand twice
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_TERMINATORS = tuple('.!?…:;»”"')
# Start, end, reason, and whether a kept piece starts a block or a removed one starts a line that
# goes on, so that the white space before it must stay.
Piece = tuple[int, int, RemovalReason | None, bool]


def clean(article: Article, *, language: str, survey: Survey = NO_SURVEY) -> CleanArticle:
    """Mark the furniture of an article. Cleaning what is kept once more removes nothing."""
    pieces = list(_pieces(article, language, survey.of(article.outlet)))
    kept: list[Span] = []
    removed: list[Removed] = []
    for start, end, reason, opens in _tiled(pieces, len(article.raw)):
        if reason is not None:
            joins = removed and (removed[-1].end, removed[-1].reason) == (start, reason)
            begin = removed.pop().start if joins else start
            removed.append(Removed(begin, end, reason))
        elif kept and kept[-1].end == start and not opens:
            kept[-1] = Span(kept[-1].start, end)
        else:
            kept.append(Span(start, end))
    return CleanArticle(article=article, kept=tuple(kept), removed=tuple(removed))


def _lines(article: Article) -> Iterator[Span]:
    """The headline, then each line of the rest, without the white space around."""
    head = article.headline
    spans = [head] if article.title.strip() and len(head) else []
    spans += [Span(*m.span()) for m in _LINE.finditer(article.raw, head.end if spans else 0)]
    for span in spans:
        line = span.of(article.raw)
        start = span.start + len(line) - len(line.lstrip())
        if line.strip():
            yield Span(start, start + len(line.strip()))


def _pieces(article: Article, language: str, recurring: frozenset[str]) -> Iterator[Piece]:
    """Each line as kept and removed pieces, in order; the white space between is left out."""
    phrases, names = rules.load(language).phrases, own_names(article)
    spans = _lines(article)
    repeat: tuple[str, ...] = ()
    if article.title.strip() and len(article.headline):
        span = next(spans)
        line = span.of(article.raw)
        cuts = boilerplate.trims(line, phrases, names, None)
        repeat = tuple(_left(line, cuts).of(line).rstrip(" .!?…").split())
        yield from _cut(span, cuts, opens=True)
    lines = [_read(span, span.of(article.raw), phrases, names, repeat, recurring) for span in spans]
    _drop_copies(lines)
    zones.settle(lines, phrases)
    yield from _told(article.raw, lines)


def _read(
    span: Span,
    line: str,
    phrases: Phrases,
    names: Names,
    repeat: tuple[str, ...],
    recurring: frozenset[str],
) -> Line:
    cuts = boilerplate.trims(line, phrases, names, repeat)
    own = _left(line, cuts).of(line)
    reason = _why(line, own, cuts, phrases, names)
    if reason is None and recurring:
        if fold(own) in recurring:
            reason = "repeated-block"
        else:
            cuts = _recurring_ends(line, cuts, recurring)
            own = _left(line, cuts).of(line)
    return Line(span, own, cuts, reason)


def _why(
    line: str, own: str, cuts: list[Cut], phrases: Phrases, names: Names
) -> RemovalReason | None:
    """Why a line goes as a whole, ``own`` being what its cuts leave of it."""
    reason = boilerplate.furniture(line, phrases, names)
    if reason is None and cuts:
        emptied = not any(map(str.isalnum, own))
        reason = cuts[0][2] if emptied else boilerplate.furniture(own, phrases, names)
    return reason


def _drop_copies(lines: list[Line]) -> None:
    """The second and later copies of a line go."""
    seen: set[str] = set()
    for line in lines:
        if line.reason is None:
            if line.own in seen and len(line.own.split()) >= REPEATED_WORDS:
                line.reason = "repeated-block"
            seen.add(line.own)


def _told(raw: str, lines: list[Line]) -> Iterator[Piece]:
    before, before_end = "", 0
    for line in lines:
        if line.reason is not None:
            yield line.span.start, line.span.end, line.reason, False
            continue
        near = raw.count("\n", before_end, line.span.start) < 2
        yield from _cut(line.span, line.cuts, opens=not (near and _wrapped(before, line.own)))
        before, before_end = line.own, line.span.end


def _recurring_ends(line: str, cuts: list[Cut], recurring: frozenset[str]) -> list[Cut]:
    """The cuts with those of a first or last sentence that recurs in the outlet's articles."""
    found = list(cuts)
    while pieces := ends((left := _left(line, found)).of(line)):
        if fold(pieces[0]) in recurring:
            found.append((left.start, left.start + len(pieces[0]), "repeated-block"))
        elif fold(pieces[1]) in recurring:
            found.append((left.end - len(pieces[1]), left.end, "repeated-block"))
        else:
            break
        found.sort()
    return found


def _left(line: str, cuts: list[Cut]) -> Span:
    """What the cuts at both ends of a line leave, without the white space around it."""
    start, end = 0, len(line)
    for cut_start, cut_end, _ in cuts:
        if not line[start:cut_start].strip():
            start = cut_end
        else:
            end = min(end, cut_start)
    rest = line[start:end]
    start += len(rest) - len(rest.lstrip())
    return Span(start, start + len(rest.strip()))


def _wrapped(before: str, line: str) -> bool:
    """Whether a line goes on in the middle of the sentence that the line before began."""
    return bool(before) and line[:1].islower() and not before.endswith(_TERMINATORS)


def _cut(span: Span, cuts: list[Cut], opens: bool) -> Iterator[Piece]:
    at = span.start
    for start, end, reason in cuts:
        if span.start + start > at:
            yield at, span.start + start, None, opens
            opens = False
        yield span.start + start, span.start + end, reason, start == 0
        at = span.start + end
    if at < span.end:
        yield at, span.end, None, opens


def _tiled(pieces: list[Piece], length: int) -> Iterator[Piece]:
    """The pieces with the white space between them, so that they tile ``[0, length)``."""
    at, before_is_kept = 0, False
    for start, end, reason, opens in pieces:
        stays = reason is None or opens
        begun = at < start and not before_is_kept  # by the white space before
        if at < start:
            yield at, start, None if stays else reason, stays and begun
        yield start, end, reason, opens and not begun
        at, before_is_kept = end, reason is None
    if at < length:
        yield at, length, pieces[-1][2] if pieces else None, not pieces
