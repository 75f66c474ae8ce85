"""Where the clause begins that a reporting verb reports, and what is an insertion."""

import itertools
from collections.abc import Sequence

from pipeline.text.rules import Rules
from pipeline.text.segments import Segment, Word

REACH = 8  # words between a reporting verb and its conjunction
INSERTED = 9  # words of an insertion such as ", the old harbour master said,"
_BEFORE_INSERTION = (",", "–", "—", "-")


def verb_at(segment: Segment, rules: Rules) -> int | None:
    """Where the first reporting verb of a segment stands among its words."""
    found = (i for i, word in enumerate(segment.words) if word.lower in rules.verbs)
    return next((i for i in found if segment.words[i].lower not in rules.adverbs), None)


def scope_end(segments: Sequence[Segment], index: int, rules: Rules) -> int:
    """The segment at which another attribution of its own begins, or how many there are."""
    for later in range(index + 1, len(segments)):
        segment = segments[later]
        at = verb_at(segment, rules) if segment.starts_with(rules.coordinators) else None
        if at is None:
            continue
        last = later + 1 == len(segments)
        if not last and (rules.comma_clause or segments[later + 1].starts_with(rules.that)):
            return later
        if _that(segment, at, rules) is not None or _bare(segment, at, rules) is not None:
            return later
    return len(segments)


def clause_start(segments: Sequence[Segment], index: int, at: int, rules: Rules) -> int | None:
    """Where the clause begins that the verb at ``at`` of a segment reports; None without one."""
    segment, (following, later) = segments[index], _next_two(segments, index)
    if index and segment.starts_with(rules.relatives):
        return None
    start = _that(segment, at, rules)
    if start is None and following is not None:
        start = _in_next(segment, at, following, later, rules)
    return _bare(segment, at, rules) if start is None else start


def _next_two(segments: Sequence[Segment], index: int) -> tuple[Segment | None, Segment | None]:
    following = [*segments[index + 1 : index + 3], None, None]
    return following[0], following[1]


def _in_next(
    segment: Segment, at: int, following: Segment, later: Segment | None, rules: Rules
) -> int | None:
    """Where the clause begins in the next segment, or after a short one in between."""
    if following.starts_with(rules.that | rules.adverbs):
        return following.words[0].span.end
    near = len(segment.words) - at - 1 <= REACH
    if following.before == ":" and near and len(following.words) > 1:
        return following.span.start
    between = following.before.startswith(",") and len(following.words) <= REACH
    if between and near and later is not None and later.starts_with(rules.that):
        return later.words[0].span.end
    if rules.comma_clause and following.before == "," and _is_clause(segment, at, following, rules):
        return following.span.start
    return None


def _that(segment: Segment, at: int, rules: Rules) -> int | None:
    """Where what a verb reports begins in its own segment, after "that"."""
    near = segment.words[at + 1 : at + 1 + REACH]
    return next((word.span.end for word in near if word.lower in rules.that), None)


def _bare(segment: Segment, at: int, rules: Rules) -> int | None:
    """Where a clause without "that" begins, as in "said the town had fallen"."""
    if at == 0 or segment.words[at].lower not in rules.bare_clause:
        return None
    after = segment.words[at + 1 :]
    if segment.words[at].lower in rules.tells:
        after = _after_hearer(after, rules)
    clause = list(itertools.dropwhile(lambda word: word.lower in rules.times, after))
    if len(clause) < 3:
        return None
    dated, first = len(clause) < len(after), clause[0].lower
    begins = first in rules.pronouns | rules.determiners
    holds = begins if dated else first not in rules.not_a_clause
    return clause[0].span.start if holds else None


def _after_hearer(words: tuple[Word, ...], rules: Rules) -> tuple[Word, ...]:
    """The clause in "told the committee the price would stay", without whom it was told."""
    begins = rules.pronouns | rules.determiners
    for number, (before, word) in enumerate(itertools.pairwise(words[:6]), start=1):
        if word.lower in begins and before.lower not in rules.not_a_clause | rules.determiners:
            return words[number:]
    return ()


def _is_clause(segment: Segment, at: int, following: Segment, rules: Rules) -> bool:
    """Whether what follows a comma is reported, as in "teilte mit, man halte sich daran"."""
    if len(following.words) < 3 or following.starts_with(rules.coordinators):
        return False
    reported = any(word.lower in rules.subjunctives for word in following.words)
    return reported or len(segment.words) - at <= 2


def is_inserted(text: str, segments: Sequence[Segment], index: int, at: int, rules: Rules) -> bool:
    """Whether a segment is an insertion: ", officials say", «, сообщил штаб»."""
    segment = segments[index]
    if not segment.before.startswith(_BEFORE_INSERTION) or len(segment.words) > INSERTED:
        return False
    if segment.starts_with(rules.relatives | rules.coordinators):
        return False
    after = segment.words[at + 1 :]
    if at or not rules.bare_clause:
        return True
    # An order that needs a subject after the verb: "said the minister".
    subject = after[:1] and (
        after[0].lower in rules.determiners or after[0].span.of(text)[:1].isupper()
    )
    return bool(subject) or len(after) == 1
