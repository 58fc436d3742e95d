"""Decisions of people: appended with who, when and why, at the level of what they rest on, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import deciding
from graph.case import Case, create_case
from graph.errors import BadValue, CaseError, ChangedMeanwhile
from graph.evidence import Actor, Decision
from graph.model.levels import Level
from tests.builders import document, draft, group, incident, location, person, posting, source, unit, victim
from tests.graph.evidence.stores import load

ANN, BOB = Actor(name="ann"), Actor(name="bob")
PUBLIC = {"level": "public"}
ROWS = [
    source(level="public"),
    source("paper", name="A paper", kind="outlet", level="public"),
    document(title="A report", **PUBLIC),
    document("copy", source="paper", kind="news", **PUBLIC),
    document("third", source="paper", kind="news", **PUBLIC),
    location("town", **PUBLIC),
    location("village", **PUBLIC),
    person("karim", names="Karim Example (full) | Abu Omar (kunya)", **PUBLIC),
    person("kareem", names="Kareem Example", document="copy", **PUBLIC),
    person("hidden", names="Somebody Hidden", level="sealed"),
    person("young", names="A Young One", age="19..21", **PUBLIC),
    unit("battalion", **PUBLIC),
    posting("post", person="karim", unit="battalion", since="late 2014", rank="first", **PUBLIC),
    incident("shot", place="town", date="March 2015", description="by the bridge", **PUBLIC),
    group("men", count="3..5", **PUBLIC),
    victim("v", who="group:men", incident="shot", **PUBLIC),
    draft("figure", "three", about="incident:shot", what="killed", count="3", **PUBLIC),
]
KEYS = [row.key for row in ROWS]
Threads = dict[str, str]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A case with a few invented rows."""
    with create_case(tmp_path / "case", title="Invented", key_file=tmp_path / "key") as made:
        load(made.evidence, ROWS)
        made.refresh()
        yield made


@pytest.fixture
def thread(case: Case) -> Threads:
    """Key to thread."""
    return threads_of(case)


def threads_of(case: Case) -> Threads:
    """Key to thread of the rows above."""
    asked = {("table", row.kind, row.key): row.key for row in ROWS}
    return {asked[found]: own for found, own in case.evidence.threads_by_key(asked).items()}


def decisions(case: Case, *threads: str) -> list[Decision]:
    """All that was decided of these."""
    return case.evidence.slice(threads).decisions


def view(case: Case, thread: str) -> Any:
    """A record as it stands."""
    found = case.evidence.record(thread, clearance=Level.SEALED)
    assert found
    return found


# --- status


def test_a_status_says_who_when_and_why_and_a_later_one_takes_its_place(case: Case, thread: Threads) -> None:
    deciding.set_status(case, [thread["post"]], "vetted", actor=ANN, why="read the page")
    (second,) = deciding.set_status(case, [thread["post"]], "disputed", actor=BOB, why="another man")
    made = decisions(case, thread["post"])
    assert [(one.verdict, one.by, one.actor) for one in made] == [
        ("vetted", "ann", "person"),
        ("disputed", "bob", "person"),
    ]
    assert made[-1].id == second and made[-1].at > made[0].at
    assert view(case, thread["post"]).status == "disputed"


def test_many_records_are_given_a_status_in_one_transaction(case: Case, thread: Threads) -> None:
    before = case.evidence.revision()
    made = deciding.set_status(case, [thread["post"], thread["v"], thread["post"]], "confirmed", actor=ANN, why="read")
    assert len(made) == 2
    assert case.evidence.revision() == before + 1
    assert {view(case, thread[key]).status for key in ("post", "v")} == {"confirmed"}


def test_one_wrong_record_among_many_leaves_all_as_they_were(case: Case, thread: Threads) -> None:
    before = case.evidence.revision()
    with pytest.raises(CaseError, match="no record"):
        deciding.set_status(case, [thread["post"], "f" * 20], "confirmed", actor=ANN, why="read")
    with pytest.raises(CaseError, match="unvetted, vetted"):
        deciding.set_status(case, [thread["post"]], "certain", actor=ANN, why="read")
    assert case.evidence.revision() == before


