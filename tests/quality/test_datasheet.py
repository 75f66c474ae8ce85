from tests.quality.datasheet import DATASHEET, render


def test_the_tables_are_those_of_the_sentences_in_git() -> None:
    text = DATASHEET.read_text(encoding="utf-8")
    assert text.count("<!-- /") == 5
    assert render(text) == text, "run python -m tests.quality.datasheet"
