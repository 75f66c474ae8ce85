"""What must hold of the code as a whole."""

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SOURCES = sorted((REPOSITORY / "pipeline").rglob("*.py"))
TESTS = sorted((REPOSITORY / "tests").rglob("*.py"))
LONGEST = 400
HEAVY = {"mlflow", "pandas", "polars", "numpy", "sklearn", "pyarrow", "trafilatura", "altair"}
PICKLERS = {"pickle", "joblib", "cloudpickle", "dill", "shelve", "marshal"}

every_source = pytest.mark.parametrize(
    "path", SOURCES, ids=[path.relative_to(REPOSITORY).as_posix() for path in SOURCES]
)


def _run(code: str, folder: Path) -> str:
    done = subprocess.run(  # noqa: S603 our own words
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _module(path: Path) -> str:
    return ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__")


def test_importing_our_modules_and_all_dependencies_makes_no_file_and_says_nothing(
    tmp_path: Path,
) -> None:
    names = [*map(_module, SOURCES), *_dependencies()]
    assert {"trafilatura", "mlflow", "sklearn", "yaml", "ahocorasick"} <= set(names)
    assert _run("\n".join(f"import {name}" for name in names), tmp_path) == ""
    assert list(tmp_path.iterdir()) == []


def test_the_command_imports_nothing_heavy_before_it_must(tmp_path: Path) -> None:
    code = "import sys, json, pipeline.cli; print(json.dumps(list(sys.modules)))"
    loaded = {name.partition(".")[0] for name in json.loads(_run(code, tmp_path))}
    assert loaded & HEAVY == set()


def _dependencies() -> list[str]:
    """The modules by which the declared dependencies are imported."""
    facts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    tops: dict[str, list[str]] = {}
    for top, names in importlib.metadata.packages_distributions().items():
        for name in names:
            tops.setdefault(_canonical(name), []).append(top)
    declared = [
        _canonical(re.split(r"[\[<>=~! ]", line)[0]) for line in facts["project"]["dependencies"]
    ]
    assert [name for name in declared if not tops.get(name)] == [], "not installed"
    return [min(tops[name], key=lambda top: _far(top, name)) for name in declared]


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _far(top: str, name: str) -> tuple[bool, bool, str]:
    """How unlike a module's name is to that of what holds it; the likest is the module meant."""
    return (_canonical(top) not in name, top.startswith("_"), top)


@every_source
def test_no_module_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@every_source
def test_nothing_that_can_run_code_from_a_file_is_read(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert not {alias.name.partition(".")[0] for alias in node.names} & PICKLERS
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").partition(".")[0] not in PICKLERS
        if isinstance(node, ast.Attribute) and node.attr == "load":
            assert not (isinstance(node.value, ast.Name) and node.value.id == "torch")
        if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            assert isinstance(node.value, ast.Constant) and node.value.value is False


def test_nothing_is_left_to_do() -> None:
    left = re.compile(r"TO[D]O|FIX[M]E|X[X]X")  # so spelt as not to find itself
    settings = [REPOSITORY / name for name in ("dvc.yaml", "params.yaml", "pyproject.toml")]
    found = [
        f"{path.relative_to(REPOSITORY)}:{number}"
        for path in [*SOURCES, *TESTS, *settings]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if left.search(line)
    ]
    assert found == []


def test_test_folders_are_no_packages() -> None:
    assert [path for path in TESTS if path.name == "__init__.py"] == []
