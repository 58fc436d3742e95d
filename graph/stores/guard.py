"""What somebody's own Cypher may do: read this graph, and nothing else.

A query runs only if its *plan* is made of known reading operators and allowed procedures, and then in the
engine's read mode, under a time and a row limit. Two things no plan tells are refused by the text: several
statements in one, and, on the embedded engine, whose plan shows neither the second half of a UNION nor the
inside of a subquery, file reading and procedures. There the text is judged too strictly rather than too
cleverly: what looks like it is refused, also inside quotes, and belongs into a parameter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
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
_CALL = re.compile(r"(?<![\w.`])CALL(?!\w)(?:\s|//[^\n]*(?:\n|\Z))*(\(|\{|[\w.]+)?", re.IGNORECASE)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_PREFIX = re.compile(
    r"(?:\s|//[^\n]*\n|/\*.*?\*/)*(?:EXPLAIN|PROFILE|CYPHER|USE)(?!\w)", re.IGNORECASE | re.DOTALL
)
_LAST_SEMICOLON = re.compile(r";\s*\Z")

# Neo4j: every operator that reads, of the 5 and 2026 lines. A plan with any other is refused.
_OPERATORS = frozenset(
    """
    AllNodesScan PartitionedAllNodesScan NodeByLabelScan PartitionedNodeByLabelScan
    IntersectionNodeByLabelsScan PartitionedIntersectionNodeByLabelsScan UnionNodeByLabelsScan
    PartitionedUnionNodeByLabelsScan SubtractionNodeByLabelsScan PartitionedSubtractionNodeByLabelsScan
    NodeByIdSeek NodeByElementIdSeek NodeIndexSeek NodeUniqueIndexSeek MultiNodeIndexSeek
    AssertingMultiNodeIndexSeek NodeIndexSeekByRange NodeUniqueIndexSeekByRange NodeIndexContainsScan
    NodeIndexEndsWithScan NodeIndexScan PartitionedNodeIndexSeek PartitionedNodeIndexSeekByRange
    PartitionedNodeIndexScan DirectedAllRelationshipsScan UndirectedAllRelationshipsScan
    DirectedRelationshipTypeScan UndirectedRelationshipTypeScan DirectedUnionRelationshipTypesScan
    UndirectedUnionRelationshipTypesScan DirectedRelationshipByIdSeek UndirectedRelationshipByIdSeek
    DirectedRelationshipByElementIdSeek UndirectedRelationshipByElementIdSeek DirectedRelationshipIndexSeek
    UndirectedRelationshipIndexSeek DirectedRelationshipIndexSeekByRange
    UndirectedRelationshipIndexSeekByRange DirectedRelationshipIndexScan UndirectedRelationshipIndexScan
    DirectedRelationshipIndexContainsScan UndirectedRelationshipIndexContainsScan
    DirectedRelationshipIndexEndsWithScan UndirectedRelationshipIndexEndsWithScan Apply SemiApply
    AntiSemiApply LetSemiApply LetAntiSemiApply SelectOrSemiApply SelectOrAntiSemiApply LetSelectOrSemiApply
    LetSelectOrAntiSemiApply RollUpApply ConditionalApply AntiConditionalApply Argument ArgumentTracker
    AssertSameNode AssertSameRelationship CacheProperties CartesianProduct Distinct OrderedDistinct Eager
    EagerAggregation OrderedAggregation Aggregation EmptyResult EmptyRow Expand(All) Expand(Into)
    OptionalExpand(All) OptionalExpand(Into) VarLengthExpand(All) VarLengthExpand(Into)
    VarLengthExpand(Pruning) VarLengthExpand(Pruning,BFS,All) PruningVarLengthExpand
    BFSPruningVarLengthExpand VarLengthExpand Repeat(Trail) BidirectionalRepeat(Trail) Repeat(Walk)
    BidirectionalRepeat(Walk) RepeatOptions PathPropagatingBFS StatefulShortestPath(All)
    StatefulShortestPath(Into) StatefulShortestPath ShortestPath MultiNodeShortestPath AllShortestPath
    Filter InputMultiNode Limit ExhaustiveLimit Skip NodeCountFromCountStore RelationshipCountFromCountStore
    NodeHashJoin ValueHashJoin LeftOuterHashJoin RightOuterHashJoin NodeLeftOuterHashJoin
    NodeRightOuterHashJoin TriadicBuild TriadicFilter TriadicSelection Optional ProcedureCall ProduceResults
    Projection ProjectEndpoints DynamicNodeByLabelScan DynamicDirectedRelationshipTypeScan
    DynamicUndirectedRelationshipTypeScan DynamicLabelNodeLookup Sort PartialSort PartialTop Top
    Top1WithTies Union OrderedUnion UnwindCollection PartitionedUnwindCollection SimulatedNodeScan
    SimulatedExpand NullifyMetadata PreserveOrder SubqueryForeachRead
    """.split()
)
_PLANNED_CALL = re.compile(r"(?:\A|\s)((?:\w+\.)*\w+)\(")


def check_text(cypher: str) -> None:
    """Refuse what no plan tells, on either engine: several statements, a plan of a plan, an endless text."""
    if len(cypher) > LONGEST:
        raise QueryRefused(f"A query may have at most {LONGEST} characters: put long lists into parameters.")
    if "\x00" in cypher:
        raise QueryRefused("A query is plain text.")
    if ";" in _LAST_SEMICOLON.sub("", cypher):
        raise QueryRefused("One statement at a time, and no ';' in a text: put such a text into a parameter.")
    if _PREFIX.match(cypher):
        raise QueryRefused("A query begins with what it asks: no EXPLAIN, PROFILE, CYPHER or USE before it.")


def check_embedded_text(cypher: str) -> None:
    """Refuse file reading and procedures that are not allowed, which this engine's plan may hide."""
    for text in {cypher, cypher.upper(), cypher.casefold(), unicodedata.normalize("NFKC", cypher).upper()}:
        if "csv" in text.lower():
            raise QueryRefused("A query may not read or write CSV: results are exported afterwards.")
        # Without a backslash quotes cannot be escaped, so what stands between them is surely text.
        bare = text if "\\" in text or "`" in text else _QUOTED.sub("''", text)
        for call in _CALL.finditer(bare):
            name = call[1] or ""
            if name not in ("(", "{") and name.lower() not in _LOWER:
                raise QueryRefused(f"Only these procedures may be called: {', '.join(sorted(PROCEDURES))}.")


_LOWER = {name.lower() for name in PROCEDURES}


def check_embedded_plan(operations: Iterable[str]) -> None:
    """Refuse a plan of the embedded engine that holds anything but reading."""
    seen = [operation.partition(" ")[0] for operation in operations]
    if not seen:
        raise QueryRefused(READS_ONLY)
    for operation in seen:
        if not _EMBEDDED.match(operation):
            raise QueryRefused(
                f"A query may read this graph, nothing else (its plan holds {operation[:40]})."
            )


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
