"""How well and how fast texts are read: ``make bench-text`` writes ``docs/text-quality.md``.

Quality is measured on the test parts of the golden sets, each step beside the plain library or
rule that it improves on, with 95 % bootstrap intervals over pages, texts, paragraphs, passages
or sentences. ``speed`` measures the other figure.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline import params
from pipeline.evaluation import bootstrap, metrics
from pipeline.evaluation.metrics import Floats
from pipeline.readers import webpage
from pipeline.schema import Article, Span
from pipeline.scoring import prepare
from pipeline.scoring.reading import ArticleReader, text_version
from pipeline.storage.atomic import sha256_of, sha256_of_value, write_json, write_text
from pipeline.targets.gazetteer import Gazetteer
from pipeline.targets.matcher import Matcher
from pipeline.text.cleaning import clean
from pipeline.text.language import LanguageDetector
from pipeline.text.lines import own_text
from pipeline.text.sentences import split
from pipeline.text.survey import NO_SURVEY, Survey
from tests.golden import sets
from tests.quality import speed, steps

REPOSITORY = Path(__file__).parents[2]
RESAMPLES, SEED = 1000, 20261122
Measure = Callable[[Floats], Floats]


def recall(cells: Floats) -> Floats:
    """The share of the second class that is found: furniture removed, texts told right."""
    return np.asarray(cells[..., 1, 1] / np.maximum(cells[..., 1, :].sum(-1), 1))


def kept(cells: Floats) -> Floats:
    """The share of the body that is kept."""
    return np.asarray(cells[..., 0, 0] / np.maximum(cells[..., 0, :].sum(-1), 1))


def f1(cells: Floats) -> Floats:
    """F1 of what is sought."""
    return np.asarray(metrics.f1_by_class(cells)[..., 1])


class Table:
    """The figures, a row each: step, what is measured, slice, and who measured."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(
        self, step: str, figure: str, slice_: str, who: str, cells: Floats, measure: Measure
    ) -> None:
        """A figure with its interval; ``cells`` are ``(items, k, k)``."""
        found = bootstrap.interval(cells, measure, RESAMPLES, SEED)
        self.rows.append(
            {"step": step, "figure": figure, "slice": slice_, "by": who, "n": len(cells)}
            | asdict(found)
        )

    def by_language(
        self,
        step: str,
        figure: str,
        who: str,
        cells: Floats,
        measure: Measure,
        languages: Sequence[str],
    ) -> None:
        """The figure over all and for each language."""
        self.add(step, figure, "all", who, cells, measure)
        for language in sorted(set(languages)):
            mask = np.array([each == language for each in languages])
            self.add(step, figure, language, who, cells[mask], measure)


def cleaning(table: Table, part: str) -> None:
    """Furniture removed and body kept: without a survey, with one, and by the plain library."""
    pages = sets.read("cleaning", part)
    articles = [page.article or of_html(page) for page in pages]
    settings = params.read(REPOSITORY / "params.yaml").clean
    survey = prepare.survey_of(articles, settings.survey_articles, settings.survey_share)
    reader = ArticleReader(())
    cleaned = {
        "plain": [_plain_cells(page) for page in pages],
        "rules": [_cells(*each, reader, NO_SURVEY) for each in zip(pages, articles, strict=True)],
        "rules and survey": [
            _cells(*each, reader, survey) for each in zip(pages, articles, strict=True)
        ],
    }
    languages = [page.language for page in pages]
    forms = np.array(["html" if page.html else "text" for page in pages])
    for who, each in cleaned.items():
        cells = np.concatenate(each)
        for figure, measure in (("furniture removed", recall), ("body kept", kept)):
            table.by_language("cleaning", figure, who, cells, measure, languages)
            for form in ("html", "text"):
                table.add("cleaning", figure, form, who, cells[forms == form], measure)


def of_html(page: sets.Page) -> Article:
    item = webpage.parse(page.html, page.name, sys.maxsize)
    assert isinstance(item, Article)
    return replace(item, article_id=page.name, language="")


def _plain_cells(page: sets.Page) -> Floats:
    """All of a plain page, or what trafilatura finds on a web page."""
    if page.article is not None:
        return steps.cleaning_spans([page], [[Span(0, len(page.article.raw))]])
    import trafilatura

    found = trafilatura.extract(page.html, include_comments=False) or ""
    return steps.cleaning([page], [[found]])


def _cells(page: sets.Page, item: Article, reader: ArticleReader, survey: Survey) -> Floats:
    """A plain page's letters by where they stand, a web page's by alignment."""
    kept = clean(item, language=reader.language_of(own_text(item)), survey=survey).kept
    if page.article is not None:
        return steps.cleaning_spans([page], [list(kept)])
    return steps.cleaning([page], [[span.of(item.raw) for span in kept]])


def language(table: Table, part: str) -> None:
    """Articles and headlines whose language is told, beside py3langid alone."""
    import py3langid

    detector = LanguageDetector()
    for kind in ("articles", "headlines"):
        samples = [sample for sample in sets.read("language", part) if sample.kind == kind]
        languages = [sample.language for sample in samples]
        ways: dict[str, Callable[[str], str]] = {
            "plain": lambda text: str(py3langid.classify(text)[0]),
            "ours": detector.detect,
        }
        for who, detect in ways.items():
            cells = steps.language(samples, detect)
            table.by_language("language", f"{kind} right", who, cells, recall, languages)


