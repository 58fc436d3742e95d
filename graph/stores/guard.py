"""What somebody's own Cypher may do: read this graph, and nothing else.

A query runs only if its *plan* is made of known reading operators and allowed procedures, and then in the
engine's read mode, under a time and a row limit. But no plan tells all: that of the embedded engine shows neither
the second half of a UNION nor the inside of a subquery, and Neo4j's hides a subquery within a list comprehension,
CASE or reduce, from where LOAD CSV reads files and addresses in read mode. So the text is judged as well, before
any engine sees it, and rather too strictly than too cleverly: what looks like reading a file or like another
procedure is refused, in quotes too where they are not plain, and belongs into a parameter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from graph.errors import QueryRefused

LONGEST = 100_000
READS_ONLY = "A query may read this graph, not change it."

# Procedures that read this graph alone. Everything else (files, addresses, settings, users, other queries) is
# out.
PROCEDURES = frozenset(
    """
    db.labels db.relationshipTypes db.propertyKeys
    db.schema.visualization db.schema.nodeTypeProperties db.schema.relTypeProperties
    """.split()
)

# Embedded: the first word of each step of a plan.
_EMBEDDED = re.compile(
    r"(Match|OptionalMatch|Expand|Return|With|Where|Filter|Having|Unwind|OrderBy|Skip|Offset|Limit|Distinct|Union"
    r"|UnionAll|Intersect|Except|Finish|Call|CallSubquery|OptimizerPass|Fused\w*)\Z"
)
_GAP = r"(?:\s|//[^\n]*\n|/\*.*?\*/)*"
_FLAGS = re.IGNORECASE | re.DOTALL
_CALL = re.compile(rf"(?<![\w.`])CALL(?!\w){_GAP}(\(|\{{|[\w.]+)?", _FLAGS)
_SHOW = re.compile(rf"(?:\A|\{{|\bUNION(?:{_GAP}ALL)?){_GAP}(?:SHOW|TERMINATE)(?!\w)", _FLAGS)
_TEXT_OR_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|'[^']*'|\"[^\"]*\"", re.DOTALL)
_PREFIX = re.compile(rf"{_GAP}(?:EXPLAIN|PROFILE|CYPHER|USE|USING)(?!\w)", _FLAGS)
_LAST_SEMICOLON = re.compile(r";\s*\Z")

# Neo4j: every operator that reads, of the 5 and 2026 lines. A plan with any other is refused.
_OPERATORS = frozenset(
    """
    Aggregation AllNodesScan AllShortestPath AntiConditionalApply AntiSemiApply Apply Argument
    ArgumentTracker AssertSameNode AssertSameRelationship AssertingMultiNodeIndexSeek
    BFSPruningVarLengthExpand BidirectionalRepeat(Trail) BidirectionalRepeat(Walk) CacheProperties
    CartesianProduct ConditionalApply DirectedAllRelationshipsScan DirectedRelationshipByElementIdSeek
    DirectedRelationshipByIdSeek DirectedRelationshipIndexContainsScan DirectedRelationshipIndexEndsWithScan
    DirectedRelationshipIndexScan DirectedRelationshipIndexSeek DirectedRelationshipIndexSeekByRange
    DirectedRelationshipTypeScan DirectedUnionRelationshipTypesScan Distinct
    DynamicDirectedRelationshipTypeScan DynamicLabelNodeLookup DynamicNodeByLabelScan
    DynamicUndirectedRelationshipTypeScan Eager EagerAggregation EmptyResult EmptyRow ExhaustiveLimit
    Expand(All) Expand(Into) Filter InputMultiNode IntersectionNodeByLabelsScan LeftOuterHashJoin
    LetAntiSemiApply LetSelectOrAntiSemiApply LetSelectOrSemiApply LetSemiApply Limit MultiNodeIndexSeek
    MultiNodeShortestPath NodeByElementIdSeek NodeByIdSeek NodeByLabelScan NodeCountFromCountStore
    NodeHashJoin NodeIndexContainsScan NodeIndexEndsWithScan NodeIndexScan NodeIndexSeek
    NodeIndexSeekByRange NodeLeftOuterHashJoin NodeRightOuterHashJoin NodeUniqueIndexSeek
    NodeUniqueIndexSeekByRange NullifyMetadata Optional OptionalExpand(All) OptionalExpand(Into)
    OrderedAggregation OrderedDistinct OrderedUnion PartialSort PartialTop PartitionedAllNodesScan
    PartitionedDirectedAllRelationshipsScan PartitionedDirectedRelationshipIndexScan
    PartitionedDirectedRelationshipTypeScan PartitionedDirectedUnionRelationshipTypesScan
    PartitionedIntersectionNodeByLabelsScan PartitionedNodeByLabelScan PartitionedNodeIndexScan
    PartitionedNodeIndexSeek PartitionedNodeIndexSeekByRange PartitionedSubtractionNodeByLabelsScan
    PartitionedUndirectedAllRelationshipsScan PartitionedUndirectedRelationshipIndexScan
    PartitionedUndirectedRelationshipTypeScan PartitionedUndirectedUnionRelationshipTypesScan
    PartitionedUnionNodeByLabelsScan PartitionedUnwind PartitionedUnwindCollection PathPropagatingBFS
    PreserveOrder ProcedureCall ProduceResults ProjectEndpoints Projection PruningVarLengthExpand
    RelationshipCountFromCountStore RemoteBatchProperties Repeat(Trail) Repeat(Walk) RepeatOptions
    RightOuterHashJoin RollUpApply SelectOrAntiSemiApply SelectOrSemiApply SemiApply ShortestPath
    SimulatedExpand SimulatedNodeScan Skip Sort StatefulShortestPath StatefulShortestPath(All)
    StatefulShortestPath(Into) SubtractionNodeByLabelsScan Top Top1WithTies TriadicBuild TriadicFilter
    TriadicSelection UndirectedAllRelationshipsScan UndirectedRelationshipByElementIdSeek
    UndirectedRelationshipByIdSeek UndirectedRelationshipIndexContainsScan
    UndirectedRelationshipIndexEndsWithScan UndirectedRelationshipIndexScan UndirectedRelationshipIndexSeek
    UndirectedRelationshipIndexSeekByRange UndirectedRelationshipTypeScan
    UndirectedUnionRelationshipTypesScan Union UnionNodeByLabelsScan Unwind UnwindCollection ValueHashJoin
    VarLengthExpand VarLengthExpand(All) VarLengthExpand(Into) VarLengthExpand(Pruning)
    VarLengthExpand(Pruning,BFS,All)
    """.split()
)
_PLANNED_CALL = re.compile(r"(?:\A|\s)((?:\w+\.)*\w+)\(")


def check_text(cypher: str) -> None:
    """Refuse what no plan tells: several statements, a plan of a plan, files, procedures that are not allowed."""
    if len(cypher) > LONGEST:
        raise QueryRefused(f"A query may have at most {LONGEST} characters: put long lists into parameters.")
    cypher = cypher.replace("\r\n", "\n")
    if "\x00" in cypher or "\r" in cypher or re.search(r"\\u", cypher, re.IGNORECASE):
        raise QueryRefused("A query is plain text: letters as they are, not as \\u and a number.")
    if ";" in _LAST_SEMICOLON.sub("", cypher):
        raise QueryRefused("One statement at a time, and no ';' in a text: put such a text into a parameter.")
    if _PREFIX.match(cypher):
        raise QueryRefused("A query begins with what it asks: no EXPLAIN, PROFILE, CYPHER, USE or USING before it.")
    for text in {cypher.lower(), cypher.casefold(), unicodedata.normalize("NFKC", cypher).upper().lower()}:
        if "csv" in text:
            raise QueryRefused("A query may not read or write CSV: results are exported afterwards.")
        _check_calls(text)


def _check_calls(text: str) -> None:
    # Where no backslash or backtick could hide a quote, what stands between quotes is surely text.
    bare = text if "\\" in text or "`" in text else _TEXT_OR_COMMENT.sub("''", text)
    if _SHOW.search(bare):
        raise QueryRefused("A query may read this graph, nothing else: no SHOW or TERMINATE.")
    for call in _CALL.finditer(bare):
        name = call[1] or ""
        if name not in ("(", "{") and name not in _LOWER:
            raise QueryRefused(f"Only these procedures may be called: {', '.join(sorted(PROCEDURES))}.")


_LOWER = {name.lower() for name in PROCEDURES}


EXPLAIN = "EXPLAIN "


def misread(at: tuple[int, int] | None, kind: str = "") -> QueryRefused:
    """A query that an engine does not understand, with the place of the mistake where the engine says it."""
    where = f" at line {at[0]}, column {at[1]}" if at else ""
    refused = QueryRefused(f"The query cannot be understood{f' ({kind})' if kind else ''}{where}.")
    refused.at = at
    return refused


@contextmanager
def explaining() -> Iterator[None]:
    """Where a mistake is found in ``EXPLAIN`` and a query, its place is given in the query."""
    try:
        yield
    except QueryRefused as error:
        if error.at is None or error.at[0] > 1:
            raise
        raise misread((1, max(1, error.at[1] - len(EXPLAIN)))) from None


def check_embedded_plan(operations: Iterable[str]) -> None:
    """Refuse a plan of the embedded engine that holds anything but reading."""
    seen = [operation.partition(" ")[0] for operation in operations]
    if not seen:
        raise QueryRefused(READS_ONLY)
    for operation in seen:
        if not _EMBEDDED.match(operation):
            raise QueryRefused(f"A query may read this graph, nothing else (its plan holds {operation[:40]}).")


def check_server_plan(kind: str | None, plan: dict[str, Any] | None) -> None:
    """Refuse a Neo4j plan that is not of kind `r` (read only) or holds an operator or procedure not known to
    read.
    """
    if kind != "r" or not plan:
        raise QueryRefused(READS_ONLY)
    for step in _steps(plan):
        operator = str(step.get("operatorType", "")).partition("@")[0]
        if operator not in _OPERATORS:
            raise QueryRefused(f"A query may read this graph, nothing else (its plan holds {operator[:40]}).")
        if operator == "ProcedureCall":
            called = _PLANNED_CALL.search(str(step.get("args", {}).get("Details", "")))
            if not called or called[1] not in PROCEDURES:
                raise QueryRefused(f"Only these procedures may be called: {', '.join(sorted(PROCEDURES))}.")


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", ()):
        yield from _steps(child)
