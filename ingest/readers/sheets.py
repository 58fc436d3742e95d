"""Workbooks by calamine: cells with their types, row and column numbers as the user's program shows them.

calamine keeps a sheet as a full rectangle, so that two cells in opposite corners ask for 400 GB. Sheets whose
used cells lie far apart are therefore pushed together first (XLSX only), read, and laid out again, row by row.
Runs in the locked worker.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from ingest.readers.archive import Archive
from ingest.sandbox import Unreadable

DENSE = 24_000_000  # cells of a rectangle (24 bytes each) that is read as it is
# A cell or row with its place; the last group is "/" where it is empty.
REFERENCE = re.compile(rb"<(?:[a-z]+:)?(c|row)(?=\s)([^>]*?)\sr=\"([A-Z]{0,3})(\d{1,7})\"([^>]*?)(/?)>")
ROW = re.compile(rb"<(?:[a-z]+:)?row\s[^>]*?\br=\"(\d{1,7})\"")
FAR_COLUMN = re.compile(rb"\br=\"[A-Z]{2,3}\d")
FORMULA = re.compile(rb"<(?:[a-z]+:)?f[\s>/]")
ERROR = re.compile(rb"<c r=\"([A-Z]{1,3}\d{1,7})\"[^>]*\bt=\"e\"")
UNSAVED = re.compile(rb"<c r=\"([A-Z]{1,3}\d{1,7})\"[^>]*><f[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
OLE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Every worksheet: {name, hidden, notes, rows}; a row is a list of cells without empty ones at its end.

    Cells are JSON values, None where empty, and ["d", ISO day], ["t", ISO day and time], ["h", clock or duration].
    """
    notes: dict[str, list[str]] = {}
    maps: dict[str, tuple[list[int], list[int]]] = {}
    if data[:4] == OLE:
        if ENCRYPTED in data:
            raise Unreadable("encrypted")
    elif data[:2] == b"PK":
        data, maps, notes = _prepare(data, int(options["unpacked"]))
    else:
        raise Unreadable("kind")
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        metadata = workbook.sheets_metadata
    except calamine.PasswordError:
        raise Unreadable("encrypted") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise Unreadable("broken") from None
    sheets, left = [], int(options["cells"])
    for one in metadata:
        if one.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        rows, used, merged = _rows(workbook, one.name, maps.get(one.name), int(options["columns"]), left)
        left -= used
        hidden = one.visible != calamine.SheetVisibleEnum.Visible
        sheets.append({"name": one.name, "hidden": hidden, "rows": rows, "notes": notes.get(one.name, []) + merged})
    return {"sheets": sheets}


