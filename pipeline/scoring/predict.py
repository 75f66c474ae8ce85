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

    It is asked of no stance in a language that it does not read.

    Args:
        model: the loaded model.
        sentences: every kept sentence.
        mentions: the mentions in them.
        batch: how many sentences the model is handed at once, with all that they name.
    """
    units: dict[tuple[str, int], dict[_Unit, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for mention in mentions:
        where = (mention.article_id, mention.sentence_index)
        units[where][*where, mention.target, mention.voice].append(Span(mention.start, mention.end))
    predictions: list[Prediction] = []
    loaded: list[float] = []
    for start in range(0, len(sentences), batch):
        some = sentences[start : start + batch]
        chances = model.predict_loaded([of_text(sentence.text) for sentence in some])
        loaded += [float(chance) for chance in chances]
        asked = [
            (unit, _input(sentence, spans), float(chance))
            for sentence, chance in zip(some, chances, strict=True)
            if model.can_read(sentence.language)
            for unit, spans in units[sentence.article_id, sentence.sentence_index].items()
        ]
        said = model.predict_stance([item for _, item, _ in asked])
        predictions += [
            _prediction(unit, row, chance, model.content)
            for (unit, _, chance), row in zip(asked, said, strict=True)
        ]
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
