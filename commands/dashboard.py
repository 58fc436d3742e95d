"""Serve the dashboard of a case, or of the example."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from commands import terminal
from commands.terminal import CaseFolder, KeyFile
from graph.case import Case

app = typer.Typer()


@app.command()
def serve(
    folder: CaseFolder,
    host: Annotated[str | None, typer.Option()] = None,
    port: Annotated[int | None, typer.Option()] = None,
    key_file: KeyFile = None,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Serve the dashboard of a case on this machine.

    Example: dossier serve my-case --port 8050
    """
    with terminal.opened(folder, key_file) as case:
        _serve(case, host, port, browser)


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--case", help="Where the example case is kept.")] = Path("demo-case"),
    port: Annotated[int | None, typer.Option()] = None,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
    serve_it: Annotated[bool, typer.Option("--serve/--no-serve", help="Stop after loading.")] = True,
) -> None:
    """Load the example case through the commands that users have, and serve it.

    Example: dossier demo
    """
    from ingest.example import demo_case

    with demo_case(folder, say=lambda text: terminal.out.print(text, markup=False), progress=terminal.progress) as case:
        if serve_it:
            _serve(case, None, port, browser)


def _serve(case: Case, host: str | None, port: int | None, browser: bool) -> None:
    from dashboard.serve import serve as serve_dashboard

    def ready(address: str) -> None:
        terminal.out.print(
            f"\nDossier is at  {address}\nThe address works once, in one browser. Ctrl-C stops it.\n", markup=False
        )
        if browser:
            webbrowser.open(address)

    serve_dashboard(case, settings=terminal.settings(), host=host, port=port, on_ready=ready)
