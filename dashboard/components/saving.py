"""What is shown, to take away: SVG, CSV and GraphML from the server, PNG from the browser."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dashboard import canvas
from dashboard.components.canvas_style import LINES
from dashboard.components.drawing import to_svg
from dashboard.components.icons import icon
from dashboard.components.markup import Component, html
from dashboard.wording import Words
from queries import explore, interchange, tables
from queries.saved_query import Result

# What is saved: file name, media type. The names say nothing of the case.
AS = {
    "svg": ("explore.svg", "image/svg+xml"),
    "entities": ("entities.csv", "text/csv"),
    "links": ("links.csv", "text/csv"),
    "graphml": ("explore.graphml", "application/graphml+xml"),
}


def menu(words: Words) -> Component:
    """The ways to save, as a list that opens."""
    ways = [html.Button(words("save.png"), type="button", **{"data-act": "png"})]
    ways += [html.Button(words(f"save.{name}"), type="button", **{"data-save": name}) for name in AS]
    return html.Details(
        [
            html.Summary([icon("save"), html.Span(words("act.save"))], className="tool wide"),
            html.Div([*ways, html.P(words("save.note"), className="note")], className="drop-body"),
        ],
        className="drop",
    )


def make(reader: Any, wanted: dict[str, Any], words: Words, *, example: bool = False) -> tuple[str, bytes, str]:
    """File name, content and media type of what is shown. The name says nothing of the case.

    Args:
        example: it is training material, and the drawing says so.

    Raises:
        BadAsk: the browser sent what this page never sends.
    """
    kind = wanted.get("as")
    if kind not in AS:
        raise canvas.BadAsk
    at = canvas.places_in(wanted.get("at", {}))
    shown = canvas.filtered(reader, list(at), wanted.get("filter", {}))
    name, media_type = AS[kind]
    if kind == "svg":
        elements = canvas.drawn(shown, words, at=at)
        said = _caption(reader, wanted.get("filter", {}), words, example=example)
        content = to_svg(elements, direction=words.direction, caption=said).encode()
    elif kind == "graphml":
        content = interchange.to_graphml(shown)
    else:
        content = _csv(reader, shown, kind, words)
    return name, content, media_type


def _caption(reader: Any, told: dict[str, Any], words: Words, *, example: bool) -> list[str]:
    """What a picture must say of itself: as of when, what was left out, what the lines mean."""
    left = [words(f"kinds.{kind}") for kind in explore.KINDS if kind not in told.get("kinds", explore.KINDS)]
    kept = told.get("vetting") or LINES
    left += [words(f"vetting.{status}") for status in LINES if status not in kept]
    filters = [words("script.left_out", what=", ".join(left))] if left else []
    if told.get("time"):
        filters.append(words("script.in_time", time=told["time"]))
    return [
        words("script.as_of", day=datetime.now(UTC).date().isoformat(), revision=reader.revision),
        words("script.filters", filters=" · ".join(filters) or words("script.no_filters")),
        words("script.lines"),
        *([words("app.training")] if example else []),
    ]


def _csv(reader: Any, shown: explore.Shown, kind: str, words: Words) -> bytes:
    """With the mark that tells spreadsheets the encoding: Arabic is unreadable without."""
    rows = explore.table(shown, language=words.language)[0 if kind == "entities" else 1]
    result = Result(
        query="explore",
        title=words("app.explore"),
        columns=tuple(rows[0]) if rows else ("code",),
        rows=rows,
        parameters={},
        revision=reader.revision,
    )
    return b"\xef\xbb\xbf" + tables.to_csv(result).encode()
