"""The example's intake workbooks: the template that users get, filled from one YAML file each."""

from pathlib import Path

import yaml
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from graph.model import KINDS, Field, FieldType
from graph.model.words import code_label, field_label, kind_label
from ingest.example.making import MADE_AT
from ingest.wording import ABOUT
from ingest.workbook import write_template

Rows = dict[str, list[dict[str, str]]]
LANGUAGE = "en"
NOTE = "Training material / مادة تدريبية"


def read_rows(source: Path) -> Rows:
    """Kind to rows, every value as text: dates and flags stay as they are written."""
    loaded = yaml.load(source.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text only
    return dict(loaded)


def fill_workbook(source: Path, target: Path) -> Path:
    """Write an intake workbook from a YAML file, as somebody would who fills the template.

    The name of its dataset is that of the file.

    Raises:
        ValueError: the YAML names a field that its sheet has not.
    """
    write_template(target, LANGUAGE)
    book = load_workbook(target)
    book.properties.creator = book.properties.title = NOTE
    book.properties.created = book.properties.modified = MADE_AT
    about = book.worksheets[0]
    about["A2"] = NOTE
    next(row for row in about.iter_rows(max_col=2) if row[0].value == ABOUT[LANGUAGE]["dataset"])[1].value = target.stem
    for kind, rows in read_rows(source).items():
        _fill_sheet(book[kind_label(kind, LANGUAGE)], kind, rows)
    book.save(target)
    return target


def _fill_sheet(sheet: Worksheet, kind: str, rows: list[dict[str, str]]) -> None:
    fields = {field.name: field for field in KINDS[kind].all_fields}
    columns, first = _columns(sheet, kind)
    for at, row in enumerate(rows, start=first):
        if unknown := row.keys() - columns.keys():
            raise ValueError(f"{kind} {row['key']}: no column for {', '.join(sorted(unknown))}")
        for name, text in row.items():
            sheet.cell(at, columns[name], _as_shown(fields[name], text))


def _columns(sheet: Worksheet, kind: str) -> tuple[dict[str, int], int]:
    """Field to column, and the first row below headings and help."""
    labels = {field_label(field.name, LANGUAGE, kind=kind): field.name for field in KINDS[kind].all_fields}
    for number, row in enumerate(sheet.iter_rows(max_row=10, values_only=True), start=1):
        found = {labels[text]: at for at, cell in enumerate(row, 1) if (text := str(cell).rstrip(" *")) in labels}
        if len(found) > 1:
            below = number + 1
            while any(cell.value for cell in sheet[below]):
                below += 1
            return found, below
    raise ValueError(f"{sheet.title}: no row of headings")


def _as_shown(field: Field, text: str) -> str:
    """Codes as the words of the drop-down."""
    if field.type is not FieldType.CODE:
        return text
    return " | ".join(code_label(field.vocabulary, code.strip(), LANGUAGE) for code in text.split("|"))
