"""Claims about a period, and what several of them together say about one day.

The five answers are those of ``graph.dates``; here they are put together: several claims of one post or link,
the strength of a chain, what the dates rest on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.dates import OPEN_END, OPEN_START, Answer, from_edtf, on_day
from graph.dates.period import shift
from graph.errors import BadDate
from queries.reading import Row

STRENGTH: dict[Answer, int] = {
    Answer.EXCLUDED: 0,
    Answer.CONFLICT: 1,
    Answer.POSSIBLE: 2,
    Answer.ASSUMED: 3,
    Answer.DOCUMENTED: 4,
}
"""A chain is as strong as its weakest step. A conflict is weaker than a mere possibility: somebody must
look."""

MINIMUM: dict[str, frozenset[str]] = {
    "any": frozenset({"unvetted", "vetted", "confirmed", "disputed"}),
    "vetted": frozenset({"vetted", "confirmed"}),
    "confirmed": frozenset({"confirmed"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One posting or one link between units, as its records say it.

    Attributes:
        start, end: codes; a person and a unit, or a child and its parent.
        of: role of a posting, kind of a link between units.
        contradictory: the source gives an end before the start. Nothing is swapped.
    """

    type: str
    start: str
    end: str
    of: str
    since_min: str
    since_max: str
    until_min: str
    until_max: str
    continues: str
    edtf: str
    contradictory: bool
    records: tuple[str, ...]
    documents: tuple[str, ...]
    n_independent: int
    vetting: str
    words: tuple[str, str, str, str] = ("", "", "", "")  # role in words, rank, job title, de jure or de facto

    def on(self, day: str) -> Answer:
        """What this claim alone says about a day."""
        return on_day(self, day, continues=self.continues)

    @property
    def cited(self) -> tuple[str, str]:
        """First and last day that the claim speaks of, whatever it leaves open around them."""
        return min(self.since_max, self.until_min), max(self.since_max, self.until_min)

    @property
    def known_start(self) -> bool:
        """Whether the source gives a true start, not merely a first citation."""
        return self.since_min != OPEN_START

    @property
    def change_days(self) -> tuple[str, str, str, str]:
        """Days on which its answer may change."""
        return self.since_min, self.since_max, shift(self.until_min, 1), shift(self.until_max, 1)


def claim_of(row: Row) -> Claim:
    """A claim from a row of the statements in ``saved/``."""
    bounds = {name: str(row[name]) for name in ("since_min", "since_max", "until_min", "until_max")}
    edtf = str(row.get("edtf") or "")
    return Claim(
        type=str(row["link"]),
        start=str(row["start_code"]),
        end=str(row["end_code"]),
        of=str(row.get("of") or ""),
        **bounds,
        continues=str(row.get("continues") or "not_known"),
        edtf=edtf,
        contradictory=_contradictory(bounds, edtf),
        records=tuple(row.get("records") or ()),
        documents=tuple(row.get("documents") or ()),
        n_independent=int(row.get("n_independent") or 0),
        vetting=str(row.get("vetting") or "unvetted"),
        words=tuple(str(row.get(key) or "") for key in ("role_words", "rank", "job_title", "basis_in_law")),  # type: ignore[arg-type]
    )


