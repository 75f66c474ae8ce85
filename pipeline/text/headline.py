"""The ways in which a headline alone attributes: "X – Kuleba", "Kuleba: X", "X: General Staff"."""

import re

from pipeline.schema import Span
from pipeline.text.attribution import Attribution, Word
from pipeline.text.rules import Rules

SPEAKER_WORDS = 4
_DASH = re.compile(r"\s[-–—]+\s")
_COLON = re.compile(r":\s")


def headline_attribution(
    text: str, headline: Span, words: list[Word], rules: Rules
) -> Attribution | None:
    """Who says the headline, by a name before a colon or after the last dash or colon."""
    dashes = list(_DASH.finditer(text, headline.start, headline.end))
    colons = list(_COLON.finditer(text, headline.start, headline.end))
    for mark in [*dashes[-1:], *colons[-1:]]:
        said, name = Span(headline.start, mark.start()), Span(mark.end(), headline.end)
        if _names(text, name, words, rules) and _count(words, said) > _count(words, name):
            return Attribution((said,), name.of(text))
    for mark in colons[:1]:
        name, said = Span(headline.start, mark.start()), Span(mark.end(), headline.end)
        if _names(text, name, words, rules) and _count(words, said) >= 3:
            return Attribution((said,), name.of(text))
    return None


def _count(words: list[Word], span: Span) -> int:
    return sum(span.holds(word.span) for word in words)


def _names(text: str, span: Span, words: list[Word], rules: Rules) -> bool:
    """Whether a piece of a headline can be the name of somebody who speaks."""
    found = [word for word in words if span.holds(word.span)]
    spelt = [word.span.of(text) for word in found]
    if not 0 < len(found) <= SPEAKER_WORDS or not spelt[0][:1].isupper():
        return False
    if any(w.lower in rules.topics or w.lower[:1].isdigit() for w in found):
        return False
    return all(word[:1].isupper() or len(word) > 3 for word in spelt) and not _has_small(spelt)


def _has_small(spelt: list[str]) -> bool:
    """Whether more than one word is in lower case, as in a phrase and not in a name."""
    return sum(word[:1].islower() for word in spelt) > 1
