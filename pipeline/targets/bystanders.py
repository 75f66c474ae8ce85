"""Candidates that look like a mention and stand for no actor.

A capital as a place, a demonym merely borne, a surname of somebody else, a name that is a
title: all are told by the words around, which ``context`` reads.
"""

from collections.abc import Iterable

from pipeline.targets.context import Context, is_title
from pipeline.targets.gazetteer import Entity

_PEOPLE = ("leader", "official")
_TITLED = ("name", "capital")
_NOBODY = frozenset({""})  # a capital has no first name of its own
_SHARED = ("name", "capital", "institution")


def is_bystander(
    entity: Entity, span: tuple[int, int], text: str, context: Context, own: frozenset[str]
) -> bool:
    """Whether the form of ``entity`` at ``span`` of ``text``, in lower case, is no mention."""
    kind, (start, end) = entity.kind, span
    if kind == "demonym":
        return context.is_bare(text, start, end)
    if kind in _PEOPLE:
        return context.is_namesake(text, start, end, own)
    if kind in _SHARED and context.is_other(text, start, end):
        return True
    if kind in _TITLED and is_title(text, start, end):
        return True
    return kind == "capital" and (
        context.is_place(text, start, end) or context.is_namesake(text, start, end, _NOBODY)
    )


def first_names(forms: Iterable[str]) -> frozenset[str]:
    """The beginnings of what comes before a surname in ``forms``."""
    return frozenset(form.lower()[:3] for form in forms if " " in form)
