"""Saved queries: plain Cypher files that explain themselves in a YAML head of comments.

    // ---
    // title: {en: Who held a post in a unit on a day, ar: …}
    // params: {unit: {type: unit, help: the unit}, day: {type: date, help: the day in question}}
    // columns: [person, role, status, records]
    // example: {unit: U-417 208-1, day: 2015-03-14}
    // ---
    MATCH …

Values reach the statement as ``$parameters`` only. A period, or a date that may be vague, gives two of them:
``$day_first`` and ``$day_last``. ``$clearance`` comes from the reader. Where Cypher cannot say it, the head
names
``compute: module.function``, which gets the file's statements (parted by a line that ends in ``;``) and
    fills the
parameters listed under ``inner`` itself.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from graph.evidence.drafts import RunRecord
from queries.errors import BadQueryFile, UnknownQuery
from queries.parameters import PARAMETER_TYPES, Parameter, bind
from queries.reading import Limits, Reading, Row, Rows

SHIPPED = Path(__file__).with_name("saved")
COMPUTE_MODULES = (
    "candidates", "command", "counting", "figures", "handovers", "indicators", "measures", "notice", "paths", "pattern",
    "posts", "records", "superiors", "under", "weak_links",
)  # fmt: skip
_HEAD = re.compile(r"\A// ---\n((?://.*\n)+?)// ---\n")
_PARAMETER = re.compile(r"\$(\w+)")
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_COMMENT = re.compile(r"//.*")
_KEYS = {"title", "description", "params", "inner", "columns", "key", "example", "compute", "about", "chart"}
MAX_ROWS = 10_000
MAX_FILE = 100_000
LIMIT = "_limit"
"""Under this name a run records that fewer rows than usual were asked for."""
OF_THE_DAY = frozenset({"data_as_of"})
"""Columns that say when an answer was made, not what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a query answered.

    Attributes:
        columns: names of the columns, in order; every row has exactly these keys.
        parameters: as they were understood (codes, ISO days), fit to be recorded and run again.
        revision: revision of the evidence that the answer rests on.
        truncated: more rows than the limit; the first are here.
        limit: most rows that were asked for, 0 for the usual.
        run: id under which the run is recorded, "" where it is not.
    """

    query: str
    title: str
    columns: tuple[str, ...]
    rows: list[Row]
    parameters: dict[str, Any]
    revision: int
    truncated: bool = False
    seconds: float = 0.0
    limit: int = 0
    run: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 of the rows, as a run records it."""
        return result_hashes(self.rows)[0]

    @property
    def codes(self) -> list[str]:
        """Codes of every entity that the rows name, in order of appearance: what a canvas can show."""
        found: dict[str, None] = {}
        for row in self.rows:
            for value in row.values():
                for part in value if isinstance(value, list | tuple) else (value,):
                    if isinstance(part, str) and CODE.fullmatch(part):
                        found[part] = None
        return list(found)


