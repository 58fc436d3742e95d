"""From a slice to nodes and links, each with the span of clearances for which it is the right picture.

Views are taken from the lowest clearance up. What is the same in the next view stays open; what differs is
closed with the span that it held for, and opened anew. So a node or link that looks the same to everybody is
made once.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from graph.errors import StoreError
from graph.evidence.slices import Slice
from graph.model.levels import Level
from graph.projection.links import ENTITIES, PROPERTIES, UNNAMED, Contribution, contributions, unnamed
from graph.projection.nodes import Describe
from graph.projection.origins import Origins, differing
from graph.projection.protection import Protection
from graph.projection.views import Facts, View
from graph.stores.store import LABEL_OF, Link, Node

Span = tuple[int, int]
Key = tuple[str, str, str, tuple[Any, ...]]  # type, codes of both ends, values
HIGHEST = int(Level.SEALED)
_ALL = {
    type_: ("clear_min", "clear_max", *own, "records", "documents", "n_independent", "vetting")
    for type_, own in PROPERTIES.items()
}
Drawn = dict[str, Sequence[str]]  # code to threads
Rests = dict[tuple[str, ...], tuple[list[str], int]]


class Incomplete(StoreError):
    """The graph does not hold what it should at its revision: it must be rebuilt."""


def project(slice_: Slice) -> tuple[list[Node], list[Link]]:
    """The case graph that follows from a slice that holds everything.

    The same evidence gives the same nodes and links whatever the order in which it was entered, and the
    nodes and links whose span holds a clearance are those of a case that never held anything above it (who
    is drawn by name apart, which follows from records of every level).
    """
    with uncollected():
        build = Build(slice_)
    return build.nodes, build.links


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing made here refers back to what made it, so the collector would only search a growing heap in vain:
    without it a large case takes half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Build:
    """One projection; ``nodes`` and ``links`` are its result.

    Args:
        focus: threads to draw. Without it, everything. With it, only the nodes of these threads and the links with
            at least one end among them; the slice must hold whatever these depend on.
        spans: of the nodes outside the focus, code to the spans they are stored with.
    """

    def __init__(
        self, slice_: Slice, *, focus: Collection[str] | None = None, spans: Mapping[str, list[Span]] | None = None
    ) -> None:
        self.nodes: list[Node] = []
        self.links: list[Link] = []
        self._focus, self._spans = focus, spans or {}
        self._facts = Facts(slice_)
        clearances = self._facts.clearances
        if spans:
            clearances = sorted({*clearances, *(low for own in spans.values() for low, _ in own)})
        views: list[View] = []
        for clearance in clearances:
            views.append(self._facts.view(clearance, views[-1] if views else None))
        self._more = True  # whether another view follows
        self._protection = Protection(self._facts, views)
        self._names, self._own_codes = slice_.names_by_version, slice_.codes
        self._open_nodes: dict[str, tuple[str, str, dict[str, Any]]] = {}  # code to id, label, properties
        self._open_links: dict[Key, tuple[str, str, dict[str, Any]]] = {}  # ids of both ends, properties
        self._contributions: dict[str, list[Contribution]] = {}  # by version id
        self._groups: dict[Key, list[str]] = {}  # the records behind each link of the last view
        self._keys_of: dict[str, list[Key]] = {}  # and the other way round
        self._last: tuple[View, Origins, dict[str, str], Drawn] | None = None
        for view in views:
            self._more = view is not views[-1]
            self._step(view)
        self.nodes += [
            Node(label=label, id=id_, properties=properties) for id_, label, properties in self._open_nodes.values()
        ]
        self.links += [_link(key[0], *open_) for key, open_ in self._open_links.items()]

    # One view

    def _step(self, view: View) -> None:
        origins = Origins(self._facts, view)
        changed = None
        if self._last is not None and self._focus is None:
            changed = differing(self._facts, self._last[1], origins)
        codes, drawn = self._entities(view, origins, changed)
        self._draw_nodes(view, origins, codes, drawn, changed)
        self._draw_links(view, origins, codes, changed)
        self._last = view, origins, codes, drawn

    def _entities(self, view: View, origins: Origins, changed: set[str] | None) -> tuple[dict[str, str], Drawn]:
        """The code under which each thread is drawn, and the threads (sorted) of each code."""
        own, head, chosen = self._own_codes, view.head, view.chosen
        codes: dict[str, str] = {}
        drawn: Drawn = {}
        threads: Iterable[str] = chosen
        if changed is not None and self._last is not None:
            codes, drawn = dict(self._last[2]), dict(self._last[3])
            for thread in changed:
                drawn.pop(codes.pop(thread, ""), None)
            threads = changed & chosen.keys()
        clusters: set[str] = set()
        for thread in threads:
            version = chosen[thread]
            kind = version.kind
            if thread in head:
                clusters.add(head[thread])
            elif kind in ENTITIES or (kind in UNNAMED and unnamed(version)):
                codes[thread] = code = own[thread]
                drawn[code] = (thread,)
        for cluster in (view.members[one] for one in clusters):
            if chosen[cluster[0]].kind in ENTITIES:
                code = own[min(cluster, key=lambda thread: origins.first(thread, chosen[thread]))]
                drawn[code] = cluster
                codes.update(dict.fromkeys(cluster, code))
        return codes, drawn

    def _draw_nodes(
        self,
        view: View,
        origins: Origins,
        codes: Mapping[str, str],
        drawn: Drawn,
        changed: set[str] | None,
    ) -> None:
        describe = Describe(origins, self._protection, self._own_codes, self._names)
        chosen, overridden, focus, opened = view.chosen, self._facts.overridden, self._focus, self._open_nodes
        todo: Iterable[str] = drawn
        gone: Iterable[str] = opened.keys() - drawn.keys()
        if changed is not None and self._last is not None:
            before = self._last[2]
            todo = {codes[thread] for thread in changed if thread in codes}
            gone = {before[thread] for thread in changed if thread in before} - drawn.keys()
        for code in gone:
            self._close_node(code, view.clearance - 1)
        for code in todo:
            threads = drawn[code]
            if focus is not None and threads[0] not in focus:
                continue
            versions = [chosen[thread] for thread in threads]
            levels = [overridden.get(one.thread, one.level) for one in versions]
            label = ENTITIES.get(versions[0].kind)
            if label is None:
                label = unnamed(versions[0])
                values = describe.made(versions[0], levels[0], label)
            else:
                own = self._own_codes
                aliases = [] if len(threads) == 1 else sorted(own[one] for one in threads if own[one] != code)
                values = describe.entity(versions, levels, aliases)
            properties = {"code": code, "clear_min": view.clearance, "clear_max": HIGHEST, **values}
            if not self._goes_on(opened.get(code), properties):
                if code in opened:
                    self._close_node(code, view.clearance - 1)
                opened[code] = f"{code}@{view.clearance}", label, properties

    def _draw_links(self, view: View, origins: Origins, codes: Mapping[str, str], changed: set[str] | None) -> None:
        groups, opened, open_nodes = self._groups, self._open_links, self._open_nodes
        todo = self._regroup(view, codes, changed)
        rests: Rests = {}
        for key in todo:
            records = groups.get(key)
            if not records:
                groups.pop(key, None)
                if key in opened:
                    self._close_link(key, view.clearance - 1)
                continue
            type_, start, end, own = key
            start_node, end_node = open_nodes.get(start), open_nodes.get(end)
            start_id = start_node[0] if start_node is not None else self._stored_id(start, view.clearance)
            end_id = end_node[0] if end_node is not None else self._stored_id(end, view.clearance)
            properties = self._properties(type_, own, records, view, origins, rests)
            open_ = opened.get(key)
            if open_ is not None:
                if open_[0] == start_id and open_[1] == end_id and self._goes_on(open_, properties):
                    continue
                properties["clear_min"] = view.clearance
                self._close_link(key, view.clearance - 1)
            opened[key] = start_id, end_id, properties

    def _regroup(self, view: View, codes: Mapping[str, str], changed: set[str] | None) -> Iterable[Key]:
        """Bring the records behind each link up to this view; every link that may differ from the last."""
        groups, keys_of, chosen = self._groups, self._keys_of, view.chosen
        if changed is None:
            before = list(groups)
            groups.clear()
            keys_of.clear()
            self._group(chosen, view, codes)
            return groups if not before else [*groups, *(key for key in before if key not in groups)]
        affected = set(changed)
        for thread in changed:
            affected.update(self._facts.referrers.get(thread, ()))
        touched: dict[Key, None] = {}
        for thread in affected:
            for key in keys_of.pop(thread, ()):
                groups[key].remove(thread)
                touched[key] = None
        self._group([thread for thread in affected if thread in chosen], view, codes, touched)
        return touched

    def _group(
        self, threads: Iterable[str], view: View, codes: Mapping[str, str], touched: dict[Key, None] | None = None
    ) -> None:
        """Put these records behind the links that they speak for, and note which links that touches."""
        own_codes, known, focus, chosen = self._own_codes, self._contributions, self._focus, view.chosen
        groups, keys_of, more = self._groups, self._keys_of, self._more
        in_focus = None if focus is None else {codes[thread] for thread in focus if thread in codes}
        for thread in threads:
            version = chosen[thread]
            found = known.get(version.id)
            if found is None:
                found = contributions(version, own_codes)
                if version.kind in ENTITIES or unnamed(version):
                    found += [("REPORTED_IN", thread, document, ()) for document in Origins.documents(version)]
                if more:
                    known[version.id] = found
            keys: list[Key] = []
            for type_, start, end, own in found:
                key = type_, codes[start], codes[end], own
                if in_focus is not None and key[1] not in in_focus and key[2] not in in_focus:
                    continue
                records = groups.get(key)
                if not records:
                    groups[key] = [thread]
                elif records[-1] != thread:
                    records.append(thread)
                else:  # one record may say the same twice, of two records since joined
                    continue
                keys.append(key)
            if more:
                keys_of[thread] = keys
            if touched is not None:
                touched.update(dict.fromkeys(keys))

    def _properties(
        self, type_: str, own: tuple[Any, ...], records: list[str], view: View, origins: Origins, rests: Rests
    ) -> dict[str, Any]:
        records = sorted(records)
        if type_ == "REPORTED_IN":
            return {"clear_min": view.clearance, "clear_max": HIGHEST, "records": records, "n": len(records)}
        if len(records) == 1:
            documents = Origins.documents(view.chosen[records[0]])
        else:
            documents = tuple(sorted({one for thread in records for one in Origins.documents(view.chosen[thread])}))
        rest = rests.get(documents)
        if rest is None:
            codes = self._own_codes
            rest = rests[documents] = sorted(codes[one] for one in documents), origins.independent(documents)
        values = (view.clearance, HIGHEST, *own, records, *rest, origins.vetting(records))
        properties = dict(zip(_ALL[type_], values, strict=True))
        if type_ == "PERPETRATOR_OF":
            properties["acts"] = list(properties["acts"])
        return properties

    # Spans

    @staticmethod
    def _goes_on(open_: tuple[str, str, dict[str, Any]] | None, properties: dict[str, Any]) -> bool:
        """Whether what is open says the same; a span that began earlier is no difference."""
        if open_ is None:
            return False
        began = properties["clear_min"]
        properties["clear_min"] = open_[2]["clear_min"]
        same = open_[2] == properties
        properties["clear_min"] = began
        return same

    def _stored_id(self, code: str, clearance: int) -> str:
        for low, high in self._spans.get(code, ()):
            if low <= clearance <= high:
                return f"{code}@{low}"
        raise Incomplete(f"The graph lacks the node {code}, which its evidence has.")

    def _close_node(self, code: str, highest: int) -> None:
        id_, label, properties = self._open_nodes.pop(code)
        properties["clear_max"] = highest
        self.nodes.append(Node(label=label, id=id_, properties=properties))

    def _close_link(self, key: Key, highest: int) -> None:
        start, end, properties = self._open_links.pop(key)
        properties["clear_max"] = highest
        self.links.append(_link(key[0], start, end, properties))


def _link(type_: str, start: str, end: str, properties: dict[str, Any]) -> Link:
    return Link(
        type=type_,
        start=start,
        end=end,
        start_label=LABEL_OF[start[0]],
        end_label=LABEL_OF[end[0]],
        properties=properties,
    )
