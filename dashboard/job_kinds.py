"""What a worker can do, by name: functions of plain values that report how far they are and may be asked to stop.

A kind gets the open case, the request (with ``owner``, who asked), ``progress(done, total)`` and ``stop()``, and
returns plain values. ``state`` among them says *failed* or *stopped* where the work ended so with something to show.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.case import Case
from graph.errors import CaseError, DossierError, Stopped
from graph.evidence import Actor

if TYPE_CHECKING:
    from ingest.mapping import Mapping

Request = dict[str, Any]
Result = dict[str, Any]
Progress = Callable[[int, int], None]
Stop = Callable[[], bool]
Kind = Callable[[Case, Request, Progress, Stop], Result]

_MAPPING = re.compile(r"[A-Za-z0-9_-]*")
LARGEST_BRIEF = 64 * 1024 * 1024
"""Bytes for which there must be room while a brief is made."""
LISTED = 2_000
"""Refused cells that a result lists; the marked copy has them all."""


def dry_run(case: Case, request: Request, progress: Progress, stop: Stop) -> Result:
    """What loading the uploads would do: ``uploads``; ``mapping`` or ``mapping_text`` and ``language`` may be given."""
    return _load(case, request, progress, stop, dry=True)


def load(case: Case, request: Request, progress: Progress, stop: Stop) -> Result:
    """Load the uploads: as :func:`dry_run`, and optionally ``strict``. What was loaded is dropped."""
    return _load(case, request, progress, stop, dry=False)


def _load(case: Case, request: Request, progress: Progress, stop: Stop, *, dry: bool) -> Result:
    """One report a file, so that one that cannot be read does not keep back the others."""
    owner, uploads = str(request["owner"]), [str(one) for one in request["uploads"]]
    if not _MAPPING.fullmatch(str(request.get("mapping", ""))):
        raise CaseError("A mapping is given by its name: letters, digits, - and _, no path.")
    files: list[Result] = []
    with case.evidence.materialise_all(uploads, owner=owner) as paths:
        for own, path in zip(uploads, paths, strict=True):
            files.append({"upload": own, "name": path.name} | _one(case, path, request, progress, stop, dry=dry))
            if files[-1]["reason"] == "stopped":
                break
    for one in files:
        if not dry and not one["error"]:
            case.evidence.drop_upload(one["upload"], owner=owner)
    return _summed(files, dry=dry)


def _one(case: Case, path: Path, request: Request, progress: Progress, stop: Stop, *, dry: bool) -> Result:
    from ingest.load import LoadReport, load, write_refused_copy

    owner = str(request["owner"])
    report, error, reason, copies = LoadReport(dry_run=dry), "", "", []
    try:
        report = load(
            case, [path], mapping=_mapping(request), dry_run=dry, language=str(request.get("language", "en")),
            strict=bool(request.get("strict", False)), actor=Actor(name=owner), on_progress=progress, stop=stop,
        )  # fmt: skip
        marked = [] if dry else write_refused_copy(report, path.parent)
        copies = [case.evidence.keep_file(copy, owner=owner) for copy in marked]
    except Stopped as stopped:
        error, reason = str(stopped), "stopped"
    except DossierError as refused:
        error, reason = str(refused), "error"
    refused_cells = [
        {
            "file": one.file, "sheet": one.sheet, "row": one.row, "column": one.column, "right": one.right,
            "value": one.value, "places": list(one.places),
        }
        for one in report.refused[:LISTED]
    ]  # fmt: skip
    return report.as_dict() | {
        "refused": refused_cells,
        "refused_rows": report.refused_rows,
        "headers": [[sheet, row] for (_, sheet), row in report.headers.items()],
        "copies": [{"id": copy.id, "name": copy.name} for copy in copies],
        "error": error,
        "reason": reason,
    }


def _mapping(request: Request) -> Mapping | str | None:
    """The mapping that was made on the page, or the name of one; None where tables are to be recognised."""
    from ingest.mapping import parse_mapping

    text = str(request.get("mapping_text", ""))
    return parse_mapping(text, "the chosen columns") if text else str(request.get("mapping", "")) or None


def _summed(files: list[Result], *, dry: bool) -> Result:
    """The files' reports, and what they come to together."""
    failed = [one for one in files if one["error"]]
    stopped = any(one["reason"] == "stopped" for one in files)
    total: Result = {
        key: sum(one[key] for one in files)
        for key in ("rows", "new", "changed", "unchanged", "vanished", "refused_rows", "seconds")
    }
    total |= {
        key: [each for one in files for each in one[key]]
        for key in ("waiting", "loads", "sentences", "refused", "copies")
    }
    return total | {
        "files": files,
        "dry_run": dry,
        "error": " ".join(one["error"] for one in failed),
        "state": "stopped" if stopped else "failed" if files and len(failed) == len(files) else "done",
    }


def match(case: Case, request: Request, progress: Progress, stop: Stop) -> Result:
    """Compare the case's records: optionally ``propose_only``."""
    from ingest.matching.match import match as match_records

    def report(done: int, total: int) -> None:
        progress(done, total)
        if done < total and stop():  # nothing is written before all pairs have been compared
            raise Stopped("Stopped: no pair was decided.")

    done = match_records(case, propose_only=bool(request.get("propose_only", False)), on_progress=report)
    case.refresh()
    return {field: getattr(done, field) for field in done.__slots__}


def brief(case: Case, request: Request, progress: Progress, stop: Stop) -> Result:
    """Make a brief of ``codes`` for an ``audience``: ``purpose``, ``title``, ``language``.

    It is written where nothing stays, and kept encrypted as one ZIP until its owner has taken it.
    """
    from graph.evidence.incoming import private_folder
    from queries.brief.bundle import zipped
    from queries.brief.package import make_brief
    from queries.brief.selection import Selection

    owner = str(request["owner"])
    with private_folder(LARGEST_BRIEF) as folder:
        report = make_brief(
            case, Selection(codes=tuple(request["codes"])), audience=request["audience"], purpose=request["purpose"],
            title=request["title"], language=request["language"], out=folder / "brief", actor=Actor(name=owner),
            on_progress=progress, stop=stop,
        )  # fmt: skip
        archive = folder / "brief.zip"
        archive.write_bytes(zipped(report.folder))
        kept = case.evidence.keep_file(archive, owner=owner)
    return {
        "zip": kept.id,
        "files": report.files,
        "facts": report.facts,
        "exhibits": report.exhibits,
        "sentences": list(report.sentences),
        "package": report.package,
        "revision": report.revision,
    }


JOB_KINDS: dict[str, Kind] = {"dry_run": dry_run, "load": load, "match": match, "brief": brief}
WRITING = frozenset(("load", "match", "brief"))


def lane_of(kind: str) -> str:
    """In which line a job waits: those that write one after the other, and those that only read beside them."""
    return "writing-job" if kind in WRITING else "reading-job"


def lane_lock(folder: Path, lane: str) -> Path:
    """The file that the worker at work in a lane keeps locked, whichever dashboard started it."""
    return folder / f"{lane}.lock"