def test_nothing_chosen_writes_nothing(case: Case) -> None:
    before = case.evidence.revision()
    assert deciding.set_status(case, [], "confirmed", actor=ANN, why="x") == []
    assert deciding.take_back(case, [], actor=ANN) == []
    assert case.evidence.revision() == before


def test_the_graph_shows_a_decision_at_once(case: Case, thread: Threads) -> None:
    code = case.evidence.codes([thread["shot"]])[thread["shot"]]
    deciding.set_status(case, [thread["shot"]], "confirmed", actor=ANN, why="two witnesses")
    assert case.reader().nodes([code])[0]["properties"]["vetting"] == "confirmed"


def test_a_decision_has_the_level_of_the_most_sensitive_record_it_rests_on(case: Case, thread: Threads) -> None:
    deciding.judge(case, thread["karim"], thread["hidden"], "same", actor=ANN, why="one man")
    deciding.set_status(case, [thread["karim"]], "vetted", actor=ANN, why="read")
    levels = {one.type: one.level for one in decisions(case, thread["karim"])}
    assert levels == {"identity": Level.SEALED, "status": Level.PUBLIC}


# --- grades


def test_source_and_information_are_graded_apart(case: Case, thread: Threads) -> None:
    deciding.grade(case, thread["post"], source="B", actor=ANN, why="reliable before")
    assert (view(case, thread["post"]).grade_source, view(case, thread["post"]).grade_information) == ("B", "")
    deciding.grade(case, thread["post"], information="2", actor=BOB, why="fits the rest")
    assert (view(case, thread["post"]).grade_source, view(case, thread["post"]).grade_information) == ("B", "2")


def test_a_grade_of_a_source_holds_for_all_that_it_says(case: Case, thread: Threads) -> None:
    deciding.grade(case, thread["post"], source="D", information="5", actor=ANN, why="often wrong")
    assert [view(case, thread[key]).grade_source for key in ("shot", "kareem")] == ["D", ""]
    assert view(case, thread["shot"]).grade_information == ""
    assert [one.left for one in decisions(case, thread["observers"])] == [thread["observers"]]


@pytest.mark.parametrize(("grades", "said"), [
    ({}, "missing"), ({"source": "G"}, "A, B, C"), ({"information": "0"}, "1, 2, 3"),
])  # fmt: skip
def test_a_grade_that_there_is_not_is_refused(case: Case, thread: Threads, grades: dict[str, str], said: str) -> None:
    with pytest.raises(CaseError, match=said):
        deciding.grade(case, thread["post"], actor=ANN, why="x", **grades)


def test_a_source_itself_has_no_grade_of_information(case: Case, thread: Threads) -> None:
    with pytest.raises(CaseError, match="a source has one from A to F"):
        deciding.grade(case, thread["observers"], information="2", actor=ANN, why="x")


# --- identity and origin


def test_two_records_are_judged_by_code_or_by_thread(case: Case, thread: Threads) -> None:
    codes = case.evidence.codes([thread["karim"], thread["kareem"]])
    deciding.judge(case, codes[thread["karim"]].replace(" ", ""), thread["kareem"], "same", actor=ANN, why="same kunya")
    assert case.reader().nodes([codes[thread["kareem"]]]) or case.reader().nodes([codes[thread["karim"]]])
    assert sorted(case.evidence.linked([thread["karim"]])) == sorted([thread["karim"], thread["kareem"]])


@pytest.mark.parametrize(("left", "right", "verdict", "said"), [
    ("karim", "karim", "same", "one record"),
    ("karim", "battalion", "same", "two kinds"),
    ("post", "post", "same", "one record"),
    ("report", "copy", "same", "never one"),
    ("karim", "kareem", "perhaps", "same, different, unsure"),
])  # fmt: skip
def test_a_verdict_that_makes_no_sense_is_refused(
    case: Case, thread: Threads, left: str, right: str, verdict: str, said: str
) -> None:
    with pytest.raises(CaseError, match=said):
        deciding.judge(case, thread[left], thread[right], verdict, actor=ANN, why="x")


