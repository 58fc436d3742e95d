"""By which ways a change reaches what does not name it, each in an example: brought up to date, never rebuilt, and
equal to a rebuild from nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.evidence import Actor, Draft, Evidence, LoadInfo, NewDecision
from graph.projection import Projector, project
from graph.projection.compare import canonical, stored
from graph.stores.store import Store, open_store
from tests import builders as case
from tests.graph.projection.test_projector import created

SARA = Actor(name="sara")


class Followed:
    """A case whose graph follows each step, which must never be worth a rebuild."""

    def __init__(self, folder: Path) -> None:
        self.evidence: Evidence = created(folder)
        self.store: Store = open_store("memory:")
        self.thread: dict[str, str] = {}

    def load(self, *batch: Draft) -> None:
        with self.evidence.writing(SARA, load=LoadInfo(dataset="table")) as change:
            added = change.add(batch)
        self.thread.update((row.key, thread) for row, thread in zip(batch, added.threads, strict=True))
        self.follow()

    def decide(self, type_: str, left: str, right: str = "", verdict: str = "") -> str:
        made = NewDecision(
            type=type_, left=self.thread.get(left, left), right=self.thread.get(right, ""), verdict=verdict
        )
        with self.evidence.writing(SARA) as change:
            (own,) = change.decide([made])
        self.follow()
        return own

    def undo_last_load(self) -> None:
        self.evidence.undo_load(self.evidence.loads()[-1].id, SARA)
        self.follow()

    def follow(self) -> None:
        """Catch up, and hold what is stored against what follows from the whole."""
        fresh = self.store.state() is None
        assert Projector(self.evidence, self.store).catch_up() is fresh
        assert stored(self.store) == canonical(*project(self.evidence.slice()))

    def name(self, key: str) -> str:
        """The name with which somebody is drawn."""
        code = self.evidence.codes([self.thread[key]])[self.thread[key]]
        (node,) = self.store.nodes([code], clearance=3)
        return str(node["properties"]["name"])

    def origins(self, key: str) -> int:
        """Independent origins of the posts of somebody."""
        code = self.evidence.codes([self.thread[key]])[self.thread[key]]
        (row,) = self.store.neighbours(code, clearance=3, types=("COMMANDED",))
        return int(row["link"]["properties"]["n_independent"])


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[Followed]:
    """A case with one report, a unit, and an emir who is drawn by name."""
    made = Followed(tmp_path / "evidence")
    made.load(
        case.source(),
        case.document(),
        case.unit("north"),
        case.incident("shot"),
        case.person("emir", names="Karim"),
        case.posting("post", person="emir", unit="north"),
    )
    assert made.name("emir") == "Karim"
    yield made
    made.store.close()
    made.evidence.close()


# --- one origin


def three_articles(followed: Followed) -> None:
    """A post that two articles tell, both judged to go back to a third one, which the post does not name."""
    followed.load(
        *(case.source(f"paper{n}", name=f"Paper {n}") for n in range(3)),
        *(case.document(f"article{n}", source=f"paper{n}") for n in range(3)),
        case.person("judge", names="Yusuf"),
        case.posting("told_twice", person="judge", unit="north", document="article1", cites="article1|article2"),
    )
    assert followed.origins("judge") == 2


def test_two_documents_are_one_origin_through_a_third(followed: Followed) -> None:
    three_articles(followed)
    followed.decide("one_origin", "article0", "article1", "same")
    assert followed.origins("judge") == 2
    last = followed.decide("one_origin", "article0", "article2", "same")
    assert followed.origins("judge") == 1
    followed.decide("withdraw_decision", last)
    assert followed.origins("judge") == 2


def test_they_are_two_again_where_the_third_is_retracted(followed: Followed) -> None:
    three_articles(followed)
    followed.decide("one_origin", "article0", "article1", "same")
    followed.decide("one_origin", "article0", "article2", "same")
    followed.decide("status", "article0", verdict="retracted")
    assert followed.origins("judge") == 2


def test_a_partner_that_turns_out_to_be_a_translation_takes_the_others_along(followed: Followed) -> None:
    """Judged on the translation, the origin is that of what it was made from."""
    three_articles(followed)
    followed.load(case.source("letter", name="Letter"), case.document("original", source="letter"))
    followed.decide("one_origin", "article0", "article1", "same")
    followed.decide("one_origin", "original", "article2", "same")
    assert followed.origins("judge") == 2
    followed.load(case.document("article0", source="paper0", translation_of="original"))
    assert followed.origins("judge") == 1


def test_a_source_that_turns_out_to_be_another_takes_its_documents_along(followed: Followed) -> None:
    three_articles(followed)
    followed.decide("identity", "paper1", "paper0", "same")
    assert followed.origins("judge") == 2
    followed.decide("identity", "paper0", "paper2", "same")
    assert followed.origins("judge") == 1


def test_sources_joined_in_the_middle_of_a_chain_take_the_documents_at_its_ends_along(followed: Followed) -> None:
    three_articles(followed)
    followed.load(case.source("agency", name="Agency"))
    followed.decide("identity", "paper1", "paper0", "same")
    followed.decide("identity", "paper2", "agency", "same")
    assert followed.origins("judge") == 2
    followed.decide("identity", "paper0", "agency", "same")
    assert followed.origins("judge") == 1


def test_an_origin_through_a_third_document_still_counts_when_somebody_is_drawn_anew(followed: Followed) -> None:
    """Nothing changes about the documents; the third is not named by anything that is drawn."""
    three_articles(followed)
    followed.decide("one_origin", "article0", "article1", "same")
    followed.decide("one_origin", "article0", "article2", "same")
    followed.decide("status", "judge", verdict="vetted")
    assert followed.origins("judge") == 1


# --- witnesses


def test_whoever_turns_out_to_be_a_witness_is_not_drawn_by_name(followed: Followed) -> None:
    followed.load(case.draft("witness", "saw", who="emir", incident="shot"))
    assert followed.name("emir") == ""
    followed.undo_last_load()
    assert followed.name("emir") == "Karim"


def test_nor_is_a_relative_of_a_witness(followed: Followed) -> None:
    followed.load(
        case.person("cousin", names="Salim"),
        case.draft("relation", "kin", a="person:emir", b="person:cousin", kind="sibling"),
    )
    assert followed.name("emir") == "Karim"
    followed.load(case.draft("witness", "saw", who="cousin", incident="shot"))
    assert followed.name("emir") == ""
    followed.decide("status", "saw", verdict="retracted")
    assert followed.name("emir") == "Karim"


def test_nor_whoever_is_judged_to_be_one_with_a_witness(followed: Followed) -> None:
    followed.load(case.person("seen", names="K."), case.draft("witness", "saw", who="seen", incident="shot"))
    followed.decide("identity", "emir", "seen", "same")
    assert followed.name("emir") == ""
    followed.decide("identity", "emir", "seen", "different")
    assert followed.name("emir") == "Karim"


def test_a_witness_record_that_comes_to_mean_another_person_frees_the_first(followed: Followed) -> None:
    followed.load(case.person("other", names="Other"), case.draft("witness", "saw", who="emir", incident="shot"))
    assert followed.name("emir") == ""
    followed.load(case.draft("witness", "saw", who="other", incident="shot"))
    assert followed.name("emir") == "Karim"


# --- persons concerned by an order


def test_whoever_an_order_concerns_is_not_drawn_by_name(followed: Followed) -> None:
    followed.load(case.incident("order", class_="order_or_listing"))
    followed.load(case.draft("conduct", "wanted", incident="order", concerns="person:emir"))
    assert followed.name("emir") == ""
    followed.decide("status", "wanted", verdict="retracted")
    assert followed.name("emir") == "Karim"


def test_nor_where_what_concerned_them_turns_out_to_be_an_order(followed: Followed) -> None:
    """Neither the person nor the record about them changes, only the class of the incident between."""
    followed.load(
        case.incident("notice", class_="notice"),
        case.draft("conduct", "named", incident="notice", concerns="person:emir"),
    )
    assert followed.name("emir") == "Karim"
    followed.load(case.incident("notice", class_="order_or_listing"))
    assert followed.name("emir") == ""
    followed.load(case.incident("notice", class_="notice"))
    assert followed.name("emir") == "Karim"


def test_nor_is_a_relative_of_somebody_whom_an_order_comes_to_concern(followed: Followed) -> None:
    followed.load(
        case.person("cousin", names="Salim"),
        case.draft("relation", "kin", a="person:emir", b="person:cousin", kind="sibling"),
        case.incident("notice", class_="notice"),
        case.draft("conduct", "named", incident="notice", concerns="person:cousin"),
    )
    assert followed.name("emir") == "Karim"
    followed.load(case.incident("notice", class_="order_or_listing"))
    assert followed.name("emir") == ""


def test_nor_where_the_incident_can_no_longer_be_told(followed: Followed) -> None:
    """What an order may have been protects while it is not known to be something else."""
    followed.load(case.incident("notice", class_="notice"))
    followed.load(case.draft("conduct", "named", incident="notice", concerns="person:emir"))
    assert followed.name("emir") == "Karim"
    followed.evidence.undo_load(followed.evidence.loads()[1].id, SARA)
    followed.follow()
    assert followed.name("emir") == ""


# --- things outside the focus at which a link ends


def test_two_places_are_joined_although_what_happened_there_is_joined_already(followed: Followed) -> None:
    """The link ends at an incident that is not drawn anew, under the code of a record that names no place."""
    followed.load(case.incident("first_told"))
    followed.load(*(case.location(key) for key in ("here", "there")), case.incident("told_again", place="there"))
    followed.decide("identity", "first_told", "told_again", "same")
    followed.decide("identity", "here", "there", "same")
