"""Records as columns for matching: names parsed once, context as sets of threads and years."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.evidence.slices import Slice, Target, Version
from ingest.names.parse import Token, parse_name

MATCHED_KINDS = ("person", "unit", "location")


@dataclass(slots=True, kw_only=True)
class Candidate:
    """One record that may be the same as another.

    Attributes:
        names: each spelling and its tokens.
        documents: documents that list this record; one that lists two records separately speaks against a match.
        units, places: threads of units and locations that records connect with it.
        years: years of birth that the source allows.
    """

    thread: str
    kind: str
    level: int
    names: dict[str, tuple[Token, ...]]
    documents: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    subtype: str = ""
    sex: str = ""
    point: tuple[float, float] | None = None


def candidates(slice_: Slice) -> dict[str, Candidate]:
    """Every current record of a matched kind, with its context, by thread."""
    found: dict[str, Candidate] = {}
    current = list(_current(slice_))
    for version in current:
        if version.kind in MATCHED_KINDS:
            found[version.thread] = _candidate(version, slice_)
    for version in current:
        _add_context(version, found)
    return found


def _current(slice_: Slice) -> Iterator[Version]:
    for thread, versions in slice_.versions.items():
        standing = [version for version in versions if version.load not in slice_.withdrawn_loads]
        if standing and thread not in slice_.erased:
            yield standing[-1]


def _candidate(version: Version, slice_: Slice) -> Candidate:
    values = version.values
    names = slice_.names.get(version.thread, []) if version.kind == "person" else values.get("names", [])
    candidate = Candidate(
        thread=version.thread,
        kind=version.kind,
        level=version.level,
        names={name["words"]: parse_name(name["words"]) for name in names if name.get("words")},
        documents=set(_threads(version, "document")),
        subtype=values.get("kind", ""),
        sex=values.get("sex", ""),
    )
    if "born" in values:
        first, last = int(values["born"]["since_min"][:4]), int(values["born"]["until_max"][:4])
        candidate.years = set(range(first, last + 1)) if last - first <= 10 else set()
    if version.kind == "location" and "lat" in values and "lon" in values:
        candidate.point = (values["lat"], values["lon"])
    candidate.places.update(_threads(version, "town"), _threads(version, "within"))
    return candidate


def _threads(version: Version, field_name: str) -> list[str]:
    targets: tuple[Target, ...] = version.references.get(field_name, ())
    return [target.thread for target in targets if target.thread]


_CONTEXT = {
    # record kind: (field that names the candidate, field that names its context, which set it joins)
    "posting": (("person", "unit", "units"),),
    "unit_relation": (("child", "parent", "units"),),
    "unit_place": (("unit", "location", "places"),),
    "fate": (("who", "place", "places"),),
    "held": (("who", "location", "places"), ("who", "holder", "units"), ("holder", "location", "places")),
}


def _add_context(version: Version, found: dict[str, Candidate]) -> None:
    for subject, context, into in _CONTEXT.get(version.kind, ()):
        for thread in _threads(version, subject):
            if thread in found:
                getattr(found[thread], into).update(_threads(version, context))
