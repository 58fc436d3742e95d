"""The command line: a thin front door that calls the packages and holds no logic."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, pretty_exceptions_show_locals=False)


@app.callback(invoke_without_command=True)
def dossier(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Join documents, testimony and tables into a case graph that can be asked, walked and cited."""
    if show_version:
        typer.echo(version("dossier"))


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
