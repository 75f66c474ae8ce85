from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.corpora import unlp2025_manipulation as unlp
from pipeline.schema import LabelledSentence, Reject

PLAIN = "Міст відкрили о восьмій ранку.\nЗа день проїхало двісті машин."


def _post(
    number: int, content: str, techniques: list[str], marks: list[list[int]]
) -> dict[str, Any]:
    return {
        "id": f"p{number}",
        "content": content,
        "lang": "uk",
        "manipulative": bool(techniques),
        "techniques": techniques or None,
        "trigger_words": marks or None,
    }


def _read(folder: Path, *posts: dict[str, Any]) -> list[object]:
    pq.write_table(pa.Table.from_pylist(list(posts)), folder / "train.parquet")
    return list(unlp.read(folder))


def test_a_plain_post_gives_one_of_its_paragraphs(tmp_path: Path) -> None:
    rows = _read(tmp_path, *(_post(n, PLAIN, [], []) for n in range(12)))
    found = [row for row in rows if isinstance(row, LabelledSentence)]
    assert len(found) == 12 and not any(row.loaded for row in found)
    assert {row.text for row in found} == set(PLAIN.split("\n"))
    assert {row.split for row in found} == {"train"} and len({row.group_id for row in found}) == 12


def test_a_loaded_post_gives_a_paragraph_that_is_marked(tmp_path: Path) -> None:
    text = "Міст відкрили о восьмій ранку.\nБезсоромні пройдисвіти знову брешуть нам у вічі!"
    start = text.index("Безсоромні")
    (row,) = _read(tmp_path, _post(1, text, ["loaded_language"], [[start, len(text)]]))
    assert isinstance(row, LabelledSentence)
    assert row.loaded and row.text.startswith("Безсоромні") and row.language == "uk"


def test_what_has_nothing_to_learn_from_is_rejected_with_the_reason(tmp_path: Path) -> None:
    rows = _read(
        tmp_path,
        _post(1, PLAIN, ["whataboutism", "loaded_language"], [[0, 60]]),
        _post(2, "Коротко і все.", ["loaded_language"], [[0, 14]]),
        _post(3, PLAIN, ["loaded_language"], [[0, 4]]),
    )
    assert all(isinstance(row, Reject) for row in rows)
    assert [row.detail for row in rows if isinstance(row, Reject)] == [
        "its techniques are not of wording alone",
        "no paragraph to learn from",
        "no paragraph to learn from",
    ]
