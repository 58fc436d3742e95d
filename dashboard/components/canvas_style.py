"""How the canvas draws: kinds by colour, shape and drawing; lines by confidence."""

from __future__ import annotations

from typing import Any

from dashboard.components.icons import COLOURS, drawing

SHAPES: dict[str, str] = {
    "person": "ellipse",
    "group": "ellipse",
    "unit": "round-rectangle",
    "location": "round-diamond",
    "incident": "round-octagon",
    "figure": "round-tag",
    "document": "cut-rectangle",
}
# Retracted is not drawn at all.
LINES: dict[str, str] = {"confirmed": "solid", "vetted": "dashed", "unvetted": "dashed", "disputed": "dotted"}
# Cytoscape's own "dotted" has gaps of one pixel and looks solid from a step away.
DRAWN: dict[str, dict[str, Any]] = {
    "solid": {"line-style": "solid"},
    "dashed": {"line-style": "dashed", "line-dash-pattern": [8, 5]},
    "dotted": {"line-style": "dashed", "line-dash-pattern": [0.5, 6.5], "line-cap": "round"},
}
INK, LINE, ALLEGED = "#1d2733", "#7b8794", "#a3423c"
FONT = (
    'system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans Arabic", "Noto Naskh Arabic", '
    '"Helvetica Neue", Arial, sans-serif'
)


def stylesheet() -> list[dict[str, Any]]:
    """The canvas's style, in Cytoscape's terms."""
    return [*_nodes(), *_edges(), *_marks()]


def _nodes() -> list[dict[str, Any]]:
    base = {
        "width": 38,
        "height": 38,
        "label": "data(label)",
        "font-family": FONT,
        "font-size": 12,
        "color": INK,
        "text-wrap": "wrap",
        "text-max-width": 140,
        "text-valign": "bottom",
        "text-margin-y": 6,
        "text-background-color": "#ffffff",
        "text-background-opacity": 0.85,
        "text-background-padding": 2,
        "text-background-shape": "round-rectangle",
        "min-zoomed-font-size": 5,
        "background-width": "58%",
        "background-height": "58%",
        "border-width": 2,
        "border-color": "#ffffff",
    }
    kinds = [
        {
            "selector": f"node.{kind}",
            "style": {
                "background-color": colour,
                "shape": SHAPES[kind],
                "background-image": drawing(kind, "#ffffff"),
            },
        }
        for kind, colour in COLOURS.items()
        if kind in SHAPES
    ]
    return [
        {"selector": "node", "style": base},
        *kinds,
        {"selector": "node.group", "style": {"border-width": 4, "border-style": "double", "border-color": "#0d6e78"}},
        {"selector": "node.location", "style": {"width": 44, "height": 44}},
        {"selector": "node.protected", "style": {"font-family": "ui-monospace, monospace", "font-size": 11}},
        {"selector": "node.unnamed", "style": {"background-opacity": 0.75, "font-style": "italic"}},
        {"selector": "node.disputed", "style": {"border-style": "dotted", "border-color": INK, "border-width": 2}},
    ]


def _edges() -> list[dict[str, Any]]:
    base = {
        "width": 1.6,
        "line-color": LINE,
        "curve-style": "bezier",
        "control-point-step-size": 52,
        "target-arrow-shape": "triangle",
        "target-arrow-color": LINE,
        "arrow-scale": 0.9,
        "label": "data(label)",
        "font-family": FONT,
        "font-size": 11,
        "color": "#46525f",
        "text-wrap": "wrap",
        "text-max-width": 180,
        "text-background-color": "#ffffff",
        "text-background-opacity": 0.75,
        "text-background-padding": 2,
        "min-zoomed-font-size": 6,
    }
    statuses = [{"selector": f"edge.vetting-{status}", "style": DRAWN[line]} for status, line in LINES.items()]
    return [
        {"selector": "edge", "style": base},
        *statuses,
        {"selector": "edge.vetting-confirmed", "style": {"width": 2.4}},
        {"selector": "edge.vetting-disputed", "style": {"width": 3.2}},
        {
            "selector": "edge.alleged",
            "style": {"line-color": ALLEGED, "target-arrow-color": ALLEGED, "color": "#7d2a25"},
        },
        {"selector": "edge.within, edge.part_of, edge.reported_in", "style": {"line-color": "#b4bdc6", "width": 1.2}},
        # With thousands of lines straight ones without arrows are drawn in a third of the time.
        {"selector": "edge.plain", "style": {"curve-style": "haystack", "target-arrow-shape": "none", "label": ""}},
    ]


def _marks() -> list[dict[str, Any]]:
    return [
        {
            "selector": "node.fresh",
            "style": {
                "underlay-color": "#1b6ca8",
                "underlay-opacity": 0.14,
                "underlay-padding": 8,
                "underlay-shape": "ellipse",
            },
        },
        {"selector": ".hidden, .filtered", "style": {"display": "none"}},
        {
            "selector": "node:selected",
            "style": {
                "underlay-color": "#f2a900",
                "underlay-opacity": 0.45,
                "underlay-padding": 7,
                "underlay-shape": "ellipse",
                "font-weight": 600,
            },
        },
        {
            "selector": "edge:selected",
            "style": {"overlay-color": "#f2a900", "overlay-opacity": 0.28, "overlay-padding": 4, "z-index": 9},
        },
        {"selector": "node.pinned", "style": {"border-color": "#1d2733", "border-style": "solid", "border-width": 3}},
        {"selector": ".faded", "style": {"opacity": 0.22}},
        {
            "selector": "node.note",
            "style": {
                "shape": "round-rectangle",
                "width": "data(w)",
                "height": "data(h)",
                "background-color": "#fff4d0",
                "border-color": "#e3c56f",
                "border-width": 1,
                "text-valign": "center",
                "text-margin-y": 0,
                "text-max-width": 190,
                "text-background-opacity": 0,
                "font-size": 13,
            },
        },
        # Presented: a code for everybody and everything, whatever else may be known.
        {"selector": "node.present", "style": {"label": "data(id)", "font-family": "ui-monospace, monospace"}},
        {"selector": "node.note.present", "style": {"display": "none"}},
    ]
