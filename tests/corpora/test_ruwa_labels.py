import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pipeline.corpora import ruwa_labels
from pipeline.errors import DatasetError
from pipeline.schema import LabelledSentence, LabelledStance, Span

HEAD = ",Date,Site,title,desc,src,Event"
ROW = '7,03/02/2022,tin.example,Moscow denies it,Kyiv said so.,https://tin.example/7,"sea"'
DRAWN = {
    "id": "ruwa-7/0/russia/outlet",
    "article_id": "ruwa-7",
    "start": 0,
    "end": 16,
    "sha256": hashlib.sha256(b"Moscow denies it").hexdigest(),
    "mentions": [[0, 6]],
    "target": "russia",
    "voice": "outlet",
    "outlet": "tin.example",
    "event": "sea",
    "probability": 0.5,
    "split": "dev",
}


def _reading(stance: str, loaded: bool = False, voice: str = "outlet") -> dict[str, Any]:
    return {"stance": stance, "loaded": loaded, "voice": voice}


def _read(at: Path, readings: list[dict[str, Any]], **changes: Any) -> list[object]:
    drawn, labels = DRAWN | changes, {"id": DRAWN["id"], "readings": readings}
    (at / "sample.jsonl").write_text(json.dumps(drawn) + "\n", encoding="utf-8")
    (at / "labels.jsonl").write_text(json.dumps(labels) + "\n", encoding="utf-8")
    with zipfile.ZipFile(at / "RUWA_01.08.23.csv.zip", "w") as archive:
        archive.writestr("RUWA.csv", f"{HEAD}\n{ROW}\n")
    return list(ruwa_labels.read(at, at))


def test_a_label_is_joined_to_its_text(tmp_path: Path) -> None:
    loaded, stance = _read(tmp_path, [_reading("neutral"), _reading("neutral")])
    assert isinstance(stance, LabelledStance) and isinstance(loaded, LabelledSentence)
    assert (stance.text, stance.spans, stance.split) == ("Moscow denies it", (Span(0, 6),), "dev")
    assert (stance.stance, stance.disputed, stance.voice) == ("neutral", False, "outlet")
    assert (stance.outlet, stance.corpus) == ("tin.example", "ruwa")
    assert (loaded.text, loaded.loaded) == ("Moscow denies it", False)


def test_a_third_reading_decides_and_the_dispute_is_told(tmp_path: Path) -> None:
    readings = [_reading("neutral"), _reading("critical", True), _reading("critical", True)]
    loaded, stance = _read(tmp_path, readings)
    assert isinstance(stance, LabelledStance) and isinstance(loaded, LabelledSentence)
    assert (stance.stance, stance.disputed, loaded.loaded) == ("critical", True, True)


def test_another_text_than_the_labelled_one_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="ruwa-7/0/russia/outlet: the text is not the one"):
        _read(tmp_path, [_reading("neutral")] * 2, end=12)


def test_without_the_corpus_or_the_labels_there_are_no_rows(tmp_path: Path) -> None:
    _read(tmp_path, [_reading("neutral")] * 2)
    assert list(ruwa_labels.read(tmp_path, tmp_path / "nowhere")) == []
    (tmp_path / "labels.jsonl").unlink()
    assert list(ruwa_labels.read(tmp_path, tmp_path)) == []
