"""Reviewing without the page: the queue as a workbook that is filled offline."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from commands import terminal
from commands.terminal import AsJson, CaseFolder, KeyFile

app = typer.Typer()
review_app = typer.Typer(no_args_is_help=True, help="The review queue as a workbook, for field offices.")
app.add_typer(review_app, name="review")

Queue = Annotated[Path, typer.Argument(metavar="QUEUE.xlsx", dir_okay=False)]


@review_app.command("export")
def export(
    folder: CaseFolder,
    file: Queue,
    language: Annotated[str, typer.Option(help="en or ar")] = "en",
    clearance: Annotated[
        str, typer.Option(help="Records up to this level: public, restricted, confidential, sealed.")
    ] = "confidential",
    kind: Annotated[str, typer.Option(help="person, group, unit, location or incident; all where left out")] = "",
    most: Annotated[int, typer.Option(min=1, help="Pairs in the file, those worth most first.")] = 500,
    key_file: KeyFile = None,
) -> None:
    """Write the pairs that wait for a verdict into a workbook. It holds names.

    Example: dossier review export my-case queue.xlsx --language ar
    """
    from ingest.queue_file import write_queue

    with terminal.opened(folder, key_file) as case:
        done = write_queue(
            case, file, by=terminal.actor().name, language=language, level=terminal.level_of(clearance), kind=kind,
            most=most,
        )  # fmt: skip
    terminal.out.print(f"Wrote {file}: {done.pairs} pairs.", markup=False, soft_wrap=True)
    if done.left_out:
        terminal.out.print(f"{done.left_out} more rest on records above {clearance} and were left out.")
    if done.more:
        terminal.out.print(f"{done.more} more wait; --most takes more into one file.")
    terminal.err.print(
        "This file holds names, readable without a passphrase: carry it encrypted, destroy it once it is loaded.",
        style="yellow", soft_wrap=True,
    )  # fmt: skip


@review_app.command("load")
def load(
    folder: CaseFolder,
    file: Annotated[Path, typer.Argument(metavar="QUEUE.xlsx", exists=True, dir_okay=False)],
    clearance: terminal.Clearance = "sealed",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Load the verdicts of a filled workbook; what somebody has judged meanwhile stands, and is reported.

    Example: dossier review load my-case queue.xlsx --dry-run
    """
    from ingest.queue_file import load_queue

    with terminal.opened(folder, key_file) as case:
        done = load_queue(case, file, actor=terminal.actor(), level=terminal.level_of(clearance), dry_run=dry_run)
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False))
    else:
        counts = ", ".join(f"{count} {verdict}" for verdict, count in done.written.items())
        would = "Would write" if dry_run else "Wrote"
        terminal.out.print(
            f"{would}: {counts}. {done.unchanged} were judged so already, {done.empty} rows have no verdict.",
            markup=False, soft_wrap=True,
        )  # fmt: skip
        for sentence in done.conflicts:
            terminal.out.print(f"Conflict: {sentence}", markup=False, style="yellow", soft_wrap=True)
        for sentence in done.refused:
            terminal.out.print(f"Refused: {sentence}", markup=False, style="red", soft_wrap=True)
    raise typer.Exit(3 if done.refused or done.conflicts else 0)