@pytest.mark.parametrize("named", ["P-000 000-0", "", "x" * 5000, "' OR 1=1 --", "\x00", "0" * 20])
def test_what_names_no_record_is_said_to_name_none(case: Case, thread: Threads, named: str) -> None:
    with pytest.raises(CaseError, match="No record of this case"):
        deciding.judge(case, thread["karim"], named, "same", actor=ANN, why="x")


def test_many_pairs_are_one_transaction(case: Case, thread: Threads) -> None:
    before = case.evidence.revision()
    pairs = [(thread["karim"], thread["kareem"]), (thread["karim"], thread["young"])]
    assert len(deciding.judge_many(case, pairs, "different", actor=ANN, why="fathers")) == 2
    assert case.evidence.revision() == before + 1


def test_documents_of_one_origin_count_as_one_source(case: Case, thread: Threads) -> None:
    pair = [thread["karim"], thread["kareem"]]
    deciding.judge(case, pair[0], pair[1], "same", actor=ANN, why="one man")
    made = deciding.one_origin(case, [thread["report"], thread["copy"], thread["third"]], actor=ANN, why="one letter")
    assert len(made) == 2
    assert {one.verdict for one in decisions(case, thread["report"])} == {"same"}
    with pytest.raises(CaseError, match="two documents or more"):
        deciding.one_origin(case, [thread["report"], thread["report"]], actor=ANN, why="x")
    with pytest.raises(CaseError, match="something else"):
        deciding.one_origin(case, [thread["report"], thread["karim"]], actor=ANN, why="x")


# --- taking back


def test_what_is_taken_back_wakes_what_counted_before(case: Case, thread: Threads) -> None:
    deciding.set_status(case, [thread["post"]], "vetted", actor=ANN, why="read")
    later = deciding.set_status(case, [thread["post"]], "disputed", actor=BOB, why="another man")
    undone = deciding.take_back(case, later, actor=BOB, why="wrong row")
    assert view(case, thread["post"]).status == "vetted"
    deciding.take_back(case, undone, actor=BOB)
    assert view(case, thread["post"]).status == "disputed"


def test_nothing_is_taken_back_twice(case: Case, thread: Threads) -> None:
    made = deciding.set_status(case, [thread["post"]], "vetted", actor=ANN, why="read")
    deciding.take_back(case, made, actor=ANN)
    before = case.evidence.revision()
    with pytest.raises(CaseError, match="already"):
        deciding.take_back(case, made, actor=BOB)
    with pytest.raises(CaseError, match="no decision"):
        deciding.take_back(case, ["no such"], actor=BOB)
    assert case.evidence.revision() == before


