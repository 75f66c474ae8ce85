from itertools import pairwise

import pytest
from cases import HOSTILE
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.schema import Span
from pipeline.text.repair import repair
from pipeline.text.sentences import split

WORDS = st.sampled_from(
    ["Путин", "РџСЂРёРІРµС‚", "Poccия", "ска\xadзал.", "вес\u0301на", "й", "Itâ€™s", "cafe\u0301.",
     "\ufeffОн", "a\u200bb.", "Р РѕСЃСЃРёСЏ", "\u202eabc", "x", "Ð¼Ð¸Ñ€.", "І", "TАСС."]
)  # fmt: skip
GAPS = st.sampled_from([" ", "\xa0", "\n", "\u2009", "\u2028", "\n\n", "  "])
DIRTY = st.lists(st.tuples(WORDS | st.text(max_size=6), GAPS)).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@given(DIRTY)
def test_map_is_monotone_and_inside_raw(raw: str) -> None:
    repaired = repair(raw)
    spans = [repaired.to_raw(Span(i, i + 1)) for i in range(len(repaired.text))]
    assert all(0 <= s.start <= s.end <= len(raw) for s in spans)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))


@settings(max_examples=300)
@given(DIRTY)
@example("\x80Ä\xa0")
def test_repairing_a_sentence_alone_gives_its_repaired_text(raw: str) -> None:
    repaired = repair(raw)
    for sentence in split(repaired.text, "ru"):
        assert repair(repaired.to_raw(sentence).of(raw)).text == sentence.of(repaired.text)


@given(st.text(alphabet="абвгдеabcxyz .,!ўіїєżł"))
def test_span_of_untouched_text_maps_to_the_same_length(raw: str) -> None:
    repaired = repair(raw)
    assert len(repaired.text) == len(raw)
    assert repaired.to_raw(Span(0, len(raw))) == Span(0, len(raw))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("ска\xadзал\u200b", "сказал"),
        ("10\xa0тыс.\u2009чел.", "10 тыс. чел."),
        ("вeсна в Poccии", "весна в России"),
        ("Krеmlin", "Kremlin"),
        ("iPhoneом", "iPhoneом"),
        ("РџСЂРёРІРµС‚, РјРёСЂ", "Привет, мир"),
        ("Itâ€™s over", "It’s over"),
        ("żo\u0301łty", "żółty"),
        ("Рівне, Ірпінь, Єва", "Рівне, Ірпінь, Єва"),
    ],
)
def test_repair_mends(raw: str, text: str) -> None:
    assert repair(raw).text == text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_repaired(text: str) -> None:
    repaired = repair(text)
    assert repaired.to_raw(Span(0, len(repaired.text))).end <= len(text)
