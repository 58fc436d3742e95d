"""Propose a mapping for a sheet that nobody has mapped: the header found, columns to fields by their words.

Nothing is loaded by it: the proposal is shown to the user, who puts it right and saves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from graph.errors import LoadError
from graph.folding import fold
from graph.model.denied import is_denied
from graph.model.words import LANGUAGES, field_label, kind_label
from ingest.mapping import Mapping, parse_mapping
from ingest.mapping.cells import text
from ingest.readers.tables import read_sheets

SEARCHED = 30

# Words that people head their columns with, beside the labels of the model. Folded when compared.
_KNOWN: dict[str, tuple[str, ...]] = {
    "key": ("id", "no", "no.", "nr", "number", "#", "case no", "ref", "الرقم", "رقم", "ت", "م", "التسلسل", "رمز"),
    "date": ("day", "when", "date of incident", "incident date", "event date", "تاريخ", "تاريخ الحادث", "تاريخ الحادثة",
             "اليوم", "تاريخ الواقعة", "fecha", "date de l'incident"),
    "place": ("where", "location", "town", "city", "village", "site", "المكان", "الموقع", "البلدة", "المدينة", "القرية",
              "المنطقة", "مكان الحادث", "lieu", "lugar"),
    "description": ("what happened", "summary", "details", "notes", "event", "incident", "الوصف", "ما حدث", "التفاصيل",
                    "الحادثة", "الحادث", "ملخص", "الوقائع", "descripcion"),
    "names": ("name", "full name", "victim", "victim name", "person", "الاسم", "الاسم الكامل", "اسم الضحية", "الضحية",
              "nom", "nombre"),
    "unit": ("perpetrator", "group", "armed group", "responsible", "actor", "الجهة", "الجهة المسؤولة", "الفاعل",
             "الجاني", "الجهة المنفذة"),
    "killed": ("killed", "dead", "deaths", "number killed", "fatalities", "victims", "القتلى", "عدد القتلى", "الوفيات",
               "عدد الضحايا", "الضحايا"),
    "injured": ("injured", "wounded", "number injured", "الجرحى", "عدد الجرحى", "المصابون"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A mapping proposed for a sheet.

    Attributes:
        mapping: checked, as :func:`ingest.mapping.read_mapping` gives it; ``text`` is its YAML, to be saved.
        header: number of the row where the headings stand.
        taken: heading to what it was taken for; ``left``: headings that nothing is taken from.
        refused: headings that no field may hold.
    """

    mapping: Mapping
    text: str
    header: int
    taken: dict[str, str]
    left: tuple[str, ...]
    refused: tuple[str, ...]


@cache
def _words() -> dict[str, str]:
    """Folded heading to role."""
    found: dict[str, str] = {}
    for role, words in _KNOWN.items():
        for word in words:
            found.setdefault(_bare(word), role)
    labelled = {"key": "key", "date": "date", "place": "place", "description": "description", "names": "names"}
    for field, role in labelled.items():
        for kind in ("incident", "person"):
            for language in LANGUAGES:
                found.setdefault(_bare(field_label(field, language, kind=kind)), role)
    for language in LANGUAGES:
        found.setdefault(_bare(kind_label("unit", language)), "unit")
    return found


