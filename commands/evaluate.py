"""How well the matcher does on a case, by what people have judged in it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from commands import terminal
from commands.terminal import AsJson, CaseFolder, KeyFile

app = typer.Typer()


@app.command("evaluate")
def evaluate_command(
    folder: CaseFolder,
    plot: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write a picture (SVG): shares and counts, no names.")
    ] = None,
    gazetteer: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A CSV file of places, as 'dossier match' takes it."),
    ] = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Hold the matcher against the verdicts of people so far: precision and recall, and what to judge next.

    Example: dossier evaluate my-case --plot matcher.svg
    """
    from ingest.matching.evaluate import evaluate
    from ingest.matching.plot import svg
    from ingest.matching.telling import evaluated

    with terminal.opened(folder, key_file) as case, terminal.progress("kinds") as report:
        done = evaluate(case, gazetteer=gazetteer, on_progress=report)
    if plot is not None:
        plot.write_text(svg(done), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    for sentence in evaluated(done):
        terminal.out.print(sentence, markup=False, soft_wrap=True)
    if plot is not None:
        terminal.out.print(f"Wrote {plot}.", markup=False, soft_wrap=True)
