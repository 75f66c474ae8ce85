import warnings
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.readers.rows import RowSettings
from pipeline.schema import LabelledStance
from pipeline.scoring import batch
from pipeline.stance.classifiers import Making, Rows, majority
from pipeline.stance.persistence import Model

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def scored(
    repository: Path, stance_rows: list[LabelledStance], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The sample articles, scored by a majority model."""
    folder = tmp_path_factory.mktemp("scored")
    fitted = majority.fit(Making(None, 1), Rows(stance_rows), Rows())
    model = Model("majority", fitted, {}, {}, content="0" * 64)
    source = readers.read([str(repository / "data/authored/articles")], RowSettings())
    batch.score(source, model, folder, batch.BatchSettings(languages=("en", "pl", "ru", "uk")))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_runs_from_top_to_bottom(
    path: Path, scored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANCE_SCORES", str(scored))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the kernel's own, about its transport
        import nbclient
        import nbformat

        notebook = nbformat.read(path, as_version=4)
        kernel = nbclient.NotebookClient(
            notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}
        )
        kernel.execute()
    assert any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_is_kept_without_outputs(path: Path) -> None:
    assert '"outputs": []' in path.read_text(encoding="utf-8")
    assert '"output_type"' not in path.read_text(encoding="utf-8")
