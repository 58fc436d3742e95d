"""Where nodes stand on the canvas. The server works it out: a browser needs a minute for what takes a second here.

Coordinates are screen units (y grows downwards), nodes about ``SPACING`` apart. The same graph with the same fixed
positions gives the same picture.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import rustworkx

SPRING_UP_TO = 2_000
SPACING = 205.0
SEED = 417_208
Point = tuple[float, float]
_graphviz = threading.Lock()  # its C library keeps global state


def positions(
    nodes: Sequence[str], links: Iterable[tuple[str, str]], fixed: Mapping[str, Point] = {}
) -> dict[str, Point]:
    """A position for every node; those in ``fixed`` stay where they are, and new ones come beside what they touch.

    Args:
        nodes: codes, each once; the order makes no difference.
        links: pairs of codes; those with an end outside ``nodes`` are left out.
    """
    codes = sorted(dict.fromkeys(nodes))
    known = set(codes)
    pairs = sorted({(min(a, b), max(a, b)) for a, b in links if a != b and a in known and b in known})
    held = {code: fixed[code] for code in codes if code in fixed}
    if len(held) == len(codes):
        return held
    if held:
        return _beside(codes, pairs, held)
    if len(codes) <= SPRING_UP_TO:
        found = _spring(codes, pairs)
    else:
        found = _sfdp(codes, pairs)
    return _apart(codes, found)


def _spring(codes: list[str], pairs: list[tuple[str, str]]) -> dict[str, Point]:
    graph: rustworkx.PyGraph[str, None] = rustworkx.PyGraph(multigraph=False)
    index = dict(zip(codes, graph.add_nodes_from(codes), strict=True))
    graph.add_edges_from_no_data([(index[a], index[b]) for a, b in pairs])
    layout = rustworkx.spring_layout(graph, seed=SEED, num_iter=60 if len(codes) <= 500 else 30)
    scale = SPACING * math.sqrt(len(codes)) / 2
    return {code: (float(layout[at][0]) * scale, float(layout[at][1]) * scale) for code, at in index.items()}


def _sfdp(codes: list[str], pairs: list[tuple[str, str]]) -> dict[str, Point]:
    import pygraphviz

    graph = pygraphviz.AGraph(strict=True, directed=False)
    graph.graph_attr.update(start=str(SEED), overlap="scale", splines="none")
    graph.node_attr.update(shape="point", width="0.1", height="0.1", label="")
    names = {code: f"n{number}" for number, code in enumerate(codes)}
    graph.add_nodes_from(names.values())
    graph.add_edges_from((names[a], names[b]) for a, b in pairs)
    with _graphviz:
        _seed_c_library()
        graph.layout(prog="sfdp")
    found: dict[str, Point] = {}
    for code, name in names.items():
        x, y = graph.get_node(name).attr["pos"].split(",")
        found[code] = (float(x), -float(y))
    lengths = sorted(math.dist(found[a], found[b]) for a, b in pairs)
    typical = lengths[len(lengths) // 2] if lengths else 0.0
    stretch = SPACING / typical if typical > 0 else 1.0
    return {code: (x * stretch, y * stretch) for code, (x, y) in found.items()}


def _seed_c_library() -> None:
    """sfdp seeds its first step by ``start`` and draws the rest from C's ``rand``, which goes on from call to call.

    Where the C library is not reached like this the picture is as good, but not the same each time.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).srand(SEED)


def _beside(codes: list[str], pairs: list[tuple[str, str]], held: dict[str, Point]) -> dict[str, Point]:
    """New nodes around what they touch: on circles about the middle of their placed neighbours, none on another."""
    near: dict[str, list[str]] = {code: [] for code in codes}
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
    placed = dict(held)
    taken = {_cell(point) for point in placed.values()}
    waiting = [code for code in codes if code not in placed]
    middle = _middle(placed.values())
    while waiting:
        # Those with most placed neighbours first, so that chains grow outwards from what is shown.
        waiting.sort(key=lambda code: (-sum(each in placed for each in near[code]), code))
        ready = [code for code in waiting if any(each in placed for each in near[code])] or waiting[:1]
        for code in ready:
            around = [placed[each] for each in near[code] if each in placed]
            placed[code] = _free_place(_middle(around) if around else middle, taken)
        waiting = [code for code in waiting if code not in placed]
    return placed


