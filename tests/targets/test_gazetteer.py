import re
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.targets.context import load_contexts
from pipeline.targets.gazetteer import Gazetteer, GazetteerError, read_target

CODEBOOK = {
    "russia": {"russia"},
    "allies": {"belarus", "iran", "north-korea", "syria"},
    "partners": {
        *("armenia", "azerbaijan", "kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan"),
        *("uzbekistan", "china", "serbia", "hungary", "cis"),
    },
    "counterparts": {"ukraine", "west", "moldova", "georgia"},
}
SMALL = """
group = "partners"
label = "Ruritania"
[[entities]]
id = "ruritania"
kind = "name"
[entities.forms]
en = ["Ruritania"]
"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ruritania.toml").write_text(SMALL, encoding="utf-8")
    return tmp_path


def test_every_target_of_the_codebook_has_a_file_in_its_group(gazetteer: Gazetteer) -> None:
    groups = {target: group for group, targets in CODEBOOK.items() for target in targets}
    assert {t: gazetteer.group_of(t) for t in gazetteer.targets} == groups


def test_every_target_has_a_name_finds_and_forms_in_the_main_languages(
    gazetteer: Gazetteer,
) -> None:
    for target in gazetteer.targets.values():
        names = [e for e in target.entities if e.kind in ("name", "demonym")]
        assert {"en", "pl", "ru", "uk"} <= {lang for e in names for lang in e.forms}, target.id
        assert {"en", "pl", "ru", "uk"} <= {find.language for find in target.finds}, target.id
        assert target.ignores, target.id


def test_ids_are_kebab_case_and_terms_of_office_run_forward(gazetteer: Gazetteer) -> None:
    for target in gazetteer.targets.values():
        for entity in target.entities:
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entity.id)
            if entity.valid_from and entity.valid_until:
                assert entity.valid_from < entity.valid_until, entity.id


def test_no_form_stands_twice_in_an_entity(gazetteer: Gazetteer) -> None:
    for target in gazetteer.targets.values():
        for entity in target.entities:
            for forms in entity.forms.values():
                assert len(set(forms)) == len(forms), (target.id, entity.id)


def test_every_language_with_forms_has_its_context_words(gazetteer: Gazetteer) -> None:
    assert set(gazetteer.languages) == set(gazetteer.contexts)


def test_the_file_name_is_the_key(folder: Path) -> None:
    assert set(Gazetteer.load(folder).targets) == {"ruritania"}


def test_an_unknown_target_has_no_group(gazetteer: Gazetteer) -> None:
    with pytest.raises(GazetteerError, match=r"target 'ruritania': unknown; use one of armenia"):
        gazetteer.group_of("ruritania")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("group = ", r"not TOML.*; correct the syntax"),
        (SMALL.replace("partners", "friends"), r"group: .*'friends'; correct the field"),
        (SMALL.replace('"name"', '"person"'), r"entities\.0\.kind: .*'person'; correct"),
        (SMALL.replace('id = "ruritania"', 'id = "Ruritania"'), r"'Ruritania': not in kebab case"),
        (SMALL + SMALL[SMALL.index("[[") :], r"entity 'ruritania': there twice; merge"),
        (SMALL.replace('["Ruritania"]', "[]"), r"'ruritania', en: an empty or padded form"),
        (SMALL.replace('["Ruritania"]', '" Ruritania"'), r"forms\.en: .*; correct the field"),
        (SMALL.replace("label", "lable"), r"label: Field required; correct the field"),
        ("colour = 1\n" + SMALL, r"colour: .*got 1; correct the field"),
        ('id = "other"\n' + SMALL, r"id: not a key of its own; drop it"),
    ],
)
def test_a_malformed_file_is_named_with_what_to_do(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "ruritania.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError, match=rf"ruritania\.toml: .*{message}"):
        read_target(path)


def test_two_targets_may_not_claim_one_form(folder: Path) -> None:
    (folder / "strelsau.toml").write_text(SMALL, encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"'Ruritania' \(en\) is claimed by ruritania"):
        Gazetteer.load(folder)


def test_an_empty_folder_holds_no_target(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no target in it; name a folder"):
        Gazetteer.load(tmp_path)


def test_a_context_with_a_missing_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('place_before = ["in"]\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"en\.toml: keys .*acts_after.* missing or unknown"):
        load_contexts(tmp_path)
