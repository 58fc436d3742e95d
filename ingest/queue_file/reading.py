"""Verdicts out of a filled workbook: what was judged is written, what cannot be is said with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.case import Case
from graph.deciding import judge_each
from graph.errors import LoadError
from graph.evidence import Actor
from graph.evidence.pairs import PairVerdict
from graph.folding import fold
from graph.identity import Pair, pair_of
from graph.model.levels import Level
from ingest.queue_file.words import COLUMNS, LANGUAGES, VERDICTS, words
from ingest.readers.tables import Sheet, read_sheets

_NEEDED = ("left", "right", "verdict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What came of a file.

    Attributes:
        written: verdicts written, by verdict.
        unchanged: rows whose verdict a person has given already.
        empty: rows without a verdict.
        conflicts: rows that somebody has judged otherwise since the file was made; theirs stands.
        refused: rows that cannot be read, and what would be right.
    """

    written: Mapping[str, int]
    unchanged: int
    empty: int
    conflicts: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    place: str
    pair: Pair
    verdict: str
    why: str
    stood: str


def load_queue(case: Case, path: Path, *, actor: Actor, level: Level = Level.SEALED, dry_run: bool = False) -> Loaded:
    """Write the verdicts of a filled workbook; loading it again changes nothing.

    Args:
        actor: whoever brings it; the verdicts are theirs, and say from which file they come.
        level: up to which records are seen; a pair above it is not known.
        dry_run: say what would happen.

    Raises:
        LoadError: not a workbook of this kind.
    """
    sheet, header, places = _find(path)
    rows: list[_Row] = []
    refused: list[str] = []
    empty = 0
    codes = _codes(case, sheet, header, places)
    for number, cells in enumerate(sheet.rows[header:], start=header + 1):
        cell = {name: _text(cells, at) for name, at in places.items()}
        if not any(cell.values()):
            continue
        if not cell["verdict"]:
            empty += 1
            continue
        place = f"{path.name}, sheet {sheet.name}, row {number}"
        problem = _problem(cell, codes, places)
        if problem:
            refused.append(f"{place}, {problem}")
        else:
            rows.append(
                _Row(
                    place=place,
                    pair=pair_of(codes[cell["left"]], codes[cell["right"]]),
                    verdict=_verdict(cell["verdict"]),
                    why=cell.get("why", ""),
                    stood=cell.get("stands", ""),
                )
            )
    rows, doubled = _once(rows)
    rows, unchanged, conflicts, gone = _against(case, rows, level)
    if rows and not dry_run:
        _write(case, rows, path, actor)
    return Loaded(
        written={verdict: sum(row.verdict == verdict for row in rows) for verdict in VERDICTS},
        unchanged=unchanged,
        empty=empty,
        conflicts=tuple(conflicts),
        refused=(*refused, *doubled, *gone),
    )


def _find(path: Path) -> tuple[Sheet, int, dict[str, int]]:
    """The sheet, the number of its header row, and where each column stands."""
    for sheet in read_sheets(path):
        for number, cells in enumerate(sheet.rows[:20], start=1):
            for language in LANGUAGES:
                headings = {fold(words(language)[name]): name for name in COLUMNS}
                found = {
                    headings[fold(str(cell))]: at
                    for at, cell in enumerate(cells)
                    if cell is not None and fold(str(cell)) in headings
                }
                if all(name in found for name in _NEEDED):
                    return sheet, number, found
    wanted = ", ".join(words("en")[name] for name in _NEEDED)
    raise LoadError(
        f"{path.name}: no sheet has the headings {wanted}; make the file with: dossier review export CASE FILE."
    )


def _codes(case: Case, sheet: Sheet, header: int, places: Mapping[str, int]) -> dict[str, str]:
    """Thread of every code in the file that there is."""
    given = {_text(cells, places[name]) for cells in sheet.rows[header:] for name in ("left", "right")}
    return case.evidence.threads_by_code(given - {""})


def _problem(cell: Mapping[str, str], codes: Mapping[str, str], places: Mapping[str, int]) -> str:
    """What is wrong with a row, "" where nothing is. Names the column, never what is in it."""

    def column(name: str) -> str:
        return f"column {_letters(places[name])} ({words('en')[name]})"

    for side in ("left", "right"):
        if cell[side] not in codes:
            return f"{column(side)}: expected the code of a record of this case, such as P-417 208-8."
    if codes[cell["left"]] == codes[cell["right"]]:
        return f"{column('right')}: expected another record than the first."
    if not _verdict(cell["verdict"]):
        choices = "; ".join(", ".join(words(language)[verdict] for verdict in VERDICTS) for language in LANGUAGES)
        return f"{column('verdict')}: expected one of {choices}; or nothing."
    return ""


def _verdict(text: str) -> str:
    for language in LANGUAGES:
        for verdict in VERDICTS:
            if fold(text) in (fold(words(language)[verdict]), verdict):
                return verdict
    return ""


def _once(rows: Sequence[_Row]) -> tuple[list[_Row], list[str]]:
    """Each pair once; two rows that say the same count as one, two that differ are refused both."""
    by_pair: dict[Pair, list[_Row]] = {}
    for row in rows:
        by_pair.setdefault(row.pair, []).append(row)
    kept, refused = [], []
    for many in by_pair.values():
        if len({row.verdict for row in many}) == 1:
            kept.append(many[0])
        else:
            places = " and ".join(row.place for row in many)
            refused.append(f"{places}: one pair with two verdicts; expected one, so neither was taken.")
    return kept, refused


def _against(case: Case, rows: Sequence[_Row], level: Level) -> tuple[list[_Row], int, list[str], list[str]]:
    """The rows to write; how many say what a person has said; conflicts; and rows of records that are gone."""
    ends = {end for row in rows for end in row.pair}
    seen, kinds = case.evidence.visible(ends, level), case.evidence.kinds(ends)
    standing = {one.pair: one for one in case.evidence.pair_verdicts(ends, clearance=level)}
    kept: list[_Row] = []
    conflicts, refused, unchanged = [], [], 0
    for row in rows:
        stands = standing.get(row.pair)
        if not seen.issuperset(row.pair):
            refused.append(f"{row.place}: a record of this pair is not in the case any more, or not for you to see.")
        elif kinds[row.pair[0]] != kinds[row.pair[1]]:
            refused.append(f"{row.place}: expected two records of one kind.")
        elif stands is not None and stands.actor == "person" and stands.verdict == row.verdict:
            unchanged += 1
        elif stands is not None and stands.actor == "person" and stands.decision != row.stood:
            conflicts.append(_conflict(row, stands))
        else:
            kept.append(row)
    return kept, unchanged, conflicts, refused


def _conflict(row: _Row, stands: PairVerdict) -> str:
    return (
        f"{row.place}: the file says {row.verdict}, but {stands.by} judged {stands.verdict} on {stands.at[:10]}, after "
        "the file was made; that stands. Judge the pair again on the page if it should not."
    )


def _write(case: Case, rows: Sequence[_Row], path: Path, actor: Actor) -> None:
    """One transaction a reason; the reason a row gives is kept with its verdict."""
    by_why: dict[str, list[_Row]] = {}
    for row in rows:
        by_why.setdefault(f"{path.name}: {row.why}" if row.why else path.name, []).append(row)
    for why, many in by_why.items():
        judge_each(case, [(*row.pair, row.verdict) for row in many], actor=actor, why=why)


def _text(cells: Sequence[object], at: int) -> str:
    value = cells[at] if at < len(cells) else None
    return "" if value is None else str(value).strip().removeprefix("'")


def _letters(at: int) -> str:
    text, number = "", at + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
