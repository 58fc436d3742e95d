"""List, show and run saved queries."""

from pathlib import Path
from typing import Annotated

import typer

from commands import terminal
from commands.terminal import AsJson, CaseFolder, Clearance, KeyFile
from graph.dates import day
from queries import free, saved_query, tables
from queries.output import BadFormat, rendered

app = typer.Typer()
query_app = typer.Typer(no_args_is_help=True, help="List, show and run saved queries.")
app.add_typer(query_app, name="query")


@query_app.command("list")
def query_list(
    folder: Annotated[Path | None, typer.Argument(metavar="[CASE]")] = None, as_json: AsJson = False
) -> None:
    """List the saved queries: the shipped ones, and the case's own.

    Example: dossier query list
    """
    found = saved_query.load_all(folder)
    terminal.show_rows(
        [
            {
                "name": one.name,
                "title": one.title(),
                "parameters": ", ".join(parameter.name for parameter in one.parameters),
            }
            for one in found
        ],
        as_json,
    )


@query_app.command("show")
def query_show(name: str, folder: Annotated[Path | None, typer.Argument(metavar="[CASE]")] = None) -> None:
    """Print a saved query with its parameters and an example.

    Example: dossier query show who_held_post
    """
    typer.echo(saved_query.find(name, folder).describe())


Param = Annotated[list[str] | None, typer.Option("-p", "--param", metavar="KEY=VALUE")]


@query_app.command("run")
def query_run(
    folder: CaseFolder,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A saved query; or '-' to read Cypher from standard input.")
    ],
    param: Param = None,
    format_: Annotated[str, typer.Option("--format", help="table, csv, json, xlsx or graphml")] = "table",
    output: Annotated[Path | None, typer.Option("--out", dir_okay=False)] = None,
    clearance: Clearance = "sealed",
    known_on: Annotated[
        str, typer.Option(metavar="DAY", help="Answer from what was known at the end of this day (2026-03-31, UTC).")
    ] = "",
    key_file: KeyFile = None,
) -> None:
    """Run a saved query, or read-only Cypher from standard input.

    Example: dossier query run my-case who_held_post -p unit="U-417 208-8" -p day=2015-03-14
    """
    values = dict(_pair(text) for text in param or [])
    with terminal.opened(folder, key_file) as case:
        now = case.reader(terminal.level_of(clearance), user=terminal.actor().name)
        with now.as_known_on(day(known_on).since_min) if known_on else now as reader:
            if name == "-":
                result = free.run(reader, typer.get_text_stream("stdin").read(), values)
            else:
                result = saved_query.find(name, case.folder).run(reader, **values)
            content = None if format_ == "table" else rendered(result, format_, reader)
        if content is None:
            terminal.out.print(tables.to_table(result))
        else:
            _deliver(content, output)


def _deliver(content: str | bytes, output: Path | None) -> None:
    if output is not None:
        output.write_bytes(content.encode() if isinstance(content, str) else content)
        terminal.out.print(f"Wrote {output}.", markup=False)
    elif isinstance(content, str):
        typer.echo(content, nl=False)
    else:
        raise BadFormat("This form is a file: name it with --out.")


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter("expected KEY=VALUE", param_hint="-p")
    return key, value
