"""Whether a request is one that a callback of these pages sends: else the framework would answer with a fault."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

EVERY = ["ALL"]


def is_callback(body: Any, known: Mapping[str, Any]) -> bool:
    """Whether the body names a callback of the server and brings what it takes, in its order.

    What the values are is the callback's own matter; here it is only where they come from.

    Args:
        body: as read from JSON.
        known: Dash's map of callbacks.
    """
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    entry = known.get(body["output"], {})
    changed = body.get("changedPropIds", [])
    if "callback" not in entry or not isinstance(changed, list):  # without one where it runs in the browser
        return False
    outputs = entry["output"] if isinstance(entry["output"], Sequence) else [entry["output"]]
    given = body.get("outputs") if isinstance(entry["output"], Sequence) else [body.get("outputs")]
    return (
        all(isinstance(each, str) for each in changed)
        and _fit(given, [each.component_id_str() for each in outputs])
        and _fit(body.get("inputs", []), [each["id"] for each in entry["inputs"]])
        and _fit(body.get("state", []), [each["id"] for each in entry["state"]])
    )


def _fit(given: Any, ids: Sequence[str]) -> bool:
    return isinstance(given, list) and len(given) == len(ids) and all(map(_is_from, given, ids))


def _is_from(given: Any, own: str) -> bool:
    """Whether a property is of the component with this id, or, where its id is a pattern, of those that match it."""
    if not own.startswith("{"):
        return isinstance(given, dict) and given.get("id") == own and isinstance(given.get("property"), str)
    pattern: dict[str, Any] = json.loads(own)
    each = given if isinstance(given, list) and EVERY in pattern.values() else [given]
    return all(_matches(one, pattern) for one in each)


def _matches(given: Any, pattern: Mapping[str, Any]) -> bool:
    if not isinstance(given, dict) or not isinstance(given.get("property"), str):
        return False
    own = given.get("id")
    return (
        isinstance(own, dict)
        and own.keys() == pattern.keys()
        and all(isinstance(value, str | int) for value in own.values())
        and all(own[key] == value for key, value in pattern.items() if not isinstance(value, list))
    )
