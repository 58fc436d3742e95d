"""What a control of Add asks for, done by plain functions of ingest and the evidence; what the page hears of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from dashboard.components.markup import dcc
from dashboard.desk import Desk
from dashboard.pages.add.outcome import is_ready
from dashboard.wording import Words
from graph.errors import CaseError
from graph.evidence.incoming import private_folder
from ingest import arrivals as arriving
from ingest.arrival import NEW
from ingest.arrivals import Arrived
from ingest.workbook import write_template

LONGEST_WHY = 300
EDITS = frozenset(("role", "rows", "order", "level", "dataset", "header", "sheet", "columns"))
WHOLE = frozenset(("rows", "header", "sheet", "columns"))
"""Edits after which the table of columns is drawn anew; after others, what follows from it."""


@dataclass(slots=True)
class Done:
    """What the page hears.

    Attributes:
        redraw: "all", "steps" (all steps of the file), "checks" (what follows from its columns), "" for nothing.
        goto: where to go, "" to stay.
    """

    redraw: str = ""
    goto: str = ""
    notice: dict[str, Any] = field(default_factory=dict)
    download: Any = None
    revised: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the browser, nothing of it trusted; ``own`` is the file that the address names."""

    desk: Desk
    words: Words
    own: str
    what: dict[str, Any]

    def text(self, name: str) -> str:
        """A text of it, "" where there is none."""
        value = self.what.get(name)
        return value if isinstance(value, str) else ""

    def file(self) -> Arrived:
        """The file that it is about.

        Raises:
            CaseError: there is none, or it is somebody else's.
        """
        found = arriving.arrival(self.desk.case, self.own, owner=self.desk.user)
        if found is None:
            raise CaseError(self.words("add.gone"))
        return found

    def said(self, key: str, kind: str = "done") -> dict[str, Any]:
        """A message for the reader."""
        return {"text": self.words(key), "kind": kind}


def act(asked: Asked) -> Done:
    """Do what is asked.

    Raises:
        DossierError: it cannot be done; says why.
    """
    do = asked.text("do")
    if do in EDITS:
        arriving.edit(asked.desk.case, asked.own, asked.what, owner=asked.desk.user)
        return Done(redraw="steps" if do in WHOLE else "checks")
    doing = _DOING.get(do)
    if doing is None:
        return Done(notice=asked.said("add.again", "problem"))
    return doing(asked)


def _arrive(asked: Asked) -> Done:
    desk = asked.desk
    found = arriving.arrive(desk.case, asked.text("upload"), owner=desk.user)
    if is_ready(found) and found.look.taken_for != NEW:
        with suppress(CaseError):  # of many files at once, those that find no place in line wait to be tried
            _start(asked, found, "dry_run")
    first = asked.what.get("first") is not False
    return Done(redraw="all", goto=f"/{asked.words.language}/add/{found.id}" if first else "")


def _start(asked: Asked, found: Arrived, kind: str) -> None:
    request = arriving.request_for(found, language=asked.words.language)
    job = asked.desk.jobs.start(kind, request, owner=asked.desk.user)
    noted = {"dry": job, "load": ""} if kind == "dry_run" else {"load": job, "match": ""}
    arriving.note_job(asked.desk.case, found.id, owner=asked.desk.user, **noted)


def _works(asked: Asked, *jobs: str) -> bool:
    """Whether one of these jobs has not ended: two windows may press one button."""
    known = [asked.desk.jobs.get(job, asked.desk.user) for job in jobs if job]
    return any(job is not None and not job.finished for job in known)


def _try(asked: Asked) -> Done:
    found = asked.file()
    if not _works(asked, found.dry, found.load):
        _start(asked, found, "dry_run")
    return Done(redraw="steps")


def _load(asked: Asked) -> Done:
    found = asked.file()
    dry = asked.desk.jobs.get(found.dry, asked.desk.user) if found.dry else None
    if dry is None or dry.state != "done":
        raise CaseError(asked.words("add.again"))  # nobody loads what was not tried as it is now
    if not _works(asked, found.load):
        _start(asked, found, "load")
    return Done(redraw="all")


def _match(asked: Asked) -> Done:
    found = asked.file()
    if not _works(asked, found.match):
        job = asked.desk.jobs.start("match", {}, owner=asked.desk.user)
        arriving.note_job(asked.desk.case, found.id, owner=asked.desk.user, match=job)
    return Done(redraw="steps")


def _stop(asked: Asked) -> Done:
    asked.desk.jobs.stop(asked.text("job"), asked.desk.user)
    return Done(notice=asked.said("add.stopping"))


def _save(asked: Asked) -> Done:
    replace = asked.what.get("replace") is True
    arriving.save_for_case(
        asked.desk.case, asked.own, asked.text("value"), owner=asked.desk.user, replace_it=replace
    )  # fmt: skip
    return Done(redraw="checks")


def _forget(asked: Asked) -> Done:
    own = asked.text("id")
    arriving.forget(asked.desk.case, own, owner=asked.desk.user)
    goto = f"/{asked.words.language}/add" if own == asked.own else ""
    return Done(redraw="all", goto=goto, notice=asked.said("add.forgotten"))


def _undo(asked: Asked) -> Done:
    why = asked.text("value").strip()[:LONGEST_WHY]
    if not why:
        return Done(notice=asked.said("add.undo_needs_why", "problem"))
    asked.desk.case.evidence.undo_load(asked.text("load"), asked.desk.actor(), why)
    asked.desk.case.refresh()
    return Done(redraw="all", notice=asked.said("add.undone"), revised=True)


def _template(asked: Asked) -> Done:
    with private_folder(1 << 20) as folder:
        path = folder / "intake.xlsx"
        write_template(path, asked.words.language)
        return Done(download=dcc.send_bytes(path.read_bytes(), path.name))


_DOING: dict[str, Callable[[Asked], Done]] = {
    "arrive": _arrive, "try": _try, "load": _load, "match": _match, "stop": _stop, "save": _save, "forget": _forget,
    "undo": _undo, "template": _template,
}  # fmt: skip
