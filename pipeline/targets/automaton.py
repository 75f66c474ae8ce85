"""Every form of a language in one automaton, and what of it a text holds.

The automaton reads the text in lower case and reports every form that ends at each code
point (Aho and Corasick 1975); word boundaries and case then make a form a candidate.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import ahocorasick

from pipeline.targets.bystanders import first_names
from pipeline.targets.gazetteer import Alias, Entity, Target


@dataclass(frozen=True, slots=True)
class Sense:
    """What a form stands for; a phrase of a ``not`` or ``rivals`` list has no entity."""

    alias: Alias
    target: Target
    entity: Entity | None
    own: frozenset[str] = frozenset()
    rival: bool = False

    @property
    def spellings(self) -> frozenset[str]:
        """How a cased form may be written: as it is, in capitals, at the start of a sentence."""
        form = self.alias.text
        return frozenset({form, form.upper(), form[:1].upper() + form[1:]})


class Candidate(NamedTuple):
    """A form at the code points ``[start, end)`` that may turn out to be no mention."""

    start: int
    end: int
    sense: Sense

    @property
    def is_epithet(self) -> bool:
        """Whether it counts only where its target is named."""
        return self.sense.entity is not None and self.sense.entity.kind == "epithet"


def fold(text: str) -> str:
    """``text`` in lower case with plain apostrophes, hyphens and spaces, as long as before.

    ``str.lower`` turns "İ" into two code points, which would shift every later offset.
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return plain(lowered)


def plain(text: str) -> str:
    """``text`` with plain apostrophes, hyphens and spaces, as long as before."""
    if text.isascii():
        return text
    for variant, simple in (("’", "'"), ("ʼ", "'"), ("‐", "-"), ("‑", "-"), ("\u00a0", " ")):
        text = text.replace(variant, simple)
    return text


def senses(targets: Iterable[Target], language: str) -> Iterator[Sense]:
    """Everything that a form of ``language`` can stand for."""
    for target in targets:
        for entity in target.entities:
            own = first_names(entity.forms.get(language, ()))
            for alias in entity.aliases():
                if alias.language == language:
                    yield Sense(alias, target, entity, own)
        for phrase in target.negatives.get(language, ()):
            yield Sense(Alias(phrase, language, cased=False), target, None)
        for phrase in target.rivals.get(language, ()):
            yield Sense(Alias(phrase, language, cased=True), target, None, rival=True)


def build(senses: Iterable[Sense]) -> Any:
    """An automaton whose value at each folded form is its length and its senses.

    With each sense stand the spellings that it takes, None for any.
    """
    automaton = ahocorasick.Automaton()
    for sense in senses:
        form = fold(sense.alias.text)
        spellings = sense.spellings if sense.alias.cased else None
        _, known = automaton.get(form, (0, ()))
        automaton.add_word(form, (len(form), (*known, (sense, spellings))))
    automaton.make_automaton()
    return automaton


def read(automaton: Any, folded: str, text: str) -> Iterator[Candidate]:
    """The forms in ``text``, of which ``folded`` is what ``fold`` makes, that are whole words."""
    written = plain(text)
    for last, (length, senses) in automaton.iter(folded):
        end = last + 1
        start = end - length
        if folded[end : end + 1].isalnum() or (start and folded[start - 1].isalnum()):
            continue
        surface = written[start:end]
        for sense, spellings in senses:
            if spellings is None or surface in spellings:
                yield Candidate(start, end, sense)