CODE = re.compile(r"[PGULIFD]-\d[\d ]*-\d")
"""What a code looks like: a letter, digits in groups, a check digit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuery:
    """One saved query, checked on loading."""

    name: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    example: dict[str, Any]
    text: str = field(repr=False)
    statements: tuple[str, ...] = field(repr=False)
    inner: tuple[str, ...] = ()
    compute: str = ""
    about: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    chart: dict[str, str] = field(default_factory=dict)
    shipped: bool = True

    def title(self, language: str = "en") -> str:
        """The title in a language, in English where there is no other."""
        return self.titles.get(language) or self.titles["en"]

    def description(self, language: str = "en") -> str:
        """What it does, with what it cannot say; "" where nothing is written."""
        return self.descriptions.get(language) or self.descriptions.get("en", "")

    def describe(self, language: str = "en") -> str:
        """The query as a page for people: what it asks, its parameters, columns, an example, and its text."""
        example = " ".join(f'-p {name}="{value}"' for name, value in self.example.items())
        lines = [self.title(language), self.description(language), ""]
        for one in self.parameters:
            optional = "" if one.required else ", may be left out"
            lines.append(f"  {one.name} ({one.type}{optional}): {one.help.get(language, one.help['en'])}")
        lines += ["", f"Columns: {', '.join(self.columns)}", f"Example: dossier query run CASE {self.name} {example}"]
        return "\n".join([*lines, "", self.text.strip(), ""])

    @property
    def digest(self) -> str:
        """SHA-256 of the file's text: what a recorded run refers to."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def run(self, reader: Reading, /, **given: Any) -> Result:
        """Ask it with these parameters, and record that it was asked: see :meth:`ask`."""
        return self.ask(reader, given)

    def ask(self, reader: Reading, given: Mapping[str, Any], *, limit: int = 0, record: bool = True) -> Result:
        """Ask it within the reader's clearance. At most MAX_ROWS rows come back.

        Args:
            given: by the names of its parameters, which may be any names.
            limit: most rows, fewer than MAX_ROWS; 0 for the usual.
            record: leave a line in the case; not where a past run is only had again.

        Raises:
            MissingParameters, UnknownParameters, BadParameter: before anything runs.
            QueryRefused: a case's own query that writes, or that this reader may not run.
        """
        bound = bind(self.name, self.parameters, dict(given), reader)
        most = min(limit or MAX_ROWS, MAX_ROWS)
        started = time.perf_counter()
        rows = self._fetch(reader, bound.values, most)
        seconds = time.perf_counter() - started
        wrong = next((row for row in rows if tuple(row) != self.columns), None)
        if wrong is not None:
            raise BadQueryFile(self.name, f"its head declares other columns than it returns: {', '.join(wrong)}")
        result = Result(
            query=self.name,
            title=self.title(),
            columns=self.columns,
            rows=rows[:most],
            parameters=bound.shown,
            revision=reader.revision,
            truncated=len(rows) > most or bool(getattr(rows, "truncated", False)),
            seconds=seconds,
            limit=limit,
        )
        return replace(result, run=record_run(reader, result, self.digest)) if record else result

    def _fetch(self, reader: Reading, values: dict[str, Any], most: int) -> list[Row]:
        if self.compute:
            module, _, function = self.compute.partition(".")
            rows: list[Row] = getattr(import_module(f"queries.{module}"), function)(reader, self.statements, values)
            return rows
        if self.shipped:
            return reader.rows(self.statements[0], **values)
        return _run_own(reader, self.statements[0], values, most)


def _run_own(reader: Any, statement: str, values: dict[str, Any], most: int) -> list[Row]:
    """A case's own file is somebody's free Cypher: full clearance, the plan guard and the limits apply."""
    from queries import free

    answer = free.run(reader, statement, values, limits=Limits(rows=most), record=False)
    return Rows(answer.rows, truncated=answer.truncated)


def record_run(reader: Any, result: Result, digest: str) -> str:
    """Leave a line in the case: which text, which parameters, which revision, how many rows, how long, who.

    Returns the run's id, "" for a view over a bare graph, which keeps no runs.
    """
    record = getattr(reader, "record_run", None)
    if record is None:
        return ""
    parameters = {**result.parameters, LIMIT: result.limit} if result.limit else result.parameters
    return str(record(RunRecord(
        query=result.query, text_hash=digest, parameters=_json(parameters), revision=result.revision,
        rows=len(result.rows), seconds=round(result.seconds, 3), by=str(getattr(reader, "user", "")),
        result_hash=result.hash,
    )) or "")  # fmt: skip


