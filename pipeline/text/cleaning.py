"""Cleaning: an article's raw text tiled into what is its own and what is page furniture.

A kept span is one block: a line, or lines that were wrapped in the middle of a sentence. White
space belongs to the piece before it that is kept, else to the piece after it.
"""

from collections.abc import Iterator

from pipeline.schema import Article, CleanArticle, RemovalReason, Removed, Span
from pipeline.text import boilerplate, lines, rules
from pipeline.text.furniture.model import Model
from pipeline.text.lines import Cut, Line
from pipeline.text.outlet_names import Names, is_own, own_names
from pipeline.text.phrases import LONGEST_LINE, Phrases
from pipeline.text.survey import NO_SURVEY, Survey, ends, fold

REPEATED_WORDS = 4  # a shorter line may stand twice
_BULLETS = "-–—•·*▪►→» "
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


def read_lines(
    article: Article, language: str, recurring: frozenset[str], model: Model | None
) -> tuple[Line | None, list[Line]]:
    """The headline and the lines as the model judges them: cut at their ends, some with a reason.

    Args:
        article: the article.
        language: its language, for the phrases at the ends of lines.
        recurring: the blocks that a survey found in the outlet's articles.
        model: what tells a last sentence that is furniture; ``None`` while it is being learned.
    """
    phrases, names = rules.load(language).phrases, own_names(article)
    spans = lines.spans(article)
    headline: Line | None = None
    title: tuple[str, ...] = ()
    if article.title.strip() and len(article.headline):
        span = next(spans)
        headline = _trimmed(span, span.of(article.raw), phrases, names, None, None)
        title = tuple(headline.own.rstrip(" .!?…").split())
    boxes = {box.start: box.reason for box in article.boxes}
    found = []
    for span in spans:
        text = span.of(article.raw)
        line = _trimmed(span, text, phrases, names, title, model)
        line.reason = boxes.get(span.start) or _known(line, phrases, names)
        if line.reason is None and recurring:
            line.recurs = fold(line.own) in recurring
            if line.recurs:
                line.reason = "repeated-block"
            else:
                _cut_recurring_ends(line, text, recurring)
        found.append(line)
    _drop_copies(found)
    return headline, found


def _trimmed(
    span: Span,
    text: str,
    phrases: Phrases,
    names: Names,
    title: tuple[str, ...] | None,
    model: Model | None,
) -> Line:
    cuts = boilerplate.trims(text, phrases, names, title, model)
    return Line(span, _left(text, cuts).of(text) if cuts else text, cuts)


def _known(line: Line, phrases: Phrases, names: Names) -> RemovalReason | None:
    """Why a line goes whatever its words and neighbours are."""
    if line.cuts and not any(map(str.isalnum, line.own)):
        return line.cuts[0][2]
    if is_own(line.own, names):
        return "site-name"
    if len(line.own) > LONGEST_LINE:
        return None
    found = phrases.lines.match(line.own.lstrip(_BULLETS))
    return found[2] if found else None


def _pieces(article: Article, language: str, recurring: frozenset[str]) -> Iterator[Piece]:
    """Each line as kept and removed pieces, in order; the white space between is left out."""
    model = Model.load()
    headline, found = read_lines(article, language, recurring, model)
    title = headline.own if headline is not None else ""
    # The model learned without surveys: what one knows is no sign of what stands beside it.
    model.judge([line for line in found if not line.recurs], title, own_names(article).spoken)
    if headline is not None:
        yield from _cut(headline, opens=True)
    yield from _told(article.raw, found)


def _drop_copies(found: list[Line]) -> None:
    """The second and later copies of a line go."""
    seen: set[str] = set()
    for line in found:
        if line.reason is None:
            if line.own in seen and line.own.count(" ") >= REPEATED_WORDS - 1:
                line.reason = "repeated-block"
            seen.add(line.own)


def _cut_recurring_ends(line: Line, text: str, recurring: frozenset[str]) -> None:
    """Cuts first and last sentences that recur in the outlet's articles."""
    while pieces := ends(line.own):
        left = _left(text, line.cuts)
        if fold(pieces[0]) in recurring:
            line.cuts.append((left.start, left.start + len(pieces[0]), "repeated-block"))
        elif fold(pieces[1]) in recurring:
            line.cuts.append((left.end - len(pieces[1]), left.end, "repeated-block"))
        else:
            break
        line.cuts.sort()
        line.own = _left(text, line.cuts).of(text)


def _told(raw: str, found: list[Line]) -> Iterator[Piece]:
    before, before_end = "", 0
    for line in found:
        if line.reason is not None:
            yield line.span.start, line.span.end, line.reason, False
            continue
        near = raw.count("\n", before_end, line.span.start) < 2
        yield from _cut(line, opens=not (near and _wrapped(before, line.own)))
        before, before_end = line.own, line.span.end


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
