"""After a crash between the two commits: vault rows that no record knows are taken out."""

from pathlib import Path

from sqlalchemy import Connection

from graph.evidence import tables
from graph.evidence.database import rows
from graph.evidence.originals import NEW
from graph.evidence.reading import newest

_FULL_TEXT = {"page": "page_text", "name": "name_text"}


def sweep(evidence: Connection, vault: Connection) -> int:
    """Delete what the vault holds of revisions that the evidence never got; returns the number of such revisions.

    To be called under the writer's lock, outside of a transaction.
    """
    with evidence.begin(), vault.begin():
        last = newest(evidence)
        kept = rows(vault, "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'revision'")
        orphaned = int(kept[0][0]) - last if kept else 0
        if orphaned <= 0:
            return 0
        for table, index in _FULL_TEXT.items():
            vault.exec_driver_sql(
                f"DELETE FROM {index} WHERE rowid IN (SELECT id FROM {table} WHERE revision > ?)", (last,)
            )
        for table_ in tables.vault.sorted_tables:
            if "revision" in table_.columns:
                vault.exec_driver_sql(f"DELETE FROM {table_.name} WHERE revision > ?", (last,))
        vault.exec_driver_sql("UPDATE meta SET value = ? WHERE name = 'revision'", (str(last),))
    return orphaned


def settle(evidence: Connection, folder: Path) -> None:
    """Settle what a crash left among the originals; to be called under the lock.

    A file of a committed transaction gets its name, one of a broken transaction goes. Nothing else is deleted:
    after an older copy has been put back, files that it does not know may be all there is of an original.
    """
    fresh = list(folder.glob("*" + NEW)) if folder.is_dir() else []
    if not fresh:
        return
    with evidence.begin():
        known = {row[0] for row in rows(evidence, "SELECT name FROM original")}
    for path in fresh:
        if path.stem in known:
            path.rename(path.with_suffix(""))
        else:
            path.unlink()
