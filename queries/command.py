"""Who stood above a unit, and who commanded it: evidence for and against, with its weakest step, never a
finding.

A posting proves a title, nothing more. Rows say that a post is documented, assumed, possible or in conflict
on a
day; they never say that somebody controlled anything.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.dates import Answer
from queries.claims import (
    STRENGTH,
    Standing,
    date_basis,
    merged,
    segments,
    standing,
    superseded_by,
    weaker,
)
from queries.network import DEPTH, Network, fetch
from queries.reading import Reading, Row

NONE_KNOWN = "none_known"
Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a chain: a link from a unit to its parent, or a posting in a unit."""

    words: str
    standing: Standing

    @property
    def weakness(self) -> tuple[int, int]:
        """Sorts the weakest step first: by answer, then by independent origins."""
        return STRENGTH[self.standing.answer], self.standing.n_independent


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A person in a post of a unit on a day."""

    person: str
    unit: str
    type: str
    role: str
    standing: Standing

    @property
    def step(self) -> Step:
        """The post as a step of a chain."""
        words = f"{self.person} in {self.unit} ({self.role or 'role not stated'}): {self.standing.answer}"
        return Step(words=words, standing=self.standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """A unit above the one asked for, on a day.

    Attributes:
        level: steps on the shortest way up; 0 is the unit itself.
        paths: ways up to it; links that close a circle are not followed.
        steps: the strongest way up, from below.
        via: units directly below it on any way.
    """

    unit: str
    level: int
    paths: int
    steps: tuple[Step, ...]
    via: tuple[str, ...]
    kind: str
    flags: tuple[str, ...]

    @property
    def answer(self) -> Answer:
        """As strong as the weakest step."""
        return weaker(Answer.DOCUMENTED, *(step.standing.answer for step in self.steps))


def chain(reader: Reading, statements: Sequence[str], params: Params) -> list[Row]:
    """The chain above a unit on a day, or on each stretch of a vague day on which it is the same.

    Args:
        statements: links above ``$units`` by ``$kinds``; postings in ``$units``.
        params: unit, day_first, day_last, kinds, minimum.
    """
    links, posts = statements
    network = fetch(reader, links, posts, [params["unit"]], kinds=params["kinds"], minimum=params["minimum"])
    rows: list[Row] = []
    for first, last, found in stretches(network, params["unit"], params["day_first"], params["day_last"]):
        rows += ({"from": first, "to": last, **row, "data_as_of": reader.revision} for row in found)
    return rows


def stretches(network: Network, unit: str, first: str, last: str) -> list[tuple[str, str, list[Row]]]:
    """[first, last] cut where the chain changes, with the rows of each stretch."""
    found: list[tuple[str, str, list[Row]]] = []
    for start, end in segments(network.claims(), first, last):
        rows = chain_on(network, unit, start)
        if found and found[-1][2] == rows:
            found[-1] = (found[-1][0], end, rows)
        else:
            found.append((start, end, rows))
    return found


def chain_on(network: Network, unit: str, day: str, *, before: Sequence[Step] = ()) -> list[Row]:
    """Rows of the chain above a unit on one day: by level, the weakest last; a unit nobody commands is a row too.

    Args:
        before: steps that lead to the unit, for example the post through which a person belongs to it.
    """
    below: set[str] = set()
    rows: list[Row] = []
    level = 0
    here: set[str] = set()
    for above in walk(network, unit, day):
        if above.level > level:
            level, below, here = above.level, below | here, set()
        posts = posts_on(network, above.unit, day)
        here |= {post.person for post in posts}
        rows += (_row(network, above, post, before, repeated=post.person in below) for post in posts)
        if not posts:
            rows.append(_row(network, above, None, before, repeated=False))
    rows.sort(
        key=lambda row: (
            row["level"],
            -STRENGTH[Answer(row["status"])],
            row["unit"],
            row["person"],
            row["role"],
        )
    )
    return rows


def walk(network: Network, unit: str, day: str) -> list[Above]:
    """Every unit above one on a day, through links that do not exclude it; by level, then code.

    Diamonds come out once, with the number of ways up. A visited set and the depth limit end every circle.
    """
    ups = {start: _live_links(network, start, day) for start in [unit, *network.above]}
    levels = {unit: 0}
    queue = deque([unit])
    while queue:
        child = queue.popleft()
        if levels[child] < DEPTH:
            for parent in ups.get(child, {}):
                if parent not in levels:
                    levels[parent] = levels[child] + 1
                    queue.append(parent)
    order, back = _upward(ups, unit, levels)
    paths = {unit: 1}
    best: dict[str, tuple[Step, ...]] = {unit: ()}
    via: dict[str, list[str]] = {}
    for child in order:
        for parent, (kind, found) in ups.get(child, {}).items():
            if parent not in levels or (child, parent) in back:
                continue
            paths[parent] = paths.get(parent, 0) + paths[child]
            via.setdefault(parent, []).append(child)
            step = Step(words=f"{child} → {parent} ({kind}): {found.answer}", standing=found)
            if parent not in best or _rank((*best[child], step)) > _rank(best[parent]):
                best[parent] = (*best[child], step)
    several = {parent for child in order if len(ups.get(child, {})) > 1 for parent in ups[child]}
    circles = {code for edge in back for code in edge}
    return [
        Above(
            unit=code, level=level, paths=paths[code], steps=best[code], via=tuple(sorted(via.get(code, ()))),
            kind=_kind_of(best[code], ups),
            flags=_flags(network, code, several=code in several, circle=code in circles),
        )
        for code, level in sorted(levels.items(), key=lambda item: (item[1], item[0]))
    ]  # fmt: skip


def _rank(steps: tuple[Step, ...]) -> tuple[int, int, int]:
    """Ways up compared: the stronger weakest step, then fewer steps, then more origins at the weakest."""
    weakest = min(step.weakness for step in steps)
    return weakest[0], -len(steps), weakest[1]


def _kind_of(steps: tuple[Step, ...], ups: Mapping[str, Mapping[str, tuple[str, Standing]]]) -> str:
    if not steps:
        return ""
    claim = steps[-1].standing.claim
    return ups[claim.start][claim.end][0]


def _flags(network: Network, code: str, *, several: bool, circle: bool) -> tuple[str, ...]:
    flags = ["several_parents"] if several else []
    if circle:
        flags.append("circle")
    if code in network.cut:
        flags.append("depth_limit")
    if network.nodes.get(code, {}).get("placeholder") == "unknown":
        flags.append("placeholder")
    return tuple(flags)


def _live_links(network: Network, child: str, day: str) -> dict[str, tuple[str, Standing]]:
    """Parents of a unit on a day: the strongest kind of link to each, with what its claims say."""
    live: dict[str, tuple[str, Standing]] = {}
    for (parent, kind), claims in sorted(network.above.get(child, {}).items()):
        found = standing(claims, day)
        if found.answer is Answer.EXCLUDED or parent == child:
            continue
        if parent not in live or STRENGTH[found.answer] > STRENGTH[live[parent][1].answer]:
            live[parent] = (kind, found)
    return live


def _upward(
    ups: Mapping[str, Mapping[str, Any]], unit: str, levels: Mapping[str, int]
) -> tuple[list[str], set[tuple[str, str]]]:
    """Units so that each comes after every unit below it, and the links that close a circle (left out for
    that)."""
    done: list[str] = []
    back: set[tuple[str, str]] = set()
    state: dict[str, int] = {unit: 1}
    stack = [(unit, iter(sorted(ups.get(unit, {}))))]
    while stack:
        child, parents = stack[-1]
        parent = next((each for each in parents if each in levels), None)
        if parent is None:
            state[child] = 2
            done.append(child)
            stack.pop()
        elif state.get(parent, 0) == 1:
            back.add((child, parent))
        elif parent not in state:
            state[parent] = 1
            stack.append((parent, iter(sorted(ups.get(parent, {})))))
    return done[::-1], back


def posts_on(network: Network, unit: str, day: str) -> list[Post]:
    """Who held a post in a unit on a day, as far as not excluded; an open posting with a successor is
    only possible."""
    posts: list[Post] = []
    groups = network.posts.get(unit, {})
    everyone = [claim for claims in groups.values() for claim in claims]
    for (person, type_, role), claims in groups.items():
        found = standing(claims, day)
        if found.answer is Answer.EXCLUDED:
            continue
        successor = superseded_by(claims, (claim for claim in everyone if claim.type == type_), day)
        if successor and found.answer in (Answer.ASSUMED, Answer.POSSIBLE):
            found = Standing(
                answer=Answer.POSSIBLE, live=found.live, against=merged([found.against, successor]),
                flags=(*found.flags, "superseded"),
            )  # fmt: skip
        posts.append(Post(person=person, unit=unit, type=type_, role=role, standing=found))
    return sorted(posts, key=lambda post: (-STRENGTH[post.standing.answer], post.person, post.role))


def _row(network: Network, above: Above, post: Post | None, before: Sequence[Step], *, repeated: bool) -> Row:
    steps = [*before, *above.steps]
    flags = list(above.flags)
    if post is None:
        flags.append(NONE_KNOWN)
    else:
        steps.append(post.step)
    flags += merged(step.standing.flags for step in steps)
    if repeated:
        flags.append("own_superior")
    link = above.steps[-1].standing if above.steps else None
    return {
        "level": above.level,
        "unit": above.unit,
        "unit_name": network.name(above.unit),
        "via": list(above.via),
        "link_kind": above.kind,
        "link_dates": link.dates if link else "",
        "paths": above.paths,
        "person": post.person if post else "",
        "person_name": network.name(post.person) if post else "",
        "role": post.role if post else "",
        **words_of(post),
        "posting_dates": post.standing.dates if post else "",
        "posting_status": str(post.standing.answer) if post else "",
        "flags": list(dict.fromkeys(flags)),
        **common(steps),
    }


def words_of(post: Post | None) -> Row:
    """Role in words, rank, job title and basis in law of a post; "" where not stated."""
    role_words, rank, job_title, basis = post.standing.claim.words if post else ("", "", "", "")
    return {"role_words": role_words, "rank": rank, "job_title": job_title, "basis_in_law": basis}


def common(steps: Sequence[Step]) -> Row:
    """The columns that every result on command has, for what rests on these steps together."""
    weakest = min(steps, key=lambda step: step.weakness, default=None)
    return {
        "status": str(weaker(Answer.DOCUMENTED, *(step.standing.answer for step in steps))),
        "weakest_step": weakest.words if weakest else "",
        "date_basis": date_basis(weakest.standing.claim) if weakest else "",
        "n_sources": len(merged(step.standing.documents for step in steps)),
        "n_independent": min((step.standing.n_independent for step in steps), default=0),
        "records": list(merged(step.standing.records for step in steps)),
        "undermining": list(merged(step.standing.against for step in steps)),
    }
