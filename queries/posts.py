"""Who held a post in a unit: on a day, and over a window with its gaps and overlaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from graph.dates import OPEN_END, OPEN_START, Answer
from queries.claims import STRENGTH, Standing, merged, period_text, segments
from queries.command import NONE_KNOWN, Post, Step, common, posts_on, words_of
from queries.network import Network, add_posts
from queries.reading import Reading, Row

Params = Mapping[str, Any]
SURE = (Answer.DOCUMENTED, Answer.ASSUMED)


def held(reader: Reading, statements: Sequence[str], params: Params) -> list[Row]:
    """Who held a post in a unit on a day, or on each stretch of a vague day; nobody known is a row too."""
    network = _posts(reader, statements, params)
    unit = params["unit"]
    rows: list[Row] = []
    stretches: list[tuple[str, str, list[Row]]] = []
    for start, end in segments(network.claims(), params["day_first"], params["day_last"]):
        posts = posts_on(network, unit, start)
        found = [_held_row(network, unit, post) for post in posts] or [_held_row(network, unit, None)]
        if stretches and stretches[-1][2] == found:
            stretches[-1] = (stretches[-1][0], end, found)
        else:
            stretches.append((start, end, found))
    for first, last, found in stretches:
        rows += ({"from": first, "to": last, **row, "data_as_of": reader.revision} for row in found)
    return rows


def _posts(reader: Reading, statements: Sequence[str], params: Params) -> Network:
    network = Network()
    add_posts(reader, network, statements[0], [params["unit"]], minimum=params["minimum"])
    return network


def _held_row(network: Network, unit: str, post: Post | None) -> Row:
    steps = [post.step] if post else []
    return {
        "unit": unit,
        "unit_name": network.name(unit),
        "person": post.person if post else "",
        "person_name": network.name(post.person) if post else "",
        "post": ("commanded" if post.type == "COMMANDED" else "member") if post else "",
        "role": post.role if post else "",
        **words_of(post),
        "dates": post.standing.dates if post else "",
        "flags": list(post.standing.flags) if post else [NONE_KNOWN],
        **common(steps),
        **({} if post else {"status": NONE_KNOWN}),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days on which nothing changes, and the posts held then."""

    first: str
    last: str
    posts: tuple[Post, ...]

    @property
    def days(self) -> int:
        """How many days, both ends included."""
        return _days(self.first, self.last)


def commanders(reader: Reading, statements: Sequence[str], params: Params) -> list[Row]:
    """Commanders of a unit over a window: a row a post, then overlaps, then gaps.

    Args:
        statements: postings in ``$units``.
        params: unit, window_first, window_last, minimum.
    """
    network = _posts(reader, statements, params)
    unit = params["unit"]
    first, last = _clamped(network, params["window_first"], params["window_last"])
    cut = [
        Stretch(first=start, last=end, posts=tuple(posts_on(network, unit, start)))
        for start, end in segments(network.claims(), first, last)
    ]
    rows = [*_post_rows(network, unit, cut), *_overlaps(network, unit, cut), *_gaps(network, unit, cut)]
    return [{**row, "data_as_of": reader.revision} for row in rows]


def _clamped(network: Network, first: str, last: str) -> tuple[str, str]:
    """The window, an open end of it drawn in to the days that the claims speak of: days are counted."""
    days = sorted(day for claim in network.claims() for day in claim.change_days if day not in (OPEN_START, OPEN_END))
    if first == OPEN_START:
        first = days[0] if days else last
    if last == OPEN_END:
        last = max(days[-1], first) if days else first
    return first, last


def _post_rows(network: Network, unit: str, cut: Sequence[Stretch]) -> list[Row]:
    held_in: dict[tuple[str, str, str], list[tuple[Stretch, Standing]]] = defaultdict(list)
    for stretch in cut:
        for post in stretch.posts:
            held_in[post.person, post.type, post.role].append((stretch, post.standing))
    whole = sum(stretch.days for stretch in cut)
    rows = [
        _post_row(network, unit, key, found, whole)
        for key, found in sorted(held_in.items(), key=lambda item: (item[1][0][0].first, item[0]))
    ]
    return sorted(rows, key=lambda row: (row["from"], row["to"], row["person"], row["role"]))


