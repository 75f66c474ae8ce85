"""The rules of each language, read from ``lang/<iso>.toml``.

Words may be written with braces, as a shell would: ``заяв{ил,ила}`` is two words. Furniture
lines are regular expressions, matched at the start of a line without regard to case; ``heads``
and ``tails`` are cut from the start and the end of a line that stays.
"""

import functools
import re
import tomllib
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from pipeline.errors import SettingsError
from pipeline.schema import RemovalReason, VerbKind

REASONS: tuple[RemovalReason, ...] = typing.get_args(RemovalReason)
VERB_KINDS: tuple[VerbKind, ...] = typing.get_args(VerbKind)
COMMON = "any"
_WORD_LISTS = {
    "sentences": ("titles", "abbreviations", "before_number", "starters", "months"),
    "verbs": VERB_KINDS,
    "voice": (
        "that",
        "bare_clause",
        "as",
        "attribution",
        "accusations",
        "accusation_of",
        "scare_cues",
        "name_cues",
        "not_a_clause",
        "pronouns",
        "topics",
    ),
}
_PATTERN_LISTS = ("furniture", "heads", "tails")
_FLAGS = ("ordinals",)

Patterns = tuple[tuple[RemovalReason, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one language; words are in lower case, without a final full stop."""

    language: str
    titles: frozenset[str]  # never end a sentence
    abbreviations: frozenset[str]  # end one only before a word of ``starters``
    before_number: frozenset[str]  # abbreviations only where a number follows
    starters: frozenset[str]
    months: frozenset[str]
    ordinals: bool  # a number with a full stop may be an ordinal
    verbs: Mapping[str, VerbKind]
    bare_clause: frozenset[str]  # verbs with a clause without "that"; others take an object
    that: frozenset[str]
    as_words: frozenset[str]
    attribution: tuple[str, ...]
    accusations: frozenset[str]
    accusation_of: frozenset[str]
    scare_cues: tuple[str, ...]
    name_cues: frozenset[str]
    not_a_clause: frozenset[str]
    pronouns: frozenset[str]
    topics: frozenset[str]
    furniture: Patterns
    heads: Patterns
    tails: Patterns


def expand(word: str) -> Iterator[str]:
    """Each spelling of a word written with braces: ``a{b,c}`` gives ``ab`` and ``ac``."""
    before, brace, rest = word.partition("{")
    if not brace:
        yield word
        return
    choices, _, after = rest.partition("}")
    for choice in choices.split(","):
        yield from expand(before + choice + after)


def parse(toml: str, language: str, common: str = "") -> Rules:
    """The rules in a TOML text, with the furniture of ``common`` after its own.

    Raises:
        SettingsError: The text is not TOML, or holds an unknown key, a value that is not a
            list of strings, or a pattern that does not compile.
    """
    table, shared = _table(toml, language), _table(common, COMMON)
    sentences, verbs, voice = (table.get(name, {}) for name in _WORD_LISTS)
    patterns = {
        name: _patterns(table, name, language) + _patterns(shared, name, COMMON)
        for name in _PATTERN_LISTS
    }

    def words(section: dict[str, list[str]], key: str) -> tuple[str, ...]:
        return tuple(w.lower() for entry in section.get(key, []) for w in expand(entry))

    return Rules(
        language=language,
        titles=frozenset(words(sentences, "titles")),
        abbreviations=frozenset(words(sentences, "abbreviations")),
        before_number=frozenset(words(sentences, "before_number")),
        starters=frozenset(words(sentences, "starters")),
        months=frozenset(words(sentences, "months")),
        ordinals=bool(sentences.get("ordinals")),
        verbs=MappingProxyType({w: kind for kind in VERB_KINDS for w in words(verbs, kind)}),
        bare_clause=frozenset(words(voice, "bare_clause")),
        that=frozenset(words(voice, "that")),
        as_words=frozenset(words(voice, "as")),
        attribution=words(voice, "attribution"),
        accusations=frozenset(words(voice, "accusations")),
        accusation_of=frozenset(words(voice, "accusation_of")),
        scare_cues=words(voice, "scare_cues"),
        name_cues=frozenset(words(voice, "name_cues")),
        not_a_clause=frozenset(words(voice, "not_a_clause")),
        pronouns=frozenset(words(voice, "pronouns")),
        topics=frozenset(words(voice, "topics")),
        **patterns,
    )


@functools.cache
def load(language: str) -> Rules:
    """The rules of a language; one without a file has the common furniture and no words."""
    folder = files(__package__) / "lang"
    common = (folder / f"{COMMON}.toml").read_text(encoding="utf-8")
    own = folder / f"{language}.toml"
    known = language.isalpha() and language != COMMON and own.is_file()
    return parse(own.read_text(encoding="utf-8") if known else "", language, common)


def languages() -> tuple[str, ...]:
    """The languages that there are rules for, sorted."""
    folder = files(__package__) / "lang"
    names = {file.name.removesuffix(".toml") for file in folder.iterdir()}
    return tuple(sorted(names - {COMMON}))


def _table(toml: str, language: str) -> dict[str, typing.Any]:
    where = f"lang/{language}.toml"
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(f"{where}: not TOML, {fault}; mend the file") from fault
    for name, section in table.items():
        known = REASONS if name in _PATTERN_LISTS else _WORD_LISTS.get(name)
        if known is None or not isinstance(section, dict):
            raise SettingsError(f"{where}: unknown section {name!r}; remove or rename it")
        for key, value in section.items():
            _check(f"{where} [{name}] {key}", key, value, (*known, *_FLAGS))
    return table


def _check(where: str, key: str, value: object, known: tuple[str, ...]) -> None:
    if key not in known:
        raise SettingsError(f"{where}: unknown key {key!r}; choose one of {', '.join(known)}")
    if key in _FLAGS:
        if not isinstance(value, bool):
            raise SettingsError(f"{where}: {value!r} is neither true nor false; write one")
    elif not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise SettingsError(f"{where}: {value!r} is not a list of strings; write one")


def _patterns(table: dict[str, typing.Any], section: str, language: str) -> Patterns:
    """One pattern per reason, anchored at the end for ``tails`` and at the start else."""
    found = []
    for reason, sources in table.get(section, {}).items():
        joined = "|".join(sources)
        shape = rf"(?:{joined})\s*$" if section == "tails" else rf"(?:{joined})"
        try:
            found.append((reason, re.compile(shape, re.IGNORECASE)))
        except re.error as fault:
            where = f"lang/{language}.toml [{section}] {reason}"
            raise SettingsError(f"{where}: not a pattern, {fault}; mend {joined!r}") from fault
    return tuple(found)
