"""What ``dvc.yaml``, ``params.yaml`` and the stage files must say alike."""

import ast
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
FILES = sorted((REPOSITORY / "pipeline" / "stages").glob("[!_]*.py"))
DVC: dict[str, Any] = yaml.safe_load((REPOSITORY / "dvc.yaml").read_text())
TEACHER: dict[str, Any] = yaml.safe_load((REPOSITORY / "teacher" / "dvc.yaml").read_text())
STAGES: dict[str, dict[str, Any]] = {
    name: stage.get("do", stage) for name, stage in DVC["stages"].items()
} | {name: TEACHER["stages"][name] for name in ("teacher", "lessons")}
PARAMS: dict[str, Any] = yaml.safe_load((REPOSITORY / "params.yaml").read_text())

WITHOUT_SETTINGS = {"split", "lessons"}

# What a stage imports without a word on it in its deps, and why its output does not hang on it.
NO_DEPENDENCY = {
    "pipeline.errors": "faults end a stage; no output shows them",
    "pipeline.params": "its values are declared as params",
    "pipeline.stages": "hands a stage its arguments",
}
NO_DEPENDENCY_OF = {
    "train": {
        "pipeline.evaluation.bootstrap": "training takes label columns, and measures nothing",
        "pipeline.evaluation.metrics": "training takes label columns, and measures nothing",
    },
}
# The classifier that a stage is handed, which it imports by name.
LOADED = {"lessons": "pipeline.stance.classifiers.teacher"}
# Logging shows in no output. Where a stage reads the registry, its deps name that file.
LOGGING = "pipeline.tracking"

every_stage = pytest.mark.parametrize("name", list(STAGES))


def test_every_stage_is_a_file_and_every_file_a_stage() -> None:
    assert {path.stem for path in FILES} == set(STAGES)


@every_stage
def test_a_stage_runs_the_file_of_its_name(name: str) -> None:
    assert STAGES[name]["cmd"].split()[0] == f"${{python}}.{name}"
    assert f"pipeline/stages/{name}.py" in STAGES[name]["deps"]


@every_stage
def test_a_stage_that_takes_settings_has_a_section_of_its_name(name: str) -> None:
    assert (name in PARAMS) != (name in WITHOUT_SETTINGS)


def test_every_section_of_the_settings_is_a_stages() -> None:
    assert set(PARAMS) - {"seed", "languages"} <= set(STAGES)


@every_stage
def test_a_stage_declares_the_settings_that_it_reads(name: str) -> None:
    tree = ast.parse((REPOSITORY / "pipeline" / "stages" / f"{name}.py").read_text())
    read = {
        node.attr.removesuffix("_")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "params"
    }
    declared = {key.partition(".")[0] for key in STAGES[name].get("params", [])}
    assert read - declared == set(), "read and not declared"
    assert declared - read == set(), "declared and not read"


@every_stage
def test_what_a_stage_is_handed_is_declared(name: str) -> None:
    stage = STAGES[name]
    plots = [path for plot in stage.get("plots", []) for path in plot]
    outs = [
        path for out in stage.get("outs", []) for path in ([out] if isinstance(out, str) else out)
    ]
    metrics = [path for metric in stage.get("metrics", []) for path in metric]
    declared = [*stage["deps"], *outs, *metrics, *plots]
    for argument in stage["cmd"].split()[1:]:
        known = argument.startswith((".stance/", "${item.", "${key}")) or any(
            path == argument or path.startswith(f"{argument}/") or argument in path
            for path in declared
        )
        assert known, argument


def test_the_articles_that_are_read_in_want_of_a_corpus_are_a_dependency() -> None:
    assert PARAMS["clean"]["fallback"] in STAGES["clean"]["deps"]


@every_stage
def test_every_module_that_can_change_what_a_stage_writes_is_a_dependency(name: str) -> None:
    deps = STAGES[name]["deps"]
    missing = {
        module
        for module in _reached(f"pipeline.stages.{name}")
        if not _named(module, deps)
        and module not in NO_DEPENDENCY
        and module not in NO_DEPENDENCY_OF.get(name, {})
        and not module.startswith(LOGGING)
        and not _says_nothing(module)
    }
    assert missing == set()


@pytest.mark.parametrize("name", ["score", "register"])
def test_a_stage_that_reads_the_registry_names_it(name: str) -> None:
    assert _named("pipeline.tracking.registry", STAGES[name]["deps"])


