"""Which records speak of one and the same: parse once, columns, block, score, cluster, decide."""

from ingest.matching.match import MatchReport, match

__all__ = ["MatchReport", "match"]
