"""A survey of a batch: the blocks that recur across an outlet's articles are furniture.

Whatever their words. A block is a line, or the first or last sentence of one. An article that
repeats another does not count, else the paragraphs of a text that was posted twice would go.
"""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import InputError
from pipeline.schema import Article
from pipeline.text import outlet_names
from pipeline.text.lines import own_text

LEAST_WORDS = 4  # apart from numbers; a shorter block, such as a subhead, may recur
LONGEST_BLOCK = 400  # code points
_LOOKED_AT = 5  # of the longest blocks, of which most tell whether an article repeats another
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_SENTENCE_END = re.compile(r"[.!?…][”»\"“)]*\s+(?=[^\W\d_]|[«„“\"])")


@dataclass(frozen=True)
class Survey:
    """In how many articles each recurring block stands, by outlet; blocks as ``fold`` has them."""

    blocks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def of(self, outlet: str) -> frozenset[str]:
        """The blocks that are an outlet's furniture."""
        return self._by_key.get(key(outlet), frozenset()) if self.blocks else frozenset()

    @functools.cached_property
    def _by_key(self) -> Mapping[str, frozenset[str]]:
        return {key(outlet): frozenset(blocks) for outlet, blocks in self.blocks.items()}

    def as_json(self) -> dict[str, Any]:
        """The survey as a JSON object."""
        return {"blocks": {outlet: dict(found) for outlet, found in self.blocks.items()}}


NO_SURVEY = Survey()


def from_json(value: Any, where: str) -> Survey:
    """The survey that ``as_json`` wrote.

    Raises:
        InputError: It is something else.
    """
    blocks = value.get("blocks") if isinstance(value, dict) else None
    if isinstance(blocks, dict) and all(map(_counts, blocks.values())):
        return Survey(blocks)
    raise InputError(f"{where}: no survey; write one with `stance survey`")


def _counts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(n, int) for n in value.values())


def take(articles: Iterable[Article], *, least: int, share: float) -> Survey:
    """The blocks that stand in at least ``least`` articles of an outlet and in ``share`` of them.

    Args:
        articles: of one batch; those without an outlet are left out.
        least: how many articles, of those that repeat no other.
        share: of those articles, in [0, 1].
    """
    read: dict[str, list[list[str]]] = defaultdict(list)
    names: dict[str, str] = {}
    for article in articles:
        if article.outlet:
            name = names.setdefault(key(article.outlet), article.outlet)
            read[name].append(list(dict.fromkeys(blocks_of(article))))
    found = {outlet: _recurring(each, least, share) for outlet, each in sorted(read.items())}
    return Survey({outlet: blocks for outlet, blocks in found.items() if blocks})


@functools.lru_cache(maxsize=4096)
def key(outlet: str) -> str:
    """An outlet's name as its pages spell it now with, now without an article or a capital."""
    return outlet_names.fold(outlet.casefold().removeprefix("the "))


def blocks_of(article: Article) -> Iterator[str]:
    """The blocks of an article's text, folded; its headline is left out."""
    start = len(article.headline) if article.title.strip() else 0
    for line in _LINE.finditer(own_text(article), start):
        for piece in dict.fromkeys((line.group(), *ends(line.group()))):
            if len(piece) <= LONGEST_BLOCK:
                folded = fold(piece)
                if sum(word != "0" for word in folded.split()) >= LEAST_WORDS:
                    yield folded


def ends(line: str) -> tuple[str, ...]:
    """The first and the last sentence of a line that has several."""
    stops = [match.end() for match in _SENTENCE_END.finditer(line)]
    return (line[: stops[0]], line[stops[-1] :]) if stops else ()


def fold(block: str) -> str:
    """The words of a block in lower case; every number is alike, so that a counter recurs."""
    return " ".join("0" if word.isdigit() else word for word in _WORD.findall(block.casefold()))


def _recurring(articles: Sequence[Sequence[str]], least: int, share: float) -> dict[str, int]:
    seen = Counter(block for blocks in articles for block in blocks)
    own = [blocks for blocks in articles if not _repeats(blocks, seen)]
    counts = Counter(block for blocks in own for block in blocks)
    floor = max(least, share * len(own))
    return {block: n for block, n in sorted(counts.items()) if n >= floor}


def _repeats(blocks: Sequence[str], seen: Counter[str]) -> bool:
    longest = sorted(blocks, key=len, reverse=True)[:_LOOKED_AT]
    return sum(seen[block] > 1 for block in longest) * 2 > len(longest)
