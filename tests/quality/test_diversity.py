import pytest

from pipeline.corpora import authored
from tests.quality.diversity import distinct, repeated, texts


def test_distinct_falls_where_words_come_again() -> None:
    assert distinct(["one two three", "four five six"], 2) == 1
    assert distinct(["one two", "one two"], 2) == 0.5
    assert distinct(["one"], 2) == 1, "a text too short has nothing that comes again"


def test_a_sentence_near_to_another_counts_and_so_does_that_other() -> None:
    near = ["the old man went to town", "the old man went to church", "rain fell all night long"]
    assert repeated(near) == pytest.approx(2 / 3)
    assert repeated(near, alike=0.9) == 0
    assert repeated([]) == 0


@pytest.mark.parametrize("language", authored.SPEC.languages)
def test_no_authored_sentence_is_made_from_another(language: str) -> None:
    sentences = texts(language)
    assert repeated(sentences) <= 0.01
    assert distinct(sentences, 4) > 0.97
