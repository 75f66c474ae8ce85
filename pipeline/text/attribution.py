"""Speech that is attributed without quotation marks: "X said that …", "…, according to X".

A sentence is cut at its commas and dashes into segments; a segment that attributes says which
of the others are somebody's words, and whose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.schema import Span, VerbKind
from pipeline.text.clauses import (
    INSERTED,
    REACH,
    clause_start,
    is_inserted,
    scope_end,
    verb_at,
)
from pipeline.text.rules import Rules
from pipeline.text.segments import Segment, segments_of, trimmed, word_forms, words_of
from pipeline.text.speakers import noun_phrase_end, speaker

LONGEST = 2000  # code points; a longer sentence is none
_POSTPOSED = 4  # words of a name before its postposition


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is attributed, to whom, and in which tone the verb reports it."""

    pieces: tuple[Span, ...] = ()
    speaker: str = ""
    kind: VerbKind | None = None


@dataclass(frozen=True, slots=True)
class _View:
    """A segment as the one that attributes, of the segments ``first`` to ``scope``."""

    text: str
    segments: Sequence[Segment]
    first: int
    index: int
    scope: int
    taken: Sequence[Span]
    rules: Rules

    @property
    def segment(self) -> Segment:
        return self.segments[self.index]

    @property
    def start(self) -> int:
        return self.segments[self.first].span.start

    @property
    def end(self) -> int:
        return self.segments[self.scope - 1].span.end

    def who(self, *spans: Span) -> str:
        """The first speaker that one of the spans names."""
        return next(filter(None, (speaker(self.text, span, self.rules) for span in spans)), "")

    def around(self, inner: Span, who: str, kind: VerbKind | None = None) -> Attribution:
        """All of the scope but ``inner`` is attributed."""
        pieces = (Span(self.start, max(self.start, inner.start)), Span(inner.end, self.end))
        spans = (trimmed(self.text, piece) for piece in pieces if piece.start < piece.end)
        return Attribution(tuple(span for span in spans if self._says(span)), who, kind)

    def _says(self, piece: Span) -> bool:
        """Whether a piece holds more than a conjunction, as in "But according to X"."""
        known = self.rules.coordinators
        return any(word.lower not in known for word in words_of(self.text, piece))


def attributes(text: str, sentence: Span, rules: Rules) -> bool:
    """Whether any word of a sentence could attribute; a quick look that spares the rest."""
    lower = sentence.of(text).lower()
    if any(phrase in lower for phrase in (*rules.whole_attribution, *rules.attribution)):
        return True
    words = word_forms(lower)
    known = (rules.verbs.keys(), rules.accusations, rules.insertions)
    return not all(each.isdisjoint(words) for each in known)


def attributed(text: str, sentence: Span, taken: Sequence[Span], rules: Rules) -> list[Attribution]:
    """What a sentence attributes, from left to right.

    Args:
        text: the paragraph.
        sentence: where the sentence stands in it.
        taken: quotations of speech; the verb beside one reports it and nothing else.
        rules: of the language.
    """
    return list(_attributed(text, sentence, taken, rules)) if len(sentence) <= LONGEST else []


def _attributed(
    text: str, sentence: Span, taken: Sequence[Span], rules: Rules
) -> Iterator[Attribution]:
    segments = segments_of(text, sentence, taken)
    first = index = 0
    while index < len(segments):
        scope = scope_end(segments, index, rules)
        view = _View(text, segments, first, index, scope, taken, rules)
        found = next(filter(None, (form(view) for form in _FORMS)), None)
        if found is None:
            index += 1
        else:
            yield found
            first = index = scope


def _by_phrase(view: _View) -> Attribution | None:
    """The forms "According to X, …" and "…, according to X"."""
    rules, text, segment = view.rules, view.text, view.segment
    for phrase in (*rules.whole_attribution, *rules.attribution):
        span = _find(text, segment.span, phrase)
        if span is None:
            continue
        name = Span(span.end, segment.span.end)
        words = words_of(text, name)
        if words and words[0].lower in rules.no_sources:
            continue
        if phrase in rules.postpositions:
            return _postposed(view, span)
        alone = view.index == 0 and len(view.segments) == 1 and span.start == segment.span.start
        if phrase in rules.whole_attribution:
            name = Span(span.end, span.end)
        elif rules.no_comma or alone:
            name = Span(span.end, noun_phrase_end(text, name, rules))
        return view.around(Span(span.start, name.end), view.who(name))
    return None


