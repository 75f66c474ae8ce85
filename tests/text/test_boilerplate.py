import itertools

import pytest

from pipeline.text.boilerplate import parts


def pieces(line: str) -> list[str]:
    return [part.of(line) for part in parts(line)]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Read also: Five bridges",
        "Fot. archiwum",
        "The bridge opened. Nobody came.",
        "The bridge opened in St. Petersburg: a triumph",
        f"The bridge opened. {'A crowd of dockers came ' * 8}and stayed",
    ],
)
def test_a_line_without_a_loose_last_sentence_is_one_piece(line: str) -> None:
    assert pieces(line) == [line]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("The bridge opened. Photo: Anna Reed", ["The bridge opened.", "Photo: Anna Reed"]),
        ("“It opened.” → Who paid for it", ["“It opened.”", "→ Who paid for it"]),
        ("»Sie ist offen.« (Foto: Reed)", ["»Sie ist offen.«", "(Foto: Reed)"]),
        ("It rained. Read: Ferries. See: Swans", ["It rained.", "Read: Ferries.", "See: Swans"]),
    ],
)  # fmt: skip
def test_loose_last_sentences_stand_apart(line: str, found: list[str]) -> None:
    assert pieces(line) == found


def test_pieces_are_in_order_and_leave_out_only_white_space() -> None:
    line = "One bridge opened.  Photo: Reed. \t See also: Ferries"
    found = parts(line)
    assert "".join(line.split()) == "".join("".join(part.of(line).split()) for part in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
