"""The phrases that nobody takes for an article's own, from ``lang/<iso>.toml``; case is ignored.

A line that is one of ``lines`` goes as a whole; ``heads`` are cut from the start and ``tails`` from
the end of a line that stays.
"""

import functools
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.schema import REASONS, RemovalReason

SECTIONS = ("lines", "heads", "tails")
LONGEST_LINE = 160  # code points of a line that is all phrase
_TAIL_START = r"(?=[\s(/👁])"  # what the patterns of tails begin with; spares the rest
NEVER = re.compile(r"(?!)")


class BadPatternError(ValueError):
    """A pattern that does not compile."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Patterns as one, each with the reason that it stands for."""

    pattern: re.Pattern[str] = NEVER

    def search(self, text: str) -> tuple[int, int, RemovalReason] | None:
        """The first match and its reason."""
        return _found(self.pattern.search(text))

    def match(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> tuple[int, int, RemovalReason] | None:
        """The match at ``start`` and its reason."""
        return _found(self.pattern.match(text, start, end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The phrases of one language and of all."""

    lines: Labelled
    heads: Labelled
    tails: Labelled

    @classmethod
    def of(cls, own: Mapping[str, Any], shared: Mapping[str, Any]) -> "Phrases":
        """From the sections of a language and those of every one.

        Raises:
            BadPatternError: A pattern does not compile.
        """
        return cls(**{section: _labelled(section, own, shared) for section in SECTIONS})


def _found(match: re.Match[str] | None) -> tuple[int, int, RemovalReason] | None:
    if match is None or match.lastgroup is None:
        return None
    return match.start(), match.end(), _BY_GROUP[match.lastgroup]


_BY_GROUP = {reason.replace("-", "_"): reason for reason in REASONS}


def _labelled(section: str, own: Mapping[str, Any], shared: Mapping[str, Any]) -> Labelled:
    """One pattern with a named group for each reason; all but ``heads`` reach to the end."""
    groups = []
    end = "" if section == "heads" else r"\s*$"
    for reason in REASONS:
        lists = [each.get(section, {}).get(reason, []) for each in (own, shared)]
        joined = "|".join(pattern for patterns in lists for pattern in patterns)
        if joined:
            _compiled(section, reason, joined)
            groups.append(f"(?P<{reason.replace('-', '_')}>(?:{joined}){end})")
    if not groups:
        return Labelled()
    start = _TAIL_START if section == "tails" else ""
    return Labelled(_compiled(section, "", f"{start}(?:{'|'.join(groups)})"))


@functools.cache
def _compiled(section: str, key: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as fault:
        raise BadPatternError(
            f"[{section}] {key}: not a pattern, {fault}; mend {pattern!r}"
        ) from fault
