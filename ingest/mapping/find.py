"""Read and check mapping files, and find the one that fits a sheet."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path

import yaml
from pydantic import ValidationError

from graph.errors import LoadError
from graph.folding import fold
from graph.model import KINDS
from graph.model.denied import OFFER, is_denied
from ingest.mapping.compile import Columns, Compiler, text_of, used_by
from ingest.mapping.schema import Mapping, RecordRule, TableRule
from ingest.readers.tables import Cell, Sheet
from ingest.rows import RawRecord, TablePlan

HEADER_WITHIN = 30
"""A header row is looked for in so many first rows."""
SAMPLED = 5_000
"""Rows read to settle whether 12/03 is in March or in December."""


def read_mapping(path: Path) -> Mapping:
    """A mapping file, checked.

    Raises:
        LoadError: the file cannot be read, or says something that a mapping cannot say; one sentence names where.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise LoadError(f"{path.name}: cannot be read as UTF-8 text.") from None
    return parse_mapping(text, path.name)


def parse_mapping(text: str, name: str) -> Mapping:
    """As :func:`read_mapping`, from text."""
    try:
        mapping = Mapping.model_validate(yaml.safe_load(text))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LoadError(f"{name}, line {line}: not YAML.") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"] if not str(part).startswith("function"))
        raise LoadError(f"{name}: {where or 'the file'}: {first['msg']}.") from None
    _check(mapping, name)
    return mapping


def _check(mapping: Mapping, name: str) -> None:
    rules = [(f"tables.{table}", rule.records) for table, rule in mapping.tables.items()]
    for where, records in [("records", mapping.records), *rules]:
        for at, record in enumerate(records):
            _check_record(record, f"{name}: {where}.{at}")


def _check_record(record: RecordRule, where: str) -> None:
    kind = KINDS.get(record.kind)
    if kind is None:
        raise LoadError(f"{where}: there is no kind '{record.kind}'; the kinds are {', '.join(KINDS)}.")
    for field, rule in record.fields.items():
        if is_denied(field) or any(is_denied(column) for column in used_by(rule)):
            raise LoadError(f"{where}.{field}: {OFFER}.")
        if kind.field(field) is None or field == "key":
            raise LoadError(f"{where}: {record.kind} has no field '{field}'.")


@cache
def all_mappings() -> dict[str, Mapping]:
    """The shipped mappings by name."""
    folder = files("ingest") / "mappings"
    found = [
        parse_mapping(one.read_text(encoding="utf-8"), one.name)
        for one in folder.iterdir()
        if one.name.endswith(".yaml")
    ]
    return {mapping.mapping: mapping for mapping in sorted(found, key=lambda one: one.mapping)}


def find_plan(sheet: Sheet, mappings: Iterable[Mapping]) -> tuple[Mapping, TablePlan] | None:
    """The mapping and table whose columns a sheet has, title rows above its header allowed; None where none fits."""
    best: tuple[int, Mapping, str, TableRule, int] | None = None
    for number, row in enumerate(islice(iter(sheet.rows), HEADER_WITHIN), start=1):
        headings = {fold(text_of(cell)) for cell in row if text_of(cell)}
        if len(headings) < 2:
            continue
        for mapping in mappings:
            for name, rule in mapping.tables.items():
                if all(_there(column, rule, headings) for column in rule.recognise):
                    fit = len(rule.recognise)
                    if best is None or fit > best[0]:
                        best = (fit, mapping, name, rule, number)
        if best is not None:
            break
    if best is None:
        return None
    _, mapping, name, rule, number = best
    return mapping, plan_table(sheet, mapping, name, rule, number)


def _there(column: str, rule: TableRule, headings: set[str]) -> bool:
    return any(fold(one) in headings for one in (column, *rule.aliases.get(column, ())))


def plan_table(sheet: Sheet, mapping: Mapping, name: str, rule: TableRule, header: int) -> TablePlan:
    """Compile a table's rules against a sheet whose header is that row."""
    headings = tuple(text_of(cell) for cell in sheet.rows[header - 1])
    columns = Columns(headings, rule.aliases)
    denied = [heading for heading in headings if heading and is_denied(heading)]

    def sample(at: int) -> list[Cell]:
        rows = islice(iter(sheet.rows), header, header + SAMPLED)
        return [row[at] if at < len(row) else None for row in rows]

    compiler = Compiler(columns, mapping.dataset, mapping.level, sample)
    wanted = {column for record in rule.records for field in record.fields.values() for column in used_by(field)}
    missing = sorted(column for column in wanted if columns.at(column) is None)
    records = compiler.records(rule)
    notes = list(compiler.notes)
    if missing:
        notes.append(f"Columns that this table does not have, left out: {', '.join(missing)}.")
    if denied:
        notes.append(f"Columns not loaded: {', '.join(denied)}. {OFFER}.")
    return TablePlan(
        table=name, dataset=mapping.dataset, header=header, first=header + 1, headings=headings,
        key=compiler.row_key(rule), records=records, notes=tuple(notes),
        kinds=tuple(dict.fromkeys(record.kind for record in rule.records if not record.once and record.for_each is None)),
    )  # fmt: skip


def dataset_records(mapping: Mapping) -> Sequence[RawRecord]:
    """The records that a mapping states of its dataset: its source and document."""
    compiler = Compiler(Columns((), {}), mapping.dataset, mapping.level, lambda at: [])
    rule = TableRule(recognise=[], key="dataset", records=list(mapping.records))
    return compiler.records(rule)(())
