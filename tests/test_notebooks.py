"""The notebooks run from top to bottom, and are kept without what they print."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = {path.stem: path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The package as it stands here, no news but those of the project, no settings of anybody."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    for name in ("NEWSNLP_NEWS", "MPLBACKEND"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "matplotlib"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    (tmp_path / "notebooks").mkdir()


def run(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """The notebook with what its cells print and show."""
    resources = {"metadata": {"path": str(folder)}}
    return NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources=resources
    ).execute()


def test_there_are_four() -> None:
    assert list(NOTEBOOKS) == ["01_one_text", "02_a_folder", "03_press_table", "04_archive"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_runs_from_top_to_bottom(name: str, tmp_path: Path) -> None:
    done = run(nbformat.read(NOTEBOOKS[name], as_version=4), tmp_path / "notebooks")
    cells = [cell for cell in done.cells if cell.cell_type == "code"]
    assert all(cell.outputs for cell in cells), "a cell shows nothing"
    kinds = {kind for cell in cells for output in cell.outputs for kind in output.get("data", ())}
    assert "text/html" in kinds
    assert ("image/png" in kinds) == (name != "01_one_text")
    complaints = [
        output.text
        for cell in cells
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]
    assert not complaints


def test_a_broken_cell_fails(tmp_path: Path) -> None:
    notebook = nbformat.read(NOTEBOOKS["01_one_text"], as_version=4)
    notebook.cells = [nbformat.v4.new_code_cell("import newsnlp\nnewsnlp.load('none')")]
    with pytest.raises(CellExecutionError, match="no such folder"):
        run(notebook, tmp_path)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_is_kept_without_what_it_printed(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS[name], as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs"), "jupyter nbconvert --clear-output --inplace strips it"
        assert cell.get("execution_count") is None
        assert not cell.metadata
    text = NOTEBOOKS[name].read_text("utf-8")
    assert not re.search(r"/(home|root|tmp|work|Users)/", text)
    assert text.endswith("}\n")
