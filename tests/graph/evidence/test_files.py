"""What lies on the disk: keys, damage, versions, copies, and no plain word."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import CaseError, Damaged, DossierError, NewerVersion, WrongPassphrase
from graph.evidence import Evidence, LoadInfo, NewDecision, PageText
from graph.evidence.database import EVIDENCE, VAULT
from graph.evidence.keys import HEADER
from tests.builders import document, draft, person, source
from tests.graph.evidence.stores import ANN, KEY, load, new_store, reopened, said

# Words that stand nowhere else; one for each place where a person writes something.
PLANTED = {
    "name": "زمردةالقارئ",
    "key": "Quillfeather",
    "title": "Marzipandocument",
    "quote": "كتبتهبخطيدي",
    "page": "Zephyrpagetext",
    "why": "Kestrelreason",
    "file": "Obsidiantable",
    "dataset": "Peregrinedata",
    "original": "Tamarindoriginal",
    "description": "جماعةالمشمش",
}


def _planted(folder: Path) -> Evidence:
    """A store with every planted word in its place, still open, so that logs lie beside the files."""
    store = new_store(folder)
    rows = [
        source(),
        document(title=PLANTED["title"]),
        person(PLANTED["key"], names=PLANTED["name"], quote=PLANTED["quote"]),
        draft("group", "g", description=PLANTED["description"]),
    ]
    info = LoadInfo(dataset=PLANTED["dataset"], file=PLANTED["file"])
    paper = folder.parent / "paper.txt"
    paper.write_text(PLANTED["original"] * 40)
    with store.writing(ANN, load=info) as change:
        threads = change.add(replace(row, dataset=PLANTED["dataset"]) for row in rows).threads
        change.add_pages(threads[1], [PageText(number=1, label="p. 1", text=PLANTED["page"])])
        change.store_original(threads[1], paper, "text/plain")
        change.decide([NewDecision(type="status", left=threads[2], verdict="vetted", why=PLANTED["why"])])
        change.correct(threads[2], {"sex": "male"}, why=PLANTED["why"])
    store.backup()
    return store


def _forms(word: str) -> Iterator[bytes]:
    """How a word may lie in a file."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield word.encode(encoding)
    yield word.lower().encode()
    yield word.encode("unicode_escape")


def _holds(path: Path, word: str) -> bool:
    content = path.read_bytes()
    return any(form in content for form in _forms(word))


