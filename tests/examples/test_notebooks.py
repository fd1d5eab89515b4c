"""The notebooks of the examples: they run, they say what they said when they were saved, and stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

EXAMPLES = Path(__file__).parents[2] / "examples"
SAVED = sorted((EXAMPLES / "notebooks").glob("*.ipynb"))
OUTSIDE = re.compile(
    r"""<(?:script|iframe|object|embed|link)\b|\b(?:src|href)\s*=\s*["']?(?!["']?(?:#|data:))"""
    r"""|url\(\s*["']?(?!["']?(?:#|data:))|@import""",
    re.IGNORECASE,
)
SHOWN = {"text/plain", "text/html", "image/svg+xml"}

each_notebook = pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def codes(notebook: Any) -> Iterator[Any]:
    return (cell for cell in notebook.cells if cell.cell_type == "code")


def told(notebook: Any) -> list[list[str]]:
    """What each code cell says in plain text, output by output."""
    return [list(map(plain, cell.outputs)) for cell in codes(notebook)]


def plain(output: Any) -> str:
    text: str = output.get("text") or output.get("data", {}).get("text/plain", output.output_type)
    return text


def test_there_are_notebooks() -> None:
    assert [path.stem for path in SAVED] == ["cai-lay-2022", "cao-bang-2015", "doi-bo-tieu-chi"]


@each_notebook
def test_a_notebook_run_again_says_what_it_says(path: Path, tmp_path: Path) -> None:
    for extra in ("matplotlib", "anywidget", "scipy"):
        pytest.importorskip(extra)
    there = copytree(EXAMPLES, tmp_path / "examples") / "notebooks"
    run = read(path)
    for cell in codes(run):
        cell.outputs = []
    nbclient.NotebookClient(run, timeout=60, resources={"metadata": {"path": str(there)}}).execute()
    assert told(run) == told(read(path))


@each_notebook
def test_every_code_cell_has_been_run_and_shows_something(path: Path) -> None:
    cells = list(codes(read(path)))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        assert cell.outputs
        assert all(each.output_type != "error" and each.get("name") != "stderr" for each in cell.outputs)


@each_notebook
def test_nothing_that_is_shown_refers_outside(path: Path) -> None:
    for cell in codes(read(path)):
        for each in cell.outputs:
            shown = each.get("data", {})
            assert set(shown) <= SHOWN
            assert not any(OUTSIDE.search(shown.get(form, "")) for form in SHOWN - {"text/plain"})


@each_notebook
def test_prose_leads_to_every_code_cell_and_says_that_points_are_illustrative(path: Path) -> None:
    kinds = [cell.cell_type for cell in read(path).cells]
    assert 10 <= len(kinds) <= 18
    assert kinds[0] == "markdown"
    assert ("code", "code") not in pairwise(kinds)
    assert "minh họa" in read(path).cells[0].source


@each_notebook
def test_a_saved_notebook_holds_nothing_of_the_machine_that_ran_it(path: Path) -> None:
    notebook = read(path)
    assert notebook.metadata == {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    assert all(not cell.metadata for cell in notebook.cells)
    assert path.stat().st_size < 1_500_000
