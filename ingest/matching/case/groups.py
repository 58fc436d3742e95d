"""Groups of a case as columns."""

from __future__ import annotations

from typing import Any

from graph.evidence.slices import Version
from ingest.matching.case.context import Context, Listed, columns, days
from ingest.matching.kinds.group import GROUP, PARTS
from ingest.matching.kinds.words import weighed, word_bits
from ingest.matching.place_names import parse_place
from ingest.matching.tables import Records


def groups(context: Context) -> Listed:
    """Every group."""
    chosen = context.of_kind("group")
    words = [
        parse_place([str(context.words.get(version.thread, {}).get("description", ""))]).words for version in chosen
    ]
    bits = word_bits(words)
    rows = [_row(context, version) | {"words": weighed(own, bits)} for version, own in zip(chosen, words, strict=True)]
    return Listed(
        threads=[version.thread for version in chosen],
        records=Records(size=len(chosen), columns=columns(GROUP.columns, rows)),
        sources=[next(iter(context.documents(version)), "") for version in chosen],
    )


def _row(context: Context, version: Version) -> dict[str, Any]:
    values = version.values
    row: dict[str, Any] = {}
    for part in ("count", *PARTS):
        low, high = values.get(part) or (None, None)
        prefix = "" if part == "count" else f"{part}_"
        row |= {f"{prefix}low": low, f"{prefix}high": high}
    since, until = days(values.get("as_of")) or (None, None)
    pointing = [
        *context.pointing(version.thread, "victim", "who"),
        *context.pointing(version.thread, "perpetrator", "who"),
    ]
    held = list(context.pointing(version.thread, "held", "who"))
    return row | {
        "incidents": sorted(context.things(one for record in pointing for one in context.targets(record, "incident"))),
        "units": sorted(context.things(one for record in held for one in context.targets(record, "holder"))),
        "places": sorted(
            context.things(
                one
                for record in (*held, *context.pointing(version.thread, "fate", "who"))
                for field in ("location", "place")
                for one in context.targets(record, field)
            )
        ),
        "since": since,
        "until": until,
        "cites": sorted(set(context.targets(version, "cites"))),
        "documents": context.documents(version),
    }
