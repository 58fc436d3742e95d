"""Who must not be named in anything that leaves: read from the whole case, whatever the audience."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from graph.evidence.drafts import RecordView
from graph.evidence.slices import Slice
from graph.model.levels import Level
from queries.brief.spellings import Spellings

_BY_NAME = """
MATCH (p:Person)
WHERE p.protected = false AND p.clear_min <= $clearance AND $clearance <= p.clear_max
RETURN p.code AS code, p.records AS records
ORDER BY code
"""
_HELPERS = ("collected_by", "interviewer", "interpreter")
"""Fields of documents that name people who help: they are as protected as victims."""
_CONTACTS = ("contact", "address_then")
_ARTICLES = frozenset("a an the one two three some several".split())
OPEN_SOURCES = frozenset({"organisation", "outlet", "public_body", "the_group_itself", "dataset"})


def protected_names(case: Any, everything: Slice) -> list[str]:
    """Every stored spelling of the name of everybody who is not drawn by name, of sources that are people, and of
    helpers; contacts and addresses too. Versions that were corrected or taken back count as well.

    Args:
        everything: the slice of the whole case.
    """
    drawn = _drawn(case)
    names: dict[str, None] = {}
    threads = []
    for thread, versions in everything.versions.items():
        kind = everything.kinds[thread]
        if kind == "person" and thread not in drawn:
            for version in versions:
                given = everything.names_by_version.get(version.id) or ()
                names.update((str(name["words"]), None) for name in given)
        if (kind == "person" and thread not in drawn) or kind in ("source", "document"):
            threads.append(thread)
    for view in case.evidence.records(threads, Level.SEALED):
        names.update(dict.fromkeys(_said(view)))
    return [name for name in names if name.strip() and not _describes(name)]


def names_near(
    case: Any, everything: Slice, told: Iterable[str], places: Collection[tuple[str, str]] = frozenset()
) -> list[str]:
    """Names, and fathers' names, of the protected people whom any record, of whatever level, connects with what a
    brief tells, and of those who are recorded from a place that it quotes.

    A page that speaks of somebody's death calls them by one name as often as by all: of these people each word of a
    name is withheld.

    Args:
        told: threads of the incidents, and of whatever else the brief has a section on.
        places: (document, locator) of each fact.
    """
    evidence, near = case.evidence, set(told)
    people = _recorded_at(everything, places)
    for _ in range(2):  # those named in a record of the incident; then those who are part of a group named in one
        ends = {
            target.thread
            for thread in evidence.referring(near)
            for version in everything.versions.get(thread, ())
            for targets in version.references.values()
            for target in targets
            if everything.kinds.get(target.thread) in ("person", "group")
        }
        people |= {thread for thread in ends if everything.kinds[thread] == "person"}
        near = ends - people
    people = evidence.linked(people) - _drawn(case)
    return list(dict.fromkeys((*_names_of(everything, people), *_fathers(evidence, people))))


def _recorded_at(everything: Slice, places: Collection[tuple[str, str]]) -> set[str]:
    """Records of people, any version of which stands at one of these places."""
    return {
        thread
        for thread, kind in everything.kinds.items()
        if kind == "person"
        for version in everything.versions.get(thread, ())
        for document in version.references.get("document", ())
        if (document.thread, str(version.values.get("locator") or "").strip()) in places
    }


def _fathers(evidence: Any, people: Iterable[str]) -> list[str]:
    found: list[str] = []
    for view in evidence.records(sorted(people), Level.SEALED):
        found += (str(values.get("father") or "") for values in (view.values, *(one.values for one in view.history)))
    return [name for name in found if name.strip() and not _describes(name)]


def refuges(everything: Slice, told: Iterable[str], shown: Collection[str]) -> list[str]:
    """Names of the places where people of these records escaped to: they may be there still.

    Args:
        told: threads of records; shown: threads of places that a brief names for another reason.
    """
    places = {
        target.thread
        for thread in told
        if everything.kinds.get(thread) == "fate"
        for version in everything.versions.get(thread, ())
        if version.values.get("kind") == "escaped"
        for target in version.references.get("place", ())
    }
    return [
        str(name["words"])
        for thread in sorted(places.difference(shown))
        for version in everything.versions.get(thread, ())
        for name in version.values.get("names") or ()
    ]


def bearers(case: Any, everything: Slice, codes: Collection[str]) -> Callable[[str], list[str]]:
    """A function from a text to the codes of the protected people whose name stands in it, in whole or in part.

    Args:
        codes: the people who stand in a brief anyway; nobody else's code is told.
    """

    def whose(text: str) -> list[str]:
        drawn = _drawn(case)
        found = []
        for code in sorted(code for code in codes if code.startswith("P")):
            own = {thread for thread, each in everything.codes.items() if each == code and thread not in drawn}
            names = _names_of(everything, case.evidence.linked(own))
            if Spellings(names, parts=names).count(text):
                found.append(code)
        return found

    return whose


def _names_of(everything: Slice, people: Iterable[str]) -> list[str]:
    """Every spelling, in every version, of the names of these records of people."""
    return list(
        dict.fromkeys(
            str(name["words"])
            for thread in sorted(people)
            for version in everything.versions.get(thread, ())
            for name in everything.names_by_version.get(version.id) or ()
            if not _describes(str(name["words"]))
        )
    )


def _drawn(case: Any) -> set[str]:
    """Records of the people who are called by name."""
    return {thread for row in case.reader(Level.SEALED).rows(_BY_NAME) for thread in row["records"]}


def _describes(name: str) -> bool:
    """Whether what stands in a name's place is a description, as "A man from the town" or "The two women": it begins
    with an article or a number, and no word before the last begins with a capital. In doubt it is a name."""
    first, *others = name.split()
    words = [word for word in others if not word.startswith("(")]
    return (
        first.casefold() in _ARTICLES
        and all(word.isascii() for word in words)
        and len(words) > 1
        and not any(word[:1].isupper() for word in words[:-1])
    )


def _said(view: RecordView) -> list[str]:
    found: list[str] = []
    for values in (view.values, *(entry.values for entry in view.history)):
        if view.kind == "source" and values.get("kind") not in OPEN_SOURCES:
            found.append(str(values.get("name") or ""))
        elif view.kind == "document":
            found += (str(values.get(field) or "") for field in _HELPERS)
        elif view.kind == "person":
            found += (str(name["words"]) for name in values.get("names") or ())
            found += (str(values.get(field) or "") for field in _CONTACTS)
    return found