def _rows(
    workbook: Any, name: str, spread: tuple[list[int], list[int]] | None, most_columns: int, left: int
) -> tuple[list[list[Any]], int, list[str]]:
    """Rows from row 1, how many cells are used, and what there is to note."""
    try:
        sheet = workbook.get_sheet_by_name(name)
        first, last = sheet.start or (0, 0), sheet.end or (0, 0)
        if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) > DENSE:
            raise Unreadable("cells")
        # Row by row as Python values: rows come from row 1 on, columns from the first used one.
        raw = sheet.iter_rows()
    except (calamine.CalamineError, OSError, ValueError):
        raise Unreadable("broken") from None
    rows: list[list[Any]] = []
    left_of, used = [None] * first[1], 0
    for row in raw:
        cells = left_of + [_cell(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        used += len(cells)
        if used > left:
            raise Unreadable("cells")
        if len(cells) > most_columns:
            raise Unreadable("columns")
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    if spread:
        return _spread(rows, *spread), used, []
    return rows, used, _share_merged(rows, sheet.merged_cell_ranges or [])


def _share_merged(rows: list[list[Any]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[str]:
    """Give each row the value of a cell that was merged over several: people mean it for all of them.

    What is merged across columns alone (a title) stays where it is.
    """
    shared = []
    for (top, column), (bottom, _) in ranges:
        value = rows[top][column] if top < len(rows) and column < len(rows[top]) else None
        if value is None or bottom == top:
            continue
        last = min(bottom, len(rows) - 1)
        for row in rows[top + 1 : last + 1]:
            row.extend([None] * (column + 1 - len(row)))
            row[column] = value
        letters = _letters(column + 1).decode()
        shared.append(f"{letters}{top + 1}:{letters}{bottom + 1}")
    return [f"cells merged over several rows, read as if each row said the same: {_some(shared)}"] if shared else []


def _cell(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return value or None
    if kind is float:
        # Workbooks know only floating numbers: 2015.0 was typed as 2015.
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if kind is datetime:
        return ["t", value.isoformat()]
    if kind is date:
        return ["d", value.isoformat()]
    if kind in (time, timedelta):
        return ["h", str(value)]
    return value


def _spread(rows: list[list[Any]], real_rows: list[int], real_columns: list[int]) -> list[list[Any]]:
    """Lay rows that were pushed together out again."""
    laid: list[list[Any]] = []
    for number, row in zip(real_rows, rows, strict=False):
        laid.extend([] for _ in range(number - 1 - len(laid)))
        cells: list[Any] = []
        for column, cell in zip(real_columns, row, strict=False):
            if cell is not None:
                cells.extend([None] * (column - 1 - len(cells)))
                cells.append(cell)
        laid.append(cells)
    return laid


# --- XLSX before calamine sees it --------------------------------------------------------------------------


def _prepare(data: bytes, most: int) -> tuple[bytes, dict[str, tuple[list[int], list[int]]], dict[str, list[str]]]:
    """The workbook, its far-flung sheets pushed together; what was pushed, and notes, by sheet name.

    Raises:
        Unreadable: "bomb", "broken", "encrypted"; "kind" where the zip is no workbook.
    """
    archive = Archive(data, most)
    if "xl/workbook.xml" not in archive.names:
        if "content.xml" in archive.names or "xl/workbook.bin" in archive.names:
            return data, {}, {}  # ODS, XLSB: calamine alone
        raise Unreadable("kind")
    targets = _targets(archive)
    replaced: dict[str, bytes] = {}
    maps: dict[str, tuple[list[int], list[int]]] = {}
    notes: dict[str, list[str]] = {}
    for path in archive.names:
        if not SHEET.fullmatch(path):
            continue
        content = archive.read(path)
        name = targets.get(path, "")
        notes[name] = _formula_notes(content) + _error_notes(content)
        if _far_flung(content):
            replaced[path], *pushed = _push_together(content)
            maps[name] = (pushed[0], pushed[1])
    if replaced:
        data = _repack(archive, replaced)
    return data, maps, notes


def _targets(archive: Archive) -> dict[str, str]:
    """Path of each worksheet -> its name, as the workbook says."""
    from ingest.readers.word import _parse  # the same careful XML parser

    relations = archive.read("xl/_rels/workbook.xml.rels")
    if not relations:
        return {}
    paths = {}
    for relation in _parse(relations):
        target = str(relation.get("Target", ""))
        paths[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    named = {}
    for sheet in _parse(archive.read("xl/workbook.xml")).iter("{*}sheet"):
        for key, value in sheet.attrib.items():
            if key.endswith("}id") and value in paths:
                named[paths[value]] = str(sheet.get("name", ""))
    return named


def _formula_notes(content: bytes) -> list[str]:
    if not FORMULA.search(content):
        return []
    unsaved = [found.group(1).decode() for found in UNSAVED.finditer(content)]
    notes = ["holds formulas; the values saved with them were taken"]
    if unsaved:
        notes.append(f"formulas without a saved value, read as empty: {_some(unsaved)}; open the file in a spreadsheet "
                     "program, save it, and load it again")  # fmt: skip
    return notes


def _error_notes(content: bytes) -> list[str]:
    places = [found.group(1).decode() for found in ERROR.finditer(content)]
    return [f"cells that show an error such as #N/A, read as empty: {_some(places)}"] if places else []


def _some(places: list[str]) -> str:
    return ", ".join(places[:8]) + (f" and {len(places) - 8} more" if len(places) > 8 else "")


def _far_flung(content: bytes) -> bool:
    """Whether the rectangle around a sheet's used cells is too large to hold. Cheap for ordinary sheets."""
    last = max((int(number) for number in ROW.findall(content)), default=0)
    if last * 26 <= DENSE and not FAR_COLUMN.search(content):
        return False
    rows, columns = _used(content)
    return bool(rows) and max(rows) * max(columns) > DENSE


def _used(content: bytes) -> tuple[set[int], set[int]]:
    """Numbers of the rows and columns that hold a cell with something in it."""
    rows, columns = set(), set()
    for found in REFERENCE.finditer(content):
        if found.group(1) == b"c" and not found.group(6):
            rows.add(int(found.group(4)))
            columns.add(found.group(3))
    return rows, {_column(letters) for letters in columns}


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _letters(number: int) -> bytes:
    letters = b""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = bytes([65 + rest]) + letters
    return letters


def _push_together(content: bytes) -> tuple[bytes, list[int], list[int]]:
    """The sheet with its used rows and columns numbered without gaps, and their real numbers."""
    used_rows, used_columns = _used(content)
    rows, columns = sorted(used_rows), sorted(used_columns)
    if len(rows) * len(columns) > DENSE:
        raise Unreadable("cells")
    row_at = {number: b"%d" % at for at, number in enumerate(rows, start=1)}
    column_at = {_letters(number): _letters(at) for at, number in enumerate(columns, start=1)}

    def renumber(found: re.Match[bytes]) -> bytes:
        kind, before, letters, number, after, empty = found.groups()
        if kind == b"c" and empty:
            return b""
        row = row_at.get(int(number))
        if row is None:  # a row without used cells: it may count on unnumbered, the next one is numbered again
            return b"<row" + before + after + empty + b">"
        place = column_at[letters] + row if kind == b"c" else row
        return b"<" + kind + before + b' r="' + place + b'"' + after + empty + b">"

    # Elements lose their prefix above: none of the writers that leave far-flung sheets uses one.
    if re.search(rb"<[a-z]+:row[\s>]", content[:20_000]):
        raise Unreadable("cells")
    return REFERENCE.sub(renumber, content), rows, columns


def _repack(archive: Archive, replaced: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name in archive.names:
            packed.writestr(name, replaced[name] if name in replaced else archive.read(name))
    return out.getvalue()
