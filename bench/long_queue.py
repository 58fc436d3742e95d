"""A case in which many people are told twice, in two scripts: the matcher puts a long row of pairs before a person.

Invented throughout: given names that many bear, and family names made of two common syllables.
"""

from __future__ import annotations

import random
from pathlib import Path

from builders import SEED, WRITER, draft

from graph.case import Case, create_case
from graph.evidence import Draft, LoadInfo
from ingest.matching.match import match

_GIVEN = (
    ("محمد", "Mohammed"), ("احمد", "Ahmad"), ("حسن", "Hassan"), ("حسين", "Hussein"), ("علي", "Ali"),
    ("خالد", "Khaled"), ("يوسف", "Youssef"), ("كريم", "Kareem"), ("سالم", "Salem"), ("طارق", "Tareq"),
    ("مازن", "Mazen"), ("رامي", "Rami"), ("زياد", "Ziad"), ("فارس", "Fares"), ("وليد", "Walid"),
    ("نادر", "Nader"), ("جمال", "Jamal"), ("بشير", "Bashir"), ("هاني", "Hani"), ("ماهر", "Maher"),
)  # fmt: skip
_FIRST = (("بر", "Bar"), ("تل", "Tal"), ("جس", "Jas"), ("در", "Dar"), ("رم", "Ram"), ("سر", "Sar"), ("شم", "Sham"),
          ("صف", "Saf"), ("عم", "Am"), ("غز", "Ghaz"), ("فر", "Far"), ("قص", "Qas"), ("كر", "Kar"), ("نج", "Naj"),
          ("مر", "Mar"), ("حل", "Hal"))  # fmt: skip
_LAST = (("اني", "ani"), ("اوي", "awi"), ("ادي", "adi"), ("امي", "ami"), ("اري", "ari"), ("ابي", "abi"),
         ("اسي", "asi"), ("افي", "afi"), ("الي", "ali"), ("اشي", "ashi"))  # fmt: skip
UNITS, INCIDENTS = 60, 400


def rows(people: int) -> list[Draft]:
    """The rows of such a case: each of the people in a list in Arabic and in a report in English, with a post or as a
    victim."""
    chance = random.Random(SEED)
    made = [
        draft("source", "list", {"kind": "the_group_itself", "name": "A list"}),
        draft("source", "press", {"kind": "outlet", "name": "A paper"}),
        draft("document", "arabic", {"source": "list", "kind": "perpetrator_record", "title": "قائمة"}),
        draft("document", "english", {"source": "press", "kind": "report", "title": "A report"}),
    ]
    made += [draft("location", f"town{n}", {"names": f"Town {n}", "document": "english"}) for n in range(40)]
    made += [draft("unit", f"unit{n}", {"names": f"Battalion {n}", "document": "english"}) for n in range(UNITS)]
    for n in range(INCIDENTS):
        when = f"2015-{1 + n % 12:02}-{1 + n % 28:02}"
        values = {"class": "harm", "date": when, "place": f"town{n % 40}", "document": "english"}
        made.append(draft("incident", f"incident{n}", values))
    for n in range(people):
        given, father = chance.choice(_GIVEN), chance.choice(_GIVEN)
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        spellings = (f"{given[0]} {father[0]} ال{first[0]}{last[0]}", f"{given[1]} {father[1]} al-{first[1]}{last[1]}")
        born, unit = 1960 + chance.randrange(35), chance.randrange(UNITS)
        for document, name in zip(("arabic", "english"), spellings, strict=True):
            key, common = f"{document}{n}", {"document": document, "locator": f"p. {1 + n // 40}"}
            born_then = str(born + chance.choice((0, 0, 1, 7)))
            made.append(draft("person", key, {"names": name, "born": born_then, "town": f"town{n % 40}", **common}))
            if n % 2:
                post = {"person": key, "unit": f"unit{unit}", "kind": "member", "since": "2014", **common}
                made.append(draft("posting", f"post_{key}", post))
            else:
                harm = {"who": f"person:{key}", "incident": f"incident{chance.randrange(INCIDENTS)}", **common}
                made.append(draft("victim", f"victim_{key}", harm))
    return made


def long_queue(folder: Path, people: int) -> Case:
    """Such a case, open, with everything that the matcher found put before people."""
    case = create_case(folder / "case", title="Long queue", key_file=folder / "key")
    with case.evidence.writing(WRITER, load=LoadInfo(dataset="bench", file="people.xlsx")) as change:
        change.add(rows(people))
    match(case, propose_only=True)
    case.refresh()
    return case