def _find(text: str, span: Span, phrase: str) -> Span | None:
    """Where a phrase stands in a piece of text as words of its own."""
    lower = span.of(text).lower()
    at = lower.find(phrase)
    end = at + len(phrase)
    if at < 0 or len(lower) != len(span) or (at and lower[at - 1].isalnum()):
        return None
    return None if lower[end : end + 1].isalnum() else Span(span.start + at, span.start + end)


def _postposed(view: _View, phrase: Span) -> Attribution:
    """The form "X zufolge …", where the name stands before."""
    words = words_of(view.text, Span(view.segment.span.start, phrase.start))[-_POSTPOSED:]
    at = (i for i, word in enumerate(words) if word.lower in view.rules.determiners)
    words = words[next(at, 0) :]
    start = words[0].span.start if words else phrase.start
    return view.around(Span(start, phrase.end), view.who(Span(start, phrase.start)))


def _accusation(view: _View) -> Attribution | None:
    """The form "US accuses Russia of X", where X is attributed."""
    rules, segment = view.rules, view.segment
    for at, word in enumerate(segment.words):
        if word.lower in rules.accusations:
            piece = _charge(view, at)
            who = view.who(Span(segment.span.start, word.span.start))
            return Attribution((piece,), who) if piece is not None and len(piece) else None
    return None


def _charge(view: _View, at: int) -> Span | None:
    """The charge in "accuses Russia of X", "wirft Russland X vor" and "wirft Russland vor, X"."""
    segment, rules = view.segment, view.rules
    last = segment.words[-1]
    if last.lower in rules.accusation_ends:
        if view.end > segment.span.end:
            return trimmed(view.text, Span(segment.span.end, view.end))
        named = (w for w in segment.words[at + 1 :] if w.span.of(view.text)[:1].isupper())
        start = min(next(named, last).span.end, last.span.start)
        return trimmed(view.text, Span(start, last.span.start))
    later = segment.words[at + 2 : at + 2 + REACH]
    of = next((word for word in later if word.lower in rules.accusation_of), None)
    return None if of is None else trimmed(view.text, Span(of.span.end, view.end))


def _by_word(view: _View) -> Attribution | None:
    """The form ", so der Kreml,": an insertion without a verb."""
    segment, rules = view.segment, view.rules
    if view.index == view.first or len(segment.words) > INSERTED:
        return None
    if not segment.starts_with(rules.insertions):
        return None
    return view.around(segment.span, view.who(segment.after(segment.words[0])))


def _by_verb(view: _View) -> Attribution | None:
    """The forms of a reporting verb: "as X said", "X said that …", "…, said X"."""
    segment, rules = view.segment, view.rules
    at = verb_at(segment, rules)
    if at is None:
        return None
    verb = segment.words[at]
    kind = rules.verbs[verb.lower]
    before, after = Span(segment.span.start, verb.span.start), segment.after(verb)
    if any(word.lower in rules.as_words for word in segment.words[: min(at, 3)]):
        return view.around(segment.span, view.who(after, before), kind)
    start = clause_start(view.segments, view.index, at, rules)
    if start is not None and start < view.end:
        who = view.who(before, _earlier(view), after)
        reporting = words_of(view.text, Span(segment.span.start, start))
        doubts = any(word.lower in rules.adverbs for word in reporting)
        piece = trimmed(view.text, Span(start, view.end))
        return Attribution((piece,), who, "doubting" if doubts else kind)
    if not _stands_apart(view) or not is_inserted(view.text, view.segments, view.index, at, rules):
        return None
    return view.around(segment.span, view.who(before, after), kind)


def _earlier(view: _View) -> Span:
    """Where the subject may stand that is cut off: "His deputy, Ann Reed, confirmed"."""
    if view.index == view.first:
        return Span(view.start, view.start)
    near = view.segments[view.index - 1].span
    return near if near.of(view.text)[:1].isupper() else view.segments[view.first].span


def _stands_apart(view: _View) -> bool:
    """Whether something is before a segment to attribute, and no quotation beside it."""
    near = Span(view.segment.span.start - 4, view.segment.span.end + 4)
    if view.index == view.first or any(span.meets(near) for span in view.taken):
        return False
    if view.segments[-1].span.of(view.text).endswith(":"):
        return False
    last = view.index + 1 == len(view.segments)
    said = sum(len(segment.words) for segment in view.segments[view.first : view.index])
    return said > last


_FORMS = (_by_phrase, _accusation, _by_word, _by_verb)
