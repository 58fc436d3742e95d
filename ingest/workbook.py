"""The intake workbook: one sheet a kind of record, in English or Arabic; written empty, loaded filled.

A filled one is known by its sheets and headings in either language, with columns in any order. References between
sheets are the user's own keys. The dataset's name, on the first sheet, says whose keys they are.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from graph.dates import parse_period, settle_order
from graph.errors import BadDate, LoadError
from graph.folding import fold
from graph.model import KINDS, Field, FieldType, Kind
from graph.model.denied import OFFER, is_denied
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import LANGUAGES, code_label, field_help, field_label, kind_label
from ingest.mapping.compile import text_of
from ingest.readers.tables import Cell, Sheet
from ingest.rows import RawRecord, Row, TablePlan, Unreadable

DATASET = "intake"
HEADER_WITHIN = 10
ROWS = 2_000
"""Rows that the drop-downs of a new workbook reach."""

_ABOUT = {
    "en": {
        "sheet": "About", "title": "Dossier intake workbook", "dataset": "Name of this dataset",
        "lines": (
            "One sheet a kind of record. Give every row a key of your own; other sheets refer to it by that key.",
            "Start with Sources and Documents: every other row names the document it rests on.",
            "Write dates as the source says them: 14 March 2015, late 2014, before April 2015, 2015-03.",
            "A row without a level is confidential.",
            "Never write routes, shelters, helpers or present addresses: there is no place for them here.",
            "Never write what somebody is (orientation, religion, ethnicity). Accusations have a sheet of their own.",
        ),
    },
    "ar": {
        "sheet": "عن الدفتر", "title": "دفتر إدخال دوسييه", "dataset": "اسم مجموعة البيانات",
        "lines": (
            "ورقة لكل نوع من السجلات. أعط كل سطر مفتاحاً من عندك، وبه تشير إليه الأوراق الأخرى.",
            "ابدأ بالمصادر والوثائق: كل سطر آخر يذكر الوثيقة التي يستند إليها.",
            "اكتب التواريخ كما يذكرها المصدر: 14 آذار 2015، أواخر 2014، قبل نيسان 2015، 2015-03.",
            "السطر الذي لا مستوى له سرّي.",
            "لا تكتب أبداً طرق العبور أو الملاجئ أو المساعدين أو العناوين الحالية: لا مكان لها هنا.",
            "لا تكتب أبداً ما هو الشخص (ميل أو دين أو عرق). ما اتُّهم به شخص، ومن اتهمه، مكانه ورقة الاتهامات.",
        ),
    },
}  # fmt: skip


# --- writing


def write_template(path: Path, language: str = "en") -> None:
    """Write an empty intake workbook.

    Args:
        language: of sheets, headings, help and lists: en or ar (sheets from right to left).

    Raises:
        LoadError: another language, or a file that cannot be written.
    """
    if language not in LANGUAGES:
        raise LoadError(f"The intake workbook is written in one of: {', '.join(LANGUAGES)}.")
    book = empty_workbook(language)
    try:
        book.save(path)
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be written ({error.strerror or 'output error'}).") from None


def empty_workbook(language: str) -> Workbook:
    """The workbook that :func:`write_template` writes, to be filled."""
    book = Workbook()
    _write_about(book.worksheets[0], language)
    lists = book.create_sheet("_lists")
    lists.sheet_state = "hidden"
    columns: dict[str, str] = {}
    for kind in KINDS.values():
        _write_sheet(book.create_sheet(kind_label(kind.name, language)), kind, language, lists, columns)
    book.move_sheet(lists, len(KINDS))
    for sheet in book.worksheets:
        sheet.sheet_view.rightToLeft = language == "ar"
    return book


def _write_about(sheet: Worksheet, language: str) -> None:
    words: dict[str, Any] = _ABOUT[language]
    sheet.title = words["sheet"]
    sheet["A1"] = words["title"]
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A3"], sheet["B3"] = words["dataset"], DATASET
    sheet["B3"].fill = PatternFill("solid", fgColor="FFF6DD")
    for at, line in enumerate(words["lines"], start=5):
        sheet.cell(at, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 90, 30


def _write_sheet(sheet: Worksheet, kind: Kind, language: str, lists: Worksheet, columns: dict[str, str]) -> None:
    for at, field in enumerate(kind.all_fields, start=1):
        letter = get_column_letter(at)
        head = sheet.cell(1, at, field_label(field.name, language, kind=kind.name) + (" *" if field.required else ""))
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="E4EBF2")
        help_ = sheet.cell(2, at, field_help(field.name, language, kind=kind.name))
        help_.font, help_.alignment = (
            Font(italic=True, color="5F6B76", size=9),
            Alignment(wrap_text=True, vertical="top"),
        )
        sheet.column_dimensions[letter].width = 28 if field.type in (FieldType.WORDS, FieldType.NAMES) else 20
        for cell in range(3, 203):
            sheet.cell(cell, at).number_format = "@"  # dates stay as people write them
        if field.type is FieldType.CODE and not field.many:
            drop = DataValidation(
                type="list", formula1=_list(field.vocabulary, language, lists, columns), allow_blank=True
            )
            sheet.add_data_validation(drop)
            drop.add(f"{letter}3:{letter}{ROWS}")
    sheet.row_dimensions[2].height = 48
    sheet.freeze_panes = "B3"


def _list(vocabulary: str, language: str, lists: Worksheet, columns: dict[str, str]) -> str:
    """The range of a drop-down's choices; each list stands once, on the hidden sheet."""
    if vocabulary not in columns:
        letter = get_column_letter(len(columns) + 1)
        codes = VOCABULARIES[vocabulary]
        for at, code in enumerate(codes, start=1):
            lists[f"{letter}{at}"] = code_label(vocabulary, code, language)
        columns[vocabulary] = f"_lists!${letter}$1:${letter}${len(codes)}"
    return columns[vocabulary]


