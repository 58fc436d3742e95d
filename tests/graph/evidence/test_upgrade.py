"""A case that an earlier version wrote: opened, it has everything that a new one has, and has lost nothing.

``case_of_version_1`` was written by version 0.1 with the key of the tests: a source, a report with one page and an
invented person.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graph.errors import CaseError, Damaged, NewerVersion
from graph.evidence import Evidence
from graph.evidence.database import Database, rows
from graph.evidence.keys import derive
from graph.evidence.locking import locked
from graph.evidence.opened import LOCK
from graph.evidence.tables import SCHEMA_VERSION
from tests.builders import person
from tests.graph.evidence.stores import KEY, load, new_store

OLD = Path(__file__).with_name("case_of_version_1")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the old case."""
    return Path(shutil.copytree(OLD, tmp_path / "old"))


def _versions(folder: Path) -> list[int]:
    database = Database(folder, derive(KEY))
    try:
        with database.reading() as connection:
            return [int(rows(connection, f"PRAGMA {one}.user_version")[0][0]) for one in ("main", "vault")]
    finally:
        database.close()


def _tables(folder: Path) -> list[tuple[str, ...]]:
    database = Database(folder, derive(KEY))
    try:
        with database.reading() as connection:
            evidence = rows(connection, "SELECT 'evidence', type, name FROM main.sqlite_master")
            vault = rows(connection, "SELECT 'vault', type, name FROM vault.sqlite_master")
            return sorted(map(tuple, (*evidence, *vault)))
    finally:
        database.close()


def test_an_old_case_gets_what_it_lacks_and_keeps_what_it_has(old: Path, tmp_path: Path) -> None:
    assert _versions(old) == [1, 1]
    with Evidence.open(old, KEY) as store:
        [hit] = store.search_names("karim", clearance=3)
        assert hit.words == "Karim Example"
        [page] = store.search_pages("invented", clearance=3)
        assert "The first page" in page.snippet
        assert store.revision() == 1
        assert store.check() == []
        assert not (store.works("draft", owner="ann") or store.jobs(owner="ann") or store.packages())
        assert store.save_work("draft", {"words": "new"}, owner="ann").version == 1
        load(store, [person("samir", names="Samir")])
        assert store.revision() == 2
    assert _versions(old) == [SCHEMA_VERSION, SCHEMA_VERSION]
    new_store(tmp_path / "new").close()
    assert _tables(old) == _tables(tmp_path / "new")


def test_opened_again_it_keeps_the_work(old: Path) -> None:
    with Evidence.open(old, KEY) as store:
        kept = store.save_work("draft", {"words": "new"}, owner="ann")
    with Evidence.open(old, KEY) as store:
        assert store.work(kept.id, owner="ann") == kept


@pytest.mark.parametrize("file", ["vault.db", "evidence.db"])
def test_an_upgrade_that_was_cut_off_between_the_two_files_goes_on(old: Path, tmp_path: Path, file: str) -> None:
    upgraded = Path(shutil.copytree(old, tmp_path / "upgraded"))
    Evidence.open(upgraded, KEY).close()
    shutil.copyfile(upgraded / file, old / file)
    with Evidence.open(old, KEY) as store:
        store.save_work("draft", {"words": "new"}, owner="ann")
        assert store.new_job("load", {}, owner="ann").state == "waiting"
        assert store.check() == []
    assert _versions(old) == [SCHEMA_VERSION, SCHEMA_VERSION]


def test_a_copy_that_an_earlier_version_kept_can_still_be_put_back(old: Path) -> None:
    place = old / "copies" / "a"
    place.mkdir(parents=True)
    for file in OLD.iterdir():
        shutil.copyfile(file, place / file.name)
    (old / "vault.db").write_bytes(b"\0" * 4096)
    with pytest.raises(Damaged):
        Evidence.open(old, KEY)
    assert [copy.revision for copy in Evidence.good_copies(old, KEY)] == [1]
    Evidence.restore_copy(old, KEY)
    with Evidence.open(old, KEY) as store:
        assert [hit.words for hit in store.search_names("karim", clearance=3)] == ["Karim Example"]


def test_a_case_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    new_store(tmp_path / "case").close()
    database = Database(tmp_path / "case", derive(KEY))
    with database.writers() as (evidence, _), evidence.begin():
        evidence.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    database.close()
    with pytest.raises(NewerVersion, match="newer Dossier"):
        Evidence.open(tmp_path / "case", KEY)


def test_an_upgrade_waits_for_whoever_writes(old: Path, tmp_path: Path) -> None:
    with locked(old / LOCK), pytest.raises(CaseError, match="Another process"):
        Evidence.open(old, KEY, lock_wait=0.1)
    assert _versions(old) == [1, 1]
