"""An evaluation as a picture (SVG): how often what the matcher says is true. Counts and shares only, never a name."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ingest.matching.evaluate import Bin, Evaluation, KindResult

_SIDE, _LEFT, _TOP, _GAP = 220, 56, 64, 76
_INK, _SOFT, _MARK = "#1f2933", "#cbd2d9", "#1d5f8a"
_MANY = {"location": "Places", "unit": "Units", "person": "People", "incident": "Incidents", "group": "Groups"}


def svg(done: Evaluation) -> str:
    """One square a kind that has judged pairs: along the bottom what the matcher says, upwards how many of the judged
    pairs people called the same, with 95 % intervals; on the diagonal it is as good as its word.
    """
    shown = [one for one in done.kinds if one.bins]
    width = _LEFT + max(1, len(shown)) * (_SIDE + _GAP)
    height = _TOP + _SIDE + 78
    box = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" font-family="sans-serif" font-size="12">',
        "<title>What the matcher says, and how often people found it so</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _text(16, 24, f"Judged pairs: {done.judged}. Bars are 95 % intervals.", size=14),
    ]
    if not shown:
        lines.append(_text(16, _TOP, "No compared pair has been judged yet."))
    for number, one in enumerate(shown):
        lines += _square(one, _LEFT + number * (_SIDE + _GAP))
    return "\n".join([*lines, "</svg>", ""])


def _square(one: KindResult, x: int) -> Iterator[str]:
    bottom = _TOP + _SIDE
    yield _text(x, _TOP - 12, f"{_MANY.get(one.kind, one.kind)} ({sum(each.judged for each in one.bins)})", size=13)
    yield f'<rect x="{x}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="{_SOFT}"/>'
    yield f'<line x1="{x}" y1="{bottom}" x2="{x + _SIDE}" y2="{_TOP}" stroke="{_SOFT}" stroke-dasharray="4 4"/>'
    for share in (0.0, 0.5, 1.0):
        yield _text(x - 8, round(bottom - share * _SIDE + 4), f"{share:.0%}", anchor="end")
        yield _text(round(x + share * _SIDE), bottom + 18, f"{share:.0%}", anchor="middle")
    yield _text(x + _SIDE // 2, bottom + 38, "the matcher says", anchor="middle")
    for each in one.bins:
        yield from _bar(each, x, bottom)


def _bar(each: Bin, x: int, bottom: int) -> Iterator[str]:
    at = x + each.said * _SIDE
    low, high, value = (bottom - share * _SIDE for share in (each.share.low, each.share.high, each.share.value))
    yield f'<line x1="{at:.1f}" y1="{low:.1f}" x2="{at:.1f}" y2="{high:.1f}" stroke="{_MARK}" stroke-width="2"/>'
    yield f'<circle cx="{at:.1f}" cy="{value:.1f}" r="4" fill="{_MARK}"/>'
    yield _text(round(at), round(high) - 5, str(each.judged), anchor="middle")


def _text(x: int, y: int, words: str, *, size: int = 12, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="{_INK}">{escape(words)}</text>'
