"""Speech that is attributed without quotation marks: "X said that …", "…, according to X"."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.schema import Span, VerbKind
from pipeline.text.rules import Rules

REACH = 8  # words between a reporting verb and its conjunction, or its comma
SPEAKER_WORDS = 8
_WORD = re.compile(r"\w+(?:[-.’'&]\w+)*")
_STOP = re.compile(r"[,;:«“„\"]|\.(?=\s|$)|\s[–—-]\s")
_EDGES = ' \t\n,;:.!?…–—-"“”„«»()'


class Word(NamedTuple):
    """A word, its lower-case form, and its span in the text."""

    lower: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is attributed, to whom, and in which tone the verb reports it."""

    pieces: tuple[Span, ...] = ()
    speaker: str = ""
    kind: VerbKind | None = None


def attributes(text: str, sentence: Span, rules: Rules) -> bool:
    """Whether any word of a sentence could attribute; a quick look that spares the rest."""
    lower = sentence.of(text).lower()
    if any(phrase in lower for phrase in rules.attribution):
        return True
    words = _WORD.findall(lower)
    return not (rules.verbs.keys().isdisjoint(words) and rules.accusations.isdisjoint(words))


def words_of(text: str, span: Span) -> list[Word]:
    """The words of a piece of text."""
    return [
        Word(m.group().lower(), Span(m.start(), m.end()))
        for m in _WORD.finditer(text, span.start, span.end)
    ]


def attributed(text: str, sentence: Span, words: list[Word], rules: Rules) -> Attribution:
    """The attributed clause of a sentence, found by the first form that it has."""
    for index, word in enumerate(words):
        if word.lower in rules.accusations:
            found = _accusation(text, sentence, words, index, rules)
        elif word.lower in rules.verbs:
            found = _by_verb(text, sentence, words, index, rules)
        else:
            continue
        if found is not None:
            return found
    return _by_phrase(text, sentence, rules) or Attribution()


def _by_verb(
    text: str, sentence: Span, words: list[Word], index: int, rules: Rules
) -> Attribution | None:
    verb = words[index]
    kind = rules.verbs[verb.lower]
    as_word = next((w for w in words[max(0, index - 4) : index] if w.lower in rules.as_words), None)
    if as_word is not None and not text[as_word.span.end : verb.span.start].count(","):
        return _parenthesis(text, sentence, as_word.span.start, verb, kind)
    for word in words[index + 1 : index + 1 + REACH]:
        if word.lower in rules.that:
            piece = Span(word.span.end, sentence.end)
            subject = Span(_clause_start(text, sentence, verb), verb.span.start)
            return Attribution((piece,), _speaker(text, subject), kind)
    return _trailing(text, sentence, words, index, rules) or _bare(
        text, sentence, words, index, rules
    )


def _clause_start(text: str, sentence: Span, verb: Word) -> int:
    return max(text.rfind(mark, sentence.start, verb.span.start) + 1 for mark in ",;:") or (
        sentence.start
    )


def _trailing(
    text: str, sentence: Span, words: list[Word], index: int, rules: Rules
) -> Attribution | None:
    """The form "…, officials say" or «…, заявил министр»: all before the comma is attributed."""
    verb = words[index]
    comma = max(text.rfind(",", sentence.start, verb.span.start), sentence.start)
    between = [w for w in words[:index] if w.span.start > comma]
    if comma == sentence.start or len(between) > SPEAKER_WORDS - 2:
        return None
    if any(w.lower in rules.that for w in between) or _has_clause(text, words, index, rules):
        return None
    before = [w for w in words if w.span.end <= comma]
    if len(before) < 3:
        return None
    before_verb, after_verb = Span(comma + 1, verb.span.start), Span(verb.span.end, sentence.end)
    subject = before_verb if between else after_verb
    return Attribution(
        (Span(sentence.start, comma),), _speaker(text, subject), rules.verbs[verb.lower]
    )


def _has_clause(text: str, words: list[Word], index: int, rules: Rules) -> bool:
    """Whether what follows the verb is a clause, as in "said the town had fallen"."""
    after = words[index + 1 : index + 2]
    if not rules.bare_clause or not after:
        return False
    gap = text[words[index].span.end : after[0].span.start]
    return gap.isspace() and after[0].lower not in rules.not_a_clause


