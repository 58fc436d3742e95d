"""Small graphs for tests of the stores."""

from __future__ import annotations

from graph.stores.store import LABEL_OF, Batch, Link, Node, Store, Value

CASE = "case-under-test"
SCHEMA = 3


def node(code: str, low: int = 0, high: int = 3, /, **properties: Value) -> Node:
    """A node for a span of clearances."""
    own: dict[str, Value] = {"code": code, "clear_min": low, "clear_max": high}
    return Node(label=LABEL_OF[code[0]], id=f"{code}@{low}", properties=own | properties)


def link(kind: str, start: str, end: str, low: int = 0, high: int = 3, /, **properties: Value) -> Link:
    """A link for a span of clearances; `start` and `end` are codes, or ids where the span of an end matters."""
    own: dict[str, Value] = {"clear_min": low, "clear_max": high}
    first, second = (name if "@" in name else f"{name}@0" for name in (start, end))
    return Link(
        type=kind,
        start=first,
        end=second,
        start_label=LABEL_OF[start[0]],
        end_label=LABEL_OF[end[0]],
        properties=own | properties,
    )


def people(count: int) -> list[Node]:
    """Person P-00000, P-00001, ..."""
    return [node(f"P-{number:05d}") for number in range(count)]


def fill(store: Store, *parts: Node | Link) -> None:
    """Claim the store for the case under test and put these nodes and links in, at revision 1."""
    store.claim(CASE, SCHEMA)
    nodes = [part for part in parts if isinstance(part, Node)]
    links = [part for part in parts if isinstance(part, Link)]
    store.apply(Batch(base=0, revision=1, nodes=nodes, links=links))
