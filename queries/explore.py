"""What the Explore page does, as plain functions: find, pick, expand, join, filter, draw.

Every function reads within the reader's clearance and returns plain data. ``Shown`` is a set of nodes and
links as
the store gives them; ``elements`` turns it into what the canvas draws and ``table`` into the accessible view
of the
same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from queries.bundles import Bundle, bundles
from queries.naming import isolated, name_of, title_of
from queries.parameters import entities_of, resolve_code
from queries.reading import LABEL_OF, OPEN_END, OPEN_START, Reading, Row, label_of

HUB = 50
"""From so many links on, expanding first asks which kinds and how many."""
MOST_SHOWN = 2_000
KINDS = tuple(label.lower() for label in LABEL_OF.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Nodes ``{label, properties}`` by code, links ``{type, start, end, properties}``.

    Attributes:
        after: where there are more, what to give as ``after`` for the next page; "" where this is all.
    """

    nodes: dict[str, Row] = field(default_factory=dict)
    links: list[Row] = field(default_factory=list)
    after: str = ""

    @property
    def codes(self) -> list[str]:
        """Codes of the nodes, in the order found."""
        return list(self.nodes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of the picker: so many links of a type, in one direction, to entities of one kind."""

    type: str
    direction: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something that was found.

    Attributes:
        code: the entity, or the document whose page it is.
        kind: person, unit, …, document or page.
        label: what to show; for a page the words in context, in the original.
        why: code (by its code), name, text.
        page: number of the page, 0 for an entity.
        exact: what was typed is, or begins, what is shown; else it is written otherwise.
    """

    code: str
    kind: str
    label: str
    why: str
    page: int = 0
    exact: bool = True


FEWEST_VARIANTS, FEWEST_PAGES = 4, 3
"""So many places of a list are kept for names that are written otherwise, and for pages, where there are such."""


def search(
    reader: Any,
    text: str,
    *,
    limit: int = 20,
    language: str = "en",
    variants: bool = True,
    kinds: Collection[str] | None = None,
) -> list[Hit]:
    """Codes and names, names that are written otherwise, and text of pages: in this order, each best first.

    Args:
        text: nothing is found by fewer than two letters.
        variants: whether names that are written otherwise are wanted.
        kinds: keep to entities of these kinds; pages belong to documents.
    """
    text = text.strip()
    if len(text) < 2:
        return []
    code = resolve_code(reader, text)
    coded: list[Hit] = []
    if code and (kinds is None or kind_of(code) in kinds):
        row = reader.nodes([code])[0]
        label = title_of(row["label"], row["properties"], language)
        coded.append(Hit(code=code, kind=kind_of(code), label=label, why="code"))
    if hasattr(reader, "search_names"):
        named = [_hit(each) for each in reader.search_names(text, limit, kinds=kinds, variants=variants)]
        wanted = kinds is None or "document" in kinds
        pages = [_hit(each) for each in reader.search_pages(text, limit)] if wanted else []
    else:
        named, pages = _search_graph(reader, text, limit, kinds), []
    named = _once(coded + _leading_to_entities(reader, named))
    pages = _once(_leading_to_entities(reader, pages))
    return _shared([hit for hit in named if hit.exact], [hit for hit in named if not hit.exact], pages, limit)


def _once(hits: Iterable[Hit]) -> list[Hit]:
    unique: dict[tuple[str, int], Hit] = {}
    for hit in hits:
        unique.setdefault((hit.code, hit.page), hit)
    return list(unique.values())


def _shared(exact: list[Hit], variants: list[Hit], pages: list[Hit], limit: int) -> list[Hit]:
    """The places of a list: few exact hits leave more of them to the others, and the other way."""
    for_pages = min(len(pages), FEWEST_PAGES)
    for_variants = min(len(variants), FEWEST_VARIANTS)
    shown = exact[: max(0, limit - for_pages - for_variants)]
    shown += variants[: max(0, limit - for_pages - len(shown))]
    return shown + pages[: limit - len(shown)]


def _leading_to_entities(reader: Reading, hits: list[Hit]) -> list[Hit]:
    """A name belongs to a record; the record may have been joined into an entity with another code."""
    entity = entities_of(reader, (hit.code for hit in hits))
    return [replace(hit, code=entity[hit.code]) for hit in hits if hit.code in entity]


def _hit(found: Any) -> Hit:
    if isinstance(found, Hit):
        return found
    page = int(getattr(found, "number", 0))
    words = str(found.snippet if page else found.words)
    kind = "page" if page else kind_of(str(found.code))
    why = "text" if page else "name" if words else "code"
    exact = bool(getattr(found, "exact", True))
    return Hit(code=str(found.code), kind=kind, label=isolated(words), why=why, page=page, exact=exact)


_NAMED = """
MATCH (n:{label})
WHERE n.clear_min <= $clearance AND $clearance <= n.clear_max AND toLower(n.name) CONTAINS $text
RETURN n.code AS code, n.name AS name
ORDER BY name, code LIMIT $limit
"""


def _search_graph(reader: Reading, text: str, limit: int, kinds: Collection[str] | None) -> list[Hit]:
    """Names that the graph itself holds, for a reader that has no search of its own."""
    return [
        Hit(code=row["code"], kind=kind_of(row["code"]), label=isolated(row["name"]), why="name")
        for label in ("Unit", "Person", "Location")
        if kinds is None or label.lower() in kinds
        for row in reader.rows(_NAMED.format(label=label), text=text.lower(), limit=limit)
    ]


def kind_of(code: str) -> str:
    """person, group, unit, location, incident, figure or document; "" for no code."""
    return label_of(code).lower()


def picker(reader: Reading, code: str) -> list[Choice]:
    """What hangs on an entity, counted, the most first: what a hub asks before it expands."""
    choices = [
        Choice(
            type=row["type"],
            direction=row["direction"],
            kind=str(row["label"]).lower(),
            count=int(row["count"]),
        )
        for row in reader.neighbour_counts(code)
    ]
    return sorted(choices, key=lambda each: (-each.count, each.type, each.direction, each.kind))


def is_hub(choices: Iterable[Choice]) -> bool:
    """Whether expanding should ask first."""
    return sum(choice.count for choice in choices) > HUB


def expand(
    reader: Reading,
    code: str,
    kinds: Sequence[str] = (),
    limit: int = 200,
    exclude: Collection[str] = (),
    *,
    types: Sequence[str] = (),
    after: str = "",
) -> Shown:
    """The neighbours of an entity, the links to them, and the links between them and what is shown already.

    Args:
        kinds: keep to neighbours of these kinds (``person``, ``unit`` …); () is all.
        limit: how many neighbours at most.
        exclude: codes on the canvas already: not returned as nodes, but links to them are.
        types: keep to links of these types.
        after: from an earlier answer, for the next page.
    """
    wanted: list[str | None] = [kind.capitalize() for kind in kinds] or [None]
    rows: list[Row] = []
    left = limit
    more = ""
    for label in wanted:
        page = reader.neighbours(code, types=types, limit=max(left, 1), after=after or None, label=label)
        rows += page
        seen = list(dict.fromkeys(row["node"]["properties"]["code"] for row in page))
        left -= len(seen)
        if page.truncated and seen:
            more = max(more, seen[-1])
        if left <= 0:
            break
    nodes = {row["node"]["properties"]["code"]: row["node"] for row in rows}
    fresh = [each for each in nodes if each not in exclude and each != code]
    among = reader.links_among([*fresh, *(each for each in exclude if each != code)]) if fresh else []
    kept = set(fresh)
    links = [row["link"] for row in rows]
    links += (link for link in among if link["start"] in kept or link["end"] in kept)
    return Shown(nodes={each: nodes[each] for each in fresh}, links=links, after=more)


def gather(reader: Reading, codes: Sequence[str], *, shown: Sequence[str] = ()) -> Shown:
    """These entities with every link among them and what is shown: how a query's result comes onto the
    canvas."""
    wanted = [code for code in dict.fromkeys(codes) if code not in set(shown)]
    nodes = {row["properties"]["code"]: row for row in reader.nodes(wanted)}
    fresh = set(nodes)
    among = reader.links_among([*nodes, *shown]) if nodes else []
    links = [link for link in among if link["start"] in fresh or link["end"] in fresh]
    return Shown(nodes=nodes, links=links)


def path(
    reader: Reading,
    a: str,
    b: str,
    *,
    types: Sequence[str] = (),
    on_day: str | None = None,
    limit: int = 5,
) -> Shown:
    """Every shortest way between two entities (at most ``limit``) as one set; empty where there is none."""
    found = reader.paths(a, b, types=types, on_day=on_day, limit=limit)
    codes = list(dict.fromkeys(code for each in found for code in each.nodes))
    steps = {frozenset(pair) for each in found for pair in pairwise(each.nodes)}
    links = [
        link
        for link in reader.links_among(codes)
        if frozenset((link["start"], link["end"])) in steps
        and (not types or link["type"] in types)
        and (on_day is None or _touches(link["properties"], on_day, on_day))
    ]  # a path names one link a step; another claim of the same step belongs to it
    return Shown(nodes={row["properties"]["code"]: row for row in reader.nodes(codes)}, links=links)


def joined(*parts: Shown) -> Shown:
    """Several sets as one; a node or link that is in two of them comes once."""
    nodes: dict[str, Row] = {}
    links: dict[str, Row] = {}
    for part in parts:
        nodes.update(part.nodes)
        for link in part.links:
            links.setdefault(_same(link), link)
    return Shown(nodes=nodes, links=list(links.values()))


def _same(link: Row) -> str:
    return repr((link["type"], link["start"], link["end"], sorted(link["properties"].items(), key=lambda kv: kv[0])))


def filtered(
    shown: Shown,
    *,
    kinds: Collection[str] = KINDS,
    types: Collection[str] = (),
    first: str = OPEN_START,
    last: str = OPEN_END,
    vetting: Collection[str] = (),
) -> Shown:
    """What passes the filters; hidden is not deleted, so the caller keeps the whole.

    Args:
        kinds: kinds of nodes to keep.
        types: link types to keep; () is all.
        first, last: ISO days; a node or link stays whose period can touch them, and one without a period.
        vetting: statuses of links to keep; () is all.
    """
    nodes = {
        code: node
        for code, node in shown.nodes.items()
        if node["label"].lower() in kinds and _touches(node["properties"], first, last)
    }
    links = [
        link
        for link in shown.links
        if (not types or link["type"] in types)
        and (not vetting or link["properties"].get("vetting", "unvetted") in vetting)
        and _touches(link["properties"], first, last)
    ]
    return Shown(
        nodes=nodes,
        links=[link for link in links if link["start"] in nodes and link["end"] in nodes],
        after=shown.after,
    )


def _touches(properties: Mapping[str, Any], first: str, last: str) -> bool:
    since = str(properties.get("since_min") or OPEN_START)
    until = str(properties.get("until_max") or OPEN_END)
    return since <= last and first <= until


def elements(
    shown: Shown,
    *,
    positions: Mapping[str, tuple[float, float]] = {},
    language: str = "en",
    known: Collection[str] = (),
) -> list[dict[str, Any]]:
    """Cytoscape elements: nodes by code, edges by bundle (same ends, type and kind or role).

    Node data: ``id`` = code, ``code``, ``kind``, ``label``, ``name``; classes: the kind, ``protected``,
    ``unnamed``,
    ``disputed``. Edge data: ``id``, ``source``, ``target``, ``type``, ``of`` (kind or role), ``label``
    ("dates ·
    number of independent origins"), ``n`` (links in the bundle); classes: the type in small letters,
    ``vetting-<status>``, ``alleged`` for alleged involvement and accusations. Retracted links are not drawn,
    nor
    those whose ends are neither in ``shown`` nor in ``known`` (codes on the canvas already).
    """
    drawn: list[dict[str, Any]] = []
    for code, node in shown.nodes.items():
        data = {
            "id": code,
            "code": code,
            "kind": node["label"].lower(),
            "name": name_of(node["label"], node["properties"]),
            "label": title_of(node["label"], node["properties"], language),
        }
        element: dict[str, Any] = {"group": "nodes", "data": data, "classes": " ".join(_node_classes(node))}
        if code in positions:
            x, y = positions[code]
            element["position"] = {"x": x, "y": y}
        drawn.append(element)
    ends = set(shown.nodes) | set(known)
    drawn += (
        _edge(bundle, language)
        for bundle in bundles(shown.links)
        if bundle.start in ends and bundle.end in ends and bundle.vetting != "retracted"
    )
    return drawn


def _node_classes(node: Row) -> list[str]:
    properties = node["properties"]
    classes = [node["label"].lower()]
    classes += (name for name in ("protected", "unnamed") if properties.get(name) is True)
    if properties.get("vetting") == "disputed":
        classes.append("disputed")
    return classes


ALLEGED = ("PERPETRATOR_OF", "ACCUSED")


def _edge(bundle: Bundle, language: str) -> dict[str, Any]:
    classes = [bundle.type.lower(), f"vetting-{bundle.vetting}"]
    if bundle.type in ALLEGED:
        classes.append("alleged")
    if bundle.type == "SUBORDINATE_TO":
        classes.append(f"kind-{bundle.of}")
    data = {
        "id": bundle.id,
        "source": bundle.start,
        "target": bundle.end,
        "type": bundle.type,
        "of": bundle.of,
        "label": bundle.label(language),
        "n": len(bundle.links),
        "vetting": bundle.vetting,
        "independent": bundle.n_independent,
    }
    return {"group": "edges", "data": data, "classes": " ".join(classes)}


def table(shown: Shown, *, language: str = "en") -> tuple[list[Row], list[Row]]:
    """The same as two tables, for readers who do not see the canvas: entities, and bundles of links."""
    nodes = [
        {
            "code": code,
            "kind": node["label"].lower(),
            "label": title_of(node["label"], node["properties"], language).replace("\n", " "),
            "records": int(node["properties"].get("n_records") or 0),
            "documents": int(node["properties"].get("n_documents") or 0),
            "vetting": str(node["properties"].get("vetting") or ""),
        }
        for code, node in shown.nodes.items()
    ]
    links = [
        {
            "start": each.start,
            "type": each.type,
            "of": each.of,
            "end": each.end,
            "dates": each.dates,
            "independent": each.n_independent,
            "vetting": each.vetting,
        }
        for each in bundles(shown.links)
    ]
    return nodes, links
