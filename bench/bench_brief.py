"""A brief of 100 incidents against typst alone on the same data.

Goal: the whole of ``make_brief`` (reading, releasing, figure, PDF, DOCX, CSV, XLSX, GraphML, the check of every file)
takes at most 4 times as long as typst needs to set the same data as the same PDF. Both in one run, each the best of
some rounds, one after the other in turn.

    python bench/bench_brief.py [INCIDENTS]
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from builders import WRITER, machine, size_given

from graph.case import Case, create_case
from graph.evidence.drafts import Draft, LoadInfo
from graph.model.kinds import KINDS
from graph.model.validation import validate
from queries.brief import package, pdf
from queries.brief.figure import draw_svg
from queries.brief.released import Brief
from queries.brief.selection import Selection

ROUNDS = 3
GOAL = 4.0
UNITS = 12
QUOTE = "رأيت رجالًا يُقتلون في الساحة عند الظهر"


def main() -> int:
    """Measure; exit code 1 where the goal is missed."""
    incidents = size_given(100)
    print(machine())
    with tempfile.TemporaryDirectory() as folder, _case(Path(folder), incidents) as case:
        codes = tuple(code for code in case.evidence.slice().codes.values() if code.startswith("I"))
        whole, alone, brief = _times(case, Path(folder), Selection(codes=codes))
    ratio = whole / alone
    print(f"{incidents} incidents: {len(brief.facts)} facts from {len(brief.exhibits)} exhibits")
    print(f"typst alone {alone:.2f} s; the whole brief {whole:.2f} s: {ratio:.2f}x, at most {GOAL:.0f}x wanted: "
          f"{'met' if ratio <= GOAL else 'MISSED'}")  # fmt: skip
    return 0 if ratio <= GOAL else 1


def _times(case: Case, folder: Path, selection: Selection) -> tuple[float, float, Brief]:
    """Best times in seconds of the whole, and of typst alone, with the brief that was made."""
    kept: list[Brief] = []
    rendered = package._rendered

    def keeping(brief: Brief, step: Any) -> dict[str, bytes]:
        kept.append(brief)
        return rendered(brief, step)

    package._rendered = keeping
    whole, alone = [], []
    for number in range(ROUNDS):
        started = time.perf_counter()
        package.make_brief(
            case, selection, audience="counsel", purpose="Measuring", out=folder / f"out-{number}", actor=WRITER
        )
        whole.append(time.perf_counter() - started)
        alone.append(_alone(kept[-1]))
    package._rendered = rendered
    return min(whole), min(alone), kept[-1]


def _alone(brief: Brief) -> float:
    """Seconds that typst takes for data and figure that lie ready."""
    drawing = draw_svg(brief.figure, brief.language)
    inputs = {"data": json.dumps(pdf.data_of(brief, drawing), ensure_ascii=False), "figure": drawing.svg}
    started = time.perf_counter()
    pdf.set_pdf(pdf._template(), inputs, brief.as_of)
    return time.perf_counter() - started


def _case(folder: Path, incidents: int) -> Case:
    """Incidents with victims, figures, involvement and an accusation each, by a dozen units in a chain."""
    case = create_case(folder / "case", title="Bench", key_file=folder / "case.key")
    with case.evidence.writing(WRITER, load=LoadInfo(dataset="bench", file="bench.xlsx")) as change:
        change.add(_rows(incidents))
    case.refresh()
    return case


def _rows(incidents: int) -> list[Draft]:
    rows = [_row("source", f"s{n}", kind="organisation", name=f"Organisation {n}") for n in range(8)]
    rows += [_row("document", f"d{n}", source=f"s{n % 8}", kind="report", date="2015") for n in range(24)]
    rows += [_row("location", f"l{n}", names=f"Invented Town {n}", kind="town") for n in range(10)]
    rows += [_row("unit", f"u{n}", names=f"Invented Battalion {n} | كتيبة متخيلة {n} (alias)") for n in range(UNITS)]
    rows += [_row("person", f"p{n}", names=f"Invented Emir {n}") for n in range(UNITS)]
    for n in range(UNITS):
        rows.append(_row("posting", f"post{n}", person=f"p{n}", unit=f"u{n}", kind="commanded", role="emir",
                         since="2014-05-01", since_is_start="yes", until="2016-01-01", until_is_end="yes"))  # fmt: skip
        if n:
            rows.append(_row("unit_relation", f"under{n}", child=f"u{n}", parent=f"u{(n - 1) // 3}", kind="command",
                             since="2014-01-01", since_is_start="yes", until="2016-12-31",
                             until_is_end="yes"))  # fmt: skip
    for n in range(incidents):
        at = {"document": f"d{n % 24}", "locator": f"p. {n % 40 + 1}"}
        rows += [
            _row("group", f"g{n}", description=f"{n % 7 + 2} men of the town", count=str(n % 7 + 2), **at),
            _row("incident", f"i{n}", **{"class": "harm"}, date=f"2015-{n % 12 + 1:02}-{n % 28 + 1:02}",
                 place=f"l{n % 10}", methods="shooting", quote=QUOTE, quote_language="ar",
                 translation="I saw men being killed in the square at noon", **at),
            _row("victim", f"v{n}", who=f"group:g{n}", incident=f"i{n}", act="execution", outcome="killed", **at),
            _row("figure", f"f{n}", about=f"incident:i{n}", what="killed", count=str(n % 7 + 2), counted_in="people",
                 **at),
            _row("figure", f"ff{n}", about=f"incident:i{n}", what="killed", count=f"{n % 5 + 1}..",
                 counted_in="people",
                 document=f"d{(n + 5) % 24}", locator="p. 2"),
            _row("perpetrator", f"by{n}", incident=f"i{n}", who=f"unit:u{n % UNITS}", acts="execution",
                 degree="direct", quote="Men of the battalion led them to the square and read from a paper.", **at),
        ]  # fmt: skip
    return rows


def _row(kind: str, key: str, /, **values: Any) -> Draft:
    if KINDS[kind].is_record:
        values = {"document": "d0", "locator": "p. 1", **values}
    checked = validate(KINDS[kind], {"level": "public", **values})
    assert not checked.problems, checked.problems
    return Draft(kind=kind, dataset="bench", key=key, values=checked.values)


if __name__ == "__main__":
    sys.exit(main())
