"""Which language a text is in: letters decide between near relatives, py3langid between others."""

import functools
import math
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.text.rules import load

UNKNOWN = "und"
SHORTEST = 3  # letters
LONGEST = 2000  # code points that are looked at
SHORT = 120  # code points, under which a second opinion is asked
LEAST_CHANCE = 0.35  # below which the guess is none
LEAST_SWITCHED = 5  # words of a sentence that may be in another language than its article
SURE = 0.95
RIVALS = 6  # languages among which the second opinion decides; each costs memory to load
# fmt: off
EUROPEAN = (
    "be", "bg", "bs", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hr", "hu", "hy", "it",
    "ka", "kk", "ky", "lt", "lv", "mk", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv",
    "tg", "tr", "uk",
)
# fmt: on
_LEAST = 1e-4  # added to every chance, so that no model alone rules a language out
_SMALL_WORDS = 2
_OURS = {"nb": "no"}  # lingua's code → ours
_LETTERS = re.compile(r"[^\W\d_]")
_POLISH = re.compile("[ąęłńśźż]", re.IGNORECASE)
_NOT_POLISH = re.compile("[čďěňřšťůžäöüßāēīūėșț]", re.IGNORECASE)


class LanguageDetector:
    """Detects languages; ``languages`` are the ISO 639-1 codes that it may answer.

    py3langid (Lui & Baldwin, ACL 2012) answers for what letters do not settle; lingua gives a
    second opinion on short texts of which it is not sure. Both load at the first such text.
    """

    def __init__(self, languages: Sequence[str] = EUROPEAN) -> None:
        """Loads nothing yet."""
        self.languages = tuple(languages)

    def detect(self, text: str) -> str:
        """The language of ``text`` as ISO 639-1; ``und`` where the text does not tell."""
        text = text[:LONGEST]
        letters = Counter(_LETTERS.findall(text.lower()))
        if letters.total() < SHORTEST:
            return UNKNOWN
        by_letters = _by_letters(letters, text)
        if by_letters in self.languages:
            return by_letters
        language, chance = self._by_models(text)
        return language if chance >= LEAST_CHANCE else UNKNOWN

    def switched(self, text: str, language: str) -> str:
        """The language of a sentence in an article in ``language``; another only where sure."""
        words = text.lower().split()
        if len(words) < LEAST_SWITCHED or language == UNKNOWN:
            return language
        found = _by_letters(Counter(_LETTERS.findall(text.lower())), text)
        if found is None and not load(language).starters.isdisjoint(words):
            return language
        other, chance = (found, 1.0) if found else self._by_models(text)
        return other if chance >= SURE and other in self.languages else language

    def _by_models(self, text: str) -> tuple[str, float]:
        """The likeliest language and its chance, by the mean of the models' log chances."""
        texts = {text, _without_names(text)} if len(text) < SHORT else {text}
        opinions = [_py3langid(each, self.languages) for each in texts]
        first = _ranked(opinions)
        if first[0][1] >= SURE or len(text) >= SHORT:
            return first[0]
        rivals = tuple(sorted(language for language, _ in first[:RIVALS]))
        opinions = [{code: each[code] for code in rivals} for each in opinions]
        return _ranked([*opinions, *(_lingua(each, rivals) for each in texts)])[0]


def _ranked(opinions: Sequence[Mapping[str, float]]) -> list[tuple[str, float]]:
    """Languages and their chances, the likeliest first: the mean of the log chances."""
    means = {
        code: math.exp(statistics.fmean(math.log(each.get(code, 0) + _LEAST) for each in opinions))
        for code in opinions[0]
    }
    total = sum(means.values())
    return sorted(
        ((code, mean / total) for code, mean in means.items()), key=lambda p: (-p[1], p[0])
    )


def _without_names(text: str) -> str:
    """A text without its capitalised words, which may be names from anywhere."""
    words = text.split()
    small = [word for number, word in enumerate(words) if word[:1].islower() or number == 0]
    return " ".join(small) if len(small) > _SMALL_WORDS else text


def _py3langid(text: str, languages: tuple[str, ...]) -> dict[str, float]:
    return {str(code): float(chance) for code, chance in _identifier(languages).rank(text)}


def _lingua(text: str, languages: tuple[str, ...]) -> dict[str, float]:
    readable = text.encode("utf-8", "replace").decode()  # without lone surrogates
    values = _second(languages).compute_language_confidence_values(readable)
    codes = ((each.language.iso_code_639_1.name.lower(), each.value) for each in values)
    return {_OURS.get(code, code): value for code, value in codes}


@functools.cache
def _identifier(languages: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([code for code in languages if code in known])
    return identifier


@functools.cache
def _second(languages: tuple[str, ...]) -> Any:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    theirs = {ours: code for code, ours in _OURS.items()}
    names = (theirs.get(code, code).upper() for code in languages)
    codes = [getattr(IsoCode639_1, name) for name in names if hasattr(IsoCode639_1, name)]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()


def _by_letters(letters: Counter[str], text: str) -> str | None:
    """The language that the letters alone settle, or ``None``."""
    if sum(n for c, n in letters.items() if "Ѐ" <= c <= "ӿ") * 2 > letters.total():
        return _east_slavic(letters)
    if len(_POLISH.findall(text)) < 2:
        return None
    small = _without_names(text)
    polish = len(_POLISH.findall(small))
    return "pl" if polish > 1 and polish > 2 * len(_NOT_POLISH.findall(small)) else None


def _east_slavic(letters: Counter[str]) -> str | None:
    """Belarusian has ў and no и, Ukrainian ї є ґ and no ы, Russian ы э and no і."""

    def count(chars: str) -> int:
        return sum(letters[c] for c in chars)

    if count("јљњђћџѓќѕәғқңөұүһ"):
        return None
    dotted, back = count("іїєґ"), count("ыэъё")
    if letters["ў"] and dotted + letters["ў"] > count("ищ"):
        return "be"
    if letters["і"] and count("ыэё") and not count("ищїєґ"):
        return "be"
    if dotted > back and count("ищїєґ"):
        return "uk"
    return "ru" if count("ыэё") > dotted else None
