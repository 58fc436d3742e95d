"""JSON lines as a table: the keys are the header row."""

from __future__ import annotations

from pathlib import Path

import orjson

from graph.errors import LoadError
from ingest.readers.text import decode

MOST_BYTES = 512 << 20

Plain = str | int | float | bool | None


def json_rows(path: Path, most_columns: int) -> tuple[list[tuple[Plain, ...]], list[str]]:
    """Row 1 is every key in the order met; the object on line n of the file is row n + 1.

    A value that is a list or object stays as its JSON text.

    Raises:
        LoadError: a line that is no JSON object (names the line), too many keys, a file too large.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise LoadError(f"{path.name}: larger than {MOST_BYTES >> 20} MB; split it.")
        decoded = decode(path.read_bytes())
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be opened ({error.strerror or 'input error'}).") from None
    columns: dict[str, int] = {}
    objects: list[dict[str, object]] = []
    for number, line in enumerate(decoded.text.rstrip("\n").split("\n"), start=1):
        found: object = {}
        if line.strip():
            try:
                found = orjson.loads(line)
            except orjson.JSONDecodeError:
                raise LoadError(f"{path.name}: line {number} is not JSON; expected one object a line.") from None
        if not isinstance(found, dict):
            raise LoadError(f"{path.name}: line {number} is no JSON object; expected one object a line.")
        objects.append(found)
        for key in found:
            columns.setdefault(key, len(columns))
        if len(columns) > most_columns:
            raise LoadError(f"{path.name}: line {number} brings the columns to more than {most_columns:,}.")
    rows: list[tuple[Plain, ...]] = [tuple(columns)]
    for one in objects:
        cells: list[Plain] = [_plain(one.get(key)) for key in columns]
        while cells and cells[-1] is None:
            cells.pop()
        rows.append(tuple(cells))
    return rows, list(decoded.notes)


def _plain(value: object) -> Plain:
    if value == "":
        return None
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return orjson.dumps(value).decode()
