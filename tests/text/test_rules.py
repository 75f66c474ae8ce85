import subprocess
import sys

import pytest

from pipeline.errors import SettingsError
from pipeline.text import rules


@pytest.mark.parametrize("language", ["en", "pl", "ru", "uk", "be", "de"])
def test_every_language_has_words_of_each_kind(language: str) -> None:
    found = rules.load(language)
    assert set(found.verbs.values()) == set(rules.VERB_KINDS)
    assert found.attribution and found.that and found.abbreviations and found.scare_cues


def test_language_without_a_file_has_the_common_phrases() -> None:
    assert not rules.load("fr").verbs
    assert rules.load("fr").phrases == rules.load("../any").phrases


def test_braces_spell_out_forms() -> None:
    assert list(rules.expand("a{b,}c{d,e}")) == ["abcd", "abce", "acd", "ace"]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("x = [", "lang/en.toml: not TOML"),
        ("[sentence]", "unknown section 'sentence'"),
        ("[heads]\nadverts = []", "unknown key 'adverts'"),
        ("[verbs]\nneutral = [1]", r"\[verbs\] neutral: \[1\] is not a list of strings"),
        ("[tails]\nteaser = ['(']", r"\[tails\] teaser: not a pattern"),
        ("[sentences]\nordinals = 1", "neither true nor false"),
    ],
)
def test_malformed_rules_are_told_by_place(toml: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        rules.parse(toml, "en")


def test_every_language_has_a_file_and_the_common_rules_are_none() -> None:
    assert rules.languages() == ("be", "de", "en", "pl", "ru", "uk")


def test_importing_the_package_loads_no_model() -> None:
    code = (
        "import sys, pipeline.text.language;"
        "pipeline.text.language.LanguageDetector();"
        "assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603
