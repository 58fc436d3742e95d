"""Every setting of a running Dossier: one table of name, default, unit and help.

A setting is the environment variable DOSSIER_ and the field's name in capitals. No setting is a secret: keys
and passwords lie in files, and a setting names the file. A value that cannot be read stops the start.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from graph.errors import DossierError

PREFIX = "DOSSIER_"
# Read by the tests alone (tests/conftest.py).
FOR_TESTS = ("DOSSIER_TEST_", "DOSSIER_NO_SKIPS")

T = TypeVar("T")


class SettingsError(DossierError):
    """An environment variable that cannot be read; ``name`` says which. The message never holds its value."""

    def __init__(self, name: str, right: str) -> None:
        self.name, self.right = name, right
        super().__init__(f"{name}: {right}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One line of the table, as the reference page prints it."""

    name: str
    field: str
    default: str
    unit: str
    help: str
    read: Callable[[str], object]


def _setting(default: T, read: Callable[[str], T], unit: str, help: str) -> T:  # noqa: A002
    """A field of Settings; typed as its value, so that Settings reads as plain attributes."""
    declared: Any = field(default=default, metadata={"read": read, "unit": unit, "help": help})
    return declared  # type: ignore[no-any-return]


def _text(text: str) -> str:
    if not text or text != text.strip():
        raise ValueError("expected a word without spaces around it")
    return text


def _path(text: str) -> Path | None:
    if not text:
        raise ValueError("expected the path of a file")
    return Path(text)


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        raise ValueError("expected host names separated by commas")
    return names


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        right = f"expected a whole number from {low} to {high}"
        if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
            raise ValueError(right)
        return int(text)

    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process, read once at its start and passed on."""

    host: str = _setting("127.0.0.1", _text, "address", "Address that the dashboard listens on.")
    port: int = _setting(8050, _whole(0, 65535), "port", "Port of the dashboard; 0 takes a free one.")
    trusted_hosts: tuple[str, ...] = _setting(
        ("127.0.0.1", "localhost", "[::1]"),
        _names,
        "host names",
        "Names by which a browser may ask for the dashboard; any other Host header is refused.",
    )
    key_file: Path | None = _setting(
        None, _path, "file", "File with the passphrase or key of the case, readable by its owner alone."
    )
    neo4j_user: str = _setting("neo4j", _text, "name", "User under which Neo4j is opened.")
    neo4j_password_file: Path | None = _setting(
        None, _path, "file", "File with the password of Neo4j, readable by its owner alone."
    )
    query_seconds: int = _setting(30, _whole(1, 86_400), "seconds", "Longest time that one query may take.")
    query_rows: int = _setting(10_000, _whole(1, 10_000_000), "rows", "Most rows that one query may return.")
    canvas_nodes: int = _setting(2_000, _whole(1, 20_000), "nodes", "Most nodes that the canvas shows at a time.")


def settings_table() -> list[Setting]:
    """Every setting, in the order of declaration."""
    return [
        Setting(
            name=PREFIX + one.name.upper(),
            field=one.name,
            default=_shown(one.default),
            unit=one.metadata["unit"],
            help=one.metadata["help"],
            read=one.metadata["read"],
        )
        for one in fields(Settings)
    ]


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that ``environ`` says, defaults for the rest.

    Raises:
        SettingsError: a value that cannot be read, or a DOSSIER_ variable that is no setting (most likely
            misspelt: ignoring it would leave a limit where nobody expects it).
    """
    table = {setting.name: setting for setting in settings_table()}
    values: dict[str, Any] = {}
    for name, text in sorted(environ.items()):
        if not name.startswith(PREFIX) or name.startswith(FOR_TESTS):
            continue
        if name not in table:
            raise SettingsError(name, _no_such(name, list(table)))
        try:
            values[table[name].field] = table[name].read(text)
        except ValueError as error:
            raise SettingsError(name, str(error)) from None
    return Settings(**values)


def _no_such(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return "there is no such setting" + (f"; the nearest is {close[0]}" if close else "")


def _shown(value: object) -> str:
    if value is None:
        return ""
    return ",".join(value) if isinstance(value, tuple) else str(value)
