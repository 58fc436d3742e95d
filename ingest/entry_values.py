"""From a record as it stands to what its form holds, so that it can be corrected as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.case import Case
from graph.evidence import RecordView
from graph.model import KINDS, Field, FieldType, Level


def typed_values(case: Case, view: RecordView) -> dict[str, Any]:
    """The values of a record as its form holds them: dates in their words, counts as ``4-8``, references chosen."""
    targets = {thread for many in view.references.values() for thread in many if thread}
    codes = case.evidence.codes(targets)
    typed: dict[str, Any] = {}
    for declared in KINDS[view.kind].all_fields:
        if declared.name in ("key", "file"):
            continue
        if declared.type is FieldType.REFERENCE:
            chosen = [_chosen(thread, codes) for thread in view.references.get(declared.name, ()) if thread]
            if chosen:
                typed[declared.name] = chosen if declared.many else chosen[0]
        elif view.values.get(declared.name) is not None:
            typed[declared.name] = _typed(declared, view.values[declared.name])
    return typed


def _chosen(thread: str, codes: Mapping[str, str]) -> dict[str, str]:
    return {"code": codes[thread]} if thread in codes else {"thread": thread}


def _typed(declared: Field, value: Any) -> Any:
    if declared.name == "level":
        return Level(value).code
    if declared.type is FieldType.EDTF:
        return value.get("words") or value.get("edtf", "")
    if declared.type in (FieldType.COUNT, FieldType.ESTIMATE):
        return count_typed(value)
    if declared.type is FieldType.NAMES:
        return [dict(name) for name in value]
    if declared.type in (FieldType.INTEGER, FieldType.NUMBER):
        return str(value)
    return list(value) if declared.many else value


def count_typed(value: list[int | None]) -> str:
    """``4-8``, ``6+``, ``..5``, or ``4..6..8`` where a best estimate is known."""
    low, high = value[0], value[-1]
    best = value[1] if len(value) == 3 else None
    if best is not None and not low == best == high:
        return f"{'' if low is None else low}..{best}..{'' if high is None else high}"
    if low == high:
        return str(low)
    if high is None:
        return f"{low}+"
    return f"..{high}" if low is None else f"{low}-{high}"
