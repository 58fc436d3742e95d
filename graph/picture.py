"""One slice of a case as one clearance sees it, and how two such pictures differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from graph.consequence import (
    Consequence,
    Contradiction,
    EntitySummary,
    LinkChange,
    LinkSummary,
    Range,
    RefusedUnion,
)
from graph.contradictions import Clash, clashes
from graph.evidence.slices import Slice
from graph.identity import pair_of
from graph.projection.build import HIGHEST, Build
from graph.projection.views import Facts, View
from graph.stores.store import LABEL_OF, Link, Node

_SPAN = frozenset({"clear_min", "clear_max"})
_RESTS = frozenset({"records", "documents", "n_independent", "vetting", *_SPAN})


class Picture:
    """The focus of a slice at one clearance: entities by code, links, and the view that they follow from."""

    def __init__(self, slice_: Slice, focus: Collection[str], clearance: int) -> None:
        everybody = {code: [(0, HIGHEST)] for code in slice_.codes.values() if code[:1] in LABEL_OF}
        build = Build(slice_, focus=focus, spans=everybody)
        self.codes = slice_.codes
        self.view: View = Facts(slice_).view(clearance)
        self.entities = {
            str(node.properties["code"]): self._entity(node)
            for node in build.nodes
            if _holds(node.properties, clearance)
        }
        self.links = [
            self._link(link)
            for link in build.links
            if link.type != "REPORTED_IN" and _holds(link.properties, clearance)
        ]
        self.drawn = {thread: one.code for one in self.entities.values() for thread in one.records}

    def _entity(self, node: Node) -> EntitySummary:
        kept: dict[str, Any] = {key: value for key, value in node.properties.items() if key not in _SPAN}
        return EntitySummary(
            code=kept["code"],
            label=node.label,
            name=str(kept.get("name", "")),
            records=tuple(kept["records"]),
            record_codes=tuple(self.codes.get(thread, "") for thread in kept["records"]),
            aliases=tuple(kept["aliases"]),
            n_documents=kept["n_documents"],
            vetting=kept["vetting"],
            properties=kept,
        )

    @staticmethod
    def _link(link: Link) -> LinkSummary:
        values: dict[str, Any] = link.properties
        return LinkSummary(
            type=link.type,
            start=link.start.partition("@")[0],
            end=link.end.partition("@")[0],
            values={key: value for key, value in values.items() if key not in _RESTS},
            records=tuple(values["records"]),
            n_independent=values["n_independent"],
            vetting=values["vetting"],
        )

    def code(self, thread: str) -> str:
        """The code under which a thread is drawn, as far as the focus says; else its own."""
        return self.drawn.get(thread) or self.codes.get(thread, "")

    def harms(self) -> Range:
        """How many harms the incidents of the focus are."""
        harms = {code for code, one in self.entities.items() if one.properties.get("class") == "harm"}
        head = {code: code for code in harms}

        def find(code: str) -> str:
            while head[code] != code:
                code = head[code]
            return code

        for left, right in self.view.identity.unsure:
            one, other = self.drawn.get(left, ""), self.drawn.get(right, "")
            if one in harms and other in harms:
                head[find(one)] = find(other)
        return Range(low=sum(1 for code in harms if head[code] == code), high=len(harms))

    def victims(self) -> int:
        """How many people of the focus are victims."""
        return len({one.start for one in self.links if one.type == "VICTIM_OF" and one.start in self.entities})


def _holds(properties: Mapping[str, Any], clearance: int) -> bool:
    return bool(properties["clear_min"] <= clearance <= properties["clear_max"])


def difference(before: Picture, after: Picture) -> Consequence:
    gained, lost, changed = _links(before, after)
    old, new = clashes(before.view), clashes(after.view)
    known = {(one.code, one.records) for one in old}, {(one.code, one.records) for one in new}
    refused = set(after.view.identity.refused) - set(before.view.identity.refused)
    return Consequence(
        entities_before=_differing(before, after),
        entities_after=_differing(after, before),
        links_gained=gained,
        links_lost=lost,
        links_changed=changed,
        incidents_before=before.harms(),
        incidents_after=after.harms(),
        victims_before=before.victims(),
        victims_after=after.victims(),
        appearing=_told(after, [one for one in new if (one.code, one.records) not in known[0]]),
        vanishing=_told(before, [one for one in old if (one.code, one.records) not in known[1]]),
        refused=tuple(
            RefusedUnion(pair=_codes(after, one.pair), because=_codes(after, one.because))
            for one in sorted(refused, key=lambda one: (one.pair, one.because))
        ),
    )


def _differing(one: Picture, other: Picture) -> tuple[EntitySummary, ...]:
    return tuple(entity for code, entity in sorted(one.entities.items()) if other.entities.get(code) != entity)


def _codes(picture: Picture, pair: tuple[str, str]) -> tuple[str, str]:
    left, right = pair_of(*pair)
    return picture.codes.get(left, ""), picture.codes.get(right, "")


def _told(picture: Picture, found: Iterable[Clash]) -> tuple[Contradiction, ...]:
    """Clashes of records as one contradiction for each group of things that they concern."""
    records: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for one in found:
        about = tuple(dict.fromkeys(picture.code(thread) for thread in one.about))
        records[one.code, about].update(one.records)
    return tuple(
        Contradiction(code=code, about=about, records=tuple(sorted(threads)))
        for (code, about), threads in sorted(records.items())
    )


# Links


def _links(
    before: Picture, after: Picture
) -> tuple[tuple[LinkSummary, ...], tuple[LinkSummary, ...], tuple[LinkChange, ...]]:
    """Links gained, lost and changed. Two links are one statement before and after where they share a record, say the
    same, and stand between ends that share a record too."""
    gone = _without(before.links, after.links)
    come = _without(after.links, before.links)
    speaking: dict[tuple[str, str], list[LinkSummary]] = defaultdict(list)
    for link in come:
        for thread in link.records:
            speaking[link.type, thread].append(link)
    changed: list[LinkChange] = []
    lost: list[LinkSummary] = []
    met: set[int] = set()
    for link in gone:
        partners = {
            id(one): one
            for thread in link.records
            for one in speaking.get((link.type, thread), ())
            if one.values == link.values
            and _meet(before, link.start, after, one.start)
            and _meet(before, link.end, after, one.end)
        }
        met |= partners.keys()
        changed += (LinkChange(before=link, after=one) for one in partners.values())
        if not partners:
            lost.append(link)
    return tuple(link for link in come if id(link) not in met), tuple(lost), tuple(changed)


def _without(links: Sequence[LinkSummary], others: Sequence[LinkSummary]) -> list[LinkSummary]:
    by_ends: dict[tuple[str, str, str], list[LinkSummary]] = defaultdict(list)
    for link in others:
        by_ends[link.type, link.start, link.end].append(link)
    kept = [link for link in links if link not in by_ends.get((link.type, link.start, link.end), ())]
    return sorted(kept, key=lambda link: (link.type, link.start, link.end, link.records))


def _meet(before: Picture, one: str, after: Picture, other: str) -> bool:
    """Whether an end before and an end after have a record in common."""
    if one == other:
        return True
    was, is_ = before.entities.get(one), after.entities.get(other)
    return was is not None and is_ is not None and not set(was.records).isdisjoint(is_.records)