def result_hashes(rows: Sequence[Row]) -> tuple[str, str]:
    """The hash of some rows as it is recorded, and as earlier runs recorded it: with the revision they rest on.

    Which revision an answer rests on is recorded beside it, so that the same rows have the same hash later.
    """
    bare = [{key: value for key, value in row.items() if key not in OF_THE_DAY} for row in rows]
    return hashlib.sha256(_json(bare).encode()).hexdigest(), hashlib.sha256(_json(list(rows)).encode()).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def parse(name: str, text: str, *, shipped: bool = True) -> SavedQuery:
    """Read one file's text and check it.

    Raises:
        BadQueryFile: the head or the statement is not as it must be.
    """
    text = text.replace("\r\n", "\n")
    match = _HEAD.match(text)
    if match is None:
        raise BadQueryFile(name, "it must begin with a head between two lines '// ---'")
    head = _head(name, match[1])
    statements = tuple(part.strip() for part in re.split(r";[ \t]*(?:\n|\Z)", text[match.end() :]) if part.strip())
    query = SavedQuery(
        name=name,
        titles=_by_language(name, "title", head.get("title")),
        descriptions=_by_language(name, "description", head.get("description", {"en": ""})),
        parameters=_parameters(name, head.get("params") or {}),
        columns=_words(name, head, "columns"),
        example=_mapping(name, head, "example"),
        inner=_words(name, head, "inner"),
        compute=str(head.get("compute") or ""),
        about=_words(name, head, "about"),
        key=_words(name, head, "key"),
        chart=_mapping(name, head, "chart"),
        text=text,
        statements=statements,
        shipped=shipped,
    )
    _check(query)
    return query


def _head(name: str, lines: str) -> dict[str, Any]:
    source = "\n".join(line.removeprefix("//").removeprefix(" ") for line in lines.splitlines())
    try:
        head = yaml.safe_load(source)
    except yaml.YAMLError:
        raise BadQueryFile(name, "its head is not YAML") from None
    if not isinstance(head, dict):
        raise BadQueryFile(name, "its head must hold title, params, columns and example")
    unknown = sorted(set(map(str, head)) - _KEYS)
    if unknown:
        raise BadQueryFile(name, f"its head has unknown keys: {', '.join(unknown)}")
    return head


def _words(name: str, head: Mapping[str, Any], key: str) -> tuple[str, ...]:
    given = head.get(key) or ()
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
        raise BadQueryFile(name, f"{key} must be a list of names")
    return tuple(given)


def _mapping(name: str, head: Mapping[str, Any], key: str) -> dict[str, Any]:
    given = head.get(key) or {}
    if not isinstance(given, dict) or not all(isinstance(each, str) for each in given):
        raise BadQueryFile(name, f"{key} must give a value for each name")
    return dict(given)


def _by_language(name: str, key: str, given: Any) -> dict[str, str]:
    words = {"en": given} if isinstance(given, str) else given
    if not isinstance(words, dict) or "en" not in words or not all(isinstance(text, str) for text in words.values()):
        raise BadQueryFile(name, f"its head needs a {key}, as text or as {{en: …, ar: …}}")
    return words


def _parameters(name: str, given: Any) -> tuple[Parameter, ...]:
    if not isinstance(given, dict):
        raise BadQueryFile(name, "params must be a mapping of names to {type, help}")
    parameters = []
    for key, entry in given.items():
        if not isinstance(entry, dict) or entry.get("type") not in PARAMETER_TYPES:
            raise BadQueryFile(name, f"parameter {key} needs a type: {', '.join(PARAMETER_TYPES)}")
        unknown = sorted(set(entry) - {"type", "help", "default", "choices", "many", "vague"})
        if unknown:
            raise BadQueryFile(name, f"parameter {key} has unknown keys: {', '.join(unknown)}")
        if entry["type"] == "choice" and not _words(name, entry, "choices"):
            raise BadQueryFile(name, f"parameter {key} needs its choices")
        parameters.append(
            Parameter(
                name=str(key),
                type=entry["type"],
                help=_by_language(name, f"help of {key}", entry.get("help")),
                default=entry.get("default"),
                required="default" not in entry,
                choices=tuple(entry.get("choices") or ()),
                many=bool(entry.get("many")),
                vague=bool(entry.get("vague")),
            )
        )
    return tuple(parameters)


