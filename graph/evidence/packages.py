"""What was given out of a case, so that a merge or a record that is taken back can name the packages it is in.

Appended, never changed. Title, purpose and file names are words of people and lie in the vault.
"""

from dataclasses import dataclass, field

import orjson

from graph.evidence import tables
from graph.evidence.database import Row, insert, listed, rows
from graph.evidence.ids import iso
from graph.evidence.opened import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One package that was given out.

    Attributes:
        audience: as ``case.toml`` names it.
        revision: of the evidence that it was made from.
        files: name to SHA-256, in hex.
        records: threads that it rests on; ``decisions`` the ids of those it rests on.
        id, at: given when it is recorded; ``at`` is UTC, ISO 8601.
    """

    audience: str
    purpose: str
    revision: int
    by: str
    files: dict[str, str]
    records: list[str]
    decisions: list[str] = field(default_factory=list)
    title: str = ""
    at: str = ""
    id: str = ""


class PackageKeeping(Opened):
    """Keeping the list of packages."""

    def record_package(self, package: Package) -> str:
        """Append a package; returns its id. It is no revision: the graph does not change by it."""
        at = iso(self._clock())
        with self._locked() as (evidence, vault):
            with evidence.begin():
                known = [row[0] for row in rows(evidence, "SELECT id FROM package")]
            own = self._ids.new("package", package.audience, at, str(len(known)))
            with vault.begin():
                # Words of which a crash kept the row.
                vault.exec_driver_sql(
                    "DELETE FROM package_words WHERE id NOT IN (SELECT value FROM json_each(?))", (listed(known),)
                )
                files = orjson.dumps(package.files).decode()
                insert(vault, tables.package_words, [(own, package.title, package.purpose, files)])
            with evidence.begin():
                insert(
                    evidence,
                    tables.package,
                    [
                        (
                            own, package.audience, package.revision, at, package.by, listed(package.records),
                            listed(package.decisions),
                        )
                    ],
                )  # fmt: skip
        return own

    def packages(self) -> list[Package]:
        """Every package that was given out, oldest first."""
        with self._database.reading() as connection:
            found = rows(
                connection,
                "SELECT p.id, p.audience, w.purpose, p.revision, p.by, p.at, w.files, p.records, p.decisions, w.title"
                " FROM package p JOIN vault.package_words w ON w.id = p.id ORDER BY p.at, p.rowid",
            )
        return [_package(row) for row in found]


def _package(row: Row) -> Package:
    return Package(
        id=row[0], audience=row[1], purpose=row[2], revision=row[3], by=row[4], at=row[5],
        files=orjson.loads(row[6]), records=orjson.loads(row[7]), decisions=orjson.loads(row[8]), title=row[9],
    )  # fmt: skip
