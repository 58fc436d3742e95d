"""A small case to make briefs of, and what one reads in the files. Everything here is invented.

Four documents speak of one incident: two of them gave it a record of their own, which somebody judged the same. One
victim is protected and named in a quotation; one figure and one post are sealed.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2

from graph.case import Case, create_case
from graph.evidence import Actor, Draft, LoadInfo, NewDecision
from queries.brief.package import BriefReport as BriefReport
from queries.brief.package import make_brief
from queries.brief.selection import Selection
from tests.builders import (
    document,
    draft,
    group,
    incident,
    location,
    perpetrator,
    person,
    posting,
    source,
    unit,
    victim,
)  # fmt: skip

ANN = Actor(name="ann")
MATCHER = Actor(name="matcher", kind="matcher", version="1")
PROTECTED = ("Nadir Saleh Hidden", "نادر صالح المخفي")
SEALED_WORDS = "Only the sealed page says that forty people were in the cellar"
ARABIC_QUOTE = "رأيت تسعة رجال يُلقَون من المبنى"
ARABIC_UNIT = "كتيبة الشمال المتخيلة"
PUBLIC: dict[str, Any] = {"level": "public"}


@dataclass(slots=True, kw_only=True)
class BriefCase:
    """The open case; ``code`` and ``thread`` by the keys of its rows."""

    case: Case
    folder: Path
    thread: dict[str, str] = field(default_factory=dict)
    _made: int = 0

    @property
    def code(self) -> dict[str, str]:
        """Key to code."""
        codes = self.case.evidence.codes(self.thread.values())
        return {key: codes[thread] for key, thread in self.thread.items() if thread in codes}

    def load(self, *rows: Draft) -> None:
        """Add rows."""
        with self.case.evidence.writing(ANN, load=LoadInfo(dataset="table", file="rows.xlsx")) as change:
            added = change.add(list(rows))
        self.thread |= {row.key: thread for row, thread in zip(rows, added.threads, strict=True)}
        self.case.refresh()

    def decide(self, type_: str, left: str, verdict: str, right: str = "", *, by: Actor = ANN, why: str = "") -> str:
        """Append a decision on rows by their keys."""
        score = 0.99 if by is MATCHER else None
        with self.case.evidence.writing(by) as change:
            (own,) = change.decide([NewDecision(
                type=type_, left=self.thread[left], right=self.thread[right] if right else "", verdict=verdict,
                why=why, score=score,
            )])  # fmt: skip
        self.case.refresh()
        return own

    def brief(self, *keys: str, audience: str = "counsel", language: str = "en", **more: Any) -> BriefReport:
        """Make a brief of rows by their keys, into a folder of its own."""
        self._made += 1
        more = {"purpose": "A test of the brief", "today": "2026-01-15", "actor": ANN, **more}
        out = more.pop("out", self.folder / f"out-{self._made}")
        codes = tuple(self.code.get(key, key) for key in keys or ("fall",))
        return make_brief(
            self.case, Selection(codes=codes), audience=audience, language=language, out=out, **more
        )  # fmt: skip


def make_brief_case(folder: Path) -> BriefCase:
    """The case in a new folder; whoever asks closes it."""
    made = BriefCase(
        case=create_case(folder / "case", title="Case 7", key_file=folder / "case.key"), folder=folder
    )  # fmt: skip
    made.load(*rows())
    made.decide("identity", "fall", "same", "fall_article")
    made.decide("grade_source", "observers", "B", why="They were there before.")
    made.decide("grade_information", "fall", "2", why="Two accounts agree.")
    made.decide("status", "post_emir", "confirmed")
    made.decide("status", "under", "disputed")
    return made


def rows() -> list[Draft]:
    """The rows of the case."""
    page = {"locator": "p. 4", **PUBLIC}
    return [
        source(**PUBLIC), source("paper", kind="outlet", name="Paper of the North", **PUBLIC),
        source("speaker", kind="person", name="Salma Speaker Hidden", level="confidential"),
        document(title="Report with a title nobody publishes", language="en", date="2015-06", **PUBLIC),
        document("article", source="paper", kind="news", title="مقال منشور عن الشمال", language="ar",
                 obtained="published", date="2015-04-02", **PUBLIC),
        document("account", source="speaker", kind="testimony", language="ar", level="confidential",
                 collected_by="Huda Helper Hidden"),
        location("town", names="Invented Town (full) | بلدة متخيلة (alias)", kind="town", **PUBLIC),
        unit("battalion", names=f"Northern Battalion (full) | {ARABIC_UNIT} (alias)", kind="battalion", **PUBLIC),
        unit("brigade", names="Invented Brigade", kind="brigade", **PUBLIC),
        person("emir", names="Karim Abu Omar (full) | كريم أبو عمر (alias)", **PUBLIC),
        person("nadir", names=f"{PROTECTED[0]} (full) | {PROTECTED[1]} (full)", sex="male", level="restricted"),
        person("watcher", names="Wafa Watcher Hidden", level="restricted"),
        group("men", description="nine boys and men", count="4..9", **page),
        incident("fall", date="10 March 2015", place="town", methods="thrown_from_height",
                 description="Men were thrown from a roof.", quote="Men were thrown from a roof", **page),
        incident("fall_article", date="١٩ جمادى الأولى ١٤٣٦", place="town", methods="thrown_from_height",
                 document="article", locator="section 2", quote=ARABIC_QUOTE, quote_language="ar",
                 translation="I saw nine men being thrown from the building", **PUBLIC),
        incident("later", date="2015-07-01", methods="shooting", **page),
        victim("v_men", who="group:men", incident="fall", act="execution", outcome="killed", **page),
        victim("v_nadir", who="person:nadir", incident="fall", act="execution", outcome="killed", document="account",
               locator="answer 3", level="restricted",
               quote=f"قُتل {PROTECTED[1]} مع ثمانية آخرين", quote_language="ar",
               translation=f"{PROTECTED[0]} was killed with eight others"),
        draft("part_of", "p_nadir", part="person:nadir", whole="men", level="restricted", locator="answer 3"),
        draft("figure", "f_report", about="incident:fall", what="killed", count="9", counted_in="people",
              quote="nine were killed", **page),
        draft("figure", "f_article", about="incident:fall_article", what="killed", count="4..8", counted_in="people",
              document="article", locator="section 3", **PUBLIC),
        draft("figure", "f_sealed", about="incident:fall", what="killed", count="40", counted_in="people",
              level="sealed", locator="p. 9", quote=SEALED_WORDS),
        perpetrator("by_battalion", incident="fall", who="unit:battalion", acts="execution", degree="direct", **page),
        draft("accusation", "charge", by="unit:battalion", about="group:men", incident="fall", charge="homosexuality",
              charge_basis="stated_by_the_perpetrator", document="article", locator="section 2", **PUBLIC),
        draft("witness", "w", who="watcher", incident="fall", how="saw", level="restricted", locator="answer 1"),
        posting("post_emir", person="emir", unit="battalion", role="emir", since="2014-05-01", since_is_start="yes",
                until="2015-05-31", until_is_end="yes", quote="Karim Abu Omar led it", **page),
        posting("post_sealed", person="emir", unit="brigade", role="commander", since="2015-01-01",
                until="2015-04-01", level="sealed", locator="p. 9"),
        draft("unit_relation", "under", child="battalion", parent="brigade", kind="command", since="2014-01-01",
              since_is_start="yes", until="2016-12-31", until_is_end="yes", **page),
    ]  # fmt: skip


def table(report: BriefReport, name: str) -> list[dict[str, str]]:
    """One of the CSV files as rows."""
    text = (report.folder / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def pdf_text(report: BriefReport, *, pages: Sequence[int] = ()) -> str:
    """What pdfium reads in the PDF."""
    document_ = pypdfium2.PdfDocument(report.folder / "brief.pdf")
    try:
        return "\n".join(
            document_[number].get_textpage().get_text_range()
            for number in (pages or range(len(document_)))
        )  # fmt: skip
    finally:
        document_.close()


def poppler_text(report: BriefReport) -> str:
    """What pdftotext reads in the PDF."""
    found = subprocess.run(["pdftotext", str(report.folder / "brief.pdf"), "-"], capture_output=True, check=True)
    return found.stdout.decode()


def xml_text(report: BriefReport, name: str) -> str:
    """Every XML part of a DOCX or XLSX, tags taken out."""
    with zipfile.ZipFile(report.folder / name) as archive:
        parts = [archive.read(part).decode() for part in archive.namelist() if part.endswith((".xml", ".rels"))]
    return "\n".join(re.sub(r"<[^>]*>", " ", part) for part in parts)


def everything(report: BriefReport) -> str:
    """The text of every file, however it is packed."""
    plain: Iterable[Path] = (path for path in report.folder.iterdir() if path.suffix not in (".pdf", ".docx", ".xlsx"))
    return "\n".join([
        pdf_text(report), poppler_text(report), xml_text(report, "brief.docx"), xml_text(report, "brief.xlsx"),
        *(path.read_text(encoding="utf-8-sig") for path in plain),
    ])  # fmt: skip
