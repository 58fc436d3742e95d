"""The figure as SVG: solid lines are confirmed, dashed ones alleged, dotted ones disputed.

Nothing but what is drawn stands in the file: no ids, titles or comments.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from queries.brief.released import Box, Figure, Line
from queries.brief.wording import from_right, steady, words_in
from queries.layout import Flow, flow

FONTS = "Noto Serif, Amiri"
BODY, SMALL = 9.0, 7.5
_ARABIC = 1.22
"""By how much Amiri is set larger, so that both scripts read alike."""
_DASHES = {"solid": "", "dashed": "6 3", "dotted": "1.5 2.5"}
_FILLS = {"incident": "#fdf1e7", "person": "#eef3fb", "unit": "#e8f1ec", "group": "#f5eef8"}
_PAD = 14.0
_LEGEND = 56.0
_SMALLEST = 0.55
"""Words of 9 points are not drawn smaller than 5."""
_UPWARDS = frozenset({"subordinate_to", "victim_of"})
"""Links drawn from their end: the superior above, the victim below the incident."""
PAGES = ((500.0, 640.0), (730.0, 420.0))
"""Room for a figure on an upright and on a broad page, in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """SVG with its size in points; ``broad`` where a page on its side shows it larger, ``large`` where its words would
    be too small on a page of A4: then it stands on one of A3."""

    svg: str
    width: float
    height: float
    broad: bool
    large: bool


def draw_svg(figure: Figure, language: str, training: str = "") -> Drawing:
    """The figure of a brief, laid out in the direction in which a page shows it largest.

    Args:
        training: a sentence that the picture carries wherever it goes; "" for none.
    """
    boxes = {box.code: _size(box.lines, BODY) for box in figure.boxes}
    lines = [
        (
            *((line.end, line.start) if line.kind in _UPWARDS else (line.start, line.end)),
            _size(line.labels, SMALL, pad=2),
        )
        for line in figure.lines
    ]
    flows = [flow(boxes, lines, direction=direction) for direction in ("TB", "LR")]
    chosen = max(flows, key=lambda each: max(_scale(each, page) for page in PAGES))
    width = max(chosen.size[0], 360.0) + 2 * _PAD
    height = chosen.size[1] + 2 * _PAD + _LEGEND
    shift = (width - chosen.size[0]) / 2
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="0 0 {width:.0f} {height:.0f}">'
        ),
        f'<rect x="0" y="0" width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        f'<g transform="translate({shift:.1f} {_PAD})">',
        *(_path(line, points) for line, points in zip(figure.lines, chosen.lines, strict=True)),
        *(_label(line, at) for line, at in zip(figure.lines, chosen.labels, strict=True)),
        *(_box(box, chosen.boxes[box.code], boxes[box.code]) for box in figure.boxes),
        "</g>",
        *_legend(figure, language, width, height - _LEGEND, training),
        "</svg>",
    ]
    scales = [_scale(chosen, page) for page in PAGES]
    return Drawing(
        svg="".join(parts), width=width, height=height, broad=scales[1] > scales[0] * 1.15,
        large=max(scales) < _SMALLEST,
    )  # fmt: skip


def _scale(chosen: Flow, page: tuple[float, float]) -> float:
    width, height = chosen.size[0] + 2 * _PAD, chosen.size[1] + 2 * _PAD + _LEGEND
    return min(page[0] / max(width, 1.0), page[1] / max(height, 1.0), 1.0)


def _size(lines: Iterable[str], size: float, *, pad: float = 7.0) -> tuple[float, float]:
    """Room for lines of text, in points."""
    listed = list(lines)
    widest = max((_wide(line) for line in listed), default=1.0)
    return widest * size + 2 * pad, max(len(listed), 1) * size * 1.4 + 2 * pad


