from pathlib import Path

from pipeline.corpora import checkthat2025_subjectivity as checkthat
from pipeline.schema import LabelledSentence, Reject

LINES = [
    "sentence_id\tsentence\tlabel",
    'a\t"The mayor spoke, he said.\tOBJ',
    "b\tWhat a shameless farce!\tSUBJ",
    "c\tNobody knows.\tMAYBE",
    "d\t \tOBJ",
]


def _read(folder: Path) -> list[object]:
    for language, part in (("english", "train_en"), ("german", "dev_test_de")):
        (folder / language).mkdir()
        (folder / language / f"{part}.tsv").write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return list(checkthat.read(folder))


def test_a_row_for_each_sentence_by_language_and_part(tmp_path: Path) -> None:
    rows = [row for row in _read(tmp_path) if isinstance(row, LabelledSentence)]
    assert [(row.corpus, row.split, row.loaded) for row in rows] == [
        ("checkthat2025-en", "train", False),
        ("checkthat2025-en", "train", True),
        ("checkthat2025-de", "test", False),
        ("checkthat2025-de", "test", True),
    ]
    assert rows[0].text == '"The mayor spoke, he said.'  # quotation marks are the text's own
    assert rows[2].language == "de"
    assert len({row.row_id for row in rows}) == 4


def test_another_label_or_no_sentence_is_rejected(tmp_path: Path) -> None:
    bad = [row for row in _read(tmp_path) if isinstance(row, Reject)]
    assert [(row.line, row.detail) for row in bad[:2]] == [(3, "label 'MAYBE'"), (4, "no sentence")]
