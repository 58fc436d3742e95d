"""Case graphs written by hand, so that a test says what is in the graph and what must come out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from graph.evidence.codes import code_of
from graph.evidence.drafts import RunRecord
from graph.stores.store import Batch, Limits, Link, Node, Path, Row, Rows, Store, label_of

OPEN_START, OPEN_END = "0001-01-01", "9999-12-31"
CASE = "case-of-a-test"


def first_cited(since: str, until: str | None = None, *, continues: str = "not_known") -> dict[str, str]:
    """A period known from its first and last citation: open outside, single days inside."""
    last = until or since
    return {
        "since_min": OPEN_START,
        "since_max": since,
        "until_min": last,
        "until_max": OPEN_END,
        "continues": continues,
        "edtf": f"{since}/{last}" if until else since,
    }


def exact(since: str, until: str | None = None, *, continues: str = "no") -> dict[str, str]:
    """A period whose start is known to the day, and whose end is too, or is open."""
    return {
        "since_min": since,
        "since_max": since,
        "until_min": until or since,
        "until_max": until or OPEN_END,
        "continues": continues if until else "not_known",
        "edtf": f"{since}/{until or '..'}",
    }


def bounds(
    since_min: str,
    since_max: str,
    until_min: str,
    until_max: str,
    *,
    continues: str = "not_known",
) -> dict[str, str]:
    """A period by its four bounds."""
    return {
        "since_min": since_min,
        "since_max": since_max,
        "until_min": until_min,
        "until_max": until_max,
        "continues": continues,
        "edtf": f"{since_min}/{until_max}",
    }


UNDATED = {**bounds(OPEN_START, OPEN_END, OPEN_START, OPEN_END), "edtf": ""}
ALWAYS = bounds(OPEN_START, OPEN_START, OPEN_END, OPEN_END)


class CaseGraph:
    """Collects nodes and links; ``write`` puts them into a store as one batch."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.links: list[Link] = []
        self._counts: dict[str, int] = {}
        self._spans: dict[str, list[tuple[int, int]]] = {}
        self._drawn = 0

    def node(self, letter: str, *, levels: tuple[int, int] = (0, 3), **properties: Any) -> str:
        """Add a node; its code is the letter and a running number. Returns the code."""
        number = self._counts[letter] = self._counts.get(letter, 0) + 1
        code = code_of(letter, f"{number:06d}")
        self._add(code, levels, properties)
        return code

    def seen_otherwise(self, code: str, lowest: int, **properties: Any) -> None:
        """From clearance ``lowest`` on, another picture of an entity; call it before its links are drawn."""
        node = next(node for node in self.nodes if node.properties["code"] == code)
        (span,) = self._spans[code]
        self.nodes.remove(node)
        self._spans[code] = []
        self._add(code, (span[0], lowest - 1), dict(node.properties))
        self._add(code, (lowest, span[1]), {**node.properties, **properties})

    def _add(self, code: str, levels: tuple[int, int], properties: dict[str, Any]) -> None:
        self._spans.setdefault(code, []).append(levels)
        given = {
            "aliases": [], "vetting": "unvetted", "level": levels[0], "n_records": 1, "n_documents": 1,
            "records": [f"r-{code}"], **properties, "code": code, "clear_min": levels[0], "clear_max": levels[1],
        }  # fmt: skip
        label = label_of(code)
        assert label
        self.nodes.append(Node(label=label, id=f"{code}@{levels[0]}", properties=given))

    def person(self, name: str = "", **more: Any) -> str:
        """A person, drawn by name where one is given."""
        return self.node("P", name=name, protected=not name, sex="not_recorded", **more)

    def group(self, low: int, high: int, **more: Any) -> str:
        """People counted but not named."""
        return self.node("G", count_min=low, count_max=high, **more)

    def unit(self, name: str = "", **more: Any) -> str:
        """A unit; without a name an unnamed one."""
        return self.node(
            "U",
            **{
                "name": name,
                "names": [name] if name else [],
                "kind": "battalion",
                "classes": [],
                "unnamed": not name,
                "placeholder": "no",
                **UNDATED,
                **more,
            },
        )

    def location(self, name: str, **more: Any) -> str:
        """A place."""
        return self.node("L", name=name, names=[name], kind="town", precision="town", **more)

    def incident(self, first: str, last: str | None = None, *, methods: Sequence[str] = (), **more: Any) -> str:
        """An incident on a day, or within a span of days."""
        until = last or first
        return self.node(
            "I",
            **{
                "class": "harm",
                "methods": list(methods),
                "staging": [],
                "number_in_series": -1,
                "n_sources": 1,
                "date_edtf": first if first == until else f"[{first}..{until}]",
                "since_min": first,
                "since_max": until,
                "until_min": first,
                "until_max": until,
                **more,
            },
        )

    def figure(self, what: str, low: int = -1, best: int = -1, high: int = -1, **more: Any) -> str:
        """One source's count; -1 is "not stated"."""
        return self.node(
            "F",
            what=what,
            low=low,
            best=best,
            high=high,
            **{"counted_in": "people", "as_of": "", "edtf": "", "of": "", "claimed_by": "", **more},
        )

    def document(self, kind: str = "report", **more: Any) -> str:
        """A document."""
        return self.node("D", kind=kind, language="en", date_edtf="", published=True, **more)

    def link(
        self,
        type_: str,
        start: str,
        end: str,
        period: dict[str, str] = UNDATED,
        *,
        levels: tuple[int, int] = (0, 3),
        **properties: Any,
    ) -> str:
        """Add a link, cut to the spans of its ends; its record is named after its number. Returns the record."""
        self._drawn += 1
        record = f"r-{self._drawn}"
        start_label, end_label = label_of(start), label_of(end)
        assert start_label and end_label
        for (from_start, to_start), (from_end, to_end) in product(self._spans[start], self._spans[end]):
            low, high = max(levels[0], from_start, from_end), min(levels[1], to_start, to_end)
            if low > high:
                continue
            given = {
                "records": [record], "documents": [f"D-{self._drawn}"], "n_independent": 1, "vetting": "unvetted",
                **period, **properties, "clear_min": low, "clear_max": high,
            }  # fmt: skip
            self.links.append(Link(
                type=type_, start=f"{start}@{from_start}", end=f"{end}@{from_end}", start_label=start_label,
                end_label=end_label, properties=given,
            ))  # fmt: skip
        return record

    def under(
        self,
        child: str,
        parent: str,
        period: dict[str, str] = UNDATED,
        kind: str = "command",
        **more: Any,
    ) -> str:
        """One unit under another."""
        return self.link("SUBORDINATE_TO", child, parent, period, kind=kind, **more)

    def commanded(self, person: str, unit: str, period: dict[str, str] = UNDATED, **more: Any) -> str:
        """A person commanded a unit."""
        return self.link("COMMANDED", person, unit, period, **_post(more))

    def member(self, person: str, unit: str, period: dict[str, str] = UNDATED, **more: Any) -> str:
        """A person was a member of a unit."""
        return self.link("MEMBER_OF", person, unit, period, **_post({"role": "officer", **more}))

    def victim(self, who: str, incident: str, **more: Any) -> str:
        """Somebody suffered an act."""
        return self.link("VICTIM_OF", who, incident, **{"act": "killing", "method": "", "outcome": "killed", **more})

    def perpetrator(self, who: str, incident: str, degree: str = "direct", **more: Any) -> str:
        """Alleged involvement."""
        return self.link("PERPETRATOR_OF", who, incident, acts=["killing"], degree=degree, **more)

    def about(self, figure: str, what: str, **more: Any) -> str:
        """What a figure counts."""
        return self.link("ABOUT", figure, what, **more)

    def at(self, incident: str, location: str, **more: Any) -> str:
        """Where an incident occurred."""
        return self.link("OCCURRED_AT", incident, location, **more)

    def write(self, store: Store) -> Viewer:
        """Write everything into an empty store and read it with full clearance."""
        store.claim(CASE, 1)
        store.apply(Batch(base=0, revision=1, nodes=self.nodes, links=self.links))
        return Viewer(store)


