"""What a line tells by itself: its words, their beginnings, its shape.

Shallow features after Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text
Features", WSDM 2010; beginnings of words stand in for stems in languages that inflect.
"""

import bisect
import re
from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pipeline.schema import REASONS, RemovalReason
from pipeline.text.lines import terminated

Kind = RemovalReason | Literal["body"]
Kinds = NDArray[np.float64]  # (..., len(KINDS))
BODY: Literal["body"] = "body"
KINDS: tuple[Kind, ...] = (BODY, *REASONS)
LONGEST = 400  # code points; a longer line is running text
STEM, LONG_STEM = 5, 7
SUREST = 12.0
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LENGTHS = (1, 2, 3, 4, 5, 8, 12, 18, 28, 45)  # words
# Signs: name, letters of which a line must have one, and the pattern that it then must match.
_SIGNS: tuple[tuple[str, frozenset[str], re.Pattern[str]], ...] = tuple(
    (f"#{name}", frozenset(letters), re.compile(pattern, re.IGNORECASE))
    for name, letters, pattern in (
        ("mail", "@", r"@"),
        ("question", "?", r"\?"),
        ("exclamation", "!", r"!"),
        ("quotation", '«„“"‘', r"[«„“\"‘]"),
        ("copyright", "©(", r"©|\(c\)"),
        ("hashtag", "#", r"(?:^|\s)#\w"),
        ("bars", "|•·→›»▶←«‹/", r"[|•·→›»▶←«‹](?:\s|$)|\s/\s"),
        ("colon", ":", r":\s"),
        ("ends in colon", ":", r":$"),
        ("brackets", "[", r"\[[^\]]*\]"),
        ("parentheses", ")", r"\(.*\)$"),
        ("form field", "*[_", r"\*\s*$|\[\s*\]|_{3,}"),
        ("dash", "—–-", r"\s[—–-]\s"),
        ("opens with dash", "—–-", r"^[—–-]\s"),
        ("url", "./", r"https?://|www\.|\.(?:com|org|net|info|eu|example)\b|\bt\.me/"),
        ("two sentences", ".!?…", r"[^\W\d_]{2}[.!?…][»”\"]?\s+[^\W\d_]"),
        ("money", "€$£₴₽", r"[€$£₴₽]"),
        ("year", "0123456789", r"\b(?:19|20)\d\d\b"),
        ("time", "0123456789", r"\b\d{1,2}[:.]\d\d\b"),
        ("date", "0123456789", r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"),
    )
)
_DIGIT = re.compile(r"\d")
_SYMBOLS = 0x2190  # arrows, and all the pictures after them


def log_odds(kinds: Kinds) -> Kinds:
    """The log-odds of each line that it is furniture, within ±``SUREST``.

    Args:
        kinds: probabilities, ``(lines, len(KINDS))``.
    """
    body = np.clip(kinds[..., 0], 1e-9, 1 - 1e-9)
    odds: Kinds = np.clip(np.log1p(-body) - np.log(body), -SUREST, SUREST)
    return odds


def words(line: str) -> list[str]:
    """The words of a line in lower case; a number is "0"."""
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(line.lower())]


def features(line: str, said: Sequence[str], names: frozenset[str]) -> Iterator[str]:
    """The features of a line, of which some may come more than once.

    Args:
        line: up to ``LONGEST`` code points, not empty.
        said: its words.
        names: what the outlet is called, in lower case.
    """
    for word in set(said):
        yield from of_word(word)
    yield from frame(line, said, names)


def of_word(word: str) -> Iterator[str]:
    """A word and its beginnings."""
    yield word
    if len(word) > STEM:
        yield f"{word[:STEM]}*"
    if len(word) > LONG_STEM + 1:
        yield f"{word[:LONG_STEM]}*"


def frame(line: str, said: Sequence[str], names: frozenset[str]) -> Iterator[str]:
    """All but the words: how a line begins and ends, its length, its signs."""
    count = len(said)
    if said:
        yield f"^{said[0][:6]}"
        yield f"{said[-1][:6]}$"
    length = bisect.bisect_left(_LENGTHS, count)
    yield f"#length {length}"
    yield f"#ends {_kind(line[-1])}"
    yield f"#begins {_kind(line[0])}"
    yield f"#length {length // 2} {'ends' if terminated(line) else 'open'}"
    pieces = line.split()
    capital = sum(map(str.isupper, [piece[0] for piece in pieces]))
    yield f"#capitals {5 * capital // max(count, 1)}"
    if any(map(str.isupper, [piece for piece in pieces if len(piece) > 3])):
        yield "#shouts"
    yield f"#digits {10 * len(_DIGIT.findall(line)) // len(line)}"
    letters = set(line)
    if not line.isascii() and ord(max(letters)) >= _SYMBOLS:
        yield "#symbol"
    for name, needed, sign in _SIGNS:
        if not needed.isdisjoint(letters) and sign.search(line):
            yield name
    if any(map(line.lower().__contains__, names)):
        yield "#own name"


def _kind(char: str) -> str:
    if char.isdigit():
        return "digit"
    if char.isalpha():
        return "upper" if char.isupper() else "lower"
    return char
