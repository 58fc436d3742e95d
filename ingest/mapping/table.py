"""A table of a mapping, compiled: from the cells of a row to drafts, or to what is wrong with the row.

Reading a file takes two passes. The survey (:meth:`Table.survey`) learns what no row can know alone: the order of day
and month in a column, keys that two rows claim, and how rows word what they share. The second
(:meth:`Table.drafts`) makes drafts row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.dates import settle_order
from graph.errors import LoadError
from graph.evidence import Draft
from graph.model import LEVELS, validate
from graph.model.kinds import KINDS
from ingest.mapping import language as lang
from ingest.mapping.expressions import (
    Bad,
    Context,
    Expression,
    Get,
    compile_conditions,
    compile_field,
    compile_list,
    kind_named_or_refused,
)
from ingest.mapping.once import Once, settle_all
from ingest.mapping.templates import NO_ITEM, Cells, Columns, Item, Template, compile_template

Values = dict[str, Any]
SETTLED_BY = 200_000  # different texts of a column that are looked at for the order of day and month
_LEVELLED = frozenset(("age", "ages", "girls", "boys"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Why a row cannot be taken: the columns (by number) it is about, and what would be right."""

    columns: tuple[int, ...]
    right: str


class RowRefused(Exception):
    """A row that cannot be taken, with every reason."""

    def __init__(self, wrongs: list[Wrong]) -> None:
        self.wrongs = wrongs
        super().__init__(len(wrongs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record specification, compiled."""

    kind: str
    key: Template
    gets: tuple[tuple[str, Get], ...]
    columns: frozenset[int]
    parts: frozenset[str]
    required: tuple[str, ...]
    required_from: Mapping[str, tuple[int, ...]]
    when: Get | None
    items: tuple[Template, Callable[[str], list[dict[str, str]]]] | None
    rests: bool
    once: Once | None

    def values(self, cells: Cells, item: Item, base: Values) -> Values:
        """Plain values of the record.

        Raises:
            RowRefused: some cannot be taken; says all of them.
        """
        values = dict(base)
        try:
            for name, get in self.gets:
                value = get(cells, item)
                if value is not None:
                    values[name] = value
        except Bad:
            raise RowRefused(self._wrongs(cells, item)) from None
        for name in self.required:
            if name not in values:
                missing = f"a value for {name.replace('_', ' ')}, which every {self.kind.replace('_', ' ')} needs"
                raise RowRefused([Wrong(columns=self.required_from[name], right=missing)])
        return values

    def _wrongs(self, cells: Cells, item: Item) -> list[Wrong]:
        wrongs: dict[tuple[tuple[int, ...], str], Wrong] = {}
        for _, get in self.gets:
            try:
                get(cells, item)
            except Bad as bad:
                wrongs[(bad.columns, bad.right)] = Wrong(columns=bad.columns, right=bad.right)
        return list(wrongs.values())


@dataclass(slots=True, kw_only=True)
class Survey:
    """What the first pass found.

    Attributes:
        clashing: row to another row that claims the same key with other content, and the columns of the key.
        orders: column to the order of day and month, and the row that proves it (0: the mapping says so).
        rows: how many were read.
    """

    clashing: dict[int, tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    orders: dict[int, tuple[str, int]] = field(default_factory=dict)
    rows: int = 0


class Table:
    """One table of a mapping, compiled.

    Attributes:
        columns: the names it declares; ``cells`` of a row are the texts of these columns, in this order.

    Raises:
        LoadError: a field, column, list or kind that there is not.
    """

    def __init__(self, mapping: lang.Mapping, spec: lang.TableSpec) -> None:
        self.spec, self.dataset = spec, mapping.dataset
        self.columns = list(dict.fromkeys((*spec.required, *spec.optional)))
        self._level = int(LEVELS[mapping.level])
        self.context = Context(columns=Columns(self.columns), lists=spec.lists, level=mapping.level)
        self._given_order = mapping.order
        self._rests = tuple(
            (name, compile_field("incident", name, value, self.context)) for name, value in spec.rests_on.items()
        )
        specs = [one.model_copy(update={"once": True}) for one in mapping.always] + spec.records
        self.records = [self._record(one) for one in specs]
        self._once = [(at, record, record.once) for at, record in enumerate(self.records) if record.once]
        self._keyed = self._keys()

    def _record(self, spec: lang.RecordSpec) -> Record:
        kind = kind_named_or_refused(spec.kind)
        fields = {name: compile_field(spec.kind, name, value, self.context) for name, value in spec.fields.items()}
        fields |= self._widened(spec)
        key = compile_template(spec.key, self.context.columns)
        rests = kind.is_record and (not spec.once if spec.rests is None else spec.rests)
        when = compile_conditions(spec.when, self.context) if spec.when else None
        items = compile_list(spec.for_each, self.context) if spec.for_each else None
        read: list[Expression] = [*fields.values(), *([when] if when else [])]
        columns = key.columns.union(*(one.columns for one in read))
        given = {*fields, *(name for name, _ in self._rests if rests)}
        required = tuple(one.name for one in kind.all_fields if one.required)
        return Record(
            kind=spec.kind,
            key=key,
            gets=tuple((name, one.get) for name, one in fields.items()),
            columns=columns,
            parts=key.parts.union(*(one.parts for one in read)),
            required=required if set(required) <= given else self._needs(spec, set(required) - given),
            required_from={
                one: tuple(sorted(fields[one].columns if one in fields else columns))[:1] for one in required
            },
            when=when.get if when else None,
            items=items,
            rests=rests,
            once=Once(spec.kind, self.dataset) if spec.once else None,
        )

    @staticmethod
    def _needs(spec: lang.RecordSpec, missing: set[str]) -> tuple[str, ...]:
        raise LoadError(f"a record of kind {spec.kind} also needs: {', '.join(sorted(missing))}")

    def _widened(self, spec: lang.RecordSpec) -> dict[str, Expression]:
        """A remark where an estimate is out of order and therefore widened; only where none is declared."""
        widened = [one for one in spec.fields.values() if isinstance(one, lang.EstimateValue) and one.widen]
        if not widened or "remarks" in spec.fields:
            return {}
        low, best, high = (
            compile_template(one, self.context.columns) for one in (widened[0].low, widened[0].best, widened[0].high)
        )

        def remark(cells: Cells, item: Item) -> str | None:
            given = [one.text(cells, item) for one in (low, best, high)]
            stated = [int(one.removesuffix(".0")) for one in given if one.removesuffix(".0").isdecimal()]
            if stated == sorted(stated):
                return None
            return "As given: low {}, best {}, high {}.".format(*given)

        return {"remarks": Expression(remark, low.columns | best.columns | high.columns)}

    def _keys(self) -> list[tuple[str, Template]]:
        """The keys that only one row may claim: of the records that a row gives once, one for each set of columns."""
        found: dict[frozenset[int], tuple[str, Template]] = {}
        for record in self.records:
            if not record.once and not record.items and record.key.columns and not record.when:
                found.setdefault(record.key.columns, (record.kind, record.key))
        return list(found.values())

    # --- first pass

    def survey(self, rows: Iterator[tuple[int, Cells]]) -> Survey:
        """Read all rows once; see the module. ``rows`` gives row numbers and cells."""
        survey = Survey()
        claimed: list[dict[int, tuple[int, int]]] = [{} for _ in self._keyed]
        written: dict[int, dict[str, int]] = {at: {} for at in self.context.dated}
        dated = list(written.items())
        for number, cells in rows:
            survey.rows += 1
            for at, texts in dated:
                text = cells[at]
                if text and not text[:4].isdecimal() and text not in texts and len(texts) < SETTLED_BY:
                    texts[text] = number
            for (_, key), claims in zip(self._keyed, claimed, strict=True):
                self._claim(number, cells, key, claims, survey)
            for _, record, once in self._once:
                self._share(cells, record, once)
        survey.orders = self._settle(written)
        for _, record, once in self._once:
            self._resolve(record, once)
        settle_all([once for _, _, once in self._once])
        return survey

    def _claim(
        self, number: int, cells: Cells, key: Template, claims: dict[int, tuple[int, int]], survey: Survey
    ) -> None:
        words = key.text(cells, NO_ITEM)
        if not words:
            return
        content = hash(tuple(cells))
        first = claims.setdefault(hash(words), (number, content))
        if first[1] != content:
            columns = tuple(sorted(key.columns))
            survey.clashing.setdefault(first[0], (number, columns))
            survey.clashing[number] = (first[0], columns)

    def _share(self, cells: Cells, record: Record, once: Once) -> None:
        if record.items is None:
            once.count(once.deps(cells, NO_ITEM, record.columns, record.parts))
            return
        source, parted = record.items
        text = source.text(cells, NO_ITEM)
        for item in once.items(text, parted) if text else ():
            once.count(once.deps(cells, item, record.columns, record.parts))

    def _settle(self, written: Mapping[int, dict[str, int]]) -> dict[int, tuple[str, int]]:
        settled: dict[int, tuple[str, int]] = {}
        for at, texts in written.items():
            order, row, sentence = settle(texts, self._given_order)
            self.context.orders[at] = order
            if order and texts:
                settled[at] = (order, row)
            if sentence:
                self.context.unsettled[at] = sentence
        return settled

    def _resolve(self, record: Record, once: Once) -> None:
        def make(cells: Cells, item: Item) -> tuple[str, Values] | RowRefused | None:
            if record.when and not record.when(cells, item):
                return None
            key = record.key.text(cells, item)
            if record.key.constant is None and not key:
                return None
            base = {"level": self._level} | (self._base(cells, item) if record.rests else {})
            try:
                return key, record.values(cells, item, base)
            except RowRefused as refused:
                return refused

        once.resolve(make, len(self.columns), record.columns, record.parts)

    # --- second pass

    def _base(self, cells: Cells, item: Item) -> Values:
        base: Values = {}
        wrongs: list[Wrong] = []
        for name, one in self._rests:
            try:
                value = one.get(cells, item)
            except Bad as bad:
                wrongs.append(Wrong(columns=bad.columns, right=bad.right))
                continue
            if value is not None:
                base[name] = value
        if wrongs:
            raise RowRefused(wrongs)
        return base

    def drafts(self, cells: Cells, page: str) -> list[Draft]:
        """The drafts of one row; what rows share comes with each of them (the same object).

        Raises:
            RowRefused: the row cannot be taken; says everything that is wrong with it.
        """
        drafts: list[Draft] = []
        wrongs: list[Wrong] = []
        level = self._level
        base = {"level": level}
        try:
            base |= self._base(cells, NO_ITEM)
        except RowRefused as refused:
            wrongs += refused.wrongs
        for record in self.records:
            if record.once is not None:
                self._add_shared(record, record.once, cells, page, drafts, wrongs)
                continue
            if record.items is None:
                if record.when is not None and not record.when(cells, NO_ITEM):
                    continue
                items: Any = (NO_ITEM,)
            else:
                source, parted = record.items
                text = source.text(cells, NO_ITEM)
                items = parted(text) if text else ()
            for item in items:
                if record.items is not None and record.when is not None and not record.when(cells, item):
                    continue
                try:
                    drafts.append(self._draft(record, cells, item, base if record.rests else {"level": level}, page))
                except RowRefused as refused:
                    wrongs += refused.wrongs
        if wrongs:
            raise RowRefused(list(dict.fromkeys(wrongs)))
        return drafts

    def _draft(self, record: Record, cells: Cells, item: Item, base: Values, page: str) -> Draft:
        key = record.key.text(cells, item)
        if not key and record.key.constant is None:
            columns = tuple(sorted(record.key.columns))
            raise RowRefused([Wrong(columns=columns, right="a key, by which this row is known")])
        values = record.values(cells, item, base)
        if not _LEVELLED.isdisjoint(values):
            values["level"] = levelled(record.kind, values)
        return Draft(kind=record.kind, dataset=self.dataset, key=key, values=values, page=page)

    @staticmethod
    def _add_shared(
        record: Record, once: Once, cells: Cells, page: str, drafts: list[Draft], wrongs: list[Wrong]
    ) -> None:
        if record.items is None:
            items: Any = (NO_ITEM,)
        else:
            source, parted = record.items
            text = source.text(cells, NO_ITEM)
            items = once.items(text, parted) if text else ()
        for item in items:
            made = once.made(once.deps(cells, item, record.columns, record.parts))
            if isinstance(made, RowRefused):
                wrongs += made.wrongs
            elif made is not None:
                drafts.append(made)


def settle(texts: Mapping[str, int], given: str | None) -> tuple[str | None, int, str]:
    """The order of day and month in a column.

    Args:
        texts: what stands in the column, and the first row where it does.
        given: the order that the mapping states; it is not argued with.

    Returns:
        The order or None, the row that proves it (0 for none), and what would be right where it is not settled.
    """
    if given:
        return given, 0, ""
    rows = list(texts.values())
    found = settle_order(texts)
    if found.state == "settled":
        return found.order, rows[found.row or 0], ""
    if found.state == "contradictory":
        return None, 0, (
            f"one order of day and month in the whole column: rows {rows[found.row or 0]} and "
            f"{rows[found.against or 0]} prove opposite ones; write 2015-03-12 or 12 March 2015"
        )  # fmt: skip
    if found.undecided:
        return None, 0, (
            "a date of which the order is plain: no row of this column shows whether day or month comes first; "
            "say so in the mapping (order: dmy or order: mdy), or write 2015-03-12 or 12 March 2015"
        )  # fmt: skip
    return None, 0, ""


def levelled(kind: str, values: Values) -> int:
    """The level of plain values, one step up where an age range reaches below 18."""
    ages = {name: values[name] for name in _LEVELLED & values.keys()}
    level = {number: code for code, number in LEVELS.items()}[values["level"]]
    return int(validate(KINDS[kind], {**ages, "level": level}).values["level"])
