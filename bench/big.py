"""A case of a million entities and two million links, for what is measured on a whole large case.

Its nodes and links carry the very properties that the projection gives (taken from a small real case), but they are
written straight into the store: loading the millions of records behind them is what bench_load.py and
bench_rebuild.py measure, and what reads the graph alone does not ask for them. The evidence holds no record, so a
card would stay empty. The case is kept in `.cache/bench` and used again.
"""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from builders import ROOT, SEED, drafts, evidence_of, folder_for

from graph.case import Case, create_case, open_case
from graph.evidence.codes import code_of
from graph.projection import project
from graph.projection.projector import SCHEMA
from graph.stores.store import LABEL_OF, Batch, Link, Node

HUB_MEMBERS = 50_000
DIGITS = 8
_PART = 5_000
# Of 1,000 entities; the first unit is the hub.
_NODES = {"P": 600, "I": 250, "G": 50, "L": 30, "F": 30, "U": 20, "D": 20}
# Of 2,000 links beside the hub's.
_LINKS = {
    ("VICTIM_OF", "P", "I"): 500,
    ("OCCURRED_AT", "I", "L"): 250,
    ("PERPETRATOR_OF", "U", "I"): 200,
    ("COMMANDED", "P", "U"): 200,
    ("ABOUT", "F", "I"): 30,
    ("WITHIN", "L", "L"): 30,
    ("VICTIM_OF", "G", "I"): 50,
    ("REPORTED_IN", "P", "D"): 440,
    ("REPORTED_IN", "I", "D"): 250,
}


class Big:
    """Names and numbers of a large case.

    Attributes:
        size: how many entities.
        hub: code of the unit with 50,000 members (fewer in a smaller case).
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.counts = {letter: max(10, size * share // 1_000) for letter, share in _NODES.items()}
        self.hub = self.code("U", 0)
        self.members = min(HUB_MEMBERS, self.counts["P"] // 2)

    def code(self, letter: str, number: int) -> str:
        """The code of an entity."""
        return code_of(letter, f"{number:0{DIGITS}d}")

    def ordinary(self, count: int) -> list[str]:
        """People and incidents that are no hubs."""
        chance = random.Random(SEED)
        return [self.code(letter, chance.randrange(self.counts[letter])) for letter in "PI" for _ in range(count // 2)]

    def batches(self) -> Iterator[Batch]:
        """Every node, then every link. One person in a hundred looks different from the second level up."""
        like = examples()
        yield from parts(self._nodes(like))
        yield from parts(self._links(like))

    def _nodes(self, like: dict[Any, dict[str, Any]]) -> Iterator[Node]:
        for letter, count in self.counts.items():
            label = LABEL_OF[letter]
            for number in range(count):
                code = self.code(letter, number)
                for low, high in spans(letter, number):
                    own: dict[str, Any] = {
                        "code": code,
                        "clear_min": low,
                        "clear_max": high,
                        "records": [f"{number:020x}"],
                    }
                    yield Node(label=label, id=f"{code}@{low}", properties={**like[label], **own})

    def _links(self, like: dict[Any, dict[str, Any]]) -> Iterator[Link]:
        chance = random.Random(SEED + 2)
        serial = 0
        ends: Iterator[tuple[str, tuple[str, int], tuple[str, int]]] = (
            (kind, (first, chance.randrange(self.counts[first])), (last, chance.randrange(1, self.counts[last])))
            for (kind, first, last), share in _LINKS.items()
            for _ in range(self.size * share // 1_000)
        )
        for kind, start, end in ends:
            serial += 1
            yield from self._link(kind, start, end, like[kind], serial)
        for number in range(self.members):
            serial += 1
            yield from self._link("MEMBER_OF", ("P", number), ("U", 0), like["COMMANDED"], serial)

    def _link(
        self, kind: str, start: tuple[str, int], end: tuple[str, int], like: dict[str, Any], serial: int
    ) -> Iterator[Link]:
        for low, high in spans(*start):
            own: dict[str, Any] = {"clear_min": low, "clear_max": high, "records": [f"{serial:020x}"]}
            yield Link(
                type=kind,
                start=f"{self.code(*start)}@{low}",
                end=f"{self.code(*end)}@0",
                start_label=LABEL_OF[start[0]],
                end_label=LABEL_OF[end[0]],
                properties={**like, **own},
            )


def spans(letter: str, number: int) -> Sequence[tuple[int, int]]:
    """For which clearances an entity has a picture of its own."""
    return ((0, 1), (2, 3)) if letter == "P" and number % 100 == 7 else ((0, 3),)


def parts(things: Iterator[Node] | Iterator[Link]) -> Iterator[Batch]:
    """In batches."""
    while found := list(islice(things, _PART)):
        yield Batch(
            base=0,
            revision=0,
            nodes=[one for one in found if isinstance(one, Node)],
            links=[one for one in found if isinstance(one, Link)],
        )


def examples() -> dict[Any, dict[str, Any]]:
    """The properties of one node of each label and one link of each type, as the projection gives them."""
    with folder_for("examples") as folder:
        evidence = evidence_of(folder, 1_000)
        nodes, links = project(evidence.slice())
        evidence.close()
    found: dict[Any, dict[str, Any]] = {node.label: node.properties for node in nodes}
    found.update({link.type: link.properties for link in links})
    return found


def folder_of(size: int) -> Path:
    """Where the case of that size is kept; another one when what is written into it changes."""
    text = Path(__file__).read_bytes() + repr(next(drafts(1_000))).encode()
    return ROOT / ".cache" / "bench" / f"{size}-{SCHEMA}-{hashlib.sha256(text).hexdigest()[:8]}"


def made(size: int) -> Path:
    """The folder of the case, which is made where it is not there; its key lies beside it."""
    folder = folder_of(size)
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = folder.with_name(folder.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        with create_case(fresh, title="Benchmark", key_file=folder.with_suffix(".key")) as case:
            case.store.rebuild(Big(size).batches(), case=case.id, schema=SCHEMA, revision=case.evidence.revision())
            case.store.save()
        fresh.rename(folder)
    return folder


def opened(folder: Path) -> Case:
    """The case, open."""
    return open_case(folder, key_file=folder.with_suffix(".key"))
