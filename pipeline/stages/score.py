"""Sentences scored with the champion: ``score ARTICLES SENTENCES CHAMPION OUT``.

``CHAMPION`` names the model's content, so that a promotion, a rollback or a heal re-runs this.
"""

import json
import time
from pathlib import Path

from pipeline.errors import IntegrityError
from pipeline.params import Params
from pipeline.schema import CleanArticle, Mention, Sentence
from pipeline.scoring import batch
from pipeline.stages import run
from pipeline.storage import records, rejects
from pipeline.tracking.models import about
from pipeline.tracking.registry import Registry


def main(params: Params, articles: str, sentences: str, champion: str, out: str) -> None:
    """Writes ``OUT/{stances,sentences,articles}.parquet``, rejects and summary."""
    began = time.monotonic()
    wanted = json.loads(Path(champion).read_text(encoding="utf-8"))["content"]
    registry = Registry()
    version = registry.with_content(wanted)
    if version is None:
        raise IntegrityError(
            f"{champion}: {wanted[:12]}… is not registered; run dvc repro register"
        )
    model = registry.load(version)
    cleaned = list(records.read(Path(articles) / "articles.parquet", CleanArticle))
    settings = batch.BatchSettings(
        languages=params.languages,
        near_duplicate=params.clean.near_duplicate,
        survey_articles=params.clean.survey_articles,
        survey_share=params.clean.survey_share,
        batch=params.score.batch,
    )
    frames = batch.tables_of(
        cleaned,
        list(records.read(Path(sentences) / "sentences.parquet", Sentence)),
        list(records.read(Path(sentences) / "mentions.parquet", Mention)),
        model,
        params.score.batch,
    )
    tally = rejects.Tally()
    tally.kept, tally.rejects = len(cleaned), rejects.read(Path(articles) / "rejects.jsonl")
    batch.finish(Path(out), frames, tally, model, settings, began, about(version))


if __name__ == "__main__":
    run(main)
