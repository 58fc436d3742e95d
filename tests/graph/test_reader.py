"""What a reader of some clearance may know beside the graph: pages, decisions, packages, runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.case import Case, create_case
from graph.evidence import Actor, NewDecision, Package, PageText, RunRecord
from graph.model.levels import Level
from tests.builders import document, person, source

ANN = Actor(name="ann")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A case with one public and one sealed person, each on a document of that level with a page."""

    case: Case
    seen: str
    hidden: str
    paper: str
    secret: str


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    with create_case(tmp_path / "case", title="A case", key_file=tmp_path / "key") as case:
        with case.evidence.writing(ANN) as change:
            _, paper, secret, seen, hidden = change.add(
                [
                    source(level="public"),
                    document(level="public"),
                    document("secret", level="sealed"),
                    person("seen", names="Seen", level="public"),
                    person("hidden", names="Hidden", document="secret", level="sealed"),
                ]
            ).threads
            change.add_pages(paper, [PageText(number=1, label="1", text="open")])
            change.add_pages(secret, [PageText(number=1, label="1", text="closed")])
        case.refresh()
        yield Made(case=case, seen=seen, hidden=hidden, paper=paper, secret=secret)


def test_pages_of_a_document_that_is_not_seen_are_not_there(made: Made) -> None:
    public, sealed = made.case.reader(Level.PUBLIC), made.case.reader()
    assert [page.number for page in public.pages(made.paper)] == [1]
    shown = public.page(made.paper, 1)
    assert shown is not None and shown.text == "open"
    assert public.pages(made.secret) == [] and public.page(made.secret, 1) is None
    assert sealed.page(made.secret, 1) is not None


def test_what_is_visible_is_what_has_a_record_to_show(made: Made) -> None:
    threads = [made.seen, made.hidden, made.paper, made.secret, "none"]
    for level in Level:
        reader = made.case.reader(level)
        assert reader.visible(threads) == {view.thread for view in reader.records(threads)}


def test_decisions_are_told_within_the_clearance(made: Made) -> None:
    with made.case.evidence.writing(ANN) as change:
        change.decide([NewDecision(type="identity", left=made.seen, right=made.hidden, verdict="unsure")])
        change.decide([NewDecision(type="status", left=made.seen, verdict="vetted")])
    assert [one.type for one in made.case.reader(Level.PUBLIC).decisions_on([made.seen])] == ["status"]
    assert [one.type for one in made.case.reader().decisions_on([made.seen])] == ["identity", "status"]


def test_a_package_is_seen_by_who_sees_everything_in_it(made: Made) -> None:
    for records in ([made.seen], [made.seen, made.hidden]):
        made.case.evidence.record_package(
            Package(audience="counsel", purpose="", revision=1, by="ann", files={}, records=records)
        )
    assert [one.records for one in made.case.reader(Level.PUBLIC).packages()] == [[made.seen]]
    assert len(made.case.reader().packages()) == 2


def test_a_run_is_seen_by_who_sees_everything_that_it_names(made: Made) -> None:
    codes = made.case.evidence.codes([made.seen, made.hidden])
    for parameters in (
        "{}",
        f'{{"a": "{codes[made.seen]}"}}',
        f'{{"b": ["{codes[made.seen]}", "{codes[made.hidden]}"]}}',
    ):
        made.case.record_run(
            RunRecord(query="q", text_hash="h", parameters=parameters, revision=1, rows=1, seconds=0.1, by="ann")
        )
    assert len(made.case.reader(Level.PUBLIC).runs()) == 2
    assert not any(codes[made.hidden] in run.parameters for run in made.case.reader(Level.PUBLIC).runs())
    assert len(made.case.reader().runs()) == 3
