import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli
from pipeline.report import readme


def _fenced(text: str) -> list[str]:
    return [line for block in text.split("```")[1::2] for line in block.splitlines()]


@pytest.fixture(scope="module")
def text(repository: Path) -> str:
    return (repository / "README.md").read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_measures_in_git(repository: Path, text: str) -> None:
    def load(path: str) -> dict[str, Any]:
        shown = subprocess.run(  # noqa: S603
            ["git", "show", f":{path}"],  # noqa: S607
            cwd=repository,
            capture_output=True,
            check=False,
        )
        if shown.returncode:
            pytest.skip("no measures in git")
        return json.loads(shown.stdout)

    assert readme.render(text, load) == text, "run python -m pipeline.report.readme"


def test_a_table_is_filled_in_between_its_marks(text: str) -> None:
    scores = {
        "B": {"n_articles": 3, "score": None, "low": None, "high": None},
        "A": {"n_articles": 1200, "score": -0.5, "low": -0.6, "high": -0.4},
    }
    found = readme.outlets(lambda path: {"russia": scores})
    assert "| A | 1,200 | -0.50 | [-0.60, -0.40] |\n| B | 3 | – | insufficient evidence |" in found


def test_the_larger_network_is_set_beside_ours_on_the_same_rows_alone() -> None:
    score = {"macro_f1": {"value": 0.5, "low": 0.4, "high": 0.6}}
    ours = {"stance": {"a": {"n": 9, **score}, "b": {"n": 8, **score}}, "loaded": {}}
    theirs = {"stance": {"a": {"n": 9, **score}, "b": {"n": 2, **score}}, "loaded": {}}
    found = readme.teacher(lambda path: theirs if path.startswith("teacher/") else ours)
    assert "| a | stance | 9 | 50.0 [40.0, 60.0] | 50.0 [40.0, 60.0] |" in found
    assert "| b |" not in found


def test_every_make_target_that_is_named_is_there(repository: Path, text: str) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    named = {line.split()[1] for line in _fenced(text) if line.startswith("make ")}
    assert {"run", "test", "ui"} <= named <= targets


def test_every_stance_command_that_is_shown_takes_its_options(
    text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = [line for line in _fenced(text) if line.startswith("stance ")]
    assert len(shown) >= 10
    for line in shown:
        words = shlex.split(line, comments=True)
        command = [
            word for word in words[1:3] if word in {"models", "promote", "rollback", "release"}
        ]
        command = command or words[1:2]
        monkeypatch.setattr(sys, "argv", ["stance", *command, "--help"])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        assert not stop.value.code
        said = capsys.readouterr().out
        assert all(word in said for word in words if word.startswith("--")), line


def test_every_file_that_is_named_is_there(repository: Path, text: str) -> None:
    named = re.findall(r"`((?:docs|data/authored)/[\w./-]*|[A-Z]+\.md)`", text)
    assert len(named) >= 5
    assert all((repository / name).exists() for name in named)
