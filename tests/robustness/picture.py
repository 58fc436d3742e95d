"""What a case holds, told without its random ids, so that two cases can be held against each other."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import orjson

from graph.case import Case
from graph.evidence.database import rows
from graph.model.levels import Level
from graph.projection.compare import stored

ID = re.compile(r"\b[0-9a-f]{20}\b|\b[A-Z]-\d{1,3}(?: \d{3})+-\d(?:@\d)?")


def picture(case: Case) -> Counter[str]:
    """Every version of every record with its words, every page, and every node and link.

    Ids become the hash of the user's own key, which is the same in two cases of one key.
    """
    with case.evidence._database.reading() as connection:
        keys: dict[str, str] = {row[0]: row[1] for row in rows(connection, "SELECT id, key_hash FROM thread")}
        pages = rows(connection, "SELECT thread, number, language, words FROM vault.page")
    known = dict(keys)
    known |= {code: keys[thread] for thread, code in case.evidence.codes(sorted(keys)).items()}
    slice_ = case.evidence.slice()
    found: Counter[str] = Counter()
    for thread, versions in slice_.versions.items():
        for one in versions:
            references = {name: [target.thread for target in many] for name, many in one.references.items()}
            found[_told([one.kind, thread, one.number, one.level, one.values, references], known)] += 1
    for view in case.evidence.records(sorted(keys), clearance=Level.SEALED):
        found[_told([view.kind, view.thread, view.values, view.locator], known)] += 1
    found.update(_told(list(page), known) for page in pages)
    for part in stored(case.store):
        found[_told([*part[:-1], orjson.loads(part[-1])], known)] += 1
    return found


def _sortable(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _told(value: Any, known: dict[str, str]) -> str:
    return _sortable(_plain(value, known)).decode()


def _plain(value: Any, known: dict[str, str]) -> Any:
    """The value with every id replaced; the order of a list may follow ids, so it is sorted."""
    if isinstance(value, dict):
        return {key: _plain(one, known) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return sorted(
            (_plain(one, known) for one in value), key=lambda one: orjson.dumps(one, option=orjson.OPT_SORT_KEYS)
        )
    if isinstance(value, str):
        return ID.sub(lambda found: known.get(found[0].partition("@")[0], found[0]), value)
    return value
