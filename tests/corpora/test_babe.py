from pathlib import Path

from pipeline.corpora import babe
from pipeline.schema import LabelledSentence, Reject

HEADER = "text;news_link;outlet;topic;type;label_bias;label_opinion;biased_words"
LINES = [
    '"The ""reform"" passed; nobody read it.";https://t.example/1;Tin;law;left;Biased;x;[]',
    "The ferry left at noon.;https://t.example/1;Tin;sea;left;Non-biased;x;[]",
    "The mayor spoke.;https://t.example/2;Tin;law;right;No agreement;x;[]",
    "The bakery opened.;;Zinc;food;center;Non-biased;x;[]",
]


def _read(folder: Path) -> list[object]:
    content = "\n".join([HEADER, *LINES]) + "\n"
    (folder / "final_labels_SG2.csv").write_text(content, encoding="utf-8-sig")
    return list(babe.read(folder))


def test_a_row_for_each_sentence_that_annotators_agreed_on(tmp_path: Path) -> None:
    rows = [row for row in _read(tmp_path) if isinstance(row, LabelledSentence)]
    assert [row.loaded for row in rows] == [True, False, False]
    assert rows[0].text == 'The "reform" passed; nobody read it.'
    assert rows[0].outlet == "Tin" and rows[0].language == "en"
    assert len({row.row_id for row in rows}) == 3


def test_a_sentence_without_agreement_is_rejected(tmp_path: Path) -> None:
    (bad,) = (row for row in _read(tmp_path) if isinstance(row, Reject))
    assert (bad.line, bad.reason, bad.detail) == (3, "bad-field", "label 'No agreement'")


def test_sentences_are_grouped_by_article_and_one_without_stands_alone(tmp_path: Path) -> None:
    groups = [row.group_id for row in _read(tmp_path) if isinstance(row, LabelledSentence)]
    assert groups[0] == groups[1]
    assert groups[2] == "babe:4"
