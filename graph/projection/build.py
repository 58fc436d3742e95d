"""From a slice to nodes and links, each with the span of clearances for which it is the right picture.

Views are taken from the lowest clearance up. What is the same in the next view stays open; what differs is
closed with the span that it held for, and opened anew. So a node or link that looks the same to everybody is
made once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from graph.evidence.slices import Slice
from graph.model.levels import Level
from graph.projection.links import ENTITIES, PROPERTIES, Contribution, contributions, unnamed
from graph.projection.nodes import Describe
from graph.projection.origins import Origins
from graph.projection.protection import Protection
from graph.projection.views import Facts, View
from graph.stores.store import LABEL_OF, Link, Node

Span = tuple[int, int]
Key = tuple[str, str, str, tuple[Any, ...]]  # type, codes of both ends, values


def project(slice_: Slice) -> tuple[list[Node], list[Link]]:
    """The case graph that follows from a slice that holds everything.

    The same evidence gives the same nodes and links whatever the order in which it was entered, and the
    nodes and links whose span holds a clearance are those of a case that never held anything above it (who
    is drawn by name apart, which follows from records of every level).
    """
    build = Build(slice_)
    return build.nodes, build.links


class Build:
    """One projection; ``nodes`` and ``links`` are its result.

    Args:
        focus: threads to draw. Without it, everything. With it, only the nodes of these threads and the
        links with
            at least one end among them; the slice must hold whatever these depend on.
        spans: of the nodes outside the focus, code to the spans they are stored with.
    """

    def __init__(
        self,
        slice_: Slice,
        *,
        focus: Collection[str] | None = None,
        spans: Mapping[str, list[Span]] | None = None,
    ) -> None:
        self.nodes: list[Node] = []
        self.links: list[Link] = []
        self._focus, self._spans = focus, spans or {}
        self._facts = Facts(slice_)
        clearances = self._facts.clearances
        if spans:
            clearances = sorted({*clearances, *(low for own in spans.values() for low, _ in own)})
        views = [self._facts.view(clearance) for clearance in clearances]
        self._protection = Protection(self._facts, views)
        self._names = slice_.names_by_version
        self._open_nodes: dict[str, tuple[int, str, dict[str, Any]]] = {}
        self._open_links: dict[Key, tuple[int, str, str, dict[str, Any]]] = {}
        self._contributions: dict[str, list[Contribution]] = {}  # by version id
        for view in views:
            self._step(view)
        for code in list(self._open_nodes):
            self._close_node(code, Level.SEALED)
        for key in list(self._open_links):
            self._close_link(key, Level.SEALED)

    # One view

    def _step(self, view: View) -> None:
        origins = Origins(self._facts, view)
        codes, drawn = self._entities(view, origins)
        self._draw_nodes(view, origins, drawn)
        self._draw_links(view, origins, codes)

    def _entities(self, view: View, origins: Origins) -> tuple[dict[str, str], dict[str, list[str]]]:
        """The code under which each thread is drawn, and the threads (sorted) of each code."""
        own, kinds, head = self._facts.slice.codes, self._facts.slice.kinds, view.head
        codes: dict[str, str] = {}
        drawn: dict[str, list[str]] = {}
        for thread, version in view.chosen.items():
            if thread in head or not (kinds[thread] in ENTITIES or unnamed(version)):
                continue
            codes[thread] = code = own[thread]
            drawn[code] = [thread]
        for cluster in view.members.values():
            if kinds[cluster[0]] in ENTITIES:
                first = min(cluster, key=lambda thread: origins.first(thread, view.chosen[thread]))
                code = own[first]
                drawn[code] = list(cluster)
                codes.update(dict.fromkeys(cluster, code))
        return codes, drawn

    def _draw_nodes(self, view: View, origins: Origins, drawn: Mapping[str, list[str]]) -> None:
        describe = Describe(origins, self._protection, self._facts.slice.codes, self._names)
        own, focus = self._facts.slice.codes, self._focus
        for code in [code for code in self._open_nodes if code not in drawn]:
            self._close_node(code, view.clearance - 1)
        for code, threads in drawn.items():
            if focus is not None and threads[0] not in focus:
                continue
            versions = [view.chosen[thread] for thread in threads]
            levels = [self._facts.overridden.get(one.thread, one.level) for one in versions]
            label = ENTITIES.get(versions[0].kind)
            if label is None:
                label = unnamed(versions[0])
                properties = describe.made(versions[0], levels[0], label)
            else:
                aliases = sorted(own[thread] for thread in threads if own[thread] != code)
                properties = describe.entity(versions, levels, aliases)
            open_ = self._open_nodes.get(code)
            if open_ is None or open_[2] != properties:
                if open_ is not None:
                    self._close_node(code, view.clearance - 1)
                self._open_nodes[code] = view.clearance, label, properties

    def _draw_links(self, view: View, origins: Origins, codes: Mapping[str, str]) -> None:
        groups = self._grouped(view, codes)
        for key in [key for key in self._open_links if key not in groups]:
            self._close_link(key, view.clearance - 1)
        rests: dict[tuple[str, ...], tuple[list[str], int]] = {}
        opened = self._open_links
        for key, records in groups.items():
            type_, start, end, own = key
            ends = self._node_id(start, view.clearance), self._node_id(end, view.clearance)
            properties = self._properties(type_, own, end, records, view, origins, rests)
            open_ = opened.get(key)
            if open_ is not None:
                if open_[1:3] == ends and open_[3] == properties:
                    continue
                self._close_link(key, view.clearance - 1)
            opened[key] = view.clearance, *ends, properties

    def _grouped(self, view: View, codes: Mapping[str, str]) -> dict[Key, list[str]]:
        """The records behind each link, by what the link says."""
        groups: dict[Key, list[str]] = {}
        own_codes, known, focus = self._facts.slice.codes, self._contributions, self._focus
        in_focus = None if focus is None else {codes[thread] for thread in focus if thread in codes}
        for thread, version in view.chosen.items():
            found = known.get(version.id)
            if found is None:
                found = known[version.id] = contributions(version, own_codes)
                if version.kind in ENTITIES or unnamed(version):
                    found += [("REPORTED_IN", thread, document, ()) for document in Origins.documents(version)]
            for type_, start, end, own in found:
                key = type_, codes[start], codes[end], own
                if in_focus is not None and key[1] not in in_focus and key[2] not in in_focus:
                    continue
                records = groups.get(key)
                if records is None:
                    groups[key] = [thread]
                elif records[-1] != thread:  # one record may say the same twice, of two records since joined
                    records.append(thread)
        return groups

    def _properties(
        self,
        type_: str,
        own: tuple[Any, ...],
        end: str,
        records: list[str],
        view: View,
        origins: Origins,
        rests: dict[tuple[str, ...], tuple[list[str], int]],
    ) -> dict[str, Any]:
        records.sort()
        if type_ == "REPORTED_IN":
            return {"records": records, "n": len(records)}
        if len(records) == 1:
            documents = Origins.documents(view.chosen[records[0]])
        else:
            documents = tuple(sorted({one for thread in records for one in Origins.documents(view.chosen[thread])}))
        rest = rests.get(documents)
        if rest is None:
            codes = self._facts.slice.codes
            rest = rests[documents] = sorted(codes[one] for one in documents), origins.independent(documents)
        properties = dict(zip(PROPERTIES[type_], own, strict=True))
        if type_ == "PERPETRATOR_OF":
            properties["acts"] = list(properties["acts"])
        properties["records"] = records
        properties["documents"], properties["n_independent"] = rest
        properties["vetting"] = origins.vetting(records)
        return properties

    # Spans

    def _node_id(self, code: str, clearance: int) -> str:
        open_ = self._open_nodes.get(code)
        if open_ is not None:
            return f"{code}@{open_[0]}"
        for low, high in self._spans.get(code, ()):
            if low <= clearance <= high:
                return f"{code}@{low}"
        raise KeyError(f"No node {code} at clearance {clearance}")

    def _close_node(self, code: str, highest: int) -> None:
        lowest, label, properties = self._open_nodes.pop(code)
        self.nodes.append(
            Node(
                label=label,
                id=f"{code}@{lowest}",
                properties={"code": code, "clear_min": lowest, "clear_max": int(highest), **properties},
            )
        )

    def _close_link(self, key: Key, highest: int) -> None:
        lowest, start, end, properties = self._open_links.pop(key)
        self.links.append(
            Link(
                type=key[0],
                start=start,
                end=end,
                start_label=LABEL_OF[start[0]],
                end_label=LABEL_OF[end[0]],
                properties={"clear_min": lowest, "clear_max": int(highest), **properties},
            )
        )
