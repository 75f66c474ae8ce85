"""The words around a name that decide what it is, read from ``context/<language>.toml``.

A capital is a state's voice ("Moscow refused") or a place ("a concert in Moscow"), and a
demonym may only be borne ("a Belarusian poet"). Both are told apart by the next words, with
short lists per language. A word that ends in ``*`` stands for all its endings.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError

CONTEXT_FOLDER = Path(__file__).parent / "context"
_LEFT, _RIGHT = 48, 64  # code points that a rule may look at
_KEYS = ("place_before", "place_after", "acts_before", "acts_after", "bare_after")


@dataclass(frozen=True, slots=True)
class Context:
    """The compiled rules of one language, for text in lower case."""

    place_before: re.Pattern[str]
    place_after: re.Pattern[str]
    acts_before: re.Pattern[str]
    acts_after: re.Pattern[str]
    bare_after: re.Pattern[str]
    actor_endings: Mapping[str, tuple[str, ...]]

    def is_place(self, text: str, start: int, end: int) -> bool:
        """Whether the capital at ``[start, end)`` is only where something is.

        "In Moscow they believe" and "a letter from Moscow" speak for the state in spite of
        their prepositions.
        """
        if self.acts_after.match(text, end, end + _RIGHT):
            return False
        if self.place_after.match(text, end, end + _RIGHT):
            return True
        left = text[max(0, start - _LEFT) : start]
        before = self.place_before.search(left)
        if before is None or self.acts_before.search(left, 0, before.start()):
            return False
        return not text[start:end].endswith(self.actor_endings.get(before[1], ("\0",)))

    def is_bare(self, text: str, end: int) -> bool:
        """Whether the demonym that ends at ``end`` is only borne by what comes next."""
        return self.bare_after.match(text, end, end + _RIGHT) is not None


def load_contexts(folder: Path) -> dict[str, Context]:
    """Read every ``<language>.toml`` of ``folder``.

    Raises:
        InputError: A file is no TOML, or has other keys than a context has.
    """
    return {path.stem: _read_context(path) for path in sorted(folder.glob("*.toml"))}


def _read_context(path: Path) -> Context:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InputError(f"{path}: not TOML: {fault}; correct the syntax there") from fault
    wrong = set(raw) ^ {*_KEYS, "actor_endings"}
    if wrong:
        message = f"{path}: keys {sorted(wrong)} missing or unknown; give {', '.join(_KEYS)}"
        raise InputError(f"{message} and actor_endings")
    return Context(
        place_before=re.compile(rf"(?<!\w)({_any_of(raw['place_before'])})\s+$"),
        place_after=_after(raw["place_after"]),
        acts_before=re.compile(rf"(?<!\w)(?:{_any_of(raw['acts_before'])})\s+$"),
        acts_after=_after(raw["acts_after"]),
        bare_after=_after(raw["bare_after"]),
        actor_endings={word: tuple(ends) for word, ends in raw["actor_endings"].items()},
    )


def _after(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"[\s-]*(?:{_any_of(words)})(?!\w)")


def _any_of(words: Iterable[str]) -> str:
    """A pattern for the words, of which none at all matches nothing."""
    escaped = (re.escape(word.lower()).replace(r"\*", r"\w*") for word in words)
    return "|".join(escaped) or r"(?!)"
