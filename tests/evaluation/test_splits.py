import dataclasses
import random
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation import splits
from pipeline.evaluation.splits import Shares
from pipeline.schema import SPLITS, LabelledSentence, LabelledStance, Span, Unlabelled
from pipeline.text.duplicates import near_duplicates, normalise

SHARES = Shares(dev=0.3, test=0.3)
DRAWN = frozenset({"babe"})
THRESHOLD = 0.7
SENTENCE = "the ferry from lower pell left its pier late because swans sat on the gangway"
WORDS = SENTENCE.split()

texts = st.tuples(st.integers(0, 5), st.sampled_from(["", "!", " again", " Again…"])).map(
    lambda pair: f"Report {pair[0]}: {' '.join(WORDS[pair[0] :])}{pair[1]}"
)
Given = list[tuple[str, str, int, str]]
laid = st.lists(
    st.tuples(
        texts,
        st.sampled_from(SPLITS),
        st.integers(0, 8),
        st.sampled_from(["babe", "newsmtsc", "authored"]),
    ),
    max_size=14,
)


def _rows(make: Callable[..., LabelledSentence], found: Given) -> list[LabelledSentence]:
    return [
        make(row_id=str(number), text=text, split=split, group_id=str(group), corpus=corpus)
        for number, (text, split, group, corpus) in enumerate(found)
    ]


def _assign(rows: list[LabelledSentence]) -> tuple[list[LabelledSentence], Counter[str]]:
    labels = splits.components(rows, THRESHOLD)
    return splits.assign(rows, labels, SHARES, DRAWN)


@given(laid)
def test_nothing_stands_on_two_sides(
    make_loaded: Callable[..., LabelledSentence], found: Given
) -> None:
    kept, _ = _assign(_rows(make_loaded, found))
    side_of_group: dict[str, str] = {}
    side_of_text: dict[str, str] = {}
    for row in kept:
        assert side_of_group.setdefault(row.group_id, row.split) == row.split
        assert side_of_text.setdefault(normalise(row.text), row.split) == row.split
    for one, other in near_duplicates(sorted(side_of_text), THRESHOLD):
        assert side_of_text[one] == side_of_text[other]


@given(laid)
def test_every_row_is_kept_or_counted_as_dropped(
    make_loaded: Callable[..., LabelledSentence], found: Given
) -> None:
    kept, dropped = _assign(_rows(make_loaded, found))
    assert len(kept) + dropped.total() == len(found)


@given(laid)
def test_what_a_corpus_calls_test_stays_test_and_what_it_calls_dev_is_never_trained_on(
    make_loaded: Callable[..., LabelledSentence], found: Given
) -> None:
    rows = _rows(make_loaded, found)
    kept = {row.row_id: row.split for row in _assign(rows)[0]}
    for row in rows:
        if row.split == "test":
            assert kept[row.row_id] == "test"
        elif row.split == "dev":
            assert kept.get(row.row_id, "dev") == "dev"


@given(laid, st.integers())
def test_the_order_of_rows_does_not_matter(
    make_loaded: Callable[..., LabelledSentence], found: Given, seed: int
) -> None:
    rows = _rows(make_loaded, found)
    turned = random.Random(seed).sample(rows, len(rows))  # noqa: S311
    kept, dropped = _assign(rows)
    other, other_dropped = _assign(turned)
    assert {(row.row_id, row.split) for row in kept} == {(row.row_id, row.split) for row in other}
    assert dropped == other_dropped


def test_a_new_row_moves_no_other(make_loaded: Callable[..., LabelledSentence]) -> None:
    rows = [
        make_loaded(row_id=str(n), group_id=str(n), corpus="babe", text=f"{n} {n + 1} {n * 7}")
        for n in range(100)
    ]
    before = {row.row_id: row.split for row in _assign(rows[:-1])[0]}
    after = {row.row_id: row.split for row in _assign(rows)[0]}
    assert before.items() <= after.items()


def test_shares_are_drawn_where_a_corpus_has_no_part_of_its_own(
    make_loaded: Callable[..., LabelledSentence],
) -> None:
    def sides(corpus: str) -> Counter[str]:
        rows = [
            make_loaded(row_id=str(n), group_id=str(n), corpus=corpus, text=f"{n} {n + 1} {n * 7}")
            for n in range(1000)
        ]
        return Counter(row.split for row in _assign(rows)[0])

    drawn = sides("babe")
    assert drawn["dev"] == pytest.approx(300, abs=50)
    assert drawn["test"] == pytest.approx(300, abs=50)
    assert sides("newsmtsc")["test"] == 0


def test_no_dev_rows_are_drawn_from_a_corpus_that_brings_its_own(
    make_loaded: Callable[..., LabelledSentence],
) -> None:
    rows = [
        make_loaded(row_id=str(n), group_id=str(n), text=f"{n} {n + 1} {n * 7}", split=side)
        for n, side in enumerate(["dev", *["train"] * 300])
    ]
    assert Counter(row.split for row in _assign(rows)[0]) == {"train": 300, "dev": 1}


