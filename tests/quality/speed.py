"""How fast texts are read, on one core: ``python -m tests.quality.speed`` prints it alone.

On the headlines of RUWA and the sample articles. A machine's speed wanders, so each figure is the
best of a few runs, each in a fresh process that has read none of the texts.
"""

import itertools
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from pipeline import corpora, params, readers
from pipeline.readers.rows import RowSettings
from pipeline.schema import Article
from pipeline.scoring.reading import ArticleReader, blocks
from pipeline.text.cleaning import clean
from pipeline.text.repair import repair
from pipeline.text.sentences import split
from pipeline.text.voice import voices

REPOSITORY = Path(__file__).parents[2]
RUNS = 3
SUMS = {
    "clean + split + mentions": ("clean", "repair", "split", "mentions"),
    "all steps": ("language", "clean", "repair", "split", "voice", "mentions"),
}


def rows(raw: Path) -> list[dict[str, Any]]:
    """Seconds of each step and sum, and megabytes (10^6 bytes of UTF-8) a second."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh, max_tasks_per_child=1) as pool:
        runs = list(pool.map(spent, [raw] * RUNS))
    size = sum(len(item.raw.encode()) for item in _articles(raw)) / 1e6
    best = {step: min(run[step] for run in runs) for step in runs[0]}
    return [
        {"step": step, "seconds": round(seconds, 2), "rate": size / seconds}
        for step, seconds in best.items()
    ]


def spent(raw: Path) -> dict[str, float]:
    """CPU seconds of each step in one run; models and rules are loaded before."""
    items = list(_articles(raw))
    reader = ArticleReader(params.read(REPOSITORY / "params.yaml").languages)
    found: dict[str, float] = {}

    def timed(step: str, work: Callable[[], Any]) -> Any:
        began = time.process_time()
        result = work()
        found[step] = time.process_time() - began
        return result

    reader.language_of("warm up")
    spoken = timed("language", lambda: [reader.language_of(i.raw, i.language) for i in items])
    for iso in set(spoken):
        clean(items[-1], language=iso)
        split("Warm. Up.", iso)
    pairs = list(zip(items, spoken, strict=True))
    cleaned = timed("clean", lambda: [clean(item, language=iso) for item, iso in pairs])
    texts = timed(
        "repair",
        lambda: [[repair(b.of(c.article.raw)).text for b in blocks(c)] for c in cleaned],
    )
    spans = timed(
        "split",
        lambda: [[split(t, iso) for t in some] for some, iso in zip(texts, spoken, strict=True)],
    )
    timed(
        "voice",
        lambda: [
            voices(list(zip(some, each, strict=True)), language=iso)
            for some, each, iso in zip(texts, spans, spoken, strict=True)
        ],
    )
    timed(
        "mentions",
        lambda: [
            [reader.matcher.find(span.of(t), language=iso) for span in sentences]
            for some, each, iso in zip(texts, spans, spoken, strict=True)
            for t, sentences in zip(some, each, strict=True)
        ],
    )
    return found | {name: sum(found[step] for step in steps) for name, steps in SUMS.items()}


def table(found: list[dict[str, Any]]) -> Iterator[str]:
    """The figures as lines of a Markdown table."""
    yield "| step | seconds | MB/s on one core |"
    yield "| --- | --- | --- |"
    for row in found:
        yield f"| {row['step']} | {row['seconds']} | {row['rate']:.2f} |"


def _articles(raw: Path) -> Iterator[Article]:
    headlines = corpora.get("ruwa-headlines").read(raw / "ruwa-headlines")
    samples = readers.read([str(REPOSITORY / "data/authored/articles")], RowSettings())
    read = itertools.chain(headlines, samples)
    return (item for item in read if isinstance(item, Article))


if __name__ == "__main__":
    print("\n".join(table(rows(REPOSITORY / "data/raw"))))
