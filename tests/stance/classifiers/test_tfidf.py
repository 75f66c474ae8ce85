import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.params import Params
from pipeline.schema import STANCES, LabelledSentence, LabelledStance, Span
from pipeline.stance.classifiers import Classifier, Making, Rows, tfidf
from pipeline.stance.inputs import StanceInput, of_row, of_sentence

Fit = Callable[[str], Classifier]


def test_patterns_that_were_seen_are_known_again(
    fit: Fit, stance_rows: list[LabelledStance], loaded_rows: list[LabelledSentence]
) -> None:
    fitted = fit("tfidf")
    stances = fitted.predict_stance([of_row(row) for row in stance_rows]).argmax(axis=1)
    assert [STANCES[number] for number in stances] == [row.stance for row in stance_rows]
    loaded = fitted.predict_loaded([of_sentence(row) for row in loaded_rows]).argmax(axis=1)
    assert loaded.tolist() == [int(row.loaded) for row in loaded_rows]


def test_a_name_that_was_never_seen_is_judged_like_any_other(fit: Fit) -> None:
    fitted = fit("tfidf")
    texts = [f"{name} shelled the harbour and lied about it." for name in ("Russia", "Orlavia")]
    items = [StanceInput(text, (Span(0, text.index(" ")),)) for text in texts]
    chances = fitted.predict_stance(items)
    assert chances[0] == pytest.approx(chances[1])


def test_the_place_of_the_target_matters(
    params: Params, make_stance: Callable[..., LabelledStance]
) -> None:
    rows = []
    for names in (("Arlia", "Borland"), ("Corvia", "Dunland"), ("Elmia", "Farland")):
        text = f"{names[0]} attacked {names[1]} as observers watched Norstan."
        for name, stance in zip(
            (*names, "Norstan"), ("critical", "supportive", "neutral"), strict=True
        ):
            start = text.index(name)
            span = Span(start, start + len(name))
            rows.append(make_stance(row_id=name + text, text=text, spans=(span,), stance=stance))
    fitted = tfidf.fit(Making(params.train.tfidf, 1), Rows(rows), Rows())
    guessed = fitted.predict_stance([of_row(row) for row in rows]).argmax(axis=1)
    assert [STANCES[number] for number in guessed] == [row.stance for row in rows]


def test_rows_of_more_weight_count_for_more(
    params: Params, make_stance: Callable[..., LabelledStance]
) -> None:
    def chance(weight: float) -> float:
        rows = [
            make_stance(row_id=text + stance, text=f"Russia {text}.", stance=stance)
            for text in ("shelled it", "signed it")
            for stance in STANCES
        ]
        heavy = dataclasses.replace(rows[0], weight=weight)
        fitted = tfidf.fit(Making(params.train.tfidf, 1), Rows([heavy, *rows[1:]]), Rows())
        return float(fitted.predict_stance([of_row(heavy)])[0, 0])

    assert chance(9.0) > chance(0.1)


def test_a_view_without_a_frequent_ngram_is_left_out(
    params: Params, tmp_path: Path, make_stance: Callable[..., LabelledStance]
) -> None:
    words = ["shelled", "signed", "rebuilt"]
    rows = [
        make_stance(row_id=word, text=f"X {word}ing", spans=(Span(0, 1),), stance=stance)
        for word, stance in zip(words, STANCES, strict=True)
    ]
    fitted = tfidf.fit(Making(params.train.tfidf, 1), Rows(rows), Rows())
    assert 0 < len(fitted.stance.vectorizers) < len(fitted.stance.views)
    fitted.save(tmp_path)
    items = [of_row(row) for row in rows]
    assert (tfidf.load(tmp_path).predict_stance(items) == fitted.predict_stance(items)).all()


def test_settings_reach_the_views(params: Params) -> None:
    built = tfidf.fit(Making(params.train.tfidf, 1), Rows(), Rows())
    assert built.window == params.train.tfidf.window
    assert built.stance.views["chars"]["ngram_range"] == params.train.tfidf.char_ngrams
    assert built.loaded.regularisation == params.train.tfidf.loaded_regularisation
