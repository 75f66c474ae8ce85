"""The served model: raw articles in, prediction rows out. What MLflow is told of it."""

import importlib.metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.readers.rows import RowSettings, article
from pipeline.schema import Article
from pipeline.scoring.batch import tables_of
from pipeline.scoring.prepare import clean_all
from pipeline.scoring.reading import ArticleReader
from pipeline.storage import rejects

if TYPE_CHECKING:
    from mlflow.models import ModelSignature

    from pipeline.stance.persistence import Model

_REQUIRED = (
    "datasketch", "ftfy", "lxml_html_clean", "mlflow", "numpy", "pandas", "polars", "py3langid",
    "pyahocorasick", "pyarrow", "pydantic", "scikit-learn", "scipy", "sentencex", "trafilatura",
)  # fmt: skip
_COLUMNS = ("id", "outlet", "title", "text", "published", "url", "language")
_NUMBERS = ("p_critical", "p_neutral", "p_supportive", "p_loaded")
_STRINGS = ("article_id", "sentence", "target", "voice", "stance")
_BATCH = 4096
_SOURCE = Path("request")


def requirements() -> list[str]:
    """The installed versions of what the model needs, as pip reads them."""
    return [f"{name}=={importlib.metadata.version(name)}" for name in _REQUIRED]


def signature() -> "ModelSignature":
    """What goes in and comes out; of the columns that go in, only the text must be there."""
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, Schema, TensorSpec

    inputs: list[ColSpec | TensorSpec] = [
        ColSpec("string", name, required=name == "text") for name in _COLUMNS
    ]
    outputs: list[ColSpec | TensorSpec] = [
        *(ColSpec("string", name) for name in _STRINGS),
        *(ColSpec("double", name) for name in _NUMBERS),
    ]
    return ModelSignature(Schema(inputs), Schema(outputs))


def predict(rows: pd.DataFrame, model: "Model", reader: ArticleReader) -> pd.DataFrame:
    """A row for each (sentence, target, voice) in the articles, one that stands twice read once.

    Raises:
        ValueError: a row is no article; the first such row and its fault are named.
    """
    records = rows.astype(object).where(rows.notna(), None).to_dict("records")
    articles: dict[str, Article] = {}
    for number, row in enumerate(records):
        item = article({str(k): v for k, v in row.items()}, _SOURCE, number, RowSettings())
        if not isinstance(item, Article):
            raise ValueError(f"row {number}: {item.reason} ({item.detail}); mend it")
        if articles.setdefault(item.article_id, item) != item:
            raise ValueError(f"row {number}: repeated-id ({item.article_id}); mend it")
    tally = rejects.Tally()
    cleaned = list(tally.sift(clean_all(articles.values(), reader)))
    read = reader.read_all(cleaned)
    found = tables_of(cleaned, read.sentences, read.mentions, model, _BATCH)["stances"]
    return found.select([*_STRINGS, *_NUMBERS]).to_pandas()