def sentences(table: Table, part: str) -> None:
    """Sentence boundaries found, beside sentencex alone."""
    import sentencex

    def plain(text: str, iso: str) -> list[Span]:
        found = sentencex.get_sentence_boundaries(iso, text)
        return [Span(each["start_index"], each["end_index"]) for each in found]

    paragraphs = sets.read("sentences", part)
    languages = [item.language for item in paragraphs]
    for who, way in (("plain", plain), ("ours", split)):
        cells = steps.sentences(paragraphs, way)
        table.by_language("sentences", "boundary F1", who, cells, f1, languages)


def voice(table: Table, part: str) -> None:
    """Voices of sentences, beside quotation marks alone."""
    passages = sets.read("voice", part)
    bodies = [passage for passage in passages if not passage.headline]
    languages = [passage.language for passage in bodies]
    for who, way in (("plain", steps.read_by_marks), ("ours", steps.read_passage)):
        read = [way(passage) for passage in bodies]
        heads = [way(passage)[0] for passage in passages if passage.headline]
        cells = steps.voice(read)
        table.by_language("voice", "macro-F1", who, cells, metrics.macro_f1, languages)
        words = steps.word_voice(read)
        table.add("voice", "F1 of quoted words", "all", who, words, f1)
        every = [item for passage in read for item in passage]
        scare = [item for item in (*every, *heads) if item[1].scare]
        for name, items in (("headlines right", heads), ("scare quotes right", scare)):
            table.add("voice", name, "all", who, steps.all_words_right(items), recall)
        if who == "ours":
            _speakers(table, [*every, *heads])


def _speakers(table: Table, items: Sequence[tuple[str, Any, Any]]) -> None:
    named = [(v.speaker, r.speaker) for _, v, r in items if v.speaker]
    kinds = [(v.kind, r.reporting_verb_kind) for _, v, r in items if v.kind]
    table.add("voice", "speaker to the letter", "all", "ours", steps.right(named), recall)
    table.add("voice", "kind of verb", "all", "ours", steps.right(kinds), recall)


def targets(table: Table, part: str) -> None:
    """Mentions found, beside the same names without context rules and exceptions."""
    items = sets.read("targets", part)
    languages = np.array([item.language for item in items])
    gazetteer = Gazetteer.load()
    bare = [replace(target, negatives={}) for target in gazetteer.targets.values()]
    plain = replace(gazetteer, targets={t.id: t for t in bare}, contexts={})
    capitals = np.array(
        [item.language for item in items for _, _, capital in item.mentions if capital]
    )
    for who, names in (("plain", plain), ("ours", gazetteer)):
        cells = steps.targets(items, Matcher(names))
        table.by_language("targets", "mention F1", who, cells["overlap"], f1, list(languages))
        table.add("targets", "mention F1 to the letter", "all", who, cells["exact"], f1)
        right = cells["capital"]
        table.by_language("targets", "place or actor", who, right, metrics.accuracy, list(capitals))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the figures and the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    parser.add_argument("--no-speed", action="store_true")
    asked = parser.parse_args(arguments)
    table = Table()
    for step in (cleaning, language, sentences, voice, targets):
        step(table, asked.part)
    found = {
        "figures": table.rows,
        "speed": [] if asked.no_speed else speed.rows(REPOSITORY / "data/raw"),
    }
    if asked.part == "test":
        _note_reading()
        write_json(REPOSITORY / "reports/text.json", found)
        write_text(REPOSITORY / "docs/text-quality.md", page(found))
    print("\n".join(rows(found)))


def _note_reading() -> None:
    """Counts this reading of the test parts, with the texts' hash and the rules'."""
    head = ["git", "rev-parse", "HEAD"]
    commit = subprocess.run(head, cwd=REPOSITORY, capture_output=True, text=True, check=True)  # noqa: S603
    line = {
        "fingerprint": _sha256_of_test_parts(),
        "rules": text_version(),
        "commit": commit.stdout.strip(),
    }
    with (REPOSITORY / "reports/readings/text.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _sha256_of_test_parts() -> str:
    files = [path for kind in sets.READERS for path in sets.files(kind, "test")]
    return sha256_of_value(
        [[str(path.relative_to(sets.GOLDEN)), sha256_of(path)] for path in files]
    )


def rows(found: dict[str, Any]) -> Iterator[str]:
    """The figures as lines of a Markdown table, ours beside the plain way."""
    seen: dict[tuple[str, str, str], dict[str, dict[str, Any]]] = {}
    for row in found["figures"]:
        seen.setdefault((row["step"], row["figure"], row["slice"]), {})[row["by"]] = row
    yield "| step | figure | slice | items | plain | ours | 95 % interval |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for (step, figure, slice_), by in seen.items():
        for who, row in by.items():
            if who == "plain":
                continue
            plain = f"{by['plain']['value']:.3f}" if "plain" in by else "–"
            name = figure if who == "ours" else f"{figure}, {who}"
            yield (
                f"| {step} | {name} | {slice_} | {row['n']} | {plain} | {row['value']:.3f} "
                f"| {row['low']:.3f} – {row['high']:.3f} |"
            )
    if found["speed"]:
        yield ""
        yield from speed.table(found["speed"])


def page(found: dict[str, Any]) -> str:
    """``docs/text-quality.md``."""
    head = (Path(__file__).parent / "text-quality.head.md").read_text("utf-8")
    return head + "\n".join(rows(found)) + "\n"


if __name__ == "__main__":
    main()
