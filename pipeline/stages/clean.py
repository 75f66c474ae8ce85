"""Articles with their furniture marked: ``clean RAW OUT METRICS``.

The articles are those of the corpora in ``clean.corpora``; where none is there, the sample
articles in ``clean.fallback``.
"""

from collections.abc import Iterator
from pathlib import Path

from pipeline import corpora, readers
from pipeline.params import Clean, Params
from pipeline.readers.rows import RowSettings
from pipeline.schema import Article, CleanArticle, Reject
from pipeline.scoring import prepare
from pipeline.scoring.reading import ArticleReader
from pipeline.stages import run
from pipeline.storage import records, rejects
from pipeline.storage.atomic import replacing_folder, write_json


def main(params: Params, raw: str, out: str, metrics: str) -> None:
    """Writes ``OUT/{articles.parquet,rejects.jsonl,survey.json}``."""
    reader = ArticleReader(params.languages)
    settings, tally = params.clean, rejects.Tally()
    items = list(source(settings, Path(raw)))
    survey = prepare.survey_of(items, settings.survey_articles, settings.survey_share)
    kept = list(tally.sift(prepare.clean_all(items, reader, survey)))
    marked = prepare.mark_repeats(kept, settings.near_duplicate)
    with replacing_folder(Path(out)) as folder:
        records.write(folder / "articles.parquet", CleanArticle, marked)
        rejects.write(folder / "rejects.jsonl", tally.rejects)
        write_json(folder / "survey.json", survey.as_json())
    repeats = sum(bool(item.duplicate_of) for item in marked)
    write_json(Path(metrics), {**tally.counts(), "repeats": repeats})


def source(settings: Clean, raw: Path) -> Iterator[Article | Reject]:
    """The articles that the main job reads."""
    found = False
    for name in settings.corpora:
        for item in corpora.get(name).read(raw / name):
            found = True
            if isinstance(item, (Article, Reject)):
                yield item
    if not found:
        rows = RowSettings(max_bytes=settings.max_bytes)
        yield from readers.read([str(settings.fallback)], rows)


if __name__ == "__main__":
    run(main)
