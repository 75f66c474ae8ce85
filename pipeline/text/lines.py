"""The lines of an article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.schema import Article, RemovalReason, Span

Cut = tuple[int, int, RemovalReason]  # start and end in the line, and why it goes
_LINE = re.compile(r"\S(?:[^\n\r\u2028\u2029]*\S)?")
_CLOSERS = "\"'»”“’)] "


@dataclass(slots=True)
class Line:
    """A line without the white space around it.

    Its last sentences may be lines of their own, ``glued`` to what is before them. ``own`` is what
    the cuts at its ends leave of it, ``reason`` why it goes as a whole, and ``recurs`` whether a
    survey knows it.
    """

    span: Span
    own: str
    cuts: list[Cut] = field(default_factory=list)
    reason: RemovalReason | None = None
    recurs: bool = False
    glued: bool = False


def spans(article: Article) -> tuple[Span | None, Iterator[Span]]:
    """The headline, where there is one, and each line of the rest."""
    raw, headline = article.raw, article.headline
    title = headline.of(raw).strip()
    rest = _LINE.finditer(raw, headline.end if title else 0)
    found = None
    if title:
        start = raw.index(title)
        found = Span(start, start + len(title))
    return found, (Span(*line.span()) for line in rest)


def own_text(article: Article) -> str:
    """The raw text without the lines that the page's markup sets apart."""
    at, pieces = 0, []
    for box in article.boxes:
        pieces.append(article.raw[at : box.start])
        at = box.end
    return "".join([*pieces, article.raw[at:]])


def terminated(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return line.rstrip(_CLOSERS).endswith((".", "!", "?", "…", ":", ";", ","))