def _post(more: dict[str, Any]) -> dict[str, Any]:
    return {
        "role": "commander",
        "role_words": "",
        "rank": "",
        "job_title": "",
        "basis_in_law": "not_known",
        **more,
    }


class Viewer:
    """A reader over a bare graph: a clearance bound to a store, with what was run written down."""

    def __init__(self, store: Store, clearance: int = 3) -> None:
        self.store, self.clearance = store, clearance
        self.runs: list[RunRecord] = []
        self.user = "analyst-1"
        self.asked = 0

    def at_clearance(self, clearance: int) -> Viewer:
        """The same graph with another clearance."""
        return Viewer(self.store, clearance)

    @property
    def revision(self) -> int:
        """Revision that the graph shows."""
        state = self.store.state()
        return state.revision if state else 0

    def rows(self, cypher: str, /, **params: Any) -> Rows:
        """See ``Reading.rows``; counts what was asked."""
        self.asked += 1
        return self.store.rows(cypher, params, clearance=self.clearance)

    def free(self, cypher: str, params: dict[str, Any], limits: Limits) -> Any:
        """See ``Reader.free``."""
        return self.store.free(cypher, {**params, "clearance": self.clearance}, limits=limits)

    def neighbour_counts(self, code: str) -> Rows:
        """See ``Reading.neighbour_counts``."""
        return self.store.neighbour_counts(code, clearance=self.clearance)

    def neighbours(self, code: str, **more: Any) -> Rows:
        """See ``Reading.neighbours``."""
        return self.store.neighbours(code, clearance=self.clearance, **more)

    def nodes(self, codes: Sequence[str]) -> Rows:
        """See ``Reading.nodes``."""
        return self.store.nodes(codes, clearance=self.clearance)

    def links_among(self, codes: Sequence[str]) -> Rows:
        """See ``Reading.links_among``."""
        return self.store.links_among(codes, clearance=self.clearance)

    def paths(self, a: str, b: str, **more: Any) -> list[Path]:
        """See ``Reading.paths``."""
        return self.store.shortest_paths(a, b, clearance=self.clearance, **more)

    def record_run(self, run: RunRecord) -> None:
        """Keep what a run would leave in the case."""
        self.runs.append(run)


def only(rows: Sequence[Row], *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of rows, as tuples."""
    return [tuple(row[column] for column in columns) for row in rows]
