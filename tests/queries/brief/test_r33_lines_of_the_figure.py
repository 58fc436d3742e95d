"""R33: solid is confirmed, dashed alleged (vetted or unvetted), dotted disputed; each has exhibit, dates, grade."""

from __future__ import annotations

import re

import networkx
from defusedxml import ElementTree

from queries.brief.charting import MOST_BOXES
from tests.builders import incident, victim
from tests.queries.brief.brief_case import BriefCase, BriefReport, pdf_text, table


def _edges(report: BriefReport) -> dict[tuple[str, str, str], dict[str, str]]:
    graph = networkx.read_graphml(report.folder / "graph.graphml")
    return {(start, data["type"], end): data for start, end, data in graph.edges(data=True)}


def test_r33_each_line_is_drawn_by_its_status(shared: BriefCase, english: BriefReport) -> None:
    edges, code = _edges(english), shared.code
    assert edges[code["emir"], "commanded", code["battalion"]]["line"] == "solid"
    assert edges[code["battalion"], "subordinate_to", code["brigade"]]["line"] == "dotted"
    (involved,) = [data for (_, type_, _), data in edges.items() if type_ == "perpetrator_of"]
    assert involved["line"] == "dashed" and "alleged" in involved["label"]


def test_r33_a_vetted_link_is_still_alleged(made: BriefCase) -> None:
    made.decide("status", "by_battalion", "vetted")
    (involved,) = [data for (_, type_, _), data in _edges(made.brief()).items() if type_ == "perpetrator_of"]
    assert involved["line"] == "dashed" and "alleged: direct" in involved["label"]


def test_r33_each_line_carries_exhibit_dates_and_grade(shared: BriefCase, english: BriefReport) -> None:
    edges, code = _edges(english), shared.code
    label = edges[code["emir"], "commanded", code["battalion"]]["label"]
    assert "Ex. 1" in label and "2014-05-01/2015-05-31" in label and "B/–" in label
    assert all("Ex. " in data["label"] for data in edges.values())


def test_r33_the_picture_has_the_same_strokes_and_a_legend(english: BriefReport) -> None:
    root = ElementTree.fromstring((english.folder / "figure.svg").read_text(encoding="utf-8"))
    space = "{http://www.w3.org/2000/svg}"
    strokes = [path.get("stroke-dasharray") for path in root.iter(f"{space}path") if path.get("fill") == "none"]
    kinds = {"solid": strokes.count(None), "dashed": strokes.count("6 3"), "dotted": strokes.count("1.5 2.5")}
    lines = [data["line"] for data in _edges(english).values()]
    assert kinds == {style: lines.count(style) + 1 for style in kinds}, "one more each: the legend"
    text = " ".join(part.text or "" for part in root.iter(f"{space}text"))
    assert "confirmed" in text and "alleged (vetted or unvetted)" in text and "disputed" in text
    assert not re.search(r"<!--|<title|id=", (english.folder / "figure.svg").read_text(encoding="utf-8"))


def test_r33_too_many_boxes_are_left_out_and_said(made: BriefCase) -> None:
    keys = [f"i{number}" for number in range(MOST_BOXES + 5)]
    made.load(
        *(incident(key, date="2015-02", locator="p. 1", level="public") for key in keys),
        *(victim(f"v{key}", who="group:men", incident=key, locator="p. 1", level="public") for key in keys),
        incident("alone", date="2015-02", locator="p. 1", level="public"),
    )
    report = made.brief("fall", "alone", *keys)
    svg = (report.folder / "figure.svg").read_text(encoding="utf-8")
    assert len(re.findall(r'<rect [^>]*stroke="#3c4650"', svg)) == MOST_BOXES
    assert "Not drawn, for want of room or of a line" in " ".join(pdf_text(report).split())
    assert any(row["why"] == "Boxes that the figure leaves out" for row in table(report, "left_out"))
    graph = networkx.read_graphml(report.folder / "graph.graphml")
    assert len(graph) > MOST_BOXES, "the graph has them all"