def test_taking_back_is_as_secret_as_what_it_takes_back(case: Case, thread: Threads) -> None:
    made = deciding.set_status(case, [thread["hidden"]], "vetted", actor=ANN, why="read")
    undone = deciding.take_back(case, made, actor=ANN, why="a reason that is sealed")
    assert case.evidence.levels_of(undone) == {undone[0]: Level.SEALED}


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["status", "grade", "judge", "origin"]),
        st.sampled_from(["vetted", "disputed", "retracted", "same", "different", "unsure"]),
        st.sampled_from(["karim", "kareem", "young", "hidden"]),
        st.sampled_from(["karim", "kareem", "young", "hidden"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=_ACTS)
def test_undoing_all_that_was_decided_gives_the_graph_as_it_was(
    acts: list[tuple[str, str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("undo")
    with create_case(folder / "case", title="Invented", key_file=folder / "key") as case:
        load(case.evidence, ROWS)
        case.refresh()
        before = _everything(case)
        thread, made = threads_of(case), []
        for act, verdict, one, other in acts:
            if act == "judge" and one != other and verdict in deciding.VERDICTS:
                made += deciding.judge(case, thread[one], thread[other], verdict, actor=ANN, why="x")
            elif act == "status" and verdict not in deciding.VERDICTS:
                made += deciding.set_status(case, [thread[one], thread["v"]], verdict, actor=ANN, why="x")
            elif act == "grade":
                made += deciding.grade(case, thread[one], source="A", information="1", actor=ANN, why="x")
            elif act == "origin":
                made += deciding.one_origin(case, [thread["report"], thread["copy"]], actor=ANN, why="x")
        if made:
            deciding.take_back(case, made, actor=BOB, why="all of it")
        assert _everything(case) == before


def _everything(case: Case) -> Any:
    """Every node and link of the graph, whatever revision it is of."""
    nodes = case.reader().free(
        "MATCH (n) WHERE n.code IS NOT NULL RETURN n.code AS code, n.vetting AS vetting, n.records AS records, "
        "n.n_documents AS documents, n.name AS name, n.aliases AS aliases, n.clear_min AS lowest ORDER BY code, lowest",
        {},
    )
    links = case.reader().free(
        "MATCH (a)-[l]->(b) WHERE a.code IS NOT NULL RETURN a.code AS start, type(l) AS type, b.code AS other, "
        "l.vetting AS vetting, l.records AS records, l.n_independent AS origins, l.clear_min AS lowest "
        "ORDER BY start, type, other, lowest",
        {},
    )
    return nodes.rows, links.rows


# --- correcting


def correct(case: Case, thread: str, values: dict[str, Any], **more: Any) -> str:
    """Correct what ann is looking at now."""
    given = {"actor": ANN, "why": "read again", "expects": view(case, thread).history[-1].number, **more}
    return deciding.correct(case, thread, values, **given)


def test_a_correction_adds_a_version_with_its_reason_and_the_older_one_stays(case: Case, thread: Threads) -> None:
    correct(case, thread["post"], {"rank": "captain"}, why="the order says so")
    first, second = view(case, thread["post"]).history
    assert (first.values["rank"], second.values["rank"], second.why) == ("first", "captain", "the order says so")
    assert second.entered_by == "ann"


def test_the_graph_shows_a_correction_at_once(case: Case, thread: Threads) -> None:
    code = case.evidence.codes([thread["shot"]])[thread["shot"]]
    correct(case, thread["shot"], {"methods": "stoning"})
    assert case.reader().nodes([code])[0]["properties"]["methods"] == ["stoning"]


def test_two_people_who_correct_one_record_do_not_overwrite_each_other(case: Case, thread: Threads) -> None:
    seen = view(case, thread["post"]).history[-1].number
    deciding.correct(case, thread["post"], {"rank": "captain"}, actor=ANN, why="an order", expects=seen)
    with pytest.raises(ChangedMeanwhile):
        deciding.correct(case, thread["post"], {"rank": "major"}, actor=BOB, why="a list", expects=seen)
    assert view(case, thread["post"]).values["rank"] == "captain"


def test_what_is_not_corrected_stays_word_for_word(case: Case, thread: Threads) -> None:
    before = view(case, thread["post"]).values
    correct(case, thread["post"], {"rank": "captain", "since": "late 2014", "unit": before["unit"]})
    after = view(case, thread["post"]).values
    assert {**after, "rank": "first"} == before
    assert after["since"]["words"] == "late 2014"


def test_another_reading_of_a_date_keeps_the_words_of_the_source(case: Case, thread: Threads) -> None:
    correct(case, thread["shot"], {"date": "2015-04"})
    date = view(case, thread["shot"]).values["date"]
    assert (date["edtf"], date["since_min"], date["words"]) == ("2015-04", "2015-04-01", "March 2015")
    correct(case, thread["shot"], {"date": "May 2015"})
    date = view(case, thread["shot"]).values["date"]
    assert (date["edtf"], date["words"]) == ("2015-05", "May 2015")
    correct(case, thread["shot"], {"date": {"edtf": "2015-06", "words": "in the spring"}})
    date = view(case, thread["shot"]).values["date"]
    assert (date["edtf"], date["until_max"], date["words"]) == ("2015-06", "2015-06-30", "in the spring")


def test_names_that_stay_keep_what_the_form_does_not_show(case: Case, thread: Threads) -> None:
    correct(case, thread["karim"], {"names": [
        {"words": "Karim Example", "type": "full", "script": "Latn", "language": "en"},
        {"words": "Abu Omar", "type": "kunya"}]})  # fmt: skip
    correct(case, thread["karim"], {"names": "Karim Example (full) | Abu Omar (nom de guerre)"})
    names = view(case, thread["karim"]).values["names"]
    assert names == [
        {"words": "Karim Example", "type": "full", "script": "Latn", "language": "en"},
        {"words": "Abu Omar", "type": "nom_de_guerre"},
    ]


def test_a_field_is_taken_out_and_a_required_one_is_not(case: Case, thread: Threads) -> None:
    correct(case, thread["shot"], {"description": ""})
    assert "description" not in view(case, thread["shot"]).values
    with pytest.raises(BadValue, match="required"):
        correct(case, thread["shot"], {"date": None})


def test_a_reference_is_corrected_by_the_code_of_a_record_of_the_right_kind(case: Case, thread: Threads) -> None:
    codes = case.evidence.codes(thread.values())
    correct(case, thread["shot"], {"place": codes[thread["village"]]})
    assert view(case, thread["shot"]).references["place"] == (thread["village"],)
    correct(case, thread["shot"], {"place": {"kind": "location", "key": "x", "thread": thread["town"]}})
    assert view(case, thread["shot"]).references["place"] == (thread["town"],)
    with pytest.raises(BadValue, match="location"):
        correct(case, thread["shot"], {"place": codes[thread["karim"]]})
    with pytest.raises(CaseError):
        correct(case, thread["shot"], {"place": {"kind": "location", "key": "x", "thread": "f" * 20}})


def test_nothing_that_changes_is_said_and_writes_nothing(case: Case, thread: Threads) -> None:
    before = case.evidence.revision()
    with pytest.raises(CaseError, match="already"):
        correct(case, thread["shot"], {"date": "March 2015", "methods": "", "description": "by the bridge"})
    assert case.evidence.revision() == before


def test_a_correction_without_a_reason_is_refused(case: Case, thread: Threads) -> None:
    with pytest.raises(CaseError, match="reason"):
        correct(case, thread["shot"], {"description": "other"}, why="  ")


def test_a_level_is_raised_but_never_lowered_by_a_correction(case: Case, thread: Threads) -> None:
    correct(case, thread["shot"], {"level": "confidential"})
    assert view(case, thread["shot"]).level == Level.CONFIDENTIAL
    with pytest.raises(CaseError, match="decision of its own"):
        correct(case, thread["shot"], {"level": "public"})
    assert view(case, thread["shot"]).level == Level.CONFIDENTIAL


def test_an_age_that_now_reaches_below_eighteen_raises_the_level_once(case: Case, thread: Threads) -> None:
    correct(case, thread["young"], {"age": "15..21"})
    assert view(case, thread["young"]).level == Level.RESTRICTED
    correct(case, thread["young"], {"age": "16..21"})
    assert view(case, thread["young"]).level == Level.RESTRICTED


_HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_FIELDS = st.sampled_from(["date", "methods", "place", "part_of", "number_in_series", "class", "level", "quote",
                           "key", "cites", "no such field", "document"])  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(_FIELDS, _HOSTILE, min_size=1, max_size=3))
def test_whatever_a_browser_sends_is_taken_as_the_model_allows_or_refused(case: Case, values: dict[str, Any]) -> None:
    thread = threads_of(case)["shot"]
    before = case.evidence.revision()
    try:
        correct(case, thread, values)
    except (CaseError, BadValue):
        assert case.evidence.revision() == before
    else:
        assert view(case, thread).values["date"]["since_min"] <= view(case, thread).values["date"]["until_max"]


def test_a_quote_of_a_hundred_thousand_characters_is_kept_whole(case: Case, thread: Threads) -> None:
    long = "قال الشاهد " * 10_000
    correct(case, thread["shot"], {"quote": long})
    assert view(case, thread["shot"]).quote == long.strip()
