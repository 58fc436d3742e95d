"""How somebody's own table is to be read, as plain data that a person edits: a role for each column.

The headings of a sheet are the columns of its mapping; what cannot be said of a column is a :class:`Flaw`, by a code
that a page words in its reader's language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from graph.errors import LoadError
from graph.model.denied import is_denied
from graph.model.levels import DEFAULT_LEVEL
from graph.model.vocabularies import VOCABULARIES
from ingest.mapping.cells import text
from ingest.mapping.recognise import normal
from ingest.roles import CODED, DATED, EVENTS, MANY, PEOPLE, POSTS, ROLES, ROWS, fits, role_of, rows_said_by

ORDERS = ("", "dmy", "mdy")
LOOKED_AT = 200
"""Rows below the header that a proposal looks at."""
MOST_COLUMNS = 400
"""Columns of a table that can be given roles; further ones are not loaded."""
_OF_VICTIMS = ("act", "outcome", "charge", "sex", "age", "born", "father", "alias", "occupation", "town")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Why a layout cannot be loaded with.

    Attributes:
        code: "no_date", "no_who", "no_names", "no_unit", "no_victims", "needs_charge_of", "twice", "same_heading",
            "no_heading", "never", "not_here" or "no_dataset".
        column: index of the column it is about, -1 for the table.
        role: the role it is about.
    """

    code: str
    column: int = -1
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A role for each column of a sheet.

    Attributes:
        dataset: whose keys these are.
        rows: what the rows are, one of :data:`ingest.roles.ROWS`.
        header: number of the row of the headings.
        roles: of each heading; "" is not loaded.
        order: of day and month where no row of a column shows it: "", "dmy" or "mdy".
        sheet: its name.
    """

    dataset: str
    header: int
    headings: tuple[str, ...]
    roles: tuple[str, ...]
    rows: str = EVENTS
    order: str = ""
    level: str = DEFAULT_LEVEL.code
    sheet: str = ""

    def column(self, role: str) -> str:
        """The first column of a role, as a mapping names it; "" where there is none."""
        return next((column_name(one) for one, own in zip(self.headings, self.roles, strict=True) if own == role), "")

    def columns(self, role: str) -> list[str]:
        """Every column of a role."""
        return [column_name(one) for one, own in zip(self.headings, self.roles, strict=True) if own == role]

    @property
    def dated(self) -> list[int]:
        """Indexes of the columns that hold dates."""
        return [at for at, role in enumerate(self.roles) if role in DATED]

    def with_role(self, at: int, role: str) -> Layout:
        """The same with another role for one column.

        Raises:
            LoadError: there is no such column or role.
        """
        if not 0 <= at < len(self.roles) or (role and role not in ROLES[self.rows]):
            raise LoadError("There is no such column, or it cannot be taken for that.")
        return replace(self, roles=(*self.roles[:at], role, *self.roles[at + 1 :]))

    def with_rows(self, rows: str) -> Layout:
        """The same for another kind of rows; roles that these have not are dropped.

        Raises:
            LoadError: there is no such kind.
        """
        if rows not in ROWS:
            raise LoadError(f"Rows can be: {', '.join(ROWS)}.")
        return replace(self, rows=rows, roles=tuple(role if role in ROLES[rows] else "" for role in self.roles))

    def as_plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


def column_name(heading: str) -> str:
    """A heading as a mapping names its column: without the signs that templates use. Compared, both are the same."""
    return re.sub(r"\s+", " ", re.sub(r"[{}\[\]|:]", " ", heading)).strip()


def layout_from(plain: Mapping[str, Any]) -> Layout:
    """The layout that :meth:`Layout.as_plain` wrote, or that a script did.

    Raises:
        LoadError: it is none.
    """
    try:
        layout = Layout(
            dataset=str(plain["dataset"]).strip(), header=int(plain["header"]),
            headings=tuple(map(str, plain["headings"])), roles=tuple(map(str, plain["roles"])),
            rows=str(plain.get("rows", EVENTS)), order=str(plain.get("order", "")),
            level=str(plain.get("level", DEFAULT_LEVEL.code)), sheet=str(plain.get("sheet", "")),
        )  # fmt: skip
        known = layout.rows in ROWS and layout.order in ORDERS and layout.level in VOCABULARIES["level"]
        whole = known and len(layout.roles) == len(layout.headings) and layout.header > 0
        if not whole or not all(not role or role in ROLES[layout.rows] for role in layout.roles):
            raise ValueError
    except (KeyError, TypeError, ValueError):
        raise LoadError("This does not say how a table is to be read.") from None
    return layout


def lay_out(rows: Sequence[Sequence[Any]], header: int, *, dataset: str, sheet: str = "", rows_are: str = "") -> Layout:
    """Propose a layout for a sheet whose headings stand in a row.

    Args:
        rows: from the first of the sheet; some below the header are enough.
        rows_are: what the rows are, guessed where it is left out.

    Raises:
        LoadError: the sheet has no such row.
    """
    if not 0 < header <= len(rows):
        raise LoadError(f"There is no row {header} in the part of the sheet that was looked at.")
    cells = rows[header - 1][:MOST_COLUMNS]
    headings = tuple(cell.strip() if isinstance(cell, str) else text(cell) for cell in cells)
    below = rows[header : header + LOOKED_AT]
    guessed: list[str] = []
    for at, heading in enumerate(headings):
        role = role_of(cells[at])
        samples = [row[at] for row in below if at < len(row)]
        usable = bool(role and normal(heading)) and not is_denied(heading) and fits(role, samples)
        guessed.append(role if usable and (role in MANY or role not in guessed) else "")
    kind = rows_are or rows_said_by(guessed)
    layout = Layout(dataset=dataset, header=header, headings=headings, roles=tuple(guessed), sheet=sheet)
    return _without_stray(layout.with_rows(kind))


def _without_stray(layout: Layout) -> Layout:
    """The same without guesses that would only be flaws: what is said of victims in a table that names none."""
    stray = {flaw.column for flaw in flaws(layout) if flaw.code in ("no_victims", "same_heading")}
    return replace(layout, roles=tuple("" if at in stray else role for at, role in enumerate(layout.roles)))


def flaws(layout: Layout) -> list[Flaw]:
    """Everything by which a layout cannot be loaded with; [] where it can."""
    roles = set(layout.roles)
    found = [] if layout.dataset else [Flaw(code="no_dataset")]
    if layout.rows == EVENTS and "date" not in roles:
        found.append(Flaw(code="no_date"))
    if layout.rows in (PEOPLE, POSTS) and "names" not in roles:
        found.append(Flaw(code="no_names"))
    if layout.rows == POSTS and "unit" not in roles:
        found.append(Flaw(code="no_unit"))
    return found + [flaw for at in range(len(layout.roles)) if (flaw := _flaw_of(layout, at)) is not None]


def _flaw_of(layout: Layout, at: int) -> Flaw | None:
    role, heading = layout.roles[at], layout.headings[at]
    if not role:
        return None
    here = normal(heading)
    if not here:
        return Flaw(code="no_heading", column=at, role=role)
    if is_denied(heading):
        return Flaw(code="never", column=at, role=role)
    if Counter(map(normal, layout.headings))[here] > 1:
        return Flaw(code="same_heading", column=at, role=role)
    if role not in ROLES[layout.rows]:
        return Flaw(code="not_here", column=at, role=role)
    if role not in MANY and layout.roles.index(role) != at:
        return Flaw(code="twice", column=at, role=role)
    named, counted = "names" in layout.roles, "group" in layout.roles
    if layout.rows == EVENTS and role in _OF_VICTIMS:
        whole = named or (counted and role in ("act", "outcome", "charge"))
        return None if whole else Flaw(code="no_victims", column=at, role=role)
    return None


def refused(layout: Layout) -> tuple[str, ...]:
    """Headings that no field may hold."""
    return tuple(heading for heading in layout.headings if heading and is_denied(heading))


def left(layout: Layout) -> tuple[str, ...]:
    """Headings that nothing is taken from, though something could be."""
    return tuple(
        heading for heading, role in zip(layout.headings, layout.roles, strict=True)
        if heading and not role and not is_denied(heading)
    )  # fmt: skip


def coded(layout: Layout) -> dict[str, str]:
    """Columns whose cells must be words of a list, and the list."""
    return {column: CODED[role] for role in CODED for column in layout.columns(role)}
