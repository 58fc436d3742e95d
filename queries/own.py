"""Queries of a case's own: written, checked while somebody types, kept as files in the case, and every file listed.

A file is what a shipped query is: Cypher under a head of comments. One that somebody's editor has spoilt is listed as
broken, with the reason, and the others still work. Whoever runs one needs full clearance (``queries.free``).
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from graph.errors import DossierError, QueryRefused
from queries import free
from queries.errors import BadName, BadQueryFile, UnknownQuery
from queries.parameters import ENTITY_TYPES, PARAMETER_TYPES
from queries.saved_query import SavedQuery, bare_text, load_all, parse, read_own, used_parameters

FOLDER = "queries"
MAX_TITLE = 200
MAX_HELP = 2_000
MAX_PARAMETERS = 20
TYPES = tuple(kind for kind in PARAMETER_TYPES if kind != "choice")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")
_PARAMETER = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
# Names that mean something else: in an address, or as a file on some systems.
_TAKEN = frozenset({"free", "new", "run", "con", "nul", "aux", "prn", *(f"{port}{n}" for port in ("com", "lpt")
                    for n in range(10))})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftParameter:
    """A parameter as somebody declares it. ``default`` is None where it must be given."""

    name: str
    type: str
    help: str = ""
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A query of the case's own while it is written."""

    name: str = ""
    title: str = ""
    help: str = ""
    parameters: tuple[DraftParameter, ...] = ()
    cypher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing found about a draft.

    Attributes:
        kind: error (it cannot be kept), warning, or fine.
        what: a key for the words of a page; ``told`` fills them.
        sentence: the same for people without a page.
        at: line and column in the Cypher, counted from 1, where the place is known.
    """

    kind: str
    what: str
    sentence: str
    told: dict[str, str] = field(default_factory=dict)
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A file that is no query as it stands."""

    name: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Every query that can be asked, by name, and the files that cannot."""

    queries: dict[str, SavedQuery]
    broken: tuple[Broken, ...] = ()


def shelf(folder: Path) -> Shelf:
    """The shipped queries and those of the case in ``folder``; a broken file takes nothing else away."""
    found = {query.name: query for query in load_all()}
    broken = []
    for path in sorted((folder / FOLDER).glob("*.cypher")):
        try:
            found[path.stem] = _read(path, taken=path.stem in found)
        except BadQueryFile as bad:
            broken.append(Broken(name=path.stem, fault=bad.fault))
    return Shelf(queries=found, broken=tuple(broken))


def _read(path: Path, *, taken: bool = False) -> SavedQuery:
    name = path.stem
    if taken:
        raise BadQueryFile(name, "a shipped query has this name; give the file another")
    if not _NAME.match(name) or name in _TAKEN:
        raise BadQueryFile(name, "a file is named in small letters, digits and _, and begins with a letter")
    return read_own(path)


# --- checks as one types


def check(draft: Draft, reader: Any, folder: Path, *, replaces: str = "") -> list[Check]:
    """Everything that is wrong or worth knowing, the gravest first; the store is asked last, and runs nothing.

    Args:
        replaces: name of the query that is being edited, "" for a new one.
    """
    found = [*_about_name(draft, folder, replaces), *_about_words(draft), *_about_parameters(draft)]
    found += _about_cypher(draft)
    if draft.cypher.strip() and not any(each.what in ("empty", "long") for each in found):
        found += _asked_of_the_store(draft, reader)
    order = {"error": 0, "warning": 1, "fine": 2}
    return sorted(found, key=lambda each: order[each.kind])


def _error(what: str, sentence: str, **told: str) -> Check:
    return Check(kind="error", what=what, sentence=sentence, told=told)


def _about_name(draft: Draft, folder: Path, replaces: str) -> Iterable[Check]:
    try:
        _free_name(draft.name, folder, replaces)
    except BadName as bad:
        what = "name_taken" if _NAME.match(draft.name) and draft.name not in _TAKEN else "name"
        yield _error(what, str(bad))


def _free_name(name: str, folder: Path, replaces: str) -> None:
    if not _NAME.match(name) or name in _TAKEN:
        raise BadName("small letters, digits and _, beginning with a letter, at most 60")
    if name in {query.name for query in load_all()}:
        raise BadName("another one: a shipped query has this name, and stays as it is")
    if name != replaces and (folder / FOLDER / f"{name}.cypher").exists():
        raise BadName("another one: a query of this case has this name")


def _about_words(draft: Draft) -> Iterable[Check]:
    if not draft.title.strip():
        yield _error("title", "A title says what is asked.")
    if len(draft.title) > MAX_TITLE or len(draft.help) > MAX_HELP:
        yield _error("words_long", f"A title has at most {MAX_TITLE} letters, a help text {MAX_HELP:,}.",
                     title=str(MAX_TITLE), help=str(MAX_HELP))  # fmt: skip


def _about_parameters(draft: Draft) -> Iterable[Check]:
    names = [each.name for each in draft.parameters]
    if len(names) > MAX_PARAMETERS:
        yield _error("many_parameters", f"At most {MAX_PARAMETERS} parameters.", n=str(MAX_PARAMETERS))
    for each in draft.parameters:
        if not _PARAMETER.match(each.name) or each.name == "clearance" or names.count(each.name) > 1:
            yield _error("parameter_name", "A parameter's name: small letters, digits and _, each once.")
        if each.type not in TYPES:
            yield _error("parameter_type", f"A parameter's type is one of: {', '.join(TYPES)}.")
    declared = {key for each in draft.parameters for key in _keys(each)}
    used = used_parameters(draft.cypher) - {"clearance"}
    for name in sorted(used - declared):
        yield _error("undeclared", f"${name} is used, but no parameter declares it.", name=name)
    for name in sorted(declared - used):
        yield _error("unused", f"${name} is declared, but the query does not use it.", name=name)


def _keys(parameter: DraftParameter) -> tuple[str, ...]:
    """A period reaches the query as its first and last day."""
    name = parameter.name
    return (f"{name}_first", f"{name}_last") if parameter.type == "period" else (name,)


def _about_cypher(draft: Draft) -> Iterable[Check]:
    if not draft.cypher.strip():
        yield _error("empty", "There is no query yet.")
        return
    if len(draft.cypher) > free.MAX_LENGTH:
        yield _error("long", f"A query has at most {free.MAX_LENGTH:,} letters: put long lists into parameters.",
                     n=f"{free.MAX_LENGTH:,}")  # fmt: skip
        return
    columns, unnamed = returned(draft.cypher)
    if unnamed:
        yield _error("unnamed", "Each column needs a name: RETURN … AS name.")
    elif not columns:
        yield _error("no_columns", "It must end in RETURN with the columns it gives.")
    else:
        yield Check(kind="fine", what="columns", sentence=f"Columns: {', '.join(columns)}.",
                    told={"columns": ", ".join(columns)})  # fmt: skip
    bare = bare_text(draft.cypher)
    if not re.search(r"\bORDER\s+BY\b", bare, re.IGNORECASE):
        yield Check(kind="warning", what="order", sentence="Without ORDER BY the same question may give its rows in "
                    "another order, so that its hash proves nothing.")  # fmt: skip
    if "clear_max" not in bare:
        yield Check(kind="warning", what="spans", sentence="Without clear_min <= $clearance AND $clearance <= "
                    "clear_max an entity may come several times, once for each picture of it.")  # fmt: skip


def _asked_of_the_store(draft: Draft, reader: Any) -> Iterable[Check]:
    given = {key: _sample(each) for each in draft.parameters for key in _keys(each)}
    missing = used_parameters(draft.cypher) - set(given) - {"clearance"}
    try:
        reader.explain(draft.cypher, {**given, **dict.fromkeys(missing, "")})
    except QueryRefused as refused:
        what = "misread" if refused.at else "refused"
        line, column = refused.at or (0, 0)
        yield Check(kind="error", what=what, sentence=str(refused), at=refused.at,
                    told={"line": str(line), "column": str(column), "sentence": str(refused)})  # fmt: skip
    except DossierError as error:
        yield Check(kind="warning", what="refused", sentence=str(error), told={"sentence": str(error)})
    else:
        yield Check(kind="fine", what="reads", sentence="It only reads, and the graph database understands it.")


def _sample(parameter: DraftParameter) -> Any:
    if parameter.type == "int":
        return 1
    if parameter.type in ("date", "period"):
        return "2015-01-01"
    return f"{ENTITY_TYPES[parameter.type][0]}-0" if parameter.type in ENTITY_TYPES else ""


_LAST_RETURN = re.compile(r"\bRETURN\b(?:\s+DISTINCT\b)?(?!.*\bRETURN\b)", re.IGNORECASE | re.DOTALL)
_AFTER = re.compile(r"\b(?:ORDER\s+BY|SKIP|OFFSET|LIMIT|UNION)\b", re.IGNORECASE)
_NAMED = re.compile(r"(?:.*\bAS\s+)?`?([^\W\d]\w*)`?\s*\Z", re.IGNORECASE | re.DOTALL)
_AS = re.compile(r"\bAS\s+`?[^\W\d]\w*`?\s*\Z", re.IGNORECASE)


def returned(cypher: str) -> tuple[tuple[str, ...], bool]:
    """Columns that a query's last RETURN names, and whether some part of it has no plain name."""
    bare = bare_text(cypher)
    found = _LAST_RETURN.search(bare)
    if found is None:
        return (), False
    parts = _parted(_AFTER.split(bare[found.end() :])[0].strip().rstrip(";"))
    names = []
    for part in parts:
        plain = re.fullmatch(r"\s*`?[^\W\d]\w*`?\s*", part)
        named = _NAMED.match(part) if plain or _AS.search(part) else None
        if named is None:
            return (), True
        names.append(named[1])
    return tuple(names), False


