"""Which verdicts make records into exactly the things that somebody chose: to split a wrong merge, or to join.

A verdict speaks of two records, and what becomes of the others follows (:mod:`graph.identity`). So the verdicts are
found by asking the very function that the graph is made by, until its clusters are those that were chosen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from graph.errors import CaseError
from graph.evidence import Decision, NewDecision
from graph.identity import JOINABLE, Identity, Pair, identity, pair_of
from graph.model.levels import Level
from graph.verdicts import settle
from queries.behind import Relied
from queries.cards import records_behind
from queries.records import views_of
from queries.sayings import sayings

if TYPE_CHECKING:
    from graph.case import Case

MOST_PAIRS = 400
"""Pairs across a split that are all judged different; of larger ones only those that somebody called the same."""
Verdict = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides on the identity of some records now: see :func:`graph.identity.identity`."""

    decisions: Sequence[Decision]
    usable: frozenset[str]
    kinds: Mapping[str, str]
    withdrawn: frozenset[str] = frozenset()
    clearance: int = int(Level.SEALED)
    two_people: bool = False

    def with_verdicts(self, verdicts: Iterable[Verdict]) -> Identity:
        """The clusters, were people to give these verdicts now: two of them, where the case asks for two."""
        last = max((one.revision for one in self.decisions), default=0) + 1
        more = [
            Decision(
                id=f"{number} {who}", type="identity", left=left, right=right, verdict=verdict, by=who, revision=last
            )
            for number, (left, right, verdict) in enumerate(verdicts)
            for who in ("one", "another")
        ]
        return identity(
            [*self.decisions, *more],
            clearance=self.clearance,
            usable=self.usable,
            kinds=self.kinds,
            withdrawn=self.withdrawn,
            two_people=self.two_people,
        )

    def verdicts(self) -> dict[Pair, str]:
        """The verdict of each pair that counts now."""
        given: dict[Pair, list[Decision]] = {}
        for one in sorted(self.decisions, key=lambda one: one.revision):
            if one.type == "identity" and one.id not in self.withdrawn and one.level <= self.clearance:
                given.setdefault(pair_of(one.left, one.right), []).append(one)
        settled = {pair: settle(many, two_people=self.two_people).counts for pair, many in given.items()}
        return {pair: one.verdict for pair, one in settled.items() if one is not None}


def verdicts_for(standing: Standing, parts: Sequence[Collection[str]]) -> list[Verdict]:
    """Verdicts after which each part is one thing, and nothing else is in it.

    Between two parts every pair is judged different, so that no later match of two of their records brings them
    together again. Within a part what falls apart is judged the same. A record that only the old merge had kept
    out is left open (unsure) rather than joined, or called different, by somebody who was not asked about it.

    Raises:
        CaseError: no verdicts lead there.
    """
    now = standing.verdicts()
    given: dict[Pair, str] = {}
    for one, other in combinations(parts, 2):
        pairs = [pair_of(left, right) for left, right in product(sorted(one), sorted(other))]
        if len(pairs) > MOST_PAIRS:
            pairs = [pair for pair in pairs if now.get(pair) == "same"] or pairs[:1]
        given |= {pair: "different" for pair in pairs if now.get(pair) != "different"}
    for part in parts:
        given |= (
            {
                pair: "same"
                for pair in (pair_of(*two) for two in combinations(sorted(part), 2))
                if now.get(pair) == "different"
            }
            if len(part) <= MOST_PAIRS
            else {}
        )
    while True:
        found = standing.with_verdicts([(*pair, verdict) for pair, verdict in given.items()])
        more = _outsiders(found, parts, {**now, **given}) or _pieces(found, parts)
        if not more:
            return [(*pair, verdict) for pair, verdict in given.items()]
        if not more.keys() - given.keys():
            raise CaseError("Verdicts of other people on these records stand against this; look at them in Review.")
        given = {**more, **given}


def _outsiders(found: Identity, parts: Sequence[Collection[str]], verdicts: Mapping[Pair, str]) -> dict[Pair, str]:
    """Pairs called the same by which something that belongs to no part would come in."""
    chosen = {thread for part in parts for thread in part}
    inside = {thread for cluster in found.clusters if not chosen.isdisjoint(cluster) for thread in cluster}
    return {
        pair: "unsure"
        for pair, verdict in verdicts.items()
        if verdict == "same" and inside.issuperset(pair) and len(chosen.intersection(pair)) == 1
    }


