"""The reading steps on the golden sets: dev may not fall, and the page shows what was measured."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.golden import sets
from tests.quality import bench

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))
STEPS: dict[str, Callable[[bench.Table, str], None]] = {
    "cleaning": bench.cleaning,
    "language": bench.language,
    "sentences": bench.sentences,
    "voice": bench.voice,
    "targets": bench.targets,
}
LEAST = {"cleaning": 72, "language": 600, "sentences": 240, "voice": 120, "targets": 500}


@pytest.mark.parametrize("step", FLOORS)
def test_the_dev_part_is_read_as_well_as_before(step: str) -> None:
    table = bench.Table()
    STEPS[step](table, "dev")
    found = {
        (row["figure"], row["by"]): row["value"] for row in table.rows if row["slice"] == "all"
    }
    for figure, floor in FLOORS[step].items():
        name, _, who = figure.partition(", ")
        assert found[name, who or "ours"] >= floor, figure


@pytest.mark.parametrize("kind", sets.READERS)
@pytest.mark.parametrize("part", ["dev", "test"])
def test_golden_files_keep_to_their_form(kind: str, part: str) -> None:
    found = sets.read(kind, part)
    assert len(found) >= (LEAST[kind] if part == "test" else LEAST[kind] // 4)


def test_no_golden_text_stands_in_both_parts() -> None:
    for kind in sets.READERS:
        dev, test = ({_text(item) for item in sets.read(kind, part)} for part in ("dev", "test"))
        assert not dev & test


def _text(item: Any) -> str:
    if isinstance(item, sets.Page):
        return "".join(piece for piece, why in item.pieces if not why)
    if isinstance(item, sets.Passage):
        return "\n".join(text for text, _ in item.paragraphs)
    return str(item.text)


def test_the_page_shows_what_was_measured(repository: Path) -> None:
    found = json.loads((repository / "reports/text.json").read_text("utf-8"))
    assert (repository / "docs/text-quality.md").read_text("utf-8") == bench.page(found)


def test_a_broken_golden_file_is_told(tmp_path: Path) -> None:
    for name, text, read in (
        ("mark.toml", 'text = "⟦teaser:Read ⟦x⟧⟧"', sets.pages),
        ("reason.toml", 'text = "⟦advert:Read⟧"', sets.pages),
        ("tags.html", '<div data-gold="teaser">Read</p>', sets.pages),
        ("target.toml", '[[sentence]]\ntext = "[Rome](rome) spoke."', sets.mentioned),
        ("note.toml", '[[passage]]\nparagraphs = [["He left. ⟨Reed"]]', sets.passages),
        ("not.toml", "x = [", sets.paragraphs),
    ):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=r"\S"):
            list(read(path))
