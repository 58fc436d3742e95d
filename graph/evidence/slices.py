"""What the projection reads: versions and decisions of some threads, as plain data."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a reference points: a thread, or "" while the row it names has not been loaded."""

    thread: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of one record, without anything that lies in the vault.

    Attributes:
        values: plain values of the evidence side (see ``graph.model.validation.split``).
        references: field name to targets, in the order given.
    """

    id: str
    thread: str
    kind: str
    number: int
    level: int
    revision: int
    load: str
    entered_at: str
    values: dict[str, Any]
    references: dict[str, tuple[Target, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody, or the matcher, decided. It is never changed; a later one may count instead.

    Attributes:
        type: identity, status, grade_source, grade_information, level, protect, unprotect, erase, one_origin,
            consent_checked, overlap, translation_checked, exhibit (its verdict the number of a document in
            briefs), two_people (of the whole case, its verdict on or off), withdraw_load or withdraw_decision.
        left, right: thread ids; a load or decision id for the withdrawals.
        verdict: same, different or unsure; a status, level or grade code.
        score: of the matcher, in [0, 1].
        reasons: reason codes, never names.
        actor: person, matcher or system.
        level: that of the most sensitive record it rests on, or higher.
    """

    id: str
    type: str
    left: str
    right: str = ""
    verdict: str = ""
    score: float | None = None
    reasons: tuple[str, ...] = ()
    by: str = ""
    actor: str = "person"
    version: str = ""
    at: str = ""
    level: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Everything the evidence holds on some threads (or on all).

    Attributes:
        versions: every version of each thread, oldest first; those of withdrawn loads included.
        decisions: all that touch these threads, in order of revision; withdrawn ones included.
        names: names of persons as given, by thread, of the latest version that counts, read from the vault; {}
            while it is closed.
        two_people: whether a merge by a person counts only once a second person has said the same.
        names_by_version: the same by version id, for a view in which the latest version is not shown.
    """

    versions: dict[str, list[Version]]
    codes: dict[str, str]
    kinds: dict[str, str]
    decisions: list[Decision]
    withdrawn_loads: frozenset[str] = frozenset()
    withdrawn_decisions: frozenset[str] = frozenset()
    erased: frozenset[str] = frozenset()
    names: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    names_by_version: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    two_people: bool = False