def _parted(text: str) -> list[str]:
    """Text parted at the commas that stand in no bracket."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


# --- files


def save(draft: Draft, folder: Path, *, replaces: str = "") -> SavedQuery:
    """Keep a draft as a file of the case, whole or not at all.

    Args:
        replaces: name of the query that is being edited: its file goes where the name is another one.

    Raises:
        BadName: the name is taken or no name. BadQueryFile: the draft is not as a query must be.
    """
    _free_name(draft.name, folder, replaces)
    errors = [*_about_words(draft), *_about_parameters(draft), *_about_cypher(draft)]
    first = next((each for each in errors if each.kind == "error"), None)
    if first is not None:
        raise BadQueryFile(draft.name, first.sentence.rstrip(".").replace("\n", " "))
    text = written(draft)
    query = parse(draft.name, text, shipped=False)
    _write(folder / FOLDER / f"{draft.name}.cypher", text)
    if replaces and replaces != draft.name:
        remove(replaces, folder)
    return query


def written(draft: Draft) -> str:
    """A draft as the text of its file."""
    head: dict[str, Any] = {"title": _line(draft.title)}
    if draft.help.strip():
        head["description"] = _line(draft.help)
    if draft.parameters:
        head["params"] = {
            each.name: {
                "type": each.type,
                "help": _line(each.help) or each.name,
                **({} if each.default is None else {"default": each.default}),
            }
            for each in draft.parameters
        }
    head["columns"] = list(returned(draft.cypher)[0])
    lines = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=100_000).splitlines()
    return "\n".join(["// ---", *(f"// {line}" for line in lines), "// ---", draft.cypher.strip(), ""])


def _line(text: str) -> str:
    return " ".join("".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text).split())


def _write(path: Path, text: str) -> None:
    """Another file first, then in its place: a crash leaves the old one or the new one."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    beside = path.with_name(f".{path.stem}.{secrets.token_hex(4)}.tmp")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise BadQueryFile(path.stem, "it cannot be written: is the disk full or the folder read-only") from None


