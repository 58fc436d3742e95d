"""Which records speak of the same person, unit or place: parse once, columns, block, score, decide."""

from ingest.matching.match import MatchReport, match

__all__ = ["MatchReport", "match"]
