"""From a clean article to its sentences, voices and mentions of targets."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
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
        sentences: list[Sentence] = []
        mentions: list[Mention] = []
        for block in blocks(clean):
            repaired = repair(block.of(article.raw))
            headline = article.headline.holds(block)
            spans = split(repaired.text, language)
            readings = voices(repaired.text, spans, language=language, headline=headline)
            for span, reading in zip(spans, readings, strict=True):
                sentence = _sentence(
                    clean, repaired, block, span, reading, language, len(sentences), headline
                )
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
    """The lines of an article's kept text that are not blank."""
    for kept in clean.kept:
        start = kept.start
        for line in kept.of(clean.article.raw).splitlines(keepends=True):
            if line.strip():
                lead = len(line) - len(line.lstrip())
                yield Span(start + lead, start + len(line.rstrip()))
            start += len(line)


def _sentence(
    clean: CleanArticle,
    repaired: Repaired,
    block: Span,
    span: Span,
    reading: Reading,
    language: str,
    index: int,
    headline: bool,
) -> Sentence:
    raw = repaired.to_raw(span).shift(block.start)
    return Sentence(
        article_id=clean.article.article_id,
        sentence_index=index,
        start=raw.start,
        end=raw.end,
        text=span.of(repaired.text),
        language=language,
        voice=reading.voice,
        speaker=reading.speaker,
        reporting_verb_kind=reading.reporting_verb_kind,
        is_headline=headline,
    )
