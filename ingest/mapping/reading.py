"""Mapping files: found by name or path, read, and checked line by line before anything loads."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from graph.errors import LoadError
from graph.model.denied import OFFER, is_denied
from ingest.mapping import language as lang
from ingest.mapping.table import Table

MAPPINGS = "ingest.mappings"


def shipped() -> list[str]:
    """Names of the mappings that come with Dossier."""
    return sorted(
        entry.name.removesuffix(".yaml") for entry in files("ingest").joinpath("mappings").iterdir()
        if entry.name.endswith(".yaml")
    )  # fmt: skip


def find_mapping(name: str | Path, *, folder: Path | None = None) -> lang.Mapping:
    """The mapping of that name: a path, a file in ``folder``, or one that is shipped.

    Raises:
        LoadError: there is none, or it cannot be taken; names file and line.
    """
    for path in (Path(name), *((folder / name, folder / f"{name}.yaml") if folder else ())):
        if path.suffix in (".yaml", ".yml") and path.is_file():
            return read_mapping(path)
    if str(name) in shipped():
        return _shipped(str(name))
    raise LoadError(f"There is no mapping '{Path(name).name}'; shipped are: {', '.join(shipped())}.")


@cache
def _shipped(name: str) -> lang.Mapping:
    entry = files("ingest").joinpath("mappings").joinpath(f"{name}.yaml")
    return parse_mapping(entry.read_text(encoding="utf-8"), f"{name}.yaml")


def shipped_mappings() -> list[lang.Mapping]:
    """Every mapping that comes with Dossier."""
    return [_shipped(name) for name in shipped()]


def read_mapping(path: Path) -> lang.Mapping:
    """Read and check a mapping file.

    Raises:
        LoadError: it cannot be read or taken; names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise LoadError(f"{path.name} cannot be read; a mapping is a YAML file in UTF-8.") from None
    return parse_mapping(text, path.name)


def parse_mapping(text: str, name: str) -> lang.Mapping:
    """Check the text of a mapping; ``name`` is how messages speak of it.

    Raises:
        LoadError: not YAML, unknown or missing keys, fields, columns or kinds, or a column that no field may hold.
    """
    try:
        if len(text) > 1 << 20 or any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise LoadError(f"{name}: a mapping has no aliases (*name) and at most a megabyte.")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        plain = yaml.safe_load(text)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f", line {line + 1}" if line is not None else ""
        raise LoadError(f"{name}{where}: not YAML that can be read.") from None
    try:
        mapping = lang.Mapping.model_validate(plain)
    except ValidationError as error:
        raise LoadError(_sentences(error, tree, name)) from None
    compile_tables(mapping, name)
    return mapping


def compile_tables(mapping: lang.Mapping, name: str) -> list[Table]:
    """Every table of a mapping, compiled.

    Raises:
        LoadError: as :func:`parse_mapping`.
    """
    tables: list[Table] = []
    for spec in mapping.tables:
        denied = [one for one in (*spec.required, *spec.optional) if is_denied(one)]
        if denied:
            raise LoadError(f"{name}, table {spec.name}: column '{denied[0]}' cannot be taken. {OFFER}.")
        try:
            tables.append(Table(mapping, spec))
        except LoadError as error:
            raise LoadError(f"{name}, table {spec.name}: {error}.") from None
    return tables


def _sentences(error: ValidationError, tree: Any, name: str) -> str:
    said: list[str] = []
    for one in error.errors(include_url=False, include_input=False, include_context=False)[:5]:
        path = [part for part in one["loc"] if not _is_type(part)]
        line, key = _line(tree, path)
        where = f"{name}, line {line}" if line else name
        match one["type"]:
            case "extra_forbidden":
                said.append(f"{where}: '{key}' is no key that a mapping knows here")
            case "missing":
                said.append(f"{where}: '{path[-1]}' is missing")
            case _:
                said.append(f"{where}, {key}: {one['msg'].removeprefix('Value error, ')}")
    return "; ".join(said) + "."


def _is_type(part: Any) -> bool:
    """Pydantic puts the name of a union's member into the path."""
    return isinstance(part, str) and (part.endswith("Value") or part == "str" or part.startswith("function-"))


def _line(node: Any, path: list[Any]) -> tuple[int, str]:
    """The line of the deepest part of the path that the file has, and its name."""
    line = node.start_mark.line + 1 if node is not None else 0
    key = str(path[-1]) if path else "mapping"
    for part in path:
        if isinstance(node, yaml.MappingNode):
            pairs = [(name, value) for name, value in node.value if name.value == str(part)]
            if not pairs:
                break
            line, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line, key