# --- reading


def plans(sheets: Sequence[Sheet]) -> list[tuple[Sheet, TablePlan]]:
    """How each sheet of a filled workbook is read; [] where these are not the sheets of one."""
    dataset = next((name for sheet in sheets if (name := _dataset(sheet))), DATASET)
    found = []
    for sheet in sheets:
        kind = _KIND_OF.get(fold(sheet.name))
        header = _header(sheet, kind) if kind is not None else 0
        if kind is not None and header:
            found.append((sheet, _plan(sheet, kind, header, dataset)))
    return found


def _dataset(sheet: Sheet) -> str:
    labels = {fold(str(words["dataset"])) for words in _ABOUT.values()}
    for row in sheet.rows[:HEADER_WITHIN]:
        if len(row) > 1 and fold(text_of(row[0])) in labels:
            return text_of(row[1])
    return ""


_KIND_OF = {
    fold(text): kind
    for kind in KINDS.values()
    for text in (kind.name, kind.name.replace("_", " "), *(kind_label(kind.name, language) for language in LANGUAGES))
}


def _fields(kind: Kind) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for field in kind.all_fields:
        for text in (field.name, *(field_label(field.name, language, kind=kind.name) for language in LANGUAGES)):
            found.setdefault(fold(text), field)
    return found


def _bare(cell: Cell) -> str:
    return fold(text_of(cell).rstrip("*").strip())


def _header(sheet: Sheet, kind: Kind) -> int:
    """Number of the first row with at least two headings of the kind, 0 where there is none."""
    fields = _fields(kind)
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN], start=1):
        if sum(_bare(cell) in fields for cell in row) >= 2:
            return number
    return 0


def _plan(sheet: Sheet, kind: Kind, header: int, dataset: str) -> TablePlan:
    headings = tuple(text_of(cell).rstrip("*").strip() for cell in sheet.rows[header - 1])
    fields = _fields(kind)
    columns = [(at, fields[fold(heading)]) for at, heading in enumerate(headings) if fold(heading) in fields]
    unknown = [heading for heading in headings if heading and fold(heading) not in fields]
    notes = [f"Sheet {sheet.name}: columns not loaded: {', '.join(unknown)}."] if unknown else []
    if any(is_denied(heading) for heading in unknown):
        notes.append(f"{OFFER}.")
    key_at = next((at for at, field in columns if field.name == "key"), None)
    first = header + 1 + _is_help(sheet, header, kind)
    readers = [
        (at, field, _reader(sheet, at, field, headings[at], first)) for at, field in columns if field.name != "key"
    ]
    labels = {field.name: (headings[at],) for at, field in columns}

    def key(row: Row) -> str:
        return text_of(row[key_at]) if key_at is not None and key_at < len(row) else ""

    def records(row: Row) -> list[RawRecord]:
        values = {
            field.name: read(row[at]) for at, field, read in readers if at < len(row) and row[at] not in (None, "")
        }
        return [RawRecord(kind=kind.name, dataset=dataset, key=key(row), values=values, columns=labels)]

    return TablePlan(
        table=kind_label(kind.name), dataset=dataset, header=header, first=first, headings=headings, key=key,
        records=records, notes=tuple(notes), kinds=(kind.name,),
    )  # fmt: skip


def _is_help(sheet: Sheet, header: int, kind: Kind) -> bool:
    if len(sheet.rows) <= header:
        return False
    helps = {field_help(field.name, language, kind=kind.name) for field in kind.all_fields for language in LANGUAGES}
    cells = [text_of(cell) for cell in sheet.rows[header] if text_of(cell)]
    return bool(cells) and all(cell in helps for cell in cells)


def _reader(sheet: Sheet, at: int, field: Field, heading: str, first: int) -> Callable[[Cell], Any]:
    if field.type is not FieldType.EDTF:
        return lambda cell: cell
    settled = settle_order(
        text_of(row[at]) for row in sheet.rows[first - 1 :] if at < len(row) and isinstance(row[at], str)
    )
    order = settled.order if settled.state == "settled" else None

    def read(cell: Cell) -> Any:
        if not isinstance(cell, str):
            return cell
        try:
            return parse_period(cell, order=order)
        except BadDate as bad:
            raise Unreadable((heading,), bad.right) from None

    return read
