"""The one narrow door to a graph database: what every backend promises, and `open_store`.

A case graph is disposable: it follows from the evidence and can be rebuilt at any time. It holds nodes with
one label each, links with one type each, and one `Case` node that says whose graph it is, which revision of
the evidence it shows and which schema wrote it. Nothing outside this package knows which engine keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, Protocol

from graph.errors import StoreError

Value = str | int | float | bool | None | list[str]
Row = dict[str, Any]
Params = Mapping[str, Any]
Direction = Literal["in", "out"]

# A code's first letter says the label, so that a lookup by code alone always goes through an index.
LABEL_OF: dict[str, str] = {
    "P": "Person",
    "G": "Group",
    "U": "Unit",
    "L": "Location",
    "F": "Figure",
    "I": "Incident",
    "D": "Document",
}
LABELS: tuple[str, ...] = tuple(LABEL_OF.values())
LEVELS = range(4)
REBUILDING = -1
RESERVED = frozenset({"id", "title", "type", "label"})

_PROPERTY = re.compile(r"[a-z][a-z0-9_]*\Z")
_LINK_TYPE = re.compile(r"[A-Z][A-Z0-9_]*\Z")
_LOWEST, _HIGHEST = -(2**63), 2**63 - 1
_TEXT = frozenset({str})
_TOP = max(LEVELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One entity as one span of clearances sees it.

    `id` is `code@clear_min`, unique over all nodes. `properties` holds `code`, `clear_min`, `clear_max` and
    whatever the model allows, never a key `id`, `title`, `type` or `label`.
    """

    label: str
    id: str
    properties: dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link between two nodes, named by their ids. Its span lies inside the spans of both ends."""

    type: str
    start: str
    end: str
    start_label: str
    end_label: str
    properties: dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What turns a graph at revision `base` into the graph at `revision`.

    First every node with a code in `remove` goes, with all its links; then `nodes`, then `links` come.
    """

    base: int
    revision: int
    remove: Sequence[str] = ()
    nodes: Sequence[Node] = ()
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphState:
    """Whose graph it is, which evidence revision it shows, which schema wrote it.

    `revision` is `REBUILDING` where a rebuild began and did not end: such a graph must be rebuilt, never
    read.
    """

    case: str
    revision: int
    schema: int

    @property
    def complete(self) -> bool:
        """Whether the graph is whole."""
        return self.revision >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a query may run, in seconds, and how many rows of its answer are kept."""

    seconds: float = 30.0
    rows: int = 10_000


USUAL = Limits()


class Rows(list[Row]):
    """Rows of an answer. `truncated` says that there are more than the limit let through."""

    def __init__(self, rows: Iterable[Row] = (), *, truncated: bool = False) -> None:
        super().__init__(rows)
        self.truncated = truncated


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The answer to a free query: columns in the order asked, rows, and whether rows were left off."""

    columns: list[str]
    rows: list[Row]
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A way between two entities: codes in order, and for each step a link `{type, start, end, properties}`.

    `start` and `end` are codes and say the link's own direction, which may run against the path's.
    """

    nodes: list[str]
    links: list[Row] = field(default_factory=list)


class DamagedGraph(StoreError):
    """The graph cannot be read as it was written: rebuild it from the evidence."""


class Store(Protocol):
    """A graph database that holds one case. Every method may raise `StoreError` or one of its kinds, nothing
    else.

    Reads may be called from many threads. `clearance` is 0..3, and an answer is what the graph of that
    clearance gives, as if it held nothing else. Dates are ISO text, in and out.
    """

    name: str

    def state(self) -> GraphState | None:
        """What this graph shows; None where it is empty.

        Raises ForeignGraph where something lives there that is not a case, DamagedGraph where it cannot be
        read.
        """

    def claim(self, case: str, schema: int) -> None:
        """Stamp an empty graph as this case's, at revision 0; nothing to do where it is this case's already.

        Raises ForeignGraph where it holds another case or anything else.
        """

    def apply(self, batch: Batch) -> None:
        """Take the graph from `batch.base` to `batch.revision` in one transaction.

        Raises StoreError, with nothing written, where the graph is not at `base`, an id is taken, the end of
        a link is missing, or a value is not one that both backends can hold.
        """

    def rebuild(self, batches: Iterable[Batch], *, case: str, schema: int, revision: int) -> None:
        """Replace the whole graph by the nodes and links of `batches`, in order; their `base`, `revision` and
        `remove` play no part. Written in chunks: until it ends, `state()` says the old revision with the old
        graph still whole, or `REBUILDING`. Raises ForeignGraph where a server holds another case.
        """

    def rows(self, cypher: str, params: Params, *, clearance: int, limits: Limits = USUAL) -> Rows:
        """Run a shipped, trusted query, read-only, with `$clearance` added to its parameters."""

    def free(self, cypher: str, params: Params, *, limits: Limits = USUAL) -> Result:
        """Run somebody's own Cypher over the whole graph, whose right to full clearance the caller has
        checked.

        That graph holds every span of an entity as a node of its own; `n.clear_min <= $clearance AND $clearance
        <= n.clear_max` keeps to one ($clearance is 3 where it is not given). Raises QueryRefused for anything but
        plain reading of this graph, QueryTimeout past `limits.seconds`.
        """

    def explain(self, cypher: str, params: Params, *, limits: Limits = USUAL) -> None:
        """Judge somebody's own Cypher as `free` does, without running it. Raises QueryRefused, whose `at` is the
        line and column of a mistake where the engine says it."""

    def neighbour_counts(self, code: str, *, clearance: int) -> Rows:
        """How many links of which `type`, `direction` (in, out) and neighbour `label`: rows with `count`."""

    def neighbours(
        self,
        code: str,
        *,
        clearance: int,
        types: Sequence[str] = (),
        limit: int = 200,
        after: str | None = None,
        direction: Direction | None = None,
        label: str | None = None,
    ) -> Rows:
        """Links of an entity with the node at the other end: `{link: {type, start, end, properties}, node:
        {label, properties}}`, by the neighbour's code.

        `limit` counts neighbours: all links to one come together. Where `truncated`, the next page is the one
        `after` the last row's neighbour code.
        """

    def nodes(self, codes: Sequence[str], *, clearance: int) -> Rows:
        """`{label, properties}` of the entities with these codes, in their order; what cannot be seen is
        absent.
        """

    def links_among(self, codes: Sequence[str], *, clearance: int) -> Rows:
        """`{type, start, end, properties}` of every link with both ends among these codes."""

    def shortest_paths(
        self,
        a: str,
        b: str,
        *,
        clearance: int,
        types: Sequence[str] = (),
        on_day: str | None = None,
        limit: int = 5,
        max_length: int = 8,
    ) -> list[Path]:
        """The shortest ways from `a` to `b` over visible links, at most `limit`, ordered by their codes.

        `types` keeps to links of these types, `on_day` (ISO) to links whose period can hold that day
        (`since_min` to `until_max`; a link without a period counts). Both bind the search itself, so what
        they leave out never hides a way around it.
        """

    def count(self) -> dict[str, int]:
        """How many nodes of each label and links of each type, over all clearances (for checks, not for
        readers).
        """

    def save(self) -> None:
        """Keep what was applied; nothing to do for a server."""

    def clear(self) -> None:
        """Empty the graph, whichever case it shows. Raises ForeignGraph where it is not a case's."""

    def close(self) -> None:
        """Let go of files and connections; what was not saved is rebuilt from the evidence."""


