"""Every error that Dossier raises on purpose.

    DossierError
    ├── BadValue            a field's value is not what the model allows (names the field, never the value)
    ├── BadDate             a date that cannot be read (says which form would be)
    ├── CaseError           a case folder cannot be opened, created or trusted
    │   ├── WrongPassphrase
    │   ├── Damaged
    │   ├── NewerVersion
    │   └── ChangedMeanwhile    somebody else has changed what a person was looking at
    ├── StoreError          the graph database refused, stopped, or holds something else
    │   ├── ForeignGraph
    │   ├── Unavailable
    │   └── QueryRefused    a query that may not run, or does not parse; QueryTimeout where it took too long
    ├── LoadError           a file or mapping that cannot be loaded as a whole
    └── Stopped             the user asked long work to stop

A message is one sentence for people: it names files, sheets, rows, columns, parameters and ids, and says what
would be right. It never holds a person's name, a cell's value or free text, for it ends on a screen and in a log.
"""


class DossierError(Exception):
    """Base class: catch this to show a message to a user."""


class BadValue(DossierError):
    """A field's value is not what the model allows.

    Args:
        field: dotted name of the field, for example ``incident.date``.
        right: what would be right, as a clause ("a whole number or a range such as 3..5").
    """

    def __init__(self, field: str, right: str) -> None:
        self.field, self.right = field, right
        super().__init__(f"{field}: expected {right}.")


class BadDate(DossierError):
    """A date that cannot be read; ``right`` says which form would be."""

    def __init__(self, right: str) -> None:
        self.right = right
        super().__init__(f"Not a date that can be read: {right}.")


class CaseError(DossierError):
    """A case folder cannot be opened, created or trusted."""


class WrongPassphrase(CaseError):
    """The passphrase or key does not open this case."""


class Damaged(CaseError):
    """A file of the case is not as it was written."""


class NewerVersion(CaseError):
    """The case was written by a newer Dossier."""


class ChangedMeanwhile(CaseError):
    """Somebody else has changed what a person was looking at: nothing was written, it must be looked at again."""


class StoreError(DossierError):
    """The graph database refused, stopped, or holds something unexpected."""


class ForeignGraph(StoreError):
    """The graph database holds another case, or something that is not a case."""


class Unavailable(StoreError):
    """The graph database does not answer."""


class QueryRefused(StoreError):
    """A query that may not run here, or that cannot be understood; ``at`` is the line and column of the mistake,
    counted from 1, where the graph database says it."""

    at: tuple[int, int] | None = None


class QueryTimeout(StoreError):
    """A query that took longer than its limit."""


class LoadError(DossierError):
    """A file or mapping that cannot be loaded as a whole."""


class Stopped(DossierError):
    """The user asked long work to stop; what was committed stays."""


def fault(error: BaseException) -> str:
    """Where an error that nobody meant came from, such as "KeyError in compare.py, line 12": never its text."""
    trace, place = error.__traceback__, "an unknown place"
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
        place, trace = f"{name}, line {trace.tb_lineno}", trace.tb_next
    return f"{type(error).__name__} in {place}"


def interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind an error."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None
