"""Pages with a label for each line, from which the furniture model is learned."""

import functools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.schema import Article
from pipeline.text import known
from pipeline.text.furniture import wording
from pipeline.text.furniture.wording import BODY
from pipeline.text.lines import Line
from pipeline.text.outlet_names import own_names
from tests.golden import sets
from tests.quality import bench

SEED = 20261122
GLUED, GLUED_SHARE = 100, 0.15  # code points of furniture that is glued to a paragraph; how often


@dataclass(frozen=True)
class Page:
    """The lines of a page, and for each its label; ``None`` where that is not known."""

    group: str
    language: str
    title: str
    names: frozenset[str]
    lines: tuple[Line, ...]
    labels: tuple[str | None, ...]

    @functools.cached_property
    def said(self) -> list[list[str]]:
        """The words of each line."""
        return [wording.words(line.own) for line in self.lines]

    @functools.cached_property
    def rows(self) -> list[Counter[str]]:
        """The features of each line's wording."""
        return [
            Counter(wording.features(line.own, said, self.names)) if line.own else Counter()
            for line, said in zip(self.lines, self.said, strict=True)
        ]

    @functools.cached_property
    def judged(self) -> list[bool]:
        """Which lines the model has to judge."""
        return [
            line.reason is None and label is not None and 0 < len(line.own) <= wording.LONGEST
            for line, label in zip(self.lines, self.labels, strict=True)
        ]


def single_lines(folder: Path) -> Iterator[tuple[str, str]]:
    """Label and text of each authored line."""
    for path in sorted(folder.glob("*.tsv")):
        for row in path.read_text("utf-8").splitlines():
            label, text = row.split("\t")
            yield label, text.strip()


def authored_pages(folder: Path) -> Iterator[Page]:
    """The pages of ``<iso>.tsv``: a row ``page, outlet, headline``, then ``label, line`` rows."""
    draw = np.random.default_rng(SEED)
    for path in sorted(folder.glob("*.tsv")):
        for block in path.read_text("utf-8").split("page\t")[1:]:
            head, *rows = block.splitlines()
            outlet, title = head.split("\t")
            pieces = [(f"{title}\n", BODY), *_glued(rows, draw)]
            raw = "".join(text for text, _ in pieces)
            article = Article(article_id="a", outlet=outlet, title=title, raw=raw)
            group = f"{path.stem} {outlet}"
            yield _page(group, path.stem, article, lambda line, p=pieces: _label(line, p))


def _glued(rows: Sequence[str], draw: np.random.Generator) -> Iterator[tuple[str, str]]:
    """Text and label; some furniture is glued to the paragraph before, as pages have it."""
    last = ""
    for row in rows:
        label, text = row.split("\t")
        glued = last == BODY != label and len(text) < GLUED and draw.random() < GLUED_SHARE
        yield f"{' ' if glued else chr(10)}{text}", label
        last = label


def golden_pages() -> Iterator[Page]:
    """The dev part of the golden pages."""
    for page in sets.read("cleaning", "dev"):
        article = page.article or bench.of_html(page)
        group = f"{page.language} {article.outlet or page.name}"
        pieces = [(text, why or BODY) for text, why in page.pieces]
        label = _label if page.article else _found
        yield _page(group, page.language, article, lambda line, f=label, p=pieces: f(line, p))


def _label(line: Line, pieces: Sequence[tuple[str, str]]) -> str | None:
    """The label of a line by where it stands; one that holds any of the body is body."""
    at, found = 0, set()
    for text, label in pieces:
        inside = text[max(line.span.start - at, 0) : max(line.span.end - at, 0)]
        if any(map(str.isalnum, inside)):
            found.add(label)
        at += len(text)
    return BODY if BODY in found else next(iter(sorted(found)), None)


def _found(line: Line, pieces: Sequence[tuple[str, str]]) -> str | None:
    """The label of a line of a web page by its words; ``None`` where both kinds are in it."""
    own = " ".join(line.own.split())
    texts = [(" ".join(text.split()), label) for text, label in pieces]
    body, furniture = (
        "\n".join(t for t, label in texts if (label == BODY) == is_body)
        for is_body in (True, False)
    )
    if own in body:
        return BODY
    whole = next((label for text, label in texts if own in text), "navigation")
    return whole if own in furniture else None


def _page(group: str, language: str, article: Article, label: Callable[[Line], str | None]) -> Page:
    names = own_names(article)
    lines = known.read(article, language, names, frozenset())[1]
    return Page(
        group, language, article.title, names.spoken, tuple(lines), tuple(map(label, lines))
    )
