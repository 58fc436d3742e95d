"""A small real case for the pages: evidence, decisions and the graph that follows, with names that must not be seen.

Invented throughout. ``PROTECTED`` are names of people who are drawn by code: they may stand on a card or in a search
hit, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.case import Case, create_case
from graph.evidence import Actor, Draft, LoadInfo, NewDecision, PageText
from tests.builders import (
    document,
    draft,
    group,
    incident,
    location,
    perpetrator,
    person,
    posting,
    source,
    unit,
    victim,
)

ANN = Actor(name="ann")
PROTECTED = ("Nadir Saleh Hidden", "نادر صالح المخفي", "Layla Unseen")
PAGE = "In the spring the Northern Battalion held the eastern road. رأى الشاهد كتيبة الشمال عند الجسر."
HUB_MEMBERS = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallCase:
    """The open case, and the codes of what tests speak of, by key."""

    case: Case
    code: dict[str, str]


def make_small_case(folder: Path, *, example: bool = True) -> SmallCase:
    """Create the case in ``folder``, with its key beside it; whoever asks closes it."""
    case = create_case(folder, title="Small case", key_file=folder.with_suffix(".key"), example=example)
    threads: dict[str, str] = {}
    rows = _rows()
    with case.evidence.writing(ANN, load=LoadInfo(dataset="table", file="persons.xlsx")) as change:
        added = change.add(rows)
        threads.update(zip((row.key for row in rows), added.threads, strict=True))
        change.add_pages(threads["report"], [PageText(number=2, label="p. 2", text=PAGE, language="en")])
    with case.evidence.writing(ANN) as change:
        change.decide(
            [
                NewDecision(type="status", left=threads["under_brigade"], verdict="confirmed"),
                NewDecision(type="status", left=threads["post_emir"], verdict="vetted"),
                NewDecision(type="status", left=threads["post_rival"], verdict="disputed"),
            ]
        )
    case.refresh()
    codes = case.evidence.codes(list(threads.values()))
    return SmallCase(case=case, code={key: codes[thread] for key, thread in threads.items() if thread in codes})


def _rows() -> list[Draft]:
    public = {"level": "public"}
    quoted = {"quote": "He gave the orders there until the spring.", "locator": "p. 2", "basis": "was_told", **public}
    soldiers = [f"soldier{number}" for number in range(HUB_MEMBERS)]
    return [
        source(level="public"),
        source("paper", kind="outlet", name="A paper", level="public"),
        document(title="A report on the province", language="en", date="2015-06", level="public"),
        document("article", source="paper", kind="article", title="مقال عن الشمال", language="ar", level="public"),
        location("town", names="Invented Town", kind="town", **public),
        unit("battalion", names="Northern Battalion (full) | كتيبة الشمال (alias)", kind="battalion", **public),
        unit("brigade", names="Brigade One", kind="brigade", **public),
        unit("province", names="ولاية المثال", kind="province", **public),
        unit("army", names="Great Army", **public),
        person("emir", names="Karim Abu Omar (full) | أبو عمر (kunya)", **public),
        person("rival", names="Yusuf Example", **public),
        person("nadir", names=f"{PROTECTED[0]} (full) | {PROTECTED[1]} (full)", level="confidential"),
        person("layla", names=PROTECTED[2], level="sealed"),
        group("men", description="men from the quarter", count="8..9", **public),
        draft("unit_relation", "under_brigade", child="battalion", parent="brigade", kind="command",
              since="2014-01", until="2015-12", **public),
        draft("unit_relation", "under_province", child="brigade", parent="province", kind="command",
              since="2013-06", until="2015-12", **public),
        posting("post_emir", person="emir", unit="battalion", role="commander", since="2014-05",
                until="2015-05", **quoted),
        posting("post_emir_again", person="emir", unit="battalion", role="commander", since="2014-06", until="2015-03",
                document="article", quote="كان أمير الكتيبة", **public),
        posting("post_rival", person="rival", unit="brigade", role="commander", since="2014-03", **public),
        incident("shot", place="town", date="2015-03", methods="shooting", level="public"),
        incident("stoned", place="town", date="2014-10", methods="stoning", level="public"),
        perpetrator("by_battalion", who="unit:battalion", incident="shot", degree="direct", **quoted),
        victim("v_nadir", who="person:nadir", incident="shot", level="confidential"),
        victim("v_layla", who="person:layla", incident="stoned", level="sealed"),
        victim("v_men", who="group:men", incident="shot", **public),
        draft("figure", "eight", about="incident:shot", what="killed", count="8", **public),
        draft("figure", "six", about="incident:shot", what="killed", count="6", document="article", **public),
        *(person(key, names=f"Soldier {key[7:]}", level="public") for key in soldiers),
        *(posting(f"in_{key}", person=key, unit="army", kind="member", since="2014", **public) for key in soldiers),
    ]  # fmt: skip
