"""Bars as a drawing of our own: counts, and figures as ranges; nothing that a browser would have to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from dashboard.components.canvas_style import FONT, INK
from dashboard.components.markup import Component, html
from dashboard.wording import Words
from graph.model.words import code_label
from queries.charts import Bar, Chart
from queries.naming import span_of

WIDTH, LABEL, NUMBER, ROW, TOP = 860.0, 290.0, 90.0, 30.0, 16.0
BAR, BAND, GRID, SOFT = "#175a8f", "#b9d3e8", "#e3e8ec", "#55616e"
_LRI, _PDI = "\u2066", "\u2069"  # a range keeps its order in a right-to-left drawing
VOCABULARY = {"method": "method", "what": "figure_what", "counted_in": "counted_in", "class": "incident_class"}


def draw(chart: Chart, words: Words, names: Mapping[str, str]) -> list[Component]:
    """The drawing with its text for those who do not see it, and the same as a table.

    Args:
        names: code to name, of what is drawn by name.
    """
    labels = [label_of(bar, words, names) for bar in chart.bars]
    numbers = [number_of(bar) for bar in chart.bars]
    measure = words.maybe(f"queries.measure_{chart.measure}", words("queries.measure"))
    said = words("queries.chart_alt", what=measure, n=len(chart.bars))
    image = "data:image/svg+xml," + quote(to_svg(chart, labels, numbers, rtl=words.direction == "rtl", title=said))
    parts: list[Component] = [html.Img(src=image, alt=said, className="chart")]
    if chart.left_out:
        parts.append(html.P(words("queries.chart_more", n=chart.left_out), className="note"))
    rows = [
        html.Tr([html.Th(html.Bdi(label), scope="row"), html.Td(html.Bdi(number))])
        for label, number in zip(labels, numbers, strict=True)
    ]
    head = html.Tr([html.Th(words("queries.chart_of"), scope="col"), html.Th(measure, scope="col")])
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="plain-table")
    parts.append(html.Details([html.Summary(words("queries.chart_table")), table], className="as-table"))
    return parts


def label_of(bar: Bar, words: Words, names: Mapping[str, str]) -> str:
    """What a bar stands for, in words; codes keep their names where they are drawn by name."""
    found = [_said(column, value, words, names) for column, value in bar.labels]
    return " · ".join(found) or words("queries.no_value")


def _said(column: str, value: str, words: Words, names: Mapping[str, str]) -> str:
    if not value:
        return words(f"queries.no_{column}") if column in ("month", "method", "place") else words("queries.no_value")
    if column == "row":
        return words.maybe(f"queries.value_{value}", value)
    if column in VOCABULARY:
        return code_label(VOCABULARY[column], value, words.language)
    return names.get(value, words.directed(value))


def number_of(bar: Bar) -> str:
    """The number or range that a bar shows."""
    if bar.low is None and bar.high is None:
        return str(bar.best)
    span = span_of(bar.low if bar.low is not None else bar.best, None if bar.is_open else bar.high)
    best = f" ({bar.best})" if bar.best is not None and str(bar.best) != span else ""
    return span + best


def to_svg(chart: Chart, labels: Sequence[str], numbers: Sequence[str], *, rtl: bool, title: str) -> str:
    """Bars under one another on one scale; from right to left where the page runs so."""
    height = TOP + ROW * len(chart.bars) + 30
    top = max((bar.end for bar in chart.bars), default=0) or 1
    room = WIDTH - LABEL - NUMBER
    steps = _steps(top)

    def x(value: float) -> float:
        at = LABEL + room * value / steps[-1]
        return WIDTH - at if rtl else at

    lines = [
        f'<line x1="{x(step):.1f}" y1="{TOP - 6:.0f}" x2="{x(step):.1f}" y2="{height - 22:.0f}" stroke="{GRID}"/>'
        f'<text x="{x(step):.1f}" y="{height - 6:.0f}" font-size="12" fill="{SOFT}" text-anchor="middle">{step}</text>'
        for step in steps
    ]
    bars = [
        _bar(bar, label, number, TOP + ROW * at, x, rtl=rtl)
        for at, (bar, label, number) in enumerate(zip(chart.bars, labels, numbers, strict=True))
    ]
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}" '
        f'height="{height:.0f}" role="img" font-family={quoteattr(FONT)} direction="{"rtl" if rtl else "ltr"}">'
    )
    return "\n".join([
        opening,
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        *lines, *bars, "</svg>",
    ])  # fmt: skip


def _bar(bar: Bar, label: str, number: str, y: float, place: Callable[[float], float], *, rtl: bool) -> str:
    middle, parts = y + ROW / 2, []
    if bar.low is None and bar.high is None:
        parts.append(_rect(place(0), place(bar.best or 0), y + 6, ROW - 12, BAR))
        end = float(bar.best or 0)
    else:
        low = bar.low if bar.low is not None else 0
        high = bar.high if bar.high is not None else max(low, bar.best or 0)
        parts.append(_rect(place(0), place(low), y + 12, ROW - 24, BAND))
        parts.append(_rect(place(low), place(high), y + 7, ROW - 14, BAND))
        for value in (bar.low, bar.high, bar.best):
            if value is not None:
                wide = 4 if value == bar.best else 2
                parts.append(_tick(place(value), y + 5, ROW - 10, wide))
        end = float(bar.end)
    away = -8 if rtl else 8
    anchor = "start"  # where the text begins: at its right edge in a right-to-left drawing
    label_at = WIDTH - 4 if rtl else 4
    parts.append(
        f'<text x="{place(end) + away:.1f}" y="{middle + 4.5:.1f}" font-size="13" fill="{INK}" '
        f'text-anchor="{anchor}">{_LRI}{escape(number)}{_PDI}</text>'
    )
    parts.append(
        f'<text x="{label_at:.1f}" y="{middle + 4.5:.1f}" font-size="13" fill="{INK}" text-anchor="{anchor}">'
        f"{escape(_short(label))}</text>"
    )
    return "".join(parts)


def _rect(start: float, end: float, y: float, height: float, colour: str) -> str:
    left, width = min(start, end), abs(end - start)
    return f'<rect x="{left:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _tick(at: float, y: float, height: float, width: int) -> str:
    return f'<rect x="{at - width / 2:.1f}" y="{y:.1f}" width="{width}" height="{height:.1f}" fill="{BAR}"/>'


def _short(text: str) -> str:
    return text if len(text) <= 42 else f"{text[:41]}…"


def _steps(top: int) -> list[int]:
    """Whole numbers for the scale, at most six, from 0 to at least the largest."""
    step = 1
    for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000, 1_000_000):
        step = size
        if top <= size * 5:
            break
    return [step * n for n in range(-(-top // step) + 1)]
