"""Links that say the same in different periods, drawn as one: a bundle has the same ends, type and kind
or role."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.model.words import code_label
from queries.naming import period_in_words, period_of
from queries.reading import Row

# What tells two links of one type between the same ends apart, and the list that its codes come from.
OF: dict[str, tuple[str, str]] = {
    "VICTIM_OF": ("act", "act"),
    "PERPETRATOR_OF": ("degree", "degree"),
    "ACCUSED": ("charge", "charge"),
    "COMMANDED": ("role", "role"),
    "MEMBER_OF": ("role", "role"),
    "SUBORDINATE_TO": ("kind", "unit_relation_kind"),
    "USED": ("use", "place_use"),
    "HELD": ("ending", "held_end"),
    "FATE_AT": ("kind", "fate_kind"),
    "RELATED_TO": ("kind", "relation_kind"),
    "ASSOCIATED_WITH": ("kind", "relation_kind"),
    "WITHIN": ("division", "division"),
}
STRENGTH = ("retracted", "unvetted", "vetted", "confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Links with the same ends, type and kind or role, which differ in their periods."""

    type: str
    start: str
    end: str
    of: str
    links: tuple[Row, ...]

    @property
    def id(self) -> str:
        """The same for the same bundle whenever it is drawn."""
        return f"{self.start}|{self.type}|{self.of}|{self.end}"

    @property
    def vetting(self) -> str:
        """That of the strongest link; disputed if any is."""
        found = {str(link["properties"].get("vetting") or "unvetted") for link in self.links}
        return "disputed" if "disputed" in found else max(found, key=STRENGTH.index)

    @property
    def n_independent(self) -> int:
        """Independent origins, at least: links of one bundle may share origins, so their numbers are not
        added."""
        return max((int(link["properties"].get("n_independent") or 0) for link in self.links), default=0)

    @property
    def dates(self) -> str:
        """The periods, each once, in order: where they differ it shows."""
        return " | ".join(sorted({period for link in self.links if (period := period_of(link["properties"]))}))

    def periods(self, language: str = "en") -> str:
        """The same in words."""
        told = sorted(
            (period_of(link["properties"]), period_in_words(link["properties"], language)) for link in self.links
        )
        return " | ".join(dict.fromkeys(words for _, words in told if words))

    def label(self, language: str = "en") -> str:
        """What the line says: dates and number of independent origins (``2+`` where more links may add
        some)."""
        several = "+" if len(self.links) > 1 else ""
        count = f"{self.n_independent}{several}" if self.n_independent else ""
        return " · ".join(part for part in (self.periods(language), count) if part)

    def words(self, language: str = "en") -> str:
        """The kind, role, act or charge in words."""
        return code_label(OF[self.type][1], self.of, language) if self.of else ""


def bundles(links: Iterable[Row]) -> list[Bundle]:
    """Links grouped, in order of their ids."""
    groups: dict[tuple[str, str, str, str], list[Row]] = {}
    for link in links:
        field = OF.get(link["type"], ("", ""))[0]
        of = str(link["properties"].get(field) or "") if field else ""
        groups.setdefault((link["type"], link["start"], link["end"], of), []).append(link)
    found = [
        Bundle(type=kind, start=start, end=end, of=of, links=tuple(group))
        for (kind, start, end, of), group in groups.items()
    ]
    return sorted(found, key=lambda bundle: bundle.id)
