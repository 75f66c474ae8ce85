"""Fills the tables of the authored corpus' datasheet: ``python -m tests.quality.datasheet``."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

from pipeline.corpora import authored
from pipeline.schema import STANCES, LabelledSentence, LabelledStance
from pipeline.targets.gazetteer import Gazetteer
from tests.quality import agreement, diversity

DATASHEET = Path(__file__).parents[2] / "data/authored/DATASHEET.md"
SIDES = diversity.SIDES


class Corpus:
    """The authored rows of both heads, and the group of each target."""

    def __init__(self) -> None:
        rows = list(authored.read(DATASHEET.with_name("sentences")))
        self.pairs = [row for row in rows if isinstance(row, LabelledStance)]
        self.sentences = [row for row in rows if isinstance(row, LabelledSentence)]
        self.groups = {each.id: each.group for each in Gazetteer.load().targets.values()}


def sizes(corpus: Corpus) -> str:
    """Sentences and pairs of each language and side."""
    rows = [
        [name, *_by_side(corpus.sentences, name), *_by_side(corpus.pairs, name)]
        for name in (*authored.SPEC.languages, "all")
    ]
    heads = ["language", "sentences", *SIDES, "pairs", *SIDES]
    return f"{len(corpus.sentences):,} sentences, {len(corpus.pairs):,} pairs.\n\n" + _table(
        heads, rows
    )


def stances(corpus: Corpus) -> str:
    """Pairs by stance, in several parts."""
    loaded = {row.text: row.loaded for row in corpus.sentences}
    parts: dict[str, Callable[[LabelledStance], bool]] = {
        **{side: lambda row, side=side: row.split == side for side in SIDES},  # type: ignore[misc]
        "outlet's voice": lambda row: row.voice == "outlet",
        "quoted voice": lambda row: row.voice == "quoted",
        **{
            group: lambda row, group=group: corpus.groups[row.target] == group  # type: ignore[misc]
            for group in dict.fromkeys(corpus.groups.values())
        },
        "plain sentence": lambda row: not loaded[row.text],
        "loaded sentence": lambda row: loaded[row.text],
        **{
            code: lambda row, code=code: row.language == code  # type: ignore[misc]
            for code in authored.SPEC.languages
        },
        "all": lambda row: True,
    }
    rows = [
        [name, *_by_stance([row for row in corpus.pairs if holds(row)])]
        for name, holds in parts.items()
    ]
    return _table(["pairs", *STANCES, "all"], rows)


def targets(corpus: Corpus) -> str:
    """How often each target occurs, and how long and full a sentence is."""
    found = Counter(row.target for row in corpus.pairs).most_common()
    in_one = Counter(Counter(row.text for row in corpus.pairs).values())
    words = [len(row.text.split()) for row in corpus.sentences]
    named = ", ".join(f"{target} {n:,}" for target, n in found)
    full = ", ".join(f"{n:,} have {size}" for size, n in sorted(in_one.items()))
    return (
        f"Pairs by target: {named}.\n\nPairs in a sentence: {full}. A sentence has {min(words)} "
        f"to {max(words)} words, {median(words):.0f} at the median.\n"
    )


def varied(_: Corpus) -> str:
    """How varied the sentences of each language are."""
    heads = ["language", "sentences", "words", "distinct 1-, 2-, 3-, 4-grams", "near-duplicates"]
    return _table(heads, [diversity.row(code) for code in authored.SPEC.languages])


def second(corpus: Corpus) -> str:
    """How well the second reading agrees with the first."""
    read = {code: agreement.written(code) for code in authored.SPEC.languages}
    total = sum(map(len, read.values()))
    rows = [[code, *agreement.row(pairs)] for code, pairs in read.items()]
    return f"{total:,} of the {len(corpus.pairs):,} pairs so far.\n\n" + _table(
        ["language", "pairs", "alike", "α", "95 % interval"], rows
    )


def render(text: str) -> str:
    """The datasheet with its tables made afresh."""
    corpus = Corpus()
    for make in (sizes, stances, targets, varied, second):
        start, end = f"<!-- {make.__name__} -->\n", f"<!-- /{make.__name__} -->"
        before, _, rest = text.partition(start)
        text = f"{before}{start}{make(corpus)}{end}{rest.partition(end)[2]}"
    return text


def _by_side(rows: Iterable[LabelledStance | LabelledSentence], language: str) -> list[str]:
    found = Counter(row.split for row in rows if language in (row.language, "all"))
    return [f"{n:,}" for n in (found.total(), *(found[side] for side in SIDES))]


def _by_stance(rows: list[LabelledStance]) -> list[str]:
    found = Counter(row.stance for row in rows)
    return [f"{n:,}" for n in (*(found[stance] for stance in STANCES), len(rows))]


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    DATASHEET.write_text(render(DATASHEET.read_text(encoding="utf-8")), encoding="utf-8")
