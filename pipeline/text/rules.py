"""The rules of each language, read from ``lang/<iso>.toml``.

Words may be written with braces, as a shell would: ``заяв{ил,ила}`` is two words. How
furniture is written, see ``phrases``.
"""

import functools
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from pipeline.errors import SettingsError
from pipeline.schema import REASONS, VERB_KINDS, VerbKind
from pipeline.text.phrases import SECTIONS, BadPatternError, Phrases

COMMON = "any"


@dataclass(frozen=True, kw_only=True)
class SentenceWords:
    """The section ``[sentences]``."""

    titles: frozenset[str]  # never end a sentence
    abbreviations: frozenset[str]  # end one only before a word of ``starters``
    before_number: frozenset[str]  # abbreviations only where a number follows
    before_ordinal: frozenset[str]  # a number after one of these is an ordinal
    ends: frozenset[str]  # end one before any capital: "etc", or two words as "т.д"
    units: frozenset[str]  # after a number, end one unless a phrase of time opens a clause
    parts: frozenset[str]  # units that go on with an amount: "5 руб. 20 коп."
    prepositions: frozenset[str]  # begin a phrase of time
    starters: frozenset[str]  # tell the language too, so few of them are in another
    openers: frozenset[str]  # start sentences as ``starters`` do
    months: frozenset[str]  # and what else follows a number or an hour: "5 p.m. Monday"
    ordinals: bool  # a number with a full stop may be an ordinal


@dataclass(frozen=True, kw_only=True)
class VoiceWords:
    """The section ``[voice]``."""

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
    coordinators: frozenset[str]  # begin a clause of equal rank
    relatives: frozenset[str]  # begin a clause that says nothing of who speaks
    determiners: frozenset[str]
    tells: frozenset[str]  # verbs with a hearer before what is told
    times: frozenset[str]  # words of when, between a verb and its clause
    whole_attribution: tuple[str, ...]  # those of ``attribution`` that name nobody after them
    no_sources: frozenset[str]  # what things go according to, and nobody speaks: "plan"
    insertions: frozenset[str]  # begin an insertion without a verb: ", so der Kreml,"
    subjunctives: frozenset[str]  # verbs in the mood of reported speech
    accusation_ends: frozenset[str]  # the end of a verb that is parted: "wirft … vor"
    not_a_speaker: frozenset[str]  # prepositions that may stand before who speaks
    adverbs: frozenset[str]  # doubt what they stand beside
    links: frozenset[str]  # words inside a name or title
    oblique: tuple[str, ...]  # endings of a name after "according to", where its case shows
    genitives: tuple[str, ...]  # endings of a noun inside a title
    adjectives: tuple[str, ...]  # endings of an adjective inside a title
    postpositions: frozenset[str]  # of ``attribution``, those after the name
    manner: frozenset[str]  # verbs that go with speech and do not report it: "laughed"
    roles: frozenset[str]  # who speaks in a headline without a name
    comma_clause: bool  # a comma alone may open what is reported
    no_comma: bool  # no comma ends an opening "according to X"
    nouns_are_capital: bool
    dash_reports: bool  # a comma and a dash end speech, whatever the verb


@dataclass(frozen=True, kw_only=True)
class Rules(SentenceWords, VoiceWords):
    """The rules of one language; words are in lower case, without a final full stop."""

    language: str
    verbs: Mapping[str, VerbKind]
    phrases: Phrases


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
    """The rules in a TOML text, with the phrases of ``common`` after its own.

    Raises:
        SettingsError: The text is not TOML, or holds an unknown key, a value of another type,
            or a pattern that does not compile.
    """
    table, shared = _table(toml, language), _table(common, COMMON)
    try:
        phrases = Phrases.of(table, shared)
    except BadPatternError as fault:
        raise SettingsError(f"lang/{language}.toml {fault}") from fault
    verbs = table.get("verbs", {})
    read = {
        name: _value(kind, table.get(section, {}).get(name, []))
        for section, kinds in _KINDS.items()
        for name, kind in kinds.items()
    }
    return Rules(
        language=language,
        verbs=MappingProxyType(
            {w: kind for kind in VERB_KINDS for w in _words(verbs.get(kind, []))}
        ),
        phrases=phrases,
        **read,
    )


def _value(kind: object, written: Any) -> Any:
    if kind is bool:
        return bool(written)
    words = _words(written)
    return words if kind == tuple[str, ...] else frozenset(words)


def _words(entries: list[str]) -> tuple[str, ...]:
    return tuple(word.lower() for entry in entries for word in expand(entry))


@functools.cache
def load(language: str) -> Rules:
    """The rules of a language; one without a file has the common phrases and no words."""
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


# The keys of a section, with the types of their values.
_KINDS: Mapping[str, Mapping[str, object]] = {
    section: {each.name: each.type for each in fields(words)}
    for section, words in (("sentences", SentenceWords), ("voice", VoiceWords))
}
_KNOWN: Mapping[str, Collection[str]] = {
    **_KINDS,
    "verbs": VERB_KINDS,
    **dict.fromkeys(SECTIONS, REASONS),
}


def _table(toml: str, language: str) -> dict[str, Any]:
    where = f"lang/{language}.toml"
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(f"{where}: not TOML, {fault}; mend the file") from fault
    for name, section in table.items():
        if name not in _KNOWN or not isinstance(section, dict):
            raise SettingsError(f"{where}: unknown section {name!r}; remove or rename it")
        for key, value in section.items():
            _check(f"{where} [{name}] {key}", name, key, value)
    return table


def _check(where: str, section: str, key: str, value: object) -> None:
    known = _KNOWN[section]
    if key not in known:
        raise SettingsError(f"{where}: unknown key {key!r}; choose one of {', '.join(known)}")
    if _KINDS.get(section, {}).get(key) is bool:
        if not isinstance(value, bool):
            raise SettingsError(f"{where}: {value!r} is neither true nor false; write one")
    elif not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise SettingsError(f"{where}: {value!r} is not a list of strings; write one")
