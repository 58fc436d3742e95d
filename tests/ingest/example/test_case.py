"""The example case as it is made: whole, twice the same, finished after an interruption, its two layers apart."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graph.case import Case, create_case, open_case
from graph.errors import CaseError
from graph.model import Level
from ingest.example import case as example_case
from ingest.example import demo_case
from tests.ingest.example.conftest import Find, no_progress


def test_it_says_that_it_is_the_example_and_keeps_its_key_beside_it(case: Case) -> None:
    assert case.is_example
    assert "example = true" in (case.folder / "case.toml").read_text(encoding="utf-8")
    assert (case.folder / "case.key").is_file()


def test_a_case_of_ones_own_is_no_example(tmp_path: Path) -> None:
    with create_case(tmp_path / "own", title="Own", passphrase="four words make one") as own:
        assert not own.is_example


def test_nothing_waits_and_nothing_is_wrong(case: Case) -> None:
    assert case.evidence.waiting() == []
    assert case.evidence.check() == []
    assert [load.refused for load in case.evidence.loads()] == [0, 0, 0]


def test_every_document_with_a_file_has_its_original_and_its_pages(case: Case) -> None:
    slice_ = case.evidence.slice()
    documents = [thread for thread, kind in slice_.kinds.items() if kind == "document"]
    with_file = [view.thread for view in case.evidence.records(documents, Level.SEALED) if "file" in view.values]
    assert len(with_file) == 19
    for thread in with_file:
        assert case.evidence.original(thread)
    hits = case.reader().search_pages("برج المخزن")
    assert {hit.label for hit in hits} >= {"section 1"} and len(hits) >= 3


def test_what_is_attached_to_an_e_mail_is_found(case: Case, code: Find) -> None:
    (hit,) = case.reader().search_pages("إمارة الحسبة")
    assert (hit.code, hit.label) == (code("province document D-EMAIL"), "attachment 1, section 1")


def test_the_second_call_only_opens(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "demo-case"
    shutil.copytree(made, folder)
    said: list[str] = []
    with open_case(folder, key_file=folder / "case.key") as before:
        revision = before.evidence.revision()
    with demo_case(folder, say=said.append, progress=no_progress) as again:
        assert again.evidence.revision() == revision
    assert said == []


def test_a_call_that_was_interrupted_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(case: Case) -> int:
        raise KeyboardInterrupt

    folder = tmp_path / "demo-case"
    with monkeypatch.context() as patch:
        patch.setattr(example_case, "decide", stopped)
        with pytest.raises(KeyboardInterrupt), demo_case(folder, say=lambda text: None, progress=no_progress):
            pass
    with demo_case(folder, say=lambda text: None, progress=no_progress) as finished:
        kinds = {decision.type for decision in finished.evidence.slice().decisions if decision.by == "example"}
        assert kinds == {type_ for type_, _ in example_case.read_decisions()}
        rows = finished.reader().rows("MATCH (i:Incident) RETURN i.code AS code ORDER BY code")
        assert len(rows) == len({row["code"] for row in rows}) == 38


def test_a_case_of_somebody_is_never_filled(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    with create_case(folder, title="Own", key_file=folder / "case.key") as own:
        revision = own.evidence.revision()
    with (
        pytest.raises(CaseError, match="a folder of its own"),
        demo_case(folder, say=lambda text: None, progress=no_progress),
    ):
        pass
    with open_case(folder, key_file=folder / "case.key") as own:
        assert own.evidence.revision() == revision


def test_no_way_leads_from_a_published_incident_to_an_invented_one(case: Case, code: Find) -> None:
    links = case.reader().rows("MATCH (a)-[r]->(b) RETURN DISTINCT a.code AS a, b.code AS b ORDER BY a, b")
    beside: dict[str, set[str]] = {}
    for link in links:
        beside.setdefault(str(link["a"]), set()).add(str(link["b"]))
        beside.setdefault(str(link["b"]), set()).add(str(link["a"]))
    reached, todo = set[str](), [code("published incident I-SERIES"), code("published unit U-GROUP")]
    while todo:
        if (here := todo.pop()) not in reached:
            reached.add(here)
            todo += beside.get(here, set())
    assert code("published incident I-MF-ORDER") in reached
    for invented in (
        "unit U-HISBA",
        "person P-HISBA-1",
        "incident I-TOWER",
        "document D-REPORT",
        "location L-PROVINCE",
    ):
        assert code(f"province {invented}") not in reached


def test_the_unsure_pair_stays_two_incidents(case: Case, code: Find) -> None:
    assert code("published incident I-RAQQA-PHOTO") != code("published incident I-RAQQA-IMAGES")
    unsure = [one for one in case.evidence.slice().decisions if one.verdict == "unsure" and one.actor == "person"]
    assert len(unsure) == 1


def test_both_banks_are_kept(case: Case, code: Find) -> None:
    rows = case.reader().rows(
        "MATCH (:Location {code: $place})-[:WITHIN]->(bank:Location) RETURN DISTINCT bank.name AS name ORDER BY name",
        place=code("published location L-WADI-HAJAR-D"),
    )
    assert [row["name"] for row in rows] == ["Mosul, eastern bank", "Mosul, western bank"]


def test_the_observatory_is_one_origin_through_two_documents(case: Case) -> None:
    rows = case.reader().rows(
        "MATCH (f:Figure)-[r:ABOUT]->(:Incident) WHERE f.low = 4 AND f.high = 4"
        " RETURN r.documents AS documents, r.n_independent AS n ORDER BY f.code"
    )
    cited = [row["documents"] for row in rows if row["n"] == 1]
    assert len({tuple(one) for one in cited}) < len(cited)


def test_the_chain_of_who_held_her_is_never_a_marriage(case: Case, code: Find) -> None:
    held = case.reader().rows(
        "MATCH (holder)-[:HELD]->(:Person {code: $who}) RETURN holder.code AS holder ORDER BY holder",
        who=code("province person P-K"),
    )
    assert {row["holder"] for row in held} == {
        code("province unit U-PRISON"),
        code("province person P-KHATTAR-CUSTODY"),
    }
    assert case.reader().rows("MATCH ()-[r:RELATED_TO]->() RETURN count(r) AS n ORDER BY n") == [{"n": 0}]


def test_who_speaks_or_suffered_is_never_drawn_by_name(case: Case) -> None:
    rows = case.reader().rows("MATCH (p:Person) RETURN p.name AS name, p.protected AS protected ORDER BY name")
    named = [str(row["name"]) for row in rows if not row["protected"]]
    assert len(named) >= 12 and all("Abu" in name or "أبو" in name for name in named)
    assert all(row["name"] == "" for row in rows if row["protected"])
