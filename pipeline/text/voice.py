"""Whose words a sentence prints: the outlet's own, or those it quotes or attributes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.schema import SentenceVoice, Span, VerbKind, Voice
from pipeline.text.attribution import attributed, attributes
from pipeline.text.dialogue import author_words, dash_speech
from pipeline.text.headline import headline_attribution, is_headline_speech, named_beside
from pipeline.text.quotes import Quotation, over_paragraphs
from pipeline.text.rules import Rules, load
from pipeline.text.segments import Word, words_of
from pipeline.text.speakers import speaker_beside

SCARE_WORDS = 3  # a quotation of so few words needs a reporting verb near to be speech
TITLE_WORDS = 7  # one of so few is a title or a phrase where nobody in the sentence speaks
NEAR_WORDS = 4
Paragraph = tuple[str, Sequence[Span]]


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
    paragraphs: Sequence[Paragraph], *, language: str, headline: bool = False
) -> list[list[Reading]]:
    """A reading of each sentence of each paragraph. Spans count in the paragraph's text.

    Args:
        paragraphs: Repaired texts in order, each with its sentences, in order and disjoint. A
            quotation may go on from one to the next.
        language: Whose rules to read by; one without rules knows quotation marks alone.
        headline: Whether the texts are headlines, which attribute in forms of their own.
    """
    rules = load(language)
    texts = [text for text, _ in paragraphs]
    readings: list[list[Reading]] = []
    introduction: Reading | None = None
    for (text, sentences), quotes in zip(paragraphs, over_paragraphs(texts), strict=True):
        if introduction and not quotes and not dash_speech(text, sentences, rules):
            who, kind = introduction.speaker, introduction.reporting_verb_kind
            readings.append([Reading("quoted", (span,), who, kind) for span in sentences])
            introduction = None
            continue
        found = _paragraph(text, sentences, quotes, rules, headline)
        introduction = _introduction(text, sentences, rules)
        if introduction and found[-1].voice == "outlet":
            found[-1] = introduction
        readings.append(found)
    return readings


def _introduction(text: str, sentences: Sequence[Span], rules: Rules) -> Reading | None:
    """Who speaks in the next paragraph, where one says so: "The Harbour Post writes:"."""
    if not text.rstrip().endswith(":") or not sentences:
        return None
    last = sentences[-1]
    for word in words_of(text, last):
        if word.lower in rules.verbs or word.lower in rules.manner:
            nothing = Span(last.start, last.start)
            speaker = speaker_beside(text, last, nothing, word, rules)
            return Reading("outlet", (), speaker, rules.verbs.get(word.lower))
    return None


def _paragraph(
    text: str, sentences: Sequence[Span], quotes: list[Quotation], rules: Rules, headline: bool
) -> list[Reading]:
    spoken = dash_speech(text, sentences, rules)
    readings = []
    first = 0
    for sentence in sentences:
        while first < len(quotes) and quotes[first].span.end <= sentence.start:
            first += 1
        last = first
        while last < len(quotes) and quotes[last].span.start < sentence.end:
            last += 1
        said = [s for s in spoken if s.meets(sentence)]
        readings.append(_read(text, sentence, quotes[first:last], said, rules, headline))
    return readings


def _read(
    text: str,
    sentence: Span,
    quotes: list[Quotation],
    spoken: list[Span],
    rules: Rules,
    headline: bool,
) -> Reading:
    if not quotes and not spoken and not headline and not attributes(text, sentence, rules):
        return Reading("outlet")
    words = words_of(text, sentence)
    speech = [q for q in quotes if _is_speech(text, q, words, rules, headline)]
    said = [_within(q.inside, sentence) for q in speech] + [_within(s, sentence) for s in spoken]
    pieces = [piece for span in said for piece in author_words(text, span, rules)]
    taken = [_within(q.span, sentence) for q in speech] + [_within(s, sentence) for s in spoken]
    found = attributed(text, sentence, taken, rules)
    if headline and not found and not speech:
        found = headline_attribution(text, sentence, words, rules)
    pieces += [piece for each in found for piece in each.pieces]
    merged = _merged(text, pieces)
    if not merged:
        return Reading("outlet")
    speaker, kind = (found[0].speaker, found[0].kind) if found else ("", None)
    if taken and not found:
        speaker, kind = _speaker_of_quote(text, sentence, words, merged, taken[0], rules)
        if headline and not speaker:
            speaker = named_beside(text, sentence, taken[0], rules)
    return Reading(_voice(text, sentence, merged), merged, speaker, kind)


def _speaker_of_quote(
    text: str,
    sentence: Span,
    words: list[Word],
    pieces: tuple[Span, ...],
    quote: Span,
    rules: Rules,
) -> tuple[str, VerbKind | None]:
    outside = (w for w in words if not any(p.start <= w.span.start < p.end for p in pieces))
    for word in outside:
        if word.lower in rules.verbs or word.lower in rules.manner:
            speaker = speaker_beside(text, sentence, quote, word, rules)
            return speaker, rules.verbs.get(word.lower)
    return "", None


def _within(span: Span, sentence: Span) -> Span:
    start = max(span.start, sentence.start)
    return Span(start, max(start, min(span.end, sentence.end)))


def _is_speech(
    text: str, quote: Quotation, words: list[Word], rules: Rules, headline: bool
) -> bool:
    """Whether a quotation is somebody's words, and neither a scare quote nor a name."""
    inside = quote.inside.of(text)
    before = text[max(0, quote.span.start - 40) : quote.span.start].lower().rstrip()
    if before.endswith(rules.scare_cues):
        return False
    n_words = len(inside[:200].split())
    cue = before.split()[-1:] or [""]
    if (
        cue[0].rpartition("-")[2] in rules.name_cues
        and n_words <= NEAR_WORDS
        and inside[:1].isupper()
    ):
        return False
    if headline and quote.closed:
        return is_headline_speech(text, quote, words, rules)
    outside = [word for word in words if not quote.span.holds(word.span)]
    if before.endswith(":") or not outside or inside.rstrip().endswith(_ENDS):
        return True
    if n_words > TITLE_WORDS or _goes_on(text, quote, outside, rules):
        return True
    near = [word for word in outside if word.span.end <= quote.span.start][-NEAR_WORDS:]
    says = near if n_words <= SCARE_WORDS else outside
    return any(word.lower in rules.verbs or word.lower in rules.manner for word in says)


def _goes_on(text: str, quote: Quotation, outside: list[Word], rules: Rules) -> bool:
    """Whether a comma or dash after a quotation leads to who said it: "X", said Reed."""
    mark = _DIALOGUE.match(text, quote.span.end)
    if mark is None:
        return False
    after = [word.lower for word in outside if word.span.start >= quote.span.end][:NEAR_WORDS]
    leads = (rules.verbs, rules.manner, rules.insertions, rules.as_words)
    return (mark[1] or "").startswith(",") or any(
        word in known for word in after for known in leads
    )


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


_DIALOGUE = re.compile(r"(,?\s*[–—-]\s+)[a-zа-яёіїєґўąćęłńóśźż]|(,\s+)[^\W\d_]")
_ENDS = (".", "!", "?", ",", "…")
_LETTER = re.compile(r"\w")
