"""Whose words a sentence prints: the outlet's own, or those it quotes or attributes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.schema import SentenceVoice, Span, VerbKind, Voice
from pipeline.text.attribution import Word, attributed, attributes, speaker_beside, words_of
from pipeline.text.headline import headline_attribution
from pipeline.text.quotes import Quotation, quotations
from pipeline.text.rules import Rules, load

SCARE_WORDS = 3  # a quotation of so few words needs a reporting verb near to be speech
NEAR_WORDS = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """The voice of a sentence; ``pieces`` are the spans of the text that are not the outlet's."""

    voice: SentenceVoice
    pieces: tuple[Span, ...] = ()
    speaker: str = ""
    reporting_verb_kind: VerbKind | None = None

    def voice_at(self, mention: Span) -> Voice:
        """The voice in which a mention stands; one that straddles is where it begins."""
        inside = any(piece.start <= mention.start < piece.end for piece in self.pieces)
        return "quoted" if inside else "outlet"


def voices(
    text: str, sentences: Sequence[Span], *, language: str, headline: bool = False
) -> list[Reading]:
    """A reading of each sentence of a paragraph. Spans count in ``text``.

    Args:
        text: One repaired paragraph; a quotation that is open at its end ends there.
        sentences: Its sentences, in order and disjoint.
        language: Whose rules to read by; one without rules knows quotation marks alone.
        headline: Whether ``text`` is a headline, which attributes in forms of its own.
    """
    rules = load(language)
    quotes = quotations(text)
    readings = []
    first = 0
    for sentence in sentences:
        while first < len(quotes) and quotes[first].span.end <= sentence.start:
            first += 1
        last = first
        while last < len(quotes) and quotes[last].span.start < sentence.end:
            last += 1
        readings.append(_read(text, sentence, quotes[first:last], rules, headline))
    return readings


def _read(
    text: str, sentence: Span, quotes: list[Quotation], rules: Rules, headline: bool
) -> Reading:
    if not quotes and not headline and not attributes(text, sentence, rules):
        return Reading("outlet")
    words = words_of(text, sentence)
    verbs = [w for w in words if w.lower in rules.verbs]
    speech = [q for q in quotes if _is_speech(text, q, words, verbs, rules)]
    spans = [_within(q.inside, sentence) for q in speech]
    outside = [w for w in words if not any(s.start <= w.span.start < s.end for s in spans)]
    found = attributed(text, sentence, outside, rules)
    if headline and not found.pieces:
        found = headline_attribution(text, sentence, words, rules) or found
    pieces = _merged(text, [*spans, *found.pieces])
    if not pieces:
        return Reading("outlet")
    speaker, kind = found.speaker, found.kind
    verb = next((i for i, w in enumerate(outside) if w.lower in rules.verbs), None)
    if speech and not found.pieces and verb is not None:
        kind = rules.verbs[outside[verb].lower]
        speaker = speaker_beside(text, sentence, outside, verb, speech[0].span)
    return Reading(_voice(text, sentence, pieces), pieces, speaker, kind)


def _within(span: Span, sentence: Span) -> Span:
    start = max(span.start, sentence.start)
    return Span(start, max(start, min(span.end, sentence.end)))


def _is_speech(
    text: str, quote: Quotation, words: list[Word], verbs: list[Word], rules: Rules
) -> bool:
    """Whether a quotation is somebody's words, and neither a scare quote nor a name."""
    inside = quote.inside.of(text)
    before = text[max(0, quote.span.start - 40) : quote.span.start].lower().rstrip()
    if before.endswith(rules.scare_cues):
        return False
    n_words = len(inside[:200].split())
    cue = before.split()[-1:] or [""]
    if cue[0] in rules.name_cues and n_words <= NEAR_WORDS and inside[:1].isupper():
        return False
    if n_words > SCARE_WORDS:
        return True
    if _DIALOGUE.match(text, quote.span.end):
        return True
    outer = [w for w in words if not quote.span.start <= w.span.start < quote.span.end]
    left = [w for w in outer if w.span.start < quote.span.start][-NEAR_WORDS:]
    right = [w for w in outer if w.span.start >= quote.span.end][:NEAR_WORDS]
    return any(w in verbs for w in (*left, *right))


def _merged(text: str, pieces: list[Span]) -> tuple[Span, ...]:
    """The pieces in order and without white space at the ends, those that meet made one."""
    merged: list[Span] = []
    for piece in sorted(p for p in (_stripped(text, p) for p in pieces) if len(p)):
        if merged and piece.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, piece.end))
        else:
            merged.append(piece)
    return tuple(merged)


def _stripped(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


def _voice(text: str, sentence: Span, pieces: tuple[Span, ...]) -> SentenceVoice:
    at, rest = sentence.start, []
    for piece in pieces:
        rest.append(text[at : piece.start])
        at = piece.end
    rest.append(text[at : sentence.end])
    return "mixed" if any(_LETTER.search(part) for part in rest) else "quoted"


_DIALOGUE = re.compile(r",?\s*[–—-]\s+[a-zа-яёіїєґўąćęłńóśźż]")
_LETTER = re.compile(r"\w")