def _bare(
    text: str, sentence: Span, words: list[Word], index: int, rules: Rules
) -> Attribution | None:
    if index == 0 or len(words) - index < 4:
        return None
    if words[index].lower not in rules.bare_clause or not _has_clause(text, words, index, rules):
        return None
    subject = Span(_clause_start(text, sentence, words[index]), words[index].span.start)
    piece = Span(words[index].span.end, sentence.end)
    return Attribution((piece,), _speaker(text, subject), rules.verbs[words[index].lower])


def _parenthesis(
    text: str, sentence: Span, start: int, verb: Word, kind: VerbKind
) -> Attribution | None:
    """The form «X, как заявил Y, Z» or «Jak podkreślił Y, Z»: all but the insertion."""
    end = text.find(",", verb.span.end, sentence.end)
    end = sentence.end if end < 0 else end
    pieces = (Span(sentence.start, start), Span(end, sentence.end))
    kept = tuple(_trimmed(text, piece) for piece in pieces)
    return Attribution(
        tuple(p for p in kept if len(p)), _speaker(text, Span(verb.span.end, end)), kind
    )


def _by_phrase(text: str, sentence: Span, rules: Rules) -> Attribution | None:
    """The forms "According to X, …" and "…, according to X"."""
    lower = sentence.of(text).lower()
    if len(lower) != len(sentence):
        return None
    for phrase in rules.attribution:
        at = lower.find(phrase)
        end = at + len(phrase)
        if at < 0 or lower[at - 1 : at].isalnum() or lower[end : end + 1].isalnum():
            continue
        start, after = sentence.start + at, sentence.start + end
        stop = text.find(",", after, sentence.end)
        if stop < 0:
            stop = sentence.end if at else _noun_phrase_end(text, after, sentence.end)
        pieces = (Span(sentence.start, start), Span(stop, sentence.end))
        kept = tuple(_trimmed(text, piece) for piece in pieces)
        speaker = _speaker(text, Span(after, stop))
        return Attribution(tuple(p for p in kept if len(p)), speaker, "neutral")
    return None


def _noun_phrase_end(text: str, start: int, end: int) -> int:
    """Where the name after an opening phrase ends that no comma closes: "Laut Ministerium hat"."""
    stop, capitals = start, 0
    for match in _WORD.finditer(text, start, end):
        if match.group()[:1].isupper():
            capitals += 1
        elif capitals or stop > start + 25:
            break
        stop = match.end()
    return stop


def _accusation(
    text: str, sentence: Span, words: list[Word], index: int, rules: Rules
) -> Attribution | None:
    """The form "US accuses Russia of X", where X is attributed."""
    for word in words[index + 2 : index + REACH]:
        if word.lower in rules.accusation_of:
            subject = Span(_clause_start(text, sentence, words[index]), words[index].span.start)
            kind = rules.verbs.get(words[index].lower, "neutral")
            piece = Span(word.span.end, sentence.end)
            return Attribution((piece,), _speaker(text, subject), kind)
    known = words[index].lower in rules.verbs
    return _trailing(text, sentence, words, index, rules) if known else None


def speaker_beside(text: str, sentence: Span, words: list[Word], index: int, quote: Span) -> str:
    """Who speaks a quotation: the words between it and the verb, else those after the verb."""
    verb = words[index].span
    start = quote.end if quote.end <= verb.start else _clause_start(text, sentence, words[index])
    before = _speaker(text, Span(start, verb.start))
    if before:
        return before
    stop = _STOP.search(text, verb.end, sentence.end)
    return _speaker(text, Span(verb.end, stop.start() if stop else sentence.end))


def _trimmed(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip(_EDGES))
    return Span(start, max(start, start + len(piece.strip(_EDGES))))


def _speaker(text: str, span: Span) -> str:
    words = span.of(text).strip(_EDGES).split()
    return " ".join(words[:SPEAKER_WORDS]).strip(_EDGES)