def _free_place(centre: Point, taken: set[tuple[int, int]]) -> Point:
    ring = 1
    while True:
        slots = 6 * ring
        for slot in range(slots):
            angle = 2 * math.pi * slot / slots + ring
            point = (centre[0] + ring * SPACING * math.cos(angle), centre[1] + ring * SPACING * math.sin(angle))
            cell = _cell(point)
            if cell not in taken:
                taken.add(cell)
                return point
        ring += 1


def _cell(point: Point) -> tuple[int, int]:
    return round(point[0] / (SPACING * 0.7)), round(point[1] / (SPACING * 0.7))


def _middle(points: Iterable[Point]) -> Point:
    all_points = list(points)
    if not all_points:
        return 0.0, 0.0
    return (
        sum(x for x, _ in all_points) / len(all_points),
        sum(y for _, y in all_points) / len(all_points),
    )


def _apart(codes: list[str], found: dict[str, Point]) -> dict[str, Point]:
    """Moved so that the middle is at 0, 0, and nodes that came to lie on one spot are parted."""
    centre = _middle(found.values())
    seen: dict[tuple[int, int], int] = {}
    moved: dict[str, Point] = {}
    for code in codes:
        x, y = found[code][0] - centre[0], found[code][1] - centre[1]
        if not (math.isfinite(x) and math.isfinite(y)):
            x = y = 0.0
        spot = (round(x), round(y))
        times = seen[spot] = seen.get(spot, -1) + 1
        if times:
            angle = times * 2.399963  # the golden angle: points on a spiral never meet
            radius = SPACING * 0.5 * math.sqrt(times)
            x, y = x + radius * math.cos(angle), y + radius * math.sin(angle)
        moved[code] = (round(x, 1), round(y, 1))
    return moved


Size = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A chart in layers: middles of boxes and labels, lines as Bézier curves from start to end. y grows downwards.

    Attributes:
        lines: for each line given, its points: the first, then three for each curve.
        labels: the middle of each line's label.
    """

    size: Size
    boxes: dict[str, Point]
    lines: list[list[Point]]
    labels: list[Point]


def flow(
    boxes: Mapping[str, Size], lines: Sequence[tuple[str, str, Size]], *, direction: Literal["TB", "LR"] = "TB"
) -> Flow:
    """Boxes in layers so that lines lead one way, none over another's label: charts of command and of incidents.

    Args:
        boxes: name to width and height, in points.
        lines: from, to, and the room that the label needs; both ends are boxes.
    """
    import pygraphviz

    graph = pygraphviz.AGraph(strict=False, directed=True)
    graph.graph_attr.update(rankdir=direction, nodesep="0.25", ranksep="0.3", splines="spline")
    graph.node_attr.update(shape="box", fixedsize="true", label="")
    names = {box: f"n{number}" for number, box in enumerate(boxes)}
    for box, (width, height) in boxes.items():
        graph.add_node(names[box], width=f"{width / 72:.3f}", height=f"{height / 72:.3f}")
    for number, (start, end, (width, height)) in enumerate(lines):
        room = (
            f"<<TABLE BORDER='0' FIXEDSIZE='TRUE' WIDTH='{width:.0f}' HEIGHT='{height:.0f}'><TR><TD></TD></TR></TABLE>>"
        )
        graph.add_edge(names[start], names[end], key=f"e{number}", label=room)
    with _graphviz:
        _seed_c_library()
        graph.layout(prog="dot")
    _, _, wide, high = (float(part) for part in graph.graph_attr["bb"].split(","))
    edges = [graph.get_edge(names[start], names[end], key=f"e{n}") for n, (start, end, _) in enumerate(lines)]
    return Flow(
        size=(wide, high),
        boxes={box: _turned(graph.get_node(name).attr["pos"], high) for box, name in names.items()},
        lines=[_curve(edge.attr["pos"], high) for edge in edges],
        labels=[_turned(edge.attr["lp"], high) for edge in edges],
    )


def _turned(text: Any, high: float) -> Point:
    x, y = str(text).split(",")[-2:]
    return round(float(x), 1), round(high - float(y), 1)


def _curve(text: Any, high: float) -> list[Point]:
    """Points of a line as Graphviz writes them; where an arrow was cut off for its head, the tip ends it again."""
    parts = str(text).replace("\\\n", "").split()
    tip = next((_turned(part, high) for part in parts if part.startswith("e,")), None)
    points = [_turned(part, high) for part in parts if part[0] not in "es"]
    return [*points, tip, tip, tip] if tip is not None else points
