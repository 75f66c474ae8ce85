"""Clean articles to sentences with voices, and mentions: ``split ARTICLES OUT METRICS``."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pipeline.params import Params
from pipeline.schema import CleanArticle, Mention, Sentence
from pipeline.scoring.reading import ArticleReader
from pipeline.stages import run
from pipeline.storage import records
from pipeline.storage.atomic import replacing_folder, write_json


def main(params: Params, articles: str, out: str, metrics: str) -> None:
    """Writes ``OUT/sentences.parquet`` and ``OUT/mentions.parquet``, and what was found."""
    reader = ArticleReader(params.languages)
    cleaned = records.read(Path(articles) / "articles.parquet", CleanArticle)
    read = reader.read_all(cleaned)
    sentences, mentions = read.sentences, read.mentions
    with replacing_folder(Path(out)) as folder:
        records.write(folder / "sentences.parquet", Sentence, sentences)
        records.write(folder / "mentions.parquet", Mention, mentions)
    facts = {
        "sentences": len(sentences),
        "mentions": len(mentions),
        "sentences_by_language": _count(sentence.language for sentence in sentences),
        "sentences_by_voice": _count(sentence.voice for sentence in sentences),
        "mentions_by_target": _count(mention.target for mention in mentions),
        "mentions_by_voice": _count(mention.voice for mention in mentions),
    }
    write_json(Path(metrics), facts)


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


if __name__ == "__main__":
    run(main)
