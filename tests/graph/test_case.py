"""A case folder: made, opened, brought up to date, and refused where it cannot be trusted."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from graph.case import CASE_FILE, Case, create_case, good_copies, open_case, read_case_file, restore_copy
from graph.errors import CaseError, Damaged, ForeignGraph, NewerVersion, QueryRefused, WrongPassphrase
from graph.evidence import NewDecision, PageText, RunRecord
from graph.evidence.keys import read_key_file
from graph.model.levels import Level
from graph.stores.store import Store
from tests.builders import document, draft, incident, location, perpetrator, person, posting, source, unit, victim
from tests.conftest import Neo4jServer
from tests.graph.evidence.stores import ANN, load

ROOT = Path(__file__).resolve().parents[2]
PHRASE = "four words of pass"
ROWS = [
    source(level="public"),
    document(title="A report", level="public"),
    location("town", level="public"),
    person("karim", names="Karim", level="public"),
    unit("battalion", names="Battalion", level="public"),
    posting("post", person="karim", unit="battalion", since="2014-06", level="public"),
    incident("shot", place="town", level="public"),
    person("victim", names="Nadir", level="sealed"),
    victim("v", who="person:victim", incident="shot", level="sealed"),
    perpetrator("p", who="unit:battalion", incident="shot", level="public"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a case is to be."""
    return tmp_path / "case"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """A key file that is not there yet."""
    return tmp_path / "key"


@pytest.fixture
def case(folder: Path, key_file: Path) -> Iterator[Case]:
    """A case with a few rows, its graph up to date."""
    with create_case(folder, title="A title", key_file=key_file) as made:
        load(made.evidence, ROWS)
        made.refresh()
        yield made


def _closed(case: Case) -> Path:
    case.close()
    return case.folder


# --- making and opening


def test_a_case_is_opened_by_its_passphrase_and_by_no_other(folder: Path) -> None:
    create_case(folder, title="ملف", passphrase=PHRASE).close()
    with open_case(folder, passphrase=PHRASE) as case:
        assert (case.title, case.evidence.revision()) == ("ملف", 0)
    with pytest.raises(WrongPassphrase):
        open_case(folder, passphrase=PHRASE + "!")
    with pytest.raises(CaseError, match="one of the two"):
        open_case(folder)


def test_a_key_file_is_made_for_its_owner_alone_and_opens_the_case(folder: Path, key_file: Path) -> None:
    create_case(folder, title="t", key_file=key_file).close()
    assert key_file.stat().st_mode & 0o777 == 0o600
    key = read_key_file(key_file)
    assert key is not None
    assert len(key) == 32
    open_case(folder, key_file=key_file).close()
    key_file.write_text("00" * 32)
    with pytest.raises(WrongPassphrase):
        open_case(folder, key_file=key_file)
    with pytest.raises(WrongPassphrase, match="by a key file"):
        open_case(folder, passphrase=PHRASE)


def test_a_key_file_may_hold_a_passphrase(folder: Path, key_file: Path) -> None:
    key_file.write_text(PHRASE + "\n")
    create_case(folder, title="t", key_file=key_file).close()
    assert key_file.read_text() == PHRASE + "\n", "a file that is there is never written over"
    open_case(folder, passphrase=PHRASE).close()


def test_a_short_passphrase_is_refused(folder: Path) -> None:
    with pytest.raises(CaseError, match="too short"):
        create_case(folder, title="t", passphrase="short")
    assert not folder.exists()


def test_a_case_is_made_in_an_empty_folder_only(folder: Path, key_file: Path) -> None:
    folder.mkdir()
    (folder / "something").write_text("of somebody")
    with pytest.raises(CaseError, match="not empty"):
        create_case(folder, title="t", key_file=key_file)
    assert (folder / "something").read_text() == "of somebody"


