"""How well each step reads a golden set: a confusion matrix for each item of it.

Cells are ``(items, k, k)``, truth in rows, so that the project's own measures and bootstrap apply.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

import numpy as np

from pipeline.evaluation.metrics import Floats
from pipeline.schema import SentenceVoice, Span
from pipeline.targets.matcher import Matcher
from pipeline.text.voice import Reading, voices
from tests.golden.sets import PLACE, Mentioned, Page, Paragraph, Passage, Sample, Voiced

_WORD = re.compile(r"\w+")
VOICES: tuple[SentenceVoice, ...] = ("outlet", "quoted", "mixed")
Keeps = Callable[[Page], list[str]]


def cleaning(pages: Sequence[Page], kept: Sequence[Sequence[str]]) -> Floats:
    """Letters and digits, body or furniture in truth, kept or removed by the step.

    ``kept`` are the pieces that stay of each page; their words are aligned with what is visible.
    """
    cells = np.zeros((len(pages), 2, 2))
    for number, (page, pieces) in enumerate(zip(pages, kept, strict=True)):
        words = [(w, bool(why)) for piece, why in page.pieces for w in _WORD.findall(piece)]
        stays = _aligned([word for word, _ in words], _WORD.findall("\n".join(pieces)))
        for (word, furniture), stay in zip(words, stays, strict=True):
            cells[number, int(furniture), int(not stay)] += len(word)
    return cells


def cleaning_spans(pages: Sequence[Page], kept: Sequence[Sequence[Span]]) -> Floats:
    """As ``cleaning``, for plain pages, of which the spans that stay are known."""
    cells = np.zeros((len(pages), 2, 2))
    for number, (page, spans) in enumerate(zip(pages, kept, strict=True)):
        at = 0
        for piece, why in page.pieces:
            for word in _WORD.finditer(piece):
                stay = _inside(at + word.start(), spans)
                cells[number, int(bool(why)), int(not stay)] += len(word.group())
            at += len(piece)
    return cells


def _aligned(gold: Sequence[str], kept: Sequence[str]) -> Floats:
    """Which of the gold words stay."""
    stays = np.zeros(len(gold), dtype=bool)
    matcher = SequenceMatcher(None, gold, kept, autojunk=False)
    for block in matcher.get_matching_blocks():
        stays[block.a : block.a + block.size] = True
    return stays


def language(samples: Sequence[Sample], detect: Callable[[str], str]) -> Floats:
    """One cell a text: right or wrong."""
    cells = np.zeros((len(samples), 2, 2))
    for number, sample in enumerate(samples):
        cells[number, 1, int(detect(sample.text) == sample.language)] = 1
    return cells


def sentences(
    paragraphs: Sequence[Paragraph], split: Callable[[str, str], Sequence[Span]]
) -> Floats:
    """Boundaries inside each paragraph: where a sentence starts that is not the first."""
    cells = np.zeros((len(paragraphs), 2, 2))
    for number, item in enumerate(paragraphs):
        truth = {span.start for span in item.sentences[1:]}
        found = {span.start for span in split(item.text, item.language)} - {0}
        cells[number] = _found(truth, found)
    return cells


def read_passage(passage: Passage) -> list[tuple[str, Voiced, Reading]]:
    """Each sentence of a passage with its paragraph's text and how it was read."""
    texts = [text for text, _ in passage.paragraphs]
    spans = [[voiced.span for voiced in block] for _, block in passage.paragraphs]
    readings = voices(
        list(zip(texts, spans, strict=True)), language=passage.language, headline=passage.headline
    )
    return [
        (text, voiced, reading)
        for (text, block), found in zip(passage.paragraphs, readings, strict=True)
        for voiced, reading in zip(block, found, strict=True)
    ]


def read_by_marks(passage: Passage) -> list[tuple[str, Voiced, Reading]]:
    """The plain way: whatever stands in quotation marks is quoted."""
    found = []
    for text, block in passage.paragraphs:
        inside = [Span(m.start(), m.end()) for m in _MARKED.finditer(text)]
        for voiced in block:
            pieces = tuple(piece for piece in inside if piece.meets(voiced.span))
            found.append((text, voiced, Reading(_voice(text, voiced.span, pieces), pieces)))
    return found


