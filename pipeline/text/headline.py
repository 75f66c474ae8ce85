"""The ways in which a headline alone attributes: "X – Kuleba", "Kuleba: X", "X: General Staff"."""

import re

from pipeline.schema import Span
from pipeline.text.attribution import Attribution
from pipeline.text.quotes import MARKS, Quotation
from pipeline.text.rules import Rules
from pipeline.text.segments import Word, segments_of
from pipeline.text.speakers import speaker

SPEAKER_WORDS = 5
NAME_WORDS = 2  # a quotation of so few is a name that a dash explains: "North" – a new station
NEAR = 4  # words between a quotation and the verb that reports it
_NO_NAME = ",?!" + MARKS.replace("’", "").replace("'", "")
_DASH = re.compile(r",?\s[-–—]+\s*(?=\S)")
_COLON = re.compile(r":\s")
_AFTER_SPEECH = re.compile(r"\s*(?:[:.,]|,?\s[-–—]+\s)\s*(?=\S)")


def headline_attribution(
    text: str, headline: Span, words: list[Word], rules: Rules
) -> list[Attribution]:
    """Who says the headline, by a name before a colon or after the last dash or colon."""
    dashes = list(_DASH.finditer(text, headline.start, headline.end))
    colons = list(_COLON.finditer(text, headline.start, headline.end))
    for mark in [*dashes[-1:], *colons[-1:]]:
        said, name = Span(headline.start, mark.start()), Span(mark.end(), headline.end)
        if (
            _names(text, name, words, rules)
            and _count(words, said) >= 3
            and _count(words, said) > _count(words, name)
        ):
            return [Attribution((said,), name.of(text))]
    for mark in colons[:1]:
        name, said = Span(headline.start, mark.start()), Span(mark.end(), headline.end)
        if _names(text, name, words, rules) and _count(words, said) >= 2:
            return [Attribution((said,), name.of(text))]
    return []


def is_headline_speech(text: str, quote: Quotation, words: list[Word], rules: Rules) -> bool:
    """Whether a quotation in a headline is speech: one that stands apart, or beside a verb."""
    inner = [word for word in words if quote.span.holds(word.span)]
    before = [word for word in words if word.span.end <= quote.span.start]
    after = [word for word in words if word.span.start >= quote.span.end]
    near = (*before[-NEAR:], *after[: NEAR if len(inner) > 1 else 1])
    if any(word.lower in rules.verbs for word in near):
        return True
    if text[: quote.span.start].rstrip().endswith(":"):
        return True
    if not before and not after:
        return len(inner) > 3
    mark = None if before else _AFTER_SPEECH.match(text, quote.span.end)
    if mark is None or len(inner) < 2:
        return False
    names = after and (text[mark.end()].isupper() or after[0].lower in rules.roles)
    return len(inner) > NAME_WORDS or bool(names) or not _DASH.match(text, quote.span.end)


def named_beside(text: str, headline: Span, quote: Span, rules: Rules) -> str:
    """Who speaks a headline's quotation: what stands after it, else what stands before."""
    for span in (Span(quote.end, headline.end), Span(headline.start, quote.start)):
        segments = [segment for segment in segments_of(text, span) if segment.words]
        if segments:
            return speaker(text, segments[0].span, rules)
    return ""


def _count(words: list[Word], span: Span) -> int:
    return sum(span.holds(word.span) for word in words)


def _names(text: str, span: Span, words: list[Word], rules: Rules) -> bool:
    """Whether a piece of a headline can be the name of somebody who speaks."""
    found = [word for word in words if span.holds(word.span)]
    spelt = [word.span.of(text) for word in found]
    if not 0 < len(found) <= SPEAKER_WORDS or any(mark in span.of(text) for mark in _NO_NAME):
        return False
    if any(w.lower in rules.verbs or w.lower[:1].isdigit() for w in found):
        return False
    if found[0].lower in rules.roles or found[-1].lower in rules.roles:
        return True
    if any(part in rules.topics for w in found for part in (w.lower, *w.lower.split("-"))):
        return False
    if not spelt[0][:1].isupper():
        return False
    return all(word[:1].isupper() or len(word) > 3 for word in spelt) and not _has_small(spelt)


def _has_small(spelt: list[str]) -> bool:
    """Whether more than one word is in lower case, as in a phrase and not in a name."""
    return sum(word[:1].islower() for word in spelt) > 1
