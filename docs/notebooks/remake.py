"""Run the notebooks beside this file anew and store what comes out: `python docs/notebooks/remake.py [FOLDER]`.

FOLDER takes the notebooks instead of this one. They run in a folder of their own, so that what they write is thrown
away. Nothing of the machine and of the run is stored: no counts, times, paths or warnings.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
SECONDS = 300
"""A cell may take that long on a busy machine; both notebooks take some 20 seconds on a free one."""
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def remade(path: Path, folder: Path) -> nbformat.NotebookNode:
    """Run the notebook at `path` in `folder`. Raises `CellExecutionError` where a cell fails."""
    book = nbformat.read(path, as_version=4)
    NotebookClient(
        book, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    book.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(book.cells, start=1):
        cell.id = f"cell-{number}"
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [_bare(each) for each in cell.outputs if each.get("name") != "stderr"]
    return book


def _bare(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    if output.output_type == "execute_result":
        output.execution_count = None
    return output


def main(target: Path) -> None:
    """Run all notebooks and write them to `target`."""
    with tempfile.TemporaryDirectory() as folder:
        for data in HERE.glob("*.jsonl"):
            shutil.copy(data, folder)
        for path in sorted(HERE.glob("*.ipynb")):
            book = remade(path, Path(folder))
            nbformat.validate(book)
            nbformat.write(book, target / path.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
