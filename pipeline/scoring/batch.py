"""The batch job: articles in, a folder of scored tables out.

The work is done in parts. A finished part is kept under a name made of its articles, the model,
the settings and the code, so that work which was stopped goes on where it stood and ends in the
same bytes; when all are done they are put together and removed.
"""

import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

import pipeline.stance
from pipeline.schema import Article, CleanArticle, Mention, Reject, Sentence
from pipeline.scoring import prepare, tables
from pipeline.scoring.predict import predict
from pipeline.scoring.reading import ArticleReader, text_version
from pipeline.stance.persistence import Model
from pipeline.storage import rejects
from pipeline.storage.atomic import (
    replacing,
    replacing_folder,
    sha256_of_code,
    sha256_of_value,
    write_json,
)
from pipeline.text.survey import Survey

_PARTS = ".parts"
_TABLES = ("articles", "sentences", "stances")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSettings:
    """How a batch is scored; ``part`` is how many articles are finished at once."""

    languages: tuple[str, ...]
    near_duplicate: float = 0.8
    survey_articles: int = 3
    survey_share: float = 0.05
    batch: int = 4096
    part: int = 1000


def score(
    source: Iterable[Article | Reject],
    model: Model,
    out: Path,
    settings: BatchSettings,
    progress: Progress = lambda done, total: None,
    about: Mapping[str, str] | None = None,
    survey: Survey | None = None,
) -> dict[str, Any]:
    """Scores every article of ``source`` into the folder ``out``; the summary.

    Args:
        source: what a reader yields.
        model: the loaded model.
        out: the folder, made if need be; its tables are replaced.
        settings: see there.
        progress: told how many articles are done, of how many.
        about: what is known of the model besides, for the summary.
        survey: the outlets' recurring blocks; those of this batch where it is None.
    """
    began = time.monotonic()
    reader = ArticleReader(settings.languages)
    items, tally = list(source), rejects.Tally()
    if survey is None:
        survey = prepare.survey_of(items, settings.survey_articles, settings.survey_share)
    write_json(out / "survey.json", survey.as_json())
    cleaned = list(tally.sift(prepare.clean_all(items, reader, survey)))
    cleaned = prepare.mark_repeats(cleaned, settings.near_duplicate)
    parts, version = [], _version(model, settings)
    for start in range(0, len(cleaned), settings.part):
        some = cleaned[start : start + settings.part]
        parts.append(_part(some, model, reader, out / _PARTS, version, settings.batch))
        progress(start + len(some), len(cleaned))
    frames = {name: _together(parts, name) for name in _TABLES}
    return finish(out, frames, tally, model, settings, began, about)


def finish(
    out: Path,
    frames: dict[str, pl.DataFrame],
    tally: rejects.Tally,
    model: Model,
    settings: BatchSettings,
    began: float,
    about: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Writes a scored batch and its summary, and clears the parts away."""
    for name, frame in frames.items():
        with replacing(out / f"{name}.parquet") as aside:
            frame.write_parquet(aside)
    rejects.write(out / "rejects.jsonl", tally.rejects)
    spoken = frames["sentences"]["language"]
    read = [language for language in settings.languages if model.can_read(language)]
    summary = {
        **tally.counts(),
        "repeats": int((frames["articles"]["duplicate_of"] != "").sum()),
        "sentences": len(frames["sentences"]),
        "unsupported_language": int((~spoken.is_in(read)).sum()),
        "rows": len(frames["stances"]),
        "seconds": round(time.monotonic() - began, 1),
        "text_version": text_version(),
        "model": {
            "classifier": model.classifier_name,
            "content": model.content,
            **(about or {}),
        },
        "settings": asdict(settings),
    }
    write_json(out / "summary.json", summary)
    shutil.rmtree(out / _PARTS, ignore_errors=True)
    return summary


def tables_of(
    cleaned: Sequence[CleanArticle],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    model: Model,
    batch: int,
) -> dict[str, pl.DataFrame]:
    """The three tables of some articles, scored."""
    predictions, loaded = predict(model, sentences, mentions, batch=batch)
    articles = tables.articles(cleaned, sentences, predictions)
    return {
        "articles": articles,
        "sentences": tables.sentences(articles, sentences, loaded),
        "stances": tables.stances(articles, sentences, mentions, predictions),
    }


def _part(
    some: Sequence[CleanArticle],
    model: Model,
    reader: ArticleReader,
    folder: Path,
    version: str,
    batch: int,
) -> Path:
    name = sha256_of_value([version, *(_fact(item) for item in some)])
    path = folder / name
    if not path.is_dir():
        read = reader.read_all(some)
        frames = tables_of(some, read.sentences, read.mentions, model, batch)
        with replacing_folder(path) as aside:
            for table, frame in frames.items():
                frame.write_parquet(aside / f"{table}.parquet")
    return path


def _version(model: Model, settings: BatchSettings) -> str:
    code = sha256_of_code(Path(__file__).parent, *map(Path, pipeline.stance.__path__))
    return sha256_of_value([model.content, text_version(), code, settings.languages])


def _fact(item: CleanArticle) -> str:
    return sha256_of_value([str(asdict(item.article)), item.duplicate_of, str(item.kept)])


def _together(parts: Sequence[Path], name: str) -> pl.DataFrame:
    frames = [pl.read_parquet(part / f"{name}.parquet") for part in parts]
    return pl.concat(frames) if frames else _empty(name)


def _empty(name: str) -> pl.DataFrame:
    articles = tables.articles([], [], [])
    empty = {
        "articles": articles,
        "sentences": tables.sentences(articles, [], []),
        "stances": tables.stances(articles, [], [], []),
    }
    return empty[name]
