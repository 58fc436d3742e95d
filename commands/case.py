"""Create a case; check it, rebuild its graph, put back a good copy."""

import getpass
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from commands import terminal
from commands.terminal import AsJson, CaseFolder, KeyFile
from graph.case import create_case
from graph.errors import DossierError
from graph.rescue import examine
from graph.rescue import restore_copy as put_back_copy

app = typer.Typer()


@app.command()
def new(
    folder: CaseFolder,
    title: Annotated[str, typer.Option(help="A neutral title: it is seen by whoever sees the case.")] = "Case",
    database: Annotated[str, typer.Option(help="bolt://… or neo4j://…; left out, the case carries its graph.")] = "",
    key_file: KeyFile = None,
) -> None:
    """Create a case.

    Example: dossier new my-case --title "Case 12"
    """
    settings = terminal.settings()
    secret = _new_secret(key_file or settings.key_file)
    with create_case(folder, title=title, database=database, password=terminal.password(settings), **secret) as case:
        terminal.out.print(
            f"Created {case.folder}. Keep its {'key file' if key_file else 'passphrase'}: nobody can recover it."
        )


@app.command()
def check(
    folder: CaseFolder,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build the graph anew from the evidence.")] = False,
    restore_copy: Annotated[
        bool, typer.Option("--restore-copy", help="Put back the newest good copy of damaged evidence first.")
    ] = False,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Check originals, records, links and that the graph follows from its evidence.

    Where the evidence is damaged, the newest good copy is named; --restore-copy puts it back.

    Example: dossier check my-case
    """
    settings = terminal.settings()
    secret = terminal.secret(folder, key_file or settings.key_file)
    if restore_copy:
        copy = put_back_copy(folder, **secret)
        terminal.err.print(
            f"Put back the copy of {copy.at} (revision {copy.revision}); the replaced files stay beside it."
        )
    with terminal.progress("records") as report:
        findings = examine(folder, **secret, password=terminal.password(settings), rebuild=rebuild, on_progress=report)
    if as_json:
        typer.echo(json.dumps([{"kind": one.kind, "id": one.id, "sentence": one.sentence} for one in findings]))
    else:
        for one in findings:
            terminal.out.print(f"{one.kind}: {one.sentence}", markup=False, soft_wrap=True)
        wrong = sum(not one.settled for one in findings)
        terminal.out.print(f"{wrong} found." if wrong else "Nothing found.")
    raise typer.Exit(1 if any(not one.settled for one in findings) else 0)


def _new_secret(key_file: Path | None) -> dict[str, Any]:
    if key_file:
        return {"key_file": key_file}
    passphrase = getpass.getpass("Passphrase: ")
    if passphrase != getpass.getpass("Again: "):
        raise DossierError("The two passphrases differ; nothing was created.")
    return {"passphrase": passphrase}
