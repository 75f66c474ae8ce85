from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlflow
import pandas as pd
import pytest

from pipeline.scoring.reading import ArticleReader
from pipeline.stance import persistence
from pipeline.stance.persistence import Model
from pipeline.tracking import hand, served
from pipeline.tracking.registry import DEFAULT, Version

TEXT = "Russia bullied its neighbours again. “Iran lied to all of us,” said a man."
COLUMNS = [
    "article_id", "sentence", "target", "voice", "stance",
    "p_critical", "p_neutral", "p_supportive", "p_loaded",
]  # fmt: skip


@pytest.fixture(scope="module")
def model(folders: dict[str, Path]) -> Model:
    return persistence.load(folders["tfidf"])


@pytest.fixture(scope="module")
def predict(model: Model) -> Callable[..., pd.DataFrame]:
    reader = ArticleReader(model.facts["languages"])
    return lambda *rows: served.predict(pd.DataFrame(rows), model, reader)


def test_the_champion_predicts_on_raw_articles(add: Callable[[str], Version]) -> None:
    add("tfidf")
    hand.promote(1, "a trial")
    loaded = mlflow.pyfunc.load_model(DEFAULT)
    found = loaded.predict(
        pd.DataFrame({"id": ["a", "b"], "text": [TEXT, "Nobody came."], "outlet": ["Tin", None]})
    )
    assert list(found.columns) == COLUMNS
    assert found[["article_id", "target", "voice"]].to_numpy().tolist() == [
        ["a", "russia", "outlet"],
        ["a", "iran", "quoted"],
    ]
    chances = found[["p_critical", "p_neutral", "p_supportive"]]
    assert chances.sum(axis=1).to_list() == pytest.approx([1, 1])
    with pytest.raises(ValueError, match=r"row 1: empty-text"):
        loaded.predict(pd.DataFrame({"text": [TEXT, " "]}))
    with pytest.raises(mlflow.MlflowException, match="text"):
        loaded.predict(pd.DataFrame({"title": ["Nobody came"]}))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"text": ""}, r"row 1: empty-text \(neither text nor title\); mend it"),
        ({"text": None}, "row 1: missing-text"),
        ({"text": 7}, "row 1: bad-field .*text is int"),
        ({"text": "Nobody came.", "published": "soon"}, "row 1: bad-date .*'soon'"),
        ({"id": "good", "text": "Nobody came."}, r"row 1: repeated-id \(good\)"),
    ],
)
def test_a_bad_row_is_named_with_its_fault(
    predict: Callable[..., pd.DataFrame], row: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        predict({"id": "good", "text": TEXT}, row)
    assert "\n" not in str(caught.value)


def test_an_article_that_stands_twice_is_read_once(predict: Callable[..., pd.DataFrame]) -> None:
    pd.testing.assert_frame_equal(predict({"text": TEXT}, {"text": TEXT}), predict({"text": TEXT}))


@pytest.mark.parametrize("text", ["Share this article", "Nobody came."])
def test_where_nothing_is_found_the_columns_stand_all_the_same(
    predict: Callable[..., pd.DataFrame], text: str
) -> None:
    found = predict({"text": text, "language": "en"})
    assert list(found.columns) == COLUMNS and len(found) == 0


def test_of_what_goes_in_the_text_alone_must_be_there() -> None:
    signature = served.signature()
    assert [each.name for each in signature.inputs if each.required] == ["text"]
    assert signature.outputs.input_names() == COLUMNS


def test_what_the_model_needs_is_pinned() -> None:
    assert all(line.count("==") == 1 for line in served.requirements())
