"""Mappings of a case's own: saved by a name into its folder ``mappings``, where every load finds them.

Such a file says how columns are read: it holds headings and the name of the dataset, and never a row.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from graph.case import Case
from graph.errors import LoadError
from ingest.mapping import parse_mapping, shipped

FOLDER = "mappings"
LONGEST = 60
"""Letters of a name."""
_NAME = re.compile(r"[^\W_](?:[\w .-]{0,58}\w)?")
_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))))


def saved_mappings(case: Case) -> list[str]:
    """Names of the case's own mappings, in order."""
    return sorted(path.stem for path in (case.folder / FOLDER).glob("*.yaml"))


def save_mapping(case: Case, text: str, name: str, *, replace: bool = False) -> Path:
    """Save the text of a mapping for a case, whole or not at all.

    Args:
        name: letters and digits of any script, blanks, dots and hyphens.
        replace: whether one of that name may be put in its place.

    Raises:
        LoadError: the name or the mapping cannot be taken, there is one of that name, or it cannot be written.
    """
    name = name.strip()
    if not _NAME.fullmatch(name) or name.lower().partition(".")[0] in _RESERVED or name in shipped():
        raise LoadError(
            "The name of a mapping has 1 to 60 letters, digits, blanks, dots or hyphens, and is none that comes with "
            "Dossier."
        )
    parse_mapping(text, f"{name}.yaml")
    folder = case.folder / FOLDER
    target = folder / f"{name}.yaml"
    if target.exists() and not replace:
        raise LoadError(f"There is a mapping '{name}' in this case already; choose another name, or replace it.")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=".", suffix=".new", dir=folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise LoadError(f"{name}.yaml cannot be written ({error.strerror or 'output error'}).") from None
    return target


def drop_mapping(case: Case, name: str) -> None:
    """Take a case's own mapping away; what was loaded with it stays.

    Raises:
        LoadError: there is none of that name.
    """
    if name not in saved_mappings(case):
        raise LoadError("There is no such mapping in this case.")
    (case.folder / FOLDER / f"{name}.yaml").unlink(missing_ok=True)
