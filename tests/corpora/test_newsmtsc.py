from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.corpora import newsmtsc
from pipeline.schema import LabelledStance, Reject, Span

TEXT = "Mayor Orla Pym praised Pym Street, and she thanked the “tireless” bakers."


def _row(*targets: dict[str, Any], gid: str = "allsides_7_3_1_Orla Pym_6_14") -> dict[str, Any]:
    return {"primary_gid": gid, "sentence_normalized": TEXT, "targets": list(targets)}


def _target(start: int, end: int, polarity: float = 4.0, **more: Any) -> dict[str, Any]:
    mention = TEXT[start:end]
    gid = f"allsides_7_3_1_{mention}_{start}_{end}"
    return {"Input.gid": gid, "from": start, "to": end, "mention": mention} | {
        "polarity": polarity,
        **more,
    }


def test_a_row_for_each_target_with_all_its_mentions(
    tmp_path: Path, write_jsonl: Callable[..., Path]
) -> None:
    she = {"from": 39, "to": 42, "mention": "she"}
    orla = _target(6, 14, 6.0, further_mentions=[she])
    write_jsonl(_row(orla, _target(66, 72, 2.0)), name="train.jsonl")
    first, second = newsmtsc.read(tmp_path)
    assert isinstance(first, LabelledStance) and isinstance(second, LabelledStance)
    assert first.spans == (Span(6, 14), Span(39, 42))
    assert [span.of(first.text) for span in first.spans] == ["Orla Pym", "she"]
    assert (first.stance, second.stance) == ("supportive", "critical")
    assert first.target == "Orla Pym"
    assert first.voice is None and first.language == "en"
    assert first.row_id != second.row_id


def test_each_file_is_a_part(tmp_path: Path, write_jsonl: Callable[..., Path]) -> None:
    for name in ("train", "devtest_mt", "devtest_rw"):
        write_jsonl(_row(_target(6, 14)), name=f"{name}.jsonl")
    assert {(row.corpus, row.split) for row in newsmtsc.read(tmp_path)} == {
        ("newsmtsc", "train"),
        ("newsmtsc-mt", "test"),
        ("newsmtsc-rw", "test"),
    }


@pytest.mark.parametrize(
    ("gid", "article"),
    [
        ("allsides_7_3_1_Orla Pym_6_14", "newsmtsc:allsides_7"),
        ("polusa_12_345_6_Orla Pym_6_14", "newsmtsc:polusa_12_345"),
    ],
)
def test_rows_are_grouped_by_article(
    tmp_path: Path, write_jsonl: Callable[..., Path], gid: str, article: str
) -> None:
    write_jsonl(_row(_target(6, 14), gid=gid), name="train.jsonl")
    assert [row.group_id for row in newsmtsc.read(tmp_path)] == [article]


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (6, 6), (60, len(TEXT) + 1)])
def test_a_mention_outside_the_sentence_is_rejected_alone(
    tmp_path: Path, write_jsonl: Callable[..., Path], start: int, end: int
) -> None:
    write_jsonl(_row(_target(start, end), _target(6, 14)), name="train.jsonl")
    bad, good = newsmtsc.read(tmp_path)
    assert isinstance(bad, Reject) and isinstance(good, LabelledStance)
    assert (bad.source, bad.line, bad.reason) == ("train.jsonl", 1, "bad-field")


def test_a_line_separator_in_a_sentence_does_not_end_the_line(
    tmp_path: Path, write_jsonl: Callable[..., Path]
) -> None:
    row = _row(_target(6, 14))
    row["sentence_normalized"] = TEXT.replace(", and", ",\u2028and\x85")
    write_jsonl(row, row, name="train.jsonl")
    assert len(list(newsmtsc.read(tmp_path))) == 2


def test_an_unknown_label_is_a_bug(tmp_path: Path, write_jsonl: Callable[..., Path]) -> None:
    write_jsonl(_row(_target(6, 14, 3.0)), name="train.jsonl")
    with pytest.raises(KeyError):
        list(newsmtsc.read(tmp_path))
