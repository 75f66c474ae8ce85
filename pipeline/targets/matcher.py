"""Mentions of targets in a text, by one Aho-Corasick automaton per language.

Each candidate is held against dates and context; of those that hold and overlap, the leftmost
and then the longest stays. A phrase under ``not`` is a candidate too, and wins by its length:
what stays of it is no mention.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.targets.automaton import Candidate, Sense, build, fold, read, senses
from pipeline.targets.bystanders import is_bystander
from pipeline.targets.context import Context
from pipeline.targets.gazetteer import Gazetteer

_NEAR = 200  # code points within which a rival takes a name over


class Match(NamedTuple):
    """A mention of ``target`` at the code points ``[start, end)``; ``surface`` is what is there."""

    start: int
    end: int
    target: str
    group: str
    entity: str
    kind: str
    surface: str


class Matcher:
    """Finds mentions in texts whose language is known; safe to share between threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Build the automata of all languages of ``gazetteer``, in about 0.3 s."""
        self._contexts = gazetteer.contexts
        self._automata = {
            language: build(senses(gazetteer.targets.values(), language))
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
        found = read(automaton, folded, text)
        candidates = [c for c in found if published is None or _holds(c.sense, published)]
        if not candidates:
            return []
        candidates = _without_rivals(candidates)
        if any(c.is_epithet for c in candidates):
            plain = _settle([c for c in candidates if not c.is_epithet], folded, context)
            known = named.union(c.sense.target.id for c in plain if c.sense.entity)
            candidates = [c for c in candidates if not c.is_epithet or c.sense.target.id in known]
        return list(_matches(_settle(candidates, folded, context), text))


def _holds(sense: Sense, published: dt.date) -> bool:
    if sense.entity is None:
        return True
    return sense.target.holds_on(published) and sense.entity.holds_on(published)


def _without_rivals(candidates: list[Candidate]) -> list[Candidate]:
    """All but rivals and what stands near one: "peaches from Georgia, Atlanta says"."""
    rivals = [c for c in candidates if c.sense.rival]
    if not rivals:
        return candidates
    return [
        c
        for c in candidates
        if not c.sense.rival
        and not (
            c.sense.entity is not None
            and c.sense.entity.kind in ("name", "demonym")
            and any(
                r.sense.target is c.sense.target and abs(r.start - c.start) < _NEAR for r in rivals
            )
        )
    ]


def _settle(candidates: list[Candidate], folded: str, context: Context | None) -> list[Candidate]:
    """The leftmost, then longest, of those that overlap and are no bystanders.

    A ``not`` phrase wins a tie.
    """
    kept: list[Candidate] = []
    reached = 0
    for candidate in sorted(candidates, key=_order):
        start, end, sense = candidate
        if start < reached:
            continue
        entity = sense.entity
        if entity and context and is_bystander(entity, (start, end), folded, context, sense.own):
            continue
        kept.append(candidate)
        reached = end
    return kept


def _order(candidate: Candidate) -> tuple[int, int, bool]:
    return candidate.start, -candidate.end, candidate.sense.entity is not None


def _matches(candidates: Iterable[Candidate], text: str) -> Iterator[Match]:
    for c in candidates:
        entity, target = c.sense.entity, c.sense.target
        if entity is not None:
            surface = text[c.start : c.end]
            yield Match(c.start, c.end, target.id, target.group, entity.id, entity.kind, surface)
