"""The words around a name that decide what it is, read from ``context/<language>.toml``.

A capital is a state's voice ("Moscow refused") or a place ("a concert in Moscow"), a demonym
may only be borne ("a Belarusian poet"), and a leader's surname may be a namesake's ("the baker
Orban"). All are told apart by the next words, with lists per language. A ``*`` in a word
stands for any letters.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError

CONTEXT_FOLDER = Path(__file__).parent / "context"
_LEFT, _RIGHT = 64, 64  # code points that a rule may look at
_QUOTES = {"«": ("»",), "„": ("”", "“", '"'), "“": ("”",), '"': ('"',)}


@dataclass(frozen=True, slots=True)
class Context:
    """The compiled rules of one language, for text in lower case."""

    place_before: re.Pattern[str]
    remote_before: re.Pattern[str]
    place_after: re.Pattern[str]
    sites_before: re.Pattern[str]
    acts_before: re.Pattern[str]
    acts_after: re.Pattern[str]
    bare_after: re.Pattern[str]
    bare_before: re.Pattern[str]
    role_before: re.Pattern[str]
    role_after: re.Pattern[str]
    first_name_before: re.Pattern[str]
    other_before: re.Pattern[str]
    other_after: re.Pattern[str]
    remote_endings: tuple[str, ...]
    owner_endings: tuple[str, ...]
    actor_endings: Mapping[str, tuple[str, ...]]

    def is_place(self, text: str, start: int, end: int) -> bool:
        """Whether the capital at ``[start, end)`` is only where something is.

        "In Moscow they believe" and "a letter from Moscow" speak for the state in spite of
        their prepositions.
        """
        if self.acts_after.match(text, end, end + _RIGHT):
            return False
        left = _backwards(text, start)
        if self.place_after.match(text, end, end + _RIGHT) or self.sites_before.match(left):
            return True
        name = text[start:end]
        before = self.place_before.match(left)
        if before is not None and name.endswith(self.actor_endings.get(before[1][::-1], ("\0",))):
            return False
        if before is None and name.endswith(self.remote_endings):
            before = self.remote_before.match(left)
        return before is not None and not self.acts_before.match(left, before.end())

    def is_bare(self, text: str, start: int, end: int) -> bool:
        """Whether the demonym at ``[start, end)`` is only borne by what stands next to it."""
        if self.bare_after.match(text, end, end + _RIGHT):
            return True
        return self.bare_before.match(_backwards(text, start)) is not None

    def is_namesake(self, text: str, start: int, end: int, own: frozenset[str]) -> bool:
        """Whether a private person bears the surname; ``own`` first names are the leader's.

        First names are compared by their beginnings, as transliterations and cases differ. A
        genitive after a word in another case is an owner: «водитель Путина».
        """
        left = _backwards(text, start)
        role = self.role_before.match(left)
        if role is not None and text[start:end].endswith(self.owner_endings):
            role = role if role[1][::-1].endswith(self.owner_endings) else None
        if role is not None or self.role_after.match(text, end, end + _RIGHT):
            return True
        first = self.first_name_before.match(left) if own else None
        return first is not None and first[1][:-4:-1] not in own

    def is_other(self, text: str, start: int, end: int) -> bool:
        """Whether the words around it make the name that of something else."""
        if self.other_after.match(text, end, end + _RIGHT):
            return True
        return self.other_before.match(_backwards(text, start)) is not None


def is_title(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` fills a pair of quotation marks: a ship, hotel or motorcycle."""
    return text[end : end + 1] in _QUOTES.get(text[start - 1 : start], ())


def load_contexts(folder: Path) -> dict[str, Context]:
    """Read every ``<language>.toml`` of ``folder``.

    Raises:
        InputError: A file is no TOML, or has other keys than a context has.
    """
    return {path.stem: _read_context(path) for path in sorted(folder.glob("*.toml"))}


_KEYS = (
    *("place_before", "remote_before", "remote_endings", "place_after", "sites", "site_links"),
    *("routes", "acts_after", "acts_before", "bare_after", "bare_before", "roles"),
    *("owner_endings", "between", "first_names", "other_before", "other_after"),
)


def _read_context(path: Path) -> Context:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InputError(f"{path}: not TOML: {fault}; correct the syntax there") from fault
    wrong = set(raw) ^ {*_KEYS, "actor_endings"}
    if wrong:
        message = f"{path}: keys {sorted(wrong)} missing or unknown; give {', '.join(_KEYS)}"
        raise InputError(f"{message} and actor_endings")
    words = {key: _any_of(raw[key]) for key in _KEYS}
    back = {key: _any_of(word[::-1] for word in raw[key]) for key in _KEYS}
    bearers = f"(?:(?:{words['between']})[\\s-]+)?(?:{words['bare_after']}|{words['roles']})"
    return Context(
        place_before=_before(back["place_before"]),
        remote_before=_before(back["remote_before"]),
        place_after=_after(f"(?:'?s\\s+)?(?:{words['place_after']}|{words['sites']})"),
        sites_before=_sites(back),
        acts_before=_before(back["acts_before"]),
        acts_after=_after(words["acts_after"]),
        bare_after=_after(bearers),
        bare_before=_before(back["bare_before"]),
        role_before=re.compile(rf"\s+(?:(?:{back['first_names']})\s+)?({back['roles']})(?!\w)"),
        role_after=re.compile(rf",\s+(?:an?|eine?|einem|einer|einen)\s+(?:{words['roles']})(?!\w)"),
        first_name_before=_before(back["first_names"]),
        other_before=_before(back["other_before"]),
        other_after=_after(words["other_after"]),
        remote_endings=tuple(raw["remote_endings"]),
        owner_endings=tuple(raw["owner_endings"]),
        actor_endings={word: tuple(ends) for word, ends in raw["actor_endings"].items()},
    )


def _backwards(text: str, start: int) -> str:
    """What stands before ``start``, last letter first: a pattern is then tried but once."""
    return text[max(0, start - _LEFT) : start][::-1]


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"\s+({words})(?!\w)")


def _sites(back: Mapping[str, str]) -> re.Pattern[str]:
    """Backwards: "streets of X", or "train X – Y" for both."""
    link = f"(?:(?:{back['site_links']})\\s+)?"
    pair = f'(?:(?:\\s*[-–—]\\s*|\\s+(?:{back["site_links"]})\\s+)\\w+)*[«„"]?'
    route = f"{pair}\\s+{link}(?:(?:{back['between']})\\s+)?(?:{back['routes']})"
    near = f"\\s+(?:(?:{back['between']})\\s+)?{link}"
    return re.compile(rf"(?:{near}(?:{back['sites']}|{back['roles']})|{route})(?!\w)")


def _after(words: str) -> re.Pattern[str]:
    return re.compile(rf"[\s-]*(?:{words})(?!\w)")


def _any_of(words: Iterable[str]) -> str:
    """A pattern for the words, of which none at all matches nothing."""
    escaped = (re.escape(word.lower()).replace(r"\*", r"\w*") for word in words)
    return "|".join(escaped) or r"(?!)"