def _contradictory(bounds: dict[str, str], edtf: str) -> bool:
    """Whether the end lies before the start. Citations leave the outer bounds open, so their dates decide:
    one
    vague citation also has ``until_min`` before ``since_max``, and contradicts nothing."""
    if bounds["since_min"] > bounds["until_max"]:
        return True
    if bounds["until_min"] >= bounds["since_max"] or edtf.count("/") != 1 or bounds["until_min"] == OPEN_START:
        return False
    first, last = edtf.split("/")
    if not first or not last:
        return False
    try:
        return from_edtf(last).until_max < from_edtf(first).since_min
    except BadDate:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What all claims of one post, or of one link between units, say about a day.

    Attributes:
        live: claims that do not exclude the day, the strongest first.
        against: records that speak against the answer.
    """

    answer: Answer
    live: tuple[Claim, ...]
    against: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def claim(self) -> Claim:
        """The strongest claim: the one whose dates and words are shown."""
        return self.live[0]

    @property
    def records(self) -> tuple[str, ...]:
        """Records of every live claim."""
        return merged(claim.records for claim in self.live)

    @property
    def documents(self) -> tuple[str, ...]:
        """Documents of every live claim."""
        return merged(claim.documents for claim in self.live)

    @property
    def n_independent(self) -> int:
        """Independent origins, at least: claims may share some, so their numbers are not added."""
        return max((claim.n_independent for claim in self.live), default=0)

    @property
    def dates(self) -> str:
        """The periods of the live claims, each once, the strongest first."""
        return " | ".join(dict.fromkeys(period_text(claim) for claim in self.live))


def standing(claims: Sequence[Claim], day: str) -> Standing:
    """What several claims of one post or link together say about a day.

    Claims whose cited spans overlap speak of one tenure; others are another tenure (a return to the post).
    Within
    a tenure an accepted claim that excludes the day ends what others merely leave open; where another claim
    documents or assumes the day, the two cannot both hold: conflict. Between tenures the strongest answer
    counts.
    """
    found = [_within_tenure(tenure, day) for tenure in _tenures(claims)]
    return max(found, key=lambda each: STRENGTH[each.answer])


def _within_tenure(claims: Sequence[Claim], day: str) -> Standing:
    answers = {claim: claim.on(day) for claim in claims}
    live = sorted(
        (claim for claim in claims if answers[claim] is not Answer.EXCLUDED),
        key=lambda claim: (-STRENGTH[answers[claim]], -claim.n_independent, claim.edtf, claim.records),
    )
    against = [
        claim
        for claim in claims
        if answers[claim] is Answer.EXCLUDED and claim.vetting not in ("disputed", "retracted")
    ]
    disputed = merged(claim.records for claim in live if claim.vetting == "disputed")
    best = max(answers.values(), key=STRENGTH.__getitem__)
    flags: list[str] = []
    if best in (Answer.DOCUMENTED, Answer.ASSUMED) and against:
        best = Answer.CONFLICT
    elif against:
        best = Answer.EXCLUDED
    if any(claim.contradictory for claim in live):
        flags.append("start_after_end")
    if disputed:
        flags.append("disputed")
    return Standing(
        answer=best,
        live=tuple(live),
        against=merged([*(claim.records for claim in against), disputed]),
        flags=tuple(flags),
    )


def _tenures(claims: Sequence[Claim]) -> list[list[Claim]]:
    tenures: list[list[Claim]] = []
    reach = ""
    for claim in sorted(claims, key=lambda each: (each.cited, each.records)):
        first, last = claim.cited
        if tenures and first <= reach:
            tenures[-1].append(claim)
            reach = max(reach, last)
        else:
            tenures.append([claim])
            reach = last
    return tenures


def superseded_by(claims: Sequence[Claim], others: Iterable[Claim], day: str) -> tuple[str, ...]:
    """Records of a successor: another person's known start in the same unit and role, later than this
    posting's
    own and not after the day, while this posting's end is open. () where there is none."""
    if not claims or any(claim.until_max != OPEN_END for claim in claims):
        return ()
    started = max(claim.since_max for claim in claims)
    return merged(
        other.records
        for other in others
        if other.start != claims[0].start
        and other.of == claims[0].of
        and other.known_start
        and not other.contradictory
        and other.vetting not in ("disputed", "retracted")
        and started < other.since_max <= day
    )


def weaker(*answers: Answer) -> Answer:
    """The weakest of some answers."""
    return min(answers, key=STRENGTH.__getitem__)


def merged(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Several lists as one, each item once, in order of appearance."""
    return tuple(dict.fromkeys(item for items in lists for item in items))


def period_text(claim: Claim) -> str:
    """The period as the source gives it, else its bounds; "no dates" where there are none."""
    if claim.edtf:
        return claim.edtf
    if claim.since_min == OPEN_START and claim.until_max == OPEN_END and claim.since_max == OPEN_END:
        return "no dates"
    start, end = _span(claim.since_min, claim.since_max), _span(claim.until_min, claim.until_max)
    return f"{start}/{end}"


def _span(first: str, last: str) -> str:
    first = ".." if first == OPEN_START else first
    last = ".." if last == OPEN_END else last
    return first if first == last else f"[{first}..{last}]"


def date_basis(claim: Claim) -> str:
    """What the dates rest on: a true start or end, or citations only; and whether it is said to continue."""
    if claim.contradictory:
        return "start after end"
    if claim.since_max == OPEN_END:
        return "no dates"
    start = (
        "first cited"
        if not claim.known_start
        else ("exact start" if claim.since_min == claim.since_max else "start within a range")
    )
    if claim.until_max == OPEN_END:
        end = "last cited, said to continue" if claim.continues == "yes" else "last cited"
    else:
        end = "exact end" if claim.until_min == claim.until_max else "end within a range"
    return f"{start}, {end}"


def segments(claims: Iterable[Claim], first: str, last: str) -> list[tuple[str, str]]:
    """[first, last] cut at every day on which an answer may change; ISO days, both ends included."""
    cuts: set[str] = {day for claim in claims for day in claim.change_days if first < day <= last}
    starts = [first, *sorted(cuts)]
    ends: list[Any] = [shift(day, -1) for day in starts[1:]]
    return list(zip(starts, [*ends, last], strict=True))