def open_store(url: str, *, password: Callable[[], str] | None = None) -> Store:
    """The store behind a URL; nothing is read or checked yet.

    `kglite:/path/graph.kgl` and `memory:` are embedded; `bolt://`, `neo4j://`, `neo4j+s://` (and their `+s`,
    `+ssc` kin) name a Neo4j server, optionally `user@` and `/database`. A password in the URL is refused.
    """
    scheme = url.partition(":")[0]
    if scheme in ("kglite", "memory"):
        from graph.stores.embedded import EmbeddedStore

        return EmbeddedStore(url.partition(":")[2] or None)
    if scheme.partition("+")[0] in ("bolt", "neo4j"):
        from graph.stores.neo4j import Neo4jStore

        return Neo4jStore(url, password=password)
    raise StoreError("A graph database is named by 'kglite:FILE', 'memory:', 'bolt://HOST' or 'neo4j://HOST'.")


def label_of(code: str) -> str | None:
    """The label of the entity with this code, None where no code begins so."""
    return LABEL_OF.get(code[:1])


def check_batch(batch: Batch) -> None:
    """Refuse what one backend would hold and the other would not.

    Raises StoreError naming label or type and property, never the value.
    """
    for node in batch.nodes:
        if node.label not in LABELS:
            raise StoreError(f"A node's label must be one of {', '.join(LABELS)}.")
        _check_properties(node.label, node.properties)
        code, lowest = node.properties.get("code"), node.properties["clear_min"]
        if not isinstance(code, str) or node.id != f"{code}@{lowest}" or label_of(code) != node.label:
            raise StoreError(f"A {node.label} must be identified as 'code@clear_min', by a code of its own kind.")
    for link in batch.links:
        if not _LINK_TYPE.match(link.type) or not {link.start_label, link.end_label} <= set(LABELS):
            raise StoreError("A link's type is in capitals, and both its ends carry a label of the model.")
        _check_properties(link.type, link.properties)


def _check_properties(owner: str, properties: Mapping[str, Value]) -> None:
    _check_names(owner, tuple(properties))
    for key, value in properties.items():
        kind = type(value)  # exactly, and the frequent ones first: millions of values pass here
        if kind is str or kind is bool or value is None:
            continue
        if kind is int:
            if _LOWEST <= value <= _HIGHEST:  # type: ignore[operator]
                continue
        elif kind is list:
            if _TEXT.issuperset(map(type, value)):  # type: ignore[arg-type]
                continue
        elif kind is float and value - value == 0:  # type: ignore[operator]
            continue  # neither infinite nor "not a number"
        raise StoreError(f"{owner}.{key}: expected text, a number, yes or no, or a list of texts.")
    lowest, highest = properties.get("clear_min"), properties.get("clear_max")
    if type(lowest) is not int or type(highest) is not int or not 0 <= lowest <= highest <= _TOP:
        raise StoreError(f"{owner}: clear_min and clear_max must be a span of clearances within 0..3.")


@lru_cache(maxsize=4_096)  # the same few sets of names come a million times
def _check_names(owner: str, names: tuple[str, ...]) -> None:
    if any(name in RESERVED or not _PROPERTY.match(name) for name in names):
        raise StoreError(f"{owner}: a property's name is lower-case, and not id, title, type or label.")
