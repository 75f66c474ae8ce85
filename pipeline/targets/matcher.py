"""Mentions of targets in a text, by one Aho-Corasick automaton per language.

The automaton reads the text in lower case and reports every form that ends at each code
point (Aho and Corasick 1975). Each candidate is then held against word boundaries, case,
dates and context; of those that overlap, the leftmost and then the longest stays. A phrase
under ``not`` is a candidate too, and wins by its length: what stays of it is no mention.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import ahocorasick

from pipeline.targets.context import Context
from pipeline.targets.gazetteer import Alias, Entity, Gazetteer, Target


@dataclass(frozen=True, slots=True)
class Match:
    """A mention of ``target`` at the code points ``[start, end)``; ``surface`` is what is there."""

    start: int
    end: int
    target: str
    group: str
    entity: str
    kind: str
    surface: str


@dataclass(frozen=True, slots=True)
class _Sense:
    """What a form stands for; the phrase of a ``not`` list has no entity."""

    alias: Alias
    target: Target
    entity: Entity | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    sense: _Sense

    @property
    def is_epithet(self) -> bool:
        return self.sense.entity is not None and self.sense.entity.kind == "epithet"


class Matcher:
    """Finds mentions in texts whose language is known; safe to share between threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Build the automata of all languages of ``gazetteer``, in about 0.3 s."""
        self._contexts = gazetteer.contexts
        self._automata = {
            language: _automaton(_senses(gazetteer.targets.values(), language))
            for language in gazetteer.languages
        }

    def find(
        self,
        text: str,
        *,
        language: str,
        published: dt.date | None = None,
        named: frozenset[str] = frozenset(),
    ) -> list[Match]:
        """The mentions in ``text``, sorted and disjoint; none in a language without forms.

        An epithet counts where its target is among ``named``, those that the article named
        before, or is named by another kind in ``text``. ``published`` None ignores dates.
        """
        automaton = self._automata.get(language)
        if automaton is None:
            return []
        folded = fold(text)
        context = self._contexts.get(language)
        candidates = [
            c
            for c in _candidates(automaton, folded, text)
            if _holds(c.sense, published) and not _is_bystander(c, folded, context)
        ]
        if any(c.is_epithet for c in candidates):
            plain = _settle(c for c in candidates if not c.is_epithet)
            known = named.union(c.sense.target.id for c in plain if c.sense.entity)
            candidates = [c for c in candidates if not c.is_epithet or c.sense.target.id in known]
        return list(_matches(_settle(candidates), text))


def fold(text: str) -> str:
    """``text`` in lower case with plain apostrophes, hyphens and spaces, as long as before.

    ``str.lower`` turns "İ" into two code points, which would shift every later offset.
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return _plain(lowered)


def _plain(text: str) -> str:
    for variant, plain in (("’", "'"), ("ʼ", "'"), ("‐", "-"), ("‑", "-"), ("\u00a0", " ")):
        text = text.replace(variant, plain)
    return text


def _senses(targets: Iterable[Target], language: str) -> Iterator[_Sense]:
    for target in targets:
        for entity in target.entities:
            for alias in entity.aliases():
                if alias.language == language:
                    yield _Sense(alias, target, entity)
        for phrase in target.negatives.get(language, ()):
            yield _Sense(Alias(phrase, language, cased=False), target, None)


def _automaton(senses: Iterable[_Sense]) -> Any:
    """An automaton whose value at each folded form is the tuple of its senses."""
    automaton = ahocorasick.Automaton()
    for sense in senses:
        form = fold(sense.alias.text)
        automaton.add_word(form, (*automaton.get(form, ()), sense))
    automaton.make_automaton()
    return automaton


def _candidates(automaton: Any, folded: str, text: str) -> Iterator[_Candidate]:
    size = len(folded)
    for last, senses in automaton.iter(folded):
        end = last + 1
        if end < size and folded[end].isalnum():
            continue
        start = end - len(senses[0].alias.text)
        if start and folded[start - 1].isalnum():
            continue
        for sense in senses:
            if not sense.alias.cased or _in_case(text[start:end], sense.alias.text):
                yield _Candidate(start, end, sense)


def _in_case(surface: str, form: str) -> bool:
    return _plain(surface) in (form, form.upper())


def _holds(sense: _Sense, published: dt.date | None) -> bool:
    if sense.entity is None:
        return True
    return sense.target.holds_on(published) and sense.entity.holds_on(published)


def _is_bystander(candidate: _Candidate, folded: str, context: Context | None) -> bool:
    """Whether the name stands for no actor: a capital as a place, a demonym merely borne."""
    entity = candidate.sense.entity
    if context is None or entity is None:
        return False
    if entity.kind == "capital":
        return context.is_place(folded, candidate.start, candidate.end)
    return entity.kind == "demonym" and context.is_bare(folded, candidate.end)


def _settle(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The leftmost, then longest, of those that overlap; a ``not`` phrase wins a tie."""
    ordered = sorted(candidates, key=lambda c: (c.start, -c.end, c.sense.entity is not None))
    kept: list[_Candidate] = []
    for candidate in ordered:
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
    return kept


def _matches(candidates: Iterable[_Candidate], text: str) -> Iterator[Match]:
    for c in candidates:
        entity, target = c.sense.entity, c.sense.target
        if entity is not None:
            surface = text[c.start : c.end]
            yield Match(c.start, c.end, target.id, target.group, entity.id, entity.kind, surface)