@every_stage
def test_every_dependency_on_code_is_there_and_is_used(name: str) -> None:
    reached = _reached(f"pipeline.stages.{name}") | {"pipeline.tracking.runs"}
    if name in LOADED:
        reached |= _reached(LOADED[name])
    for dep in STAGES[name]["deps"]:
        if dep.startswith("pipeline/") and "${" not in dep:
            assert (REPOSITORY / dep).exists(), dep
            assert any(_named(module, [dep]) for module in reached), dep


def test_a_classifiers_training_hangs_on_its_own_file() -> None:
    deps = STAGES["train"]["deps"]
    assert "pipeline/stance/classifiers/${key}.py" in deps
    (classifiers,) = [each["classifiers"] for each in DVC["vars"] if "classifiers" in each]
    assert set(classifiers) | {"teacher"} == set(PARAMS["train"])
    for stage in ("train", "evaluate", "test"):
        assert DVC["stages"][stage]["foreach"] == "${classifiers}"


@pytest.mark.parametrize("stage", [STAGES["train"], TEACHER["stages"]["train"]])
def test_no_training_hangs_on_a_test_set(stage: dict[str, Any]) -> None:
    data = {Path(dep).name for dep in stage["deps"] if dep.startswith("data/dataset")}
    assert {"train.parquet", "dev.parquet"} <= data
    assert data <= {"train.parquet", "dev.parquet", "unlabelled.parquet"}


def test_the_lessons_that_are_asked_for_are_a_dependency() -> None:
    (classifiers,) = [each["classifiers"] for each in DVC["vars"] if "classifiers" in each]
    for name, item in classifiers.items():
        wanted = PARAMS["train"][name].get("lessons") or "pipeline/stance/__init__.py"
        assert item["lessons"] == wanted
    (said,) = TEACHER["stages"]["lessons"]["outs"]
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert f"cp {said} {classifiers['finetuned']['lessons']}" in makefile


def test_nothing_hangs_on_what_takes_hours() -> None:
    """DVC runs the stage that makes a dependency, whatever file that stage stands in."""
    deps = {dep for name in DVC["stages"] for dep in STAGES[name]["deps"]}
    deps |= {path for each in DVC["vars"] for item in _items(each) for path in item.values()}
    for stage in TEACHER["stages"].values():
        for out in [*stage.get("outs", []), *stage.get("metrics", []), *stage.get("plots", [])]:
            (path,) = [out] if isinstance(out, str) else out
            assert path not in deps


def _items(var: dict[str, Any]) -> list[dict[str, str]]:
    return list(var.get("classifiers", {}).values())


@pytest.mark.parametrize("name", ["train", "evaluate", "test"])
def test_the_teacher_hangs_on_the_code_that_finetuned_hangs_on(name: str) -> None:
    ours, theirs = (
        {dep for dep in stages[name]["deps"] if dep.startswith(("pipeline/", "${item.code}"))}
        for stages in (TEACHER["stages"], STAGES)
    )
    filled = {"${key}": "teacher", "${item.code}": "pipeline/stance/networks"}
    for mark, value in filled.items():
        theirs = {dep.replace(mark, value) for dep in theirs}
    assert theirs <= ours
    assert ours - theirs == {"pipeline/stance/classifiers/finetuned.py"}


def _file(module: str) -> Path:
    path = REPOSITORY.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _named(module: str, deps: list[str]) -> bool:
    path = _file(module).relative_to(REPOSITORY).as_posix()
    return any(path == dep or path.startswith(f"{dep}/") for dep in deps)


def _says_nothing(module: str) -> bool:
    """Whether a module, as that of most packages, is a docstring alone."""
    return all(isinstance(part, ast.Expr) for part in ast.parse(_file(module).read_text()).body)


@cache
def _imports(module: str) -> frozenset[str]:
    """The modules of ours that a module imports anywhere in it, with their packages."""
    named = []
    for node in ast.walk(ast.parse(_file(module).read_text())):
        if isinstance(node, ast.Import):
            named += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            named += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    found = set()
    for name in named:
        parts = name.split(".")
        if parts[0] == "pipeline":
            packages = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
            found |= {package for package in packages if _file(package).is_file()}
    return frozenset(found)


@cache
def _reached(module: str) -> frozenset[str]:
    """All modules of ours that a module imports, and that these import; not through logging."""
    reached: set[str] = set()
    ahead = [module]
    while ahead:
        here = ahead.pop()
        if here not in reached:
            reached.add(here)
            ahead += [] if here.startswith(LOGGING) else _imports(here)
    return frozenset(reached)
