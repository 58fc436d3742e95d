"""Labels and help of kinds, fields and codes in each language, read once from ``words.yaml``."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from graph.folding import fold
from graph.model.vocabularies import VOCABULARIES

LANGUAGES = ("en", "ar")


@cache
def _words() -> dict[str, Any]:
    loaded = yaml.safe_load((files("graph.model") / "words.yaml").read_text(encoding="utf-8"))
    return dict(loaded)


def plain(code: str) -> str:
    """A code as words, where no label is declared: ``thrown_from_height`` becomes ``thrown from height``."""
    return code.replace("_", " ")


def kind_label(kind: str, language: str = "en") -> str:
    """The name of a kind as shown to people, for example the sheet name of the intake workbook."""
    return str(_words()["kinds"].get(kind, {}).get(language) or plain(kind))


def field_label(field: str, language: str = "en", *, kind: str = "") -> str:
    """The label of a field; ``kind.field`` wins over ``field`` where both are declared."""
    fields = _words()["fields"]
    entry = fields.get(f"{kind}.{field}") or fields.get(field) or {}
    return str(entry.get(language) or plain(field))


def field_help(field: str, language: str = "en", *, kind: str = "") -> str:
    """One line that says what to write in a field, "" where none is declared."""
    fields = _words()["fields"]
    entry = {**fields.get(field, {}), **fields.get(f"{kind}.{field}", {})}
    return str(entry.get(f"help_{language}") or "")


def form_help(field: str, language: str = "en", *, kind: str = "") -> str:
    """The same for a form, where records are chosen from a list and not named by their keys."""
    fields = _words()["fields"]
    entry = {**fields.get(field, {}), **fields.get(f"{kind}.{field}", {})}
    return str(entry.get(f"form_{language}") or entry.get(f"help_{language}") or "")


def field_example(field: str, language: str = "en", *, kind: str = "") -> str:
    """An example of what to write in a field, "" where none is declared."""
    fields = _words()["fields"]
    entry = {**fields.get(field, {}), **fields.get(f"{kind}.{field}", {})}
    return str(entry.get(f"example_{language}") or "")


def code_label(vocabulary: str, code: str, language: str = "en") -> str:
    """The label of a code."""
    return str(_words()["codes"].get(vocabulary, {}).get(code, {}).get(language) or plain(code))


@cache
def code_lookup(vocabulary: str) -> dict[str, str]:
    """Everything a person may write for a code of this list, folded, and the code that it means."""
    lookup: dict[str, str] = {}
    for code in VOCABULARIES[vocabulary]:
        for text in (code, plain(code), *(code_label(vocabulary, code, language) for language in LANGUAGES)):
            lookup[fold(text)] = code
        for other in _words()["codes"].get(vocabulary, {}).get(code, {}).get("also", ()):
            lookup[fold(other)] = code
    return lookup
