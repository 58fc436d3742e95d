"""Ask for a second person before a merge counts, or stop asking."""

from enum import StrEnum
from typing import Annotated

import typer

from commands import terminal
from commands.terminal import CaseFolder, KeyFile

app = typer.Typer()


class Switch(StrEnum):
    """Whether the case asks."""

    ON = "on"
    OFF = "off"


@app.command("two-people")
def two_people(
    folder: CaseFolder,
    switch: Annotated[Switch | None, typer.Argument(help="on or off; nothing to be told how it is now.")] = None,
    why: Annotated[str, typer.Option(help="The reason, kept with the decision.")] = "",
    key_file: KeyFile = None,
) -> None:
    """Say whether a merge by a person counts only once a second person has said the same.

    It holds for every verdict, earlier ones too. What one person joined alone is kept, waits in Review, and changes
    nothing until somebody else agrees. To part two records, one person is enough. A case that says nothing asks for
    nobody.

    Example: dossier two-people my-case on --why "agreed with counsel"
    """
    from graph.deciding import ask_for_two_people

    with terminal.opened(folder, key_file) as case:
        if switch is not None:
            ask_for_two_people(case, on=switch is Switch.ON, actor=terminal.actor(), why=why)
        asks = case.evidence.two_people()
        waiting = sum(bool(one.waits) for one in case.reader().pair_verdicts())
    said = "A merge counts once two people have said the same." if asks else "One person is enough for a merge."
    terminal.out.print(f"{said} {waiting} wait for a second person." if asks else said, markup=False, soft_wrap=True)
