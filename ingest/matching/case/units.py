"""Units of a case as columns. An unnamed or unknown one (a placeholder) is nobody's match."""

from __future__ import annotations

from graph.evidence.slices import Version
from ingest.matching.case.context import Context, Listed, columns
from ingest.matching.kinds.unit import UNIT, columns_of
from ingest.matching.kinds.words import word_bits
from ingest.matching.tables import Records
from ingest.matching.unit_names import parse_unit


def units(context: Context) -> Listed:
    """Every unit that has a name."""
    chosen = [
        version
        for version in context.of_kind("unit")
        if version.values.get("names") and version.values.get("placeholder", "no") in ("", "no")
    ]
    names = [parse_unit(spellings(version)) for version in chosen]
    bits = word_bits(name.words for name in names)
    rows = [
        {
            **columns_of(name, bits),
            "parents": sorted(
                context.things(
                    target
                    for relation in context.pointing(version.thread, "unit_relation", "child")
                    for target in context.targets(relation, "parent")
                )
            ),
            "places": sorted(_places(context, version)),
            "people": sorted(
                context.things(
                    target
                    for posting in context.pointing(version.thread, "posting", "unit")
                    for target in context.targets(posting, "person")
                )
            ),
            "documents": context.documents(version),
            "subtype": version.values.get("kind", ""),
        }
        for version, name in zip(chosen, names, strict=True)
    ]
    return Listed(
        threads=[version.thread for version in chosen],
        records=Records(size=len(chosen), columns=columns(UNIT.columns, rows)),
        sources=[next(iter(context.documents(version)), "") for version in chosen],
    )


def spellings(version: Version) -> list[str]:
    """A unit's or place's names as given."""
    return [str(one["words"]) for one in version.values.get("names", ()) if one.get("words")]


def _places(context: Context, version: Version) -> set[str]:
    found = {
        target
        for record in context.pointing(version.thread, "unit_place", "unit")
        for target in context.targets(record, "location")
    }
    found |= {
        target
        for record in context.pointing(version.thread, "place_use", "unit")
        for target in context.targets(record, "location")
    }
    return context.things(found)
