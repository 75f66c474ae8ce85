"""Who speaks: the name or noun phrase that stands beside a reporting verb or phrase."""

import itertools
import re

from pipeline.schema import Span
from pipeline.text.quotes import CLOSING
from pipeline.text.rules import Rules
from pipeline.text.segments import Word, segments_of, words_of

SPEAKER_WORDS = 8
_EDGES = ' \t\n,;:.!?…–—-"“”„«»()[]‘’‚‹›'
_STOP = re.compile(r"[,;:«“„\"»”‘‚]|[.!?…](?=\s|$|[»”\"])|\s[–—-]\s")
_SMALL = "a-zа-яёіїєґўąćęłńóśźż"
_NAME = re.compile(rf"[^\W\d_{_SMALL}][\w’'-]+(?:\s+[^\W\d_{_SMALL}][\w’'-]+)+")


def speaker(text: str, span: Span, rules: Rules) -> str:
    """A person's name in full where there is one, else the words themselves."""
    for name in _NAME.finditer(text, span.start, span.end):
        words = name.group().split()
        while words and words[0].lower() in rules.roles | rules.determiners:
            words = words[1:]
        if len(words) > 1:
            return " ".join(words[-2:] if rules.nouns_are_capital else words)
    words = span.of(text).strip(_EDGES).split()
    while words and words[0].lower() in rules.not_a_speaker:
        words = words[1:]
    if len(words) == 2 and words[0].lower() in rules.roles and words[1].istitle():
        words = words[1:]
    return " ".join(words[:SPEAKER_WORDS]).strip(_EDGES)


def speaker_beside(text: str, sentence: Span, quote: Span, verb: Word, rules: Rules) -> str:
    """Who speaks a quotation: the words between it and the verb, else those after the verb."""
    if not quote.holds(verb.span) and (found := _before(text, sentence, quote, verb, rules)):
        return found
    stop = _STOP.search(text, verb.span.end, sentence.end)
    after = Span(verb.span.end, stop.start() if stop else sentence.end)
    place = next((w.lower in rules.not_a_speaker for w in words_of(text, after)), False)
    return "" if place else speaker(text, after, rules)


def _before(text: str, sentence: Span, quote: Span, verb: Word, rules: Rules) -> str:
    """Who stands before the verb: next to the quotation, or next to the verb."""
    after_quote = quote.end <= verb.span.start
    between = Span(quote.end if after_quote else sentence.start, verb.span.start)
    segments = [segment for segment in segments_of(text, between) if segment.words]
    nearest = segments[:1] if after_quote else segments[-1:]
    return speaker(text, nearest[0].span, rules) if nearest else ""


def noun_phrase_end(text: str, span: Span, rules: Rules) -> int:
    """Where the name after an opening phrase ends that no comma closes: "Laut Ministerium hat"."""
    stop, named, title = span.start, False, False
    words = words_of(text, span)
    for word, following in itertools.zip_longest(words, words[1:]):
        spelt = word.span.of(text)
        capital = spelt[:1].isupper()
        linked = word.lower in rules.links
        if named:
            before_name = following is not None and following.span.of(text)[:1].isupper()
            inside = capital or linked or (before_name and word.lower.endswith(rules.genitives))
            subject = capital and not title and _is_subject(spelt, rules)
            if not inside or subject or word.lower in rules.topics:
                break
        title = title or word.lower in rules.name_cues
        noun = not (linked or rules.nouns_are_capital or word.lower.endswith(rules.adjectives))
        named = named or capital or noun
        stop = word.span.end
    return stop + (text[stop : stop + 1] in tuple(CLOSING))


def _is_subject(name: str, rules: Rules) -> bool:
    """Whether a name's case shows that what is said begins with it: "Zdaniem ministra Kreml"."""
    return bool(rules.oblique) and not name.isupper() and not name.endswith(rules.oblique)
