"""Which lines, and which ends of lines, are page furniture and not the article's own text."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pipeline.schema import Article, RemovalReason
from pipeline.text.repair import repair
from pipeline.text.rules import Rules

LONGEST_LINE = 300  # code points; a longer line is prose
LONGEST_TAIL = 120
TITLE_WORDS = 3  # a shorter title may be repeated
Cut = tuple[int, int, RemovalReason]

_SEPARATOR = re.compile(r"\s*[|«•·]\s+|\s+[-–—:/]+\s+|\s*[—–|]\s*(?=\S+$)")
_TITLE_END = re.compile(r"\s*[.!?…]+(?=\s|$)\s*|\s*$")
_SUFFIXES = {"com", "net", "org", "info", "gov", "co", "news", "www", "en", "ru", "ua", "by", "pl"}


def own_names(article: Article) -> frozenset[str]:
    """The names an outlet signs with, as ``fold`` writes them: its name, domain and label."""
    host = urlsplit(article.url).hostname if "://" in article.url else ""
    found = set()
    for name in (article.outlet, host or ""):
        labels = name.lower().removeprefix("www.").split(".")
        found |= {fold(name), fold(name.lower().removeprefix("www."))}
        if len(labels) > 1 and " " not in name:
            found |= {fold(part) for part in labels[:-1] if part not in _SUFFIXES}
    return frozenset(name for name in found if len(name) > 1)


def fold(name: str) -> str:
    """A name as letters and digits alone, in lower case."""
    return "".join(c for c in name.casefold() if c.isalnum())


def furniture(line: str, rules: Rules, names: frozenset[str]) -> RemovalReason | None:
    """Why a whole line is furniture, or ``None`` where it is text."""
    if len(line) > LONGEST_LINE:
        return None
    line = repair(line).text.strip()
    for reason, pattern in rules.furniture:
        if pattern.match(line):
            return reason
    return "site-name" if fold(line) in names else None


def trims(
    line: str, rules: Rules, names: frozenset[str], title: tuple[str, ...] | None
) -> list[Cut]:
    """The pieces to cut from the two ends of a line, until nothing more can be cut.

    ``title`` is the title's words, to find it repeated; ``None`` says that the line is the title.
    """
    start, end = 0, len(line)
    cuts: list[Cut] = []
    while start < end:
        head = _head(line, start, end, rules, title)
        tail = None if head else _tail(line, start, end, rules, names, title is None)
        if head is not None:
            start = head[1]
        elif tail is not None:
            end = start + len(line[start : tail[0]].rstrip())
        else:
            break
        cuts += [cut for cut in (head, tail) if cut]
    return sorted(cuts)


def _head(
    line: str, start: int, end: int, rules: Rules, title: tuple[str, ...] | None
) -> Cut | None:
    for reason, pattern in rules.heads:
        match = pattern.match(line, start, min(end, start + LONGEST_TAIL))
        if match and match.end() > start and (title is not None or match.end() < end):
            return start, match.end(), reason
    stop = repeated(line, start, end, title) if title else None
    return (start, stop, "repeated-block") if stop is not None else None


def _tail(
    line: str, start: int, end: int, rules: Rules, names: frozenset[str], is_title: bool
) -> Cut | None:
    floor = max(start, end - LONGEST_TAIL)
    window = line[floor:end]
    for cut in _named(window, names, is_title):
        return floor + cut[0], end, cut[1]
    for reason, pattern in rules.tails:
        match = pattern.search(window)
        if match and match.end() > match.start() and floor + match.start() > start:
            return floor + match.start(), end, reason
    return None


def _named(
    window: str, names: frozenset[str], is_title: bool
) -> Iterator[tuple[int, RemovalReason]]:
    """A tail after the last separator that is the outlet's own name, or in a title a section."""
    last = next(reversed(list(_SEPARATOR.finditer(window))), None)
    if last is None or last.start() == 0 or not any(map(str.isalpha, window[: last.start()])):
        return
    tail, mark = window[last.end() :].strip(), last.group().strip()
    words = tail.split()
    signed = fold(tail) in names or (
        0 < len(words) <= 3 and fold(words[0]) in names and tail.replace(" ", "").isalnum()
    )
    section = is_title and mark in "|«" and 0 < len(words) <= 4 and "»" not in tail
    if signed or section:
        yield last.start(), "site-name" if is_title else "agency-signature"


def repeated(line: str, start: int, end: int, title: tuple[str, ...]) -> int | None:
    """Where the title's repetition at ``start`` ends, with its full stop; ``None`` without."""
    at = start
    for word in title:
        while at < end and line[at].isspace():
            at += 1
        if line[at : at + len(word)].lower() != word.lower():
            return None
        at += len(word)
    match = _TITLE_END.match(line, at, end) if len(title) >= TITLE_WORDS else None
    return match.end() if match else None
