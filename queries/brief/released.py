"""What leaves the case, as finished words: the only thing that the renderers know.

Every object here is made anew by ``releasing`` from fields that somebody allowed for the audience. Nothing points
back into the case: no record ids, no names of protected people, no level of a record. Text is in the brief's own
language but for quoted words and names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """A pinpoint: ``shown`` is "Ex. 12, p. 4", with "citing Ex. 7" where the document rests on another."""

    exhibit: int
    locator: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of the source in their own language, and their translation; ``cut`` where they go on."""

    words: str
    language: str
    translation: str
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value under its label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One assertion of one document.

    Attributes:
        number: as the brief counts it, "2.7".
        line: solid (confirmed), dashed (vetted or unvetted: alleged) or dotted (disputed).
        grade_source, grade_information: A–F and 1–6, "" where nobody graded. Two axes, never one.
        origins: independent origins behind it, 0 where not counted.
        same_origin: numbers of facts that say the same thing in another document of the same origin.
        codes: entities that it speaks of.
    """

    number: str
    kind: str
    said: str
    values: tuple[Value, ...]
    cite: Cite
    quote: Quote | None
    basis: str
    status: str
    line: str
    grade_source: str
    grade_source_why: str
    grade_information: str
    grade_information_why: str
    origins: int
    codes: tuple[str, ...]
    same_origin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactGroup:
    """Facts under one heading."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One thing counted: each source's figure (facts by number) and the range; never a sum."""

    what: str
    range: str
    figures: tuple[tuple[str, str, str], ...]  # number of the fact, figure, cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a chain: a unit, with the dates of its link to the one below, and who held its post, with theirs;
    ``facts`` are the numbers it rests on."""

    level: int
    unit: str
    unit_dates: str
    post: str
    post_dates: str
    answer: str
    remarks: str
    cites: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The chain above somebody whose involvement is alleged, as of some days; ``note`` where there is none."""

    involved: str
    as_of: str
    steps: tuple[Step, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that speaks against a fact or weakens it."""

    kind: str
    said: str
    cites: tuple[str, ...]
    facts: tuple[str, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One incident (or the posts of a unit or person): what is said, and what speaks against it."""

    number: str
    code: str
    title: str
    groups: tuple[FactGroup, ...]
    counts: tuple[Count, ...]
    chains: tuple[Chain, ...]
    doubts: tuple[Doubt, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact, in order."""
        return tuple(fact for group in self.groups for fact in group.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One entity in the figure; ``label`` is what ``lines`` say, not cut to the width of a box."""

    code: str
    kind: str
    lines: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One link in the figure, from box to box by code; ``labels`` carry exhibit, dates and grade."""

    start: str
    end: str
    kind: str
    style: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The subgraph; ``note`` says what it leaves out, "" for nothing. ``more_boxes`` and ``more_lines`` are that."""

    title: str
    as_of: str
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    note: str
    alt: str
    more_boxes: tuple[Box, ...] = ()
    more_lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One document that is cited; ``title`` and ``source`` only where they may be published."""

    number: int
    code: str
    kind: str
    title: str
    source: str
    date: str
    language: str
    made_from: str
    remarks: str
    grade_source: str
    grade_source_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody or something named: a code with the names that the graph itself draws."""

    code: str
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What was left out: why, and how many."""

    why: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Everything that a package says.

    Attributes:
        as_of: the day (ISO) up to which the case was known, ``revision`` of its evidence.
        level: up to which level the case was read for this audience, as a sentence.
        training: the sentence that says so, on every page of the example case; "" elsewhere.
    """

    language: str
    title: str
    audience: str
    purpose: str
    as_of: str
    revision: int
    training: str
    sections: tuple[Section, ...]
    figure: Figure
    exhibits: tuple[Exhibit, ...]
    parties: tuple[Party, ...]
    left_out: tuple[LeftOut, ...]
    level: str = ""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact of every section, in order."""
        return tuple(fact for section in self.sections for fact in section.facts)

    @property
    def codes(self) -> frozenset[str]:
        """Every code that may stand in a file."""
        found = {exhibit.code for exhibit in self.exhibits} | {party.code for party in self.parties}
        found |= {code for fact in self.facts for code in fact.codes}
        found |= {box.code for box in (*self.figure.boxes, *self.figure.more_boxes)}
        found |= {code for section in self.sections for doubt in section.doubts for code in doubt.codes}
        return frozenset(found | {section.code for section in self.sections if section.code})


def texts(part: Any) -> Iterator[str]:
    """Every text of a released object, however deep."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from texts(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))


def written(brief: Brief) -> Iterator[tuple[str, str]]:
    """(where it stands, by code; text) of everything that people wrote and that a brief prints as they wrote it."""
    yield "the title", brief.title
    yield "the purpose", brief.purpose
    code = {exhibit.number: exhibit.code for exhibit in brief.exhibits}
    for fact in brief.facts:
        where = f"{code.get(fact.cite.exhibit, '')} (fact {fact.number})"
        if fact.quote is not None:
            yield f"quoted words of {where}", fact.quote.words
            yield f"the translation of {where}", fact.quote.translation
        yield f"the reason for a grade of {where}", f"{fact.grade_source_why}\n{fact.grade_information_why}"
    for exhibit in brief.exhibits:
        yield f"the title or source of {exhibit.code}", "\n".join((exhibit.title, exhibit.source))
