"""Find the rows of any table that are about the same person."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from commands import terminal
from commands.terminal import AsJson

app = typer.Typer()


@app.command("dedupe")
def dedupe_command(
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="CSV, TSV, XLSX, JSON lines or Parquet.")],
    out: Annotated[Path, typer.Option(help="CSV to write: record_id, cluster_id, rows, weakest_link.")],
    columns: Annotated[
        list[str] | None,
        typer.Option(
            help="Where headings do not say it: name=HEADING,birth_year=HEADING,… (name=First+Last joins two)."
        ),
    ] = None,
    pairs: Annotated[Path | None, typer.Option(help="CSV of pairs with probability, tier and reason codes.")] = None,
    memory: Annotated[str, typer.Option(help="The most memory for comparing, such as 4GB.")] = "4GB",
    threads: Annotated[int, typer.Option(min=1, max=64, help="Processor cores to use.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Find the rows of a table that are about the same person; no case is needed.

    Stopped with Ctrl-C, the same command goes on where it stood.

    Example: dossier dedupe members.csv --out clusters.csv --columns "name=Full name,place=Town"
    """
    from ingest.dedupe import dedupe
    from ingest.dedupe_columns import read_given

    with terminal.progress("rows") as bar:
        done = dedupe(
            table,
            out,
            columns=read_given(columns or ()),
            pairs_out=pairs,
            on_progress=lambda _, count, total: bar(count, total),
            memory=memory,
            threads=threads,
        )
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False))
        return
    found = ", ".join(f"{field}: {heading}" for field, heading in done.fields.items())
    terminal.out.print(f"Columns taken: {found}.", markup=False, soft_wrap=True)
    if done.resumed:
        terminal.out.print(f"{done.resumed} parts were taken over from the run that was stopped.")
    terminal.out.print(
        f"{done.rows} rows: {done.joined} in {done.clusters} clusters of two or more, {done.largest} in the largest. "
        f"Pairs near certain: {done.near_certain}; worth a look: {done.queued}.",
        soft_wrap=True,
    )
    for note in done.notes:
        terminal.out.print(note, markup=False, soft_wrap=True)
