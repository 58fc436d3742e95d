"""How many, in one sentence that can be copied: what the sources say, how many they are, and what must not be added.

"9 boys and men killed (one source [1]); elsewhere 4 to 8 [2]; the figures overlap and are not added." Where it cannot
be said, the sentence says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.model.words import code_label
from queries.claims import merged
from queries.figures import NOT_STATED
from queries.naming import isolated, names_in_graph, span_of
from queries.reading import OPEN_END, OPEN_START, Reading, Row

DEPTH = 6
"""Levels of places within places that are looked through."""
MOST_NOTES = 12
_PEOPLE = ("girls", "boys", "women", "men")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote: where a number stands. Codes and places in documents only."""

    number: int
    document: str
    locator: str

    def text(self) -> str:
        """As it is copied."""
        return f"[{self.number}] {self.document}{', ' if self.locator else ''}{self.locator}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The sentence and its footnotes; ``said`` is False where no count can be given, and ``text`` says why."""

    text: str
    notes: tuple[Note, ...] = ()
    said: bool = True

    def to_copy(self) -> str:
        """Sentence and footnotes as plain text, without the marks that keep directions apart on a screen."""
        whole = "\n".join([self.text, *(note.text() for note in self.notes)])
        return "".join(letter for letter in whole if letter not in "\u2066\u2067\u2068\u2069")


# --- rows


def count(reader: Reading, statements: Sequence[str], params: Mapping[str, Any]) -> list[Row]:
    """Every count of an incident, a group, a place or a period; nothing is added.

    Rows: ``here`` (a figure about it), ``victim`` (recorded as a victim), ``elsewhere`` (a figure about the whole that
    it is part of), ``incident`` (for a place or a period: the figures and victims of each incident, as a range).

    Args:
        statements: see ``saved/how_many.cypher``.
        params: about, window_first, window_last.
    """
    about = params["about"]
    window = {name: params[name] for name in ("window_first", "window_last")}
    figures, victims, of_groups, of_places, wholes, within, at_places, in_period = statements
    if about[:1] == "I":
        own = _incident(reader, (figures, victims, of_groups), [about])
        above = [str(row["code"]) for row in reader.rows(wholes, codes=[about])]
        rows = [*own, *(_line("elsewhere", row) for row in reader.rows(figures, codes=above))]
    elif about[:1] == "G":
        rows = [_line("here", row) for row in reader.rows(of_groups, codes=[about])]
        rows = [*_group(reader, about), *rows]
    else:
        if about[:1] == "L":
            places = _within(reader, within, about)
            codes = [str(row["code"]) for row in reader.rows(at_places, codes=places, **window)]
            rows = [_line("here", row) for row in reader.rows(of_places, codes=[about])]
        else:
            rows, codes = [], []
            if not about and (params["window_first"], params["window_last"]) != (OPEN_START, OPEN_END):
                codes = [str(row["code"]) for row in reader.rows(in_period, **window)]
        rows += _each(_incident(reader, (figures, victims, of_groups), codes), codes)
    names = names_in_graph(reader, [row["about"] for row in rows])
    return [{**row, "about_name": names.get(row["about"], "")} for row in rows]


def _incident(reader: Reading, statements: Sequence[str], codes: Sequence[str]) -> list[Row]:
    """Figures about incidents, their victims, and figures about groups among the victims, under their incident."""
    if not codes:
        return []
    figures, victims, of_groups = statements
    people = reader.rows(victims, codes=list(codes))
    groups: dict[str, str] = {row["who"]: row["about"] for row in people if row["who"][:1] == "G"}
    found = [_line("here", row) for row in reader.rows(figures, codes=list(codes))]
    found += [
        {**_line("here", row), "about": groups[row["about"]]} for row in reader.rows(of_groups, codes=sorted(groups))
    ]
    return [*found, *(_line("victim", row) for row in people)]


