"""The facts of a selection, read through a Reader of the audience's level: what lies above it is simply not seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.evidence.drafts import RecordView
from graph.projection.times import cited
from queries.brief.chains import KINDS, AboveIncident, chains_of
from queries.brief.origins import origins_of
from queries.claims import merged
from queries.parameters import entities_of
from queries.reading import Row, label_of

OF_VICTIMS = ("part_of", "held", "fate")
"""Kinds of record that tell of those who are victims: who is counted within whom, captivity, what became of them."""
TOLD = ("incident", "victim", *OF_VICTIMS, "figure", "perpetrator", "accusation", "conduct")
"""Kinds of record that tell of an incident, in the order of a section."""
POSTS = ("posting", "unit_relation")
NEVER = ("witness", "consent")
"""Never in any brief: who saw it, and what they agreed to."""
_REFERS = {
    "victim": ("incident",), "perpetrator": ("incident",), "accusation": ("incident",), "figure": ("about",),
    "conduct": ("incident", "concerns"), "witness": ("incident",), "posting": ("person", "unit"),
    "unit_relation": ("child", "parent"), "held": ("who", "holder"), "fate": ("who",), "part_of": ("part", "whole"),
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Told:
    """What is known of one chosen entity: threads of records by kind, and for an incident the chains above."""

    code: str
    records: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    above: list[AboveIncident] = field(default_factory=list)

    @property
    def threads(self) -> tuple[str, ...]:
        """Every record, each once."""
        return merged(self.records.values())


@dataclass(slots=True, kw_only=True)
class Gathered:
    """The part of a case that a selection means, as one reader sees it.

    Attributes:
        told: by chosen incident, unit or person, in order.
        views: thread to record; documents and sources included.
        entity: thread of a record to the code of the entity that it describes.
        nodes: code to the node of the graph.
        described: people and groups, code to the records that describe them.
        links: among all entities; ``origins`` thread to the independent origins of its links.
        origin: document (thread) to what stands for its origin: equal for documents that are one source.
        unsure: pairs of codes that may be one thing.
        unseen: how many codes of the selection name nothing that this reader sees.
        unused: how many name something that no chosen incident speaks of.
    """

    revision: int
    told: list[Told]
    views: dict[str, RecordView]
    entity: dict[str, str]
    nodes: dict[str, Row]
    described: dict[str, list[RecordView]]
    links: list[Row]
    origins: dict[str, int]
    origin: dict[str, str]
    unsure: list[tuple[str, str]]
    unseen: int
    unused: int

    def documents_of(self, view: RecordView) -> tuple[RecordView, ...]:
        """The document that a record stands in, then those that it cites, as far as they are seen."""
        threads = merged([(view.document,), view.references.get("cites", ())])
        return tuple(self.views[thread] for thread in threads if thread in self.views)

    def origins_behind(self, view: RecordView) -> frozenset[str]:
        """The origins that a record rests on: those of what it cites, else that of the document it stands in."""
        threads = view.references.get("cites") or (view.document,)
        return frozenset(self.origin[thread] for thread in threads if thread in self.origin)

    def source_of(self, document: RecordView) -> RecordView | None:
        """Who speaks in a document."""
        return next((self.views[one] for one in document.references.get("source", ()) if one in self.views), None)

    def codes_of(self, view: RecordView, name: str) -> tuple[str, ...]:
        """Codes of the entities that a field of a record refers to."""
        return merged([[self.entity[one] for one in view.references.get(name, ()) if one in self.entity]])


def gather(evidence: Any, reader: Any, codes: Sequence[str]) -> Gathered:
    """Everything that the brief of these codes rests on.

    Incidents give what is told of them, with the chains above those named as involved on their days. Units and
    people drawn by name give their posts, and units whom they held; protected people and groups what became of them,
    as far as no chosen incident tells it. Whatever else was chosen appears where an incident speaks of it.
    """
    meant = entities_of(reader, codes)
    chosen = {code: Told(code=code) for code in dict.fromkeys(meant[each] for each in codes if each in meant)}
    nodes = _nodes(reader, chosen)
    incidents = [code for code in chosen if label_of(code) == "Incident"]
    holders = [code for code in chosen if label_of(code) in ("Unit", "Person", "Group")]
    kept = {code: chosen[code] for code in (*incidents, *holders)}
    views = _told(evidence, reader, kept, nodes)
    entity = _entities(evidence, reader, views.values())
    nodes |= _nodes(reader, set(entity.values()) - nodes.keys())
    _about_victims(evidence, reader, kept, views, entity, nodes)
    _drop_told(kept, nodes)
    for code, above in chains_of(reader, _involved(kept, views, entity, nodes), nodes).items():
        kept[code].above = above
        for row in (row for each in above for row in each.rows):
            for thread in (*row["records"], *row["undermining"]):
                kept[code].records["command"].append(thread)
    more = merged(told.records.get("command", ()) for told in kept.values())
    views |= {view.thread: view for view in reader.records(set(more) - views.keys())}
    _learn(evidence, reader, views, entity, nodes)
    _other_links(evidence, reader, kept, views, nodes)
    _learn(evidence, reader, views, entity, nodes)
    _sort_command(kept, views)
    _add_documents(reader, views)
    unsure = _unsure(reader, evidence, kept, nodes)
    nodes |= _nodes(reader, {code for pair in unsure for code in pair} - nodes.keys())
    links = reader.links_among(sorted(code for code in nodes if label_of(code) not in ("", "Document")))
    used = set(entity.values())
    return Gathered(
        revision=int(reader.revision), told=list(kept.values()), views=views, entity=entity, nodes=nodes,
        described=_described(reader, nodes), links=links, origins=_origins(links, nodes),
        origin=origins_of(evidence, views, int(reader.clearance)), unsure=unsure,
        unseen=sum(code not in meant for code in dict.fromkeys(codes)),
        unused=sum(code not in kept and code not in used for code in chosen),
    )  # fmt: skip


def _by_name(node: Row | None) -> bool:
    return node is not None and node["label"] == "Person" and node["properties"].get("protected") is False


def _nodes(reader: Any, codes: Iterable[str]) -> dict[str, Row]:
    return {row["properties"]["code"]: row for row in reader.nodes(sorted(codes))}


def _told(evidence: Any, reader: Any, kept: Mapping[str, Told], nodes: Mapping[str, Row]) -> dict[str, RecordView]:
    """Records that describe the chosen entities, or tell of them; filed under the entity they tell of."""
    owner = {thread: code for code in kept for thread in nodes[code]["properties"].get("records") or ()}
    threads = set(owner) | evidence.referring(owner)
    views = {}
    for view in reader.records(sorted(threads)):
        if view.kind == "incident" and view.thread in owner:
            kept[owner[view.thread]].records["incident"].append(view.thread)
            views[view.thread] = view
            continue
        if view.thread in owner:
            views[view.thread] = view
        for code in _tells_of(view, owner):
            kept[code].records[view.kind].append(view.thread)
            views[view.thread] = view
    return views


def _tells_of(view: RecordView, owner: Mapping[str, str]) -> tuple[str, ...]:
    if view.kind not in (*TOLD, *POSTS):
        return ()
    ends = merged(view.references.get(name, ()) for name in _REFERS.get(view.kind, ()))
    found = [owner[thread] for thread in ends if thread in owner]
    posts = view.kind in (*POSTS, *OF_VICTIMS)
    return tuple(dict.fromkeys(code for code in found if posts == (label_of(code) != "Incident")))


def _about_victims(
    evidence: Any,
    reader: Any,
    kept: Mapping[str, Told],
    views: dict[str, RecordView],
    entity: dict[str, str],
    nodes: dict[str, Row],
) -> None:
    """Figures and accusations about the groups and people who are victims, where these name no other incident; who is
    counted within them, their captivity and fate, and captivity and fate of those counted within them."""
    victims: dict[str, list[str]] = defaultdict(list)
    for told in kept.values():
        for thread in told.records.get("victim", ()):
            for who in views[thread].references.get("who", ()):
                for each in _records_of(who, entity, nodes):
                    victims[each].append(told.code)
    found = reader.records(sorted(evidence.referring(victims) - views.keys()))
    for view in found:
        if view.kind in ("figure", "accusation") and not view.references.get("incident"):
            _file(view, victims, ("about",), kept, views)
        elif view.kind in OF_VICTIMS:
            _file(view, victims, ("who", "part", "whole"), kept, views)
    _learn(evidence, reader, views, entity, nodes)
    members: dict[str, list[str]] = defaultdict(list)
    for view in (view for view in found if view.kind == "part_of"):
        told_of = [code for whole in view.references.get("whole", ()) for code in victims.get(whole, ())]
        for part in view.references.get("part", ()):
            for each in _records_of(part, entity, nodes):
                members[each] += told_of
    for view in reader.records(sorted(evidence.referring(members) - views.keys())):
        if view.kind in ("held", "fate"):
            _file(view, members, ("who",), kept, views)
    _learn(evidence, reader, views, entity, nodes)


def _drop_told(kept: dict[str, Told], nodes: Mapping[str, Row]) -> None:
    """No section for people who hold no post, and for groups, of whom no captivity or fate is left to tell."""
    of_incidents = {thread for told in kept.values() if label_of(told.code) == "Incident" for thread in told.threads}
    for code in list(kept):
        people = label_of(code) in ("Person", "Group") and not _by_name(nodes.get(code))
        own = merged(kept[code].records.get(kind, ()) for kind in ("held", "fate"))
        if people and of_incidents.issuperset(own):
            del kept[code]


def _records_of(thread: str, entity: Mapping[str, str], nodes: Mapping[str, Row]) -> Sequence[str]:
    """Every record that describes what this one describes."""
    node = nodes.get(entity.get(thread, ""))
    return (node["properties"].get("records") if node else None) or (thread,)


def _file(
    view: RecordView,
    owners: Mapping[str, Sequence[str]],
    fields: Iterable[str],
    kept: Mapping[str, Told],
    views: dict[str, RecordView],
) -> None:
    """File a record under the chosen entities that own what these fields of it refer to."""
    ends = merged(view.references.get(name, ()) for name in fields)
    for code in dict.fromkeys(code for end in ends for code in owners.get(end, ())):
        kept[code].records[view.kind].append(view.thread)
        views[view.thread] = view


def _learn(
    evidence: Any, reader: Any, views: Mapping[str, RecordView], entity: dict[str, str], nodes: dict[str, Row]
) -> None:
    """Find the entities, and their nodes, of records that were added."""
    entity |= _entities(evidence, reader, views.values())
    nodes |= _nodes(reader, set(entity.values()) - nodes.keys())


def _other_links(
    evidence: Any, reader: Any, kept: Mapping[str, Told], views: dict[str, RecordView], nodes: Mapping[str, Row]
) -> None:
    """What units in a chain were part of without being commanded: administrative links and memberships that may have
    stood on the days of the incident."""
    for told in kept.values():
        units = dict.fromkeys(row["unit"] for above in told.above for row in above.rows if row["unit"])
        units |= dict.fromkeys(above.involved for above in told.above if label_of(above.involved) == "Unit")
        known = [code for code in units if code in nodes]
        threads = merged(nodes[code]["properties"].get("records") or () for code in known)
        days = nodes[told.code]["properties"] if known else {}
        for view in reader.records(sorted(evidence.referring(threads))) if threads else ():
            child = view.references.get("child", ())
            if view.kind != "unit_relation" or view.values.get("kind") in KINDS or not set(child) & set(threads):
                continue
            first, _, _, last, _ = cited(view.values)
            if first <= str(days["until_max"]) and str(days["since_min"]) <= last:
                if view.thread not in told.records["unit_relation"]:
                    told.records["unit_relation"].append(view.thread)
                views[view.thread] = view


def _entities(evidence: Any, reader: Any, views: Iterable[RecordView]) -> dict[str, str]:
    """Thread to the code of its entity, of these records and all that they refer to (documents apart)."""
    threads = {view.thread for view in views}
    for view in list(views):
        threads.update(
            target
            for name, targets in view.references.items()
            if name not in ("document", "cites")
            for target in targets
        )
    own: dict[str, str] = evidence.codes(threads)
    drawn = entities_of(reader, own.values())
    return {thread: drawn[code] for thread, code in own.items() if code in drawn}


def _involved(
    kept: Mapping[str, Told], views: Mapping[str, RecordView], entity: Mapping[str, str], nodes: Mapping[str, Row]
) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Incident to those named as involved: code of a unit or person, and degrees; "" for a class only."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for told in kept.values():
        if label_of(told.code) != "Incident" or told.code not in nodes:
            continue
        named: dict[str, dict[str, None]] = {}
        for thread in told.records.get("perpetrator", ()):
            view = views[thread]
            if view.status == "retracted":
                continue
            who = next((entity[one] for one in view.references.get("who", ()) if one in entity), "")
            who = who if label_of(who) in ("Unit", "Person") else ""
            named.setdefault(who, {})[str(view.values.get("degree") or "")] = None
        found[told.code] = [(who, tuple(degrees)) for who, degrees in named.items()]
    return found


def _sort_command(kept: Mapping[str, Told], views: Mapping[str, RecordView]) -> None:
    """File the records that a chain rests on under their kinds."""
    for told in kept.values():
        for thread in told.records.pop("command", ()):
            if thread in views and thread not in told.records[views[thread].kind]:
                told.records[views[thread].kind].append(thread)


def _add_documents(reader: Any, views: dict[str, RecordView]) -> None:
    """The documents that all these stand in or cite, those that they were made from, and who speaks in them."""
    wanted = merged([view.document, *view.references.get("cites", ())] for view in views.values())
    fresh = {thread for thread in wanted if thread}
    while fresh:
        found = reader.records(sorted(fresh - views.keys()))
        views |= {view.thread: view for view in found}
        fresh = {
            target for view in found for targets in view.references.values() for target in targets
        } - views.keys()  # fmt: skip


def _described(reader: Any, nodes: Mapping[str, Row]) -> dict[str, list[RecordView]]:
    owner = {
        thread: code
        for code, node in nodes.items()
        if node["label"] in ("Person", "Group")
        for thread in node["properties"].get("records") or ()
    }
    found: dict[str, list[RecordView]] = defaultdict(list)
    for view in reader.records(list(owner)):
        found[owner[view.thread]].append(view)
    return found


def _origins(links: Iterable[Row], nodes: Mapping[str, Row]) -> dict[str, int]:
    origins: dict[str, int] = {}
    for node in nodes.values():
        if node["label"] == "Incident":
            for thread in node["properties"].get("records") or ():
                origins[thread] = int(node["properties"].get("n_sources") or 0)
    for link in links:
        if link["type"] in ("REPORTED_IN", "OCCURRED_AT"):
            continue
        for thread in link["properties"].get("records") or ():
            origins[thread] = max(origins.get(thread, 0), int(link["properties"].get("n_independent") or 0))
    return origins


def _unsure(reader: Any, evidence: Any, kept: Mapping[str, Told], nodes: Mapping[str, Row]) -> list[tuple[str, str]]:
    """(chosen or used entity, other entity) of each pair whose verdict is *unsure*."""
    owner = {thread: code for code, node in nodes.items() for thread in node["properties"].get("records") or ()}
    pairs = [pair for pair in reader.unsure_pairs() if any(thread in owner for thread in pair)]
    own = evidence.codes({thread for pair in pairs for thread in pair})
    drawn = entities_of(reader, own.values())
    found: dict[tuple[str, str], None] = {}
    for pair in pairs:
        codes = [owner.get(thread) or drawn.get(own.get(thread, ""), "") for thread in pair]
        if all(codes) and codes[0] != codes[1]:
            first, second = codes if codes[0] in kept or codes[1] not in kept else codes[::-1]
            found[first, second] = None
    return list(found)
