"""From a clean article to its sentences, voices and mentions of targets."""

import itertools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pipeline.targets
import pipeline.text
from pipeline.schema import CleanArticle, Mention, Sentence, Span
from pipeline.storage.atomic import sha256_of_code
from pipeline.targets.gazetteer import Gazetteer
from pipeline.targets.matcher import Matcher
from pipeline.text.language import LanguageDetector
from pipeline.text.repair import Repaired, repair
from pipeline.text.sentences import split
from pipeline.text.voice import Reading, voices


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in an article, or in several."""

    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]


def text_version() -> str:
    """Names the rules, targets and code by which articles are read."""
    return sha256_of_code(*map(Path, [*pipeline.text.__path__, *pipeline.targets.__path__]))


class ArticleReader:
    """Reads articles with one gazetteer, in the languages that it is told."""

    def __init__(self, languages: Collection[str], gazetteer: Gazetteer | None = None) -> None:
        """Loads the gazetteer that comes with the package where none is handed in."""
        self.languages = frozenset(languages)
        self.matcher = Matcher(gazetteer or Gazetteer.load())
        self.detector = LanguageDetector()

    def language_of(self, text: str, declared: str = "") -> str:
        """The declared language where it is one of ours, else what the text looks like."""
        declared = declared.partition("-")[0]
        return declared if declared in self.languages else self.detector.detect(text)

    def read(self, clean: CleanArticle) -> Read:
        """The sentences and mentions of an article, in the order of its text.

        Mentions are sought in supported languages alone; sentences are kept in all.
        """
        article = clean.article
        body = " ".join(span.of(article.raw) for span in clean.kept)
        language = self.language_of(body, article.language)
        parts = [_Block.of(span, clean, language) for span in blocks(clean)]
        for headline, group in itertools.groupby(parts, key=lambda part: part.is_headline):
            some = list(group)
            readings = voices(
                [(part.repaired.text, part.spans) for part in some],
                language=language,
                headline=headline,
            )
            for part, found in zip(some, readings, strict=True):
                part.readings = found
        sentences: list[Sentence] = []
        mentions: list[Mention] = []
        for part in parts:
            for span, reading in zip(part.spans, part.readings, strict=True):
                spoken = self.detector.switched(span.of(part.repaired.text), language)
                sentence = part.sentence(clean, span, reading, spoken, len(sentences))
                sentences.append(sentence)
                mentions += self._mentions(sentence, span, reading, clean, mentions)
        return Read(tuple(sentences), tuple(mentions))

    def read_all(self, articles: Iterable[CleanArticle]) -> Read:
        """The sentences and mentions of several articles, in their order."""
        sentences: list[Sentence] = []
        mentions: list[Mention] = []
        for article in articles:
            read = self.read(article)
            sentences += read.sentences
            mentions += read.mentions
        return Read(tuple(sentences), tuple(mentions))

    def _mentions(
        self,
        sentence: Sentence,
        span: Span,
        reading: Reading,
        clean: CleanArticle,
        before: list[Mention],
    ) -> Iterator[Mention]:
        if sentence.language not in self.languages:
            return
        named = frozenset(mention.target for mention in before if mention.kind != "epithet")
        for match in self.matcher.find(
            sentence.text,
            language=sentence.language,
            published=clean.article.published,
            named=named,
        ):
            yield Mention(
                article_id=sentence.article_id,
                sentence_index=sentence.sentence_index,
                start=match.start,
                end=match.end,
                target=match.target,
                group=match.group,
                entity=match.entity,
                kind=match.kind,
                surface=match.surface,
                voice=reading.voice_at(Span(match.start, match.end).shift(span.start)),
            )


def blocks(clean: CleanArticle) -> Iterator[Span]:
    """The blocks of an article's kept text, without the white space around them."""
    for kept in clean.kept:
        piece = kept.of(clean.article.raw)
        if piece.strip():
            start = kept.start + len(piece) - len(piece.lstrip())
            yield Span(start, start + len(piece.strip()))


@dataclass(slots=True)
class _Block:
    """A block on its way: repaired, split, then read."""

    span: Span
    repaired: Repaired
    spans: list[Span]
    is_headline: bool
    readings: list[Reading] = field(default_factory=list)

    @classmethod
    def of(cls, span: Span, clean: CleanArticle, language: str) -> "_Block":
        repaired = repair(span.of(clean.article.raw))
        spans = split(repaired.text, language)
        return cls(span, repaired, spans, clean.article.headline.holds(span))

    def sentence(
        self, clean: CleanArticle, span: Span, reading: Reading, language: str, index: int
    ) -> Sentence:
        raw = self.repaired.to_raw(span).shift(self.span.start)
        return Sentence(
            article_id=clean.article.article_id,
            sentence_index=index,
            start=raw.start,
            end=raw.end,
            text=span.of(self.repaired.text),
            language=language,
            voice=reading.voice,
            speaker=reading.speaker,
            reporting_verb_kind=reading.reporting_verb_kind,
            is_headline=self.is_headline,
        )
