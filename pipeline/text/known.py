"""The lines of an article, and what is known of each before it is judged by its words."""

from pipeline.schema import Article, RemovalReason, Span
from pipeline.text import boilerplate, lines, rules
from pipeline.text.lines import Cut, Line
from pipeline.text.outlet_names import Names, is_own
from pipeline.text.phrases import LONGEST_LINE, Phrases
from pipeline.text.survey import ends, fold

REPEATED_WORDS = 4  # a shorter line may stand twice
_BULLETS = "-–—•·*▪►→» "


def read(
    article: Article, language: str, names: Names, recurring: frozenset[str]
) -> tuple[Line | None, list[Line]]:
    """The headline and the lines as the model judges them: cut at their ends, some with a reason.

    Args:
        article: the article.
        language: its language, for the phrases at the ends of lines.
        names: its outlet's.
        recurring: the blocks that a survey found in the outlet's articles.
    """
    phrases = rules.load(language).phrases
    first, spans = lines.spans(article)
    headline: Line | None = None
    title: tuple[str, ...] = ()
    if first is not None:
        headline = _trimmed(first, article.raw, phrases, names, None)
        title = tuple(headline.own.rstrip(" .!?…").lower().split())
    boxes = {box.start: box.reason for box in article.boxes}
    found: list[Line] = []
    for span in spans:
        line = _trimmed(span, article.raw, phrases, names, title)
        line.reason = boxes.get(span.start)
        for part in [line] if line.reason else _parts(line, article.raw):
            part.reason = part.reason or _known(part, phrases, names)
            if part.reason is None and recurring:
                _hold_against(recurring, part, article.raw)
            found.append(part)
    _drop_copies(found)
    return headline, found


def _trimmed(
    span: Span, raw: str, phrases: Phrases, names: Names, title: tuple[str, ...] | None
) -> Line:
    text = span.of(raw)
    cuts = boilerplate.trims(text, phrases, names, title)
    return Line(span, _left(text, cuts).of(text) if cuts else text, cuts)


def _parts(line: Line, raw: str) -> list[Line]:
    """The line, or its pieces where its last sentences may be glued to it."""
    parts = boilerplate.parts(line.own)
    if len(parts) == 1:
        return [line]
    start = line.span.start + _left(line.span.of(raw), line.cuts).start
    spans = [part.shift(start) for part in parts]
    spans[0] = Span(line.span.start, spans[0].end)
    spans[-1] = Span(spans[-1].start, line.span.end)
    found = []
    for part, span in zip(parts, spans, strict=True):
        by = span.start - line.span.start
        cuts = [(a - by, b - by, why) for a, b, why in line.cuts if by <= a and b - by <= len(span)]
        found.append(Line(span, part.of(line.own), cuts, glued=part.start > 0))
    return found


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


def _hold_against(recurring: frozenset[str], line: Line, raw: str) -> None:
    """A line that recurs in the outlet's articles goes; so does its first or last sentence."""
    if fold(line.own) in recurring:
        line.recurs, line.reason = True, "repeated-block"
        return
    text = line.span.of(raw)
    while pieces := ends(line.own):
        left = _left(text, line.cuts)
        if fold(pieces[0]) in recurring:
            cut = Span(left.start, left.start + len(pieces[0]))
        elif fold(pieces[1]) in recurring:
            cut = Span(left.end - len(pieces[1]), left.end)
        else:
            break
        line.cuts = sorted([*line.cuts, (cut.start, cut.end, "repeated-block")])
        line.own = _left(text, line.cuts).of(text)


def _drop_copies(found: list[Line]) -> None:
    """The second and later copies of a line go; not of a sentence, as pages quote their own."""
    seen: set[str] = set()
    goes = False
    for line in found:
        long = line.own.count(" ") >= REPEATED_WORDS - 1
        goes = line.reason is None and line.own in seen and (goes if line.glued else long)
        if line.reason is None:
            seen.add(line.own)
        if goes:
            line.reason = "repeated-block"


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
