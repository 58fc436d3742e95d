"""Packages that were given out: appended, seen by who sees everything in them."""

from __future__ import annotations

from dataclasses import replace

from graph.evidence import Evidence, Package
from tests.builders import document, person, source
from tests.graph.evidence.stores import load, reopened


def _package(**more: object) -> Package:
    given = Package(
        audience="counsel", purpose="for the hearing in May", title="One incident", revision=1, by="ann",
        files={"brief.pdf": "ab" * 32, "data.json": "cd" * 32}, records=["t1", "t2"], decisions=["d1"],
    )  # fmt: skip
    return replace(given, **more)  # type: ignore[arg-type]


def test_a_package_comes_back_as_it_was_given_out(store: Evidence) -> None:
    first = store.record_package(_package())
    second = store.record_package(_package(audience="public", title=""))
    again = reopened(store)
    found = again.packages()
    again.close()
    assert [one.id for one in found] == [first, second]
    assert found[0] == _package(id=first, at=found[0].at)
    assert found[0].at < found[1].at


def test_a_package_is_no_revision_and_its_words_lie_in_the_vault(store: Evidence) -> None:
    load(store, [source(), document(), person("karim")])
    store.record_package(_package())
    assert store.revision() == 1
    assert store.check() == []
    with store._database.reading() as connection:
        [row] = connection.exec_driver_sql("SELECT * FROM package").fetchall()
    assert not any(word in str(tuple(row)) for word in ("hearing", "incident", "brief.pdf"))


def test_words_that_a_crash_left_alone_go_with_the_next_package(store: Evidence) -> None:
    with store._database.writers() as (_, vault), vault.begin():
        vault.exec_driver_sql("INSERT INTO package_words (id, title, purpose, files) VALUES ('lost', 'x', 'y', '{}')")
    own = store.record_package(_package())
    with store._database.reading() as connection:
        left = [row[0] for row in connection.exec_driver_sql("SELECT id FROM vault.package_words").fetchall()]
    assert left == [own]
