"""The phrases that furniture is known by, from the sections of ``lang/<iso>.toml``.

``furniture`` is matched at the start of a line in lower case, ``anywhere`` in the whole of it.
``heads`` and ``tails`` are cut from the start and the end of a line that stays, without regard to
case. ``cues`` are words, each harmless alone: a line in which the outlet speaks of itself, to its
reader, of a channel such as mail or money, asks for something; what ``byline`` and a name make up
signs; ``meta`` are the words between dates, times and counters; and a line without any of the
``hints`` is not looked through for ``anywhere`` and ``cues``.
"""

import functools
import re
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import ahocorasick

from pipeline.schema import RemovalReason

REASONS: tuple[RemovalReason, ...] = typing.get_args(RemovalReason)
CUES = ("outlet", "reader", "channel", "byline", "meta", "hints")
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "furniture": REASONS,
    "anywhere": REASONS,
    "heads": REASONS,
    "tails": REASONS,
    "cues": CUES,
}
# What may stand for itself in a pattern.
_STANDS_FOR = {
    "%short": r"[^!?]{0,90}(?<![.!?…;,])$",
    "%label": r"\s*(?:[:→▶»>|–—].*|$)",
    "%app": (
        r"(?:facebook|фейсбук|фэйсбук|фб|fb|messenger|twitter|твиттер|твіттер|x\b|threads|bluesky"
        r"|mastodon|telegram|t\.me|телеграм|телеграмм|тг|тэлеграм|whatsapp|ватсап|вотсап|viber"
        r"|вайбер|instagram|инстаграм|інстаграм|інстаграм|youtube|ютуб|ютьюб|tiktok|тикток|тікток"
        r"|linkedin|pinterest|vk\b|вк\b|вконтакте|ук\b|одноклассник|ок\b|ok\.ru|дзен|rutube"
        r"|google|reddit|flipboard|signal|discord|xing|substack|patreon|rss|soundcloud|spotify"
        r")(?:е|у|а|и|і|ом|ах|пост|и|ці|u|a|ie|em|ze|ku|owi)?"
    ),
}
_TAIL_START = re.compile(r"\s+|[(/👁]")
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

    def close(self, text: str) -> tuple[int, int, RemovalReason] | None:
        """The first match of a pattern that begins with white space or one of a few signs."""
        for start in _TAIL_START.finditer(text):
            if match := self.pattern.match(text, start.start()):
                return _found(match)
        return None

    def match(
        self, text: str, start: int = 0, end: int = 10_000
    ) -> tuple[int, int, RemovalReason] | None:
        """The match at ``start`` and its reason."""
        return _found(self.pattern.match(text, start, end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The furniture of one language and of all."""

    furniture: Labelled
    anywhere: Labelled
    heads: Labelled
    tails: Labelled
    outlet: re.Pattern[str]
    reader: re.Pattern[str]
    channel: re.Pattern[str]
    byline: re.Pattern[str]
    meta: re.Pattern[str]
    hints: Any = field(compare=False)  # an automaton

    @classmethod
    def of(
        cls, own: Mapping[str, Any], shared: Mapping[str, Any], words: Iterable[str] = ()
    ) -> "Phrases":
        """From the sections of a language and those of every one.

        Args:
            own: the sections of the language.
            shared: those of every language.
            words: the names of months, which count as ``meta``.

        Raises:
            BadPatternError: A pattern does not compile.
        """
        cues = own.get("cues", {})
        hints = (*cues.get("hints", []), *shared.get("cues", {}).get("hints", []))
        listed = {name: _listed(cues, name) for name in CUES}
        meta = "|".join([*cues.get("meta", []), *words])
        return cls(
            furniture=_labelled("furniture", own, shared, 0),
            anywhere=_labelled("anywhere", own, shared, 0),
            heads=_labelled("heads", own, shared, re.IGNORECASE),
            tails=_labelled("tails", own, shared, re.IGNORECASE),
            outlet=_compiled("cues", "outlet", listed["outlet"], 0),
            reader=_compiled("cues", "reader", listed["reader"], re.IGNORECASE),
            channel=_compiled("cues", "channel", listed["channel"], 0),
            byline=_compiled("cues", "byline", rf"(?:{listed['byline']})\s*[:—–-]?\s+", 0),
            meta=_compiled("cues", "meta", rf"\b(?:{meta})\b" if meta else "(?!)", 0),
            hints=_automaton(hints),
        )

    def may_ask(self, low: str) -> bool:
        """Whether a line may ask for something, by pieces of words that are found fast."""
        return next(self.hints.iter(low), None) is not None

    def reasons(self) -> set[RemovalReason]:
        """The reasons that there are phrases for."""
        groups = self.furniture.pattern.groupindex
        return {reason for reason in REASONS if reason.replace("-", "_") in groups}


def _automaton(words: Iterable[str]) -> Any:
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.add_word("\0", "")  # so that it is never empty
    automaton.make_automaton()
    return automaton


def _found(match: re.Match[str] | None) -> tuple[int, int, RemovalReason] | None:
    if match is None or match.lastgroup is None:
        return None
    return match.start(), match.end(), _BY_GROUP[match.lastgroup]


_BY_GROUP = {reason.replace("-", "_"): reason for reason in REASONS}


def _listed(cues: Mapping[str, list[str]], name: str) -> str:
    return "|".join(cues.get(name, [])) or "(?!)"


def _labelled(
    section: str, own: Mapping[str, Any], shared: Mapping[str, Any], flags: int
) -> Labelled:
    """One pattern with a named group for each reason; ``tails`` are anchored at the end."""
    groups = []
    end = r"\s*$" if section == "tails" else ""
    for reason in REASONS:
        lists = [each.get(section, {}).get(reason, []) for each in (own, shared)]
        joined = "|".join(pattern for patterns in lists for pattern in patterns)
        if joined:
            _compiled(section, reason, joined, flags)
            groups.append(f"(?P<{reason.replace('-', '_')}>(?:{joined}){end})")
    return Labelled(_compiled(section, "", "|".join(groups), flags)) if groups else Labelled()


@functools.cache
def _compiled(section: str, key: str, pattern: str, flags: int) -> re.Pattern[str]:
    source = pattern
    for name, meant in _STANDS_FOR.items():
        source = source.replace(name, meant)
    try:
        return re.compile(source, flags)
    except re.error as fault:
        raise BadPatternError(
            f"[{section}] {key}: not a pattern, {fault}; mend {pattern!r}"
        ) from fault
