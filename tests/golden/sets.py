"""The golden sets, read from their files.

``part`` is ``dev``, which rules are written by, or ``test``, which ``make bench-text`` alone reads.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from pipeline.schema import REASONS, VERB_KINDS, Article, Span
from pipeline.targets.gazetteer import Gazetteer

GOLDEN = Path(__file__).parent
PLACE = "place"
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
}
_UNSEEN = {"head", "script", "style", "noscript", "template", "svg"}


class BadGoldenError(ValueError):
    """A golden file that does not keep to its form."""


@dataclass(frozen=True)
class Page:
    """A page; ``pieces`` is its visible text in order, each with the reason or "" for body."""

    name: str
    language: str
    outlet: str
    article: Article | None
    html: str
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sample:
    """A text in one language."""

    language: str
    kind: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A text and its sentences."""

    name: str
    language: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True)
class Voiced:
    """A sentence of a passage; ``quoted`` counts in the text of its paragraph."""

    span: Span
    quoted: tuple[Span, ...]
    scare: bool
    speaker: str
    kind: str


@dataclass(frozen=True)
class Passage:
    """Paragraphs in order, each with its sentences; a headline is a passage of one sentence."""

    name: str
    language: str
    headline: bool
    paragraphs: tuple[tuple[str, tuple[Voiced, ...]], ...]


@dataclass(frozen=True)
class Mentioned:
    """A sentence and its mentions: span, target or "place", and whether a capital speaks."""

    name: str
    language: str
    text: str
    named: frozenset[str]
    published: Any
    mentions: tuple[tuple[Span, str, bool], ...]


def files(kind: str, part: str) -> list[Path]:
    """The files of a set, sorted; their names begin with the language."""
    return sorted(p for p in (GOLDEN / kind / part).rglob("*") if p.suffix in {".toml", ".html"})


def pages(path: Path) -> Iterator[Page]:
    """The page in a file of ``cleaning``."""
    name, language = f"{path.parent.name}-{path.stem}", path.parent.name
    if path.suffix == ".html":
        source = path.read_text("utf-8")
        reader = _Pieces()
        reader.feed(source)
        _require(not reader.open, path, f"<{reader.open}> is not closed")
        html = re.sub(r'\s+data-gold="[^"]*"', "", source)
        yield Page(name, language, "", None, html, tuple(reader.pieces))
        return
    table = _table(path)
    title, title_pieces = _reasons(table.get("title", ""), path)
    text, pieces = _reasons(table["text"].strip("\n"), path)
    raw = f"{title}\n\n{text}" if title else text
    article = Article(
        article_id=name, outlet=table.get("outlet", ""), url=table.get("url", ""), title=title,
        raw=raw,
    )  # fmt: skip
    joined = (*title_pieces, ("\n\n", ""), *pieces) if title else pieces
    _require("".join(p for p, _ in joined) == raw, path, "pieces do not make up the text")
    yield Page(name, language, article.outlet, article, "", joined)


def samples(path: Path) -> Iterator[Sample]:
    """The texts in a file of ``language``."""
    table = _table(path)
    for kind in ("articles", "headlines"):
        for text in table[kind]:
            _require(bool(text.strip()), path, "empty text")
            yield Sample(path.stem[:2], kind, text.strip())


def paragraphs(path: Path) -> Iterator[Paragraph]:
    """The paragraphs in a file of ``sentences``."""
    for number, case in enumerate(_table(path)["case"]):
        spans, text = [], ""
        for sentence in case["sentences"]:
            _require(sentence == sentence.strip() and sentence, path, f"spaces around {sentence!r}")
            text += ("\n" if case.get("lines") else " ") if text else ""
            spans.append(Span(len(text), len(text) + len(sentence)))
            text += sentence
        yield Paragraph(f"{path.stem}-{number}", path.stem[:2], text, tuple(spans))


def passages(path: Path) -> Iterator[Passage]:
    """The passages, then the headlines, in a file of ``voice``."""
    table = _table(path)
    for number, case in enumerate(table["passage"]):
        blocks = tuple(_voiced(block, path) for block in case["paragraphs"])
        yield Passage(f"{path.stem}-{number}", path.stem[:2], False, blocks)
    for number, case in enumerate(table.get("headline", [])):
        block = _voiced([case["text"]], path)
        yield Passage(f"{path.stem}-headline-{number}", path.stem[:2], True, (block,))


