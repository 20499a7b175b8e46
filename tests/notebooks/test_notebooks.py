"""The worked studies run from their first cell to their last, and are kept without outputs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="notebooks need the extra 'notebook'")
nbclient = pytest.importorskip("nbclient", reason="notebooks need the extra 'notebook'")

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


SMALLER = (
    (r"replications=3, draws=0, people=200", "replications=2, draws=0, people=60, workers=1"),
    (r"size = \{.*\}", 'size = {"replications": 2, "people": 60, "years": 2, "workers": 1}'),
    (r"\.run\(\*\*size\)", ".run(draws=0, **size)"),
)
"""What a test puts in place of what a notebook says, to be done in time."""

OWN = {
    "05_bring_your_own_workforce": {', "people": 60': ""},
    "06_the_peter_principle": {'"people": 60, "years": 2': '"people": 160, "years": 12'},
}
"""What a small run of one notebook needs."""


def test_there_is_a_first_study() -> None:
    """The notebook that the README names is there."""
    assert "01_first_study" in {path.stem for path in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_what_it_printed(path: Path) -> None:
    """No output, no count of executions and no path of a machine is kept in a notebook."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


def _smaller(source: str, name: str) -> str:
    """Return a cell with the sizes of its runs made small."""
    for written, put in SMALLER:
        source = re.sub(written, put, source)
    for old, new in OWN.get(name, {}).items():
        source = source.replace(old, new)
    return source


@pytest.mark.whole_run
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every cell runs, made small, in its own folder, without the reader's settings."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    for variable in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # no debugger is attached
    notebook = nbformat.read(path, as_version=4)
    assert any(re.search(written, cell.source) for cell in notebook.cells for written, _ in SMALLER)
    for cell in notebook.cells:
        cell.source = _smaller(cell.source, path.stem)
    client = nbclient.NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    printed = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in printed)
    assert not [output for output in printed if output.get("name") == "stderr"]
