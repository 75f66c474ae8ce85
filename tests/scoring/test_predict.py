from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import STANCES, CleanArticle, Span
from pipeline.scoring.predict import predict
from pipeline.scoring.reading import ArticleReader
from pipeline.stance.inputs import StanceInput
from pipeline.stance.persistence import Model

Clean = Callable[..., CleanArticle]

SENTENCES = (
    "Russia shelled the harbour and lied about it.",
    "Russia, yes Russia, signed a fishing protocol with Iran on Monday.",
    "“Russia bullied all of its neighbours again,” said a man from Russia.",
    "Nobody came to the committee.",
    "The brave people of Serbia held firm.",
)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.integers(1, 4))
def test_a_row_is_a_sentence_target_and_voice_and_its_chances_sum_to_one(
    model: Model, reader: ArticleReader, cleaned: Clean, drawn: list[str], batch: int
) -> None:
    reads = [reader.read(cleaned(text, article_id=str(at))) for at, text in enumerate(drawn)]
    sentences = [sentence for read in reads for sentence in read.sentences]
    mentions = [mention for read in reads for mention in read.mentions]
    rows, loaded = predict(model, sentences, mentions, batch=batch)
    units = [(row.article_id, row.sentence_index, row.target, row.voice) for row in rows]
    named = [(m.article_id, m.sentence_index, m.target, m.voice) for m in mentions]
    assert units == list(dict.fromkeys(named))
    assert len(loaded) == len(sentences)
    chance_of = {(s.article_id, s.sentence_index): p for s, p in zip(sentences, loaded)}  # noqa: B905
    for row in rows:
        chances = (row.p_critical, row.p_neutral, row.p_supportive)
        assert sum(chances) == pytest.approx(1)
        assert row.stance == STANCES[chances.index(max(chances))]
        assert row.p_loaded == chance_of[row.article_id, row.sentence_index]
        assert row.model == model.content
    assert (rows, loaded) == predict(model, sentences, mentions, batch=4096)


def test_the_mentions_of_a_unit_are_shown_to_the_model_together(
    model: Model, reader: ArticleReader, cleaned: Clean
) -> None:
    read = reader.read(cleaned("Russia, yes Russia, bullied its neighbours again."))
    (row,), _ = predict(model, read.sentences, read.mentions, batch=10)
    item = StanceInput(read.sentences[0].text, (Span(0, 6), Span(12, 18)), "en")
    (chances,) = model.predict_stance([item])
    assert [row.p_critical, row.p_neutral, row.p_supportive] == chances.tolist()


def test_a_language_that_the_model_does_not_read_is_asked_of_no_stance(
    model: Model, reader: ArticleReader, cleaned: Clean
) -> None:
    read = reader.read(cleaned(SENTENCES[0]))
    other = replace(model, facts={"settings": {"languages": ["pl"]}})
    assert len(predict(model, read.sentences, read.mentions, batch=10)[0]) == 1
    rows, loaded = predict(other, read.sentences, read.mentions, batch=10)
    assert (rows, len(loaded)) == ([], 1)


def test_two_voices_on_one_target_are_two_rows(
    model: Model, reader: ArticleReader, cleaned: Clean
) -> None:
    read = reader.read(cleaned(SENTENCES[2]))
    rows, _ = predict(model, read.sentences, read.mentions, batch=10)
    assert sorted((row.target, row.voice) for row in rows) == [
        ("russia", "outlet"),
        ("russia", "quoted"),
    ]


def test_no_sentences_have_no_predictions(model: Model) -> None:
    assert predict(model, [], [], batch=10) == ([], [])
