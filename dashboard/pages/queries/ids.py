"""Ids of the page Queries."""

from __future__ import annotations


class Ids:
    """What callbacks and the page's script share."""

    LIST, FIND, CHOSEN, ANSWER = "query-list", "query-find", "query-chosen", "query-answer"
    NOW = "query-now"  # what is being asked or shown: {"ask": id}
    POLL = "query-poll"
    DOWNLOAD = "query-download"
    DRAWN = "query-drawn"  # the parts of the address that the middle shows
    DONE = "query-done"  # a run or a change of the case's own queries: the list is drawn anew
    SAYS, STOP, NAMES, CHART = "query-says", "query-stop", "query-names", "query-chart"
    TABLE, DIFFERENCES = "query-table", "query-differences"
    TYPED, KEEP, PARAMETERS, CHECKS = "own-typed", "own-keep", "own-parameters", "own-checks"
