"""The names by which an outlet signs its headlines, its lines and itself."""

import functools
import re
from dataclasses import dataclass

from pipeline.schema import Article

LONGEST_MOTTO = 120
_SUFFIXES = {"com", "net", "org", "info", "gov", "co", "news", "www", "en", "ru", "ua", "by", "pl"}
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Names:
    """What an outlet is called: whole names as ``fold`` writes them, and as they stand in text.

    ``starts`` matches the first words of the signed names; a text without any holds no name.
    """

    signed: frozenset[str]
    spoken: frozenset[str]
    starts: re.Pattern[str]

    def in_text(self, text: str) -> bool:
        """Whether a text may hold a name; a quick look that spares the rest."""
        return self.starts.search(text) is not None


def own_names(article: Article) -> Names:
    """The names an outlet signs with: its name, domain and label."""
    return _names(article.outlet, article.url.partition("://")[2].partition("/")[0].lower())


@functools.lru_cache(maxsize=4096)
def _names(outlet: str, host: str) -> Names:
    found = set()
    for name in (outlet, host):
        labels = name.lower().removeprefix("www.").split(".")
        found |= {fold(name), fold(name.lower().removeprefix("www."))}
        found |= {fold(name.lower().removeprefix("the "))}
        if len(labels) > 1 and " " not in name:
            found |= {fold(part) for part in labels[:-1] if part not in _SUFFIXES}
    words = {*_NOT_WORDS.split(f"{outlet} {host}".lower())} - {"", "the"}
    signed = frozenset(name for name in found if len(name) > 1)
    first = sorted(w for w in words if any(name.startswith(fold(w)) for name in signed))
    starts = re.compile("|".join(map(re.escape, first)) or "(?!)", re.IGNORECASE)
    spoken = {outlet.lower().removeprefix("the "), host.lower().removeprefix("www.")}
    return Names(signed, frozenset(name for name in spoken if len(name) > 3), starts)


def fold(name: str) -> str:
    """A name as letters and digits alone, in lower case."""
    return _NOT_WORDS.sub("", name.casefold())


def is_own(line: str, names: Names) -> bool:
    """Whether a line is the outlet's name, alone or with its motto after a dash."""
    if len(line) >= LONGEST_MOTTO:
        return False
    if len(line) < 60 and fold(line) in names.signed:
        return True
    low = line.lower()
    named = next((name for name in names.spoken if low.startswith(name)), "")
    after = low[len(named) : len(named) + 3].strip() if named else ""
    return bool(after) and after[0] in tuple("—–-|")