def mentioned(path: Path) -> Iterator[Mentioned]:
    """The sentences in a file of ``targets``."""
    known = set(Gazetteer.load().targets)
    for number, case in enumerate(_table(path)["sentence"]):
        text, found, at = "", [], 0
        for mark in re.finditer(r"\[([^\[\]]+)\]\(([a-z-]+)(/capital)?\)", case["text"]):
            text += case["text"][at : mark.start()]
            label = mark[2]
            _require(label in known or label == PLACE, path, f"unknown target {label!r}")
            span = Span(len(text), len(text) + len(mark[1]))
            found.append((span, label, label == PLACE or bool(mark[3])))
            text += mark[1]
            at = mark.end()
        text += case["text"][at:]
        _require("[" not in text and "](" not in text, path, f"a broken mark in {text!r}")
        named = frozenset(case.get("named", []))
        _require(named <= known, path, f"unknown target in named {sorted(named)}")
        yield Mentioned(
            f"{path.stem}-{number}",
            path.stem[:2],
            text,
            named,
            case.get("published"),
            tuple(found),
        )


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise BadGoldenError(f"{path}: {fault}") from fault


def _require(holds: object, path: Path, what: str) -> None:
    if not holds:
        raise BadGoldenError(f"{path}: {what}")


def _reasons(marked: str, path: Path) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text without its marks ``⟦reason:…⟧``, and its pieces."""
    pieces, at = [], 0
    for mark in re.finditer(r"⟦([a-z-]+):([^⟦⟧]*)⟧", marked):
        _require(mark[1] in REASONS, path, f"unknown reason {mark[1]!r}")
        pieces += [(marked[at : mark.start()], ""), (mark[2], mark[1])]
        at = mark.end()
    pieces.append((marked[at:], ""))
    text = "".join(piece for piece, _ in pieces)
    _require(not set("⟦⟧") & set(text), path, "a mark that is broken or holds another")
    return text, tuple(piece for piece in pieces if piece[0])


def _voiced(sentences: list[str], path: Path) -> tuple[str, tuple[Voiced, ...]]:
    text, found = "", []
    for sentence in sentences:
        body, _, note = sentence.partition("⟨")
        _require(not note or note.strip().endswith("⟩"), path, f"a broken note in {sentence!r}")
        scare, speaker, kind = False, "", ""
        for part in filter(None, (p.strip() for p in note.strip().rstrip("⟩").split(";"))):
            if part == "scare":
                scare = True
                continue
            head, comma, tail = part.rpartition(",")
            known = tail.strip() in VERB_KINDS
            speaker = head.strip() if comma and known else part
            kind = tail.strip() if comma and known else ""
        text += " " if text else ""
        start, quoted = len(text), []
        for piece in re.split(r"(⟦[^⟦⟧]*⟧)", body.strip()):
            marked = piece[:1] == "⟦" and piece[-1:] == "⟧"
            plain = piece[1:-1] if marked else piece
            _require(not set("⟦⟧") & set(plain), path, f"a broken mark in {sentence!r}")
            if marked:
                quoted.append(Span(len(text), len(text) + len(plain)))
            text += plain
        _require(not speaker or speaker in text[start:], path, f"no {speaker!r} in {sentence!r}")
        found.append(Voiced(Span(start, len(text)), tuple(quoted), scare, speaker, kind))
    return text, tuple(found)


class _Pieces(HTMLParser):
    """The visible text of a page in order, each piece with its ``data-gold`` or ""."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[tuple[str, str]] = []
        self.open: list[tuple[str, str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        above = self.open[-1] if self.open else ("", "", False)
        gold = dict(attrs).get("data-gold") or above[1]
        if gold and gold not in REASONS:
            raise BadGoldenError(f"unknown reason {gold!r} on <{tag}>")
        self.open.append((tag, gold, above[2] or tag in _UNSEEN))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open[-1][0] != tag:
            raise BadGoldenError(f"</{tag}> at {self.getpos()} closes {self.open[-1:]}")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][2]):
            self.pieces.append((data, self.open[-1][1] if self.open else ""))


READERS = {
    "cleaning": pages,
    "language": samples,
    "sentences": paragraphs,
    "voice": passages,
    "targets": mentioned,
}


def read(kind: str, part: str) -> list[Any]:
    """Everything in one part of a golden set."""
    return [item for path in files(kind, part) for item in READERS[kind](path)]
