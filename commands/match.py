"""Find records that speak of one and the same, and judge a pair."""

import json
from typing import Annotated

import typer

from commands import terminal
from commands.terminal import AsJson, CaseFolder, KeyFile

app = typer.Typer()


@app.command("match")
def match_command(
    folder: CaseFolder,
    propose_only: Annotated[bool, typer.Option("--propose-only", help="Queue everything for a person.")] = False,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Find records that speak of the same person, unit or place.

    Example: dossier match my-case
    """
    from ingest.matching import match as match_records

    with terminal.opened(folder, key_file) as case:
        with terminal.progress("pairs") as report:
            done = match_records(case, propose_only=propose_only, on_progress=report)
        case.refresh()
    if as_json:
        typer.echo(json.dumps({field: getattr(done, field) for field in done.__slots__}))
        return
    terminal.out.print(
        f"{done.compared} pairs compared: {done.applied} near certain and applied, {done.queued} wait for a person, "
        f"{done.withdrawn} earlier ones no longer hold, {done.decided_by_people} left as people judged them."
    )


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