def test_a_corpus_may_keep_its_own_split_though_it_leaks(
    make_loaded: Callable[..., LabelledSentence],
) -> None:
    rows = [
        make_loaded(row_id=corpus + side, group_id="1", corpus=corpus, text="One.", split=side)
        for corpus in ("babe", "unlp2025")
        for side in ("train", "test")
    ]
    labels = splits.components(rows, 0.9)
    kept, dropped = splits.assign(rows, labels, SHARES, DRAWN, frozenset({"babe"}))
    assert Counter(row.corpus for row in kept) == {"babe": 2, "unlp2025": 1}
    assert sum(dropped.values()) == 1


def test_an_outlet_stands_on_one_side_where_that_is_asked(
    make_loaded: Callable[..., LabelledSentence],
) -> None:
    texts = ("Rain fell on the quay.", "Nine ferries were late.", "Bread is dear.")
    rows = [
        make_loaded(row_id=text, group_id=text, text=text, outlet=outlet)
        for text, outlet in zip(texts, ("Tin", "Tin", ""), strict=True)
    ]
    assert len(set(splits.components(rows, 0.9))) == 3
    apart = splits.components(rows, 0.9, by_outlet=True)
    assert apart[0] == apart[1] != apart[2]


def test_rows_that_hang_together_through_others_are_one_component(
    make_loaded: Callable[..., LabelledSentence],
) -> None:
    rows = [
        make_loaded(row_id="a", group_id="1", text="One."),
        make_loaded(row_id="b", group_id="1", text="Two."),
        make_loaded(row_id="c", group_id="2", text="two"),
        make_loaded(row_id="d", group_id="3", text="Three."),
    ]
    labels = splits.components(rows, THRESHOLD)
    assert labels[0] == labels[1] == labels[2] != labels[3]


def test_no_rows_have_no_components() -> None:
    assert splits.components([], THRESHOLD) == []
    assert splits.assign([], [], SHARES, DRAWN) == ([], Counter())


def test_dropped_rows_are_told_by_corpus_and_reason(
    make_loaded: Callable[..., LabelledSentence],
) -> None:
    rows = [
        make_loaded(row_id="a", corpus="newsmtsc", split="train", text="One."),
        make_loaded(row_id="b", corpus="newsmtsc-mt", split="test", text="one"),
    ]
    kept, dropped = _assign(rows)
    assert [row.row_id for row in kept] == ["b"]
    assert dropped == {"newsmtsc: train row that hangs together with test": 1}


@given(laid, st.randoms())
def test_fingerprints_do_not_depend_on_order(
    make_loaded: Callable[..., LabelledSentence], found: Given, source: random.Random
) -> None:
    rows = _rows(make_loaded, found)
    turned = list(rows)
    source.shuffle(turned)
    assert splits.fingerprint(rows) == splits.fingerprint(iter(turned))


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Russia closed a bridge."},
        {"stance": "critical"},
        {"voice": "quoted"},
        {"spans": (Span(0, 5),)},
        {"row_id": "r2"},
    ],
)
def test_fingerprints_depend_on_what_is_measured(
    make_stance: Callable[..., LabelledStance], change: dict[str, object]
) -> None:
    other = splits.fingerprint([make_stance(**change)])
    assert splits.fingerprint([make_stance()]) != other


def test_fingerprints_tell_once_from_twice(make_loaded: Callable[..., LabelledSentence]) -> None:
    row = make_loaded()
    assert splits.fingerprint([row]) != splits.fingerprint([row, row])
    assert splits.fingerprint([row]) != splits.fingerprint([make_loaded(loaded=True)])


def test_a_row_is_shared_where_its_own_corpus_trains_on_its_group(
    make_stance: Callable[..., LabelledStance],
) -> None:
    rows = [
        make_stance(row_id=f"{corpus} {split} {group}", corpus=corpus, split=split, group_id=group)
        for corpus, split, group in (
            ("newsmtsc", "train", "one"),
            ("newsmtsc", "test", "one"),
            ("newsmtsc", "dev", "other"),
            ("rusentne-2023", "test", "one"),
        )
    ]
    marked = [row for row in splits.mark_shared(rows) if isinstance(row, LabelledStance)]
    assert [row.row_id for row in marked if row.shared] == ["newsmtsc test one"]


def test_what_hangs_together_with_dev_or_test_is_not_learned_from_without_labels_either(
    make_stance: Callable[..., LabelledStance],
) -> None:
    sides = [
        make_stance(row_id=side, split=side, group_id=side, text=f"{side} {SENTENCE}")
        for side in SPLITS
    ]
    unread = [
        Unlabelled(row_id=name, group_id=group, outlet="", language="en", text=text, spans=())
        for name, group, text in (
            ("of a train article", "train", "Something else entirely."),
            ("of a test article", "test", "Something of its own."),
            ("the dev text", "elsewhere", f"Dev: {SENTENCE}!"),
            ("near the test text", "far away", f"test {SENTENCE} again"),
            ("free", "free", "Nobody else wrote this."),
        )
    ]
    apart = [dataclasses.replace(row, text=f"{n} {row.split} {n}") for n, row in enumerate(sides)]
    kept = splits.unbarred(unread[:2] + unread[4:], apart, THRESHOLD)
    assert [row.row_id for row in kept] == ["of a train article", "free"]
    kept = splits.unbarred(unread[2:], sides[1:], THRESHOLD)
    assert [row.row_id for row in kept] == ["free"]
