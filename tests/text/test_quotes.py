import pytest

from pipeline.text.quotes import quotations


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('„Tak” i «да» и “yes” и "no"', ["Tak", "да", "yes", "no"]),
        ("„Ja“, sagte er, »nein« nicht", ["Ja", "nein"]),
        ("«Он сказал: «да» и ушёл» вчера", ["Он сказал: «да» и ушёл"]),
        ("It’s the soldiers’ day, ‘so they say’.", ["so they say"]),
        ('The 5" gun isn\'t "big"', ["big"]),
        ("«Не закрыто\nНовый абзац", ["Не закрыто"]),
    ],
)
def test_marks_of_every_style_are_paired(text: str, inside: list[str]) -> None:
    assert [q.inside.of(text) for q in quotations(text)] == inside