def _group(reader: Reading, code: str) -> list[Row]:
    for node in reader.nodes([code]):
        own = node["properties"]
        people = {each: own.get(f"{each}_max") for each in _PEOPLE}
        return [_line("victim", {
            "who": code, "about": code, "what": "", "counted_in": "people", "low": own.get("count_min", NOT_STATED),
            "best": NOT_STATED, "high": own.get("count_max", NOT_STATED), **people, "claimed_by": "",
            "vetting": own.get("vetting"), "n_independent": own.get("n_sources") or own.get("n_documents") or 1,
            "documents": [], "records": own.get("records"),
        })]  # fmt: skip
    return []


def _within(reader: Reading, statement: str, place: str) -> list[str]:
    seen = {place: None}
    frontier = [place]
    for _ in range(DEPTH):
        found = [str(row["code"]) for row in reader.rows(statement, codes=frontier)] if frontier else []
        frontier = [code for code in found if code not in seen]
        seen.update(dict.fromkeys(frontier))
    return list(seen)


def _line(row: str, given: Row) -> Row:
    person = str(given["who"]).startswith("P")
    low, best, high = (1, 1, 1) if person else (int(given[key] or 0) for key in ("low", "best", "high"))
    return {
        "row": row, "about": str(given["about"]), "about_name": "", "who": str(given["who"]),
        "what": str(given["what"] or ""), "counted_in": str(given["counted_in"] or "people"), "low": low, "best": best,
        "high": high, "range": span_of(*_bounds(low, best, high)),
        "who_words": [each for each in _PEOPLE if int(given.get(each) or 0) > 0],
        "claimed_by": str(given["claimed_by"] or ""), "vetting": str(given["vetting"] or ""),
        "n_independent": int(given["n_independent"] or 0), "documents": list(given["documents"] or ()),
        "records": list(given["records"] or ()),
    }  # fmt: skip


def _bounds(low: int, best: int, high: int) -> tuple[int, int]:
    """Lowest and highest; a figure that states only one of them has no other."""
    lowest = low if low != NOT_STATED else best
    highest = high if high != NOT_STATED else best
    return lowest, highest


def _spread(rows: Iterable[Row]) -> tuple[int, int, bool]:
    """The lowest and the highest that is stated, -1 for none, and whether a figure is open above."""
    rows = list(rows)
    spans = [_bounds(row["low"], row["best"], row["high"]) for row in rows]
    low = min((low for low, _ in spans if low != NOT_STATED), default=NOT_STATED)
    high = max((high for _, high in spans if high != NOT_STATED), default=NOT_STATED)
    return low, high, any(high == NOT_STATED != low for low, high in spans)


def _each(rows: Sequence[Row], codes: Sequence[str]) -> list[Row]:
    """For each incident one row: the range over what counts the harm in it."""
    found = []
    for code in codes:
        own = [row for row in rows if row["about"] == code]
        low, high, is_open = _range(own)
        found.append({
            "row": "incident", "about": code, "about_name": "", "who": "", "what": "", "counted_in": "people",
            "low": low, "best": NOT_STATED, "high": NOT_STATED if is_open else high,
            "range": span_of(low, NOT_STATED if is_open else high), "who_words": _who(own), "claimed_by": "",
            "vetting": "disputed" if any(row["vetting"] == "disputed" for row in own) else "",
            "n_independent": max((row["n_independent"] for row in own), default=0),
            "documents": list(merged(row["documents"] for row in own)),
            "records": list(merged(row["records"] for row in own)),
        })  # fmt: skip
    return found


def _range(rows: Iterable[Row]) -> tuple[int, int, bool]:
    """From the lowest to the highest; persons recorded one by one are at least so many."""
    rows = list(rows)
    persons = len({row["who"] for row in rows if row["who"].startswith("P")})
    counted = [row for row in rows if not row["who"].startswith("P")]
    low, high, is_open = _spread(counted)
    if not counted and persons:
        return persons, NOT_STATED, True
    return low, max(high, persons) if high != NOT_STATED else high, is_open


def _who(rows: Iterable[Row]) -> list[str]:
    found = merged(row["who_words"] for row in rows)
    return [each for each in _PEOPLE if each in found]


