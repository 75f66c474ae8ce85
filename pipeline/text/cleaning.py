"""Cleaning: an article's raw text tiled into what is its own and what is page furniture.

A kept span is one block: a line, or lines that were wrapped in the middle of a sentence. White
space belongs to the piece before it that is kept, else to the piece after it.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.schema import Article, CleanArticle, RemovalReason, Removed, Span
from pipeline.text import known
from pipeline.text.furniture.model import Model
from pipeline.text.lines import Line
from pipeline.text.outlet_names import own_names
from pipeline.text.survey import NO_SURVEY, Survey

MOST_PASSES = 8
_TERMINATORS = tuple('.!?…:;»”"')
Removal = tuple[int, int, RemovalReason]  # start, end, reason
# The same, and whether a kept piece starts a block or a removed one starts a line that goes on, so
# that the white space before it must stay.
Piece = tuple[int, int, RemovalReason | None, bool]


def clean(article: Article, *, language: str, survey: Survey = NO_SURVEY) -> CleanArticle:
    """Mark the furniture of an article. Cleaning what is kept once more removes nothing.

    Where a line goes, what is kept is therefore read again, up to ``MOST_PASSES`` times.
    """
    recurring = survey.of(article.outlet)
    cleaned, settled = _once(article, language, recurring)
    for _ in range(MOST_PASSES - 1):
        if settled:
            break
        again, settled = _once(_own(cleaned), language, recurring)
        cleaned = _both(cleaned, again)
    return cleaned


def _own(cleaned: CleanArticle) -> Article:
    """What is kept of an article, as an article."""
    raw, title = cleaned.article.raw, cleaned.article.headline
    kept = [span for span in cleaned.kept if span.meets(title)]
    return replace(
        cleaned.article,
        title="".join(span.of(raw) for span in kept).rstrip(),
        raw="".join(span.of(raw) for span in cleaned.kept),
        boxes=(),
    )


def _both(first: CleanArticle, second: CleanArticle) -> CleanArticle:
    """What the second reading removes of what the first one kept is removed too."""
    blocks: list[tuple[int, int, RemovalReason | None]] = [
        *((span.start, span.end, None) for span in second.kept),
        *((piece.start, piece.end, piece.reason) for piece in second.removed),
    ]
    left = deque(sorted(blocks))
    kept: list[Span] = []
    removed: list[Removal] = [(r.start, r.end, r.reason) for r in first.removed]
    at = 0
    for span in first.kept:
        shift, until = span.start - at, at + len(span)
        while left and left[0][0] < until:
            start, end, reason = left.popleft()
            if end > until:
                left.appendleft((until, end, reason))
            piece = Span(start, min(end, until)).shift(shift)
            if reason is not None:
                removed.append((piece.start, piece.end, reason))
            elif kept and kept[-1].end == piece.start and _is_blank(first, kept[-1]):
                kept[-1] = Span(kept[-1].start, piece.end)
            else:
                kept.append(piece)
        at = until
    return CleanArticle(article=first.article, kept=tuple(kept), removed=_joined(removed))


def _is_blank(cleaned: CleanArticle, kept: Span) -> bool:
    return kept.of(cleaned.article.raw).isspace()


def _joined(removals: Iterable[Removal]) -> tuple[Removed, ...]:
    """In order, and one where two with one reason meet."""
    found: list[Removal] = []
    for start, end, reason in sorted(removals):
        joins = found and found[-1][1:] == (start, reason)
        found.append((found.pop()[0] if joins else start, end, reason))
    return tuple(Removed(*each) for each in found)


def _once(article: Article, language: str, recurring: frozenset[str]) -> tuple[CleanArticle, bool]:
    """One reading of an article, and whether another one would find the same lines as they are."""
    names = own_names(article)
    headline, found = known.read(article, language, names, recurring)
    title = headline.own if headline is not None else ""
    # The model learned without surveys: what one knows is no sign of what stands beside it.
    own = [line for line in found if not line.recurs]
    Model.load().judge(own, title, names.spoken)
    pieces = [*(_cut(headline, opens=True) if headline else ()), *_told(article.raw, found)]
    kept: list[Span] = []
    removed: list[Removal] = []
    for start, end, reason, opens in _tiled(pieces, len(article.raw)):
        if reason is not None:
            removed.append((start, end, reason))
        elif kept and kept[-1].end == start and not opens:
            kept[-1] = Span(kept[-1].start, end)
        else:
            kept.append(Span(start, end))
    settled = not removed or not (recurring or any(line.reason for line in found))
    return CleanArticle(article=article, kept=tuple(kept), removed=_joined(removed)), settled


def _told(raw: str, found: list[Line]) -> Iterator[Piece]:
    before, before_end = "", 0
    for line in found:
        if line.reason is not None:
            yield line.span.start, line.span.end, line.reason, False
            continue
        near = raw.count("\n", before_end, line.span.start) < 2
        goes_on = line.glued or (near and _wrapped(before, line.own))
        yield from _cut(line, opens=not goes_on)
        before, before_end = line.own, line.span.end


def _wrapped(before: str, line: str) -> bool:
    """Whether a line goes on in the middle of the sentence that the line before began."""
    return bool(before) and line[:1].islower() and not before.endswith(_TERMINATORS)


def _cut(line: Line, opens: bool) -> Iterator[Piece]:
    at = line.span.start
    for start, end, reason in line.cuts:
        if line.span.start + start > at:
            yield at, line.span.start + start, None, opens
            opens = False
        yield line.span.start + start, line.span.start + end, reason, start == 0
        at = line.span.start + end
    if at < line.span.end:
        yield at, line.span.end, None, opens


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
