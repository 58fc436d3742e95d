"""What speaks for and against two records of each kind being one, in a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.case import Case
from graph.evidence import Actor, Draft, NewDecision
from graph.evidence.slices import Decision
from graph.model.levels import Level
from ingest.matching.gazetteer import BadGazetteer, read_gazetteer
from ingest.matching.match import match
from ingest.matching.telling import sentences
from ingest.matching.unit_names import parse_unit
from tests import builders as b
from tests.ingest.matching.test_incremental import a_case, enter

BASE = [b.source(), b.document(), b.source("press", name="Press"), b.document("article", source="press")]
ANALYST = Actor(name="analyst")


def judged(case: Case) -> dict[tuple[str, str], Decision]:
    return {(one.left, one.right): one for one in case.evidence.slice().decisions if one.type == "identity"}


def outcome(*drafts: Draft) -> tuple[str, tuple[str, ...]]:
    """The verdict of the matcher on the only pair that it judged of the kind of the last two rows, and its reasons."""
    with a_case() as case:
        enter(case, [*BASE, *drafts])
        match(case)
        kinds = case.evidence.slice().kinds
        found = [one for one in judged(case).values() if kinds[one.left] == drafts[-1].kind]
        return (found[0].verdict, found[0].reasons) if found else ("", ())


def killed(number: int, place: str, document: str = "report") -> list[Draft]:
    """Somebody was killed in an incident at a place on a day."""
    return [
        b.incident(f"e{number}", date="2015-03-14", place=place, document=document),
        b.victim(f"v{number}", who=f"person:p{number}", incident=f"e{number}", outcome="killed", document=document),
    ]


TOWNS = [
    b.location("north", names="Northern Province", kind="province", precision="province"),
    b.location("south", names="Southern Province", kind="province", precision="province"),
    b.location("ford", names="Tell al-Ford", kind="town", within="north", precision="town"),
    b.location("salt", names="Salt Hill", kind="town", within="south", precision="town"),
]


def people(**second: str) -> list[Draft]:
    """One name in two sources and one unit, which alone would be near certain."""
    return [
        b.unit("brigade", names="55 Brigade"),
        b.posting("h1", person="p1", unit="brigade"),
        b.posting("h2", person="p2", unit="brigade", document="article"),
        b.person("p1", names="Sufyan Marwan al-Zilli", sex="male", born="1980"),
        b.person("p2", document="article", **{"names": "سفيان مروان الظلي", "sex": "male", "born": "1980", **second}),
    ]


def test_a_name_a_unit_and_a_year_of_birth_are_near_certain() -> None:
    verdict, reasons = outcome(*people())
    assert verdict == "same" and {"same_unit", "same_year"} <= set(reasons)


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ({"sex": "female"}, "sex_differs"),
        ({"born": "1990"}, "years_apart"),
        ({"names": "سفيان وادي الظلي"}, "father_differs"),
    ],
)
def test_what_speaks_against_keeps_two_people_apart(second: dict[str, str], reason: str) -> None:
    verdict, reasons = outcome(*people(**second))
    assert verdict != "same"
    assert not reasons or reason in reasons


def test_nobody_is_in_two_provinces_on_one_day() -> None:
    verdict, reasons = outcome(*TOWNS, *killed(1, "ford"), *killed(2, "salt", "article"), *people())
    assert verdict != "same"
    assert not reasons or "two_places_at_one_time" in reasons


def test_a_father_in_a_field_of_its_own_is_part_of_the_name() -> None:
    units = [b.unit("brigade", names="55 Brigade"), b.posting("h1", person="p1", unit="brigade"),
             b.posting("h2", person="p2", unit="brigade", document="article")]  # fmt: skip
    verdict, reasons = outcome(
        *units, b.person("p1", names="Sufyan al-Zilli", father="Marwan"),
        b.person("p2", names="Sufyan Marwan al-Zilli", document="article"),
    )  # fmt: skip
    assert verdict == "same" and "father_same" in reasons


def incidents(second: str = "2015-03-14", *, place: str = "ford", count: str = "9", document: str = "article"
              ) -> list[Draft]:  # fmt: skip
    return [
        *TOWNS,
        b.unit("brigade", names="55 Brigade"),
        b.perpetrator("d1", incident="e1", who="unit:brigade"),
        b.perpetrator("d2", incident="e2", who="unit:brigade", document=document),
        b.draft("figure", "f1", about="incident:e1", what="killed", count="9"),
        b.draft("figure", "f2", about="incident:e2", what="killed", count=count, document=document),
        b.incident("e1", date="2015-03-14", place="ford", methods="shooting"),
        b.incident("e2", date=second, place=place, methods="shooting", document=document),
    ]


def test_one_day_one_place_one_side_and_one_count_are_one_incident() -> None:
    verdict, reasons = outcome(*incidents())
    assert verdict == "same"
    assert {"same_day", "same_place", "same_sides", "same_count_from_five"} <= set(reasons)


@pytest.mark.parametrize("second", [{"second": "2015-05-02"}, {"place": "salt"}, {"document": "report"}])
def test_another_month_another_province_or_one_document_are_two_incidents(second: dict[str, str]) -> None:
    assert outcome(*incidents(**second))[0] != "same"


def test_a_vague_date_over_a_month_is_not_joined_without_a_person() -> None:
    assert outcome(*incidents("2015"))[0] != "same"


def test_of_two_incidents_in_one_source_at_most_one_is_that_of_another() -> None:
    with a_case() as case:
        more = [
            b.perpetrator("d3", incident="e3", who="unit:brigade", document="article"),
            b.draft("figure", "f3", about="incident:e3", what="killed", count="9", document="article"),
            b.incident("e3", date="2015-03-14", place="ford", methods="shooting", document="article"),
        ]
        enter(case, [*BASE, *incidents(), *more])
        match(case)
        kinds = case.evidence.slice().kinds
        incident_verdicts = [one.verdict for one in judged(case).values() if kinds[one.left] == "incident"]
        assert incident_verdicts and set(incident_verdicts) == {"unsure"}


def test_groups_of_one_incident_whose_counts_agree_are_one() -> None:
    victims = [
        b.incident("e", date="2015-08-06"),
        b.victim("v1", who="group:g1", incident="e"),
        b.victim("v2", who="group:g2", incident="e", document="article"),
    ]
    first = b.group("g1", description="nine boys and men", count="9")
    assert outcome(*victims, first, b.group("g2", description="nine men", count="9", document="article"))[0] == "same"
    assert outcome(*victims, first, b.group("g2", description="four men", count="4", document="article"))[0] != "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("8/o. RGTO. MEC.", "Octavo Regimiento Mecanizado"), ("VIII Regt (Mech)", "8 Regimiento Mecanizado"),
        ("B. A. M. No. 4", "4 Base Aérea Militar"), ("IB-43", "43rd Infantry Battalion"),
        ("2zm", "Segunda Zona Militar"), ("55 Bde", "اللواء الخامس والخمسون"), ("Katibat al-Battar", "كتيبة البتار"),
        ("21-Armoured Brigade", "21 Armd Bde"), ("Décimo Cuarta Zona Naval", "ZN-14"),
        ("7ª Zona Militar", "٧ Zona Militar"), ("18ava. Zona Miliar", "18/a. Z.M."),
    ],
)  # fmt: skip
def test_one_unit_is_read_the_same_however_it_is_written(one: str, other: str) -> None:
    assert parse_unit([one]).key == parse_unit([other]).key != ""


@pytest.mark.parametrize("name", ["", "!!", "№", "x" * 10_000, "٥٥", "I", "🙂", "\u202eBrigade\u202c"])
def test_no_name_of_a_unit_is_too_strange_to_read(name: str) -> None:
    parse_unit([name])


def test_units_of_two_sizes_are_two() -> None:
    verdict, _ = outcome(
        b.unit("zone", names="16 Zona Militar"),
        b.draft("unit_relation", "r1", child="a", parent="zone", kind="command"),
        b.draft("unit_relation", "r2", child="b", parent="zone", kind="command", document="article"),
        b.unit("a", names="22 Battalion"), b.unit("b", names="22 Brigade", document="article"),
    )  # fmt: skip
    assert verdict != "same"


def test_a_gazetteer_joins_two_names_of_a_place_and_parts_two_places_of_one_name(tmp_path: Path) -> None:
    with a_case() as case:
        (case.folder / "gazetteer.csv").write_text(
            "name,alternative_names,lat,lon,within\nUmm Salt,Old Fort|القلعة القديمة,35.2,39.4,Northern Province\n",
            encoding="utf-8",
        )
        one = b.location("one", names="Umm Salt", kind="town", precision="town", within="north")
        other = b.location(
            "other", names="القلعة القديمة", kind="town", precision="town", within="north", document="article"
        )
        enter(case, [*BASE, *TOWNS, one, other])
        match(case)
        (verdict,) = judged(case).values()
        assert verdict.verdict == "same" and "same_in_gazetteer" in verdict.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mosul, eastern bank", "Mosul, western bank"), ("Camp 7", "Camp 8"), ("Old Ruqa", "New Ruqa"),
     ("الضفة الشرقية", "الضفة الغربية"), ("Ruqa", "Square of Ruqa")],
)  # fmt: skip
def test_a_bearing_a_number_or_a_part_make_another_place(one: str, other: str) -> None:
    around = "first" if other.startswith("Square") else "north"
    verdict, _ = outcome(
        *TOWNS, b.location("first", names=one, kind="quarter", within="north"),
        b.location("second", names=other, kind="quarter", within=around, document="article"),
    )  # fmt: skip
    assert verdict != "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tell al-Khayal", "تل الخيال"), ("Wadi Hajar", "وادي حجر"), ("Bria town", "Bria"), ("al-Ajaj", "قرية العجاج")],
)
def test_spellings_of_one_place_within_one_other_are_one(one: str, other: str) -> None:
    verdict, _ = outcome(
        *TOWNS, b.location("first", names=one, kind="quarter", within="north"),
        b.location("second", names=other, kind="quarter", within="north", document="article"),
    )  # fmt: skip
    assert verdict == "same"


def test_a_town_and_the_province_of_its_name_are_two() -> None:
    verdict, _ = outcome(
        b.location("p", names="Ruqa", kind="province", precision="province"),
        b.location("t", names="Ruqa", kind="town", precision="town", within="p", document="article"),
    )
    assert verdict != "same"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("place\nx\n", "row 1"),
        ("name\n\n ,\n", "column name"),
        ("name,lat,lon\nUmm Salt,north,1\n", "row 2, column lat"),
    ],
)
def test_a_gazetteer_that_cannot_be_read_says_where(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "places.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadGazetteer, match=says):
        read_gazetteer(file)


def test_of_contradictory_verdicts_different_stands_and_the_refused_union_is_told() -> None:
    with a_case() as case:
        names = {key: f"Qutayba {key.title()} al-Ruqi" for key in ("wadi", "marwan", "salim")}
        enter(case, [*BASE, *(b.person(key, names=name) for key, name in names.items())])
        one, two, three = (thread for thread, kind in case.evidence.slice().kinds.items() if kind == "person")
        with case.evidence.writing(ANALYST) as change:
            change.decide(
                NewDecision(type="identity", left=left, right=right, verdict=verdict)
                for left, right, verdict in [(one, two, "same"), (two, three, "same"), (one, three, "different")]
            )
        done = match(case)
        (refused,) = done.refused
        assert refused.by_people and refused.because == tuple(sorted((one, three)))
        verdicts = case.evidence.pair_verdicts(clearance=Level.SEALED)
        assert sorted(one.verdict for one in verdicts if one.actor == "person") == ["different", "same", "same"]


def test_the_matcher_never_joins_what_people_parted_by_way_of_a_third() -> None:
    with a_case() as case:
        third = [
            b.document("letter", source="press"),
            b.person("p3", names="Sufyan Marwan al-Zilli", born="1980", document="letter"),
            b.posting("h3", person="p3", unit="brigade", document="letter"),
        ]  # fmt: skip
        enter(case, [*BASE, *people(), *third])
        keys = sorted(thread for thread, kind in case.evidence.slice().kinds.items() if kind == "person")
        with case.evidence.writing(ANALYST) as change:
            change.decide([NewDecision(type="identity", left=keys[0], right=keys[1], verdict="different")])
        done = match(case)
        same = [one for one in judged(case).values() if one.verdict == "same"]
        assert len(same) == 1 and len(done.refused) == 1
        assert set(done.refused[0].because) == {keys[0], keys[1]} and not done.refused[0].by_people


def test_a_trait_that_too_many_share_is_not_looked_into_and_the_report_says_so() -> None:
    with a_case() as case:
        crowd = [
            b.person(f"p{number}", names="Muhammad Ahmad", document="article" if number % 2 else "report")
            for number in range(150)
        ]
        enter(case, [*BASE, *crowd])
        done = match(case)
        (report,) = [one for one in done.kinds if one.kind == "person"]
        assert report.left_out > 0 and done.applied == 0
        assert "too common a trait" in " ".join(sentences(done, {}))


def test_no_name_leaves_the_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with a_case() as case:
        enter(case, [*BASE, *people()])
        match(case)
        files = [path for path in [*case.folder.rglob("*"), *(tmp_path / "temporary").rglob("*")] if path.is_file()]
        assert files
        written = b"".join(path.read_bytes() for path in files).lower()
        reasons = " ".join(reason for one in judged(case).values() for reason in one.reasons)
    for part in ("sufyan", "marwan", "سفيان"):
        assert part.encode() not in written and part not in reasons


@pytest.mark.parametrize(("level", "seen"), [("sealed", False), ("restricted", True)])
def test_what_a_sealed_posting_joins_is_joined_only_for_those_who_may_see_it(level: str, seen: bool) -> None:
    with a_case() as case:
        rows = [row for row in people() if row.key not in ("h2", "p1", "p2", "brigade")]
        enter(case, [
            *BASE, *(row for row in rows if row.key != "h1"), b.unit("brigade", names="55 Brigade", level="public"),
            b.person("p1", names="Sufyan Marwan al-Zilli", level="public"),
            b.person("p2", names="سفيان مروان الظلي", level="public", document="article"),
            b.posting("h1", person="p1", unit="brigade", level="public"),
            b.posting("h2", person="p2", unit="brigade", document="article", level=level),
        ])  # fmt: skip
        assert match(case).applied == 1
        (verdict,) = [one for one in judged(case).values() if one.verdict == "same"]
        assert "same_unit" in verdict.reasons
        assert bool(case.evidence.pair_verdicts(clearance=Level.CONFIDENTIAL)) == seen
        assert case.evidence.pair_verdicts(clearance=Level.SEALED)


def test_a_verdict_is_raised_with_what_it_rests_on() -> None:
    with a_case() as case:
        enter(case, [*BASE, *people()])
        match(case)
        assert case.evidence.pair_verdicts(clearance=Level.CONFIDENTIAL)
        posting = next(thread for thread, kind in case.evidence.slice().kinds.items() if kind == "posting")
        with case.evidence.writing(ANALYST) as change:
            change.decide([NewDecision(type="level", left=posting, verdict="sealed")])
        match(case)
        assert not case.evidence.pair_verdicts(clearance=Level.CONFIDENTIAL)
        (verdict,) = case.evidence.pair_verdicts(clearance=Level.SEALED)
        assert verdict.verdict == "same"
