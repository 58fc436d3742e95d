"""Small shapes that both backends' reads share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from graph.errors import StoreError
from graph.stores.store import LEVELS, Batch, Limits, Link, Node, Row, label_of

MOST = Limits(seconds=30.0, rows=1_000_000)


def values(properties: Row) -> Row:
    """Properties as they were given: without the id, and without what an engine adds to a map of its own."""
    return {key: value for key, value in properties.items() if key not in ("id", "title", "type")}


def check_clearance(clearance: int) -> None:
    """Refuse what is not a clearance; `True` is none."""
    if type(clearance) is not int or clearance not in LEVELS:
        raise StoreError("A clearance is a whole number from 0 to 3.")


def link_of(row: Row) -> Row:
    return {
        "type": row["type"],
        "start": row["start"],
        "end": row["end_"],
        "properties": values(row["properties"]),
    }


def order(link: Row) -> tuple[str, ...]:
    return (
        link["start"],
        link["end"],
        link["type"],
        repr(sorted(link["properties"].items(), key=lambda kv: kv[0])),
    )


def by_label(codes: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for code in dict.fromkeys(codes):
        label = label_of(code)
        if label is not None:
            groups[label].append(code)
    yield from groups.items()


def type_pattern(types: Sequence[str]) -> str:
    return ":" + "|".join(plain_word(name) for name in types) if types else ""


def plain_word(name: str) -> str:
    """A label or link type that goes into a query's text; anything but a plain word is refused."""
    if not (name.isascii() and name.isidentifier()):
        raise StoreError("A link's type or a label is a plain word.")
    return name


def gathered(batches: Iterable[Batch], size: int = 20_000) -> Iterator[Batch]:
    """The nodes and links of many batches in fewer, larger ones, in the same order; for a rebuild."""
    nodes: list[Node] = []
    links: list[Link] = []
    for batch in batches:
        nodes += batch.nodes
        links += batch.links
        if len(nodes) + len(links) >= size:
            yield Batch(base=0, revision=0, nodes=nodes, links=links)
            nodes, links = [], []
    if nodes or links:
        yield Batch(base=0, revision=0, nodes=nodes, links=links)
