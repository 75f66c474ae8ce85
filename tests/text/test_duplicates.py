import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.duplicates import jaccard, near_duplicates, normalise

words = st.sampled_from(["ferry", "swan", "pier", "tea", "harbour", "bridge", "mayor", "cake"])
sentences = st.lists(words, min_size=1, max_size=14).map(" ".join)
sets = st.sets(words)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_case_punctuation_and_spacing_do_not_count() -> None:
    assert normalise("«Паром»  ОПОЗДАЛ —\nснова!") == normalise("паром опоздал, снова")


@given(sets, sets)
def test_similarity_is_symmetric_and_whole_for_the_same_set(a: set[str], b: set[str]) -> None:
    assert 0 <= jaccard(a, b) == jaccard(b, a) <= 1
    assert jaccard(a, a) == 1
    assert (jaccard(a, b) == 1) == (a == b)


@given(st.lists(sentences, max_size=12, unique=True), st.floats(0.3, 0.9))
def test_every_pair_is_as_alike_as_was_asked_and_told_once(
    texts: list[str], threshold: float
) -> None:
    def shingles(text: str) -> set[str]:
        parts = text.split()
        return {" ".join(parts[n : n + 3]) for n in range(max(1, len(parts) - 2))}

    pairs = near_duplicates(texts, threshold)
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
    for one, other in pairs:
        assert one != other
        assert jaccard(shingles(one), shingles(other)) >= threshold


def test_a_word_changed_in_a_long_text_is_found_wherever_it_stands() -> None:
    text = [f"word{number}" for number in range(60)]
    changed = [" ".join([*text[:n], "other", *text[n + 1 :]]) for n in range(0, 60, 6)]
    pairs = near_duplicates([" ".join(text), *changed], 0.8)
    assert {one for one, other in pairs if other == " ".join(text)} == set(changed)


@pytest.mark.parametrize("texts", [[], ["one"], [""], ["one two three", "four five six"]])
def test_texts_that_share_nothing_are_no_pairs(texts: list[str]) -> None:
    assert near_duplicates(texts, 0.5) == []
