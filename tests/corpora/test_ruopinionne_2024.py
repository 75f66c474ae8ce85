import json
from pathlib import Path
from typing import Any

from pipeline.corpora import ruopinionne_2024 as ruopinionne
from pipeline.schema import LabelledStance, Reject, Span

TEXT = "Мэр похвалил инспектора, а Орлов осудил мэра и инспектора."


def _opinion(target: str, polarity: str, start: int) -> dict[str, Any]:
    place = f"{start}:{start + len(target)}"
    return {"Target": [[target], [place]], "Polarity": polarity, "Source": [["NULL"], ["0:0"]]}


def _read(folder: Path, *opinions: dict[str, Any]) -> list[object]:
    line = json.dumps({"text": TEXT, "opinions": list(opinions)}, ensure_ascii=False)
    empty = json.dumps({"text": "Снег.", "opinions": []})
    (folder / "train.jsonl").write_text(f"{line}\n{empty}\n", encoding="utf-8")
    return list(ruopinionne.read(folder))


def test_a_row_for_each_target_with_all_its_places(tmp_path: Path) -> None:
    second = TEXT.rindex("инспектора")
    rows = _read(
        tmp_path,
        _opinion("инспектора", "POS", 13),
        _opinion("инспектора", "POS", second),
        _opinion("мэра", "NEG", TEXT.index("мэра")),
    )
    assert [(row.target, row.stance) for row in rows if isinstance(row, LabelledStance)] == [
        ("инспектора", "supportive"),
        ("мэра", "critical"),
    ]
    assert isinstance(rows[0], LabelledStance)
    assert rows[0].spans == (Span(13, 23), Span(second, second + 10))


def test_opinions_that_differ_and_places_that_are_wrong_are_rejected(tmp_path: Path) -> None:
    rows = _read(
        tmp_path,
        _opinion("инспектора", "POS", 13),
        _opinion("инспектора", "NEG", TEXT.rindex("инспектора")),
        _opinion("мэра", "NEG", 0),
    )
    assert [row.detail for row in rows if isinstance(row, Reject)] == [
        "the opinions on 'инспектора' differ",
        "the text at its place is not 'мэра'",
    ]