def _bare(heading: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\w#\s]", " ", fold(text(heading)))).strip()


def _roles(row: Sequence[Any]) -> dict[str, str]:
    """Role to heading, for the headings of a row that are known; the first of each role."""
    roles: dict[str, str] = {}
    for cell in row:
        if isinstance(cell, str) and (role := _words().get(_bare(cell))):
            roles.setdefault(role, cell.strip())
    return roles


class _Plain(yaml.SafeDumper):
    """Writes what stands twice twice: mappings have no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def find_header(rows: Iterable[Sequence[Any]]) -> tuple[int, tuple[str, ...]]:
    """Number and headings of the row with most known headings; a row of titles has one at most.

    Raises:
        LoadError: no row near the top has two.
    """
    best: tuple[int, int, tuple[str, ...]] = (1, 0, ())
    for number, row in enumerate(islice(rows, SEARCHED), start=1):
        known = len(_roles(row))
        if known > best[0]:
            best = (known, number, tuple(cell.strip() if isinstance(cell, str) else "" for cell in row))
    if not best[1]:
        raise LoadError(
            "No row near the top holds headings that are known. Write a mapping (docs/mappings.md), or copy the rows "
            "into the intake workbook."
        )
    return best[1], best[2]


def propose_mapping(rows: Iterable[Sequence[Any]], *, dataset: str) -> Proposal:
    """Propose how a sheet's rows become records.

    Args:
        rows: of the sheet, from its first row.
        dataset: name for it; the file's name will do.

    Raises:
        LoadError: the header is not found, or the headings say neither when something happened nor who.
    """
    number, headings = find_header(rows)
    roles = _roles(headings)
    refused = tuple(heading for heading in headings if heading and is_denied(heading))
    roles = {
        role: heading for role, heading in roles.items() if heading not in refused and not set(heading) & set("{}[]|:")
    }
    if "date" not in roles and "names" not in roles:
        raise LoadError("The headings name neither a date of events nor persons, so no record can be proposed.")
    plain = _mapping(dataset, roles)
    said = yaml.dump(plain, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
    return Proposal(
        mapping=parse_mapping(said, "the proposed mapping"),
        text=said,
        header=number,
        taken={heading: role for role, heading in roles.items()},
        left=tuple(one for one in headings if one and one not in roles.values() and one not in refused),
        refused=refused,
    )


def _mapping(dataset: str, roles: dict[str, str]) -> dict[str, Any]:
    listed = {"refer": "document", "key": "table"}
    table: dict[str, Any] = {"name": "rows", "required": list(roles.values())}
    key = f"{{{roles['key']}}}" if "key" in roles else ""
    table["rests_on"] = {"document": listed} | ({"locator": f"row {key}"} if key else {})
    if "description" in roles:
        table["rests_on"]["quote"] = f"{{{roles['description']}}}"
    table["records"] = _records(roles, key or _without_key(roles))
    return {
        "dataset": dataset,
        "level": "confidential",
        "always": [
            {"kind": "source", "key": "table", "fields": {"kind": "not_known", "name": f"Whoever keeps {dataset}"}},
            {"kind": "document", "key": "table",
             "fields": {"source": {"refer": "source", "key": "table"}, "kind": "dataset", "title": dataset}},
        ],
        "tables": [table],
    }  # fmt: skip


def _without_key(roles: dict[str, str]) -> str:
    """What tells rows apart where no column numbers them: all that was taken."""
    first, *others = [roles[role] for role in ("date", "names", "description", "place", "unit") if role in roles]
    return f"{{{first}}}" + "".join(f"[ {{{other}}}]" for other in others)


def _records(roles: dict[str, str], key: str) -> list[dict[str, Any]]:
    cell = {role: f"{{{heading}}}" for role, heading in roles.items()}
    listed = {"refer": "document", "key": "table"}
    made: list[dict[str, Any]] = []
    incident = {"refer": "incident", "key": key}
    for role, kind in (("place", "location"), ("unit", "unit")):
        if role in cell:
            made.append({
                "kind": kind, "once": True, "when": {"text": cell[role], "filled": True}, "key": cell[role],
                "fields": {"document": listed, "names": {"names": [{"words": cell[role]}]}},
            })  # fmt: skip
    if "names" in cell:
        made.append({"kind": "person", "key": key, "when": {"text": cell["names"], "filled": True},
                     "fields": {"names": {"names": [{"words": cell["names"]}]}}})  # fmt: skip
    if "date" not in cell:
        return made
    fields: dict[str, Any] = {"class": "harm", "date": cell["date"]}
    if "place" in cell:
        fields["place"] = {"refer": "location", "key": cell["place"]}
    if "description" in cell:
        fields["description"] = cell["description"]
    made.append({"kind": "incident", "key": key, "fields": fields})
    if "names" in cell:
        made.append({"kind": "victim", "key": key, "when": {"text": cell["names"], "filled": True},
                     "fields": {"who": {"refer": "person", "key": key}, "incident": incident}})  # fmt: skip
    if "unit" in cell:
        made.append({"kind": "perpetrator", "key": key, "when": {"text": cell["unit"], "filled": True},
                     "fields": {"who": {"refer": "unit", "key": cell["unit"]}, "incident": incident}})  # fmt: skip
    made += [
        {"kind": "figure", "key": f"{key} {what}", "when": {"text": cell[what], "filled": True},
         "fields": {"about": incident, "what": what, "count": cell[what]}}
        for what in ("killed", "injured") if what in cell
    ]  # fmt: skip
    return made


def propose_for_file(path: Path) -> Proposal:
    """A proposal for the first sheet of a table file in which a header is found; the dataset is named by the file.

    Raises:
        LoadError: no table, or no sheet of it has a header whose words are known.
    """
    failed: LoadError | None = None
    for sheet in read_sheets(path):
        try:
            return propose_mapping(sheet.rows, dataset=path.stem)
        except LoadError as error:
            failed = failed or error
    raise LoadError(f"{path.name}: {failed or 'it has no sheet'}")
