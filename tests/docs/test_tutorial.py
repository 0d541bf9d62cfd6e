"""The tutorial notebook runs, in Jupyter and without it, and is stored without output."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs/tutorial.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


def test_it_is_stored_without_output():
    for cell in CELLS:
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)


@pytest.mark.thorough
def test_every_cell_runs_and_shows_something(monkeypatch):
    pytest.importorskip("pandas")
    monkeypatch.chdir(NOTEBOOK.parent)
    names = {}
    for cell in CELLS:
        if cell["cell_type"] != "code":
            continue
        *first, last = ast.parse("".join(cell["source"])).body
        exec(compile(ast.Module(first, []), "cell", "exec"), names)
        assert isinstance(last, ast.Expr), "a cell ends with what it shows"
        shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        html = getattr(shown, "_repr_html_", None)
        assert html() if html else shown
    assert "full-operation" in names["deals"]._repr_html_()


@pytest.mark.slow
def test_it_runs_in_jupyter():
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    import nbformat

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    nbclient.NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parent)}}
    ).execute()
    shown = [
        output.get("data", {})
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    assert sum("text/html" in data for data in shown) >= 4
