"""What decisions would change in the case graph, as plain data: fit for a page, a test or a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitySummary:
    """An entity as the graph draws it.

    Attributes:
        records, record_codes: threads of its records and their own codes, in the same order: who goes where.
        aliases: codes of the records whose code is not the entity's.
        name: "" for everybody protected.
        properties: all that its node holds, but the span of clearances.
    """

    code: str
    label: str
    name: str
    records: tuple[str, ...]
    record_codes: tuple[str, ...]
    aliases: tuple[str, ...]
    n_documents: int
    vetting: str
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSummary:
    """A link as the graph draws it; ``values``: period, role, kind and whatever else tells it from others."""

    type: str
    start: str
    end: str
    values: Mapping[str, Any]
    records: tuple[str, ...]
    n_independent: int
    vetting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChange:
    """One statement before and after: between other ends, with other records, or of other weight."""

    before: LinkSummary
    after: LinkSummary

    @property
    def moved(self) -> bool:
        """Whether it would stand between other ends."""
        return (self.before.start, self.before.end) != (self.after.start, self.after.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """What cannot all be true; ``code`` is one of :data:`graph.contradictions.CODES`.

    Attributes:
        about: codes of the things concerned, the one in which they clash first.
        records: threads of the records that exclude each other.
    """

    code: str
    about: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedUnion:
    """A pair judged the same that would stay apart, because of a pair judged different; codes of both pairs."""

    pair: tuple[str, str]
    because: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A number that is itself uncertain."""

    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What would be different; everything is as one clearance would see it.

    Attributes:
        entities_before, entities_after: those that are drawn differently, by code.
        links_gained, links_lost: statements that are drawn in one of the two only.
        links_changed: statements drawn in both, but differently.
        incidents_before, incidents_after: how many harms the affected incidents are; pairs left *unsure* are folded
            for the low number and kept apart for the high one.
        victims_before, victims_after: how many of the affected people are victims of an incident, by name or code.
        appearing, vanishing: contradictions.
        refused: unions asked for, now or earlier, that only these decisions would prevent.
    """

    entities_before: tuple[EntitySummary, ...] = ()
    entities_after: tuple[EntitySummary, ...] = ()
    links_gained: tuple[LinkSummary, ...] = ()
    links_lost: tuple[LinkSummary, ...] = ()
    links_changed: tuple[LinkChange, ...] = ()
    incidents_before: Range = Range(low=0, high=0)
    incidents_after: Range = Range(low=0, high=0)
    victims_before: int = 0
    victims_after: int = 0
    appearing: tuple[Contradiction, ...] = ()
    vanishing: tuple[Contradiction, ...] = ()
    refused: tuple[RefusedUnion, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the graph would stay as it is."""
        return not (
            self.entities_before or self.entities_after or self.links_gained or self.links_lost or self.links_changed
        )
