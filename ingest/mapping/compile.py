"""From a checked mapping and a header row to closures that turn rows into records: compiled once a sheet."""

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Lookup
from typing import Any

from graph.dates import Period, between, from_cell, parse_period, settle_order, with_precision
from graph.errors import BadDate
from graph.folding import fold
from ingest.mapping.schema import FieldRule, RecordRule, Scalar, TableRule
from ingest.mapping.splitters import splitter
from ingest.readers.tables import Cell
from ingest.rows import RawRecord, Row, Unreadable

Item = dict[str, str]
Getter = Callable[[Row, Item], Any]
_HOLE = re.compile(r"\{([^{}]+)\}")
_PRECISIONS = ("day", "month", "year")


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without a point, days as ISO text."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


class Disordered:
    """Counts that a table states out of order (low above high): the range that holds them all, and what was stated."""

    def __init__(self, counts: list[int | None], headings: tuple[str, ...]) -> None:
        stated = [count for count in counts if count is not None]
        best = counts[1] if len(counts) == 3 else None
        self.hull = [min(stated), best, max(stated)] if len(counts) == 3 else [min(stated), max(stated)]
        pairs = zip(headings, counts, strict=True)
        self.words = f"As stated: {', '.join(f'{name} {count}' for name, count in pairs)}."


class Columns:
    """Headings of one sheet, found by folded name or alias."""

    def __init__(self, headings: Sequence[str], aliases: Lookup[str, Sequence[str]]) -> None:
        self.headings = headings
        self._at = {fold(heading): at for at, heading in reversed(list(enumerate(headings))) if heading}
        self._aliases = aliases

    def at(self, name: str) -> int | None:
        """Index of a column, or None where the table has none."""
        for one in (name, *self._aliases.get(name, ())):
            found = self._at.get(fold(one))
            if found is not None:
                return found
        return None

    def heading(self, name: str) -> str:
        """The heading as it stands in the file."""
        at = self.at(name)
        return name if at is None else self.headings[at]


