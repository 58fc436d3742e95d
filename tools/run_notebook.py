"""Run a notebook from its first cell to its last; the first error ends it, with the cell's own message.

Run it with the interpreter that has the extra `py2neo`: the notebook's kernel is that interpreter.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Run the notebook named on the command line and print what its cells printed."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    if len(sys.argv) != 2:
        print("Name one notebook.", file=sys.stderr)
        raise SystemExit(2)
    path = Path(sys.argv[1])
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": path.parent}})
    try:
        client.execute()
    except CellExecutionError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            print(output.get("text") or output.get("data", {}).get("text/plain", ""))


if __name__ == "__main__":
    main()
