"""Values of a mapping, compiled once into functions from a row to plain values.

What recurs (codes, dates, references, lists of sources) is read once and remembered by its text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fnmatch import translate
from typing import Any, TypeAlias

from graph.dates import OPEN_END, OPEN_START, Period, between, from_edtf, parse_period, with_precision
from graph.errors import BadDate, LoadError
from graph.folding import fold
from graph.model import Field, FieldType, Kind, kind_named, validate
from graph.model.kinds import KINDS
from graph.model.validation import plain_period
from ingest.mapping import language as lang
from ingest.mapping.splitters import splitter
from ingest.mapping.templates import Cells, Columns, Item, Template, compile_template

Get: TypeAlias = Callable[[Cells, Item], Any]

REMEMBERED = 100_000  # texts a memo holds before it starts anew, so that any file takes bounded memory
_DAY_NUMBER = re.compile(r"\d{5}(\.\d+)?")
_NO_FORMAT = "a date such as 2015-03-14; a spreadsheet's day number needs a date as the format of the column"
LEVELS_OF_PRECISION = ("day", "week", "month", "year")


class Bad(Exception):
    """A value that cannot be taken: what would be right, and the columns it came from."""

    def __init__(self, right: str, columns: tuple[int, ...] = ()) -> None:
        self.right, self.columns = right, columns
        super().__init__(right)


@dataclass(slots=True, kw_only=True)
class Context:
    """What the values of one table share.

    Attributes:
        orders: order of day and month by column, as settled before rows are read; None where nothing settles it.
        unsettled: columns where no row settles it, with a sentence that says what to do.
        dated: columns that hold dates, so that their order can be settled.
    """

    columns: Columns
    lists: dict[str, lang.ListSpec]
    level: str
    orders: dict[int, str | None] = field(default_factory=dict)
    unsettled: dict[int, str] = field(default_factory=dict)
    dated: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled value: its function (None for nothing), and what it reads."""

    get: Get
    columns: frozenset[int] = frozenset()
    parts: frozenset[str] = frozenset()


