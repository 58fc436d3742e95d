"""On what a record rests: documents, the independent origins behind them, vetting, and how good it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from graph.evidence.slices import Version
from graph.projection.views import FIRST, Facts, View

DERIVED = ("translation_of", "transcript_of", "copy_of", "redaction_of", "derived_from")
"""What none of which adds a source: the document speaks for the one it was made from."""

_STRENGTH = {"confirmed": 0, "vetted": 1, "unvetted": 2, "disputed": 3}
_GRADES = {"A": 0, "B": 1, "C": 2, "F": 3, "": 3, "D": 4, "E": 5}
Quality = tuple[int, int, int, str, str]


class Origins:
    """Documents and origins as one view sees them. Everything is computed once and kept."""

    def __init__(self, facts: Facts, view: View) -> None:
        self._facts, self.view = facts, view
        self._graded: dict[str, int] = {}
        self.root: dict[str, str] = {}  # document to the document it was made from in the end
        self.source: dict[str, str] = {}  # document to the first of the joined sources that spoke
        kinds = facts.slice.kinds
        for thread in view.chosen:
            if kinds[thread] == "document":
                self._place(thread)
        self.group = self._groups()
        self._independent: dict[tuple[str, ...], int] = {}

    def _place(self, document: str) -> None:
        chosen = self.view.chosen
        seen = [document]
        while True:
            version = chosen[seen[-1]]
            above = next((version.references[name][0].thread for name in DERIVED if version.references.get(name)), "")
            if not above or above in seen:  # documents made from each other: the first by id speaks for all
                root = min(seen[seen.index(above) :]) if above else seen[-1]
                break
            seen.append(above)
        spoke = chosen[root].references["source"][0].thread
        self.root[document], self.source[document] = root, self.view.head.get(spoke, spoke)
        self._graded[document] = _GRADES[self.view.grades.get(spoke, "")]

    def _groups(self) -> dict[str, str]:
        """Root documents that were judged to go back to one origin: document to the first of its group."""
        head: dict[str, str] = {}

        def find(thread: str) -> str:
            while head.get(thread, thread) != thread:
                thread = head[thread]
            return thread

        for left, right in self.view.one_origin:
            one, other = sorted((find(self.root[left]), find(self.root[right])))
            head[one] = head[other] = one
        return {thread: find(thread) for thread in head}

    def label(self, document: str) -> tuple[str, str, str, int]:
        """All of a document that what rests on it depends on."""
        root = self.root[document]
        return root, self.source[document], self.group.get(root, ""), self._graded[document]

    @staticmethod
    def documents(version: Version) -> tuple[str, ...]:
        """The documents a record rests on: those it cites, else the one it stands in. None for a document."""
        references = version.references
        targets = references.get("cites") or references.get("document")
        if not targets:
            return ()
        if len(targets) == 1:
            return (targets[0].thread,)
        return tuple(sorted({target.thread for target in targets}))

    def independent(self, documents: tuple[str, ...]) -> int:
        """How many distinct origins stand behind these documents (sorted).

        Two documents are of one origin where the same source spoke (after following translations, copies and
        the like), where somebody judged so, or where a chain of such steps *within these documents* joins
        them. So a judgement on two articles says nothing on other articles of the same two outlets.
        """
        if len(documents) < 2:
            return len(documents)
        known = self._independent.get(documents)
        if known is None:
            sources = {self.source[document] for document in documents}
            known = self._independent[documents] = (
                self._joined(documents) if self.group and len(sources) > 1 else len(sources)
            )
        return known

    def _joined(self, documents: Iterable[str]) -> int:
        origins: list[set[str]] = []
        for document in documents:
            root = self.root[document]
            labels = {f"source {self.source[document]}", f"group {self.group.get(root, root)}"}
            for other in [origin for origin in origins if origin & labels]:
                labels |= other
                origins.remove(other)
            origins.append(labels)
        return len(origins)

    def first(self, thread: str, version: Version) -> FIRST:
        """Where a record stands among those of its entity: by level, time of entry, id."""
        known = self.view.first.get(thread)
        if known is None:
            level = self._facts.overridden.get(thread, version.level)
            return level, version.entered_at, thread
        return known

    def quality(self, thread: str, version: Version) -> Quality:
        """Sort key by which a record's values are shown before others': status, grade (A, B, C, F or none,
        D, E), number of independent origins, time of entry, id."""
        documents = self.documents(version)
        return (
            _STRENGTH[self.view.status.get(thread, "unvetted")],
            min([self._graded[document] for document in documents], default=3),
            -self.independent(documents),
            self.first(thread, version)[1],
            thread,
        )

    def vetting(self, threads: Collection[str]) -> str:
        """Status of the strongest of these records; disputed where any is."""
        given = self.view.status
        if not given:
            return "unvetted"
        found = {given.get(thread, "unvetted") for thread in threads}
        return "disputed" if "disputed" in found else min(found, key=_STRENGTH.__getitem__)


MOST = 0.5


def differing(facts: Facts, below: Origins, above: Origins) -> set[str] | None:
    """Threads whose record says something else in the view above than in the one below, or stands with others.

    It never leaves one out from whose record, or from whose ends, another node or link follows in the two views.
    None where so many differ that the view had better be drawn whole.
    """
    old, new = below.view, above.view
    changed = {thread for thread, version in new.chosen.items() if old.chosen.get(thread) is not version}
    changed |= old.chosen.keys() - new.chosen.keys()
    if len(changed) > MOST * len(new.chosen):
        return None
    for one, other in ((old.status, new.status), (old.first, new.first)):
        changed.update(_unequal(one, other))
    for head in _unequal(old.members, new.members):
        changed.update(old.members.get(head, ()), new.members.get(head, ()))
    documents = {document for document in above.root if document not in below.root or document in changed}
    documents.update(one for one in above.root if one in below.root and above.label(one) != below.label(one))
    changed |= documents
    for document in documents:
        changed.update(facts.referrers.get(document, ()))
    for thread in list(changed):
        changed.update(new.members.get(new.head.get(thread, ""), ()))
    return changed


def _unequal(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return [key for key in {*one, *other} if one.get(key) != other.get(key)]
