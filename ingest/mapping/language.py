"""What may stand in a mapping file: the models that check it before anything loads."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from graph.model.levels import DEFAULT_LEVEL


class Spec(BaseModel):
    """Unknown keys are refused everywhere."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _many(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Template: TypeAlias = Annotated[str, BeforeValidator(lambda given: given if isinstance(given, str) else _said(given))]
"""Text with columns in braces; see :mod:`ingest.mapping.templates`."""
Texts: TypeAlias = Annotated[list[Template], BeforeValidator(_many)]


def _said(given: Any) -> Any:
    """YAML reads 1 as a number and yes as true; a mapping means the words."""
    if isinstance(given, bool):
        return "yes" if given else "no"
    return str(given) if isinstance(given, int | float) else given


class Condition(Spec):
    """When a record or value is wanted: the text of a template is, or is not, one of some words (or is filled)."""

    text: Template
    is_: Texts | None = Field(default=None, alias="is")
    not_: Texts | None = Field(default=None, alias="not")
    filled: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Condition:
        if self.is_ is None and self.not_ is None and self.filled is None:
            raise ValueError("a condition needs one of: is, not, filled")
        return self


Conditions: TypeAlias = Annotated[list[Condition], BeforeValidator(_many)]


class MapValue(Spec):
    """Words to other words. ``*`` stands for anything; the first entry that fits wins."""

    map: Template
    to: dict[Template, Template]
    at: str = ""
    otherwise: Template = ""
    closed: bool = False


class FirstValue(Spec):
    """The first of several values that is not empty."""

    first: list[Value]


class WhenValue(Spec):
    """A value only where conditions hold."""

    value: Value
    when: Conditions


class SplitValue(Spec):
    """A list of words out of one cell, each through a map where one is given (what it does not name is left out)."""

    split: Template
    at: str = "|"
    to: dict[Template, Template] | None = None


class DateValue(Spec):
    """One date, with how much of it is known (day, month, year) in another column."""

    date: Template
    precision: Value | None = None


class SomeDayValue(Spec):
    """Some day from the one to the other.

    Where both are the same day but the precision says week, month or year: some day of that week (Monday to
    Sunday), month or year.
    """

    some_day: Annotated[list[Template], Field(min_length=2, max_length=2)]
    precision: Value | None = None


class LastsValue(Spec):
    """From the one date to the other, each with its precision; the same date twice is that date."""

    lasts: Annotated[list[Template], Field(min_length=2, max_length=2)]
    precision: Annotated[list[Template], Field(min_length=2, max_length=2)] | None = None


class EstimateValue(Spec):
    """Lowest, best and highest number; ``widen`` keeps all three where they are not in rising order, with a remark."""

    low: Template = ""
    best: Template = ""
    high: Template = ""
    widen: bool = False


class ReferValue(Spec):
    """The key of another record; with ``each`` one for every item of a list."""

    refer: str
    key: Template
    each: str = ""
    dataset: str = ""


class NameSpec(Spec):
    """One name, or several out of one cell."""

    words: Template
    type: str = ""
    at: str = ""
    language: Template = ""


class NamesValue(Spec):
    """A list of names."""

    names: list[NameSpec]


class RawValue(Spec):
    """A cell exactly as the workbook holds it."""

    raw: str


_BY_KEY: dict[str, type[Spec]] = {
    "map": MapValue, "first": FirstValue, "value": WhenValue, "split": SplitValue, "date": DateValue,
    "some_day": SomeDayValue, "lasts": LastsValue, "low": EstimateValue, "best": EstimateValue,
    "high": EstimateValue, "refer": ReferValue, "names": NamesValue, "raw": RawValue,
}  # fmt: skip


def _value(given: Any) -> Any:
    if isinstance(given, dict):
        for key, model in _BY_KEY.items():
            if key in given:
                return model.model_validate(given)
        raise ValueError(f"a value is text, or begins with one of: {', '.join(_BY_KEY)}")
    return _said(given)


Value: TypeAlias = Annotated[
    "str | MapValue | FirstValue | WhenValue | SplitValue | DateValue | SomeDayValue | LastsValue | EstimateValue"
    " | ReferValue | NamesValue | RawValue",
    BeforeValidator(_value),
]


class ListSpec(Spec):
    """A list that records can be made for each item of: cells split at a mark, or by a named splitter."""

    of: Template
    split: str = "|"


class RecordSpec(Spec):
    """One record that a row gives.

    Attributes:
        once: the same record for many rows (a unit named in each): drafted once a load, whichever row says it.
            Where rows word it differently, all names are kept and the wording of most rows wins.
        rests: whether ``rests_on`` applies; not for ``once`` records unless said.
    """

    kind: str
    key: Template = ""
    once: bool = False
    rests: bool | None = None
    for_each: str = ""
    when: Conditions = []
    fields: dict[str, Value] = {}


class TableSpec(Spec):
    """One shape of table: the columns by which it is recognised, and what a row gives.

    Attributes:
        without: columns that tell that a sheet is another table, which may lack some of its own.
    """

    name: str
    sheet: Texts = []
    required: list[str]
    without: list[str] = []
    optional: list[str] = []
    aliases: dict[str, Texts] = {}
    lists: dict[str, ListSpec] = {}
    rests_on: dict[str, Value] = {}
    records: list[RecordSpec]


class Mapping(Spec):
    """How tables of one dataset become records."""

    dataset: str = Field(min_length=1)
    about: str = ""
    level: Literal["public", "restricted", "confidential", "sealed"] = DEFAULT_LEVEL.code  # type: ignore[assignment]
    order: Literal["dmy", "mdy"] | None = None
    always: list[RecordSpec] = []
    tables: list[TableSpec] = Field(min_length=1)


for _model in (FirstValue, WhenValue, DateValue, SomeDayValue, RecordSpec, TableSpec, Mapping):
    _model.model_rebuild()