def _wide(text: str) -> float:
    """Width of a text in ems, a little generous: Arabic letters are narrow, wide scripts are not set."""
    return sum(0.0 if unicodedata.category(letter) in ("Mn", "Cf") else _letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if unicodedata.bidirectional(letter) == "AL":
        return 0.46 * _ARABIC
    if letter in "MWmw@—":
        return 0.9
    if letter.isupper() or letter.isdigit():
        return 0.66
    return 0.34 if letter in " .,:;'|ijlt()[]/-–" else 0.58


def _path(line: Line, points: list[tuple[float, float]]) -> str:
    if line.kind in _UPWARDS:
        points = points[::-1]
    first, *rest = points
    curves = " ".join(
        "C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in rest[at : at + 3]) for at in range(0, len(rest) - 2, 3)
    )
    dashes = _DASHES[line.style]
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="M{first[0]:.1f} {first[1]:.1f} {curves}" fill="none" stroke="#3c4650" stroke-width="1.1"{dash}/>'
        + _arrow(points)
    )


def _arrow(points: list[tuple[float, float]]) -> str:
    (x, y) = points[-1]
    before = next((point for point in reversed(points[:-1]) if math.dist(point, (x, y)) > 3.0), points[0])
    angle = math.atan2(y - before[1], x - before[0])
    corners = [(x, y), *((x - 7 * math.cos(angle + turn), y - 7 * math.sin(angle + turn)) for turn in (0.4, -0.4))]
    return f'<path d="M{" L".join(f"{a:.1f} {b:.1f}" for a, b in corners)} Z" fill="#3c4650"/>'


def _box(box: Box, at: tuple[float, float], size: tuple[float, float]) -> str:
    (x, y), (width, height) = at, size
    fill = _FILLS.get(box.kind, "#f4f4f2")
    corner = 8 if box.kind in ("person", "group") else 1
    return (
        f'<rect x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'rx="{corner}" fill="{fill}" stroke="#3c4650" stroke-width="0.8"/>' + _text(box.lines, at, BODY)
    )


def _label(line: Line, at: tuple[float, float]) -> str:
    width, height = _size(line.labels, SMALL, pad=1)
    ground = (
        f'<rect x="{at[0] - width / 2:.1f}" y="{at[1] - height / 2:.1f}" width="{width:.1f}" height="{height:.1f}" '
        'fill="#ffffff" fill-opacity="0.85"/>'
    )
    return ground + _text(line.labels, at, SMALL, colour="#22303c")


def _text(lines: Iterable[str], at: tuple[float, float], size: float, *, colour: str = "#111111") -> str:
    listed = [_unmarked(line) for line in lines]
    top = at[1] - (len(listed) - 1) * size * 0.7 + size * 0.35
    parts = []
    for number, line in enumerate(listed):
        arabic = from_right(line)
        parts.append(
            f'<text x="{at[0]:.1f}" y="{top + number * size * 1.4:.1f}" text-anchor="middle" font-family="{FONTS}" '
            f'font-size="{size * (_ARABIC if arabic else 1.0):.1f}" fill="{colour}">'
            f"{escape(steady(line) if arabic else line)}</text>"
        )
    return "".join(parts)


def _unmarked(line: str) -> str:
    """Without vowel marks and other signs of their own: set above a letter within a picture, these have no text of
    their own in the PDF, and PDF/A refuses it."""
    return "".join(letter for letter in unicodedata.normalize("NFC", line) if unicodedata.category(letter) != "Mn")


def _legend(figure: Figure, language: str, width: float, top: float, training: str) -> list[str]:
    """What the lines mean, and the days for which it holds: burnt into the picture."""
    words = words_in(language)
    parts = [_text([figure.as_of], (width / 2, top + 12), SMALL)]
    if training:
        parts.append(_text([training], (width / 2, top + 48), SMALL, colour="#8a2a0b"))
    step = width / 3
    for number, style in enumerate(("solid", "dashed", "dotted")):
        text = words(f"legend_{style}")
        middle = step * number + step / 2
        dashes = f' stroke-dasharray="{_DASHES[style]}"' if _DASHES[style] else ""
        parts.append(
            f'<path d="M{middle - 14:.1f} {top + 25:.1f} L{middle + 14:.1f} {top + 25:.1f}" fill="none" '
            f'stroke="#3c4650" stroke-width="1.3"{dashes}/>'
        )
        parts.append(_text([text], (middle, top + 35), SMALL))
    return parts
