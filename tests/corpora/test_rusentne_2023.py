from pathlib import Path

import pytest

from pipeline.corpora import rusentne_2023
from pipeline.schema import LabelledStance, Reject, Span

HEADER = "sentence\tentity\tentity_tag\tentity_pos_start_rel\tentity_pos_end_rel\tlabel"
TEXT = "Пекарь Ждан Ковригин угостил мэра Сушкина пирогом «Ёлка»."


def _write(folder: Path, *rows: tuple[str, int, int], name: str = "train_data.csv") -> None:
    lines = [
        f"{TEXT}\t{entity}\tPERSON\t{start}\t{start + len(entity)}\t{label}"
        for entity, start, label in rows
    ]
    (folder / name).write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")


def test_a_row_for_each_entity_with_its_span_in_code_points(tmp_path: Path) -> None:
    _write(tmp_path, ("Ковригин", 12, 1), ("Сушкина", 34, -1), ("мэра", 29, 0))
    rows = [row for row in rusentne_2023.read(tmp_path) if isinstance(row, LabelledStance)]
    assert [row.stance for row in rows] == ["supportive", "critical", "neutral"]
    assert [row.spans[0].of(row.text) for row in rows] == ["Ковригин", "Сушкина", "мэра"]
    assert rows[0].spans == (Span(12, 20),)
    assert {row.language for row in rows} == {"ru"}
    assert len({row.row_id for row in rows}) == 3


def test_rows_of_one_sentence_are_one_group_across_files(tmp_path: Path) -> None:
    _write(tmp_path, ("Ковригин", 12, 1))
    _write(tmp_path, ("Сушкина", 34, 0), name="validation_data_labeled.csv")
    rows = list(rusentne_2023.read(tmp_path))
    assert [row.split for row in rows] == ["train", "test"]
    assert len({row.group_id for row in rows}) == 1
    assert len({row.row_id for row in rows}) == 2


def test_an_entity_that_does_not_stand_there_is_rejected_alone(tmp_path: Path) -> None:
    _write(tmp_path, ("Ковригин", 13, 1), ("Сушкина", 34, 0))
    bad, good = rusentne_2023.read(tmp_path)
    assert isinstance(bad, Reject) and isinstance(good, LabelledStance)
    assert (bad.source, bad.line, bad.reason) == ("train_data.csv", 1, "bad-field")
    assert "13:21 is not 'Ковригин'" in bad.detail


def test_an_unknown_label_is_a_bug(tmp_path: Path) -> None:
    _write(tmp_path, ("Ковригин", 12, 2))
    with pytest.raises(KeyError):
        list(rusentne_2023.read(tmp_path))
