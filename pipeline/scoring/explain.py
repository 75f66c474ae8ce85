"""One text, read aloud: its sentences, voices, mentions and what the model says of them."""

from collections.abc import Iterator

from pipeline.errors import InputError
from pipeline.readers.rows import RowSettings, article
from pipeline.schema import STANCES, Prediction, Reject, Sentence
from pipeline.scoring import prepare
from pipeline.scoring.predict import predict
from pipeline.scoring.reading import ArticleReader
from pipeline.stance.persistence import Model

_BATCH = 1024


def lines(text: str, language: str, model: Model) -> Iterator[str]:
    """What there is to say of ``text``, line by line.

    Raises:
        InputError: there is no text, or nothing is left of it without site furniture.
    """
    item = article({"text": text, "language": language}, "text", 0, RowSettings())
    reader = ArticleReader(model.facts["languages"])
    (first,) = prepare.clean_all([item], reader)
    if isinstance(first, Reject):
        raise InputError(f"text: {first.reason} ({first.detail}); hand in a sentence")
    read = reader.read(first)
    predictions, loaded = predict(model, read.sentences, read.mentions, batch=_BATCH)
    for cut in first.removed:
        yield f"removed ({cut.reason}): {first.article.raw[cut.start : cut.end].strip()}"
    for sentence, chance in zip(read.sentences, loaded, strict=True):
        yield _heading(sentence, chance)
        surfaces = {
            (m.target, m.voice): m.surface
            for m in reversed(read.mentions)
            if m.sentence_index == sentence.sentence_index
        }
        for row in predictions:
            if row.sentence_index == sentence.sentence_index:
                yield _stance(row, surfaces[row.target, row.voice])


def _heading(sentence: Sentence, loaded: float) -> str:
    speaker = f", {sentence.speaker}" if sentence.speaker else ""
    verb = f", {sentence.reporting_verb_kind} verb" if sentence.reporting_verb_kind else ""
    about = f"{sentence.language}, {sentence.voice}{speaker}{verb}, loaded {loaded:.2f}"
    return f"{sentence.sentence_index + 1}. {sentence.text}  ({about})"


def _stance(row: Prediction, surface: str) -> str:
    chances = (row.p_critical, row.p_neutral, row.p_supportive)
    spelled = ", ".join(f"{name} {p:.2f}" for name, p in zip(STANCES, chances, strict=True))
    return f"   {row.target} “{surface}” in the {row.voice} voice: {row.stance} ({spelled})"
