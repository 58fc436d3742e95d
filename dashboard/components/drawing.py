"""What the canvas shows as an SVG file: the same marks and lines, nothing that a viewer would have to load."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from dashboard.components.canvas_style import ALLEGED, FONT, INK, LINE, LINES
from dashboard.components.icons import COLOURS, PATHS

RADIUS = 19.0
MARGIN = 110.0
DASHES = {"solid": "", "dashed": "7 5", "dotted": "1.5 4"}
Element = Mapping[str, Any]


def to_svg(elements: Sequence[Element], *, direction: str = "ltr", caption: Sequence[str] = ()) -> str:
    """Elements with positions as a drawing; nodes without a position, and lines to them, are left out.

    Args:
        caption: lines written below it, so that they travel with the picture.
    """
    at = {
        each["data"]["id"]: (each["position"]["x"], each["position"]["y"])
        for each in elements
        if each["group"] == "nodes" and "position" in each
    }
    xs, ys = [x for x, _ in at.values()] or [0.0], [y for _, y in at.values()] or [0.0]
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    width, height = max(max(xs) - left + MARGIN, 640.0), max(ys) - top + MARGIN
    below, height = top + height, height + 24 * (len(caption) + 1) * bool(caption)
    lines = [_edge(each, at) for each in elements if each["group"] == "edges"]
    nodes = [_node(each, at[each["data"]["id"]]) for each in elements if each["data"]["id"] in at]
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" direction="{direction}" font-family={quoteattr(FONT)}>'
    )
    return "\n".join(
        [
            opening,
            f'<rect x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
            *_arrows(),
            *lines,
            *nodes,
            *(_below(line, left, width, below + 24 * at, direction) for at, line in enumerate(caption)),
            "</svg>",
        ]
    )


def _below(line: str, left: float, width: float, y: float, direction: str) -> str:
    x = left + width - 20 if direction == "rtl" else left + 20
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="14" fill="{INK}" text-anchor="start">{escape(line)}</text>'


def _arrows() -> list[str]:
    return [
        f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 1 10 5 0 9z" fill="{colour}"/></marker>'
        for name, colour in (("arrow", LINE), ("alleged", ALLEGED))
    ]


def _edge(element: Element, at: Mapping[str, tuple[float, float]]) -> str:
    data = element["data"]
    if data["source"] not in at or data["target"] not in at or data["source"] == data["target"]:
        return ""
    (x1, y1), (x2, y2) = at[data["source"]], at[data["target"]]
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    alleged = "alleged" in element["classes"].split()
    dash = DASHES[LINES.get(data["vetting"], "dashed")]
    strong = data["vetting"] in ("confirmed", "disputed")
    line = (
        f'<line x1="{x1 + ux * RADIUS:.1f}" y1="{y1 + uy * RADIUS:.1f}" x2="{x2 - ux * RADIUS:.1f}" '
        f'y2="{y2 - uy * RADIUS:.1f}" stroke="{ALLEGED if alleged else LINE}" stroke-width="{2.4 if strong else 1.6}" '
        f'stroke-linecap="round" {f"""stroke-dasharray="{dash}" """ if dash else ""}'
        f'marker-end="url(#{"alleged" if alleged else "arrow"})"/>'
    )
    return line + _text(data["label"], (x1 + x2) / 2, (y1 + y2) / 2, 10, "#46525f")


def _node(element: Element, place: tuple[float, float]) -> str:
    x, y = place
    kind = element["data"]["kind"]
    colour = COLOURS.get(kind, INK)
    return (
        f"{_shape(kind, x, y, colour)}"
        f'<g transform="translate({x - 11:.1f} {y - 11:.1f}) scale(.917)" fill="none" stroke="#ffffff" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{PATHS.get(kind, "")}</g>'
        f"{_text(element['data']['label'], x, y + RADIUS + 15, 12, INK)}"
    )


def _shape(kind: str, x: float, y: float, colour: str) -> str:
    r = RADIUS
    if kind in ("unit", "document", "figure"):
        round_ = 6 if kind == "unit" else 2
        return f'<rect x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r}" height="{2 * r}" rx="{round_}" fill="{colour}"/>'
    sides = {"location": 4, "incident": 8}.get(kind)
    if sides is None:
        ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r + 3}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" fill="{colour}"/>' + (ring if kind == "group" else "")
    turn = 0.0 if sides == 4 else math.pi / sides
    big = r * (1.25 if sides == 4 else 1.06)
    angles = [turn + 2 * math.pi * side / sides for side in range(sides)]
    points = " ".join(f"{x + big * math.cos(angle):.1f},{y + big * math.sin(angle):.1f}" for angle in angles)
    return f'<polygon points="{points}" fill="{colour}" stroke="{colour}" stroke-width="3" stroke-linejoin="round"/>'


def _text(text: str, x: float, y: float, size: int, colour: str) -> str:
    """Lines under one another, with a white edge so that they can be read over lines."""
    if not text:
        return ""
    spans = "".join(
        f'<tspan x="{x:.1f}" dy="{0 if number == 0 else size * 1.25:.1f}">{escape(line)}</tspan>'
        for number, line in enumerate(text.split("\n"))
    )
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="middle" stroke="#ffffff" '
        f'stroke-width="3" paint-order="stroke" stroke-linejoin="round">{spans}</text>'
    )