def _pieces(found: Identity, parts: Sequence[Collection[str]]) -> dict[Pair, str]:
    """Pairs to be called the same for parts that have fallen into pieces."""
    head = {thread: cluster[0] for cluster in found.clusters for thread in cluster}
    more: dict[Pair, str] = {}
    for part in parts:
        first: dict[str, str] = {}
        for thread in sorted(part):
            first.setdefault(head.get(thread, thread), thread)
        one, *others = first.values()
        more |= {pair_of(one, other): "same" for other in others}
    return more


# --- in a case


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One record of an entity: what it says in a sentence, in which words, and who says it."""

    thread: str
    code: str
    text: str
    quote: str
    source: str
    document: str
    document_title: str
    locator: str


def members(reader: Any, code: str, *, language: str = "en") -> tuple[Member, ...]:
    """The records that are one entity now, as far as this reader sees them."""
    return members_of(reader, records_behind(reader, code), language=language)


def members_of(reader: Any, threads: Sequence[str], *, language: str = "en") -> tuple[Member, ...]:
    """Some records, as far as this reader sees them."""
    views = list(views_of(reader, threads).values())
    said = sayings(reader, views, language)
    return tuple(
        Member(
            thread=view.thread, code=view.code, text=said[view.thread], quote=view.quote, source=view.source_name,
            document=view.document_code, document_title=view.document_title, locator=view.locator,
        )
        for view in views
    )  # fmt: skip


def plan_split(case: Case, reader: Any, code: str, apart: Collection[str]) -> list[NewDecision]:
    """Decisions that part an entity in two: the records ``apart``, and the others.

    Raises:
        CaseError: it is no entity of several records, or one side would be empty.
    """
    threads = set(records_behind(reader, code))
    chosen = threads.intersection(apart)
    if not chosen or chosen == threads or not chosen.issuperset(apart):
        raise CaseError("Leave at least one record on each side; only records of this entity can be parted.")
    return _planned(case, reader, [threads - chosen, chosen])


def plan_join(case: Case, reader: Any, one: str, other: str) -> list[NewDecision]:
    """Decisions that make two entities (by code) into one.

    Raises:
        CaseError: there is no such entity, they are one already, or of two kinds.
    """
    ours, theirs = set(records_behind(reader, one)), set(records_behind(reader, other))
    if not ours or not theirs:
        raise CaseError("One of these two is not in this case.")
    if ours & theirs:
        raise CaseError("These are one already.")
    return _planned(case, reader, [ours | theirs])


def plan_parts(case: Case, reader: Any, parts: Sequence[Collection[str]]) -> list[NewDecision]:
    """Decisions after which each of these parts (of threads) is one thing, and nothing else is in it.

    Raises:
        CaseError: a part is empty, a record is in two or is not seen, or the records are not of one joinable kind.
    """
    chosen = [thread for part in parts for thread in part]
    if not all(parts) or not chosen or len(set(chosen)) < len(chosen) or len(reader.visible(chosen)) < len(chosen):
        raise CaseError("Leave at least one record on each side, and each record on one side alone.")
    return _planned(case, reader, parts)


def _planned(case: Case, reader: Any, parts: Sequence[Collection[str]]) -> list[NewDecision]:
    threads = case.evidence.linked(thread for part in parts for thread in part)
    known = case.evidence.slice(threads)
    kinds = {known.kinds[thread] for part in parts for thread in part}
    if len(kinds) != 1 or not kinds <= JOINABLE:
        raise CaseError("Only records of one kind can be one and the same, and not documents or figures.")
    status = {
        one.left: one.verdict
        for one in known.decisions
        if one.type == "status" and one.id not in known.withdrawn_decisions and one.level <= reader.clearance
    }
    standing = Standing(
        decisions=known.decisions,
        usable=frozenset(one for one in reader.visible(threads) if status.get(one) != "retracted"),
        kinds=known.kinds,
        withdrawn=known.withdrawn_decisions,
        clearance=int(reader.clearance),
        two_people=known.two_people,
    )
    return [
        NewDecision(type="identity", left=left, right=right, verdict=verdict)
        for left, right, verdict in verdicts_for(standing, parts)
    ]


def relied_on(reader: Any, threads: Collection[str]) -> tuple[Relied, ...]:
    """Packages given out that relied on these records being one thing: on two of them, or on a verdict on them."""
    verdicts = {one.id for one in reader.decisions_on(list(threads)) if one.type == "identity"}
    return tuple(
        Relied(title=package.title, audience=package.audience, at=package.at)
        for package in reader.packages()
        if len(set(threads).intersection(package.records)) > 1 or not verdicts.isdisjoint(package.decisions)
    )
