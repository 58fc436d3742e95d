"""What every command shares: its consoles and arguments, who asks, an open case, a bar of progress, a table of rows."""

import getpass
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from graph.case import Case, open_case
from graph.evidence import Actor
from graph.model.levels import LEVELS, Level
from graph.settings import Settings, read_settings

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

CaseFolder = Annotated[Path, typer.Argument(metavar="CASE", help="The folder of the case.")]
KeyFile = Annotated[Path | None, typer.Option("--key-file", help="A file that holds the key, instead of a passphrase.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
Clearance = Annotated[str, typer.Option(help="Read up to this level: public, restricted, confidential, sealed.")]


def settings() -> Settings:
    """The settings of this machine, from its environment."""
    return read_settings(environ)


def actor() -> Actor:
    """Whoever is signed in to this machine."""
    return Actor(name=getpass.getuser())


def level_of(text: str) -> Level:
    """A level by its name."""
    if text not in LEVELS:
        raise typer.BadParameter(f"expected one of {', '.join(LEVELS)}", param_hint="--clearance")
    return LEVELS[text]


def secret(folder: Path, key_file: Path | None) -> dict[str, Any]:
    """The case's key: a given file, the one inside the case (an example), or a passphrase that is asked for."""
    if key_file is None and (folder / "case.key").is_file():
        key_file = folder / "case.key"
    return {"key_file": key_file} if key_file else {"passphrase": getpass.getpass("Passphrase: ")}


def opened(folder: Path, key_file: Path | None) -> Case:
    """The case in a folder."""
    now = settings()
    return open_case(folder, **secret(folder, key_file or now.key_file), password=password(now))


def password(settings: Settings) -> Callable[[], str]:
    """The graph database's password, from its file or a prompt; asked for only when one is needed."""

    def ask() -> str:
        file = settings.neo4j_password_file
        return file.read_text(encoding="utf-8").strip() if file else getpass.getpass("Password of the graph database: ")

    return ask


@contextmanager
def progress(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error; what is yielded takes how many are done, and of how many."""
    columns = (TextColumn(unit), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(unit, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def show_rows(rows: list[dict[str, Any]], as_json: bool) -> None:
    """A table for people, or JSON for a script."""
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    if not rows:
        out.print("None.")
        return
    table = Table()
    for at, column in enumerate(rows[0]):
        table.add_column(column, overflow="fold", no_wrap=at == 0)  # the first is what other commands take
    for row in rows:
        table.add_row(*(Text(str(value)) for value in row.values()))
    out.print(table)
