"""Find records that speak of one and the same, and judge a pair."""

import json
from pathlib import Path
from typing import Annotated

import typer

from commands import terminal
from commands.terminal import AsJson, CaseFolder, KeyFile

app = typer.Typer()


@app.command("match")
def match_command(
    folder: CaseFolder,
    propose_only: Annotated[bool, typer.Option("--propose-only", help="Queue everything for a person.")] = False,
    gazetteer: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="A CSV file of places; gazetteer.csv in the case folder is read by itself.",
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Compare also what has not changed since the last run.")
    ] = False,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Find records that speak of the same person, group, unit, place or incident.

    Near-certain pairs are joined, the rest wait in the review queue; what people have judged is never touched.

    Example: dossier match my-case
    """
    from ingest.matching.match import match as match_records
    from ingest.matching.telling import as_dict, sentences

    with terminal.opened(folder, key_file) as case:
        with terminal.progress("records") as report:
            done = match_records(case, propose_only=propose_only, gazetteer=gazetteer, again=again, on_progress=report)
        case.refresh()
        codes = case.evidence.codes({end for one in done.refused for end in (*one.pair, *one.because)})
    if as_json:
        typer.echo(json.dumps(as_dict(done, codes)))
        return
    for sentence in sentences(done, codes):
        terminal.out.print(sentence, markup=False, soft_wrap=True)


@app.command()
def decide(
    folder: CaseFolder,
    left: Annotated[str, typer.Argument(help="Code of a record.")],
    right: Annotated[str, typer.Argument(help="Code of another record of the same kind.")],
    verdict: Annotated[str, typer.Argument(help="same, different or unsure")],
    why: Annotated[str, typer.Option(help="The reason, kept with the verdict.")],
    key_file: KeyFile = None,
) -> None:
    """Say whether two records speak of one and the same; a later verdict takes its place.

    Example: dossier decide my-case "P-417 208-8" "P-031 553-4" different --why "another father"
    """
    from graph.deciding import judge

    with terminal.opened(folder, key_file) as case:
        judge(case, left, right, verdict, actor=terminal.actor(), why=why)
        terminal.out.print(f"{left} and {right}: {verdict}.", markup=False, soft_wrap=True)
