"""What goes into the evidence store, and what it says back: plain data."""

from dataclasses import dataclass, field
from typing import Any, Literal

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One row on its way in.

    Attributes:
        dataset: whose keys ``key`` is one of: the table, or a sheet of it.
        key: the user's own key; "" where the row has none, then its content is its key.
        values: plain values as :func:`graph.model.validate` returns them, without ``key``.
        page: where it stands, for messages: "persons.csv, row 12". Not part of its content.
    """

    kind: str
    dataset: str
    key: str
    values: Values
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who writes: a person by user name, or the matcher or the system with its version."""

    name: str
    kind: Literal["person", "matcher", "system"] = "person"
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadInfo:
    """What is being loaded: the dataset's name, the file's name and the mapping's.

    ``continues`` is the id of the load that this transaction goes on with: a large file is several transactions and
    one load.
    """

    dataset: str
    file: str = ""
    mapping: str = ""
    refused: int = 0
    continues: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One load as it stands in the store; ``dataset``, ``file`` and ``mapping`` come from the vault."""

    id: str
    at: str
    by: str
    dataset: str
    file: str
    mapping: str
    added: int
    changed: int
    unchanged: int
    refused: int
    withdrawn: bool
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """A decision on its way in; see :class:`graph.evidence.slices.Decision`.

    ``level`` is raised to that of the most sensitive record the decision rests on.
    """

    type: str
    left: str
    right: str = ""
    verdict: str = ""
    score: float | None = None
    reasons: tuple[str, ...] = ()
    why: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SameKey:
    """Two drafts that claim one key with different content: neither can be taken for the true one.

    Attributes:
        first, second: where the two stand (``Draft.page``); ``first`` is "" where it came in an earlier batch.
        at: indexes of the drafts in this batch that were therefore not written.
    """

    first: str
    second: str
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """A batch of drafts held against what the store has.

    Attributes:
        states: "new", "changed", "unchanged" or "same_key" for each draft, in order.
    """

    states: list[str]
    same_key: list[SameKey] = field(default_factory=list)

    @property
    def new(self) -> int:
        """How many drafts the store has nothing of."""
        return self.states.count("new")

    @property
    def changed(self) -> int:
        """How many drafts are a new version of what the store has."""
        return self.states.count("changed")

    @property
    def unchanged(self) -> int:
        """How many drafts say what the store holds already."""
        return self.states.count("unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Added(Sorted):
    """What became of a batch; ``threads`` of each draft in order, "" for one that was not written."""

    threads: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Sorted):
    """What a load would do; ``vanished``: threads of the same datasets that it no longer has."""

    vanished: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a range of revisions touched.

    Attributes:
        threads: every thread with a new version, decision, withdrawal or resolved reference; all of them if
            ``whole``.
        whole: so much changed that everything may as well be projected again.
        revision: the newest revision that this covers.
        withdrawals: a load was taken back (or given back), or a decision by which records come or go.
    """

    threads: set[str]
    whole: bool
    revision: int
    withdrawals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A reference to a row that has not been loaded.

    Attributes:
        place: where the row that refers stands ("persons.csv, row 12").
        key: the key it names: the user's own text, to be shown to its loader alone.
    """

    thread: str
    kind: str
    field: str
    ref_kind: str
    place: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The text of one page of a document; a document without pages is one page, number 1."""

    number: int
    label: str
    text: str
    language: str = "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHit:
    """A page that holds what was searched for; ``spans`` are character ranges of ``snippet`` (the original)."""

    document: str
    code: str
    number: int
    label: str
    snippet: str
    spans: tuple[tuple[int, int], ...]
    matches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameHit:
    """A thread with a name that was searched for; ``exact`` where its words are, or begin with, what was typed."""

    thread: str
    code: str
    kind: str
    words: str
    matched: str
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One version of a record: what it said, who entered it, when and why it changed."""

    number: int
    entered_by: str
    entered_at: str
    load: str
    withdrawn: bool
    why: str
    values: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision as a reader of some clearance sees it, with its words; see :class:`graph.evidence.slices.Decision`.

    Attributes:
        why: the reason that was given, "" for none.
        withdrawn: it has been taken back and counts no longer.
    """

    id: str
    type: str
    left: str
    right: str
    verdict: str
    score: float | None
    reasons: tuple[str, ...]
    by: str
    actor: str
    version: str
    at: str
    level: int
    why: str
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """A record as a reader of some clearance sees it, joined with the vault.

    Attributes:
        values: of the latest version that this clearance shows.
        references: field name to the threads it points to.
        document: thread of its document, "" for sources and documents; ``document_title`` and ``document_code``
            name it.
        waiting: some row it refers to has not been loaded.
    """

    thread: str
    code: str
    kind: str
    level: int
    values: Values
    references: dict[str, tuple[str, ...]]
    document: str
    document_code: str
    document_title: str
    source_name: str
    locator: str
    quote: str
    translation: str
    status: str
    grade_source: str
    grade_information: str
    load: str
    entered_by: str
    entered_at: str
    waiting: bool
    history: tuple[History, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyLine:
    """One step in the chain of custody of a document's original; each hash covers the line before."""

    thread: str
    action: str
    media_type: str
    at: str
    by: str
    sha256: str
    size: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a check found; ``sentence`` is for people and names no value."""

    kind: str
    id: str
    sentence: str

    @property
    def settled(self) -> bool:
        """It has been put right already: what a killed transaction left in the vault has been swept."""
        return self.kind == "swept"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One run of a saved or free query, so that an answer can be cited and had again.

    Attributes:
        text_hash: SHA-256 of the query's text; ``result_hash`` of its rows.
        parameters: as JSON; codes, never names.
        revision: of the evidence that the answer was made from.
    """

    query: str
    text_hash: str
    parameters: str
    revision: int
    rows: int
    seconds: float
    by: str
    at: str = ""
    id: str = ""
    result_hash: str = ""