def test_no_word_that_anybody_wrote_lies_plain_in_any_file(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE t (x)")
    plain.executemany("INSERT INTO t VALUES (?)", [(word,) for word in PLANTED.values()])
    plain.commit()
    plain.close()
    assert all(_holds(tmp_path / "plain.db", word) for word in PLANTED.values()), "the search finds what is there"
    with _planted(tmp_path / "case"):
        files = [path for path in (tmp_path / "case").rglob("*") if path.is_file()]
        assert {path.name for path in files} >= {EVIDENCE, VAULT, f"{EVIDENCE}-wal", f"{VAULT}-wal"}
        found = {(path.name, place) for path in files for place, word in PLANTED.items() if _holds(path, word)}
    assert found == set()
    assert not any(word in str(path) for path in files for word in PLANTED.values())


def test_the_evidence_file_holds_no_word_even_for_who_has_its_key(tmp_path: Path) -> None:
    with _planted(tmp_path / "case") as store:
        files = {file: _dump(store, file) for file in (EVIDENCE, VAULT)}
    for place, word in PLANTED.items():
        assert word.encode() not in files[EVIDENCE], place
        assert place == "original" or word.encode() in files[VAULT], place


def _dump(store: Evidence, file: str) -> bytes:
    """Every value of every table of one file, decrypted."""
    connection = store._database.raw(file)
    tables = [row[1] for row in connection.execute("PRAGMA main.table_list")]
    values = [
        value
        for table in tables
        for row in connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
        for value in row
    ]
    connection.close()
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def test_files_and_folders_are_their_owners_alone(tmp_path: Path) -> None:
    with _planted(tmp_path / "case") as store:
        for path in store.folder.rglob("*"):
            assert path.stat().st_mode & 0o077 == 0, path.name


def test_a_wrong_key_is_refused(store: Evidence) -> None:
    store.close()
    with pytest.raises(WrongPassphrase, match="does not open"):
        Evidence.open(store.folder, bytes(32))


def test_a_store_is_never_made_over_another(store: Evidence) -> None:
    with pytest.raises(CaseError, match="already"):
        new_store(store.folder)


@pytest.mark.parametrize("file", [EVIDENCE, VAULT])
def test_one_changed_byte_anywhere_is_noticed(tmp_path: Path, file: str) -> None:
    store = new_store(tmp_path / "case")
    load(store, [source(), document(), *(person(f"p{at}") for at in range(200))])
    store.close()
    path = tmp_path / "case" / file
    whole = path.read_bytes()
    assert len(whole) > 10 * 4096
    for at in [*range(5, len(whole), 4096), *range(4090, len(whole), 4 * 4096)]:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert _notices(tmp_path / "case"), f"byte {at} of {len(whole)}"
    path.write_bytes(whole)
    assert not _notices(tmp_path / "case")


def _notices(folder: Path) -> bool:
    """Whether opening refuses, or the check finds something; nothing but our own errors may come out."""
    try:
        with Evidence.open(folder, KEY) as opened:
            return any(finding.kind == "damaged_file" for finding in opened.check())
    except Damaged:
        return True


@pytest.mark.parametrize("file", [EVIDENCE, VAULT, HEADER])
@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 not what it says", os.urandom(8192)])
def test_a_file_that_is_missing_empty_or_something_else_is_damage(
    store: Evidence, file: str, content: bytes | None
) -> None:
    store.close()
    if content is None:
        (store.folder / file).unlink()
    else:
        (store.folder / file).write_bytes(content)
    with pytest.raises(Damaged) as raised:
        Evidence.open(store.folder, KEY)
    assert str(raised.value).count(".") <= 4, "one clear sentence"


def test_the_two_files_of_two_cases_do_not_open_together(tmp_path: Path) -> None:
    one, other = new_store(tmp_path / "one"), Evidence.create(_made(tmp_path / "two"), KEY, case_id="b-case")
    one.close()
    other.close()
    (tmp_path / "one" / VAULT).write_bytes((tmp_path / "two" / VAULT).read_bytes())
    with pytest.raises(CaseError, match="two cases"):
        Evidence.open(tmp_path / "one", KEY)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_store_of_a_newer_version_is_left_alone(store: Evidence) -> None:
    connection = store._database.raw(EVIDENCE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    store.close()
    with pytest.raises(NewerVersion, match="newer"):
        Evidence.open(store.folder, KEY)


def test_the_newest_good_copy_can_be_put_back(tmp_path: Path) -> None:
    store = new_store(tmp_path / "case")
    load(store, [source(), document()])
    store.backup()
    load(store, [person("karim")])
    expected = said(store.slice())
    store.backup()
    load(store, [person("samir")])
    store.close()
    assert [copy.revision for copy in Evidence.good_copies(store.folder, KEY)] == [2, 1]
    (store.folder / VAULT).write_bytes(b"broken" * 4000)
    with pytest.raises(Damaged):
        Evidence.open(store.folder, KEY)
    with pytest.raises(WrongPassphrase):
        Evidence.restore_copy(store.folder, bytes(32))
    assert Evidence.restore_copy(store.folder, KEY).revision == 2
    with reopened(store) as back:
        assert said(back.slice()) == expected
        assert back.check() == []
        load(back, [person("samir")])
        assert len(said(back.slice())) == 4


def test_a_damaged_copy_is_no_good_one(tmp_path: Path) -> None:
    store = new_store(tmp_path / "case")
    load(store, [source(), document()])
    place = store.backup()
    load(store, [person("karim")])
    store.backup()
    newest = Evidence.good_copies(store.folder, KEY)[0].place
    assert newest != place
    path = store.folder / "copies" / newest / EVIDENCE
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    assert [copy.place for copy in Evidence.good_copies(store.folder, KEY)] == [place]
    store.backup()
    assert len(Evidence.good_copies(store.folder, KEY)) == 2, "the next copy replaces the damaged one"
    store.close()


def test_no_good_copy_is_said_in_a_sentence(store: Evidence) -> None:
    store.close()
    with pytest.raises(CaseError, match="no good copy"):
        Evidence.restore_copy(store.folder, KEY)


def test_an_error_holds_no_value_of_what_was_written(store: Evidence) -> None:
    bad = replace(person("karim", names=PLANTED["name"]), kind="person", values={"names": [{"words": object()}]})
    with pytest.raises(Exception, match=r"^(?!.*زمردة)") as raised, store.writing(ANN) as change:
        change.add([bad])
    assert PLANTED["name"] not in str(raised.value)
    with pytest.raises(DossierError) as told, store._database.reading() as connection:
        connection.exec_driver_sql("SELECT nonsense FROM record WHERE id = ?", (PLANTED["name"],))
    assert PLANTED["name"] not in str(told.value)
    assert "nonsense" not in str(told.value)
