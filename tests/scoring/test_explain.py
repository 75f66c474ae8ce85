import re

import pytest

from pipeline.errors import InputError
from pipeline.scoring import explain
from pipeline.stance.persistence import Model


def test_each_sentence_is_a_line_and_each_target_in_it_a_line_below(model: Model) -> None:
    text = "Russia shelled the harbour. “Iran lied to us about it again,” said the envoy."
    lines = list(explain.lines(text, "en", model))
    assert re.fullmatch(
        r"1\. Russia shelled the harbour\.  \(en, outlet, loaded 0\.\d\d\)", lines[0]
    )
    assert re.fullmatch(
        r"   russia “Russia” in the outlet voice: (critical|neutral|supportive) "
        r"\(critical 0\.\d\d, neutral 0\.\d\d, supportive 0\.\d\d\)",
        lines[1],
    )
    assert re.fullmatch(r"2\. .*  \(en, mixed, the envoy, neutral verb, loaded 0\.\d\d\)", lines[2])
    assert lines[3].startswith("   iran “Iran” in the quoted voice: ")
    assert len(lines) == 4


def test_what_was_removed_is_told_with_its_reason(model: Model) -> None:
    lines = list(explain.lines("Russia opened a bridge.\n\nShare this article", "en", model))
    assert lines[0] == "removed (social): Share this article"


def test_a_target_is_shown_by_its_first_mention(model: Model) -> None:
    lines = list(explain.lines("Moscow, that is Russia, opened a bridge.", "en", model))
    assert len(lines) == 2 and lines[1].startswith("   russia “Moscow” in the outlet voice")


def test_an_unsupported_language_is_read_without_targets(model: Model) -> None:
    (line,) = explain.lines("La Russie a ouvert un pont sur la grande rivière.", "", model)
    assert "(fr, outlet, loaded " in line


@pytest.mark.parametrize("text", ["", "  \n ", "Share this article", "12, 13!"])
def test_a_text_without_a_sentence_is_refused_on_one_line(model: Model, text: str) -> None:
    with pytest.raises(InputError, match=r"^text: .*empty-text.*; hand in a sentence$") as caught:
        list(explain.lines(text, "en", model))
    assert "\n" not in str(caught.value)
