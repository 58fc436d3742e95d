"""What stands behind a card and in front of it: its history, what rests on it, what it waits for, who relied on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.identity import JOINABLE
from queries.sayings import sayings
from queries.story import Chapter, story

MOST_RESTING = 8
"""Records named among those that rest on another one; of the others the number is told."""
MOST_LOOKED_AT = 300
"""Records that refer to another one that are looked at for its card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A reference of a record to a row that has not been loaded: by which field, and the key as its table says it."""

    field: str
    kind: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relied:
    """A package that was given out and relied on what the card shows."""

    title: str
    audience: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """A record that refers to the one on the card: by thread, with what it says in one sentence."""

    thread: str
    kind: str
    text: str


Codes = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """What is not settled about who this is.

    Attributes:
        open: how many pairs with one of its records wait for a verdict.
        waits: pairs called the same by one person, of which a second must say so too: both codes, and by whom.
        refused: pairs judged the same without effect, each with the pair judged different that refuses it.
    """

    open: int = 0
    waits: tuple[tuple[Codes, str], ...] = ()
    refused: tuple[tuple[Codes, Codes], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What stands behind a card and in front of it.

    Attributes:
        settling: what is not settled about who this is; None for what is never joined.
        history: what happened to its records, oldest first.
        resting: records that refer to them, the first few; ``n_resting`` of how many by kind.
        waits: references to rows that have not been loaded.
        relied: packages given out that relied on them.
    """

    history: tuple[Chapter, ...] = ()
    resting: tuple[Resting, ...] = ()
    n_resting: tuple[tuple[str, int], ...] = ()
    waits: tuple[Waits, ...] = ()
    relied: tuple[Relied, ...] = ()
    settling: Settling | None = None


def behind_of(
    reader: Any,
    views: Sequence[Any],
    language: str = "en",
    files: Mapping[str, str] | None = None,
    *,
    resting: bool = True,
) -> Behind:
    """History, what rests on these records, what they wait for and who relied on them."""
    if not views or not hasattr(reader, "referring"):
        return Behind()
    threads = {view.thread for view in views}
    pointing = sorted(reader.referring(threads, most=MOST_LOOKED_AT) - threads) if resting else []
    others = [view for view in reader.records(pointing) if view.kind not in ("document", "source")]
    shown = others[:MOST_RESTING]
    said = sayings(reader, shown, language)
    counted = Counter(view.kind for view in others)
    return Behind(
        settling=_settling(reader, views),
        history=story(reader, views, language=language, files=files),
        resting=tuple(Resting(thread=view.thread, kind=view.kind, text=said[view.thread]) for view in shown),
        n_resting=tuple(sorted(counted.items())),
        waits=_waits(reader, threads) if any(view.waiting for view in views) else (),
        relied=tuple(
            Relied(title=package.title, audience=package.audience, at=package.at)
            for package in reader.packages()
            if not threads.isdisjoint(package.records)
        ),
    )


def _settling(reader: Any, views: Sequence[Any]) -> Settling | None:
    kinds = {view.kind for view in views}
    of_today = not getattr(reader, "known_on", None) and hasattr(reader, "cluster")
    if len(kinds) != 1 or not kinds <= JOINABLE or not of_today:
        return None
    found = reader.cluster(views[0].thread)
    own = set(found.threads)
    touching = [one for one in found.verdicts if not own.isdisjoint(one.pair)]
    ends = {end for one in touching for end in one.pair} | {end for one in found.refused for end in one.because}
    code = {view.thread: view.code for view in reader.records(ends)} if touching else {}

    def coded(pair: Codes) -> Codes:
        return code.get(pair[0], ""), code.get(pair[1], "")

    return Settling(
        open=sum(1 for one in touching if one.waits or (one.verdict == "unsure" and one.actor != "person")),
        waits=tuple((coded(one.pair), one.waits) for one in touching if one.waits),
        refused=tuple((coded(one.pair), coded(one.because)) for one in found.refused),
    )


def _waits(reader: Any, threads: Collection[str]) -> tuple[Waits, ...]:
    return tuple(
        Waits(field=one.field, kind=one.ref_kind, key=one.key) for one in reader.waiting() if one.thread in threads
    )
