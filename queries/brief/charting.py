"""Which boxes and lines the figure has: the incidents, those alleged to be involved, the chains above, the victims."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from graph.folding import BIDI_CONTROLS
from queries.brief.gathering import Gathered
from queries.brief.released import Box, Figure, Line
from queries.brief.saying import Saying
from queries.bundles import Bundle, bundles
from queries.claims import merged
from queries.reading import OPEN_END, OPEN_START

MOST_BOXES = 40
MOST_DATES = 6
_ALONE = 6
_DRAWN = (
    "PERPETRATOR_OF", "VICTIM_OF", "COMMANDED", "SUBORDINATE_TO", "ISSUED", "CONCERNS", "ACCUSED", "MEMBER_OF", "HELD",
    "PART_OF",
)  # fmt: skip
_OF_BRIEF = frozenset({"ISSUED", "CONCERNS", "HELD", "PART_OF"})
"""Links whose line carries words of the brief's own."""
_STYLES = {"confirmed": "solid", "disputed": "dotted"}
_WIDEST = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The figure, and how many boxes had no room."""

    released: Figure
    left_out: int


def draw(gathered: Gathered, say: Saying, labels_of: Callable[[Sequence[str]], tuple[str, str]]) -> Drawn:
    """The figure of everything that the sections speak of, at most ``MOST_BOXES`` boxes of it.

    Args:
        labels_of: exhibits and grades of records, in few signs.
    """
    used = {thread for told in gathered.told for thread in told.threads}
    found = [bundle for bundle in bundles(_links(gathered, used)) if bundle.type in _DRAWN]
    ranked = _ranked(gathered, found)
    kept = set(ranked[:MOST_BOXES]) & _joined(found, ranked[:MOST_BOXES])
    ranked = sorted(ranked, key=lambda code: code not in kept)
    words = say.words
    lines = tuple(_line(bundle, say, labels_of) for bundle in found if {bundle.start, bundle.end} <= kept)
    more = tuple(_line(bundle, say, labels_of) for bundle in found if not {bundle.start, bundle.end} <= kept)
    boxes = tuple(_box(code, gathered, say) for code in ranked)
    left_out = len(ranked) - len(kept)
    as_of = words("and").join(_days(gathered, kept)) or words("not_stated")
    figure = Figure(
        title=words("figure_title"), as_of=words("figure_as_of", days=as_of), boxes=boxes[: len(kept)], lines=lines,
        note=words("figure_left_out", count=left_out, all=len(ranked)) if left_out else "",
        alt=words("figure_alt", boxes=len(boxes) - left_out, lines=len(lines)),
        more_boxes=boxes[len(kept) :], more_lines=more,
    )  # fmt: skip
    return Drawn(released=figure, left_out=left_out)


def _days(gathered: Gathered, kept: Set[str]) -> list[str]:
    """The dates of the drawn incidents that the brief tells, earliest first; of many the whole span as one period."""
    days = [gathered.nodes[told.code]["properties"] for told in gathered.told if told.code in kept]
    dated = [
        (str(day.get("since_min") or OPEN_START), str(day.get("until_max") or OPEN_END), str(day["date_edtf"]))
        for day in days
        if day.get("date_edtf")
    ]
    shown = list(dict.fromkeys(edtf for _, _, edtf in sorted(dated)))
    if len(shown) <= MOST_DATES:
        return shown
    first, last = min(since for since, _, _ in dated), max(until for _, until, _ in dated)
    return [f"{'..' if first == OPEN_START else first}/{'..' if last == OPEN_END else last}"]


def _links(gathered: Gathered, used: set[str]) -> list[dict[str, object]]:
    """Links that rest on a record of the brief; each cut to these records, so that no other document speaks in it."""
    found = []
    for link in gathered.links:
        records = [thread for thread in link["properties"].get("records") or () if thread in used]
        if records:
            found.append({**link, "properties": {**link["properties"], "records": records}})
    return found


def _joined(found: Iterable[Bundle], codes: Sequence[str]) -> set[str]:
    """Those of some codes that a line joins to another of them; the first few where no line joins any."""
    among = set(codes)
    ends = {code for bundle in found if {bundle.start, bundle.end} <= among for code in (bundle.start, bundle.end)}
    return ends or set(codes[:_ALONE])


def _ranked(gathered: Gathered, found: Iterable[Bundle]) -> list[str]:
    """Codes in the order in which they get a box: each incident with those involved, the chains above them and its
    victims; the ones without any line last."""
    near: dict[str, dict[str, None]] = defaultdict(dict)
    for bundle in found:
        near[bundle.start][bundle.end] = near[bundle.end][bundle.start] = None
    order: list[str] = []
    for told in sorted(gathered.told, key=lambda told: told.code not in near):
        above = sorted(
            {(row["level"], code) for each in told.above for row in each.rows
             for code in (row["unit"], row["person"]) if code}
        )  # fmt: skip
        involved = [each.involved for each in told.above if each.involved]
        order += [told.code, *involved, *(code for _, code in above), *near[told.code]]
    ranked = [code for code in merged([order, near]) if code in gathered.nodes]
    return sorted(ranked, key=lambda code: not near[code])


def _box(code: str, gathered: Gathered, say: Saying) -> Box:
    node = gathered.nodes[code]
    label = node["label"]
    name = say.name(code)
    if label == "Incident":
        lines = [say.what(node["properties"]), str(node["properties"].get("date_edtf") or ""), code]
    elif name:
        lines = [name, code]
    else:
        lines = [say.described(code), code]
    shown = [part for line in lines if line for part in _wrapped(line)]
    whole = tuple(line.translate(BIDI_CONTROLS) for line in lines if line)
    return Box(code=code, kind=label.lower(), lines=tuple(dict.fromkeys(shown)), label=" · ".join(dict.fromkeys(whole)))


def _wrapped(line: str) -> list[str]:
    """A line as two at most, the second cut with a mark."""
    plain = line.translate(BIDI_CONTROLS)
    parts = textwrap.wrap(plain, _WIDEST)
    return parts if len(parts) < 3 else [parts[0], f"{parts[1]} …"]


def _line(bundle: Bundle, say: Saying, labels_of: Callable[[Sequence[str]], tuple[str, str]]) -> Line:
    style = _STYLES.get(bundle.vetting, "dashed")
    said = bundle.type in _OF_BRIEF
    what = say.words(f"line_{bundle.type.lower()}") if said else bundle.words(say.language)
    if bundle.type == "HELD" and bundle.of not in ("", "not_known"):
        what = say.words("line_held_end", end=bundle.words(say.language))
    if bundle.type == "ACCUSED" and what:
        what = say.words("line_accused", charge=what)  # the accuser says so: nothing is alleged of the accused
    elif bundle.type == "PERPETRATOR_OF" or (style == "dashed" and (said or not what)):
        what = f"{say.words('alleged')}: {what}" if what else say.words("alleged")
    exhibits, grade = labels_of(merged(link["properties"].get("records") or () for link in bundle.links))
    second = " · ".join(filter(None, (exhibits, grade)))
    return Line(
        start=bundle.start, end=bundle.end, kind=bundle.type.lower(), style=style,
        labels=tuple(filter(None, (what, *bundle.dates.split(" | ")[:3], second))),
    )  # fmt: skip