def test_a_case_that_cannot_be_made_leaves_nothing(
    folder: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise CaseError("no")

    monkeypatch.setattr("graph.evidence.store.Evidence.create", fails)
    with pytest.raises(CaseError):
        create_case(folder, title="t", key_file=key_file)
    assert not folder.exists()


def test_only_its_owner_may_look_into_a_case(case: Case) -> None:
    for path in [case.folder, *case.folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_what_is_no_case_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="is not a case"):
        open_case(tmp_path, passphrase=PHRASE)


@pytest.mark.parametrize("text", ["", "title = 3", "\x00", "format = 1\nid = 'x'\ntitle = 't'\ndatabase = 7"])
def test_a_case_file_that_cannot_be_read_is_damage(case: Case, key_file: Path, text: str) -> None:
    folder = _closed(case)
    (folder / CASE_FILE).write_text(text)
    with pytest.raises(Damaged, match=CASE_FILE):
        open_case(folder, key_file=key_file)


def test_a_case_of_a_newer_version_is_left_alone(case: Case, key_file: Path) -> None:
    folder = _closed(case)
    said = (folder / CASE_FILE).read_text()
    (folder / CASE_FILE).write_text(said.replace("format = 1", "format = 9"))
    with pytest.raises(NewerVersion):
        open_case(folder, key_file=key_file)


def test_the_case_file_of_another_case_is_noticed(case: Case, key_file: Path, tmp_path: Path) -> None:
    folder = _closed(case)
    with create_case(tmp_path / "other", title="o", key_file=tmp_path / "other-key"):
        pass
    (folder / CASE_FILE).write_bytes((tmp_path / "other" / CASE_FILE).read_bytes())
    with pytest.raises(Damaged, match="another case"):
        open_case(folder, key_file=key_file)


def test_a_title_may_hold_anything(tmp_path: Path) -> None:
    title = 'She said "no"\\ \n \t الملف # = [x]'
    create_case(tmp_path / "c", title=title, passphrase=PHRASE).close()
    about = read_case_file(tmp_path / "c")
    assert about.title == title
    assert about.audiences["public"] == "public"


# --- the graph follows


def _graph(store: Store) -> tuple[object, ...]:
    rows = store.rows("MATCH (n) WHERE n.code IS NOT NULL RETURN n.code AS code ORDER BY code", {}, clearance=3)
    return (sorted(row["code"] for row in rows), store.count())


def test_opening_finds_the_graph_as_it_was_left(case: Case, key_file: Path) -> None:
    before = _graph(case.store)
    with open_case(_closed(case), key_file=key_file) as again:
        assert not again.rebuilt
        assert _graph(again.store) == before


@pytest.mark.parametrize("damage", ["missing", "empty", "rubbish", "foreign", "one byte"])
def test_a_graph_that_is_missing_damaged_or_foreign_is_made_anew(
    case: Case, key_file: Path, tmp_path: Path, damage: str
) -> None:
    before = _graph(case.store)
    graph = _closed(case) / "graph.kgl"
    content = bytearray(graph.read_bytes())
    if damage == "missing":
        graph.unlink()
    elif damage == "foreign":
        with create_case(tmp_path / "other", title="o", key_file=tmp_path / "other-key") as other:
            load(other.evidence, [source(), document(), unit("foreign")])
            other.refresh()
        graph.write_bytes((tmp_path / "other" / "graph.kgl").read_bytes())
    else:
        content[len(content) // 2] ^= 1
        graph.write_bytes({"empty": b"", "rubbish": b"rubbish" * 99, "one byte": bytes(content)}[damage])
    with open_case(graph.parent, key_file=key_file) as again:
        assert again.rebuilt
        assert _graph(again.store) == before
    with open_case(graph.parent, key_file=key_file) as once_more:
        assert not once_more.rebuilt, "what was made anew was kept"


def test_what_another_process_writes_is_noticed(case: Case, key_file: Path) -> None:
    reader = case.reader()
    code = """
    import sys
    from pathlib import Path
    from graph.case import open_case
    from tests.builders import unit
    from tests.graph.evidence.stores import load
    with open_case(Path(sys.argv[1]), key_file=Path(sys.argv[2])) as case:
        load(case.evidence, [unit("brigade", names="Brigade", level="public")])
    """
    assert not case.refresh()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(case.folder), str(key_file)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert case.refresh()
    [hit] = case.reader().search("brigade")
    assert case.reader().nodes([hit.code])
    assert case.reader().revision == reader.revision + 1


def test_the_graph_on_opening_is_that_of_the_evidence_whatever_was_saved(case: Case, key_file: Path) -> None:
    folder = _closed(case)
    old = (folder / "graph.kgl").read_bytes()
    with open_case(folder, key_file=key_file) as again:
        again.evidence.undo_load(again.evidence.loads()[0].id, ANN)
    (folder / "graph.kgl").write_bytes(old)
    with open_case(folder, key_file=key_file) as later:
        assert _graph(later.store)[0] == []


def test_rebuilding_gives_the_same_graph(case: Case) -> None:
    before = _graph(case.store)
    case.rebuild()
    assert _graph(case.store) == before


def test_a_copy_can_be_put_back_and_the_graph_follows_it(case: Case, key_file: Path) -> None:
    before = _graph(case.store)
    case.evidence.backup()
    load(case.evidence, [unit("later")])
    case.refresh()
    folder = _closed(case)
    (folder / "evidence.db").write_bytes(b"x" * 8192)
    with pytest.raises(Damaged):
        open_case(folder, key_file=key_file)
    assert [copy.revision for copy in good_copies(folder, key_file=key_file)] == [1]
    assert restore_copy(folder, key_file=key_file).revision == 1
    with open_case(folder, key_file=key_file) as back:
        assert _graph(back.store) == before, "a graph that is ahead of its evidence is made anew"


def test_an_original_that_is_gone_is_told_on_opening(case: Case, key_file: Path, tmp_path: Path) -> None:
    (tmp_path / "paper").write_bytes(b"paper")
    thread = next(thread for thread, kind in case.evidence.slice().kinds.items() if kind == "document")
    with case.evidence.writing(ANN) as change:
        change.store_original(thread, tmp_path / "paper", "text/plain")
    folder = _closed(case)
    next((folder / "originals").iterdir()).unlink()
    with open_case(folder, key_file=key_file) as again:
        assert [finding.kind for finding in again.findings] == ["missing_original"]


# --- readers


def _code(case: Case, words: str) -> str:
    [hit] = case.reader().search_names(words)
    return hit.code


def test_a_reader_sees_what_its_clearance_shows_by_every_way(case: Case) -> None:
    nadir, shot = _code(case, "nadir"), next(c for c in case.evidence.slice().codes.values() if c[0] == "I")
    low, high = case.reader(Level.CONFIDENTIAL), case.reader(Level.SEALED)
    thread = case.evidence.thread_by_code(nadir)
    assert thread is not None
    assert (low.nodes([nadir]), high.nodes([nadir])[0]["properties"]["code"]) == ([], nadir)
    assert (low.record(thread) is None, high.record(thread) is None) == (True, False)
    assert (low.search("nadir"), len(high.search("nadir"))) == ([], 1)
    assert (low.names_of([nadir]), high.names_of([nadir])) == ({}, {nadir: "Nadir"})
    types = [{row["link"]["type"] for row in reader.neighbours(shot)} for reader in (low, high)]
    assert types[1] - types[0] == {"VICTIM_OF"}
    counted = [{row["type"] for row in reader.neighbour_counts(shot)} for reader in (low, high)]
    assert counted == types
    assert low.paths(nadir, shot) == []
    assert len(high.paths(nadir, shot)) == 1
    assert low.links_among([nadir, shot]) == []
    statement = "MATCH (p:Person) WHERE p.clear_min <= $clearance AND $clearance <= p.clear_max RETURN p.code AS c"
    assert {row["c"] for row in high.rows(statement)} - {row["c"] for row in low.rows(statement)} == {nadir}


def test_a_clearance_cannot_be_given_and_free_queries_need_the_highest(case: Case) -> None:
    low = case.reader(Level.CONFIDENTIAL)
    with pytest.raises(QueryRefused, match="clearance"):
        low.rows("RETURN $clearance AS c", clearance=3)
    with pytest.raises(QueryRefused, match="sealed"):
        low.free("MATCH (n) RETURN count(n) AS n", {})
    assert case.reader().free("MATCH (n:Unit) RETURN count(n) AS n", {}).rows == [{"n": 1}]


def test_names_of_protected_people_are_in_no_graph(case: Case) -> None:
    case.save()
    properties = [row["properties"] for row in case.reader().nodes(list(case.evidence.slice().codes.values()))]
    assert "Nadir" not in str(properties)
    assert "Karim" in str(properties), "who held a post and nothing else is drawn by name"


def test_originals_custody_and_waiting_rows_keep_to_the_clearance(case: Case, tmp_path: Path) -> None:
    (tmp_path / "paper").write_bytes(b"paper")
    with case.evidence.writing(ANN) as change:
        rows = [document("shut", level="sealed"), posting("w", person="who", unit="what", level="sealed")]
        shut, waits = change.add(rows).threads
        change.store_original(shut, tmp_path / "paper", "text/plain")
        change.add_pages(shut, [PageText(number=1, label="p. 1", text="words")])
    low, high = case.reader(Level.CONFIDENTIAL), case.reader()
    assert (low.original(shut), high.original(shut)) == (None, b"paper")
    assert (low.custody(shut), len(high.custody(shut))) == ([], 1)
    assert (low.search_pages("words"), len(high.search_pages("words"))) == ([], 1)
    assert (low.waiting(), {line.thread for line in high.waiting()}) == ([], {waits})


def test_a_view_of_a_past_day_shows_what_was_known_then(case: Case) -> None:
    with case.evidence.writing(ANN) as change:
        [thread] = change.add([draft("group", "g", description="nine", level="public")]).threads
        change.decide([NewDecision(type="status", left=thread, verdict="vetted")])
    with case.reader().as_known_on("1999-12-31") as then:
        assert (then.revision, then.known_on) == (0, "1999-12-31")
        assert then.search("karim") == []
        assert then.records([thread]) == []
        assert then.rows("MATCH (n:Unit) RETURN n.code AS code") == []
    with case.reader().as_known_on("9999-01-01") as now:
        assert now.revision == 2
        assert len(now.records([thread])) == 1


def test_a_run_of_a_query_is_kept(case: Case) -> None:
    run = RunRecord(query="commanders", text_hash="ab", parameters="{}", revision=1, rows=3, seconds=0.25, by="ann")
    own = case.reader(user="ann").record_run(run)
    [kept] = case.evidence.runs()
    assert (kept.id, kept.query, kept.rows, kept.seconds, kept.by) == (own, "commanders", 3, 0.25, "ann")
    assert kept.at
    assert case.evidence.revision() == 1, "a run is no revision"


# --- a server


@pytest.fixture
def server_url(neo4j_server: Neo4jServer) -> Iterator[str]:
    """The URL of a server that is emptied before and after."""
    _empty(neo4j_server)
    yield neo4j_server.url.replace("://", f"://{neo4j_server.user}@")
    _empty(neo4j_server)


def _empty(server: Neo4jServer) -> None:
    with GraphDatabase.driver(server.url, auth=server.auth) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")


def test_a_server_holds_one_case(
    server_url: str, neo4j_server: Neo4jServer, folder: Path, key_file: Path, tmp_path: Path
) -> None:
    def password() -> str:
        return neo4j_server.auth[1]

    with create_case(folder, title="t", database=server_url, key_file=key_file, password=password) as case:
        load(case.evidence, ROWS)
        case.refresh()
        assert len(case.reader().search_names("karim")) == 1
        assert case.store.count()["Unit"] == 1
    assert not (folder / "graph.kgl").exists()
    with pytest.raises(ForeignGraph, match="empty"):
        create_case(tmp_path / "second", title="s", database=server_url, key_file=key_file, password=password)
    assert not (tmp_path / "second").exists()
    with create_case(tmp_path / "third", title="s", key_file=key_file):
        pass
    about = (tmp_path / "third" / CASE_FILE).read_text()
    (tmp_path / "third" / CASE_FILE).write_text(about.replace('database = ""', f'database = "{server_url}"'))
    with pytest.raises(ForeignGraph, match="another case"):
        open_case(tmp_path / "third", key_file=key_file, password=password)
    with open_case(folder, key_file=key_file, password=password) as again:
        assert not again.rebuilt
        assert again.store.count()["Unit"] == 1
