"""Write a cited brief."""

import json
from pathlib import Path
from typing import Annotated

import typer

from commands import terminal
from commands.terminal import AsJson, CaseFolder, KeyFile

app = typer.Typer()


@app.command()
def brief(
    folder: CaseFolder,
    selection: Annotated[
        str, typer.Argument(help="Codes parted by commas, run:ID of a recorded run, or list:ID of a kept selection.")
    ],
    audience: Annotated[
        str, typer.Option(help="internal, counsel, un_mechanism, national_prosecutor or public: it sets the level.")
    ],
    purpose: Annotated[str, typer.Option(help="What it is for: printed on the title page.")],
    output: Annotated[Path, typer.Option("--out", file_okay=False, help="A new or empty folder.")],
    title: Annotated[str, typer.Option(help="A neutral title; it must name nobody at risk.")] = "",
    language: Annotated[str, typer.Option(help="en or ar")] = "en",
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Write a cited brief of some incidents, with the chains above them, as PDF, DOCX, CSV, XLSX and GraphML.

    Example: dossier brief my-case "I-171 247-2" --audience counsel --purpose "First review" --out brief
    """
    from queries.brief.package import make_brief
    from queries.brief.selection import read_selection

    actor = terminal.actor()
    with terminal.opened(folder, key_file) as case, terminal.progress("steps") as report:
        done = make_brief(
            case, read_selection(selection, owner=actor.name), audience=audience, purpose=purpose, out=output,
            actor=actor, title=title, language=language, on_progress=report,
        )  # fmt: skip
    if as_json:
        typer.echo(json.dumps({"folder": str(done.folder), "package": done.package, "revision": done.revision,
                               "facts": done.facts, "exhibits": done.exhibits, "files": done.files}))  # fmt: skip
        return
    summary = f"{_several(done.facts, 'fact')} from {_several(done.exhibits, 'exhibit')}, revision {done.revision}"
    terminal.out.print(f"Wrote {done.folder}: {summary}.", markup=False, soft_wrap=True)
    for sentence in done.sentences:
        terminal.out.print(f"  {sentence}", markup=False, soft_wrap=True)


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
