"""Load files into a case, list and undo loads, propose a mapping, write the workbook and the example's files."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands import terminal
from commands.terminal import AsJson, CaseFolder, KeyFile

# What reads and writes files is imported by the command that needs it: every other one starts in half the time.
if TYPE_CHECKING:
    from ingest.load import LoadReport

AT_RISK = (
    "This version has no users and roles yet: do not load the names of people at risk. "
    "Use published data, or the example."
)

app = typer.Typer()


@app.command()
def load(
    folder: CaseFolder,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", exists=True, dir_okay=False)],
    mapping: Annotated[
        str, typer.Option(help="A shipped mapping's name or a mapping file; found by itself otherwise.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Load nothing if any row is refused.")] = False,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Load workbooks, tables and documents into a case.

    Example: dossier load my-case ged_car.csv --dry-run
    """
    from ingest.load import load as load_files
    from ingest.refused import write_refused_copy

    with terminal.opened(folder, key_file) as case:
        if not case.is_example:
            terminal.err.print(AT_RISK, style="yellow", soft_wrap=True)
        with terminal.progress("rows") as report:
            done = load_files(
                case,
                files,
                mapping=mapping or None,
                dry_run=dry_run,
                strict=strict,
                actor=terminal.actor(),
                on_progress=report,
            )
        copies = [] if dry_run else write_refused_copy(done, files[0].parent)
        _show_load(done, copies, as_json)
    raise typer.Exit(3 if done.refused or done.left_out else 0)


def _show_load(done: "LoadReport", copies: list[Path], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(done.as_dict(), ensure_ascii=False))
        return
    for sentence in done.sentences:
        terminal.out.print(sentence, markup=False, soft_wrap=True)
    for refusal in done.refused[:20]:
        terminal.out.print(
            f"  {refusal}: {refusal.value}" if refusal.value else f"  {refusal}",
            markup=False,
            style="red",
            soft_wrap=True,
        )
    if len(done.refused) > 20:
        terminal.out.print(f"  … and {len(done.refused) - 20} more")
    if done.waiting:
        terminal.out.print(f"{len(done.waiting)} references wait for rows that have not been loaded, first:")
    for sentence in done.waiting[:5]:
        terminal.out.print(f"  {sentence}", markup=False, soft_wrap=True)
    for copy in copies:
        terminal.out.print(f"Refused rows, with the cell marked and a column why: {copy}", markup=False, soft_wrap=True)


@app.command()
def loads(folder: CaseFolder, key_file: KeyFile = None, as_json: AsJson = False) -> None:
    """List what was loaded, newest first.

    Example: dossier loads my-case
    """
    with terminal.opened(folder, key_file) as case:
        rows = [
            {
                "load": one.id,
                "at": one.at,
                "by": one.by,
                "file": one.file,
                "added": one.added,
                "changed": one.changed,
                "unchanged": one.unchanged,
                "refused": one.refused,
                "withdrawn": one.withdrawn,
            }
            for one in reversed(case.evidence.loads())
        ]
    if as_json or not rows:
        terminal.show_rows(rows, as_json)
    for row in () if as_json else rows:
        counts = ", ".join(f"{row[what]} {what}" for what in ("added", "changed", "unchanged", "refused"))
        terminal.out.print(
            f"{row['load']}  {str(row['at'])[:16].replace('T', ' ')} by {row['by']}: {row['file']}", markup=False
        )
        terminal.out.print(f"  {counts}{', withdrawn' if row['withdrawn'] else ''}", markup=False)


@app.command("undo-load")
def undo_load(
    folder: CaseFolder,
    load: Annotated[str, typer.Argument(help="The load, as 'dossier loads' lists it.")],
    why: Annotated[str, typer.Option(help="The reason, kept with the withdrawal.")] = "",
    key_file: KeyFile = None,
) -> None:
    """Take back exactly one load; what was known on an earlier day stays known.

    Example: dossier undo-load my-case 4f2a --why "wrong file"
    """
    with terminal.opened(folder, key_file) as case:
        case.evidence.undo_load(load, terminal.actor(), why)
        case.refresh()
        terminal.out.print(f"Load {load} is withdrawn.", markup=False)


@app.command()
def propose(
    table: Annotated[Path, typer.Argument(metavar="TABLE", exists=True, dir_okay=False)],
    output: Annotated[Path, typer.Option("--out", dir_okay=False, help="Where the mapping is written.")],
) -> None:
    """Propose a mapping for a table that nobody has mapped; read it, put it right, then load with it.

    Example: dossier propose sheet.xlsx --out sheet.yaml
    """
    from ingest.propose import propose_for_file

    found = propose_for_file(table)
    output.write_text(found.text, encoding="utf-8")
    for heading, role in found.taken.items():
        terminal.out.print(f"  {heading}: taken for {role.replace('_', ' ')}", markup=False, soft_wrap=True)
    for heading in found.left:
        terminal.out.print(f"  {heading}: left out", markup=False, soft_wrap=True)
    for heading in found.refused:
        terminal.out.print(f"  {heading}: never stored", markup=False, soft_wrap=True)
    terminal.out.print(
        f"Header in row {found.header}. Wrote {output}: put it right, then: "
        f"dossier load CASE {table.name} --mapping {output.name} --dry-run",
        markup=False, soft_wrap=True,
    )  # fmt: skip


@app.command()
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", dir_okay=False)],
    language: Annotated[str, typer.Option(help="en or ar")] = "en",
) -> None:
    """Write the intake workbook: one sheet a kind of record, drop-downs, a help line for each column.

    Example: dossier template intake.xlsx --language ar
    """
    from ingest.workbook import write_template

    write_template(file, language)
    terminal.out.print(f"Wrote {file}. Fill it, then: dossier load CASE {file.name}", markup=False)


@app.command()
def example(directory: Annotated[Path, typer.Argument(metavar="DIR", file_okay=False)]) -> None:
    """Write the source files of the example case (training material: published facts and an invented province).

    Example: dossier example example-files
    """
    from ingest.example import write_example

    for path in write_example(directory):
        terminal.out.print(str(path), markup=False)
