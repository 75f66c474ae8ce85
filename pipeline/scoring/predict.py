"""Predictions for the (sentence, target, voice) units of a batch."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from pipeline.schema import STANCES, Mention, Prediction, Sentence, Span, Voice
from pipeline.stance.inputs import StanceInput, of_text
from pipeline.stance.persistence import Model

_Unit = tuple[str, int, str, Voice]


def predict(
    model: Model, sentences: Sequence[Sentence], mentions: Sequence[Mention], *, batch: int
) -> tuple[list[Prediction], list[float]]:
    """What the model says of each unit, and the chance of loaded language of each sentence.

    Args:
        model: the loaded model.
        sentences: every kept sentence.
        mentions: the mentions in them.
        batch: how many rows the model is handed at once.
    """
    loaded = [
        float(chance)
        for start in range(0, len(sentences), batch)
        for chance in model.predict_loaded(
            [of_text(sentence.text) for sentence in sentences[start : start + batch]]
        )
    ]
    where = {(s.article_id, s.sentence_index): n for n, s in enumerate(sentences)}
    units: dict[_Unit, list[Span]] = defaultdict(list)
    for mention in mentions:
        key = (mention.article_id, mention.sentence_index, mention.target, mention.voice)
        units[key].append(Span(mention.start, mention.end))
    keys = list(units)
    predictions = []
    for start in range(0, len(keys), batch):
        part = keys[start : start + batch]
        items = [_input(sentences[where[key[:2]]], units[key]) for key in part]
        for key, chances in zip(part, model.predict_stance(items), strict=True):
            predictions.append(_prediction(key, chances, loaded[where[key[:2]]], model.content))
    return predictions, loaded


def _input(sentence: Sentence, spans: list[Span]) -> StanceInput:
    return StanceInput(sentence.text, tuple(sorted(spans)), sentence.language)


def _prediction(
    unit: _Unit, chances: "np.ndarray[tuple[int], np.dtype[np.float64]]", loaded: float, model: str
) -> Prediction:
    article_id, sentence_index, target, voice = unit
    return Prediction(
        article_id=article_id,
        sentence_index=sentence_index,
        target=target,
        voice=voice,
        p_critical=float(chances[0]),
        p_neutral=float(chances[1]),
        p_supportive=float(chances[2]),
        stance=STANCES[int(chances.argmax())],
        p_loaded=loaded,
        model=model,
    )
