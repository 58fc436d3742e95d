"""What can go wrong when a question is asked.

    DossierError
    └── QueryError
        ├── BadQueryFile         a saved query's file is not as it must be
        ├── UnknownQuery         no saved query of that name
        ├── MissingParameters
        ├── UnknownParameters
        ├── BadParameter         a value that cannot be read, or that names nothing in this case
        ├── BadName              a name that a query of the case's own may not take
        ├── UnknownRun           no past run of that id
        ├── CannotRunAgain       a past run whose query is gone, or whose text was not kept
        └── TooManyRunning       earlier questions of one reader have not ended yet

A message names queries, parameters and what would be right, never a value that somebody typed.
"""

from collections.abc import Iterable

from graph.errors import DossierError


class QueryError(DossierError):
    """A question that cannot be asked like this."""


class BadQueryFile(QueryError):
    """A saved query's file is not as it must be; ``fault`` says how."""

    def __init__(self, name: str, fault: str) -> None:
        self.name, self.fault = name, fault
        super().__init__(f"Saved query '{name}': {fault}.")


class UnknownQuery(QueryError):
    """There is no saved query of that name."""

    def __init__(self, near: Iterable[str]) -> None:
        self.near = tuple(near)
        hint = f" Did you mean {' or '.join(self.near)}?" if self.near else ""
        super().__init__(f"There is no saved query of that name.{hint} 'dossier query list' shows them all.")


class MissingParameters(QueryError):
    """Parameters without a default that were not given."""

    def __init__(self, query: str, missing: Iterable[str]) -> None:
        self.query, self.missing = query, frozenset(missing)
        super().__init__(
            f"Query '{query}' also needs: {', '.join(sorted(self.missing))}. "
            f"'dossier query show {query}' prints an example."
        )


class UnknownParameters(QueryError):
    """Parameters that the query does not have."""

    def __init__(self, query: str, unknown: Iterable[str], known: Iterable[str]) -> None:
        self.query, self.unknown = query, frozenset(unknown)
        takes = ", ".join(sorted(known)) or "no parameters"
        super().__init__(f"Query '{query}' does not know: {', '.join(sorted(self.unknown))}. It takes: {takes}.")


class BadParameter(QueryError):
    """A value of a parameter that cannot be used; ``right`` says what would be right."""

    def __init__(self, parameter: str, right: str) -> None:
        self.parameter, self.right = parameter, right
        super().__init__(f"Parameter '{parameter}': expected {right}.")


class BadName(QueryError):
    """A name that a query of the case's own may not take; ``right`` says what would be right."""

    def __init__(self, right: str) -> None:
        self.right = right
        super().__init__(f"The query's name: expected {right}.")


class UnknownRun(QueryError):
    """There is no past run of that id, or none that the reader may see."""

    def __init__(self) -> None:
        super().__init__("There is no past run of that number.")


_WHY_NOT = {
    "gone": "its query is no longer there",
    "free": "it was Cypher typed in, of which only a hash is kept; save such a query to run it again",
    "other": "the two runs are of different queries",
}


class CannotRunAgain(QueryError):
    """A past run that cannot be had again; ``why`` is gone, free or other."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"This run cannot be had again: {_WHY_NOT.get(why, 'its query cannot be read')}.")


class TooManyRunning(QueryError):
    """Earlier questions of one reader have not ended yet."""

    def __init__(self) -> None:
        super().__init__("Earlier queries have not ended yet: wait a moment, then run this one.")
