"""When the evidence is damaged: say so, name the newest good copy and what it lacks, and put it back."""

from __future__ import annotations

from pathlib import Path

from graph.case import Password, Progress, good_copies, open_case, read_case_file, restore_copy
from graph.errors import CaseError, Damaged
from graph.evidence import Finding
from graph.evidence.copies import Copy

__all__ = ["examine", "restore_copy"]

DAMAGED = "damaged_file"
LISTED = 5


def examine(
    folder: Path,
    *,
    passphrase: str | None = None,
    key_file: Path | None = None,
    password: Password | None = None,
    rebuild: bool = False,
    on_progress: Progress | None = None,
) -> list[Finding]:
    """Open a case and check it; where its evidence is damaged, the last finding names the newest good copy.

    Args:
        rebuild: make the graph anew first.

    Raises:
        CaseError, StoreError: as :func:`graph.case.open_case`, but for damaged evidence, which is a finding.
    """
    read_case_file(folder)
    newest, loads = 0, []
    try:
        with open_case(
            folder, passphrase=passphrase, key_file=key_file, password=password, on_progress=on_progress
        ) as case:
            newest = case.evidence.revision()
            loads = [(one.revision, one.id) for one in case.evidence.loads()]
            if rebuild:
                case.rebuild(on_progress=on_progress)
            findings = case.check()
    except Damaged as damaged:
        findings = [Finding(kind=DAMAGED, id=folder.name, sentence=str(damaged))]
    if any(one.kind == DAMAGED for one in findings):
        copies = _copies(folder, passphrase, key_file)
        findings.append(Finding(kind="copy", id=folder.name, sentence=_offer(copies, newest, loads)))
    return findings


def _copies(folder: Path, passphrase: str | None, key_file: Path | None) -> list[Copy]:
    try:
        return good_copies(folder, passphrase=passphrase, key_file=key_file)
    except CaseError:
        return []  # without its header no copy can be opened either


def _offer(copies: list[Copy], newest: int, loads: list[tuple[int, str]]) -> str:
    if not copies:
        return "There is no good copy of the evidence in the case; restore a backup of it."
    copy = copies[0]
    return (
        f"The newest good copy is of {copy.at} (revision {copy.revision}); "
        f"'dossier check CASE --restore-copy' puts it back. {_lacking(copy, newest, loads)}"
    )


def _lacking(copy: Copy, newest: int, loads: list[tuple[int, str]]) -> str:
    if not newest:
        return "What was entered after that is not in it: load those files again."
    if newest <= copy.revision:
        return "It lacks nothing."
    later = [load for revision, load in loads if revision > copy.revision]
    if not later:
        return f"It lacks the last {newest - copy.revision} steps, none of them a load."
    more = f" and {len(later) - LISTED} more" if len(later) > LISTED else ""
    return f"It lacks these loads, to be loaded again: {', '.join(later[:LISTED])}{more}."
