"""From the records of one entity to the values of its node: the best record's first, ranges over all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.evidence.slices import Version
from graph.projection.origins import Origins
from graph.projection.protection import Protection
from graph.projection.times import OPEN, Times, bounds, cited, single, spread

Properties = dict[str, Any]
Names = list[dict[str, Any]]
NOT_STATED = -1
NOT_KNOWN = "not known"  # the name of a place made for a fate without one


class Describe:
    """Builds node properties in one view."""

    def __init__(
        self, origins: Origins, protection: Protection, codes: Mapping[str, str], names: Mapping[str, Names]
    ) -> None:
        self._origins, self._protection, self._codes, self._names = origins, protection, codes, names
        self._by_kind: dict[str, Callable[[Sequence[Version]], Properties]] = {
            "person": self._person,
            "group": self._group,
            "unit": self._unit,
            "location": self._location,
            "incident": self._incident,
            "figure": self._figure,
            "document": self._document,
        }

    def entity(self, versions: Sequence[Version], levels: Sequence[int], aliases: Sequence[str]) -> Properties:
        """Everything but code and span. `versions` are one entity's records, sorted by thread."""
        kind = versions[0].kind
        common = self._common(versions, levels, aliases)
        common.update(self._by_kind[kind](versions))
        return common

    def made(self, version: Version, level: int, label: str) -> Properties:
        """The unit (or place) without a name that one record speaks of."""
        common = self._common((version,), (level,), ())
        if label == "Location":
            common.update(name=NOT_KNOWN, names=[], kind="", precision="")
            return common
        words = version.values.get("class_words")
        common.update(
            name="",
            names=[],
            kind="",
            classes=[words] if words else [],
            unnamed=True,
            placeholder="no",
            **bounds(OPEN),
            continues="not_known",
        )
        return common

    def _common(self, versions: Sequence[Version], levels: Sequence[int], aliases: Sequence[str]) -> Properties:
        threads = [version.thread for version in versions]
        if len(versions) == 1:
            n_documents = len(self._origins.documents(versions[0])) or 1  # a document is its own
        else:
            n_documents = len({document for one in versions for document in self._origins.documents(one)})
        return {
            "aliases": list(aliases),
            "n_records": len(threads),
            "n_documents": n_documents,
            "vetting": self._origins.vetting(threads),
            "level": max(levels),
            "records": threads,
        }

    def _best_first(self, versions: Sequence[Version]) -> Sequence[Version]:
        if len(versions) == 1:
            return versions
        return sorted(versions, key=lambda version: self._origins.quality(version.thread, version))

    def _person(self, versions: Sequence[Version]) -> Properties:
        best = self._best_first(versions)
        by_name = self._protection.by_name(versions[0].thread)
        names = self._spellings(versions, self._names_of) if by_name else []
        born, ages = _dates(versions, "born"), _range(versions, "age")
        return {
            "name": names[0] if names else "",
            "protected": not by_name,
            "sex": _shown(best, "sex"),
            "born_min": born[0],
            "born_max": born[3],
            "age_min": ages[0],
            "age_max": ages[1],
        }

    def _names_of(self, version: Version) -> Names:
        return self._names.get(version.id, [])

    def _group(self, versions: Sequence[Version]) -> Properties:
        found: Properties = {}
        for field in ("count", "women", "girls", "men", "boys", "unknown", "ages"):
            found[f"{field}_min"], found[f"{field}_max"] = _range(versions, field)
        found["as_of"] = _dates(versions, "as_of")[4]
        return found

    def _unit(self, versions: Sequence[Version]) -> Properties:
        best = self._best_first(versions)
        names = self._spellings(versions, _open_names)
        when = cited(versions[0].values) if len(versions) == 1 else spread(cited(one.values) for one in versions)
        return {
            "name": names[0] if names else "",
            "names": names,
            "kind": _shown(best, "kind"),
            "classes": list(dict.fromkeys(words for one in best for words in one.values.get("classes", ()))),
            "unnamed": False,
            "placeholder": _shown(best, "placeholder") or "no",
            **bounds(when),
            "continues": _shown(best, "continues") or "not_known",
        }

    def _location(self, versions: Sequence[Version]) -> Properties:
        best = self._best_first(versions)
        names = self._spellings(versions, _open_names)
        kind = _shown(best, "kind")
        found: Properties = {
            "name": names[0] if names else "",
            "names": names,
            "kind": kind,
            "precision": _shown(best, "precision"),
        }
        located = next((one.values for one in best if "lat" in one.values and "lon" in one.values), None)
        if located is not None and not self._protection.hides(versions[0].thread, kind):
            found["lat"], found["lon"] = float(located["lat"]), float(located["lon"])
        return found

    def _incident(self, versions: Sequence[Version]) -> Properties:
        best = self._best_first(versions)
        when = _dates(versions, "date")
        numbers = [one.values["number_in_series"] for one in best if "number_in_series" in one.values]
        documents = {document for one in versions for document in self._origins.documents(one)}
        return {
            "class": _shown(best, "class"),
            "methods": _union(versions, "methods"),
            "staging": _union(versions, "staging"),
            "date_edtf": when[4],
            **bounds(when),
            "number_in_series": numbers[0] if numbers else NOT_STATED,
            "n_sources": self._origins.independent(tuple(sorted(documents))),
        }

    def _figure(self, versions: Sequence[Version]) -> Properties:
        (version,) = versions
        values, references = version.values, version.references
        low, best, high = values.get("count") or (None, None, None)
        found: Properties = {
            "what": values.get("what", ""),
            "low": _stated(low),
            "best": _stated(best),
            "high": _stated(high),
            "counted_in": values.get("counted_in", ""),
            "as_of": single(values.get("as_of"))[4],
            "edtf": single(values.get("period"))[4],
            "of": self._codes.get(references["of"][0].thread, "") if references.get("of") else "",
            "claimed_by": (
                self._codes.get(references["claimed_by"][0].thread, "") if references.get("claimed_by") else ""
            ),
        }
        for field in ("women", "girls", "men", "boys", "unknown"):
            found[f"{field}_min"], found[f"{field}_max"] = _range(versions, field)
        return found

    def _document(self, versions: Sequence[Version]) -> Properties:
        values = versions[0].values
        when = single(values.get("date"))
        return {
            "kind": values.get("kind", ""),
            "language": values.get("language", ""),
            "date_edtf": when[4],
            **bounds(when),
            "published": values.get("obtained") == "published",
        }

    def _spellings(self, versions: Sequence[Version], names_of: Callable[[Version], Names]) -> list[str]:
        """Every spelling once, the one to show first: full names before others, then by the records that
        have it: status, grade, number of independent origins over all of them, time of entry, id; then as
        listed."""
        if len(versions) == 1:
            names = names_of(versions[0])
            if len(names) == 1:
                return [names[0]["words"]]
            full = [name["words"] for name in names if name.get("type") == "full"]
            return list(dict.fromkeys(full + [name["words"] for name in names]))
        carriers: dict[str, list[tuple[Any, ...]]] = {}
        documents: dict[str, set[str]] = {}
        for version in versions:
            status, grade, _, entered_at, thread = self._origins.quality(version.thread, version)
            for place, name in enumerate(names_of(version)):
                words = name["words"]
                documents.setdefault(words, set()).update(self._origins.documents(version))
                carriers.setdefault(words, []).append(
                    (name.get("type") != "full", status, grade, entered_at, thread, place)
                )
        return sorted(carriers, key=lambda words: self._spelling_rank(carriers[words], documents[words]))

    def _spelling_rank(self, carriers: list[tuple[Any, ...]], documents: set[str]) -> tuple[Any, ...]:
        other, status, grade, entered_at, thread, place = min(carriers)
        return (
            other,
            status,
            grade,
            -self._origins.independent(tuple(sorted(documents))),
            entered_at,
            thread,
            place,
        )


def _open_names(version: Version) -> Names:
    return version.values.get("names") or []


def _shown(best: Sequence[Version], field: str) -> str:
    """The value of the best record that has one."""
    for version in best:
        value = version.values.get(field)
        if value:
            return str(value)
    return ""


def _union(versions: Sequence[Version], field: str) -> list[str]:
    return sorted({value for one in versions for value in one.values.get(field, ())})


def _dates(versions: Sequence[Version], field: str) -> Times:
    if len(versions) == 1:
        return single(versions[0].values.get(field))
    return spread(single(one.values.get(field)) for one in versions)


def _range(versions: Sequence[Version], field: str) -> tuple[int, int]:
    """Least and greatest number that any record states; -1 where none states one."""
    if len(versions) == 1 and field not in versions[0].values:
        return NOT_STATED, NOT_STATED
    given = [one.values[field] for one in versions if field in one.values]
    lows = [pair[0] for pair in given if pair[0] is not None]
    highs = [pair[-1] for pair in given if pair[-1] is not None]
    return min(lows, default=NOT_STATED), max(highs, default=NOT_STATED)


def _stated(number: int | None) -> int:
    return NOT_STATED if number is None else number
