"""What somebody chose to take away: codes, the answer of a recorded run, or a list that was kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.errors import DossierError
from queries.errors import QueryError
from queries.reading import label_of
from queries.saved_query import find

_PARTED = re.compile(r"[,;|\n]+")


class BadSelection(DossierError):
    """A selection that cannot be read, or whose run or list is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """One of the three.

    Attributes:
        codes: of entities, as cards and tables print them.
        run: id of a recorded run of a saved query; it is asked again at the audience's level.
        work, owner: id of a kept selection (work of kind "selection" with ``codes``), and whose it is.
    """

    codes: tuple[str, ...] = ()
    run: str = ""
    work: str = ""
    owner: str = ""


def read_selection(text: str, *, owner: str = "") -> Selection:
    """A selection as the command line takes it: codes parted by commas, ``run:ID``, or ``list:ID``."""
    text = text.strip()
    if text.startswith("run:"):
        return Selection(run=text.removeprefix("run:").strip())
    if text.startswith("list:"):
        return Selection(work=text.removeprefix("list:").strip(), owner=owner)
    return Selection(codes=tuple(part.strip() for part in _PARTED.split(text) if part.strip()))


def chosen_codes(evidence: Any, reader: Any, selection: Selection) -> list[str]:
    """The codes that a selection means for a reader, each once; those that name nothing included.

    Raises:
        BadSelection: there is no such run or list, or the run cannot be asked again.
    """
    if selection.run:
        return _of_run(evidence, reader, selection.run)
    if selection.work:
        return _of_list(evidence, selection)
    return list(dict.fromkeys(selection.codes))


def _of_run(evidence: Any, reader: Any, run: str) -> list[str]:
    found = next((each for each in evidence.runs() if each.id == run), None)
    if found is None:
        raise BadSelection("There is no run with this id in the case; 'dossier query run' prints the id of each.")
    try:
        query = find(found.query, reader.folder)
    except QueryError:
        raise BadSelection("This run was of a free query, which keeps no text; save the query, then run it.") from None
    given: dict[str, Any] = json.loads(found.parameters)
    return query.run(reader, **given).codes


def _of_list(evidence: Any, selection: Selection) -> list[str]:
    kept = evidence.work(selection.work, owner=selection.owner)
    if kept is None:
        raise BadSelection("There is no kept selection with this id among yours.")
    return list(dict.fromkeys(_codes_in(kept.body.get("codes", ()))))


def _codes_in(codes: Iterable[Any]) -> Iterable[str]:
    return (code for code in codes if isinstance(code, str) and label_of(code))