def remove(name: str, folder: Path) -> None:
    """Take a query of the case's own away, broken ones too.

    Raises:
        UnknownQuery: the case has none of that name; shipped ones stay.
    """
    path = next((each for each in (folder / FOLDER).glob("*.cypher") if each.stem == name), None)
    if path is None:
        raise UnknownQuery(())
    path.unlink(missing_ok=True)


def draft_of(query: SavedQuery, *, copy: bool = False, language: str = "en") -> Draft:
    """A query as a draft: to edit it, or to begin another one from it.

    Raises:
        BadQueryFile: it is more than one statement, which only a shipped query may be.
    """
    if query.compute:
        raise BadQueryFile(query.name, "it is put together by Dossier itself; only queries of Cypher alone are copied")
    return Draft(
        name="" if copy else query.name,
        title=query.title(language),
        help=query.description(language),
        parameters=tuple(
            DraftParameter(
                name=each.name,
                type="text" if each.type == "choice" else "period" if each.vague else each.type,
                help=each.help.get(language) or each.help["en"],
                default=None if each.required else str(each.default),
            )
            for each in query.parameters
        ),
        cypher=query.statements[0],
    )


def name_for(title: str, folder: Path) -> str:
    """A name for a title: its Latin letters and digits, or a number where it has none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50]
    base = name if _NAME.match(name) and name not in _TAKEN else "query"
    taken = {query.name for query in load_all()} | {path.stem for path in (folder / FOLDER).glob("*.cypher")}
    numbers = (base if n == 1 and base != "query" else f"{base}_{n}" for n in range(1, 10_000))
    return next(each for each in numbers if each not in taken)
