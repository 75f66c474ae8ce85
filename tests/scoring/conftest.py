from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.params import Params
from pipeline.schema import Article, CleanArticle, LabelledSentence, LabelledStance
from pipeline.scoring import prepare
from pipeline.scoring.reading import ArticleReader
from pipeline.stance import classifiers, persistence
from pipeline.stance.classifiers import Making, Rows
from pipeline.stance.persistence import Model


@pytest.fixture(scope="session")
def reader(params: Params) -> ArticleReader:
    """Reads in the project's languages, with the gazetteer that comes with it."""
    return ArticleReader(params.languages)


@pytest.fixture(scope="session")
def model(
    params: Params,
    stance_rows: list[LabelledStance],
    loaded_rows: list[LabelledSentence],
    tmp_path_factory: pytest.TempPathFactory,
) -> Model:
    """A saved and loaded tfidf model, trained on the tiny set."""
    folder: Path = tmp_path_factory.mktemp("model") / "tfidf"
    rows = Rows(stance_rows, loaded_rows)
    fitted = classifiers.get("tfidf").fit(Making(params.train.tfidf, 1), rows, rows)
    facts = {"languages": list(params.languages)}
    persistence.save(Model("tfidf", fitted, {}, {}, facts), folder)
    return persistence.load(folder)


@pytest.fixture(scope="session")
def cleaned(
    make_article: Callable[..., Article], reader: ArticleReader
) -> Callable[..., CleanArticle]:
    """An article of this text without its furniture."""

    def clean(raw: str, **given: object) -> CleanArticle:
        article = make_article(**{"raw": raw, "title": "", "language": "en", **given})
        (item,) = prepare.clean_all([article], reader)
        assert isinstance(item, CleanArticle)
        return item

    return clean