class Compiler:
    """Compiles the rules of one table against the columns of one sheet.

    Args:
        sample: cells of a column by index, read when the order of its dates has to be settled.
    """

    def __init__(
        self, columns: Columns, dataset: str, level: str, sample: Callable[[int], list[Cell]],
    ) -> None:  # fmt: skip
        self._columns = columns
        self._dataset = dataset
        self._level = level
        self._sample = sample
        self._periods: dict[tuple[Any, ...], Period] = {}
        self.notes: list[str] = []

    def row_key(self, rule: TableRule) -> Callable[[Row], str]:
        """The template of the table's key."""
        template = self._template(rule.key)
        return lambda row: template(row, {}) or ""

    def records(self, rule: TableRule) -> Callable[[Row], list[RawRecord]]:
        """The records of one row."""
        makers = [self._record(record, rule.defaults) for record in rule.records]

        def make(row: Row) -> list[RawRecord]:
            return [record for maker in makers for record in maker(row)]

        return make

    def _record(self, rule: RecordRule, defaults: Lookup[str, FieldRule | Scalar]) -> Callable[[Row], list[RawRecord]]:
        fields = {**{name: value for name, value in defaults.items() if not rule.once}, **rule.fields}
        if rule.once and "document" in defaults and rule.kind not in ("source", "document"):
            fields.setdefault("document", defaults["document"])
        if rule.kind in ("source", "document"):
            fields = dict(rule.fields)
        getters = [(name, self._field(value)) for name, value in fields.items()]
        columns = {name: tuple(map(self._columns.heading, used_by(value))) for name, value in fields.items()}
        key, holds = self._template(rule.key), self._conditions(rule.when)
        parts = self._parts(rule)
        level = rule.level or self._level

        def make(row: Row) -> list[RawRecord]:
            if not all(hold(row) for hold in holds):
                return []
            made = []
            for item in parts(row):
                own = key(row, item)
                if not own:
                    continue
                values = {"level": level} if level else {}
                for name, get in getters:
                    value = get(row, item)
                    if isinstance(value, Disordered):
                        values["remarks"] = value.words
                        value = value.hull
                    if value is not None:
                        values[name] = value
                made.append(RawRecord(kind=rule.kind, dataset=self._dataset, key=own, values=values, columns=columns,
                                      once=rule.once or rule.for_each is not None))  # fmt: skip
            return made

        return make

    def _parts(self, rule: RecordRule) -> Callable[[Row], list[Item]]:
        if rule.for_each is None:
            return lambda row: _NO_ITEM
        get, parted = self._cell(rule.for_each.column), splitter(rule.for_each.using)
        return lambda row: parted(text_of(get(row)))

    def _conditions(self, when: Lookup[str, Any]) -> list[Callable[[Row], bool]]:
        return [self._condition(column, wanted) for column, wanted in when.items()]

    def _condition(self, column: str, wanted: Any) -> Callable[[Row], bool]:
        get = self._cell(column)
        if wanted == "filled":
            return lambda row: text_of(get(row)) != ""
        if wanted == "empty":
            return lambda row: text_of(get(row)) == ""
        refused = isinstance(wanted, dict)
        values = wanted["not"] if refused else wanted
        folded = {fold(str(value)) for value in (values if isinstance(values, list) else [values])}
        return lambda row: (fold(text_of(get(row))) in folded) is not refused

    def _cell(self, column: str) -> Callable[[Row], Cell]:
        at = self._columns.at(column)
        if at is None:
            return lambda row: None
        return lambda row: row[at] if at < len(row) else None

    def _template(self, template: str) -> Callable[[Row, Item], str | None]:
        """Text with ``{column}`` in it; None where a column that it names is empty."""
        pieces = _HOLE.split(template)
        if len(pieces) == 1:
            return lambda row, item: template
        gets = [self._hole(name) for name in pieces[1::2]]
        words = pieces[::2]
        if words == ["", ""]:
            return lambda row, item: gets[0](row, item) or None

        def fill(row: Row, item: Item) -> str | None:
            made = words[0]
            for get, word in zip(gets, words[1:], strict=True):
                text = get(row, item)
                if not text:
                    return None
                made += text + word
            return made

        return fill

    def _hole(self, name: str) -> Callable[[Row, Item], str]:
        if name.startswith("item."):
            part = name.removeprefix("item.")
            return lambda row, item: item.get(part, "")
        get = self._cell(name)
        return lambda row, item: text_of(get(row))

    def _field(self, rule: FieldRule | Scalar | list[Scalar]) -> Getter:
        if isinstance(rule, str):
            return self._template(rule)
        if not isinstance(rule, FieldRule):
            return lambda row, item: rule
        if rule.ref is not None:
            return self._reference(rule)
        if rule.date is not None:
            return self._date(rule)
        if rule.between is not None:
            return self._between(*rule.between)
        if rule.count is not None:
            return self._count(rule.count)
        if rule.names is not None:
            return self._names(rule)
        if rule.column is not None:
            return self._column(rule)
        return lambda row, item: rule.const

    def _column(self, rule: FieldRule) -> Getter:
        get = self._cell(rule.column or "")
        codes = {fold(value): code for value, code in (rule.map or {}).items()}

        def one(text: str) -> Any:
            if rule.map is None:
                return text
            code = codes.get(fold(text), rule.otherwise)
            if code is None:
                raise Unreadable((self._columns.heading(rule.column or ""),), f"one of: {', '.join(rule.map)}")
            return code

        def read(row: Row, item: Item) -> Any:
            cell = get(row)
            text = text_of(cell)
            if not text:
                return rule.blank
            if rule.split:
                return [one(part.strip()) for part in text.split(rule.split) if part.strip()]
            return one(text) if rule.map is not None else cell

        return read

    def _reference(self, rule: FieldRule) -> Getter:
        fill = self._template(rule.ref or "")
        kind, dataset = rule.kind, rule.dataset
        if rule.column is None:

            def one(row: Row, item: Item) -> Any:
                key = fill(row, item)
                return {"kind": kind, "key": key, "dataset": dataset} if key else None

            return one
        get = self._cell(rule.column)
        parted = splitter(rule.each or "|")

        def many(row: Row, item: Item) -> Any:
            keys = (fill(row, part) for part in parted(text_of(get(row))))
            return [{"kind": kind, "key": key, "dataset": dataset} for key in keys if key] or None

        return many

    def _date(self, rule: FieldRule) -> Getter:
        since = self._day(rule.date or "", rule.precision, rule.order)
        if not rule.until:
            return lambda row, item: since(row)
        until = self._day(rule.until, rule.until_precision, rule.order)
        return lambda row, item: _from_to(since(row), until(row))

    def _day(self, name: str, precision_in: str, order: Any) -> Callable[[Row], Period | None]:
        get = self._cell(name)
        precise = self._cell(precision_in) if precision_in else None
        order = order or self._settled(name)
        heading = self._columns.heading(name)

        def read(row: Row) -> Period | None:
            cell = get(row)
            if cell is None or cell == "":
                return None
            precision = text_of(precise(row)).lower() if precise else ""
            known = (cell, precision, order)
            if known not in self._periods:
                try:
                    if precision in _PRECISIONS:
                        self._periods[known] = with_precision(text_of(cell), precision)
                    elif isinstance(cell, str):
                        self._periods[known] = parse_period(cell, order=order)
                    else:
                        self._periods[known] = from_cell(cell, order=order)
                except BadDate as bad:
                    raise Unreadable((heading,), bad.right) from None
            return self._periods[known]

        return read

    def _settled(self, name: str) -> Any:
        at = self._columns.at(name)
        if at is None:
            return None
        cells = [cell if isinstance(cell, str) else "" for cell in self._sample(at)]
        if not any("/" in cell or "." in cell for cell in cells):
            return None
        found = settle_order(cells)
        if found.state == "settled" and found.order:
            first = "day" if found.order == "dmy" else "month"
            self.notes.append(
                f"Column {self._columns.heading(name)}: {first} first, as data row {(found.row or 0) + 1} proves."
            )
            return found.order
        return None

    def _between(self, since: str, until: str) -> Getter:
        first, last = self._cell(since), self._cell(until)
        headings = (self._columns.heading(since), self._columns.heading(until))

        def read(row: Row, item: Item) -> Period | None:
            start, end = text_of(first(row))[:10], text_of(last(row))[:10]
            if not start and not end:
                return None
            known = (start, end)
            if known not in self._periods:
                try:
                    self._periods[known] = between(start or end, end or start)
                except BadDate as bad:
                    raise Unreadable(headings, bad.right) from None
            return self._periods[known]

        return read

    def _count(self, names: list[str]) -> Getter:
        gets = [self._cell(name) for name in names]
        headings = tuple(self._columns.heading(name) for name in names)

        def read(row: Row, item: Item) -> Any:
            texts = [text_of(get(row)) for get in gets]
            if not any(texts):
                return None
            if any(text and not text.isdigit() for text in texts):
                raise Unreadable(headings, "whole numbers")
            counts = [int(text) if text else None for text in texts]
            stated = [count for count in counts if count is not None]
            return counts if stated == sorted(stated) else Disordered(counts, headings)

        return read

    def _names(self, rule: FieldRule) -> Getter:
        columns = [(self._cell(one.column), one) for one in rule.names or ()]

        def read(row: Row, item: Item) -> Any:
            names: list[dict[str, str]] = []
            for get, one in columns:
                text = text_of(get(row))
                for part in text.split(one.split) if one.split else [text]:
                    words = part.strip()
                    if words and all(words != name["words"] for name in names):
                        names.append(
                            {"words": words, "type": one.type, **({"language": one.language} if one.language else {})}
                        )
            return names or None

        return read


def _from_to(since: Period | None, until: Period | None) -> Period | None:
    if since is None or until is None or since.edtf == until.edtf:
        return since or until
    return Period(
        edtf=f"{since.edtf}/{until.edtf}", words=f"{since.words} – {until.words}",
        since_min=since.since_min, since_max=since.since_max, until_min=until.until_min, until_max=until.until_max,
    )  # fmt: skip


_NO_ITEM: list[Item] = [{}]


def used_by(rule: FieldRule | Scalar | list[Scalar]) -> tuple[str, ...]:
    """The columns that a field is filled from."""
    if isinstance(rule, str):
        return tuple(name for name in _HOLE.findall(rule) if not name.startswith("item."))
    if not isinstance(rule, FieldRule):
        return ()
    named = [
        rule.column,
        rule.date,
        rule.precision,
        rule.until,
        rule.until_precision,
        *(rule.between or ()),
        *(rule.count or ()),
    ]
    named += [one.column for one in rule.names or ()]
    return (*(name for name in named if name), *used_by(rule.ref or 0))