def _post_row(
    network: Network, unit: str, key: tuple[str, str, str], found: list[tuple[Stretch, Standing]], whole: int
) -> Row:
    person, type_, role = key
    days = {answer: sum(s.days for s, standing in found if standing.answer is answer) for answer in STRENGTH}
    documented = [stretch for stretch, standing in found if standing.answer is Answer.DOCUMENTED]
    steps = [Post(person=person, unit=unit, type=type_, role=role, standing=standing) for _, standing in found]
    claims = {claim: None for _, standing in found for claim in standing.live}
    return {
        **_line("posting", found[0][0].first, found[-1][0].last, sum(stretch.days for stretch, _ in found)),
        "person": person,
        "person_name": network.name(person),
        "other": "",
        "other_name": "",
        "role": role,
        **words_of(steps[0]),
        "dates": " | ".join(dict.fromkeys(period_text(claim) for claim in claims)),
        "documented_from": documented[0].first if documented else "",
        "documented_to": documented[-1].last if documented else "",
        "documented_days": days[Answer.DOCUMENTED],
        "assumed_days": days[Answer.ASSUMED],
        "possible_days": days[Answer.POSSIBLE] + days[Answer.CONFLICT],
        "share_documented": round(days[Answer.DOCUMENTED] / whole, 4) if whole else 0.0,
        "share_possible": round(sum(days.values()) / whole, 4) if whole else 0.0,
        "flags": list(merged(standing.flags for _, standing in found)),
        **common([step.step for step in steps]),
        "status": _over_window(days, whole),
    }


def _over_window(days: Mapping[Answer, int], whole: int) -> str:
    """throughout and part speak of documented days; else the strongest answer of any day."""
    if days[Answer.DOCUMENTED]:
        return "throughout" if days[Answer.DOCUMENTED] == whole else "part"
    return str(max((answer for answer in days if days[answer]), key=STRENGTH.__getitem__))


def _overlaps(network: Network, unit: str, cut: Sequence[Stretch]) -> list[Row]:
    """Two persons at once, each documented or assumed: from the later start to the earlier end. Listed, not settled."""
    runs: dict[tuple[str, str], list[tuple[Stretch, Post, Post]]] = defaultdict(list)
    for stretch in cut:
        sure = [post for post in stretch.posts if post.standing.answer in SURE]
        for one, other in combinations(sorted(sure, key=lambda post: (post.person, post.role)), 2):
            if one.person != other.person:
                runs[one.person, other.person].append((stretch, one, other))
    rows = []
    for found in runs.values():
        for run in _adjacent(found):
            (_, one, other) = run[0]
            steps = _unique_steps(post for _, *pair in run for post in pair)
            rows.append({
                **_line("overlap", run[0][0].first, run[-1][0].last, _days(run[0][0].first, run[-1][0].last)),
                "person": one.person, "person_name": network.name(one.person),
                "other": other.person, "other_name": network.name(other.person),
                "role": one.role, **words_of(None), **_EMPTY, "flags": ["overlap"], **common(steps),
            })  # fmt: skip
    return sorted(rows, key=lambda row: (row["from"], row["person"], row["other"]))


def _unique_steps(posts: Iterable[Post]) -> list[Step]:
    return list({post.step.words: post.step for post in posts}.values())


def _adjacent(found: list[tuple[Stretch, Post, Post]]) -> list[list[tuple[Stretch, Post, Post]]]:
    runs: list[list[tuple[Stretch, Post, Post]]] = []
    for each in found:
        if runs and _days(runs[-1][-1][0].last, each[0].first) == 2:
            if runs[-1][-1][0] is not each[0]:
                runs[-1].append(each)
        elif not runs or runs[-1][-1][0] is not each[0]:
            runs.append([each])
    return runs


_EMPTY: Row = {
    "dates": "", "documented_from": "", "documented_to": "", "documented_days": 0, "assumed_days": 0,
    "possible_days": 0, "share_documented": 0.0, "share_possible": 0.0,
}  # fmt: skip


def _gaps(network: Network, unit: str, cut: Sequence[Stretch]) -> list[Row]:
    """Days on which nobody is known, and days on which somebody is only possible."""
    runs: list[tuple[str, str, str, list[Step]]] = []
    for stretch in cut:
        best = max((STRENGTH[post.standing.answer] for post in stretch.posts), default=0)
        if best > STRENGTH[Answer.POSSIBLE]:
            continue
        kind = "gap" if not stretch.posts else "undocumented"
        steps = [post.step for post in stretch.posts]
        if runs and runs[-1][0] == kind and _days(runs[-1][2], stretch.first) == 2:
            runs[-1] = (kind, runs[-1][1], stretch.last, [*runs[-1][3], *steps])
        else:
            runs.append((kind, stretch.first, stretch.last, steps))
    return [
        {
            **_line(kind, first, last, _days(first, last)),
            "person": "", "person_name": "", "other": "", "other_name": "", "role": "",
            **words_of(None), **_EMPTY, "flags": [NONE_KNOWN] if kind == "gap" else [],
            **common(list({step.words: step for step in steps}.values())),
            "status": NONE_KNOWN if kind == "gap" else str(Answer.POSSIBLE),
        }
        for kind, first, last, steps in runs
    ]  # fmt: skip


def _line(kind: str, first: str, last: str, days: int) -> Row:
    return {"row": kind, "from": first, "to": last, "days": days}


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
