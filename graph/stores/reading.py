"""Reads that both backends answer with the same query texts.

A backend gives `_read`; what it must add to a pattern so that only a clearance's own nodes and links match is
decided by `_filters_spans` (a server holds all spans side by side; the embedded store has a graph per
clearance).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.stores.paths import Step
from graph.stores.shapes import MOST, by_label, link_of, order, plain_word, type_pattern, values
from graph.stores.store import USUAL, Direction, Limits, Params, Path, Row, Rows, label_of

# A link without a period always holds.
_PERIOD_HOLDS = "coalesce(r.since_min, '0001-01-01') <= $day AND $day <= coalesce(r.until_max, '9999-12-31')"
_ARROWS: dict[Direction | None, tuple[str, str]] = {None: ("-", "-"), "out": ("-", "->"), "in": ("<-", "-")}


class Reads:
    """Neighbours, nodes, links and paths in Cypher that runs on both engines."""

    _filters_spans = True
    _searches_within = True  # conditions on shortest paths bind the search, not its result

    def _read(self, cypher: str, params: Params, clearance: int, limits: Limits) -> Rows:
        raise NotImplementedError

    def rows(self, cypher: str, params: Params, *, clearance: int, limits: Limits = USUAL) -> Rows:
        """See `Store.rows`."""
        return self._read(cypher, {**params, "clearance": clearance}, clearance, limits)

    def neighbour_counts(self, code: str, *, clearance: int) -> Rows:
        """See `Store.neighbour_counts`."""
        label = label_of(code)
        if label is None:
            return Rows()
        found = Rows()
        for direction in ("in", "out"):
            left, right = _ARROWS[direction]
            rows = self._read(
                f"MATCH (a:{label} {{code: $code}}){left}[r]{right}(b) "
                f"{self._where(['a', 'r'])} "
                "RETURN type(r) AS type, labels(b)[0] AS label, count(*) AS count",
                {"code": code, "clearance": clearance},
                clearance,
                MOST,
            )
            found.extend({**row, "direction": direction} for row in rows)
        found.sort(key=lambda row: (row["type"], row["direction"], row["label"]))
        return found

    def neighbours(
        self,
        code: str,
        *,
        clearance: int,
        types: Sequence[str] = (),
        limit: int = 200,
        after: str | None = None,
        direction: Direction | None = None,
        label: str | None = None,
    ) -> Rows:
        """See `Store.neighbours`. First the codes of a page, then their values: a hub's other links stay."""
        own = label_of(code)
        if own is None:
            return Rows()
        left, right = _ARROWS[direction]
        other = f"b:{plain_word(label)}" if label else "b"
        pattern = f"MATCH (a:{own} {{code: $code}}){left}[r{type_pattern(types)}]{right}({other})"
        params = {"code": code, "clearance": clearance, "after": after or "", "limit": limit + 1}
        codes = [
            row["code"]
            for row in self._read(
                f"{pattern} {self._where(['a', 'r'], *(['b.code > $after'] if after else []))} "
                "RETURN DISTINCT b.code AS code ORDER BY code LIMIT $limit",
                params,
                clearance,
                MOST,
            )
        ]
        page = self._read(
            f"{pattern} {self._where(['a', 'r'], 'b.code IN $codes')} "
            "RETURN type(r) AS type, startNode(r).code AS start, endNode(r).code AS end_, "
            "properties(r) AS properties, labels(b)[0] AS label, properties(b) AS node",
            {**params, "codes": codes[:limit]},
            clearance,
            MOST,
        )
        found = [
            {"link": link_of(row), "node": {"label": row["label"], "properties": values(row["node"])}} for row in page
        ]
        found.sort(key=lambda row: (row["node"]["properties"]["code"], *order(row["link"])))
        return Rows(found, truncated=len(codes) > limit)

    def nodes(self, codes: Sequence[str], *, clearance: int) -> Rows:
        """See `Store.nodes`."""
        found: dict[str, Row] = {}
        for label, group in by_label(codes):
            for row in self._read(
                f"MATCH (n:{label}) {self._where(['n'], 'n.code IN $codes')} RETURN properties(n) AS properties",
                {"codes": group, "clearance": clearance},
                clearance,
                MOST,
            ):
                properties = values(row["properties"])
                found[properties["code"]] = {"label": label, "properties": properties}
        return Rows(found[code] for code in dict.fromkeys(codes) if code in found)

    def links_among(self, codes: Sequence[str], *, clearance: int) -> Rows:
        """See `Store.links_among`."""
        found: list[Row] = []
        for label, group in by_label(codes):
            rows = self._read(
                f"MATCH (a:{label})-[r]->(b) {self._where(['r'], 'a.code IN $group AND b.code IN $codes')} "
                "RETURN type(r) AS type, a.code AS start, b.code AS end_, properties(r) AS properties",
                {"group": group, "codes": list(codes), "clearance": clearance},
                clearance,
                MOST,
            )
            found.extend(link_of(row) for row in rows)
        return Rows(sorted(found, key=order))

    def shortest_paths(
        self,
        a: str,
        b: str,
        *,
        clearance: int,
        types: Sequence[str] = (),
        on_day: str | None = None,
        limit: int = 5,
        max_length: int = 8,
    ) -> list[Path]:
        """See `Store.shortest_paths`."""
        if len(self.nodes([a, b], clearance=clearance)) < len({a, b}) or limit < 1:
            return []
        if a == b:
            return [Path(nodes=[a])]
        conditions = [self._seen("r")] if self._filters_spans else []
        if on_day is not None:
            conditions.append(_PERIOD_HOLDS)
        step = Step(self._read, clearance, types, " AND ".join(conditions) or "true", {"day": on_day})
        if on_day is None or self._searches_within:
            found = self._engine_paths(a, b, step, limit, max_length)
        else:
            found = step.search(a, b, limit, max_length)
        return [Path(nodes=nodes, links=step.links(nodes)) for nodes in found]

    def _engine_paths(self, a: str, b: str, step: Step, limit: int, max_length: int) -> list[list[str]]:
        bound = step.condition != "true"
        within = f"WHERE all(r IN relationships(p) WHERE {step.condition})" if bound else ""
        rows = self._read(
            f"MATCH (a:{label_of(a)} {{code: $a}}), (b:{label_of(b)} {{code: $b}}) {self._where(['a', 'b'])} "
            f"MATCH p = allShortestPaths((a)-[{step.types}*..{int(max_length)}]-(b)) {within} "
            "WITH DISTINCT [n IN nodes(p) | n.code] AS codes RETURN codes ORDER BY codes LIMIT $limit",
            {**step.params, "a": a, "b": b, "limit": limit},
            step.clearance,
            MOST,
        )
        return [row["codes"] for row in rows]

    @staticmethod
    def _seen(name: str) -> str:
        return f"{name}.clear_min <= $clearance AND $clearance <= {name}.clear_max"

    def _where(self, names: Iterable[str], *conditions: str) -> str:
        spans = [self._seen(name) for name in names] if self._filters_spans else []
        every = [*conditions, *spans]
        return f"WHERE {' AND '.join(every)}" if every else ""
