"""How varied the authored sentences of each language are: ``python -m tests.quality.diversity``.

Distinct-n is the share of distinct word n-grams among all (Li et al., "A Diversity-Promoting
Objective Function for Neural Conversation Models", NAACL 2016, §5.2); it falls as a set grows.
A sentence is a near-duplicate whose word 3-grams overlap with another's by a Jaccard similarity
of at least 0.3, far less than what keeps rows of train and test apart.
"""

from collections.abc import Iterator
from pathlib import Path

from pipeline.corpora import authored
from pipeline.text.duplicates import near_duplicates, normalise

SENTENCES = Path(__file__).parents[2] / "data/authored/sentences"
SIDES = ("train", "dev", "test")
ALIKE = 0.3
_SIZES = (1, 2, 3, 4)


def texts(language: str) -> list[str]:
    """The sentences of a language, in lower case and without punctuation."""
    return [
        normalise(authored.parse_marks(row["text"])[0])
        for side in SIDES
        for code, row in authored.lines(SENTENCES / side)
        if code == language
    ]


def distinct(sentences: list[str], size: int) -> float:
    """The share of distinct word n-grams among all of a set."""
    grams = [gram for sentence in sentences for gram in _grams(sentence.split(), size)]
    return len(set(grams)) / len(grams) if grams else 1.0


def repeated(sentences: list[str], alike: float = ALIKE) -> float:
    """The share of sentences that are near to another one."""
    found = {text for pair in near_duplicates(sentences, alike) for text in pair}
    return sum(sentence in found for sentence in sentences) / len(sentences) if sentences else 0.0


def row(language: str) -> list[str]:
    """The language, its sentences and words, the distinct shares, the near-duplicates."""
    sentences = texts(language)
    words = sum(len(sentence.split()) for sentence in sentences)
    shares = ", ".join(f"{distinct(sentences, size):.3f}" for size in _SIZES)
    return [language, f"{len(sentences):,}", f"{words:,}", shares, f"{repeated(sentences):.2%}"]


def main() -> None:
    """Print a table."""
    print("| language | sentences | words | distinct 1-, 2-, 3-, 4-grams | near-duplicates |")
    print("| --- | ---: | ---: | --- | ---: |")
    for language in authored.SPEC.languages:
        print(f"| {' | '.join(row(language))} |")


def _grams(words: list[str], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + size]) for at in range(len(words) - size + 1))


if __name__ == "__main__":
    main()
