"""Which language a text is in: letters decide between near relatives, py3langid between others."""

import functools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

UNKNOWN = "und"
SHORTEST = 3  # letters
LONGEST = 2000  # code points that are looked at
# The chance, at a temperature that grows with the text's length, below which the guess is none.
LEAST_CHANCE = 0.2
# fmt: off
EUROPEAN = (
    "be", "bg", "bs", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hr", "hu", "hy", "it",
    "ka", "kk", "ky", "lt", "lv", "mk", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv",
    "tg", "tr", "uk",
)
# fmt: on
_LETTERS = re.compile(r"[^\W\d_]")
_POLISH = re.compile("[ąęłńśźż]", re.IGNORECASE)
_NOT_POLISH = re.compile("[čďěňřšťůžäöüßāēīūėșț]", re.IGNORECASE)


class LanguageDetector:
    """Detects languages; ``languages`` are the ISO 639-1 codes that it may answer.

    The model of py3langid (Lui and Baldwin, ACL 2012) is loaded at the first doubtful text.
    """

    def __init__(self, languages: Sequence[str] = EUROPEAN) -> None:
        """Loads nothing yet."""
        self.languages = tuple(languages)

    def detect(self, text: str) -> str:
        """The language of ``text`` as ISO 639-1; ``und`` where the text does not tell."""
        text = text[:LONGEST]
        letters = Counter(_LETTERS.findall(text.lower()))
        total = letters.total()
        if total < SHORTEST:
            return UNKNOWN
        by_letters = _by_letters(letters, total, text)
        return by_letters if by_letters in self.languages else self._by_model(text)

    def _by_model(self, text: str) -> str:
        language, chance = _identifier(self.languages).classify(text)
        return str(language) if chance >= LEAST_CHANCE else UNKNOWN


@functools.cache
def _identifier(languages: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([code for code in languages if code in known])
    return identifier


def _by_letters(letters: Counter[str], total: int, text: str) -> str | None:
    """The language that the letters alone settle, or ``None``."""
    if sum(n for c, n in letters.items() if "Ѐ" <= c <= "ӿ") * 2 > total:
        return _east_slavic(letters)
    polish = len(_POLISH.findall(text))
    return "pl" if polish > 1 and polish > 2 * len(_NOT_POLISH.findall(text)) else None


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
