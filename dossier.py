"""The command line: a thin front door that calls the packages and holds no logic.

Exit codes: 0 done, 1 refused or failed, 2 wrong usage (Typer's own), 3 done with refused rows.
"""

import getpass
import json
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from graph.case import Case, create_case, open_case
from graph.dates import day
from graph.errors import DossierError, fault, interrupted
from graph.evidence import Actor
from graph.model.levels import LEVELS, Level
from graph.rescue import examine
from graph.rescue import restore_copy as put_back_copy
from graph.settings import Settings, read_settings
from queries import free, saved_query, tables
from queries.output import BadFormat, rendered

# What reads and writes files is imported by the command that needs it: every other one starts in half the time.
if TYPE_CHECKING:
    from ingest.load import LoadReport

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, help="Records in, decisions between, a graph out."
)
query_app = typer.Typer(no_args_is_help=True, help="List, show and run saved queries.")
app.add_typer(query_app, name="query")
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

CaseFolder = Annotated[Path, typer.Argument(metavar="CASE", help="The folder of the case.")]
KeyFile = Annotated[Path | None, typer.Option("--key-file", help="A file that holds the key, instead of a passphrase.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
Clearance = Annotated[str, typer.Option(help="Read up to this level: public, restricted, confidential, sealed.")]

STOPPED = "Stopped: what was committed stays, and the same command run again finishes it."
INTERRUPTED = 130  # how Typer ends on Ctrl-C
AT_RISK = (
    "This version has no users and roles yet: do not load the names of people at risk. "
    "Use published data, or the example."
)


def main() -> None:
    """Run the command line: whatever goes wrong is one sentence, never a traceback, which could quote a row."""
    try:
        app()
    except SystemExit as end:
        if end.code != INTERRUPTED:
            raise
        _fail(STOPPED)
    except DossierError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"The system refused a step ({error.strerror or 'input or output'}); what was committed stays.")
    except MemoryError:
        _fail("There is not enough memory for this; what was committed stays.")
    except BaseException as error:  # noqa: BLE001 - an engine's panic is no Exception; its text may quote a value
        # A library that is interrupted in mid-step may raise an error of its own on its way out.
        if interrupted(error):
            _fail(STOPPED)
        _fail(f"A fault of Dossier's own ({fault(error)}): what was committed stays. Please report this line.")


def _fail(sentence: str) -> NoReturn:
    err.print(sentence, style="bold red", markup=False, soft_wrap=True)
    raise SystemExit(1)


@app.callback(invoke_without_command=True)
def dossier(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Join documents, testimony and tables into a case graph that can be asked, walked and cited."""
    if show_version:
        typer.echo(version("dossier"))


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
    settings = _settings()
    secret = _new_secret(key_file or settings.key_file)
    with create_case(folder, title=title, database=database, password=_password(settings), **secret) as case:
        out.print(f"Created {case.folder}. Keep its {'key file' if key_file else 'passphrase'}: nobody can recover it.")


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

    with _open(folder, key_file) as case:
        if not case.is_example:
            err.print(AT_RISK, style="yellow", soft_wrap=True)
        with _progress("rows") as report:
            done = load_files(
                case, files, mapping=mapping or None, dry_run=dry_run, strict=strict, actor=_actor(), on_progress=report
            )
        copies = [] if dry_run else write_refused_copy(done, files[0].parent)
        _show_load(done, copies, as_json)
    raise typer.Exit(3 if done.refused else 0)


def _show_load(done: "LoadReport", copies: list[Path], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(done.as_dict(), ensure_ascii=False))
        return
    for sentence in done.sentences:
        out.print(sentence, markup=False, soft_wrap=True)
    for refusal in done.refused[:20]:
        out.print(
            f"  {refusal}: {refusal.value}" if refusal.value else f"  {refusal}",
            markup=False,
            style="red",
            soft_wrap=True,
        )
    if len(done.refused) > 20:
        out.print(f"  … and {len(done.refused) - 20} more")
    if done.waiting:
        out.print(f"{len(done.waiting)} references wait for rows that have not been loaded, first:")
    for sentence in done.waiting[:5]:
        out.print(f"  {sentence}", markup=False, soft_wrap=True)
    for copy in copies:
        out.print(f"Refused rows, with the cell marked and a column why: {copy}", markup=False, soft_wrap=True)


@app.command()
def loads(folder: CaseFolder, key_file: KeyFile = None, as_json: AsJson = False) -> None:
    """List what was loaded, newest first.

    Example: dossier loads my-case
    """
    with _open(folder, key_file) as case:
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
        _show_rows(rows, as_json)
    for row in () if as_json else rows:
        counts = ", ".join(f"{row[what]} {what}" for what in ("added", "changed", "unchanged", "refused"))
        out.print(f"{row['load']}  {str(row['at'])[:16].replace('T', ' ')} by {row['by']}: {row['file']}", markup=False)
        out.print(f"  {counts}{', withdrawn' if row['withdrawn'] else ''}", markup=False)


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
    with _open(folder, key_file) as case:
        case.evidence.undo_load(load, _actor(), why)
        case.refresh()
        out.print(f"Load {load} is withdrawn.", markup=False)


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

    with _open(folder, key_file) as case:
        with _progress("pairs") as report:
            done = match_records(case, propose_only=propose_only, on_progress=report)
        case.refresh()
    if as_json:
        typer.echo(json.dumps({field: getattr(done, field) for field in done.__slots__}))
        return
    out.print(
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

    with _open(folder, key_file) as case:
        judge(case, left, right, verdict, actor=_actor(), why=why)
        out.print(f"{left} and {right}: {verdict}.", markup=False, soft_wrap=True)


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
        out.print(f"  {heading}: taken for {role.replace('_', ' ')}", markup=False, soft_wrap=True)
    for heading in found.left:
        out.print(f"  {heading}: left out", markup=False, soft_wrap=True)
    for heading in found.refused:
        out.print(f"  {heading}: never stored", markup=False, soft_wrap=True)
    out.print(
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
    out.print(f"Wrote {file}. Fill it, then: dossier load CASE {file.name}", markup=False)


@app.command()
def example(directory: Annotated[Path, typer.Argument(metavar="DIR", file_okay=False)]) -> None:
    """Write the source files of the example case (training material: published facts and an invented province).

    Example: dossier example example-files
    """
    from ingest.example import write_example

    for path in write_example(directory):
        out.print(str(path), markup=False)


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
    settings = _settings()
    secret = _secret(folder, key_file or settings.key_file)
    if restore_copy:
        copy = put_back_copy(folder, **secret)
        err.print(f"Put back the copy of {copy.at} (revision {copy.revision}); the replaced files stay beside it.")
    with _progress("records") as report:
        findings = examine(folder, **secret, password=_password(settings), rebuild=rebuild, on_progress=report)
    if as_json:
        typer.echo(json.dumps([{"kind": one.kind, "id": one.id, "sentence": one.sentence} for one in findings]))
    else:
        for one in findings:
            out.print(f"{one.kind}: {one.sentence}", markup=False, soft_wrap=True)
        wrong = sum(not one.settled for one in findings)
        out.print(f"{wrong} found." if wrong else "Nothing found.")
    raise typer.Exit(1 if any(not one.settled for one in findings) else 0)


@query_app.command("list")
def query_list(
    folder: Annotated[Path | None, typer.Argument(metavar="[CASE]")] = None, as_json: AsJson = False
) -> None:
    """List the saved queries: the shipped ones, and the case's own.

    Example: dossier query list
    """
    found = saved_query.load_all(folder)
    _show_rows(
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
    with _open(folder, key_file) as case:
        now = case.reader(_level(clearance), user=_actor().name)
        with now.as_known_on(day(known_on).since_min) if known_on else now as reader:
            if name == "-":
                result = free.run(reader, typer.get_text_stream("stdin").read(), values)
            else:
                result = saved_query.find(name, case.folder).run(reader, **values)
            content = None if format_ == "table" else rendered(result, format_, reader)
        if content is None:
            out.print(tables.to_table(result))
        else:
            _deliver(content, output)


def _deliver(content: str | bytes, output: Path | None) -> None:
    if output is not None:
        output.write_bytes(content.encode() if isinstance(content, str) else content)
        out.print(f"Wrote {output}.", markup=False)
    elif isinstance(content, str):
        typer.echo(content, nl=False)
    else:
        raise BadFormat("This form is a file: name it with --out.")


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

    actor = _actor()
    with _open(folder, key_file) as case, _progress("steps") as report:
        done = make_brief(
            case, read_selection(selection, owner=actor.name), audience=audience, purpose=purpose, out=output,
            actor=actor, title=title, language=language, on_progress=report,
        )  # fmt: skip
    if as_json:
        typer.echo(json.dumps({"folder": str(done.folder), "package": done.package, "revision": done.revision,
                               "facts": done.facts, "exhibits": done.exhibits, "files": done.files}))  # fmt: skip
        return
    summary = f"{done.facts} facts from {done.exhibits} exhibits, revision {done.revision}"
    out.print(f"Wrote {done.folder}: {summary}.", markup=False, soft_wrap=True)
    for sentence in done.sentences:
        out.print(f"  {sentence}", markup=False, soft_wrap=True)


@app.command()
def serve(
    folder: CaseFolder,
    host: Annotated[str | None, typer.Option()] = None,
    port: Annotated[int | None, typer.Option()] = None,
    key_file: KeyFile = None,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Serve the dashboard of a case on this machine.

    Example: dossier serve my-case --port 8050
    """
    with _open(folder, key_file) as case:
        _serve(case, host, port, browser)


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--case", help="Where the example case is kept.")] = Path("demo-case"),
    port: Annotated[int | None, typer.Option()] = None,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
    serve_it: Annotated[bool, typer.Option("--serve/--no-serve", help="Stop after loading.")] = True,
) -> None:
    """Load the example case through the commands that users have, and serve it.

    Example: dossier demo
    """
    from ingest.example import demo_case

    with demo_case(folder, say=lambda text: out.print(text, markup=False), progress=_progress) as case:
        if serve_it:
            _serve(case, None, port, browser)


def _serve(case: Case, host: str | None, port: int | None, browser: bool) -> None:
    from dashboard.serve import serve as serve_dashboard

    def ready(address: str) -> None:
        out.print(
            f"\nDossier is at  {address}\nThe address works once, in one browser. Ctrl-C stops it.\n", markup=False
        )
        if browser:
            webbrowser.open(address)

    serve_dashboard(case, settings=_settings(), host=host, port=port, on_ready=ready)


def _settings() -> Settings:
    return read_settings(environ)


def _actor() -> Actor:
    return Actor(name=getpass.getuser())


def _level(text: str) -> Level:
    if text not in LEVELS:
        raise typer.BadParameter(f"expected one of {', '.join(LEVELS)}", param_hint="--clearance")
    return LEVELS[text]


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter("expected KEY=VALUE", param_hint="-p")
    return key, value


def _new_secret(key_file: Path | None) -> dict[str, Any]:
    if key_file:
        return {"key_file": key_file}
    passphrase = getpass.getpass("Passphrase: ")
    if passphrase != getpass.getpass("Again: "):
        raise DossierError("The two passphrases differ; nothing was created.")
    return {"passphrase": passphrase}


def _open(folder: Path, key_file: Path | None) -> Case:
    settings = _settings()
    return open_case(folder, **_secret(folder, key_file or settings.key_file), password=_password(settings))


def _secret(folder: Path, key_file: Path | None) -> dict[str, Any]:
    if key_file is None and (folder / "case.key").is_file():
        key_file = folder / "case.key"
    return {"key_file": key_file} if key_file else {"passphrase": getpass.getpass("Passphrase: ")}


def _password(settings: Settings) -> Callable[[], str]:
    """The graph database's password, from its file or a prompt; asked for only when one is needed."""

    def ask() -> str:
        file = settings.neo4j_password_file
        return file.read_text(encoding="utf-8").strip() if file else getpass.getpass("Password of the graph database: ")

    return ask


@contextmanager
def _progress(unit: str) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn(unit), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(unit, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def _show_rows(rows: list[dict[str, Any]], as_json: bool) -> None:
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


if __name__ == "__main__":
    main()
