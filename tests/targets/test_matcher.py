import datetime as dt
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.targets.automaton import fold
from pipeline.targets.gazetteer import Find, Gazetteer, Ignore
from pipeline.targets.matcher import Match, Matcher

GAZETTEER = Gazetteer.load()
MATCHER = Matcher(GAZETTEER)
ALL = frozenset(GAZETTEER.targets)
FINDS = [(t.id, find) for t in GAZETTEER.targets.values() for find in t.finds]
IGNORES = [(t.id, ignore) for t in GAZETTEER.targets.values() for ignore in t.ignores]
SENTENCES = {
    language: [find.text for _, find in FINDS if find.language == language]
    for language in GAZETTEER.languages
}
SEPARATOR = " . \n\n"

languages = st.sampled_from([lang for lang, texts in SENTENCES.items() if texts])
noise = st.text(alphabet="aż їІ’'-–\u00a0«»İßў.,Russia Москва EU\n", max_size=40)


def surfaces(text: str, language: str = "en", target: str = "russia") -> list[str]:
    return [m.surface for m in MATCHER.find(text, language=language) if m.target == target]


@pytest.mark.parametrize(("target", "find"), FINDS)
def test_a_find_is_found(target: str, find: Find) -> None:
    assert surfaces(find.text, find.language, target) == list(find.surfaces)


@pytest.mark.parametrize(("target", "ignore"), IGNORES)
def test_an_ignore_is_ignored(target: str, ignore: Ignore) -> None:
    assert surfaces(ignore.text, ignore.language, target) == []


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    language = draw(languages)
    parts = draw(st.lists(st.one_of(noise, st.sampled_from(SENTENCES[language])), max_size=5))
    return language, draw(st.sampled_from(["", " ", "-", SEPARATOR])).join(parts)


@given(texts())
def test_a_surface_is_what_stands_at_its_offsets(case: tuple[str, str]) -> None:
    language, text = case
    for match in MATCHER.find(text, language=language, named=ALL):
        assert text[match.start : match.end] == match.surface != ""


@given(texts())
def test_matches_are_sorted_and_disjoint(case: tuple[str, str]) -> None:
    language, text = case
    matches = MATCHER.find(text, language=language, named=ALL)
    assert all(a.end <= b.start for a, b in itertools.pairwise(matches))


@given(texts())
def test_a_name_is_never_a_piece_of_a_word(case: tuple[str, str]) -> None:
    language, text = case
    for match in MATCHER.find(text, language=language, named=ALL):
        assert not (text[: match.start][-1:] + text[match.end :][:1]).isalnum()


@given(languages, st.data())
def test_two_texts_put_together_have_the_matches_of_both(
    language: str, data: st.DataObject
) -> None:
    left, right = (data.draw(st.sampled_from(SENTENCES[language])) for _ in range(2))
    shift = len(left) + len(SEPARATOR)

    def found(text: str) -> list[Match]:
        return MATCHER.find(text, language=language, named=ALL)

    moved = [(m.start + shift, m.end + shift, m.entity) for m in found(right)]
    joined = [(m.start, m.end, m.entity) for m in found(left + SEPARATOR + right)]
    assert joined == [(m.start, m.end, m.entity) for m in found(left)] + moved


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_a_letter_that_grows_in_lower_case_does_not_shift_offsets() -> None:
    text = "İİİ Russia"
    assert [(m.start, m.end) for m in MATCHER.find(text, language="en")] == [(4, 10)]


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ"])
def test_apostrophes_of_every_shape_are_one(apostrophe: str) -> None:
    text = f"The Luhansk People{apostrophe}s Republic denied it."
    assert surfaces(text) == [f"Luhansk People{apostrophe}s Republic"]


def test_both_halves_of_a_hyphenated_pair_are_found() -> None:
    matches = MATCHER.find("Russian-Iranian talks", language="en")
    assert [m.target for m in matches] == ["russia", "iran"]


def test_syria_is_no_target_after_its_last_day() -> None:
    def found(day: dt.date) -> list[Match]:
        return MATCHER.find("Syria replied.", language="en", published=day)

    assert found(dt.date(2024, 12, 8))
    assert not found(dt.date(2024, 12, 9))


def test_a_minister_counts_in_office_and_without_a_date() -> None:
    def found(day: dt.date | None) -> list[Match]:
        return MATCHER.find("Kuleba replied.", language="en", published=day)

    assert found(dt.date(2022, 5, 1))
    assert found(None)
    assert not found(dt.date(2025, 5, 1))


def test_an_epithet_counts_where_the_article_has_named_whom_it_means() -> None:
    text = "The invaders left at dawn."
    assert not MATCHER.find(text, language="en")
    assert not MATCHER.find(text, language="en", named=frozenset({"china"}))
    (match,) = MATCHER.find(text, language="en", named=frozenset({"russia"}))
    assert (match.target, match.kind, match.surface) == ("russia", "epithet", "invaders")


def test_a_name_that_only_a_place_holds_does_not_vouch_for_an_epithet() -> None:
    assert not MATCHER.find("The invaders were filmed in Moscow.", language="en")


def test_an_acronym_keeps_its_capitals() -> None:
    assert surfaces("US troops told us so.", target="west") == ["US"]


def test_a_cased_name_is_found_in_a_headline_of_capitals() -> None:
    assert surfaces("ЛАВРОВ УЕХАЛ", "ru") == ["ЛАВРОВ"]
    assert surfaces("горсть песков и лавров", "ru") == []


def test_the_longest_name_wins() -> None:
    (match,) = MATCHER.find("The Russian army withdrew.", language="en")
    assert (match.entity, match.kind) == ("army", "armed-forces")


def test_a_language_without_forms_has_no_matches() -> None:
    assert MATCHER.find("Russia", language="xx") == []


def test_a_language_without_context_words_is_matched_all_the_same(tmp_path: Path) -> None:
    bare = Matcher(Gazetteer.load(contexts=tmp_path))
    assert [m.surface for m in bare.find("A concert in Moscow", language="en")] == ["Moscow"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ivan Lavrov sells shoes.", []),
        ("Sergei Lavrov flew home.", ["Sergei Lavrov"]),
        ("The dentist Lavrov is on holiday.", []),
        ("Lavrov, a dentist from Bath, is on holiday.", []),
        ("Minister Lavrov is on holiday.", ["Lavrov"]),
    ],
)
def test_a_surname_is_the_leaders_unless_somebody_else_bears_it(
    text: str, found: list[str]
) -> None:
    assert surfaces(text) == found


def test_a_rival_takes_a_name_over_only_where_it_is_near() -> None:
    far = "Georgia agreed." + " Nothing else happened that week." * 8 + " Atlanta slept."
    assert surfaces("Georgia agreed, Atlanta says.", target="georgia") == []
    assert surfaces(far, target="georgia") == ["Georgia"]


def test_a_first_letter_in_capitals_does_not_hide_a_cased_form() -> None:
    assert surfaces("Вагнеровцы ушли.", "ru") == ["Вагнеровцы"]


def test_a_name_that_fills_quotation_marks_is_a_title() -> None:
    assert surfaces("Ресторан «Москва» сгорел.", "ru") == []
