"""What can stop a brief.

    DossierError
    └── BriefError
        ├── UnknownAudience
        ├── NothingChosen      the selection names nothing that this audience may see
        ├── NoSource           facts without a document, or without a place in it
        ├── UnacceptedMerges   facts rest on a matcher's merge that no person accepted
        ├── CaseChanging       the case changed each time it was read
        ├── FolderTaken        the target holds something already
        ├── CannotTypeset      the typesetter refused
        └── Leaked             a finished file holds what may not leave; the folder was removed

Messages name codes, kinds and files, never a value.
"""

from collections.abc import Iterable, Sequence

from graph.errors import DossierError

SHOWN = 12


class BriefError(DossierError):
    """A brief that cannot be made like this."""


class UnknownAudience(BriefError):
    """The case knows no such audience."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__(f"A brief goes to one of: {', '.join(sorted(known))}.")


class NothingChosen(BriefError):
    """Nothing of the selection can be shown."""

    def __init__(self) -> None:
        super().__init__(
            "A brief needs at least one incident, unit or office holder that its audience may see; "
            "give their codes, or a run whose rows name some."
        )


class NoSource(BriefError):
    """Facts without a source; ``facts`` names each: kind, entity, document, record."""

    def __init__(self, facts: Sequence[str]) -> None:
        self.facts = tuple(facts)
        super().__init__(
            f"{len(facts)} fact{'s' if len(facts) > 1 else ''} of this brief lack{'' if len(facts) > 1 else 's'} "
            "a document or a place in it, "
            f"so nothing was written: {_listed(facts)}. Correct each with its page, row or section."
        )


class UnacceptedMerges(BriefError):
    """Facts rest on merges of the matcher alone; ``pairs`` are the codes to judge."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.pairs = tuple(pairs)
        named = [f"{left} and {right}" for left, right in pairs]
        super().__init__(
            f"This brief would rest on {len(pairs)} merge{'s' if len(pairs) > 1 else ''} that the matcher made and "
            f"no person accepted, so none was made: {_listed(named)}. Judge each in Review, or by 'dossier decide'."
        )


class CaseChanging(BriefError):
    """The case changed each time it was read."""

    def __init__(self) -> None:
        super().__init__("The case changed each time it was read for this brief; try again when loading has ended.")


class FolderTaken(BriefError):
    """The target folder holds something."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder} holds something already; a brief is written to a new or empty folder.")


class CannotTypeset(BriefError):
    """The typesetter refused; its own words are not shown, for they may quote the text."""

    def __init__(self) -> None:
        super().__init__("The PDF could not be set; nothing was written. Please report this with the version.")


class Leaked(BriefError):
    """A finished file holds what may not leave."""

    def __init__(self, findings: Sequence[str]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            f"The check of the finished files found what may not leave, so they were removed: {_listed(findings)}. "
            "Reword what you wrote yourself; a record is corrected on its card."
        )


def _listed(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
    return "; ".join(texts[:SHOWN]) + more
