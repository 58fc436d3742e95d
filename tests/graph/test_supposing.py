"""What decisions would change is what they do change once they are made, and supposing them leaves no trace."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.case import Case, create_case
from graph.errors import CaseError
from graph.evidence import Actor, Draft, Evidence, LoadInfo, NewDecision
from graph.model.levels import Level
from graph.projection import project
from graph.supposing import Consequence, LinkSummary, suppose
from tests import builders as case
from tests.graph.projection.strategies import decisions, ground, rows
from tests.graph.projection.test_projector import created

SARA = Actor(name="sara")
MATCHER = Actor(name="matcher", kind="matcher", version="1")
_SPAN = {"clear_min", "clear_max"}


# --- as the projection really does


def picture(evidence: Evidence, clearance: int) -> tuple[dict[str, str], set[str]]:
    """Everything a clearance sees after a projection of the whole evidence: nodes by code, links as text."""
    nodes, links = project(evidence.slice())
    drawn = {
        str(node.properties["code"]): _text([node.label, _kept(node.properties)])
        for node in nodes
        if _holds(node.properties, clearance)
    }
    lines = {
        _line(link.type, _code(link.start), _code(link.end), _kept(link.properties))
        for link in links
        if link.type != "REPORTED_IN" and _holds(link.properties, clearance)
    }
    return drawn, lines


def _holds(properties: dict[str, Any], clearance: int) -> bool:
    return bool(properties["clear_min"] <= clearance <= properties["clear_max"])


def _kept(properties: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key not in _SPAN}


def _code(id_: str) -> str:
    return id_.partition("@")[0]


def _line(type_: str, start: str, end: str, properties: dict[str, Any]) -> str:
    without = {key: value for key, value in properties.items() if key != "documents"}
    return _text([type_, start, end, without])


def _text(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def told(link: LinkSummary) -> str:
    """A link of a consequence as the oracle writes it."""
    rests = {"records": list(link.records), "n_independent": link.n_independent, "vetting": link.vetting}
    return _line(link.type, link.start, link.end, {**link.values, **rests})


def supposed(evidence: Evidence, made: Sequence[NewDecision], clearance: int) -> Consequence:
    """Supposing needs the evidence alone."""
    return suppose(cast("Case", SimpleNamespace(evidence=evidence)), made, clearance=Level(clearance))


def new(one: dict[str, Any], threads: dict[str, str]) -> NewDecision | None:
    """A generated decision about the threads that are there."""
    left, right = threads.get(one["left"]), threads.get(one["right"]) if one["right"] else ""
    if left is None or right is None:
        return None
    return NewDecision(
        type=one["type"], left=left, right=right, verdict=one["verdict"], score=one["score"], level=one["level"]
    )


@settings(max_examples=60)
@given(data=st.data())
def test_what_is_supposed_is_what_a_real_decision_brings(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, created(Path(folder)) as evidence:
        batch = [*ground(), *data.draw(st.lists(rows(), max_size=4, unique_by=lambda row: row.key))]
        threads: dict[str, str] = {}
        for part in (ground(), batch[len(ground()) :]):
            with evidence.writing(SARA, load=LoadInfo(dataset="table")) as change:
                added = change.add(part)
                threads.update((row.key, thread) for row, thread in zip(part, added.threads, strict=True) if thread)
        for raw in data.draw(st.lists(decisions(), max_size=4)):
            if (earlier := new(raw, threads)) is not None:
                with evidence.writing(SARA if raw["actor"] == "person" else MATCHER) as change:
                    change.decide([earlier])
        asked = [new(raw, threads) for raw in data.draw(st.lists(decisions(), min_size=1, max_size=2))]
        made = [one for one in asked if one is not None]
        if known := [one.id for one in evidence.slice().decisions]:
            taken = data.draw(st.none() | st.sampled_from(known))
            made += [NewDecision(type="withdraw_decision", left=taken)] if taken else []
        clearance = data.draw(st.sampled_from([0, 2, 3]))
        revision = evidence.revision()
        nodes, links = picture(evidence, clearance)

        consequence = supposed(evidence, made, clearance)
        assert evidence.revision() == revision
        assert picture(evidence, clearance) == (nodes, links)

        if made:
            with evidence.writing(SARA) as change:
                change.decide(made)
        nodes_after, links_after = picture(evidence, clearance)
    assert {one.code: _text([one.label, one.properties]) for one in consequence.entities_before} == {
        code: text for code, text in nodes.items() if nodes_after.get(code) != text
    }
    assert {one.code: _text([one.label, one.properties]) for one in consequence.entities_after} == {
        code: text for code, text in nodes_after.items() if nodes.get(code) != text
    }
    changed = consequence.links_changed
    assert {told(one) for one in (*consequence.links_lost, *(one.before for one in changed))} == links - links_after
    assert {told(one) for one in (*consequence.links_gained, *(one.after for one in changed))} == links_after - links


# --- what it says, in examples


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Case]:
    """An empty case."""
    with create_case(tmp_path / "case", title="Case", key_file=tmp_path / "key") as made:
        yield made


def load(opened: Case, *batch: Draft) -> dict[str, str]:
    """Load rows beside a public report; key to thread."""
    public = [case.source(level="public"), case.document(level="public"), *batch]
    with opened.evidence.writing(SARA, load=LoadInfo(dataset="table")) as change:
        threads = change.add(public).threads
    opened.refresh()
    return {row.key: thread for row, thread in zip(public, threads, strict=True)}


def judged(threads: dict[str, str], left: str, right: str, verdict: str = "same") -> NewDecision:
    """A verdict on two records by their keys."""
    return NewDecision(type="identity", left=threads[left], right=threads[right], verdict=verdict)


def decide(opened: Case, *made: NewDecision) -> list[str]:
    """Really decide."""
    with opened.evidence.writing(SARA) as change:
        ids = change.decide(made)
    opened.refresh()
    return ids


def said(opened: Case, made: NewDecision, clearance: Level = Level.SEALED) -> Consequence:
    """What one decision would change."""
    return suppose(opened, [made], clearance=clearance)


def two_accounts(opened: Case) -> dict[str, str]:
    """One man in two reports, with a post in each."""
    return load(
        opened,
        case.unit("north"),
        case.unit("south"),
        case.person("karim", names="Karim", born="1980", sex="male"),
        case.person("kareem", names="Kareem", born="1985", sex="female"),
        case.posting("p", person="karim", unit="north", role="emir", since="2014-01-01", until="2014-12-31"),
        case.posting("q", person="kareem", unit="south", role="emir", since="2014-06-01", until="2015-06-01"),
    )


def test_a_merge_says_which_records_come_together_and_which_links_move(opened: Case) -> None:
    threads = two_accounts(opened)
    found = said(opened, judged(threads, "karim", "kareem"))
    codes = opened.evidence.codes(threads.values())
    assert {one.code for one in found.entities_before} == {codes[threads["karim"]], codes[threads["kareem"]]}
    (whole,) = found.entities_after
    assert set(whole.records) == {threads["karim"], threads["kareem"]}
    assert {whole.code, *whole.aliases} == {one.code for one in found.entities_before}
    (moved,) = [one for one in found.links_changed if one.moved]
    assert moved.before.type == "COMMANDED" and moved.after.start == whole.code and moved.after.end == moved.before.end
    assert not found.links_lost and not found.links_gained


def test_a_merge_says_what_would_clash(opened: Case) -> None:
    threads = two_accounts(opened)
    found = said(opened, judged(threads, "karim", "kareem"))
    assert {one.code for one in found.appearing} == {"born_differs", "sex_differs", "two_commands"}
    assert not found.vanishing
    posts = next(one for one in found.appearing if one.code == "two_commands")
    assert posts.records == tuple(sorted([threads["p"], threads["q"]]))
    assert posts.about[0] == found.entities_after[0].code


def test_a_merge_may_settle_what_clashed_before(opened: Case) -> None:
    """Two men at the head of one unit on the same days may be one."""
    threads = load(
        opened,
        case.unit("north"),
        case.person("karim"),
        case.person("kareem"),
        case.posting("p", person="karim", unit="north", role="emir", since="2014-01-01", until="2014-12-31"),
        case.posting("q", person="kareem", unit="north", role="emir", since="2014-06-01", until="2015-06-01"),
    )
    found = said(opened, judged(threads, "karim", "kareem"))
    assert [one.code for one in found.vanishing] == ["two_commanders"] and not found.appearing
    assert {one.code for one in said(opened, judged(threads, "karim", "kareem", "unsure")).vanishing} == set()


def test_a_split_says_which_records_go_where(opened: Case) -> None:
    threads = two_accounts(opened)
    (merge,) = decide(opened, judged(threads, "karim", "kareem"))
    for made in (judged(threads, "karim", "kareem", "different"), NewDecision(type="withdraw_decision", left=merge)):
        found = said(opened, made)
        assert len(found.entities_before) == 1 and len(found.entities_after) == 2
        assert {one.records for one in found.entities_after} == {(threads["karim"],), (threads["kareem"],)}
        assert "two_commands" in {one.code for one in found.vanishing}


def test_two_reports_of_one_killing_are_counted_once(opened: Case) -> None:
    threads = load(
        opened,
        case.incident("first", date="2015-03"),
        case.incident("second", date="2015-04-02"),
        case.person("nadir"),
        case.victim("v", who="person:nadir", incident="first", outcome="killed"),
        case.victim("w", who="person:nadir", incident="second", outcome="killed"),
        case.draft("figure", "eight", about="incident:first", what="killed", count="8"),
        case.draft("figure", "six", about="incident:second", what="killed", count="4..6"),
    )
    found = said(opened, judged(threads, "first", "second"))
    assert (found.incidents_before.high, found.incidents_after.high) == (2, 1)
    assert {one.code for one in found.appearing} == {"dates_differ", "figures_differ"}
    assert {one.code for one in found.vanishing} == {"killed_twice"}
    unsure = said(opened, judged(threads, "first", "second", "unsure"))
    assert unsure.nothing
    assert (unsure.incidents_after.low, unsure.incidents_after.high) == (1, 2)


def test_two_named_victims_may_be_one(opened: Case) -> None:
    threads = load(
        opened,
        case.incident("first"),
        case.person("nadir"),
        case.person("nader"),
        case.victim("v", who="person:nadir", incident="first"),
        case.victim("w", who="person:nader", incident="first"),
    )
    found = said(opened, judged(threads, "nadir", "nader"))
    assert (found.victims_before, found.victims_after) == (2, 1)


def test_nobody_is_in_two_places_on_one_day_unless_one_lies_in_the_other(opened: Case) -> None:
    threads = load(
        opened,
        case.location("province", kind="province"),
        case.location("town", kind="town", within="province"),
        case.location("far", kind="town"),
        *(
            case.incident(f"in_{place}", date="2015-03-14", place=place, class_="threat")
            for place in ("province", "town", "far")
        ),
        *(case.person(f"of_{place}") for place in ("province", "town", "far")),
        *(
            case.victim(f"v_{place}", who=f"person:of_{place}", incident=f"in_{place}")
            for place in ("province", "town", "far")
        ),
    )
    assert not said(opened, judged(threads, "of_town", "of_province")).appearing
    assert {one.code for one in said(opened, judged(threads, "of_town", "of_far")).appearing} == {"two_places"}


def test_nobody_holds_a_post_after_death(opened: Case) -> None:
    threads = load(
        opened,
        case.unit("north"),
        case.incident("shot", date="2014-03-14"),
        case.person("karim"),
        case.person("kareem"),
        case.victim("v", who="person:karim", incident="shot", outcome="killed"),
        case.posting("p", person="kareem", unit="north", since="2013-01", until="2014-02-01"),
        case.person("late"),
        case.posting("q", person="late", unit="north", since="2014-05", until="2015-02-01"),
    )
    assert not said(opened, judged(threads, "karim", "kareem")).appearing
    assert {one.code for one in said(opened, judged(threads, "karim", "late")).appearing} == {"after_death"}


def test_a_union_that_a_different_stands_in_the_way_of_is_said_to_be_refused(opened: Case) -> None:
    threads = load(opened, case.person("one"), case.person("two"), case.person("three"))
    decide(opened, judged(threads, "one", "two"), judged(threads, "two", "three", "different"))
    found = said(opened, judged(threads, "one", "three"))
    codes = opened.evidence.codes(threads.values())
    (refused,) = found.refused
    # Of two people's verdicts the one whose records come later by id gives way.
    pairs = [tuple(sorted((threads["one"], threads[key]))) for key in ("two", "three")]
    assert refused.pair == tuple(codes[thread] for thread in max(pairs))
    assert set(refused.because) == {codes[threads["two"]], codes[threads["three"]]}
    assert found.nothing is (max(pairs) == pairs[1])


def test_whoever_would_be_protected_loses_the_name_on_the_canvas(opened: Case) -> None:
    threads = load(
        opened,
        case.unit("north"),
        case.incident("shot"),
        case.person("karim", names="Karim"),
        case.person("kareem", names="Kareem"),
        case.posting("p", person="karim", unit="north"),
        case.victim("v", who="person:kareem", incident="shot"),
    )
    found = said(opened, judged(threads, "karim", "kareem"))
    assert {one.name for one in found.entities_before} == {"Karim", ""}
    assert [one.name for one in found.entities_after] == [""]


def test_a_clearance_learns_nothing_of_what_it_does_not_see(opened: Case) -> None:
    """One of the two is sealed: for everybody else nothing would change."""
    threads = load(opened, case.person("karim", level="public"), case.person("kareem", level="sealed"))
    assert not said(opened, judged(threads, "karim", "kareem")).nothing
    below = said(opened, judged(threads, "karim", "kareem"), Level.CONFIDENTIAL)
    assert below == Consequence()


def test_of_no_decision_nothing_follows(opened: Case) -> None:
    assert suppose(opened, [], clearance=Level.SEALED) == Consequence()


def test_undoing_a_load_is_not_supposed(opened: Case) -> None:
    load(opened, case.person("karim"))
    (done,) = opened.evidence.loads()
    with pytest.raises(CaseError, match="dry run"):
        said(opened, NewDecision(type="withdraw_load", left=done.id))
    taken = decide(opened, NewDecision(type="withdraw_load", left=done.id))
    with pytest.raises(CaseError, match="dry run"):
        said(opened, NewDecision(type="withdraw_decision", left=taken[0]))
