"""What speaks against the facts of a brief, or weakens them. It is pulled in whether or not anybody chose it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from graph.evidence.drafts import RecordView
from queries import weak_links
from queries.brief.gathering import POSTS, TOLD, Gathered, Told
from queries.claims import merged
from queries.reading import OPEN_END, OPEN_START, label_of
from queries.saved_query import find

KINDS = (
    "values_differ", "fates_differ", "figures_differ", "disputed", "retracted", "may_be_one", "speaks_against",
    "recanted", "in_custody", "graded_low", "conflict", "start_after_end", "circle", "overlap", "open_and_superseded",
    "placeholder", "gap", "only_possible", "vague", "no_dates", "second_hand", "machine_translation", "same_origin",
    "one_origin", "no_involvement",
)  # fmt: skip
"""Kinds of weakness, the gravest first."""
_OF_CHAIN = frozenset(
    {"conflict", "start_after_end", "circle", "overlap", "open_and_superseded", "placeholder", "vague", "no_dates"}
)
_COMPARED = {"incident": ("class", "date", "place", "methods"), "victim": ("act", "outcome", "date", "method")}
_DEAD = frozenset({"killed", "died", "remains_found", "identified"})
_ALIVE = frozenset({"survived", "held", "transferred", "escaped", "released", "ransomed", "passed_on"})
_CAME_THROUGH = frozenset({"survived", "escaped", "released", "ransomed"})
_SUBJECTS = {
    "victim": ("who",), "part_of": ("part", "whole"), "held": ("who", "holder"), "fate": ("who",),
    "figure": ("about",), "perpetrator": ("who",), "accusation": ("by", "about"),
    "conduct": ("incident", "issued_by", "addressed_to", "concerns"), "posting": ("person", "unit"),
    "unit_relation": ("child", "parent"),
}  # fmt: skip
LOW_SOURCE, LOW_INFORMATION = frozenset("DE"), frozenset("45")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakness:
    """One thing that speaks against a fact or weakens it.

    Attributes:
        field: of the values that differ. ``values`` are those: (records that give it), one a value.
        codes: entities it is about. ``threads``: every record it concerns.
    """

    kind: str
    threads: tuple[str, ...]
    field: str = ""
    values: tuple[tuple[str, ...], ...] = ()
    codes: tuple[str, ...] = ()


def weaknesses(gathered: Gathered, reader: Any) -> dict[str, list[Weakness]]:
    """Chosen entity to all that speaks against what is said of it, the gravest first."""
    doubts = _doubts_of_chains(gathered, reader)
    found = {}
    for told in gathered.told:
        views = [gathered.views[thread] for thread in told.threads if thread in gathered.views]
        standing = [view for view in views if view.status != "retracted"]
        each = [
            *_differing(gathered, told, standing), *_fates(gathered, told, standing), *_figures(gathered, told),
            *_of_one_origin(gathered, standing), *_by_test(gathered, standing, views),
            *_unsure(gathered, told), *_of_chains(told, doubts), *_gaps(told),
        ]  # fmt: skip
        if label_of(told.code) == "Incident" and not told.records.get("perpetrator"):
            each.append(Weakness(kind="no_involvement", threads=()))
        found[told.code] = sorted(each, key=lambda one: (KINDS.index(one.kind), one.field, one.threads, one.codes))
    return found


def _differing(gathered: Gathered, told: Told, views: list[RecordView]) -> Iterable[Weakness]:
    """Records of one incident, or of one victim in it, that give a field different values."""
    for kind, fields in _COMPARED.items():
        groups: dict[tuple[str, ...], list[RecordView]] = defaultdict(list)
        for view in views:
            if view.kind == kind:
                groups[gathered.codes_of(view, "who")].append(view)
        for codes, group in groups.items():
            for field in fields:
                values: dict[Any, list[str]] = defaultdict(list)
                for view in group:
                    value = _comparable(gathered, view, field)
                    if value:
                        values[value].append(view.thread)
                if len(values) > 1:
                    yield Weakness(
                        kind="values_differ", field=f"{kind}.{field}", codes=codes,
                        values=tuple(tuple(threads) for threads in values.values()), threads=merged(values.values()),
                    )  # fmt: skip


def _comparable(gathered: Gathered, view: RecordView, field: str) -> Any:
    if field in view.references:
        return gathered.codes_of(view, field)
    value = view.values.get(field)
    if isinstance(value, dict):
        return tuple(value.get(bound) for bound in ("since_min", "since_max", "until_min", "until_max"))
    if isinstance(value, list):
        return tuple(sorted(map(str, value)))
    return value


def _fates(gathered: Gathered, told: Told, views: list[RecordView]) -> Iterable[Weakness]:
    """Somebody of whom one record says that they died, and another that they lived on after that day; or that they
    came through it, where a day is missing."""
    groups: dict[tuple[str, ...], list[tuple[str, RecordView]]] = defaultdict(list)
    for view in views:
        said = str(view.values.get({"fate": "kind", "victim": "outcome", "held": "end"}.get(view.kind, "")) or "")
        if said in _DEAD or said in _ALIVE:
            groups[gathered.codes_of(view, "who")].append((said, view))
    for codes, group in groups.items():
        threads = merged(
            (one.thread, other.thread)
            for died, one in group if died in _DEAD
            for lives, other in group if lives in _ALIVE and _later(gathered, told, one, other, lives)
        )  # fmt: skip
        if codes and threads:
            yield Weakness(kind="fates_differ", codes=codes, threads=threads)


def _later(gathered: Gathered, told: Told, death: RecordView, other: RecordView, lives: str) -> bool:
    """Whether somebody lived on after the last day on which they may have died."""
    died, seen = _days(gathered, told, death), _days(gathered, told, other)
    if died is None or seen is None:
        return lives in _CAME_THROUGH
    return seen[0] > died[1]


def _days(gathered: Gathered, told: Told, view: RecordView) -> tuple[str, str] | None:
    """The first and last day on which what a record says of a fate may have been so; None where it gives none."""
    value = view.values.get({"fate": "as_of", "held": "until"}.get(view.kind, "date"))
    if not value and view.kind == "victim":
        value = gathered.nodes[told.code]["properties"]
    if not value or value["since_min"] == OPEN_START or value["until_max"] == OPEN_END:
        return None
    return str(value["since_min"]), str(value["until_max"])


def _of_one_origin(gathered: Gathered, views: list[RecordView]) -> Iterable[Weakness]:
    """Statements of the same thing from several documents that go back to one origin: one source, not several."""
    groups: dict[tuple[str, frozenset[str]], dict[tuple[Any, ...], list[RecordView]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for view in views:
        if view.kind in (*TOLD, *POSTS):
            origins = gathered.origins_behind(view)
            if len(origins) == 1:
                groups["same_origin", origins][same_thing(gathered, view)].append(view)
    for (kind, _), things in groups.items():
        threads = merged(
            [view.thread for view in said] for said in things.values() if len({view.document for view in said}) > 1
        )
        if threads:
            yield Weakness(kind=kind, threads=threads)


def same_thing(gathered: Gathered, view: RecordView) -> tuple[Any, ...]:
    """Equal for records that speak of the same thing, whatever they say of it."""
    ends = tuple(
        gathered.codes_of(view, name)
        for name in _SUBJECTS.get(view.kind, ())
        if view.references.get(name)
    )  # fmt: skip
    values = tuple(str(view.values.get(name) or "") for name in ("what", "counted_in", "charge", "role", "kind"))
    return (view.kind, ends, values)


def _figures(gathered: Gathered, told: Told) -> Iterable[Weakness]:
    """Figures of one thing that are not the same; which includes which stands with the figures."""
    groups: dict[tuple[str, str], dict[tuple[Any, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for thread in told.records.get("figure", ()):
        view = gathered.views[thread]
        if view.status != "retracted":
            counted = str(view.values.get("what")), str(view.values.get("counted_in") or "")
            groups[counted][tuple(view.values.get("count") or ())].append(thread)
    for (what, _), values in groups.items():
        if len(values) > 1:
            yield Weakness(
                kind="figures_differ", field=what, threads=merged(values.values()),
                values=tuple(tuple(threads) for threads in values.values()),
            )  # fmt: skip


def _by_test(gathered: Gathered, standing: list[RecordView], views: list[RecordView]) -> Iterable[Weakness]:
    """Weaknesses that one record shows by itself, each kind with every record that has it."""
    tests: dict[str, Callable[[RecordView], bool]] = {
        "disputed": lambda view: view.status == "disputed",
        "speaks_against": lambda view: view.values.get("speaks") == "against",
        "recanted": lambda view: _document(gathered, view, "recanted") == "yes",
        "in_custody": lambda view: (
            _document(gathered, view, "kind") == "statement_in_custody"
            or _document(gathered, view, "coercion") in ("alleged", "indicated")
        ),
        "graded_low": lambda view: view.grade_source in LOW_SOURCE or view.grade_information in LOW_INFORMATION,
        "second_hand": lambda view: (
            view.values.get("basis") in ("was_told", "inferred")
            or view.values.get("charge_basis") in ("inferred_by_the_witness", "inferred_by_the_documenter")
        ),
        "machine_translation": lambda view: _document(gathered, view, "translation_status") == "machine",
        "one_origin": lambda view: gathered.origins.get(view.thread, 1) <= 1,
    }
    told = [view for view in standing if view.kind in (*TOLD, *POSTS)]
    for kind, test in tests.items():
        threads = tuple(view.thread for view in told if test(view))
        if threads:
            yield Weakness(kind=kind, threads=threads)
    retracted = tuple(view.thread for view in views if view.status == "retracted")
    if retracted:
        yield Weakness(kind="retracted", threads=retracted)


def _document(gathered: Gathered, view: RecordView, field: str) -> str:
    document = gathered.views.get(view.document)
    return str(document.values.get(field) or "") if document else ""


def _unsure(gathered: Gathered, told: Told) -> Iterable[Weakness]:
    """Entities of the section that may be one with another: an incident counted once or twice."""
    used = {told.code}
    for thread in told.threads:
        view = gathered.views.get(thread)
        if view is not None and view.kind in ("victim", "perpetrator", "posting"):
            used.update(code for name in view.references for code in gathered.codes_of(view, name))
    for pair in gathered.unsure:
        if pair[0] in used:
            yield Weakness(kind="may_be_one", codes=pair, threads=())


def _doubts_of_chains(gathered: Gathered, reader: Any) -> list[Weakness]:
    """Doubts about the posts and links of every unit in a chain, asked once a unit at the bottom of one."""
    units = dict.fromkeys(
        row["unit"] for told in gathered.told for above in told.above for row in above.rows if row["level"] == 0
    )
    units |= dict.fromkeys(told.code for told in gathered.told if label_of(told.code) == "Unit")
    statements = find("weak_links").statements
    found: dict[Weakness, None] = {}
    for unit in sorted(filter(None, units)):
        for row in weak_links.find_weak(reader, statements, {"unit": unit}):
            if row["doubt"] in _OF_CHAIN:
                found[Weakness(
                    kind=row["doubt"], threads=merged([row["records"], row["undermining"]]),
                    codes=tuple(filter(None, (row["start"], row["end"], row["other"]))),
                )] = None  # fmt: skip
    return list(found)


def _of_chains(told: Told, doubts: Iterable[Weakness]) -> Iterable[Weakness]:
    """Doubts about records of the section; two holders at once only where both may have held the post on the days."""
    used = set(told.threads)
    live = {code for above in told.above for row in above.rows for code in (row["person"], row["unit"]) if code}
    return (
        doubt
        for doubt in doubts
        if used & set(doubt.threads) and (doubt.kind != "overlap" or live.issuperset(doubt.codes))
    )


def _gaps(told: Told) -> Iterable[Weakness]:
    """Units in a chain whom nobody is known to have commanded on the days, and posts that are only possible."""
    rows = [row for above in told.above for row in above.rows]
    gaps = dict.fromkeys(row["unit"] for row in rows if "none_known" in row["flags"])
    yield from (Weakness(kind="gap", codes=(unit,), threads=()) for unit in gaps if unit)
    weak = [row for row in rows if row["posting_status"] in ("possible", "conflict")]
    for person, unit in dict.fromkeys((row["person"], row["unit"]) for row in weak):
        records = merged(
            row["records"] for row in weak if (row["person"], row["unit"]) == (person, unit)
        )  # fmt: skip
        yield Weakness(kind="only_possible", codes=(person, unit), threads=records)
