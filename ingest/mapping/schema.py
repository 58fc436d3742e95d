"""What a mapping file may say, checked before anything loads.

A mapping tells how the tables of one dataset become records. It is YAML::

    mapping: prison_lists            # its name
    dataset: prison_lists            # whose keys the keys are; references find rows of the same dataset
    level: confidential              # of every record, unless one says otherwise
    tables:
      lists:
        recognise: [no, name, seen]  # columns by which a sheet is known to be this table (folded; any order)
        aliases: {name: [الاسم]}      # other headings of a column
        key: "{no}"                  # what tells one row from another; two rows with one key are both refused
        defaults: {document: {ref: list, kind: document}, locator: "row {no}"}
        records:
          - kind: person
            key: "{no}"
            fields: {names: "{name}", sex: {column: sex, map: {م: male, أ: female}}}
          - kind: posting
            when: {unit: filled}     # filled, empty, a value, a list of values, {not: a value or list}
            key: "{no}"
            fields: {person: {ref: "{no}", kind: person}, unit: {ref: "{unit}", kind: unit}, kind: member}

A field is a constant, a template with ``{column}`` in it, or one of

* ``{column: C, map: {value: code}, else: code, blank: code, split: "|"}``; *else* stands for any other value, *blank*
  for an empty cell; without *else* another value refuses the row
* ``{date: C, order: dmy, precision: P, until: D, until_precision: Q}``; P and Q hold day, month or year
* ``{between: [C, D]}``: something that happened on some day from C to D (ISO dates)
* ``{ref: "template", kind: K, dataset: D}``, or with ``split``/``each`` a list of them
* ``{count: [low, high]}`` or ``{count: [low, best, high]}``, columns
* ``{names: [{column: C, type: full}, {column: D, type: alias, split: "|"}]}``

``for_each: {column: C, with: articles}`` makes a record for each part that a named splitter finds in a column; the
parts are then ``{item.title}`` and so on. ``once: true`` marks a record that many rows state (a place, a unit): the
first of each key is taken, and it rests on the dataset, not on a row.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Scalar = str | int | float | bool


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class NameColumn(_Strict):
    """One column of names."""

    column: str
    type: str = "full"
    split: str = ""
    language: str = ""


class FieldRule(_Strict):
    """How one field is filled; exactly one of ``column``, ``const``, ``date``, ``between``, ``ref``, ``count``,
    ``names`` says from what."""

    column: str | None = None
    const: Scalar | list[Scalar] | None = None
    date: str | None = None
    between: tuple[str, str] | None = None
    ref: str | None = None
    count: list[str] | None = None
    names: list[NameColumn] | None = None

    map: dict[str, Scalar] | None = None
    otherwise: Scalar | None = Field(default=None, alias="else")
    blank: Scalar | None = None
    split: str = ""
    each: str = ""
    order: Literal["dmy", "mdy"] | None = None
    precision: str = ""
    until: str = ""
    until_precision: str = ""
    kind: str = ""
    dataset: str = ""


class ForEach(_Strict):
    """A record for each part of a cell."""

    column: str
    using: str = Field(alias="with")


class RecordRule(_Strict):
    """How rows become records of one kind."""

    kind: str
    key: str
    fields: dict[str, FieldRule | Scalar | list[Scalar]]
    when: dict[str, Any] = {}
    once: bool = False
    for_each: ForEach | None = None
    level: str = ""


class TableRule(_Strict):
    """How one shape of table becomes records."""

    recognise: list[str]
    aliases: dict[str, list[str]] = {}
    key: str
    defaults: dict[str, FieldRule | Scalar] = {}
    records: list[RecordRule]


class Mapping(_Strict):
    """A whole mapping file."""

    mapping: str
    dataset: str
    tables: dict[str, TableRule]
    title: str = ""
    terms: str = ""
    level: str = ""
    records: list[RecordRule] = []
    """Records of the dataset itself (its source and document), stated once for every load."""
