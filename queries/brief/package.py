"""From a selection to a folder: gathered, released, written, checked, then given its place. All of it or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph.case import Case
from graph.errors import CaseError, Stopped
from graph.evidence import Actor
from graph.evidence.packages import Package
from graph.evidence.slices import Slice
from graph.model.levels import LEVELS, Level
from queries.brief.checking import Forbidden, findings
from queries.brief.contradictions import Weakness, weaknesses
from queries.brief.data import to_csv_files, to_graphml, to_xlsx
from queries.brief.docx import to_docx
from queries.brief.errors import (
    CaseChanging,
    Leaked,
    NoSource,
    NothingChosen,
    UnacceptedMerges,
    UnknownAudience,
)
from queries.brief.exhibits import give_numbers, numbers_of, proposed
from queries.brief.figure import draw_svg
from queries.brief.folder import Part, must_be_free
from queries.brief.gathering import Gathered, gather
from queries.brief.hidden import counts, texts_above, texts_seen
from queries.brief.labels import labels
from queries.brief.merges import unaccepted
from queries.brief.ordering import cited_documents, without_source
from queries.brief.pdf import to_pdf, to_png
from queries.brief.protected import bearers, names_near, protected_names, refuges
from queries.brief.released import Brief, texts, written
from queries.brief.releasing import Releasing, Wanted
from queries.brief.saying import drawn_names, flees
from queries.brief.selection import Selection, chosen_codes
from queries.brief.spellings import Spellings
from queries.brief.wording import LANGUAGES, own_words, words_in
from queries.claims import merged

STEPS = 7
TRIES = 3
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefReport:
    """What was made.

    Attributes:
        files: name to SHA-256, in hex; the list of hashes itself aside.
        sentences: what somebody should know, in the language of the brief.
        package: id under which the case remembers it.
    """

    folder: Path
    files: dict[str, str]
    revision: int
    facts: int
    exhibits: int
    sentences: tuple[str, ...]
    package: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a brief would hold; ``stops`` says, a sentence each, what would stop it, ``merges`` that it is merges."""

    incidents: int
    facts: int
    exhibits: int
    doubts: int
    left_out: tuple[str, ...]
    stops: tuple[str, ...]
    merges: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A part of the case as it stood at one revision of the evidence."""

    revision: int
    gathered: Gathered
    doubts: dict[str, list[Weakness]]
    everything: Slice
    hidden: dict[str, int]


def make_brief(
    case: Case,
    selection: Selection,
    *,
    audience: str,
    purpose: str,
    out: Path,
    actor: Actor,
    language: str = "en",
    title: str = "",
    today: str = "",
    on_progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> BriefReport:
    """Write a brief of a selection into the folder ``out``, which is new or empty, and record that it was given out.

    The audience's level bounds what is read. A case that changes meanwhile is read again.

    Args:
        audience: as ``case.toml`` lists it: internal, counsel, un_mechanism, national_prosecutor, public.
        purpose, title: words for the title page; they must name nobody who is protected.
        today: the day (ISO, UTC) that it carries; now unless given.
        stop: asked between steps; True ends it with nothing written.

    Raises:
        BriefError: see ``queries.brief.errors``. BadSelection: the run or list is not there. Stopped.
        CaseError: no such language.
    """
    step = _Steps(on_progress, stop)
    out = out.absolute()
    must_be_free(out)
    clearance = _clearance(case, audience, language)
    for _ in range(TRIES):
        read = _read(case, selection, clearance, audience, actor)
        _stop_for(case, read, clearance)
        step()
        numbers, revision = _numbered(case, read, actor)
        if revision is None:
            continue
        wanted = _wanted(case, read, audience=audience, purpose=purpose, language=language, title=title, today=today)
        brief = Releasing(read.gathered, read.doubts, wanted, numbers).brief()
        step()
        with Part(out) as folder:
            folder.write(_rendered(brief, step))
            _check(case, folder.contents(), brief, read, clearance, wanted)
            step()
            if not _still(case, selection, clearance, read, revision):
                continue
            files = folder.finish()
        step.last()
        return _recorded(case, out, files, read, brief, audience, actor)
    raise CaseChanging


def preview_brief(case: Case, selection: Selection, *, audience: str, language: str = "en") -> Preview:
    """What a brief would hold and what would stop it. Nothing is written; new exhibits have provisional numbers.

    Raises:
        NothingChosen, UnknownAudience, BadSelection, CaseError: as :func:`make_brief`.
    """
    clearance = _clearance(case, audience, language)
    read = _read(case, selection, clearance, audience, Actor(name="preview", kind="system"))
    stops, merges = [], False
    try:
        _stop_for(case, read, clearance)
    except (NoSource, UnacceptedMerges) as stopped:
        stops, merges = [str(stopped)], isinstance(stopped, UnacceptedMerges)
    documents = cited_documents(read.gathered)
    if without_source(read.gathered):
        return Preview(incidents=len(read.gathered.told), facts=0, exhibits=len(documents),
                       doubts=sum(map(len, read.doubts.values())), left_out=(), stops=tuple(stops))  # fmt: skip
    numbers = proposed(numbers_of(read.everything.decisions), documents)
    wanted = _wanted(case, read, audience=audience, purpose="", language=language, title="", today="")
    brief = Releasing(read.gathered, read.doubts, wanted, numbers).brief()
    return Preview(
        incidents=len(brief.sections), facts=len(brief.facts), exhibits=len(brief.exhibits),
        doubts=sum(len(section.doubts) for section in brief.sections),
        left_out=_sentences(brief), stops=tuple(stops), merges=merges,
    )  # fmt: skip


class _Steps:
    """Reports each step, and ends the work where somebody asked for that."""

    def __init__(self, on_progress: Progress | None, stop: Callable[[], bool] | None) -> None:
        self._report, self._stop, self._done = on_progress, stop, 0

    def __call__(self) -> None:
        if self._stop is not None and self._stop():
            raise Stopped("Stopped: no brief was written.")
        self._say(min(self._done + 1, STEPS - 1))

    def last(self) -> None:
        """It has its place: from here on nobody stops it."""
        self._say(STEPS)

    def _say(self, done: int) -> None:
        self._done = done
        if self._report is not None:
            self._report(done, STEPS)


def _clearance(case: Case, audience: str, language: str) -> Level:
    if audience not in case.about.audiences:
        raise UnknownAudience(case.about.audiences)
    if language not in LANGUAGES:
        raise CaseError(f"A brief is written in one of: {', '.join(LANGUAGES)}.")
    return LEVELS[case.about.audiences[audience]]


def _read(case: Case, selection: Selection, clearance: Level, audience: str, actor: Actor) -> _Read:
    """Everything at one revision.

    Raises:
        NothingChosen, CaseChanging.
    """
    for _ in range(TRIES):
        case.refresh()
        revision = case.evidence.revision()
        reader = case.reader(clearance, user=actor.name)
        gathered = gather(case.evidence, reader, chosen_codes(case.evidence, reader, selection))
        if not gathered.told:
            raise NothingChosen
        doubts = weaknesses(gathered, reader)
        hidden = counts(case, gathered, clearance)
        everything = case.evidence.slice()
        if case.evidence.revision() == revision == gathered.revision:
            return _Read(revision=revision, gathered=gathered, doubts=doubts, everything=everything, hidden=hidden)
    raise CaseChanging


def _stop_for(case: Case, read: _Read, clearance: Level) -> None:
    """What must be put right first.

    Raises:
        NoSource, UnacceptedMerges.
    """
    lacking = without_source(read.gathered)
    if lacking:
        raise NoSource(lacking)
    pairs = unaccepted(case.evidence, read.gathered.nodes, clearance)
    if pairs:
        raise UnacceptedMerges(pairs)


def _numbered(case: Case, read: _Read, actor: Actor) -> tuple[dict[str, int], int | None]:
    """Exhibit numbers, and the revision after giving them; None where something else changed as well."""
    documents = cited_documents(read.gathered)
    known = numbers_of(read.everything.decisions)
    numbers = give_numbers(case.evidence, documents, actor)
    new = 0 if all(document in known for document in documents) else 1
    revision = case.evidence.revision()
    return numbers, revision if revision == read.revision + new else None


def _wanted(case: Case, read: _Read, *, audience: str, purpose: str, language: str, title: str, today: str) -> Wanted:
    told = [thread for each in read.gathered.told for thread in each.threads]
    names = [*protected_names(case, read.everything), *refuges(read.everything, told, _places(read.gathered))]
    own = merged(read.gathered.nodes[told.code]["properties"].get("records") or () for told in read.gathered.told)
    gathered = read.gathered
    facts = [gathered.views[thread] for told in gathered.told for thread in told.threads if thread in gathered.views]
    places = {(view.document, view.locator.strip()) for view in facts}
    near = names_near(case, read.everything, own, places)
    hidden = set(refuges(read.everything, told, _places(gathered)))
    drawn = [name for node in gathered.nodes.values() for name in drawn_names(gathered, node) if name not in hidden]
    return Wanted(
        audience=audience, level=case.about.audiences[audience], purpose=purpose, language=language, title=title,
        day=today or datetime.now(UTC).date().isoformat(), training=case.is_example,
        names=Spellings(names, [*own_words(), *drawn], parts=near, labels=labels()), hidden=read.hidden,
        reasons=_reasons(case, gathered, LEVELS[case.about.audiences[audience]]),
    )  # fmt: skip


def _places(gathered: Gathered) -> set[str]:
    """Records of places that a brief names: where something happened, or somebody was held."""
    views = (gathered.views[thread] for told in gathered.told for thread in told.threads if thread in gathered.views)
    codes = merged(
        gathered.codes_of(view, name)
        for view in views
        for name in ("place", "location")
        if not (name == "place" and flees(view))
    )
    return {thread for code in codes for thread in gathered.nodes[code]["properties"].get("records") or ()}


def _reasons(case: Case, gathered: Gathered, clearance: Level) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for decision in case.evidence.decisions_on(gathered.views, clearance=clearance):
        if decision.type in ("grade_source", "grade_information") and not decision.withdrawn and decision.why:
            found[decision.left, decision.type] = decision.why
    return found


def _rendered(brief: Brief, step: _Steps) -> dict[str, bytes]:
    drawing = draw_svg(brief.figure, brief.language, brief.training)
    step()
    with ThreadPoolExecutor(max_workers=1) as beside:  # typst works outside of Python: the tables are made meanwhile
        pdf = beside.submit(to_pdf, brief, drawing)
        files = {
            "brief.docx": to_docx(brief, to_png(drawing)), "brief.xlsx": to_xlsx(brief), **to_csv_files(brief),
            "graph.graphml": to_graphml(brief), "figure.svg": drawing.svg.encode(),
        }  # fmt: skip
        step()
        files["brief.pdf"] = pdf.result()
    step()
    return files


def _check(case: Case, files: Mapping[str, bytes], brief: Brief, read: _Read, clearance: Level, wanted: Wanted) -> None:
    forbidden = Forbidden(
        names=wanted.names, codes=brief.codes, values=texts_above(case.evidence, read.everything, clearance),
        seen=texts_seen(read.gathered), written=written(brief), whose=bearers(case, read.everything, brief.codes),
    )  # fmt: skip
    probes = [
        brief.title,
        brief.purpose,
        *(exhibit.code for exhibit in brief.exhibits),
        *(s.code for s in brief.sections),
    ]
    words = words_in(brief.language)
    # An extractor may scramble vocalised Arabic in a PDF, so what was given to the typesetter is looked at as well.
    files = {**files, "released text": "\n".join(texts(brief)).encode()}
    found = findings(files, forbidden, probes=[*probes, words("out_never"), *(line.why for line in brief.left_out)])
    if found:
        raise Leaked(found)


def _still(case: Case, selection: Selection, clearance: Level, read: _Read, revision: int) -> bool:
    """Whether the case is as it was read, or changed in nothing that the brief says."""
    if case.evidence.revision() == revision:
        return True
    case.refresh()
    reader = case.reader(clearance)
    again = gather(case.evidence, reader, chosen_codes(case.evidence, reader, selection))
    again.revision = read.gathered.revision
    return again == read.gathered and weaknesses(again, reader) == read.doubts


def _recorded(
    case: Case, out: Path, files: dict[str, str], read: _Read, brief: Brief, audience: str, actor: Actor
) -> BriefReport:
    threads = list(dict.fromkeys(thread for told in read.gathered.told for thread in told.threads))
    known = case.evidence.slice(threads)
    decisions = [one.id for one in known.decisions if one.id not in known.withdrawn_decisions]
    package = Package(
        audience=audience, purpose=brief.purpose, revision=brief.revision, by=actor.name, files=files,
        records=threads, decisions=decisions, title=brief.title,
    )  # fmt: skip
    try:
        own = case.evidence.record_package(package)
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise
    return BriefReport(
        folder=out, files=files, revision=brief.revision, facts=len(brief.facts), exhibits=len(brief.exhibits),
        sentences=_sentences(brief), package=own,
    )  # fmt: skip


def _sentences(brief: Brief) -> tuple[str, ...]:
    return tuple(f"{line.why}: {line.count}" for line in brief.left_out)
