"""Speech that a dash opens, and the author's words put into the middle of speech."""

import re
from collections.abc import Sequence

from pipeline.schema import Span
from pipeline.text.rules import Rules
from pipeline.text.segments import word_forms

AUTHOR_WORDS = 12  # of an attribution inside speech
_OPENS = re.compile(r"\s*[–—-]\s+(?=\S)")
_DASH = re.compile(r"([,.!?…»”\"]*)\s+[–—-]\s+")


def dash_speech(text: str, sentences: Sequence[Span], rules: Rules) -> list[Span]:
    """What is said from the sentence on that a dash opens, as in "— We stay, — he said.".

    After the attribution the paragraph is the outlet's again, unless a dash opens more speech.
    """
    opened = (_OPENS.match(text, sentence.start) for sentence in sentences)
    start = next((match for match in opened if match), None)
    if start is None:
        return []
    spoken, at = [], start.end()
    while True:
        author = _author(text, at, rules)
        if author is None:
            spoken.append(Span(at, len(text)))
            return spoken
        spoken.append(Span(at, author.start))
        again = _resumes(text, author)
        if again is None:
            return spoken
        at = again


def author_words(text: str, said: Span, rules: Rules) -> list[Span]:
    """The pieces of speech ``said`` around the author's words inside: «A, — he said. — B»."""
    pieces: list[Span] = []
    at = said.start
    while True:
        author = _author(text, at, rules, said.end)
        again = _resumes(text, author, said.end) if author else None
        if author is None or again is None:
            return [*pieces, Span(at, said.end)]
        pieces.append(Span(at, author.start))
        at = again


def _author(text: str, at: int, rules: Rules, end: int | None = None) -> Span | None:
    """The attribution that the next fitting dash opens; its end is where the dash stands."""
    end = len(text) if end is None else end
    for dash in _DASH.finditer(text, at, end):
        words = word_forms(text[dash.end() : min(end, dash.end() + 120)])[:AUTHOR_WORDS]
        if not words or not (words[0][:1].islower() or words[0].lower() in rules.pronouns):
            continue
        near = {word.lower() for word in words[:5]}
        reports = near & (rules.verbs.keys() | rules.manner)
        if reports or (dash.group(1)[-1:] == "," and rules.dash_reports):
            return Span(dash.start() + len(dash.group(1)), dash.end())
    return None


def _resumes(text: str, author: Span, end: int | None = None) -> int | None:
    """Where speech goes on after an attribution, at its next dash."""
    again = _DASH.search(text, author.end, len(text) if end is None else end)
    if again is None or text.count(" ", author.end, again.start()) > AUTHOR_WORDS:
        return None
    return again.end()
