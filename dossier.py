"""The command line: a thin front door that calls the packages and holds no logic.

Exit codes: 0 done, 1 refused or failed, 2 wrong usage (Typer's own), 3 done, with refused rows or files left out.
"""

from importlib.metadata import version
from typing import Annotated, NoReturn

import typer

from commands import brief, case, dashboard, dedupe, evaluate, loading, match, query, review, second_person, terminal
from graph.errors import DossierError, fault, interrupted

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, help="Records in, decisions between, a graph out."
)
for part in (case, loading, match, review, evaluate, second_person, dedupe, query, brief, dashboard):
    app.add_typer(part.app)

STOPPED = "Stopped: what was committed stays, and the same command run again finishes it."
INTERRUPTED = 130  # how Typer ends on Ctrl-C


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
    terminal.err.print(sentence, style="bold red", markup=False, soft_wrap=True)
    raise SystemExit(1)


@app.callback(invoke_without_command=True)
def dossier(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Join documents, testimony and tables into a case graph that can be asked, walked and cited."""
    if show_version:
        typer.echo(version("dossier"))


if __name__ == "__main__":
    main()
