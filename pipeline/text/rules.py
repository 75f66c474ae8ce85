"""The rules of each language, read from ``lang/<iso>.toml``.

Words may be written with braces, as a shell would: ``заяв{ил,ила}`` is two words. How
furniture is written, see ``phrases``.
"""

import functools
import tomllib
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from pipeline.errors import SettingsError
from pipeline.schema import RemovalReason, VerbKind
from pipeline.text.phrases import SECTIONS, BadPatternError, Phrases

REASONS: tuple[RemovalReason, ...] = typing.get_args(RemovalReason)
VERB_KINDS: tuple[VerbKind, ...] = typing.get_args(VerbKind)
COMMON = "any"
_WORD_LISTS = {
    "sentences": (
        "titles",
        "abbreviations",
        "before_number",
        "before_ordinal",
        "ends",
        "units",
        "parts",
        "prepositions",
        "months",
        "starters",
        "openers",
    ),
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
        "coordinators",
        "relatives",
        "determiners",
        "not_a_speaker",
        "no_sources",
        "tells",
        "times",
        "whole_attribution",
        "insertions",
        "subjunctives",
        "accusation_ends",
        "adverbs",
        "links",
        "genitives",
        "adjectives",
        "postpositions",
        "manner",
        "roles",
    ),
}
_FLAGS = ("ordinals", "comma_clause", "no_comma", "nouns_are_capital", "dash_reports")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one language; words are in lower case, without a final full stop."""

    language: str
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
    genitives: tuple[str, ...]  # endings of a noun inside a title
    adjectives: tuple[str, ...]  # endings of an adjective inside a title
    postpositions: frozenset[str]  # of ``attribution``, those after the name
    manner: frozenset[str]  # verbs that go with speech and do not report it: "laughed"
    roles: frozenset[str]  # who speaks in a headline without a name
    comma_clause: bool  # a comma alone may open what is reported
    no_comma: bool  # no comma ends an opening "according to X"
    nouns_are_capital: bool
    dash_reports: bool  # a comma and a dash end speech, whatever the verb
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
    """The rules in a TOML text, with the furniture of ``common`` after its own.

    Raises:
        SettingsError: The text is not TOML, or holds an unknown key, a value that is not a
            list of strings, or a pattern that does not compile.
    """
    table, shared = _table(toml, language), _table(common, COMMON)
    sentences, verbs, voice = (table.get(name, {}) for name in _WORD_LISTS)
    try:
        phrases = Phrases.of(table, shared, words=sentences.get("months", []))
    except BadPatternError as fault:
        raise SettingsError(f"lang/{language}.toml {fault}") from fault

    def words(section: dict[str, list[str]], key: str) -> tuple[str, ...]:
        return tuple(w.lower() for entry in section.get(key, []) for w in expand(entry))

    return Rules(
        language=language,
        titles=frozenset(words(sentences, "titles")),
        abbreviations=frozenset(words(sentences, "abbreviations")),
        before_number=frozenset(words(sentences, "before_number")),
        before_ordinal=frozenset(words(sentences, "before_ordinal")),
        ends=frozenset(words(sentences, "ends")),
        units=frozenset(words(sentences, "units")),
        parts=frozenset(words(sentences, "parts")),
        prepositions=frozenset(words(sentences, "prepositions")),
        starters=frozenset(words(sentences, "starters")),
        openers=frozenset(words(sentences, "openers")),
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
        coordinators=frozenset(words(voice, "coordinators")),
        relatives=frozenset(words(voice, "relatives")),
        tells=frozenset(words(voice, "tells")),
        times=frozenset(words(voice, "times")),
        whole_attribution=words(voice, "whole_attribution"),
        no_sources=frozenset(words(voice, "no_sources")),
        insertions=frozenset(words(voice, "insertions")),
        subjunctives=frozenset(words(voice, "subjunctives")),
        accusation_ends=frozenset(words(voice, "accusation_ends")),
        not_a_speaker=frozenset(words(voice, "not_a_speaker")),
        determiners=frozenset(words(voice, "determiners")),
        adverbs=frozenset(words(voice, "adverbs")),
        links=frozenset(words(voice, "links")),
        genitives=words(voice, "genitives"),
        adjectives=words(voice, "adjectives"),
        postpositions=frozenset(words(voice, "postpositions")),
        manner=frozenset(words(voice, "manner")),
        roles=frozenset(words(voice, "roles")),
        comma_clause=bool(voice.get("comma_clause")),
        no_comma=bool(voice.get("no_comma")),
        nouns_are_capital=bool(voice.get("nouns_are_capital")),
        dash_reports=bool(voice.get("dash_reports")),
        phrases=phrases,
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
        known = SECTIONS.get(name) or _WORD_LISTS.get(name)
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
