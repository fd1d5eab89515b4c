"""Run the notebooks of this folder and save what they show: ``python examples/notebooks/save.py``.

What changes from run to run is left out: times, versions, the state of widgets, and HTML beside a picture.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT = ("image/svg+xml", "text/html", "text/plain")


def main() -> None:
    """Run and save every notebook."""
    for path in sorted(HERE.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(HERE)}}).execute()
        notebook.metadata = METADATA
        for cell in notebook.cells:
            cell.metadata = {}
            for output in cell.get("outputs", []):
                tidy(output)
        nbformat.write(notebook, path)
        print(path.name)


def tidy(output: Any) -> None:
    """Keep of an output what a reader without a kernel sees."""
    if "data" in output:
        data = {form: output.data[form] for form in KEPT if form in output.data}
        if "image/svg+xml" in data:
            data.pop("text/html", None)
        output.data = data
        output.metadata = {}


if __name__ == "__main__":
    main()