# --- the sentence


def sentence(reader: Any, rows: Sequence[Row], *, about: str, language: str = "en") -> Counted:
    """What the rows of ``count`` say, in one sentence with footnotes.

    Args:
        about: code of an incident, a group or a place; "" for a period.
    """
    say = _Saying(reader, language)
    if about[:1] in ("I", "G"):
        return say.of_one(rows)
    return say.of_many(rows)


@cache
def _words() -> dict[str, dict[str, str]]:
    return dict(yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))["counting"])


class _Saying:
    """One sentence while it is put together: its words and its footnotes."""

    def __init__(self, reader: Any, language: str) -> None:
        self._reader, self._language = reader, language
        self._notes: dict[tuple[str, str], int] = {}
        self._views: dict[str, Any] = {}

    def _word(self, key: str, **values: Any) -> str:
        told = _words()[key]
        return (told.get(self._language) or told["en"]).format(**values)

    def of_one(self, rows: Sequence[Row]) -> Counted:
        """Of an incident or a group."""
        self._read(rows)
        here = [row for row in rows if row["row"] != "elsewhere"]
        counted = [row for row in here if not row["who"].startswith("P")]
        if not counted:
            persons = len({row["who"] for row in here if row["who"].startswith("P")})
            others = self._elsewhere([row for row in rows if row["row"] == "elsewhere"])
            text = self._word("only_persons", n=persons) if persons else self._word("no_count")
            return Counted(text=self._stop([text, *others]), notes=self._told(), said=bool(persons))
        figures = {row["what"] for row in counted if row["row"] == "here"}
        parts = []
        for what, counted_in in dict.fromkeys((row["what"], row["counted_in"]) for row in counted if row["what"]):
            own = [row for row in counted if (row["what"], row["counted_in"]) == (what, counted_in)]
            parts.append(self._clause(what, counted_in, own))
        if not parts:
            parts.append(self._clause("", "people", counted))
        elsewhere = [row for row in rows if row["row"] == "elsewhere"]
        parts += self._elsewhere(elsewhere)
        if len(counted) + len(elsewhere) > 1:
            parts.append(self._word("overlap"))
        if any(row["vetting"] == "disputed" for row in (*counted, *elsewhere)):
            parts.append(self._word("disputed"))
        if not figures and not elsewhere:
            parts.append(self._word("no_figure"))
        return Counted(text=self._stop(parts), notes=self._told())

    def of_many(self, rows: Sequence[Row]) -> Counted:
        """Of a place or a period: each incident by itself, never a sum."""
        incidents = [row for row in rows if row["row"] == "incident"]
        own = [row for row in rows if row["row"] == "here"]
        self._read(rows)
        if not incidents and not own:
            return Counted(text=self._stop([self._word("no_incident")]), said=False)
        parts = []
        if own:
            parts.append(self._word("as_a_whole", clause=self._clause(own[0]["what"], own[0]["counted_in"], own)))
        fewest = self._fewest([row["about"] for row in incidents])
        n = len(incidents)
        if incidents:
            parts.append(self._word("incidents", n=n if fewest == n else self._span(fewest, n)))
            stated = [row for row in incidents if row["range"] != "?"]
            parts += [self._word("each", incident=self._code(row["about"]),
                                 n=self._amount(row["low"], row["high"]), notes=self._marks([row]))
                      for row in stated[:MOST_NOTES]]  # fmt: skip
            if len(stated) > MOST_NOTES:
                parts.append(self._word("and_more", n=len(stated) - MOST_NOTES))
            if len(stated) < n:
                parts.append(self._word("without", n=n - len(stated)))
        parts.append(self._word("no_sum"))
        return Counted(text=self._stop(parts), notes=self._told(), said=bool(own))

    def _clause(self, what: str, counted_in: str, rows: Sequence[Row]) -> str:
        low, high, is_open = _spread(rows)
        said = self._word(f"what_{what}") if f"what_{what}" in _words() else (
            code_label("figure_what", what, self._language) if what else "")  # fmt: skip
        amount = self._amount(low, NOT_STATED if is_open else high)
        return self._word(
            "clause", n=amount, who=self._people(counted_in, rows, one=low == high == 1 and not is_open), what=said,
            sources=self._sources(rows), notes=self._marks(rows),
        ).replace("  ", " ")  # fmt: skip

    def _people(self, counted_in: str, rows: Sequence[Row], *, one: bool) -> str:
        if counted_in != "people":
            return self._word(f"in_{counted_in}") if f"in_{counted_in}" in _words() else counted_in
        who = _who(rows)
        if not who:
            return self._word("person" if one else "people")
        words = [self._word(f"{each}_one" if one and len(who) == 1 else each) for each in who]
        return words[0] if len(words) == 1 else self._word("and", first=self._word("comma").join(words[:-1]),
                                                           last=words[-1])  # fmt: skip

    def _sources(self, rows: Sequence[Row]) -> str:
        independent = max((row["n_independent"] for row in rows), default=0)
        documents = len(merged(row["documents"] for row in rows))
        if len(rows) > 1 and independent <= 1:
            return self._word("several_figures", n=len(rows))
        if independent > 1:
            return self._word("independent", n=independent)
        return self._word("one_in_several", n=documents) if documents > 1 else self._word("one")

    def _elsewhere(self, rows: Sequence[Row]) -> list[str]:
        if not rows:
            return []
        low, high, is_open = _spread(rows)
        amount = self._amount(low, NOT_STATED if is_open else high)
        return [self._word("elsewhere", n=amount, notes=self._marks(rows))]

    def _amount(self, low: int, high: int) -> str:
        if low == high == NOT_STATED:
            return self._word("not_stated")
        if high == NOT_STATED:
            return self._word("or_more", n=low)
        if low == NOT_STATED:
            return self._word("at_most", n=high)
        return str(low) if low == high else self._span(low, high)

    def _span(self, low: int, high: int) -> str:
        return self._word("span", low=low, high=high)

    def _fewest(self, incidents: Sequence[str]) -> int:
        """How many incidents there are where every pair left unsure is one."""
        pairs = self._reader.unsure_pairs() if hasattr(self._reader, "unsure_pairs") and incidents else []
        if not pairs:
            return len(incidents)
        nodes = [row["properties"] for row in self._reader.nodes(list(incidents))]
        of = {record: node["code"] for node in nodes for record in node["records"]}
        root = {code: code for code in incidents}

        def top(code: str) -> str:
            while root[code] != code:
                code = root[code]
            return code

        for left, right in pairs:
            if left in of and right in of:
                root[top(of[left])] = top(of[right])
        return len({top(code) for code in incidents})

    # --- footnotes

    def _read(self, rows: Sequence[Row]) -> None:
        """Look up all records of the rows at once: where each stands in its document."""
        threads = merged(row["records"] for row in rows)
        if threads and hasattr(self._reader, "records"):
            self._views = {view.thread: view for view in self._reader.records(list(threads))}

    def _marks(self, rows: Sequence[Row]) -> str:
        places = [
            (str(view.document_code or ""), str(view.locator or ""))
            for thread in merged(row["records"] for row in rows)
            if (view := self._views.get(thread)) is not None and view.document_code
        ]
        if not places:
            places = [(code, "") for code in merged(row["documents"] for row in rows)]
        numbers = [self._notes.setdefault(place, len(self._notes) + 1) for place in dict.fromkeys(places)]
        return "".join(f" [{number}]" for number in numbers)

    def _told(self) -> tuple[Note, ...]:
        return tuple(
            Note(number=number, document=document, locator=locator)
            for (document, locator), number in self._notes.items()
        )

    def _stop(self, parts: Sequence[str]) -> str:
        text = self._word("join").join(part for part in parts if part)
        return f"{text[:1].upper()}{text[1:]}."

    def _code(self, code: str) -> str:
        return isolated(code) if self._language == "ar" else code