_MARKED = re.compile(r"«[^»]*»|„[^”“\"]*[”“\"]|“[^”]*”|\"[^\"]*\"")


def voice(read: Sequence[Sequence[tuple[str, Voiced, Reading]]]) -> Floats:
    """The voice of each sentence, a matrix for each passage."""
    cells = np.zeros((len(read), 3, 3))
    for number, passage in enumerate(read):
        for text, voiced, reading in passage:
            truth = _voice(text, voiced.span, voiced.quoted)
            guess = _voice(text, voiced.span, reading.pieces)
            cells[number, VOICES.index(truth), VOICES.index(guess)] += 1
    return cells


def word_voice(read: Sequence[Sequence[tuple[str, Voiced, Reading]]]) -> Floats:
    """The voice of each word, outlet or quoted, a matrix for each passage."""
    cells = np.zeros((len(read), 2, 2))
    for number, passage in enumerate(read):
        for text, voiced, reading in passage:
            for word in _WORD.finditer(text, voiced.span.start, voiced.span.end):
                truth, guess = (_inside(word.start(), p) for p in (voiced.quoted, reading.pieces))
                cells[number, int(truth), int(guess)] += 1
    return cells


def all_words_right(read: Sequence[tuple[str, Voiced, Reading]]) -> Floats:
    """One cell a sentence: whether every word of it was given its voice."""
    cells = np.zeros((len(read), 2, 2))
    for number, (text, voiced, reading) in enumerate(read):
        right = all(
            _inside(word.start(), voiced.quoted) == _inside(word.start(), reading.pieces)
            for word in _WORD.finditer(text, voiced.span.start, voiced.span.end)
        )
        cells[number, 1, int(right)] = 1
    return cells


def right(pairs: Sequence[tuple[object, object]]) -> Floats:
    """One cell a pair: whether the two are equal."""
    cells = np.zeros((len(pairs), 2, 2))
    for number, (truth, guess) in enumerate(pairs):
        cells[number, 1, int(truth == guess)] = 1
    return cells


def targets(items: Sequence[Mentioned], matcher: Matcher) -> dict[str, Floats]:
    """Mentions found and missed, by overlap and to the letter; capitals read as actor or place."""
    cells: dict[str, list[Floats]] = defaultdict(list)
    for item in items:
        found = matcher.find(
            item.text, language=item.language, published=item.published, named=item.named
        )
        spans = {(m.start, m.end, m.target) for m in found}
        truth = {(s.start, s.end, t) for s, t, _ in item.mentions if t != PLACE}
        hit = {t for t in truth if any(_overlap(t, f) for f in spans)}
        false = {f for f in spans if not any(_overlap(t, f) for t in truth)}
        cells["overlap"].append(np.array([[0, len(false)], [len(truth - hit), len(hit)]]))
        cells["exact"].append(_found(truth, spans))
        for span, target, capital in item.mentions:
            if capital:
                speaks = any(span.start < m.end and m.start < span.end for m in found)
                cells["capital"].append(np.zeros((2, 2)))
                cells["capital"][-1][int(target != PLACE), int(speaks)] = 1
    return {name: np.array(each, dtype=float) for name, each in cells.items()}


def _overlap(a: tuple[int, int, str], b: tuple[int, int, str]) -> bool:
    return a[2] == b[2] and a[0] < b[1] and b[0] < a[1]


def _found(truth: set[object], found: set[object]) -> Floats:  # type: ignore[type-arg]
    both = len(truth & found)
    return np.array([[0, len(found) - both], [len(truth) - both, both]], dtype=float)


def _inside(at: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= at < span.end for span in spans)


def _voice(text: str, sentence: Span, pieces: Sequence[Span]) -> SentenceVoice:
    words = [_inside(m.start(), pieces) for m in _WORD.finditer(text, sentence.start, sentence.end)]
    return "quoted" if words and all(words) else "mixed" if any(words) else "outlet"