def _check(query: SavedQuery) -> None:
    if not query.columns or len(set(query.columns)) != len(query.columns):
        raise BadQueryFile(query.name, "columns must list the names of what it returns, each once")
    strange = {*query.key, *map(str, query.chart.values())} - set(query.columns)
    if strange or not set(query.chart) <= {"of", "over", "low", "best", "high", "count"}:
        raise BadQueryFile(query.name, "key and chart must name its own columns (of, over, low, best, high, count)")
    if len(query.statements) != 1 and not query.compute:
        raise BadQueryFile(query.name, "it needs one statement (several only with compute)")
    if query.compute and (not query.shipped or query.compute.split(".")[0] not in COMPUTE_MODULES):
        raise BadQueryFile(query.name, "compute must name a function of the shipped queries")
    used = used_parameters("\n".join(query.statements)) - {"clearance"}
    declared = {name for parameter in query.parameters for name in parameter.keys} | set(query.inner)
    if used - declared:
        raise BadQueryFile(query.name, f"it uses ${sorted(used - declared)[0]}, which its head does not declare")
    if declared - used and not query.compute:
        raise BadQueryFile(query.name, f"its head declares {sorted(declared - used)[0]}, which it does not use")
    for statement in query.statements if query.shipped else ():
        if not re.search(r"\bORDER\s+BY\b", bare_text(statement), re.IGNORECASE):
            raise BadQueryFile(query.name, "it needs ORDER BY: the same question gives the same rows in one order")
    needed = {parameter.name for parameter in query.parameters if parameter.required and query.shipped}
    missing = needed - set(query.example)
    unknown = set(query.example) - {parameter.name for parameter in query.parameters}
    if missing or unknown:
        raise BadQueryFile(query.name, f"its example must give exactly its parameters: {sorted(missing | unknown)[0]}")


def used_parameters(statement: str) -> set[str]:
    """Names of the ``$parameters`` that a statement uses, strings and comments aside."""
    return set(_PARAMETER.findall(bare_text(statement)))


def bare_text(statement: str) -> str:
    """A statement without strings and comments, where a word means what it says."""
    return _COMMENT.sub("", _STRING.sub("''", statement))


@cache
def _shipped() -> tuple[SavedQuery, ...]:
    return tuple(parse(path.stem, path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.cypher")))


def load_all(folder: Path | None = None) -> list[SavedQuery]:
    """Every shipped query and those of a case, whose folder is given, in order of name.

    A case's own query may not take the name of a shipped one.

    Raises:
        BadQueryFile: one of them is not as it must be.
    """
    found = {query.name: query for query in _shipped()}
    for path in sorted((folder / "queries").glob("*.cypher")) if folder else ():
        if path.stem in found:
            raise BadQueryFile(path.stem, "a shipped query has this name; give the case's own another")
        found[path.stem] = read_own(path)
    return [found[name] for name in sorted(found)]


def read_own(path: Path) -> SavedQuery:
    """A query of a case's own from its file.

    Raises:
        BadQueryFile: it is not as it must be.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise BadQueryFile(path.stem, f"it is longer than {MAX_FILE:,} bytes")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadQueryFile(path.stem, "its file cannot be read as UTF-8 text") from None
    return parse(path.stem, text, shipped=False)


def find(name: str, folder: Path | None = None) -> SavedQuery:
    """The saved query of that name, hyphens and case aside.

    Raises:
        UnknownQuery: there is none. BadQueryFile: it is one of the case's own, and not as it must be.
    """
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    shipped = {query.name: query for query in _shipped()}
    if wanted in shipped:
        return shipped[wanted]
    own = {path.stem: path for path in (folder / "queries").glob("*.cypher")} if folder else {}
    if wanted not in own:
        raise UnknownQuery(difflib.get_close_matches(wanted, [*shipped, *own], n=3))
    return read_own(own[wanted])
