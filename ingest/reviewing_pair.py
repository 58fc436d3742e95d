"""Two records side by side: their names part by part, what agrees, what speaks against, and who says so.

Everything comes through a reader, so nothing is compared that whoever asks may not see. What is returned holds names
and quoted words: it is for the screen, never for a log or a file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.evidence import RecordView
from graph.identity import pair_of
from graph.reader import Reader
from ingest.names.compare import Aligned, best
from ingest.names.parse import Token, parse_name
from ingest.reviewing_lines import Line, Related, Weighs, lines

MOST_RELATED = 200
"""Records that refer to one of the two and are compared; a unit of thousands is told by these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A name as a source gives it; ``type``: full, alias, kunya ... ; ``compared`` where the table below is of it."""

    words: str
    type: str
    compared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Where a side is said: document, place in it, and the words of the source."""

    code: str
    kind: str
    document: str
    title: str
    source: str
    locator: str
    quote: str
    translation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two records."""

    thread: str
    code: str
    level: int
    status: str
    names: tuple[Spelling, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two records beside each other.

    Attributes:
        name_score: how alike the best two spellings are, in [0, 1]; None where one has no name.
        tokens: those two, part by part.
        lines: what else is said of both, in the order in which it is shown.
    """

    kind: str
    left: Side
    right: Side
    name_score: float | None
    tokens: tuple[Aligned, ...]
    lines: tuple[Line, ...]

    @property
    def names_contradict(self) -> bool:
        """Whether a part of one name stands where the other has another one."""
        return any(one.reason == "conflict" for one in self.tokens)

    def weighing(self, weighs: Weighs) -> list[Line]:
        """The lines that speak for, against, or neither."""
        return [line for line in self.lines if line.weighs == weighs]


def compare(reader: Reader, left: str, right: str, *, language: str = "en") -> Compared | None:
    """Two records (by thread) beside each other; None where the reader does not see both."""
    views = {view.thread: view for view in reader.records([left, right])}
    if len(views) < 2:
        return None
    one, other = views[left], views[right]
    related = _related(reader, one, other)
    names, others = (_parsed(view) for view in (one, other))
    comparison, first, second = best(names, others)
    return Compared(
        kind=one.kind,
        left=_side(one, related.of[left], first),
        right=_side(other, related.of[right], second),
        name_score=comparison.score if names and others else None,
        tokens=_in_order(comparison.tokens, first),
        lines=lines(one, other, related, language),
    )


def _in_order(tokens: Sequence[Aligned], name: str) -> tuple[Aligned, ...]:
    """As the left name is written, what only the right one has at the end."""
    order = {token.text: number for number, token in reversed(list(enumerate(parse_name(name))))}
    return tuple(sorted(tokens, key=lambda row: order.get(row.left, len(order))))


def _related(reader: Reader, one: RecordView, other: RecordView) -> Related:
    """The records that refer to the two, and what all these refer to."""
    pointing = {
        view.thread: sorted(reader.referring([view.thread], most=MOST_RELATED))[:MOST_RELATED] for view in (one, other)
    }
    around = {view.thread: view for view in reader.records({each for many in pointing.values() for each in many})}
    of = {thread: [around[each] for each in many if each in around] for thread, many in pointing.items()}
    targets = {each for view in (one, other, *around.values()) for many in view.references.values() for each in many}
    known = {view.thread: view for view in reader.records(targets - around.keys() - {one.thread, other.thread})}
    known |= around | {one.thread: one, other.thread: other}
    return Related(of=of, known=known, thing=_things(reader, targets))


def _things(reader: Reader, threads: set[str]) -> Callable[[str], str]:
    """From a thread to one that stands for all that are judged the same as it."""
    head: dict[str, str] = {}

    def find(thread: str) -> str:
        while thread in head:
            thread = head[thread]
        return thread

    for one in reader.pair_verdicts(threads):
        if one.verdict == "same":
            first, second = pair_of(find(one.left), find(one.right))
            if first != second:
                head[second] = first
    return find


def _spellings(view: RecordView) -> dict[str, str]:
    """Spelling to its type; of a source its one name."""
    names = view.values.get("names")
    if isinstance(names, list):
        return {str(name["words"]): str(name.get("type") or "") for name in names if name.get("words")}
    name = view.values.get("name")
    return {str(name): "full"} if name else {}


def _parsed(view: RecordView) -> dict[str, tuple[Token, ...]]:
    return {words: parse_name(words) for words in _spellings(view)}


def _side(view: RecordView, related: Sequence[RecordView], compared: str) -> Side:
    spellings = _spellings(view)
    ordered = sorted(spellings, key=lambda words: words != compared)
    own = [] if view.kind == "source" else [view]
    return Side(
        thread=view.thread,
        code=view.code,
        level=view.level,
        status=view.status,
        names=tuple(Spelling(words=words, type=spellings[words], compared=words == compared) for words in ordered),
        said=_said([*own, *related]),
    )


def _said(views: Sequence[RecordView]) -> tuple[Said, ...]:
    """Each place once, those with quoted words first."""
    found: dict[tuple[str, str, str], Said] = {}
    for view in views:
        if not view.document:
            continue
        key = view.document, view.locator, view.quote
        found.setdefault(
            key,
            Said(
                code=view.code, kind=view.kind, document=view.document_code, title=view.document_title,
                source=view.source_name, locator=view.locator, quote=view.quote, translation=view.translation,
            ),
        )  # fmt: skip
    quoted = {(said.document, said.locator) for said in found.values() if said.quote}
    kept = [said for said in found.values() if said.quote or (said.document, said.locator) not in quoted]
    return tuple(sorted(kept, key=lambda said: not said.quote))
