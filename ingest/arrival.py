"""What a file that has just come in is taken for, before anything of it is loaded: for a page and for scripts alike.

Nothing is written. What is said is codes and numbers, which a page words in its reader's language; only ``why`` is a
sentence, as readers give it.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from graph.dates import settle_order
from graph.errors import DossierError, LoadError
from graph.model.denied import is_denied
from ingest.intake import intake_jobs, names_itself
from ingest.layout import LOOKED_AT, Layout, lay_out, layout_from
from ingest.mapping import Mapping, recognise
from ingest.mapping.cells import text
from ingest.propose import SEARCHED, proposed_layout
from ingest.readers import sniffing
from ingest.readers.reading import READERS
from ingest.readers.tables import Sheet, read_sheets
from ingest.refused import own_name
from ingest.unpacking import Member, members_of

KNOWN, INTAKE, NEW, DOCUMENT, ARCHIVE, UNREADABLE = "table", "intake", "new_table", "document", "archive", "unreadable"
SHOWN = 40
"""Rows of a sheet that are kept to be looked at."""
WIDE = 60
"""Columns that are kept to be looked at."""
LONG = 60
"""Letters of a cell that are kept to be looked at."""
SHEETS = 10
"""Sheets whose first rows are kept to be looked at, so that what is kept stays small; further ones are only named."""
PROVING = 20_000
"""Rows in which a proof of the order of day and month is looked for; the dry run looks at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateOrder:
    """How a column of dates writes day and month.

    Attributes:
        state: "settled" by ``row``, "contradictory" (``row`` and ``against`` prove opposite orders), "open" (such
            dates stand there, and no row shows it) or "none" (no such date stands there).
    """

    heading: str
    state: str
    order: str = ""
    row: int = 0
    against: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLook:
    """One sheet of a table.

    Attributes:
        taken_for: "table", "intake", "new_table", "" where it holds nothing that could be loaded.
        mapping: the dataset of the mapping that knows it.
        header: number of the row of headings, 0 where none was found.
        head: its first rows as text, cut; ``rows``: how many it has, -1 where they were not counted.
        taken, others, refused: headings that are loaded, that are not, and that never are (of a known table).
    """

    name: str
    taken_for: str
    rows: int
    head: tuple[tuple[str, ...], ...]
    mapping: str = ""
    header: int = 0
    taken: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a file is taken for.

    Attributes:
        taken_for: "table" (a mapping knows it), "intake", "new_table" (a mapping is proposed), "document", "archive"
            or "unreadable".
        kind: its media type by content; ``named_otherwise``: its name says something else.
        why: why it cannot be read, "" where it can.
        sheets: of a table; ``layout``: proposed for the first that nobody knows.
        orders: of the columns of dates of that layout.
        members: of an archive.
    """

    name: str
    size: int
    taken_for: str
    kind: str
    why: str = ""
    named_otherwise: bool = False
    sheets: tuple[SheetLook, ...] = ()
    layout: Layout | None = None
    orders: tuple[DateOrder, ...] = ()
    members: tuple[Member, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


def arrival_from(plain: AnyMapping[str, Any]) -> Arrival:
    """What :meth:`Arrival.as_plain` wrote."""
    whole = dict(plain)
    whole["sheets"] = tuple(
        SheetLook(**{name: _tuples(value) for name, value in sheet.items()}) for sheet in plain["sheets"]
    )
    whole["layout"] = layout_from(plain["layout"]) if plain["layout"] else None
    whole["orders"] = tuple(DateOrder(**one) for one in plain["orders"])
    whole["members"] = tuple(Member(**one) for one in plain["members"])
    return Arrival(**whole)


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value


def look_at(path: Path, mappings: Sequence[Mapping]) -> Arrival:
    """What a file is taken for.

    Args:
        mappings: those that may know it, as :func:`ingest.load.known_mappings` gives them.
    """
    kind, size = sniffing.UNKNOWN, 0
    try:
        size, kind = path.stat().st_size, sniffing.sniff(path)
        if kind == sniffing.EMPTY:
            raise LoadError(f"{path.name}: the file is empty.")
        found = _look(path, kind, size, mappings)
    except DossierError as error:
        return Arrival(name=path.name, size=size, taken_for=UNREADABLE, kind=kind, why=str(error))
    except OSError as error:
        why = f"{path.name}: cannot be opened ({error.strerror or 'input error'})."
        return Arrival(name=path.name, size=size, taken_for=UNREADABLE, kind=kind, why=why)
    return found


def _look(path: Path, kind: str, size: int, mappings: Sequence[Mapping]) -> Arrival:
    named = bool(sniffing.disagreement(path.name, kind))
    if kind in sniffing.TABLES:
        return _table(path, kind, size, named, mappings)
    if kind == sniffing.ZIP:
        members = tuple(members_of(path))
        if all(member.why for member in members):
            raise LoadError(f"{path.name}: no document in this archive can be read; unpack it and look at its files.")
        return Arrival(
            name=path.name, size=size, taken_for=ARCHIVE, kind=kind, named_otherwise=named, members=members
        )  # fmt: skip
    if kind not in READERS:
        raise LoadError(
            f"{path.name}: {sniffing.words_for(kind)} cannot be read as a document; documents can be PDF, DOCX, HTML, "
            "e-mail, text, message exports, PNG or JPEG."
        )
    return Arrival(name=path.name, size=size, taken_for=DOCUMENT, kind=kind, named_otherwise=named)


# --- tables


def _table(path: Path, kind: str, size: int, named: bool, mappings: Sequence[Mapping]) -> Arrival:
    sheets = [sheet for sheet in read_sheets(path) if not sheet.hidden]
    if not any(len(sheet.rows[:1]) for sheet in sheets):
        raise LoadError(f"{path.name}: no sheet holds anything.")
    intake = intake_jobs(path, sheets)
    if intake and names_itself(sheets):
        looks = [_intake(sheet, {job.name: job.header for job in intake}) for sheet in sheets]
    else:
        looks = [_known(sheet, mappings) for sheet in sheets]
    known = {look.taken_for for look in looks}
    layout = None
    if INTAKE not in known and KNOWN not in known:
        layout = next((found for sheet in sheets[:SHEETS] if (found := _layout(path, sheet)) is not None), None)
        if layout is None and intake:
            looks, known = [_intake(sheet, {job.name: job.header for job in intake}) for sheet in sheets], {INTAKE}
        elif layout is None:
            raise LoadError(f"{path.name}: no row near the top of any sheet holds headings, so it is no table.")
    taken = INTAKE if INTAKE in known else KNOWN if KNOWN in known else NEW
    own = next((sheet for sheet in sheets if layout and sheet.name == layout.sheet), None)
    return Arrival(
        name=path.name, size=size, taken_for=taken, kind=kind, named_otherwise=named, sheets=_small(looks),
        layout=layout, orders=date_orders(own.rows, layout) if own and layout else (),
    )  # fmt: skip


def _small(looks: Sequence[SheetLook]) -> tuple[SheetLook, ...]:
    return tuple(look if at < SHEETS else replace(look, head=()) for at, look in enumerate(looks))


def _layout(path: Path, sheet: Sheet) -> Layout | None:
    return proposed_layout(head_of(sheet), dataset=own_name(path.stem), sheet=sheet.name)


def head_of(sheet: Sheet) -> list[Sequence[Any]]:
    """The rows that a proposal is made from."""
    return list(sheet.rows[: SEARCHED + LOOKED_AT])


def _shown(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(text(cell)[:LONG] for cell in row[:WIDE]) for row in sheet.rows[:SHOWN])


def _count(sheet: Sheet) -> int:
    """Rows of a sheet that lies in memory; a large text table is not read through for it."""
    return len(sheet.rows) if isinstance(sheet.rows, list) else -1


def _intake(sheet: Sheet, headers: dict[str, int]) -> SheetLook:
    header = headers.get(sheet.name, 0)
    return SheetLook(
        name=sheet.name, taken_for=INTAKE if header else "", rows=_count(sheet), head=_shown(sheet), header=header
    )  # fmt: skip


def _known(sheet: Sheet, mappings: Sequence[Mapping]) -> SheetLook:
    found = recognise(sheet.rows, mappings)
    if found is None:
        new = NEW if len(sheet.rows[:1]) else ""
        return SheetLook(name=sheet.name, taken_for=new, rows=_count(sheet), head=_shown(sheet))
    return SheetLook(
        name=sheet.name, taken_for=KNOWN, rows=_count(sheet), head=_shown(sheet), mapping=found.mapping.dataset,
        header=found.header, taken=tuple(found.words[at].strip() for at in found.places if at >= 0),
        others=tuple(one for one in found.others if not is_denied(one)),
        refused=tuple(one for one in found.others if is_denied(one)),
    )  # fmt: skip


def date_orders(rows: Sequence[Sequence[Any]], layout: Layout) -> tuple[DateOrder, ...]:
    """How each column of dates of a layout writes day and month, and the row that shows it."""
    columns: dict[int, dict[str, int]] = {at: {} for at in layout.dated}
    if columns:
        for number, row in enumerate(islice(rows, PROVING), start=1):
            if number > layout.header:
                for at, seen in columns.items():
                    if at < len(row) and isinstance(cell := row[at], str) and cell.strip():
                        seen.setdefault(cell.strip(), number)
    return tuple(_order(layout.headings[at], seen) for at, seen in columns.items())


def _order(heading: str, seen: dict[str, int]) -> DateOrder:
    found, rows = settle_order(seen), list(seen.values())
    if found.state == "settled":
        return DateOrder(heading=heading, state="settled", order=found.order or "", row=rows[found.row or 0])
    if found.state == "contradictory":
        return DateOrder(
            heading=heading, state="contradictory", row=rows[found.row or 0], against=rows[found.against or 0]
        )  # fmt: skip
    return DateOrder(heading=heading, state="open" if found.undecided else "none")


def looked_at_anew(path: Path, sheet: str, header: int, *, dataset: str) -> tuple[Layout, tuple[DateOrder, ...]]:
    """A layout for another sheet or header row of a table, as a person moved it.

    Raises:
        LoadError: no such sheet or row, or the file cannot be read.
    """
    own = next((one for one in read_sheets(path) if one.name == sheet and not one.hidden), None)
    if own is None:
        raise LoadError(f"{path.name}: there is no such sheet.")
    layout = lay_out(head_of(own), header, dataset=dataset, sheet=sheet)
    return layout, date_orders(own.rows, layout)