class Memo(dict[Hashable, Any]):
    """Text to what was made of it; remembers refusals too."""

    def through(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What was made of this text before, or is made now."""
        if key in self:
            made = self[key]
        else:
            if len(self) >= REMEMBERED:
                self.clear()
            try:
                made = make()
            except Bad as bad:
                made = bad
            self[key] = made
        if isinstance(made, Bad):
            raise Bad(made.right, made.columns)
        return made


def compile_field(kind: str, name: str, value: lang.Value, context: Context) -> Expression:
    """Compile the value of one field into a function that gives its plain value.

    Raises:
        LoadError: the kind has no such field, or the value does not fit its type.
    """
    found = KINDS[kind].field(name)
    if found is None or name in ("key", "level"):
        raise LoadError(f"{kind} has no field '{name}' for a mapping; it has: {', '.join(mappable(kind))}")
    inner = _compile(value, found, context)
    if isinstance(value, lang.ReferValue | lang.DateValue | lang.SomeDayValue | lang.LastsValue | lang.EstimateValue):
        return inner
    if found.type is FieldType.EDTF and isinstance(value, str):
        return _compile_date(lang.DateValue(date=value), context)
    return _finished(inner, KINDS[kind], found)


def mappable(kind: str) -> list[str]:
    """The fields of a kind that a mapping can fill."""
    return [one.name for one in KINDS[kind].all_fields if one.name not in ("key", "level")]


def _compile(value: lang.Value, target: Field, context: Context) -> Expression:
    match value:
        case str():
            return _text(value, context)
        case lang.MapValue():
            return _compile_map(value, context)
        case lang.FirstValue():
            return _compile_first([_compile(one, target, context) for one in value.first])
        case lang.WhenValue():
            return _compile_when(_compile_inner(value.value, target, context), compile_conditions(value.when, context))
        case lang.SplitValue():
            return _compile_split(value, context)
        case lang.DateValue():
            return _compile_date(value, context)
        case lang.SomeDayValue():
            return _compile_some_day(value, context)
        case lang.LastsValue():
            return _compile_lasts(value, context)
        case lang.EstimateValue():
            return _compile_estimate(value, target, context)
        case lang.ReferValue():
            return _compile_refer(value, target, context)
        case lang.NamesValue():
            return _compile_names(value, target, context)
    raise LoadError("a raw cell can only stand in the mapping that the intake workbook brings with it")


def _compile_inner(value: lang.Value, target: Field, context: Context) -> Expression:
    if target.type is FieldType.EDTF and isinstance(value, str):
        return _compile_date(lang.DateValue(date=value), context)
    return _compile(value, target, context)


def _text(source: str, context: Context) -> Expression:
    template = compile_template(source, context.columns)
    return Expression(template.text, template.columns, template.parts)


# --- the last step: from text to what the model keeps


def _finished(inner: Expression, kind: Kind, target: Field) -> Expression:
    get, columns = inner.get, tuple(sorted(inner.columns))
    if target.type is FieldType.WORDS and not target.many:

        def words(cells: Cells, item: Item) -> str | None:
            return get(cells, item).strip() or None

        return Expression(words, inner.columns, inner.parts)
    memo = Memo()
    name, refers = target.name, target.type is FieldType.REFERENCE

    def read(raw: Any) -> Any:
        done = validate(kind, {name: list(raw) if isinstance(raw, tuple) else raw})
        wrong = next((problem for problem in done.problems if problem.field == name), None)
        if wrong is not None:
            raise Bad(wrong.right, columns)
        return done.values.get(name)

    def finished(cells: Cells, item: Item) -> Any:
        raw = get(cells, item)
        if raw is None or raw == "" or raw == []:
            return None
        if isinstance(raw, str):
            return memo.through(raw, lambda: read(raw))
        if isinstance(raw, list) and raw and isinstance(raw[0], str):
            return memo.through(tuple(raw), lambda: read(raw))
        if isinstance(raw, dict) or (refers and isinstance(raw, list)):
            return raw  # a date or references: plain already
        return read(raw)

    return Expression(finished, inner.columns, inner.parts)


# --- choosing


def _wildcards(to: dict[str, str]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(translate(fold(pattern)), re.DOTALL), said) for pattern, said in to.items()]


def _compile_map(value: lang.MapValue, context: Context) -> Expression:
    source = _text(value.map, context)
    others = compile_template(value.otherwise, context.columns)
    patterns, memo, mark = _wildcards(value.to), Memo(), value.at
    columns = tuple(sorted(source.columns))

    def choose(text: str) -> str | None:
        folded = [fold(part) for part in text.split(mark)] if mark else [fold(text)]
        for pattern, said in patterns:
            if any(pattern.match(one) for one in folded):
                return said
        if value.closed:
            raise Bad(f"one of: {', '.join(value.to)}", columns)
        return None

    def mapped(cells: Cells, item: Item) -> str:
        text = source.get(cells, item)
        if not text and "" not in value.to:
            return others.text(cells, item)
        said = memo.through(text, lambda: choose(text))
        return others.text(cells, item) if said is None else str(said)

    return Expression(mapped, source.columns | others.columns, source.parts | others.parts)


def _compile_first(options: list[Expression]) -> Expression:
    gets = [option.get for option in options]

    def first(cells: Cells, item: Item) -> Any:
        for get in gets:
            found = get(cells, item)
            if found not in (None, "", []):
                return found
        return ""

    return Expression(first, *_read_by(options))


def _read_by(options: list[Expression]) -> tuple[frozenset[int], frozenset[str]]:
    return (
        frozenset().union(*(one.columns for one in options)),
        frozenset().union(*(one.parts for one in options)),
    )


def _compile_when(inner: Expression, condition: Expression) -> Expression:
    def chosen(cells: Cells, item: Item) -> Any:
        return inner.get(cells, item) if condition.get(cells, item) else None

    return Expression(chosen, *_read_by([inner, condition]))


def compile_conditions(conditions: list[lang.Condition], context: Context) -> Expression:
    """One function that says whether all conditions hold."""
    tests = [_condition(one, context) for one in conditions]
    if len(tests) == 1:
        return tests[0]

    def holds(cells: Cells, item: Item) -> bool:
        return all(test.get(cells, item) for test in tests)

    return Expression(holds, *_read_by(tests))


def _condition(condition: lang.Condition, context: Context) -> Expression:
    source = _text(condition.text, context)
    wanted = frozenset(map(fold, condition.is_)) if condition.is_ is not None else None
    unwanted = frozenset(map(fold, condition.not_ or ()))
    filled = condition.filled
    memo = Memo()

    def test(text: str) -> bool:
        folded = fold(text)
        return (
            (wanted is None or folded in wanted)
            and folded not in unwanted
            and (filled is None or bool(text.strip()) is filled)
        )

    def holds(cells: Cells, item: Item) -> bool:
        text = source.get(cells, item)
        return bool(memo.through(text, lambda: test(text)))

    return Expression(holds, source.columns, source.parts)


def _compile_split(value: lang.SplitValue, context: Context) -> Expression:
    source = _text(value.split, context)
    parted, memo = splitter(value.at), Memo()
    patterns = None if value.to is None else _wildcards(value.to)

    def split(text: str) -> list[str]:
        words = [item["text"] for item in parted(text)]
        if patterns is None:
            return words
        chosen = (next((said for pattern, said in patterns if pattern.match(fold(word))), "") for word in words)
        return list(dict.fromkeys(said for said in chosen if said))

    def parts(cells: Cells, item: Item) -> list[str]:
        text = source.get(cells, item)
        found: list[str] = memo.through(text, lambda: split(text)) if text else []
        return found

    return Expression(parts, source.columns, source.parts)


# --- dates


def _one_date(source: Template, context: Context) -> Callable[[str, str], Period]:
    """A reader of one date's text and precision, which knows the order of day and month of its column."""
    context.dated |= source.columns
    column = next(iter(source.columns)) if len(source.columns) == 1 else -1
    columns = tuple(sorted(source.columns))

    def read(text: str, precision: str) -> Period:
        try:
            if precision in ("day", "month", "year"):
                try:
                    return with_precision(text, precision)
                except BadDate:
                    pass  # not ISO: read it as people write it, which says for itself how much is known
            return parse_period(text, order=context.orders.get(column))  # type: ignore[arg-type]
        except BadDate as bad:
            if _DAY_NUMBER.fullmatch(text):
                raise Bad(_NO_FORMAT, columns) from None
            raise Bad(context.unsettled.get(column) or bad.right, columns) from None

    return read


def _compile_date(value: lang.DateValue, context: Context) -> Expression:
    source = compile_template(value.date, context.columns)
    precision = _precision(value.precision, context)
    read, memo = _one_date(source, context), Memo()

    def dated(cells: Cells, item: Item) -> Any:
        text = source.text(cells, item)
        if not text:
            return None
        said = precision.get(cells, item)
        return memo.through((text, said), lambda: plain_period(read(text, said)))

    return Expression(dated, source.columns | precision.columns, source.parts | precision.parts)


def _precision(value: lang.Value | None, context: Context) -> Expression:
    if value is None:
        return Expression(lambda _cells, _item: "")
    inner = _compile(value, Field(name="precision", type=FieldType.WORDS), context)
    return Expression(
        lambda cells, item: str(inner.get(cells, item) or "").strip().lower(), inner.columns, inner.parts
    )  # fmt: skip


def _compile_some_day(value: lang.SomeDayValue, context: Context) -> Expression:
    first, last = (compile_template(one, context.columns) for one in value.some_day)
    precision = _precision(value.precision, context)
    read_first, read_last, memo = _one_date(first, context), _one_date(last, context), Memo()
    columns = tuple(sorted(first.columns | last.columns))

    def read(start: str, end: str, said: str) -> dict[str, str]:
        low = read_first(start, "") if start else read_last(end, "")
        high = read_last(end, "") if end else low
        if OPEN_START in (low.since_min, high.since_min) or OPEN_END in (low.until_max, high.until_max):
            raise Bad("two days, neither of them open", columns)
        since, until = low.since_min, high.until_max
        if since == until and said in LEVELS_OF_PRECISION:
            since, until = _around(since, said)
        try:
            return plain_period(between(since, until))
        except BadDate as bad:
            raise Bad(bad.right, columns) from None

    def dated(cells: Cells, item: Item) -> Any:
        start, end = first.text(cells, item), last.text(cells, item)
        if not start and not end:
            return None
        said = precision.get(cells, item)
        return memo.through((start, end, said), lambda: read(start, end, said))

    used = first.columns | last.columns | precision.columns
    return Expression(dated, used, first.parts | last.parts | precision.parts)


def _around(iso: str, precision: str) -> tuple[str, str]:
    """First and last day of the week (Monday to Sunday), month or year that a day lies in."""
    day = date.fromisoformat(iso)
    if precision == "week":
        monday = day - timedelta(days=day.weekday())
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    if precision == "month":
        return f"{iso[:7]}-01", f"{iso[:7]}-{monthrange(day.year, day.month)[1]:02}"
    return (f"{iso[:4]}-01-01", f"{iso[:4]}-12-31") if precision == "year" else (iso, iso)


def _compile_lasts(value: lang.LastsValue, context: Context) -> Expression:
    first, last = (compile_template(one, context.columns) for one in value.lasts)
    said_first, said_last = (_precision(one, context) for one in value.precision or ["", ""])
    read_first, read_last, memo = _one_date(first, context), _one_date(last, context), Memo()
    columns = tuple(sorted(first.columns | last.columns))

    def read(start: str, end: str, said: str, also: str) -> dict[str, str]:
        low = read_first(start, said) if start else None
        high = read_last(end, also) if end else low
        low = low or high
        if low is None or high is None or low.edtf == high.edtf or "/" in low.edtf or "/" in high.edtf:
            return plain_period(low or read_last(end, also))
        try:
            return plain_period(from_edtf(f"{low.edtf}/{high.edtf}", f"{low.words} – {high.words}"))
        except BadDate as bad:
            raise Bad(bad.right, columns) from None

    def dated(cells: Cells, item: Item) -> Any:
        start, end = first.text(cells, item), last.text(cells, item)
        if not start and not end:
            return None
        key = (start, end, said_first.get(cells, item), said_last.get(cells, item))
        return memo.through(key, lambda: read(*key))

    used = first.columns | last.columns | said_first.columns | said_last.columns
    return Expression(dated, used, first.parts | last.parts)


# --- numbers, references, names


def _compile_estimate(value: lang.EstimateValue, target: Field, context: Context) -> Expression:
    templates = [compile_template(one, context.columns) for one in (value.low, value.best, value.high)]
    columns = frozenset().union(*(one.columns for one in templates))
    texts, count, memo = [one.text for one in templates], target.type is FieldType.COUNT, Memo()
    numbers = tuple(sorted(columns))

    def whole(text: str) -> int | None:
        if not text:
            return None
        plain = text.removesuffix(".0")
        if not plain.isdecimal() or len(plain) > 9:
            raise Bad("a whole number, or nothing where none is stated", numbers)
        return int(plain)

    def read(given: tuple[str, ...]) -> list[int | None] | None:
        low, best, high = map(whole, given)
        stated = [one for one in (low, best, high) if one is not None]
        if not stated:
            return None
        if stated != sorted(stated):
            if not value.widen:
                raise Bad("lowest, best and highest number in rising order", numbers)
            low, high = min(stated), max(stated)
        return [low, high] if count else [low, best, high]

    def estimate(cells: Cells, item: Item) -> Any:
        given = tuple(text(cells, item) for text in texts)
        return memo.through(given, lambda: read(given))

    return Expression(estimate, columns, frozenset().union(*(one.parts for one in templates)))


def _compile_refer(value: lang.ReferValue, target: Field, context: Context) -> Expression:
    kind_named_or_refused(value.refer)
    if target.type is not FieldType.REFERENCE or value.refer not in target.refers_to:
        raise LoadError(f"{target.name} cannot refer to a {value.refer}; it may to: {', '.join(target.refers_to)}")
    key = compile_template(value.key, context.columns)
    memo, kind, dataset = Memo(), value.refer, value.dataset

    def made(words: str) -> dict[str, str]:
        return {"kind": kind, "key": words, "dataset": dataset}

    if not value.each:

        def refer(cells: Cells, item: Item) -> Any:
            words = key.text(cells, item)
            if not words:
                return None
            one = memo.through(words, lambda: made(words))
            return [one] if target.many else one

        return Expression(refer, key.columns, key.parts)
    if not target.many:
        raise LoadError(f"{target.name} holds one reference, not a list")
    source, parted = compile_list(value.each, context)

    def every(cells: Cells, text: str) -> list[dict[str, str]]:
        words = dict.fromkeys(key.text(cells, item) for item in parted(text))
        return [made(one) for one in words if one]

    def refer_each(cells: Cells, item: Item) -> Any:
        text = source.text(cells, item)
        if not text:
            return None
        return (every(cells, text) if key.columns else memo.through(text, lambda: every(cells, text))) or None

    return Expression(refer_each, key.columns | source.columns, source.parts)


def compile_list(name: str, context: Context) -> tuple[Template, Callable[[str], list[dict[str, str]]]]:
    """The template and splitter of a declared list.

    Raises:
        LoadError: no list of that name is declared.
    """
    if name not in context.lists:
        raise LoadError(f"there is no list '{name}'; declared are: {', '.join(context.lists) or 'none'}")
    spec = context.lists[name]
    return compile_template(spec.of, context.columns), splitter(spec.split)


def kind_named_or_refused(name: str) -> Kind:
    """The kind of that name.

    Raises:
        LoadError: there is none.
    """
    if name not in KINDS:
        raise LoadError(f"there is no kind '{name}'; there are: {', '.join(KINDS)}")
    return kind_named(name)


def _compile_names(value: lang.NamesValue, target: Field, context: Context) -> Expression:
    if target.type is not FieldType.NAMES:
        raise LoadError(f"{target.name} holds no names")
    specs = [
        (
            compile_template(one.words, context.columns),
            one.type,
            one.at,
            compile_template(one.language, context.columns),
        )
        for one in value.names
    ]

    def names(cells: Cells, item: Item) -> list[dict[str, str]]:
        made: dict[str, dict[str, str]] = {}
        for words, kind, mark, language in specs:
            text = words.text(cells, item)
            for part in (text.split(mark) if mark else [text]) if text else ():
                if (tidy := part.strip()) and tidy not in made:
                    made[tidy] = {"words": tidy, "type": kind or ("alias" if made else "full")}
                    if tongue := language.text(cells, item):
                        made[tidy]["language"] = tongue
        return list(made.values())

    used = frozenset().union(*(words.columns | tongue.columns for words, _, _, tongue in specs))
    return Expression(names, used, frozenset().union(*(words.parts for words, _, _, _ in specs)))
